"""`cockpit severity|triage|policy` end to end: as a process, against stand-ins, over real HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit, rewritten
from stand import Stand


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "world") as stand:
        yield stand


def test_a_severity_is_set_here_and_says_what_it_demands(stand: Stand) -> None:
    said = cockpit(stand.config, "severity", "p1", "--reason", "nobody can log in")

    assert said.code == 0, said.err
    assert said.out.startswith("#4217 Cloud API answers 5xx is P1: at work within 10 min; bring in")
    assert stand.received()["requests"] == []
    timeline = cockpit(stand.config, "timeline").out
    assert "severity P1: nobody can log in" in timeline


def test_the_priority_at_the_pager_follows_when_asked_for(stand: Stand) -> None:
    said = cockpit(stand.config, "severity", "P2", "--pager")

    assert said.code == 0, said.err
    assert "and so is its priority at the pager" in said.out
    assert stand.incident()["priority"]["summary"] == "P2"


def test_an_unknown_level_is_refused_with_the_known_ones(stand: Stand) -> None:
    said = cockpit(stand.config, "severity", "P9")

    assert (said.code, said.out) == (1, "")
    assert said.err == "cockpit: there is no level P9: the levels are P1, P2, P3\n"


AT_ONCE = """
[[procedure.criteria]]
id = "a"
words = "5xx"
level = "P1"
kind = "status"
probes = ["api health"]

[[procedure.criteria]]
id = "b"
words = "gateways drop"

[[procedure.criteria]]
id = "c"
words = "nothing is written"

[state]"""


def test_triage_looks_at_the_probes_itself(stand: Stand) -> None:
    first = cockpit(stand.config, "triage")
    assert first.code == 0, first.err
    assert "api health: 503, 0 of 120 s seen so far" in first.out
    assert "MET (b) More than 10 % of the online gateways" in first.out
    assert "12 % below 13" in first.out
    assert "no  (c) Ingest has written no new event" in first.out

    rewritten(stand.config, "[state]", AT_ONCE)
    found = json.loads(cockpit(stand.config, "triage", "--json").out)

    assert found["verdict"] == "page-worthy"
    assert found["level"] == "P1"
    assert found["criteria"][0]["standing"] == "met"
    assert found["criteria"][0]["evidence"] == "api health: 503"
    assert found["criteria"][0]["was_met"] is None
    assert (found["alarms"], found["unpaged"]) == ([], [])
    assert stand.received()["requests"] == []


def test_answers_and_judgement_from_a_shell(stand: Stand) -> None:
    answers = [word for name in "abcde" for word in ("--answer", f"{name}=no")]
    early = cockpit(stand.config, "triage", "--judge", "no-page")
    assert early.code == 1
    assert "the criteria do not say that" in early.err

    said = cockpit(stand.config, "triage", *answers, "--judge", "no-page")
    assert said.code == 0, said.err
    assert "Judged not worth a page by Ana Ribeiro" in said.out

    ticket = cockpit(stand.config, "triage", "--ticket").out
    assert ticket.startswith("# Cloud API answers 5xx\n")
    assert "not page-worthy: no criterion is met" in ticket


@pytest.mark.parametrize("word", ["a", "=yes", "yes"])
def test_what_is_no_answer_is_wrong_usage(stand: Stand, word: str) -> None:
    said = cockpit(stand.config, "triage", "--answer", word)

    assert said.code == 2
    assert "write a=yes, a=no or a=unknown" in said.err


def test_a_policy_as_wanted_is_well_and_one_that_differs_is_not(stand: Stand) -> None:
    well = cockpit(stand.config, "policy", "check")
    assert (well.code, well.err) == (0, "")
    assert well.out.startswith("Platform on-call: as wanted\n  1 Platform primary, 15 min\n")

    other = cockpit(stand.config, "policy", "check", "--primary", "Ben", "--json")
    found = json.loads(other.out)["policies"][0]
    assert other.code == 1
    assert found["as_wanted"] is False
    assert found["differences"] == [
        "level 1 (primary) pages Platform primary (now Ana Ribeiro), wanted Ben Okafor"
    ]


def test_a_profile_that_wants_five_minutes_sees_fifteen(stand: Stand) -> None:
    procedure = '[procedure]\npolicy = [{ role = "primary", after = "5m" }]\n\n[state]'
    rewritten(stand.config, "[state]", procedure)

    said = cockpit(stand.config, "policy", "check")

    assert said.code == 1
    assert "! level 1 (primary) escalates after 15 min, wanted 5 min" in said.out
    assert "! 4 levels, wanted 1" in said.out


def levels(stand: Stand) -> list[list[str]]:
    with stand.pd() as pager:
        policy = pager.get("/escalation_policies/PPOLICY").json()["escalation_policy"]
    return [[t["summary"] for t in rule["targets"]] for rule in policy["escalation_rules"]]


ROTATE = ("policy", "rotate", "--primary", "ben@novavms.example", "--secondary", "Ana Ribeiro")


def test_a_rotation_is_shown_first_and_changes_nothing_without_a_yes(stand: Stand) -> None:
    before = levels(stand)
    said = cockpit(stand.config, *ROTATE)

    assert (said.code, said.out) == (2, "")
    assert "level 1: Ben Okafor, 15 min, was Platform primary, 15 min" in said.err
    assert "say --yes" in said.err
    assert levels(stand) == before


def test_a_rotation_is_written_and_read_back(stand: Stand) -> None:
    said = cockpit(stand.config, *ROTATE, "--yes")

    assert said.code == 0, said.err
    assert "reads back as it was written: Ben Okafor, then Ana Ribeiro" in said.out
    assert levels(stand)[:2] == [["Ben Okafor"], ["Ana Ribeiro"]]
    assert cockpit(stand.config, "policy", "check", "--primary", "Ben").code == 0
    assert "is like that already" in cockpit(stand.config, *ROTATE, "--yes").err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--primary", "Ana", "--secondary", "Ana"), 2, "primary and secondary at once"),
        (("--primary", "Zoe", "--secondary", "Ana"), 1, 'nobody is called "Zoe"'),
        (("NOPE", "--primary", "Ben", "--secondary", "Ana"), 1, "no policy NOPE is known"),
    ],
)
def test_a_rotation_that_makes_no_sense(
    stand: Stand, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = cockpit(stand.config, "policy", "rotate", *arguments, "--yes")

    assert said.code == code
    assert words in said.err
    assert stand.received()["requests"] == []


def test_nothing_is_rotated_on_what_was_read_long_ago(stand: Stand) -> None:
    cockpit(stand.config, "policy", "check")
    stand.fault("pagerduty", "status", status=500, times=0)

    said = cockpit(stand.config, *ROTATE, "--yes")

    assert said.code == 1
    assert "only when it was read just now" in said.err
