"""Severity levels, paging criteria, the wanted policy and the read-only screen, as settings."""

import pytest

from cockpit.domain.criterion import Criterion, CriterionKind, Measure
from cockpit.domain.demands import Level, Telling
from cockpit.domain.rungs import WantedLevel
from cockpit.settings.load import load

OURS = """
profile = "novavms"
[procedure]
policy = [{ role = "primary", after = "5m" }, { role = "lead", target = "lea@example.com" }]
[[procedure.levels]]
name = "P0"
title = "everything is down"
response = "5m"
pages = true
brings = ["the lead"]
tells = [{ who = "the company", within = "30m", how = "e-mail" }]
[[procedure.criteria]]
id = "a"
words = "5xx"
level = "P0"
kind = "bad"
probes = ["api health"]
lasts = "90s"
"""


def test_levels_criteria_and_policy_become_the_domains_words(write):
    write(OURS)
    procedure = load().procedure

    assert procedure.levels == (
        Level(
            name="P0",
            title="everything is down",
            response_s=300,
            pages=True,
            brings=("the lead",),
            tells=(Telling(who="the company", within_s=1800, how="e-mail"),),
        ),
    )
    assert procedure.criteria == (
        Criterion(
            id="a",
            words="5xx",
            level="P0",
            kind=CriterionKind.BAD,
            probes=("api health",),
            for_s=90,
        ),
    )
    assert procedure.policy == (
        WantedLevel(role="primary", after_s=300),
        WantedLevel(role="lead", after_s=0, target="lea@example.com"),
    )


EVERY_KIND = """
profile = "novavms"
[[health.probes]]
name = "api"
url = "https://api.example.com/"
[[procedure.levels]]
name = "P1"
[[procedure.criteria]]
id = "a"
words = "5xx or too many requests"
kind = "status"
probes = ["api"]
statuses = ["429", "500-599"]
lasts = "2m"
gap = "45s"
[[procedure.criteria]]
id = "b"
words = "a drop"
kind = "drop"
probes = ["api"]
drop = 12.5
window = "20m"
at_once = "90s"
[[procedure.criteria]]
id = "c"
words = "a stall"
kind = "stall"
probes = ["api"]
measure = "counter"
lasts = "5m"
[[procedure.criteria]]
id = "x"
words = "a limit"
kind = "below"
probes = ["api"]
limit = -1
"""


def test_every_kind_of_criterion_becomes_the_domains_words(write):
    write(EVERY_KIND)
    a, b, c, x = load().procedure.criteria

    assert (a.kind, a.statuses) == (CriterionKind.STATUS, ((429, 429), (500, 599)))
    assert (a.for_s, a.gap_s) == (120, 45)
    assert (b.percent, b.window_s, b.at_once_s) == (12.5, 1200, 90)
    assert (c.measure, c.for_s) == (Measure.COUNTER, 300)
    assert (x.kind, x.limit) == (CriterionKind.BELOW, -1.0)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "gap = ",
            "drop = 20\ngap = ",
            'drop (of "a") does not go with kind = "status": take it out, or write kind = "drop"',
        ),
        (
            "drop = 12.5",
            "limit = 3",
            'limit (of "b") does not go with kind = "drop": take it out, or write kind = "above"',
        ),
        ("limit = -1", "", 'limit (of "x") is missing: add the limit'),
        ("limit = -1", "limit = inf", 'limit (of "x")'),
        ('lasts = "5m"', "", 'lasts (of "c") is missing: add how long nothing may come'),
        ('"429"', '"abc"', 'statuses[0] (of "a") is no HTTP status: write "503", or a range'),
        ('"500-599"', '"599-500"', 'statuses[1] (of "a") is no HTTP status'),
        ("drop = 12.5", "drop = 0", 'drop (of "b")'),
        ('at_once = "90s"', 'at_once = "0s"', 'at_once (of "b")'),
        (
            'kind = "below"\nprobes = ["api"]',
            'kind = "below"\nprobes = ["apy"]',
            'probes[0] (of "x") names an unknown probe "apy": did you mean "api"?',
        ),
        (
            'kind = "below"\nprobes = ["api"]',
            'kind = "below"\nprobes = ["sessions"]',
            "add it to [[health.probes]]; the probes are api",
        ),
    ],
)
def test_keys_and_probes_that_do_not_fit_a_criterion_are_said(faults, old, new, fault):
    assert old in EVERY_KIND
    (said,) = faults(EVERY_KIND.replace(old, new, 1))

    assert fault in said


def test_a_profile_may_name_probes_that_nobody_has_and_so_may_who_writes_it_anew(write):
    write(
        'profile = "novavms"\n[[health.probes]]\nname = "gateways"\nurl = "https://a.example"\n'
        '[[procedure.criteria]]\nid = "b"\nwords = "ours"\nlevel = "P1"\nkind = "drop"\n'
        'probes = ["gateways online"]\n'
    )

    assert load().procedure.criteria[0].probes == ("gateways online",)


def test_novavms_has_the_criteria_of_the_procedure(write):
    write('profile = "novavms"')
    procedure = load().procedure

    assert [c.id for c in procedure.criteria if c.level == "P1"] == ["a", "b", "c", "d", "e"]
    assert [c.id for c in procedure.criteria if c.level == "P3"] == ["camera", "gateway", "search"]
    assert procedure.criteria[0].for_s == 120
    assert [level.name for level in procedure.levels if level.pages] == ["P1"]
    assert procedure.policy == ()


def test_a_level_is_found_whatever_its_capitals(write):
    write(OURS)
    procedure = load().procedure

    assert procedure.level("p0") == procedure.levels[0]
    assert procedure.level("P9") is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('level = "P0"', 'level = "P7"', 'names an unknown level "P7": leave it out; the levels'),
        ('probes = ["api health"]', "", "is missing: name the probes that prove it, or write kind"),
        ('response = "5m"', 'response = "soon"', 'response (of "P0") is not a duration'),
        ('kind = "bad"', 'kind = "hearsay"', 'cannot be "hearsay": It may be status, bad,'),
        ('id = "a"', 'id = "A b"', "procedure.criteria[0].id"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(faults, old, new, fault):
    assert old in OURS
    (said,) = faults(OURS.replace(old, new))

    assert said.startswith("config.toml:")
    assert fault in said


def test_two_levels_of_one_name_are_a_fault(faults):
    (said,) = faults(OURS + '[[procedure.levels]]\nname = "P0"\n')

    assert "is used twice" in said


def test_read_only_is_off_unless_it_is_said(write, monkeypatch):
    write("")
    assert not load().read_only

    write("[screen]\nread_only = true\n")
    assert load().read_only

    write("")
    monkeypatch.setenv("COCKPIT_READ_ONLY", "1")
    assert load().read_only
    monkeypatch.setenv("COCKPIT_READ_ONLY", "0")
    assert not load().read_only


def test_a_profile_for_the_wall_is_read_only(write, tmp_path):
    (tmp_path / "wall.toml").write_text("[screen]\nread_only = true\n")
    write('profile = "./wall.toml"')

    assert load().read_only
