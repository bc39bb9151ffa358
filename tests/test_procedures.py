"""Every line of the five procedures has a row in the README, and that row is true.

The lines are written down here, by their names; what each asks of the cockpit is looked for in the
profiles, in the table of keys, among the commands and among the settings.
"""

import re
import tomllib
from collections.abc import Callable
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest

from cockpit.cli.arguments import parser
from cockpit.documents.handover_sections import SECTIONS
from cockpit.domain import http_actions, reasons
from cockpit.domain.catalogue import LookKind
from cockpit.domain.criterion import CriterionKind
from cockpit.domain.demands import Way
from cockpit.domain.procedure import Evidence, Procedure
from cockpit.domain.reachability import Means
from cockpit.domain.shift_rules import Moves, Rhythm
from cockpit.keys.table import TABLE
from cockpit.settings.load import settings_of
from cockpit.settings.profiles import shipped, text
from cockpit.settings.reference import profile_reference, reference

COUNTS = {"N": 10, "I": 13, "G": 8, "A": 15, "P": 7}
LINES = tuple(f"{group}{n}" for group, count in COUNTS.items() for n in range(1, count + 1))
WHOSE = {"N": "novavms", "I": "invisible", "G": "generic", "A": "amazeeio", "P": "pulumi"}
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
LATER = "to come"
MINUTE, HOUR = 60, 3600


def profile(name: str) -> Procedure:
    """A shipped profile, as a configuration that says nothing else has it."""
    return settings_of(f'profile = "{name}"\n', Path("/nowhere/config.toml")).procedure


ALL = {name: profile(name) for name in shipped()}
NOVA, INVISIBLE, GENERIC = ALL["novavms"], ALL["invisible"], ALL["generic"]
AMAZEE, PULUMI = ALL["amazeeio"], ALL["pulumi"]


def rows() -> list[tuple[str, str, str]]:
    """Line, what it asks for, what carries it: as the README has them."""
    part = README.partition("## Which line of which procedure")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([A-Z]\d+) \| ([^|]+) \| ([^|]+) \|$", part, re.MULTILINE)


CARRIED = {line: words for line, _, words in rows()}
COMING = {line for line, words in CARRIED.items() if words.startswith(LATER)}


def evidence(by: Procedure) -> list[Evidence]:
    return [step.evidence for step in by.steps]


def books(by: Procedure) -> str:
    """All that the playbooks of a profile say."""
    return "\n".join(book.text for book in by.runbooks)


