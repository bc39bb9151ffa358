"""What PagerDuty's JSON says of the course of an incident: its log, its policy, its next steps."""

from datetime import timedelta

import pytest
from clocks import START

from cockpit.adapters import pagerduty_json as read
from cockpit.adapters.loose_json import Node
from cockpit.domain.model import Upcoming


def _entry(kind: str, **more: object):
    at = START.isoformat()
    fields = {"id": "R1", "type": f"{kind}_log_entry", "created_at": at, **more}
    entry = read.log_entry(Node(fields), "Q1")
    assert entry is not None
    return entry


def test_an_escalation_says_to_whom_and_the_level_where_it_is_named() -> None:
    people = [{"id": "PA", "type": "user_reference"}, {"id": "PA"}, {"id": "PB"}, {"summary": "x"}]

    assert _entry("escalate", assignees=people).people_ids == ("PA", "PB")
    assert _entry("escalate", assignees=people).level == 0
    assert _entry("escalate", escalation_level=3).level == 3


@pytest.mark.parametrize(
    ("more", "minutes"),
    [
        ({"acknowledgement_timeout": 1800}, 30),
        ({"acknowledgement_timeout": None}, None),
        ({"acknowledgement_timeout": 0}, None),
        ({"acknowledgement_timeout": -5}, None),
        ({"acknowledgement_timeout": "soon"}, None),
        ({"acknowledgement_timeout": 10**30}, 525_600),
        ({}, None),
    ],
)
def test_an_acknowledgement_says_how_long_it_holds(more: dict, minutes: int | None) -> None:
    until = _entry("acknowledge", **more).until

    assert until == (START + timedelta(minutes=minutes) if minutes else None)


def test_a_snooze_says_when_it_ends() -> None:
    ends = START + timedelta(hours=4)
    actions = [
        {"type": "resolve", "at": START.isoformat()},
        {"type": "unacknowledge", "at": ends.isoformat()},
    ]

    assert _entry("snooze", changed_actions=actions).until == ends
    assert _entry("snooze", changed_actions=[{"type": "unacknowledge"}]).until is None
    assert _entry("snooze", changed_actions="later").until is None


def test_a_level_says_whether_its_people_take_turns_and_who_they_are() -> None:
    targets = [{"id": "PA", "type": "user_reference"}, {"id": "S1", "type": "schedule"}]
    rule = {"escalation_delay_in_minutes": 5, "targets": targets}
    strategies = ("round_robin", {"type": "round_robin"}, "assign_to_everyone", None)
    rules = [{**rule, "escalation_rule_assignment_strategy": s} for s in strategies]
    levels = read.policy(Node({"id": "P", "escalation_rules": rules})).levels

    assert [level.takes_turns for level in levels] == [True, True, False, False]
    assert levels[0].target_ids == ("user:PA", "schedule:S1")


def test_a_pager_that_lists_what_it_will_do_is_told_from_one_that_does_not() -> None:
    at = START.isoformat()
    listed = read.incident(
        Node({"id": "Q1", "pending_actions": [{"type": "urgency_change", "at": at, "to": "high"}]})
    )
    silent, absent = (read.incident(Node({"id": "Q1", **x})) for x in ({"pending_actions": []}, {}))
    assert listed is not None
    assert silent is not None
    assert absent is not None

    assert [p.kind for p in listed.pending] == [Upcoming.URGENCY_CHANGE]
    assert (listed.announces, silent.announces, absent.announces) == (True, True, False)
