"""Answers to a change that leave a doubt, and how fast PagerDuty is asked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from clocks import START, ManualClock
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S
from scripted import Asked, Scripted, Told

from cockpit.adapters.pagerduty import PagerDuty
from cockpit.adapters.pagerduty_pace import Pace
from cockpit.domain.effects import (
    AddResponders,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PagerChange,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.model import PolicyLevel
from cockpit.ports.outside import Changed, Garbled, PortError, Refused, Unreachable

ME = {"user": {"id": "PME", "name": "Ana", "email": "ana@example.com"}}
HOUR = START + timedelta(hours=1)
SOME_DAY = START + timedelta(days=36_500)
"""Ahead by any clock: the server dates its answers by the real one."""
ESCALATE = EscalateIncident(id="e", incident_id="P1", level=2)
CALL = AddResponders(id="e", incident_id="P1", person_ids=("PBEN",), message="come")
TAKE = OverrideSchedule(
    id="e", incident_id="", schedule_id="S1", person_id="PME", start=START, end=HOUR
)
LEVELS = (PolicyLevel(delay_s=300, targets=("Ana",), target_ids=("user:PME",)),)
REWRITE = RewritePolicy(id="e", incident_id="", policy_id="POL", levels=LEVELS)


def incident(**more: object) -> dict[str, object]:
    plain = {
        "id": "P1",
        "incident_number": 7,
        "title": "down",
        "status": "acknowledged",
        "urgency": "high",
        "created_at": "2026-03-04T02:00:00Z",
        "assignments": [{"at": "2026-03-04T02:00:00Z", "assignee": {"id": "PME"}}],
    }
    return {**plain, **more}


def world(answers: dict[str, object]) -> Callable[[Asked], Told | None]:
    """Answers by "METHOD last part of the path"; None hangs up."""

    def answer(asked: Asked) -> Told | None:
        if asked.path == "/users/me":
            return Told(ME)
        told = answers.get(f"{asked.method} {asked.path.rsplit('/', 1)[-1]}", Told({}, 404))
        if told is None:
            return None
        return told if isinstance(told, Told) else Told(told)

    return answer


async def asked_of(
    answers: dict[str, object], ask: Callable[[PagerDuty], Awaitable[Changed | None]]
) -> tuple[Changed | PortError | None, list[Asked]]:
    """What came of it, and what the server was asked."""

    async def token() -> str:
        return "u+token"

    with Scripted(world(answers)) as server:
        port = PagerDuty(
            api_url=server.url,
            token=token,
            email="ana@example.com",
            timeout_s=PATIENCE_S,
            clock=ManualClock(),
        )
        try:
            return await ask(port), server.asked
        except PortError as error:
            return error, server.asked
        finally:
            port.close()


async def made(answers: dict[str, object], change: PagerChange) -> Changed | PortError | None:
    return (await asked_of(answers, lambda port: port.change(change)))[0]


async def found(answers: dict[str, object], change: PagerChange) -> Changed | PortError | None:
    return (await asked_of(answers, lambda port: port.find_change(change, START)))[0]


SAME = {"incident": incident()}
READ = {"GET P1": SAME, "GET P2": {"incident": incident(id="P2")}}
UNMOVED: dict[str, tuple[PagerChange, dict[str, object]]] = {
    "escalation": (ESCALATE, {**READ, "PUT P1": SAME}),
    "escalation, direct": (
        ESCALATE,
        {
            **READ,
            "PUT P1": {
                "incident": incident(
                    assigned_via="direct_assignment",
                    assignments=[{"at": "2026-03-04T02:17:00Z", "assignee": {"id": "PBEN"}}],
                )
            },
        },
    ),
    "resolution": (ResolveIncident(id="e", incident_id="P1"), {**READ, "PUT P1": SAME}),
    "assignment": (
        ReassignIncident(id="e", incident_id="P1", person_ids=("PBEN",)),
        {**READ, "PUT P1": SAME},
    ),
    "title": (RenameIncident(id="e", incident_id="P1", title="up"), {**READ, "PUT P1": SAME}),
    "priority": (
        PrioritiseIncident(id="e", incident_id="P1", priority="P1"),
        {**READ, "PUT P1": SAME},
    ),
    "snooze": (
        SnoozeIncident(id="e", incident_id="P1", until=SOME_DAY),
        {**READ, "POST snooze": SAME},
    ),
    "merge": (
        MergeIncidents(id="e", incident_id="P1", sources=("P2",)),
        {**READ, "PUT merge": {"incident": incident(id="P9")}},
    ),
    "responders": (CALL, {**READ, "POST responder_requests": {"responder_request": {"id": "R"}}}),
    "override": (TAKE, {"POST overrides": [{"status": 201, "override": {}}]}),
    "override, none": (TAKE, {"POST overrides": []}),
    "policy": (
        REWRITE,
        {
            "GET POL": {"escalation_policy": {"id": "POL", "name": "cloud"}},
            "PUT POL": {"escalation_policy": {"id": "POL", "name": "cloud"}},
        },
    ),
    "policy without a name": (REWRITE, {"GET POL": {"escalation_policy": {"id": "POL"}}}),
}


@pytest.mark.parametrize("what", UNMOVED)
async def test_an_answer_that_does_not_show_the_change_is_no_success(what: str) -> None:
    change, answers = UNMOVED[what]

    error = await made(answers, change)

    assert isinstance(error, Garbled)
    assert error.mend


def entry(**more: object) -> dict[str, object]:
    return {
        "id": "L1",
        "type": "escalate_log_entry",
        "created_at": "2026-03-04T02:17:00Z",
        "agent": {"id": "PME", "type": "user_reference"},
        "channel": {"type": "api"},
        **more,
    }


def log(*entries: object) -> dict[str, object]:
    return {"GET log_entries": {"log_entries": list(entries), "more": False}}


async def test_my_line_in_the_log_is_the_proof() -> None:
    for kind in ("escalate_log_entry", "escalate_log_entry_reference"):
        result = await found(log(entry(type=kind)), ESCALATE)

        assert isinstance(result, Changed)
        assert (result.ref, result.at) == ("L1", START)


@pytest.mark.parametrize(
    "line",
    [
        entry(created_at="2026-03-04T02:16:59Z"),
        entry(created_at=None),
        entry(type="notify_log_entry"),
        entry(type=None),
        entry(agent={"id": "PBEN", "type": "user_reference"}),
        entry(agent={"id": "SVC", "type": "service_reference"}, channel={"type": "timeout"}),
        entry(agent=None, channel={"type": "auto"}),
        7,
    ],
)
async def test_every_other_line_proves_nothing(line: object) -> None:
    assert await found(log(line), ESCALATE) is None


@pytest.mark.parametrize("agent", [None, {}, {"id": "X", "type": "something_new"}])
async def test_a_line_that_nobody_signed_is_for_a_person_to_judge(agent: object) -> None:
    result = await found(log(entry(agent=agent)), ESCALATE)

    assert isinstance(result, Refused)
    assert result.retry_after_s is None
    assert "does not say who did it" in result.reason


async def test_a_log_that_is_too_long_to_read_is_for_a_person_to_judge() -> None:
    page = {"log_entries": [entry(type="notify_log_entry")], "more": True}

    result = await found({"GET log_entries": page}, ESCALATE)

    assert isinstance(result, Refused)
    assert "more than 500" in result.reason


async def test_histories_are_asked_for_between_two_instants() -> None:
    """Rule 39: a history has both bounds."""
    _, asked = await asked_of(log(), lambda port: port.find_change(ESCALATE, START))

    (query,) = [a.query for a in asked if a.path.endswith("log_entries")]
    assert query["since"] == ["2026-03-04T02:17:00Z"]
    assert query["until"] == ["2026-03-04T03:17:00Z"]
    assert query["offset"] == ["0"]


def request(**more: object) -> dict[str, object]:
    target = {"responder_request_target": {"id": "PBEN", "type": "user_reference"}}
    plain = {
        "id": "R1",
        "requester": {"id": "PME"},
        "requested_at": "2026-03-04T02:17:00Z",
        "message": "come",
        "responder_request_targets": [target],
    }
    return {"GET P1": {"incident": incident(responder_requests=[{**plain, **more}])}}


async def test_a_call_for_responders_is_known_by_its_words_its_people_and_its_time() -> None:
    same = await found(request(), CALL)

    assert isinstance(same, Changed)
    assert (same.ref, same.at) == ("R1", START)
    for other in (
        {"requester": {"id": "PBEN"}},
        {"message": "come quickly"},
        {"requested_at": "2026-03-04T02:16:00Z"},
        {"responder_request_targets": []},
    ):
        assert await found(request(**other), CALL) is None


async def test_a_call_without_a_time_or_a_list_is_for_a_person_to_judge() -> None:
    for answers in (request(requested_at=None), {"GET P1": SAME}):
        assert isinstance(await found(answers, CALL), Refused)


async def test_overrides_that_are_not_listed_are_looked_for_again() -> None:
    assert isinstance(await found({"GET overrides": {}}, TAKE), Garbled)
    assert await found({"GET overrides": {"overrides": []}}, TAKE) is None
    mine = {"id": "O1", "end": "2026-03-04T04:17:00+01:00", "user": {"id": "PME"}}
    same = await found({"GET overrides": {"overrides": [mine]}}, TAKE)
    assert isinstance(same, Changed)
    assert same.ref == "O1"
    theirs = {**mine, "user": {"id": "PBEN"}}
    assert await found({"GET overrides": {"overrides": [theirs]}}, TAKE) is None


async def test_an_override_is_sent_in_utc_and_names_nobody_in_the_header() -> None:
    """Rule 40: RFC 3339 in UTC, whatever the zone it was thought of in."""
    answers = {"POST overrides": [{"status": 201, "override": {"id": "O1"}}]}

    result, asked = await asked_of(answers, lambda port: port.change(TAKE))

    assert isinstance(result, Changed)
    (write,) = asked
    assert "from" not in write.headers
    (override,) = json.loads(write.body)["overrides"]
    assert (override["start"], override["end"]) == ("2026-03-04T02:17:00Z", "2026-03-04T03:17:00Z")


async def test_a_rewritten_policy_keeps_what_was_not_meant() -> None:
    known = {
        "id": "POL",
        "name": "cloud",
        "num_loops": 3,
        "description": "who wakes up",
        "teams": [{"id": "T1", "summary": "cloud"}],
        "escalation_rules": [
            {
                "escalation_delay_in_minutes": 5,
                "targets": [{"id": "PME", "type": "user_reference"}],
            }
        ],
    }
    turns = RewritePolicy(
        id="e",
        incident_id="",
        policy_id="POL",
        levels=(PolicyLevel(delay_s=300, targets=("Ana",), target_ids=("user:PME",),
                            takes_turns=True),),
    )  # fmt: skip
    answers = {"GET POL": {"escalation_policy": known}, "PUT POL": {"escalation_policy": known}}

    result, asked = await asked_of(answers, lambda port: port.change(turns))

    assert isinstance(result, Changed)
    sent = json.loads(next(a for a in asked if a.method == "PUT").body)["escalation_policy"]
    assert (sent["name"], sent["num_loops"], sent["description"]) == ("cloud", 3, "who wakes up")
    assert sent["teams"] == [{"id": "T1", "type": "team_reference"}]
    (rule,) = sent["escalation_rules"]
    assert rule["escalation_rule_assignment_strategy"] == {"type": "round_robin"}
    assert rule["targets"] == [{"id": "PME", "type": "user_reference"}]


@pytest.mark.parametrize("change", [ESCALATE, CALL, REWRITE, TAKE])
async def test_error_bodies_that_are_pages_are_said_in_our_words(change: PagerChange) -> None:
    page = Told(b"<html><script>alert(1)</script></html>", 502)
    names = ("GET P1", "GET POL", "POST overrides", "PUT P1")

    error = await made(dict.fromkeys(names, page), change)

    assert isinstance(error, Unreachable)
    assert "<" not in error.reason
    assert error.maybe_sent == (change is TAKE)


async def test_a_list_where_an_object_is_due_is_no_answer_of_pagerduty() -> None:
    error = await made({"GET P1": Told([1, 2])}, ESCALATE)

    assert isinstance(error, Garbled)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["incident", "assignments", "assignee", "id", "at", "status", "overrides",
                     "responder_request", "responder_request_targets", "is_mergeable"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_whatever_json_comes_only_the_three_errors_do(body: object) -> None:
    answers = {name: Told(body) for name in ("GET P1", "PUT P1", "POST responder_requests")}

    async def ask() -> None:
        for change in (ESCALATE, CALL):
            result = await made(answers, change)
            assert isinstance(result, Changed | PortError)

    asyncio.run(ask())


# --- pace -------------------------------------------------------------------------------------


class Time:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


def told(left: int, reset: int = 60, limit: int = 960) -> dict[str, str]:
    return {
        "ratelimit-limit": str(limit),
        "ratelimit-remaining": str(left),
        "ratelimit-reset": str(reset),
    }


def test_while_much_is_left_nobody_waits() -> None:
    pace = Pace(Time())
    for _ in range(800):
        assert pace.wait_s(urgent=False) == 0
        pace.asked()


def test_the_last_part_belongs_to_writes_and_is_spread() -> None:
    """Rule 41: one budget, and writes first."""
    time = Time()
    pace = Pace(time)
    pace.asked()
    pace.answered(told(left=100, reset=50))

    assert pace.wait_s(urgent=False) == 50
    assert pace.wait_s(urgent=True) == 0
    pace.asked()
    assert 0 < pace.wait_s(urgent=True) <= 0.6
    time.s += 0.6
    assert pace.wait_s(urgent=True) == 0
    time.s += 49.4
    assert pace.wait_s(urgent=False) == 0


def test_a_quick_beginning_is_no_reason_for_a_slow_end() -> None:
    time = Time()
    pace = Pace(time)
    for left in range(959, 119, -1):
        pace.asked()
        pace.answered(told(left))

    assert pace.wait_s(urgent=True) <= 0.6


def test_nothing_left_makes_writes_wait_too_until_the_window_ends() -> None:
    time = Time()
    pace = Pace(time)
    pace.answered(told(left=0, reset=7))

    assert pace.wait_s(urgent=True) == 7
    time.s += 7
    assert pace.wait_s(urgent=True) == 0


def test_later_holds_polls_alone() -> None:
    time = Time()
    pace = Pace(time)
    pace.spent(12)

    assert (pace.wait_s(urgent=False), pace.wait_s(urgent=True)) == (12, 0)
    time.s += 12
    assert pace.wait_s(urgent=False) == 0


@pytest.mark.parametrize(
    "headers",
    [{}, {"ratelimit-remaining": "0"}, told(0, 10**8), {**told(0), "ratelimit-reset": "soon"}],
)
def test_headers_that_make_no_sense_stop_nobody(headers: dict[str, str]) -> None:
    pace = Pace(Time())
    pace.answered(headers)

    assert pace.wait_s(urgent=True) == 0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 3)), max_size=600), st.integers(50, 960))
def test_whoever_waits_as_told_is_never_told_off(
    wishes: list[tuple[bool, float]], limit: int
) -> None:
    time = Time()
    pace, window, made_ = Pace(time), time.s, 0
    pace.answered(told(limit, 60, limit))
    for urgent, pause in wishes:
        time.s += pause + pace.wait_s(urgent=urgent)
        if time.s >= window + 60:
            window, made_ = time.s, 0
        pace.asked()
        made_ += 1
        assert made_ <= limit
        pace.answered(told(limit - made_, max(1, round(window + 60 - time.s + 0.5)), limit))