def ladder(by: Procedure) -> list[tuple[str, int]]:
    return [(rung.role, rung.after_s // MINUTE) for rung in by.ladder]


def ways(by: Procedure, level: str) -> set[Way]:
    found = by.level(level)
    assert found is not None
    return {telling.way for telling in found.tells}


def n5() -> bool:
    paging = [level.name for level in NOVA.levels if level.pages]
    return paging == ["P1"] and NOVA.channels.noise == "#novavms-oncall-noise"


def n6() -> bool:
    found = {c.id: c for c in NOVA.criteria if c.level == "P1"}
    return (
        list(found) == ["a", "b", "c", "d", "e"]
        and (found["a"].kind, found["a"].for_s) == (CriterionKind.STATUS, 2 * MINUTE)
        and (found["b"].kind, found["b"].percent) == (CriterionKind.DROP, 10)
        and (found["c"].kind, found["c"].for_s) == (CriterionKind.STALL, 5 * MINUTE)
    )


def n8() -> bool:
    wanted = ["acknowledge", "declare", "health", "deploys", "reports"]
    wanted += ["customer", "impersonate", "communicate"]
    act = next(a for a in NOVA.http_actions if a.id == "impersonate")
    return (
        [step.id for step in NOVA.steps] == wanted
        and Evidence.PERSON not in evidence(NOVA)
        and '"P1 incident {incident_id}"' in act.body
        and '"ticket_ref": "{incident_id}"' in act.body
        and NOVA.suspect_s == 2 * HOUR
        and NOVA.deploy_window_s == 24 * HOUR
        and NOVA.cadence_s == 15 * MINUTE
    )


def n10() -> bool:
    rule = NOVA.paging_up
    return (
        ladder(NOVA) == [("primary", 15), ("secondary", 15), ("engineering lead", 15), ("CTO", 0)]
        and [reasons.is_due(level, NOVA) for level in (1, 2, 3, 4)] == [False, False, True, True]
        and bool(reasons.why_not("escalating", rule))
        and not reasons.why_not("primary unreachable, customer-facing outage since 08:42 UTC", rule)
    )


def i4() -> bool:
    told = {level.name: ways(INVISIBLE, level.name) for level in INVISIBLE.levels}
    return (
        all({Way.EMAIL, Way.POST} <= told[name] for name in ("P0", "P1", "P2", "P3"))
        and not told["P4"]
    )


def p3() -> bool:
    rules = PULUMI.shift
    return (
        (rules.rhythm, rules.day, rules.roles) == (Rhythm.WEEKLY, 1, ("primary", "secondary"))
        and rules.hour < time(12)
        and rules.moves is Moves.UP
    )


def a11() -> bool:
    push, call = AMAZEE.readiness.ladder
    return (
        (push.by_s, push.means) == (2 * MINUTE, (Means.PUSH,))
        and (call.by_s, call.every_s) == (2 * MINUTE, 5 * MINUTE)
        and set(call.means) == {Means.PHONE, Means.SMS}
        and AMAZEE.ladder[0].after_s == 15 * MINUTE
    )


CHECKS: dict[str, Callable[[], bool]] = {
    "N1": lambda: (
        (NOVA.shift.rhythm, NOVA.shift.day, NOVA.shift.hour) == (Rhythm.WEEKLY, 0, time(10))
        and NOVA.channels.oncall == "#novavms-oncall"
    ),
    "N2": lambda: NOVA.online_s == 10 * MINUTE and ladder(NOVA)[0] == ("primary", 15),
    "N3": lambda: (
        {"incidents", "deploys", "noisy", "silences", "forbidding"}
        <= {section.id for section in NOVA.paper("handover").sections}
        and [a.id for a in http_actions.lists(NOVA.http_actions)] == ["forbidding"]
    ),
    "N4": lambda: NOVA.shift.channel == NOVA.channels.oncall,
    "N5": n5,
    "N6": n6,
    "N7": lambda: (
        [c.id for c in NOVA.criteria if c.level == "P3"] == ["camera", "gateway", "search"]
    ),
    "N8": n8,
    "N9": lambda: NOVA.call_secondary_s == 30 * MINUTE and "Page the secondary" in books(NOVA),
    "N10": n10,
    "I1": lambda: "sprint" in books(INVISIBLE),
    "I2": lambda: (
        INVISIBLE.levels[0].name == "P0"
        and all(level.response_s for level in INVISIBLE.levels)
        and all(level.brings for level in INVISIBLE.levels if level.pages)
        and all(a.response_s <= b.response_s for a, b in pairwise(INVISIBLE.levels))
    ),
    "I3": lambda: (
        Evidence.SEVERITY in evidence(INVISIBLE)
        and not any(reasons.is_due(level, INVISIBLE) for level in range(1, 6))
    ),
    "I4": i4,
    "I5": lambda: (
        INVISIBLE.paper("postmortem").file == ("notion",)
        and INVISIBLE.paper("postmortem").mail_levels == ("P0",)
        and INVISIBLE.paper("postmortem").mail_to == ("company",)
    ),
    "I6": lambda: bool(INVISIBLE.channels.security and INVISIBLE.security_groups),
    "I7": lambda: Evidence.ERRORS in evidence(INVISIBLE),
    "I8": lambda: "Quiet time" in books(INVISIBLE),
    "I9": lambda: bool(INVISIBLE.channels.alerts) and INVISIBLE.unanswered_s > 0,
    "I10": lambda: bool(INVISIBLE.oncall_group),
    "I11": lambda: (
        INVISIBLE.paper("report").file == ("notion",)
        and INVISIBLE.paper("report").mail_to == ("company",)
    ),
    "I13": lambda: not INVISIBLE.levels[-1].pages and "ticket" in INVISIBLE.levels[-1].title,
    "G1": lambda: [r.id for r in GENERIC.roles] == ["commander", "communications", "investigators"],
    "G2": lambda: (
        evidence(GENERIC)[:2] == [Evidence.ACKNOWLEDGED, Evidence.SEVERITY]
        and {"rollback", "scale", "flag", "shift"} <= set(GENERIC.mitigations)
        and Evidence.MITIGATION in evidence(GENERIC)
    ),
    "G3": lambda: (
        Evidence.LOOK in evidence(GENERIC)
        and list(LookKind)[:3] == [LookKind.METRICS, LookKind.LOGS, LookKind.TRACES]
    ),
    "G4": lambda: (
        [line.partition(":")[0] for line in GENERIC.update_text.splitlines()]
        == ["Known", "Trying", "Next update"]
        and "mitigation" in GENERIC.mirror
    ),
    "G5": lambda: (
        [rung.role[:2] for rung in GENERIC.ladder] == ["L1", "L2", "L3"]
        and all(rung.reach for rung in GENERIC.ladder)
    ),
    "G6": lambda: GENERIC.page_budget.week > 0 and AMAZEE.shift.rhythm is Rhythm.SUN,
    "G7": lambda: (
        {"timeline", "impact", "causes", "went-well", "actions"}
        <= {section.id for section in GENERIC.paper("postmortem").sections}
        and GENERIC.paper("postmortem").roles
    ),
    "G8": lambda: (
        {"declared", "severity", "relief", "review", "items"}
        <= {point.id for point in GENERIC.closing.points}
    ),
    "A1": lambda: (
        (AMAZEE.shift.rhythm, len(AMAZEE.shift.parts)) == (Rhythm.SUN, 3)
        and AMAZEE.ladder[-1].role == "senior in another zone"
    ),
    "A2": lambda: "no shame" in AMAZEE.paging_up.words and reasons.above(AMAZEE) == "",
    "A3": lambda: bool(AMAZEE.readiness.needs),
    "A4": lambda: AMAZEE.shift.roles == ("primary", "backup"),
    "A5": lambda: (
        {"major", "not critical", "recurring", "other eyes"} <= {x.name for x in AMAZEE.levels}
        and Evidence.ANNOUNCED in evidence(AMAZEE)
    ),
    "A6": lambda: set(AMAZEE.mirror) == {"note", "mitigation"} and bool(AMAZEE.channels.log),
    "A7": lambda: any(c.level == "recurring" for c in AMAZEE.criteria),
    "A8": lambda: True,  # A key and a command: they are looked for by the row.
    "A9": lambda: bool(AMAZEE.shift.channel) and "learnt" in SECTIONS,
    "A10": lambda: "Take the pager" in books(AMAZEE),
    "A11": a11,
    "A12": lambda: Evidence.MERGED in evidence(AMAZEE),
    "A13": lambda: bool(AMAZEE.channels.operations),
    "A14": lambda: AMAZEE.engage_s > 0,
    "A15": lambda: Evidence.CALLER in evidence(AMAZEE) and "voice mail" in books(AMAZEE),
    "P1": lambda: PULUMI.paper("summary").file == ("git",),
    "P2": lambda: True,  # Whose calendars they are is each engineer's configuration.
    "P3": p3,
    "P4": lambda: (
        {Evidence.CALLED, Evidence.TOLD, Evidence.DEPLOYS} <= set(evidence(PULUMI))
        and {"Planned downtime", "The weekly release"} <= {b.title for b in PULUMI.runbooks}
        and bool(PULUMI.shift.triage_channel)
    ),
    "P5": lambda: [role for role, _ in ladder(PULUMI)] == ["primary", "secondary"],
    "P6": lambda: (
        [(w.role, w.after_s) for w in PULUMI.policy] == [("primary", 5 * MINUTE), ("secondary", 0)]
    ),
    "P7": lambda: (
        "Customers in the loop" in {b.title for b in PULUMI.runbooks}
        and all(Way.STATUS in ways(PULUMI, x.name) for x in PULUMI.levels if x.pages)
    ),
}
"""What has to hold of the shipped profiles for a line to be carried."""


def test_every_line_has_one_row_in_the_order_of_the_procedures():
    assert tuple(line for line, _, _ in rows()) == LINES


def test_a_line_is_checked_here_unless_it_is_said_to_come():
    assert set(LINES) - COMING <= set(CHECKS)
    assert set(LINES) - set(CHECKS) == {"I12"}


@pytest.mark.parametrize("line", [line for line in CHECKS if line not in COMING])
def test_the_profiles_hold_what_the_line_asks_for(line: str):
    assert CHECKS[line]()


def test_the_program_can_tick_every_step_by_itself_in_every_profile():
    assert [name for name, by in ALL.items() if Evidence.PERSON in evidence(by)] == []


def commands() -> set[str]:
    actions = parser()._subparsers._group_actions
    return {name for action in actions for name in action.choices}


@pytest.mark.parametrize("line", [line for line in LINES if line not in COMING])
def test_what_carries_a_line_is_there(line: str):
    settings = set(re.findall(r"^\| `([^`]+)`", reference() + profile_reference(), re.MULTILINE))
    known = {name.replace("[]", "") for name in settings}
    keys = {key for entry in TABLE for key in entry.keys} | {"+"}

    told = re.findall(r"`([^`]+)`", CARRIED[line])

    assert told
    for word in told:
        if word.startswith("cockpit "):
            assert word.removeprefix("cockpit ") in commands(), word
        elif "." in word:
            assert any(f"{name}.".startswith(f"{word}.") for name in known), word
        else:
            assert word in keys, word
    for first, last in re.findall(r"panes? (\d)(?: (?:to|and) (\d))?", CARRIED[line]):
        assert f"\n| {first} " in README
        assert not last or f"\n| {last} " in README


@pytest.mark.parametrize("line", sorted(COMING))
def test_what_is_said_to_come_is_not_there_yet(line: str):
    told = re.findall(r"`cockpit ([a-z-]+)`", CARRIED[line])

    assert [name for name in told if name in commands()] == []


@pytest.mark.parametrize("line", [line for line in LINES if "playbook" in CARRIED[line]])
def test_a_line_with_a_playbook_has_one_in_its_profile(line: str):
    assert books(ALL[WHOSE[line[0]]])


def test_the_readme_says_by_what_a_step_can_tick_itself():
    own = README.partition("## A profile of your own")[2].partition("<!-- profile -->")[0]

    kinds = {kind.value for kind in Evidence} - {Evidence.PERSON.value}
    assert [kind for kind in sorted(kinds) if f"`{kind}`" not in own] == []


# --- what holds of every profile -----------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_step_is_ticked_by_the_program_itself(name: str):
    assert [step.id for step in ALL[name].steps if step.evidence is Evidence.PERSON] == []


@pytest.mark.parametrize("name", ALL)
def test_every_step_fits_its_pane_and_is_explained(name: str):
    for step in ALL[name].steps:
        assert len(step.title) <= 16, step.title
        assert 40 <= len(" ".join(step.detail.split())) <= 260, step.id
    assert len(ALL[name].steps) <= 8


@pytest.mark.parametrize("name", ALL)
def test_the_keys_of_the_steps_are_in_the_table(name: str):
    keys = {key for entry in TABLE for key in entry.keys} | {str(n) for n in range(1, 10)} | {"+"}

    assert {step.key for step in ALL[name].steps if step.key} <= keys


@pytest.mark.parametrize("name", ALL)
def test_levels_criteria_and_clocks_go_together(name: str):
    by = ALL[name]
    assert all(level.title for level in by.levels)
    pages = [level.pages for level in by.levels]
    assert pages == sorted(pages, reverse=True)
    assert {c.level for c in by.criteria} <= {level.name for level in by.levels}
    assert by.levels[0].name in {c.level for c in by.criteria}
    for level in by.levels:
        assert all(t.within_s or not level.pages or t.way is Way.COPY for t in level.tells), level
        if level.pages:
            assert 0 < level.response_s <= HOUR


@pytest.mark.parametrize("name", ALL)
def test_a_reason_has_the_shape_that_its_own_example_shows(name: str):
    rule = ALL[name].paging_up

    assert reasons.why_not(rule.example, rule) == ""
    assert reasons.why_not("escalating", rule)
    assert rule.above.casefold() in {"", *(rung.role.casefold() for rung in ALL[name].ladder)}


@pytest.mark.parametrize("name", ALL)
def test_no_profile_speaks_as_another(name: str):
    words = text(name).casefold()

    others = {"novavms", "invisible", "amazee", "pulumi"} - {name, name.removesuffix("io")}
    assert [other for other in others if other in words] == []
    assert tomllib.loads(text(name))["procedure"]["title"]
