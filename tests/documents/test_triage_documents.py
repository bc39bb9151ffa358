"""The ticket, the triage and the policy check as text: complete, and inert whatever comes in."""

import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from situations import (
    INCIDENT,
    LATER,
    NOW,
    STORY,
    after,
    engaged,
    idle,
    incident,
    running,
    state_of,
)

from cockpit.documents import policy, ticket, triage
from cockpit.domain.facts import (
    CriterionAnswered,
    IncidentSeen,
    Judged,
    NoteRequested,
    SeveritySet,
    StepSkipped,
)
from cockpit.domain.policy_check import check, concerned
from cockpit.domain.procedure import Procedure
from cockpit.domain.situation import Situation
from cockpit.domain.triage import assess

ANSWERED = tuple(
    (after(8), CriterionAnswered(incident_id=INCIDENT, criterion=name, answer="no"))
    for name in "abcde"
)
JUDGED = (after(9), Judged(incident_id=INCIDENT, page_worthy=False, reason="a test account"))


def told(*more) -> Situation:
    return replace(engaged(), state=state_of(*STORY, *ANSWERED, *more))


def ticket_of(situation: Situation) -> str:
    case = situation.case
    assert case is not None
    return ticket.markdown(situation, case, assess(situation, LATER), LATER)


def test_a_ticket_says_what_since_when_and_why_it_does_not_page():
    note = NoteRequested(id="n", incident_id=INCIDENT, text="camera 7 of org 12")
    skip = StepSkipped(incident_id=INCIDENT, step="reports", reason="no soak ran this week")
    graded = SeveritySet(incident_id=INCIDENT, level="P3")
    lines = ticket_of(told(graded, JUDGED, (after(9), note), (after(9), skip))).splitlines()

    assert lines[0] == "# api 5xx above 5 %"
    assert "- Incident: \\#4217" in lines
    assert "- Since: 2026-04-21 08:42:10 UTC (10:42 CEST)" in lines
    assert "- Severity: P3" in lines
    assert "a test account" in lines
    assert "- camera 7 of org 12" in lines
    assert "- no soak ran this week (step reports)" in lines
    assert lines[-1] == "Written 2026-04-21 08:59:10 UTC (10:59 CEST) by Ana Ortiz."


def test_the_criteria_are_a_table_of_three_columns():
    rows = [line for line in ticket_of(told()).splitlines() if line.startswith("|")]

    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}
    assert sum("| no |" in row for row in rows) == len(ANSWERED)


def test_one_line_for_the_channel():
    situation = told(SeveritySet(incident_id=INCIDENT, level="P3"), JUDGED)
    case = situation.case
    assert case is not None

    assert ticket.line(case, assess(situation, LATER)) == (
        "#4217 api 5xx above 5 %, P3: a test account"
    )


@given(st.text(alphabet="[](<>|`*_#!&~\\:/@w. \n$x", max_size=200))
def test_a_title_from_outside_does_nothing_in_a_ticket(title: str):
    situation = replace(running(), state=state_of(IncidentSeen(incident=incident(title=title))))
    markdown = ticket_of(situation)
    headings = [line for line in markdown.splitlines() if line.startswith("#")]

    assert headings[1:] == ["## Worth a page?"]
    assert not re.search(r"(?<!\\)\]\(", markdown)


def test_a_title_of_a_hundred_kilobytes_stays_a_title():
    situation = replace(
        running(), state=state_of(IncidentSeen(incident=incident(title="x" * 100_000)))
    )
    markdown = ticket_of(situation)

    assert len(markdown) < 5000
    assert "100000 characters" in markdown


def test_triage_as_text_names_verdict_criteria_and_demands():
    text = triage.text(told(JUDGED, SeveritySet(incident_id=INCIDENT, level="P1")), LATER)

    assert "Not page-worthy: no criterion is met" in text
    assert "! severity P1 pages, but no criterion is met" in text
    assert "Judged not worth a page by Ana Ortiz" in text
    assert "P1 [set]" in text
    assert "P2 [follows from the criteria]" in text
    assert "at 2026-04-21 08:50:10 UTC" in text


def test_triage_without_an_incident_says_so():
    assert triage.text(idle(), NOW).startswith("No incident is known to be open.")


def test_triage_for_scripts_has_all_its_keys_always():
    documented = set(re.findall(r"`(\w+)`", triage.jsonable.__doc__ or ""))
    for situation in (told(JUDGED), idle()):
        found = json.loads(json.dumps(triage.jsonable(situation, NOW)))

        assert set(found) == documented
    assert found["number"] is None
    assert [c["id"] for c in found["criteria"]][:2] == ["a", "b"]


def test_the_policy_check_as_text_and_for_scripts():
    state = running().state
    well = tuple(check(p, state.on_call, running().procedure) for p in concerned(state))
    bad = tuple(check(p, (), Procedure(name="bare")) for p in concerned(state))

    assert policy.text(well).splitlines()[0] == "cloud: as wanted"
    assert policy.text(bad, ("it does not read back",)).splitlines()[:2] == [
        "! it does not read back",
        "cloud: not all known",
    ]
    found = json.loads(json.dumps(policy.jsonable(well)))
    assert found["policies"][0]["as_wanted"] is True
    assert found["policies"][0]["levels"][0]["delay_s"] == 900
    assert policy.text(()) == ""
