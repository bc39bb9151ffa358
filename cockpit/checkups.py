"""How a check-up is made when somebody wants one; what it needs is imported no sooner."""

from datetime import datetime

from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.ports.readiness import Checkup, Groups, MakesCheckups
from cockpit.settings.load import Settings


def checkups(settings: Settings) -> MakesCheckups:
    """Whoever makes them by these settings."""

    def made(facts: TerminalFacts, now: datetime, groups: Groups) -> Checkup:
        from cockpit.checkup import SettingsCheckup  # noqa: PLC0415 - not before the first frame

        return SettingsCheckup(settings, facts, now, groups)

    return made
