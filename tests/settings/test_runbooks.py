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

    assert settings_of(text, PLACE).procedure.runbooks == (
        Runbook(title="API", url="https://wiki/api", service="Cloud API"),
        Runbook(title="All", url="https://wiki/all"),
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "wiki", "https://me:secret@wiki/"])
def test_an_address_that_is_none_is_refused_with_its_place(url: str) -> None:
    text = f'[[procedure.runbooks]]\ntitle = "API"\nurl = "{url}"\n'
    with pytest.raises(ConfigurationError) as caught:
        settings_of(text, PLACE)

    assert "procedure.runbooks" in str(caught.value)
    assert "secret" not in str(caught.value)
