import pytest

from cockpit.domain.procedure import Evidence
from cockpit.domain.texts import fill
from cockpit.settings import profiles
from cockpit.settings.kinds import duration_of, seconds_of
from cockpit.settings.load import load
from cockpit.settings.outline import keys_of
from cockpit.settings.procedure import ProcedureTable
from cockpit.settings.profiles import shipped


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_says_everything_that_a_procedure_can(write, name):
    write(f'profile = "{name}"')
    settings = load()

    said = settings.layers[0].data["procedure"]
    assert isinstance(said, dict)
    assert {key.name for key in keys_of(ProcedureTable)} == set(said)
    assert all(step.detail for step in settings.procedure.steps)


def test_the_default_profile_is_shipped():
    assert profiles.DEFAULT in shipped()


def test_novavms_has_the_eight_steps_in_order_with_their_evidence(write):
    write('profile = "novavms"')
    steps = load().procedure.steps

    assert [(step.id, step.evidence) for step in steps] == [
        ("acknowledge", Evidence.ACKNOWLEDGED),
        ("declare", Evidence.DECLARED),
        ("health", Evidence.HEALTH),
        ("deploys", Evidence.DEPLOYS),
        ("reports", Evidence.REPORTS),
        ("customer", Evidence.CUSTOMER),
        ("impersonate", Evidence.IMPERSONATED),
        ("communicate", Evidence.UPDATE),
    ]
    assert [step.id for step in steps if step.condition] == ["customer", "impersonate"]


def test_novavms_has_the_times_the_ladder_and_the_channels_of_the_procedure(write):
    write('profile = "novavms"')
    procedure = load().procedure

    assert (procedure.cadence_s, procedure.call_secondary_s) == (15 * 60, 30 * 60)
    assert (procedure.suspect_s, procedure.deploy_window_s) == (2 * 3600, 24 * 3600)
    assert procedure.engage_s == 15 * 60
    assert [(rung.role, rung.after_s) for rung in procedure.ladder] == [
        ("primary", 900),
        ("secondary", 900),
        ("engineering lead", 900),
        ("CTO", 0),
    ]
    assert procedure.channels.incident == "#novavms-incident-live"
    assert procedure.unknown_hypothesis == "unknown"


def test_every_blank_of_the_texts_can_be_filled(write):
    write("")
    procedure = load().procedure
    words = {"incident": "#1", "title": "x", "started": "08:42", "paged_by": "y"}
    declared = fill(procedure.declare_text, words | {"hypothesis": "z", "person": "Ana"})

    assert declared.splitlines() == [
        "Incident #1 declared: x",
        "Started: 08:42",
        "What paged: y",
        "Hypothesis: z",
        "On it: Ana. Updates follow in this thread.",
    ]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("1h30m", 5400), ("1d", 86_400), ("0.5s", 0.5), ("0s", 0)],
)
def test_durations_are_written_as_they_are_read(text, seconds):
    assert seconds_of(text) == seconds
    assert seconds_of(duration_of(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "90", "s", "-5s", "5 m", "1m1h", "1e3s", "\u0665s"])
def test_what_is_no_duration_is_none(text):
    assert seconds_of(text) is None


def test_invisible_tells_the_company_and_its_stakeholders_from_p3_upward(write):
    """Procedures I2, I4, I6 and I10; nobody is told of a bug."""
    write("""
profile = "invisible"
[procedure.addresses]
company = ["everyone@example.com"]
""")
    procedure = load().procedure
    told = {level.name: {t.id: t for t in level.tells} for level in procedure.levels}

    assert [level.name for level in procedure.levels] == ["P0", "P1", "P2", "P3", "P4"]
    assert all(level.response_s for level in procedure.levels)
    assert told["P4"] == {}
    for name in ("P0", "P1", "P2", "P3"):
        assert procedure.mailed(told[name]["company"].to) == ("everyone@example.com",)
        assert told[name]["stakeholders"].groups == ("leads", "operators", "product")
    assert (procedure.security_groups, procedure.oncall_group) == (("oncall",), "oncall")
    assert (procedure.channels.alerts, procedure.channels.security) == ("#alerts", "#security")
