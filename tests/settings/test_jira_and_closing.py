"""`[jira]` and `[procedure.closing]`: what may be written, what is refused, what profiles want."""

from pathlib import Path

import pytest

from cockpit.domain.closing_points import Proof, TicketTarget
from cockpit.settings.load import load, settings_of
from cockpit.settings.profiles import shipped

JIRA = '[jira]\nurl = "https://acme.atlassian.net"\nproject = "OPS"\n'

CASES = {
    "no token": (
        JIRA,
        'config.toml:1: jira does not say where its token is: add token_env = "JIRA_TOKEN"',
    ),
    "a token that would travel in the clear": (
        '[jira]\nurl = "http://jira.example.com"\nproject = "OPS"\ntoken_env = "T"',
        (
            "config.toml:2: jira.url is not https, so the token would travel in the clear: "
            "write https://; plain http is for this machine alone (127.0.0.1, ::1, localhost)"
        ),
    ),
    "a project by its title": (
        f'{JIRA.replace("OPS", "Operations team")}token_env = "T"',
        (
            "config.toml:3: jira.project is no project's key: "
            'write what tickets begin with: "OPS" of OPS-12'
        ),
    ),
    "a field by its title": (
        f'{JIRA}token_env = "T"\ndue_field = "Due date"',
        (
            "config.toml:5: jira.due_field is no field's id: "
            'write it as "duedate" or "customfield_10042"'
        ),
    ),
    "a label of two words": (
        f'{JIRA}token_env = "T"\nlabels = ["on call"]',
        "config.toml:5: jira.labels[0] is no label: labels have no spaces",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_word_for_word(faults, name):
    text, expected = CASES[name]

    assert faults(text) == [expected]


def test_tickets_go_where_the_configuration_says(write):
    settings = load(write(f'{JIRA}token_env = "T"\nissue_type = "Bug"\nlabels = ["oncall"]'))

    assert settings.procedure.tickets == TicketTarget(
        tracker="Jira", project="OPS", issue_type="Bug", labels=("oncall",)
    )
    assert settings.jira_token is not None


def test_without_the_table_there_is_no_work_tracker(write):
    settings = load(write('profile = "novavms"\n'))

    assert (settings.procedure.tickets, settings.jira_token) == (None, None)


@pytest.mark.parametrize("profile", shipped())
def test_every_profile_says_what_closing_takes(profile):
    rules = settings_of(f'profile = "{profile}"\n', Path("config.toml")).procedure.closing
    proofs = [point.proof for point in rules.points]

    assert {Proof.DECLARED, Proof.SEVERITY, Proof.REVIEW, Proof.ITEMS} <= {*proofs}
    assert len({point.id for point in rules.points}) == len(rules.points)
    assert 1 <= rules.review_days <= 5
