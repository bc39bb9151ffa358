"""The ways out of this cockpit, made from the settings: whatever takes effects; asks nobody."""

from cockpit import services
from cockpit.adapters.processes import process_id
from cockpit.outbox.calls import Calls
from cockpit.outbox.hatch import Hatch
from cockpit.outbox.outlets import Outlets
from cockpit.ports.outside import Clock, Pager
from cockpit.ports.papers import Papers
from cockpit.ports.told import Chat
from cockpit.settings.load import Settings


class Ways:
    """Everything that effects leave by; what is only a way out is made and closed here.

    Args:
        settings: a configuration in force.
        clock: the corrected one.
        tokens: tokens that are read are added to them, and what is shown once while it is.
        talk: pager, chat and papers, which are asked as well.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        tokens: list[str],
        talk: tuple[Pager | None, Chat | None, Papers],
    ) -> None:
        self.hatch = Hatch(tokens)
        self.own = services.own(settings, tokens)
        self._page = services.page(settings, tokens)
        self.work = services.jira(settings, clock, tokens)
        self.outlets = Outlets(
            pager=talk[0],
            chat=talk[1],
            mail=services.mail(settings, clock, tokens),
            page=self._page,
            work=self.work,
            papers=talk[2],
            shell=services.shell(settings, tokens),
            calls=Calls(self.own, self.hatch, process_id()) if self.own else None,
        )

    async def close(self) -> None:
        """Hang up."""
        for way in (self._page, self.own, self.work):
            if way is not None:
                await way.close()
