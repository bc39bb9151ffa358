"""What a key says where it cannot do anything."""

from dataclasses import replace

from situations import idle

from cockpit.domain.possible import needs_incident
from cockpit.domain.readings import Readings


def test_nobody_says_that_nothing_is_open_before_the_pager_has_answered() -> None:
    known = idle()
    unknown = replace(known, readings=Readings())

    assert "no incident is open" in needs_incident(known)
    assert "not known yet" in needs_incident(unknown)
