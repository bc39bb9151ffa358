"""What keys do to incidents at the pager: each opens a dialog bound to what it was pressed for."""

from collections.abc import Callable, Mapping

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.actions import ConcludeHandOver, ConfirmEngaged
from cockpit.domain.state import Case
from cockpit.screens import editing, paging
from cockpit.screens.dialog import Dialog
from cockpit.screens.dialogs import Dialogs, Say
from cockpit.screens.incidents import IncidentsScreen
from cockpit.screens.question import Question
from cockpit.screens.wish import Choice, Wish
from cockpit.view.cells import Tone

Cases = tuple[Case, ...]


class PagerHands:
    """Acts on the incidents that a key was pressed for, and on no others."""

    def __init__(self, app: App[None], desk: Desk, say: Say, dialogs: Dialogs) -> None:
        self._app = app
        self._desk = desk
        self._say = say
        self._dialogs = dialogs
        self.does: Mapping[str, Callable[[Cases], None]] = {
            "escalate": lambda cases: self._open(paging.escalate(desk, cases[0])),
            "reassign": lambda cases: self._open(paging.reassign(desk, cases), cases),
            "responders": lambda cases: self._open(paging.responders(desk, cases[0])),
            "hand-over": self._hand_over,
            "offer-help": self._offer_help,
            "snooze": lambda cases: self._open(editing.snooze(desk, cases), cases),
            "resolve": lambda cases: self._open(editing.resolve(desk, cases), cases),
            "merge": lambda cases: self._open(editing.merge(desk, cases), cases),
            "rename": lambda cases: self._open(editing.rename(desk, cases[0])),
            "priority": lambda cases: self._open(editing.priority(desk, cases), cases),
            "take-pager": lambda _cases: self._open(paging.take_pager(desk)),
            "engaged": self._engaged,
        }
        """By the key's id."""

    def _open(self, dialog: Dialog, cases: Cases = ()) -> None:
        """Open it; when nothing was sent, what was selected in the list is selected again."""
        below = self._app.screen

        def given_up() -> None:
            if len(cases) > 1 and isinstance(below, IncidentsScreen):
                below.mark(tuple(c.incident.id for c in cases))

        self._dialogs.change(dialog, given_up)

    def _send(self, wish: Wish, done: str) -> None:
        async def send() -> None:
            problem = await wish.send(Choice())
            self._say(problem or done, Tone.BAD if problem else Tone.ACCENT)

        self._app.run_worker(send(), group="acts")

    def _ask(self, title: str, wish: Wish, yes: str, done: str) -> None:
        """A question with one key, under exactly what will leave."""
        prospect = wish.look(Choice())
        if prospect.problem:
            self._say(prospect.problem, Tone.BAD)
            return

        told = "\n\n".join(f"To {s.target}\n{s.text}" for s in prospect.sendings)
        asked = Question(title, told, yes)
        self._app.push_screen(asked, lambda sure: self._send(wish, done) if sure else None)

    def _offer_help(self, cases: Cases) -> None:
        number = cases[0].incident.number
        wish = paging.offer_help(self._desk, cases[0])
        self._ask(f"Offer help with #{number}", wish, "say so", f"offering help with #{number}")

    def _hand_over(self, cases: Cases) -> None:
        """Ask somebody; once they have agreed, assign it to them."""
        incident, offer = cases[0].incident, cases[0].hand_over
        if offer is None or offer.accepted_at is None:
            self._open(paging.hand_over(self._desk, cases[0]))
            return
        action = ConcludeHandOver(incident_id=incident.id)
        title = f"{offer.person.name} takes #{incident.number}"
        wish = Wish(self._desk, lambda _choice: (action,))
        self._ask(title, wish, "hand it over", f"handing #{incident.number} over")

    def _engaged(self, cases: Cases) -> None:
        incident = cases[0].incident
        action = ConfirmEngaged(incident_id=incident.id)
        done = f"noted: you are at work on #{incident.number}"
        self._send(Wish(self._desk, lambda _choice: (action,)), done)
