"""What would leave, in words: the exact change, and every incident, person and schedule by name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from situations import ANA, BO, INCIDENT, NOW, POLICY, ZONE, after, incident, procedure, running

from cockpit.domain.changes import TITLES, Scene, sendings, titled
from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    AddResponders,
    Effect,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PostMessage,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.facts import ChangeRequested, StepTicked
from cockpit.domain.model import EscalationPolicy, OnCall, PolicyLevel
from cockpit.domain.state import Case, State

TITLE = "#4217 api 5xx above 5 %"
SECOND = incident("Q2", number=4218, title="ingest stalled")


def state() -> State:
    """The page, another one, who is on call, and a policy with a schedule."""
    levels = (
        PolicyLevel(delay_s=900, targets=("Days",), target_ids=("schedule:S1",)),
        PolicyLevel(delay_s=300, targets=("Backup",), target_ids=("schedule:S2",)),
        PolicyLevel(delay_s=300, targets=("Dan Okoye",), target_ids=("user:PDAN",)),
    )
    known = running().state
    return replace(
        known,
        me=ANA,
        cases={**known.cases, "Q2": Case(incident=SECOND, seen_at=NOW)},
        on_call=(OnCall(policy_id=POLICY, level=2, person=BO),),
        policies={POLICY: EscalationPolicy(id=POLICY, name="Cloud", levels=levels)},
    )


def told(*effects: Effect) -> list[tuple[str, str]]:
    """Targets and texts."""
    scene = Scene(state=state(), procedure=procedure(), zone=ZONE, now=NOW)
    fact = ChangeRequested(id="r", incident_id=INCIDENT, words="", effects=effects)
    return [(s.target, s.text) for s in sendings((fact,), scene)]


def on(**more: object) -> dict[str, object]:
    """The id of an effect on the page, and what else it has."""
    return {"id": "e", "incident_id": INCIDENT, **more}


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        (ResolveIncident(**on(resolution="rolled back")), f"resolve {TITLE}\n  rolled back"),
        (ResolveIncident(**on()), f"resolve {TITLE}"),
        (EscalateIncident(**on(level=2)), f"page level 2 now, Bo Lindqvist, for {TITLE}"),
        (EscalateIncident(**on(level=3)), f"page level 3 now, Dan Okoye, for {TITLE}"),
        (
            EscalateIncident(**on(level=9)),
            f"page level 9 now, whoever is on call there, for {TITLE}",
        ),
        (
            ReassignIncident(**on(person_ids=("PBO", "PX"))),
            f"assign {TITLE} to Bo Lindqvist, PX\n  it no longer climbs the escalation policy",
        ),
        (
            SnoozeIncident(**on(until=after(62))),
            f"{TITLE}\n  rests until 09:44 UTC (11:44 CEST), then it pages again",
        ),
        (RenameIncident(**on(title="EU is down")), f"{TITLE}\n  is called EU is down"),
        (PrioritiseIncident(**on(priority="P2")), f"{TITLE}\n  gets priority P2"),
        (PrioritiseIncident(**on(priority="")), f"{TITLE}\n  gets no priority"),
        (
            MergeIncidents(**on(sources=("Q2", "Q9"))),
            (
                f"merge into {TITLE}:\n  #4218 ingest stalled\n  Q9\n"
                "  they are resolved by it; this cannot be undone"
            ),
        ),
        (
            AddResponders(**on(person_ids=("PBO",), message="bridge 7")),
            f"page Bo Lindqvist to join {TITLE}\n  bridge 7",
        ),
        (
            OverrideSchedule(
                id="e",
                incident_id="",
                schedule_id="S2",
                person_id="PANA",
                start=NOW,
                end=NOW + timedelta(hours=4),
            ),
            (
                "Ana Ortiz is on call in Backup\n"
                "  from 08:44 UTC (10:44 CEST) until 12:44 UTC (14:44 CEST)"
            ),
        ),
        (AcknowledgeIncident(**on()), f"acknowledge {TITLE}"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_change_at_the_pager_is_told_exactly(effect: Effect, text: str) -> None:
    assert told(effect) == [("PagerDuty", text)]


def test_a_policy_is_told_level_by_level() -> None:
    levels = (PolicyLevel(delay_s=300, targets=("Bo",)),)
    ((target, text),) = told(RewritePolicy(id="e", incident_id="", policy_id=POLICY, levels=levels))

    assert target == "PagerDuty"
    assert text.startswith("the escalation policy Cloud becomes:\n")
    assert "Bo, 5 min" in text


def test_a_note_and_a_message_name_where_they_go() -> None:
    note = AddNote(**on(text="primary unreachable"))
    post = PostMessage(**on(channel="C7", text="hello"))
    reply = PostMessage(**on(channel="C7", text="hello", thread_of="d.post"))

    assert told(note, post, reply) == [
        ("PagerDuty, a note on #4217", "primary unreachable"),
        ("C7", "hello"),
        ("C7, in the thread", "hello"),
    ]


def test_acknowledgements_are_told_as_one() -> None:
    many = tuple(AcknowledgeIncident(id=key, incident_id=key) for key in (INCIDENT, "Q2"))

    assert told(*many) == [
        ("PagerDuty", f"acknowledge 2 incidents:\n  {TITLE}\n  #4218 ingest stalled")
    ]


def test_one_message_that_several_facts_rest_on_is_told_once() -> None:
    """Taking all roles is one message, however many roles it is about."""
    post = PostMessage(id="m", incident_id=INCIDENT, channel="C7", text="all mine")
    twice = tuple(
        ChangeRequested(id=key, incident_id=INCIDENT, words="", effects=(post,))
        for key in ("r1", "r2")
    )
    scene = Scene(state=state(), procedure=procedure(), zone=ZONE, now=NOW)

    assert [sending.text for sending in sendings(twice, scene)] == ["all mine"]


def test_a_title_without_end_leaves_room_for_the_others() -> None:
    endless = incident("Q2", number=4218, title="disk full " * 10_000)
    before = state()
    told = replace(before, cases={"Q2": Case(incident=endless, seen_at=NOW)})
    lines = titled(told, ["Q2"]).splitlines()

    (line,) = lines
    assert line.startswith("  #4218 disk full disk full")
    assert line.endswith("…")
    assert len(line) < 80


def test_of_many_incidents_some_are_named_and_the_rest_is_counted() -> None:
    ids = [f"Q{n}" for n in range(100, 130)]

    lines = titled(state(), ids).splitlines()

    assert len(lines) == TITLES + 1
    assert lines[-1] == f"  and {30 - TITLES} more"


def test_what_stays_here_is_told_to_nobody() -> None:
    scene = Scene(state=state(), procedure=procedure(), zone=ZONE, now=NOW)

    assert sendings((StepTicked(incident_id=INCIDENT, step="x"),), scene) == ()
