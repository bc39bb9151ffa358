"""How a check-up is made when somebody wants one; what it needs is imported no sooner."""

from collections.abc import Callable
from datetime import datetime

from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.ports.readiness import Checkup
from cockpit.settings.load import Settings

Maker = Callable[[TerminalFacts, datetime], Checkup]
"""Makes one, for a terminal and an instant by the corrected clock."""


def checkups(settings: Settings) -> Maker:
    """Whoever makes them by these settings."""

    def made(facts: TerminalFacts, now: datetime) -> Checkup:
        from cockpit.checkup import SettingsCheckup  # noqa: PLC0415 - not before the first frame

        return SettingsCheckup(settings, facts, now)

    return made
