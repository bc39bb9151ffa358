"""Acknowledging one incident or many: asked once when they page others, and told how it went."""

from collections.abc import Callable
from dataclasses import replace

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Acknowledge, AcknowledgeMany
from cockpit.domain.decisions import Refusal
from cockpit.domain.facts import Record, Request
from cockpit.domain.tally import tally
from cockpit.screens.dialogs import Say
from cockpit.screens.incidents import IncidentsScreen
from cockpit.screens.pager_hands import Cases
from cockpit.screens.question import OtherWay, Question
from cockpit.view.cells import Tone


class Taking:
    """Takes incidents for the person."""

    def __init__(
        self, app: App[None], desk: Desk, say: Say, offer_help: Callable[[Cases], None]
    ) -> None:
        """`offer_help` is what one can do instead about somebody else's page (A13)."""
        self._app = app
        self._desk = desk
        self._say = say
        self._offer_help = offer_help
        self._effects: tuple[str, ...] = ()
        """The acknowledgements under way of the last gesture, by the ids of their effects."""

    def take(self, cases: Cases) -> None:
        """Acknowledge these, the ones that a key was pressed for."""
        if len(cases) == 1:
            incident = cases[0].incident
            action = Acknowledge(incident_id=incident.id)
            self._begin(action, f"acknowledging #{incident.number}", cases)
        elif cases:
            many = AcknowledgeMany(incident_ids=tuple(c.incident.id for c in cases))
            self._begin(many, f"acknowledging {len(cases)} incidents", cases)

    def _begin(self, action: Acknowledge | AcknowledgeMany, done: str, cases: Cases) -> None:
        self._app.run_worker(self._act(action, done, cases), group="acts")

    async def _act(self, action: Acknowledge | AcknowledgeMany, done: str, cases: Cases) -> None:
        result = await self._desk.act(action)
        if not isinstance(result, Refusal):
            self._effects = _effects(result) if isinstance(action, AcknowledgeMany) else ()
            self._say(done, Tone.ACCENT)
        elif result.confirmable:
            self._ask(action, result.reason, cases)
        else:
            self._say(result.reason, Tone.BAD)

    @property
    def is_under_way(self) -> bool:
        """Whether some of many are still on their way."""
        return bool(self._effects) and not tally(self._desk.state, self._effects).is_over

    def progress(self) -> tuple[str, Tone] | None:
        """How far many have come, and once how it ended; None: nothing is under way."""
        if not self._effects:
            return None
        at = tally(self._desk.state, self._effects)
        failed = f", {len(at.failed)} not: 7 lists them" if at.failed else ""
        if not at.is_over:
            return f"acknowledged {at.done} of {at.total}{failed}", Tone.ACCENT
        self._effects = ()
        tone = Tone.BAD if at.failed else Tone.GOOD
        return f"✔ acknowledged {at.done} of {at.total}{failed}", tone

    def _ask(self, action: Acknowledge | AcknowledgeMany, reason: str, cases: Cases) -> None:
        below = self._app.screen

        def answered(*, yes: bool) -> None:
            if yes:
                self._begin(replace(action, sure=True), "acknowledging: it becomes yours", cases)
            elif len(cases) > 1 and isinstance(below, IncidentsScreen):
                below.mark(tuple(c.incident.id for c in cases))

        def help_instead() -> None:
            self._offer_help(cases)

        other = OtherWay("h", "say that I can help", help_instead) if len(cases) == 1 else None
        words = f"{reason}.\nSomebody may be about to answer it."
        asked = Question("Somebody else's page", words, "take it over", other, deliberate=True)
        self._app.push_screen(asked, lambda yes: answered(yes=bool(yes)))


def _effects(records: tuple[Record, ...]) -> tuple[str, ...]:
    facts = (record.fact for record in records)
    return tuple(e.id for fact in facts if isinstance(fact, Request) for e in fact.effects)
