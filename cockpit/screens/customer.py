"""The customer steps on screen: look an org up, verify who called, act; in that order.

Bound to one incident when it opens. What was found and done is the state's; here are only keys.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from cockpit.desk.desk import Desk
from cockpit.domain import http_actions
from cockpit.domain.actions import Action
from cockpit.domain.actions_customer import Perform, VerifyCaller
from cockpit.domain.changes import Scene, sendings
from cockpit.domain.customers import CALLER_WORDS, CallerWay
from cockpit.domain.decisions import Refusal
from cockpit.domain.http_actions import HttpAction
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.panes.pane import Pane
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import PortError
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.question import Question, if_yes
from cockpit.screens.reader import Sheeted
from cockpit.screens.shown_once import ShownOnce
from cockpit.screens.wish import Choice, Wish
from cockpit.view import customer as view
from cockpit.view.cells import Sheet, Space, Tone
from cockpit.view.choices import Entry, digit
from cockpit.view.footer import Notice

_PROMPT = "an org's id, or its Owner's e-mail address"
_ONCE = "What it gives is shown once, on the next screen, and stored nowhere."


class Doing(Protocol):
    """What the customer steps need of whoever acts."""

    def act(self, action: Action, done: str) -> None:
        """Have this recorded; `done` is said once it is, a refusal instead."""
        ...

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...

    def say(self, words: str) -> None:
        """Say why nothing was done."""
        ...


class CustomerScreen(Sheeted):
    """A field, and what is known; `asked` hears of what was written, `chosen` of an entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "write", "Look up", show=False),
    ]

    def __init__(
        self, incident_id: str, asked: Callable[[str], None], chosen: Callable[[str], None]
    ) -> None:
        super().__init__(self._sheet, wrap=True)
        self.incident_id = incident_id
        self._asked = asked
        self._chosen = chosen
        self._said: tuple[str, Tone] = ("", Tone.PLAIN)
        self._choices: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The field over the sheet."""
        query = Input(id="find", placeholder=_PROMPT, compact=True, select_on_focus=True)
        query.cursor_blink = False
        yield query
        yield from super().compose()

    def on_mount(self) -> None:
        """The field has the keys until somebody is looked up."""
        self.query_one(Input).focus()

    def _sheet(self, situation: Situation, now: datetime, space: Space) -> Sheet:
        return view.sheet(situation, now, space, self._said)

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Show the customer of the incident that it was opened for, whatever is on screen now."""
        own = replace(situation, incident_id=self.incident_id)
        self._choices = view.choices(own)
        super().draw(own, now, notice)
        pane = self.query_one("#sheet", Pane)
        if pane.has_focus and not pane.selected and self._choices:
            pane.select(self._choices[0])

    def tell(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Say how the look-up goes; empty: nothing is to be said."""
        self._said = (words, tone)
        self.on_screen_resume()

    def found(self) -> None:
        """Somebody was looked up: what can be done next has the keys."""
        self.tell("")
        if self.is_current and self.query_one(Input).has_focus:
            self.query_one("#sheet", Pane).focus()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        if self.query_one(Input).has_focus:
            return (("Enter", "look up"), ("Tab", "to the steps"), ("Esc", "back"))
        return (("Esc", "back"), ("/", "look up another"), ("Enter", "do it"), ("1-9", "do it"))

    def on_descendant_focus(self) -> None:
        """The keys mean something else now."""
        self.on_screen_resume()

    def action_write(self) -> None:
        """Look somebody else up."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._asked(event.value)

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """An entry was chosen."""
        message.stop()
        self._chosen(message.row_id)

    def on_key(self, event: events.Key) -> None:
        """An entry's own key."""
        number = event.character or ""
        is_key = number.isascii() and number.isdecimal() and not self.query_one(Input).has_focus
        if is_key and 0 < int(number) <= len(self._choices):
            event.stop()
            self._chosen(self._choices[int(number) - 1])


class Customers:
    """Opens the screen for an incident, and does what is chosen there."""

    def __init__(self, app: App[None], desk: Desk, doing: Doing) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing
        self._screen: CustomerScreen | None = None

    def open(self) -> None:
        """The customer of the incident on screen at this moment."""
        case = self._desk.situation().case
        if case is None:
            return
        incident_id = case.incident.id
        self._screen = CustomerScreen(
            incident_id,
            lambda query: self._look_up(incident_id, query),
            lambda row_id: self._choose(incident_id, row_id),
        )
        self._app.push_screen(self._screen)

    @property
    def acts(self) -> tuple[tuple[str, str, str], ...]:
        """Id, title and place of everything that the profile lets one do, for the palette."""
        found = http_actions.acts(self._desk.procedure.http_actions)
        return tuple((a.id, a.title, f"At {a.service}; asks first.") for a in found)

    def perform(self, action_id: str) -> None:
        """Do this act, from the palette: over the steps, so that it is seen for whom."""
        case = self._desk.situation().case
        if case is None:
            self._doing.say("no incident is open: nothing to do that for")
            return
        if not isinstance(self._app.screen, CustomerScreen):
            self.open()
        self._choose(case.incident.id, f"{view.ACT}{action_id}")

    # --- looking up --------------------------------------------------------------------------

    def _look_up(self, incident_id: str, query: str) -> None:
        """The app's own task: a look-up that was made is on record though the screen is left."""
        self._app.run_worker(self._ask(incident_id, query), group="customers")

    async def _ask(self, incident_id: str, query: str) -> None:
        screen = self._screen
        self._tell(screen, "asking…", Tone.DIM)
        try:
            await self._desk.customers.look_up(incident_id, query)
        except PortError as error:
            self._tell(screen, f"▲ {error.advice}", Tone.BAD)
        except JournalError as error:
            words = f"▲ looked up, and not shown, for it is not on record: {error.reason}"
            self._tell(screen, words, Tone.BAD)
        else:
            if screen is not None and screen.is_attached:
                screen.found()

    def _tell(self, screen: CustomerScreen | None, words: str, tone: Tone) -> None:
        if screen is not None and screen.is_attached:
            screen.tell(words, tone)

    # --- what is chosen ----------------------------------------------------------------------

    def _choose(self, incident_id: str, row_id: str) -> None:
        case = self._desk.state.cases.get(incident_id)
        kind, _, name = row_id.partition(":")
        if case is None:
            return
        if kind == "org":
            self._look_up(incident_id, name)
        elif kind == "verify":
            self._doing.change(verifying(self._desk, case))
        elif kind == "act":
            action = http_actions.named(self._desk.procedure.http_actions, name)
            if action is not None:
                self._act(case, action)

    def _act(self, case: Case, action: HttpAction) -> None:
        wish = Perform(incident_id=case.incident.id, action=action.id, org_id=view.org_of(case))
        if action.ask:
            self._doing.change(asking(self._desk, action, wish))
            return
        decision = self._desk.consider(wish)
        if isinstance(decision, Refusal) and not decision.confirmable:
            self._doing.say(decision.reason)
        elif isinstance(decision, Refusal):
            self._confirm(case, action, wish, decision.reason)
        else:
            self._do(case, action, wish)

    def _confirm(self, case: Case, action: HttpAction, wish: Perform, consequence: str) -> None:
        desk, sure = self._desk, replace(wish, sure=True)
        decision = desk.consider(sure)
        if isinstance(decision, Refusal):
            self._doing.say(decision.reason)
            return
        scene = Scene(state=desk.state, procedure=desk.procedure, zone=desk.zone, now=desk.now())
        told = [f"To {s.target}\n{s.text}" for s in sendings(decision, scene)]
        words = "\n\n".join((consequence, *told, *([_ONCE] if action.secret else [])))
        question = Question(f"{action.title}?", words, "do it", deliberate=True)
        self._app.push_screen(question, if_yes(lambda: self._do(case, action, sure)))

    def _do(self, case: Case, action: HttpAction, wish: Perform) -> None:
        if action.secret:
            title = f"{action.title}: #{case.incident.number}"
            self._app.push_screen(ShownOnce(self._desk, title, wish))
        else:
            self._doing.act(wish, f"{action.title}: asked for")


def verifying(desk: Desk, case: Case) -> Dialog:
    """By what it is known that the caller belongs to the org (A15)."""
    org = case.search.org if case.search else None
    org_id = org.id if org else ""

    def make(choice: Choice) -> tuple[Action, ...]:
        way = CallerWay(choice.ids[0]) if choice.ids else CallerWay.TICKET
        ref, incident_id = choice.values["ref"], case.incident.id
        return (VerifyCaller(incident_id=incident_id, org_id=org_id, way=way, ref=ref),)

    return Dialog(
        title=f"Who called for {org.called if org else 'nobody'}?",
        draft=f"caller:{case.incident.id}:{org_id}",
        verb="record it",
        wish=Wish(desk, make),
        done="the caller is verified",
        heading="Known by",
        entries=lambda _words: tuple(
            Entry(id=way.value, key=digit(place), words=CALLER_WORDS[way])
            for place, way in enumerate(CallerWay, start=1)
        ),
        fields=(Field(name="ref", label="The ticket's number, or the channel's name", value=""),),
        silent="Recorded here; nothing is sent.",
    )


def asking(desk: Desk, action: HttpAction, wish: Perform) -> Dialog:
    """What an act wants to know first; its preview is exactly what will be sent."""

    def make(choice: Choice) -> tuple[Action, ...]:
        return (replace(wish, input=choice.values["input"]),)

    return Dialog(
        title=f"{action.title}: {wish.org_id or 'no org'}",
        draft=f"act:{wish.incident_id}:{wish.org_id}:{action.id}",
        verb="do it",
        wish=Wish(desk, make),
        done=f"{action.title}: asked for",
        fields=(Field(name="input", label=action.ask, value=""),),
    )
