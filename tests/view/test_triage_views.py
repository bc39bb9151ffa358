"""Triage, policy and what they add to other views, in words and at three sizes."""

from dataclasses import replace

import pytest
from any_facts import journals
from drawn import SCREENS, SPACES, draw, lines, said
from hypothesis import given, settings
from situations import (
    ANA,
    INCIDENT,
    LATER,
    NOW,
    PROBES,
    STORY,
    after,
    engaged,
    idle,
    incident,
    on_call,
    policy,
    record,
    running,
    state_of,
)

from cockpit.domain.criterion import Criterion, CriterionKind
from cockpit.domain.evidence import Standing
from cockpit.domain.facts import (
    CriterionAnswered,
    CriterionTurned,
    IncidentSeen,
    Judged,
    OnCallSeen,
    PolicySeen,
    SeveritySet,
    StepSkipped,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import Urgency
from cockpit.domain.probes import HttpProbe
from cockpit.domain.readings import Readings
from cockpit.view import triage
from cockpit.view.cells import Space, Tone
from cockpit.view.details import sheet as detail

ANSWERS = tuple(
    (after(8), CriterionAnswered(incident_id=INCIDENT, criterion=name, answer="no"))
    for name in "abcde"
)


def quiet(*more):
    """The engaged incident, with every criterion for a page answered no."""
    return replace(engaged(), state=state_of(*STORY, *ANSWERS, *more))


def met():
    """The running incident on a product whose probes go by the procedure's names."""
    situation = running()
    first = replace(situation.procedure.criteria[0], probes=("api",))
    criteria = (first, *situation.procedure.criteria[1:])
    told = CriterionTurned(
        criterion="a", standing=Standing.MET, since=after(-2), words="api: 503", probe="api"
    )
    state = fold((record(told, after(1)),), situation.state)
    procedure = replace(situation.procedure, criteria=criteria)
    return replace(situation, state=state, procedure=procedure)


@given(journals)
@settings(max_examples=60)
def test_whatever_happened_both_screens_can_be_drawn(records):
    situation = replace(engaged(), state=fold(records))
    for name in SCREENS:
        for row in draw(name, situation, LATER).rows:
            kind = row.id.partition(":")[0]

            assert kind in {"", "level", "criterion", "judge", "then", "policy"}
            assert sum(cell.grow for cell in row.cells) <= 1


@pytest.mark.parametrize("space", SPACES, ids=lambda s: f"{s.width}x{s.height}")
def test_triage_shows_levels_with_their_demands_criteria_and_the_verdict(space: Space):
    words = said(draw("triage", running(), NOW, space))

    assert "cannot say yet" in words
    assert "P1 worth a page" in words
    assert "at work within 10 min" in words
    assert "(b) More than 10 % of the online gateways" in words
    assert "It is not worth a page" in words


def test_what_was_answered_and_what_follows_is_marked():
    sheet = draw("triage", quiet(SeveritySet(incident_id=INCIDENT, level="P2")), LATER)
    words = said(sheet)

    assert sheet.note == "not page-worthy"
    assert "▶ P2" in words
    assert "✔ no (b)" in words
    assert "Ana Ortiz says no, at 10:50:10" in words


def test_not_worth_a_page_leads_to_snooze_ticket_and_a_line():
    words = said(draw("triage", quiet(), LATER))
    judged = quiet(Judged(incident_id=INCIDENT, page_worthy=False, reason="a test"))

    assert "Snooze it until working hours begin: Wed 09:00 CEST" in words
    assert "Leave a line in #novavms-oncall-noise" in words
    assert "Snooze it" not in said(draw("triage", running(), NOW))
    assert "Ana Ortiz, 10:42:10: not worth a page" in said(draw("triage", judged, LATER))


def test_the_cursor_begins_where_the_next_word_is_due():
    assert triage.start(running(), NOW) == "criterion:a"
    assert triage.start(quiet(), LATER) == "level:P2"
    assert triage.start(met(), LATER.replace(hour=8, minute=44)) == "level:P1"


def test_a_criterion_that_is_met_is_said_in_the_health_pane():
    rows = lines(draw("health", met(), NOW))

    assert rows[-1].startswith("▲ P1 (a) met: api: 503 for 4 min")
    assert not [row for row in lines(draw("health", running(), NOW)) if "met" in row]


def test_what_was_met_and_is_over_stays_on_the_triage_screen():
    over = CriterionTurned(
        criterion="a", standing=Standing.NOT_MET, since=after(1.5), words="api: 200"
    )
    state = fold((record(over, after(1.5)),), met().state)
    blind = CriterionTurned(
        criterion="a", standing=Standing.UNKNOWN, since=after(1.5), words="api: no route"
    )
    unseen = fold((record(blind, after(1.5)),), met().state)
    quiet = replace(met(), readings=Readings())

    assert "was met from 10:40:10 to 10:43:40" in said(
        draw("triage", replace(quiet, state=state), NOW)
    )
    assert "was met from 10:40:10, last seen 10:43:10" in said(
        draw("triage", replace(quiet, state=unseen), NOW)
    )


def test_the_checklist_says_what_does_not_go_together_first_and_where_more_is_said():
    low = IncidentSeen(incident=incident(urgency=Urgency.LOW))
    unpaged = replace(met(), state=fold((record(low, after(1.2)),), met().state))

    assert lines(draw("checklist", quiet(), LATER))[0] == "▲ page and criteria differ s"
    assert lines(draw("checklist", unpaged, NOW))[0] == "▲ (a) met, unpaged s"
    assert "▲" not in said(draw("checklist", met(), NOW))


def test_a_terminal_without_room_says_what_does_not_go_together():
    assert "▲ it paged, and no criterion is met" in said(draw("tiny", quiet(), LATER, Space(28, 8)))


def test_where_there_is_no_room_the_met_criterion_comes_first():
    assert lines(draw("health", met(), NOW, Space(46, len(PROBES))))[0].startswith("▲ P1 (a) met")


def test_a_met_criterion_without_a_page_is_the_loudest_thing_of_a_quiet_screen():
    situation = replace(
        idle(),
        readings=running().readings,
        state=running().state.__class__(),
        watched_at=NOW,
        probes=(HttpProbe(name="api", url="http://x/"),),
        procedure=replace(
            idle().procedure,
            criteria=(
                Criterion(id="a", words="5xx", level="P1", kind=CriterionKind.BAD, probes=("api",)),
            ),
        ),
    )

    assert "▲ (a) is met, and nobody is paged: no incident is open" in said(
        draw("header", situation, NOW)
    )


def test_without_a_pager_nothing_is_claimed_of_incidents_and_nobody_is_said_to_be_asked():
    words = said(draw("escalation", replace(idle(), has_pager=False, readings=Readings()), NOW))

    assert "no pager: add [pagerduty]" in words
    assert "asking" not in words
    assert "no open incident" not in words


def test_a_page_without_a_criterion_is_said_in_the_header_with_its_key():
    words = said(draw("header", quiet(), LATER, Space(120, 2)))

    assert "▲ it paged, and no criterion is met" in words


def test_the_header_says_read_only_and_the_severity_that_was_set():
    situation = replace(running(), read_only=True)
    graded = quiet(SeveritySet(incident_id=INCIDENT, level="P3"))

    assert said(draw("header", situation, NOW)).strip().startswith("read only")
    assert "read only" in said(draw("header", replace(idle(), read_only=True), NOW))
    assert "read only" not in said(draw("header", running(), NOW))
    assert lines(draw("header", graded, LATER))[0].startswith("P3")


def test_a_skipped_step_has_its_own_sign_and_its_reason_behind_it():
    skip = StepSkipped(
        incident_id=INCIDENT, step="reports", reason="the folder cannot be read tonight"
    )
    situation = quiet((after(9), skip))
    sheet = draw("checklist", situation, LATER, Space(60, 40))
    behind = detail(situation, "step:reports", LATER)

    assert sheet.note.startswith("5 of 8, 1 skipped")
    assert any(row.startswith("- 5 Check reports") for row in lines(sheet))
    assert "skipped by Ana Ortiz: the folder cannot be read tonight" in said(sheet)
    assert behind is not None
    assert "the folder cannot be read tonight" in said(behind)


def test_the_next_step_says_its_key_and_until_when():
    (row,) = [r for r in lines(draw("checklist", running(), NOW)) if "Acknowledge" in r]

    assert row == "▶ 1 Acknowledge a by 10:57"


def test_late_stays_louder_than_the_time():
    late = IncidentSeen(incident=incident())
    situation = replace(running(), state=state_of(late))
    rows = lines(draw("checklist", situation, after(40)))

    assert "▶ 1 Acknowledge late" in rows


def test_the_policy_screen_says_who_stands_there_and_what_is_not_as_wanted():
    sheet = draw("policy", running(), NOW)
    words = said(sheet)

    assert "1 level 1 schedule (now Ana Ortiz), 15 min" in words
    assert "✔ as the procedure wants it" in words
    assert "Wanted by the procedure" in words
    assert "no escalation policy was read yet" in said(
        draw("policy", replace(idle(), state=state_of()), NOW)
    )


def test_a_policy_that_differs_is_said_in_red():
    short = replace(running().procedure, ladder=running().procedure.ladder[:2])
    sheet = draw("policy", replace(running(), procedure=short), NOW)
    tones = {c.tone for r in sheet.rows for c in r.cells if "wanted 2" in c.text}

    assert tones == {Tone.BAD}


def test_who_stands_on_a_level_themself_is_not_named_twice():
    direct = replace(policy(), levels=(replace(policy().levels[0], targets=(ANA.name, "later")),))
    told = PolicySeen(policy=direct), OnCallSeen(entries=on_call(ANA))
    sheet = draw("policy", replace(running(), state=state_of(*told)), NOW)

    assert f"{ANA.name}/later, 15 min" in said(sheet)
    assert f"(now {ANA.name})" not in said(sheet)
