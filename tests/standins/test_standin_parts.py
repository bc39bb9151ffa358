"""The parts of the stand-ins that need no HTTP: clock, codec, scenarios, texts, shifts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.standins.clock import Clock
from cockpit.standins.codec import DataError, dump, load
from cockpit.standins.library import names, read_scenario
from cockpit.standins.pagerduty import lifecycle
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.model import Incident, Ledger
from cockpit.standins.scenario import Level, Page, Scenario
from cockpit.standins.slack.model import Memory, Message
from cockpit.standins.slack.workspace import Workspace, as_stored

START = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Seconds:
    """A counter of seconds that a test turns."""

    def __init__(self) -> None:
        self.value = 0.0

    def __call__(self) -> float:
        return self.value


def test_a_clock_runs_as_fast_as_it_is_told() -> None:
    seconds = Seconds()
    clock = Clock(START, speed=60, seconds=seconds)
    seconds.value = 2

    assert clock.now() == START + 2 * MINUTE
    clock.advance(30)
    seconds.value = 3
    assert clock.now() == START + 3.5 * MINUTE


def test_a_frozen_clock_moves_only_on_order() -> None:
    seconds = Seconds()
    clock = Clock(START, frozen=True, seconds=seconds)
    seconds.value = 1000

    assert clock.now() == START
    clock.set(START + MINUTE)
    assert clock.now() == START + MINUTE
    clock.run(frozen=False)
    seconds.value = 1060
    assert clock.now() == START + 2 * MINUTE


@pytest.mark.parametrize(
    "wrong",
    [START - MINUTE, (START + MINUTE).replace(tzinfo=None)],
)
def test_a_clock_never_goes_back_and_needs_a_zone(wrong: datetime) -> None:
    with pytest.raises(ValueError, match="time"):
        Clock(START, frozen=True).set(wrong)


@dataclass
class Sample:
    at: datetime
    name: str
    parts: tuple[Level, ...] = ()
    until: datetime | None = None
    ratio: float = 0.5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"at": "2026-04-21T08:44:10+00:00"}, "'name' is missing"),
        ({"at": "2026-04-21T08:44:10", "name": "x"}, "no time zone"),
        ({"at": 5, "name": "x"}, "instant"),
        ({"at": "2026-04-21T08:44:10+00:00", "name": 5}, "name: str"),
        ({"at": "2026-04-21T08:44:10+00:00", "name": "x", "nmae": 1}, "unknown key 'nmae'"),
        (
            {"at": "2026-04-21T08:44:10+00:00", "name": "x", "parts": [{"minutes": True}]},
            r"parts\[0\].minutes: int",
        ),
        ([], "a table is expected"),
    ],
)
def test_data_that_does_not_fit_says_where(data: object, words: str) -> None:
    with pytest.raises(DataError, match=words):
        load(Sample, data)


def test_an_incident_with_all_its_history_survives_being_saved() -> None:
    account, incident = paged()
    lifecycle.acknowledge(account, incident, START, "PANA001")
    lifecycle.annotate(account, incident, START, "PANA001", "a note")

    assert load(Incident, dump(incident)) == incident


def paged(scenario: Scenario | None = None) -> tuple[Account, Incident]:
    account = Account(scenario or read_scenario("bad-deploy"), Ledger(), START)
    page = Page(0, "Broken", "PCLOUD1", 1)
    return account, lifecycle.trigger(account, START, page)


def with_levels(loops: int, *levels: Level) -> Scenario:
    scenario = read_scenario("bad-deploy")
    (policy,) = scenario.pagerduty.policies
    policy = replace(policy, levels=levels, loops=loops)
    empty = replace(scenario.pagerduty.schedules[0], id="EMPTY", people=())
    schedules = (*scenario.pagerduty.schedules, empty)
    account = replace(scenario.pagerduty, policies=(policy,), schedules=schedules)
    return replace(scenario, pagerduty=account)


def live(account: Account, until: datetime) -> None:
    while (due := lifecycle.next_due(account)) and due.at <= until:
        due.act(account, due.incident, due.at)


ANA, BEN = Level(5, ("person:ana",)), Level(5, ("person:ben",))
NOBODY = Level(5, ("schedule:EMPTY",))


def test_a_policy_with_loops_starts_again_and_then_ends() -> None:
    account, incident = paged(with_levels(1, ANA, BEN))
    live(account, START + 60 * MINUTE)

    told = [
        ((entry.at - START) // MINUTE, entry.type.removesuffix("_log_entry"), entry.people)
        for entry in incident.log
        if entry.type not in {"trigger_log_entry", "notify_log_entry"}
    ]
    assert told == [
        (0, "assign", ["PANA001"]),
        (5, "escalate", ["PBEN002"]),
        (10, "repeat_escalation_path", []),
        (10, "escalate", ["PANA001"]),
        (15, "escalate", ["PBEN002"]),
        (20, "exhaust_escalation_path", []),
    ]


def test_a_level_with_nobody_on_call_is_passed_over() -> None:
    account, incident = paged(with_levels(0, NOBODY, ANA, NOBODY, BEN))

    assert [stamp.person for stamp in incident.assigned] == ["PANA001"]
    live(account, START + 5 * MINUTE)
    assert [stamp.person for stamp in incident.assigned] == ["PBEN002"]


def test_the_policy_in_force_is_the_one_of_the_beginning() -> None:
    account, incident = paged(with_levels(0, ANA, BEN))
    policy = account.policies["PPOLICY"]
    account.policies["PPOLICY"] = replace(policy, levels=(ANA, Level(1, ("person:kofi",))))
    live(account, START + 6 * MINUTE)

    assert [stamp.person for stamp in incident.assigned] == ["PBEN002"]


@given(st.text())
def test_stored_text_holds_no_angle_but_in_control_sequences(text: str) -> None:
    stored = as_stored(text.replace("<", "").replace(">", ""))

    assert "<" not in stored
    assert as_stored(stored) == stored


@given(st.lists(st.integers(-5, 5), max_size=20))
def test_stamps_of_a_channel_only_ever_grow(steps: list[int]) -> None:
    """Even when the clock stands still, or an event comes late."""
    workspace = Workspace(read_scenario("bad-deploy"), Memory(), START)
    room = workspace.memory.rooms[0]
    stamps = [
        workspace.say(room, START + timedelta(microseconds=step), Message("", "U0", "x")).ts
        for step in steps
    ]

    assert stamps == sorted(set(stamps))


def test_the_delivered_scenarios_are_sound() -> None:
    assert "bad-deploy" in names()
    for name in names():
        assert read_scenario(name).name == name


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('who = "lea"', 'who = "nobody"', "a person that it does not have: 'nobody'"),
        ('"person:lea"', '"person:nobody"', "a target"),
        ('channel = "ops"', 'channel = "nowhere"', "a channel"),
        ('service = "PCLOUD1"', 'service = "PNONE"', "a service"),
        ("at = -2592000", "at = 0", "from old to new"),
        ("at = -120\n", 'at = "soon"\n', r"pages\[0\].at: float"),
    ],
)
def test_a_scenario_that_contradicts_itself_says_where(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    folder = Path(lifecycle.__file__).parents[1] / "scenarios"
    text = (folder / "bad-deploy.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "broken.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DataError, match=words):
        read_scenario(str(path))
