"""Runbooks of the configuration, by service."""

from pathlib import Path

import pytest

from cockpit.domain.catalogue import Runbook
from cockpit.settings.faults import ConfigurationError
from cockpit.settings.load import settings_of

PLACE = Path("/nowhere/config.toml")


def test_runbooks_are_read_in_their_order() -> None:
    text = (
        '[[procedure.runbooks]]\ntitle = "API"\nurl = "https://wiki/api"\nservice = "Cloud API"\n'
        '[[procedure.runbooks]]\ntitle = "All"\nurl = "https://wiki/all"\n'
    )

    assert settings_of(text, PLACE).procedure.runbooks[:2] == (
        Runbook(title="API", url="https://wiki/api", service="Cloud API"),
        Runbook(title="All", url="https://wiki/all"),
    )


def test_runbooks_of_ones_own_leave_the_playbooks_of_the_organisation_in_place() -> None:
    own = '[[procedure.runbooks]]\ntitle = "Stores"\nurl = "https://wiki/stores"\n'

    books = settings_of(f'profile = "pulumi"\n{own}', PLACE).procedure.runbooks

    assert [book.title for book in books] == [
        "Stores",
        "Customers in the loop",
        "Planned downtime",
        "The weekly release",
    ]
    assert all(book.text for book in books[1:])


def test_a_runbook_with_the_title_of_a_playbook_is_refused() -> None:
    own = '[[procedure.runbooks]]\ntitle = "Planned downtime"\nurl = "https://wiki/down"\n'
    with pytest.raises(ConfigurationError) as caught:
        settings_of(f'profile = "pulumi"\n{own}', PLACE)

    assert "procedure.runbooks[0].title is used twice" in str(caught.value)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "wiki", "https://me:secret@wiki/"])
def test_an_address_that_is_none_is_refused_with_its_place(url: str) -> None:
    text = f'[[procedure.runbooks]]\ntitle = "API"\nurl = "{url}"\n'
    with pytest.raises(ConfigurationError) as caught:
        settings_of(text, PLACE)

    assert "procedure.runbooks" in str(caught.value)
    assert "secret" not in str(caught.value)
