"""Who must be told, as a list that ticks itself; the text for each is read before it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import SayTold, Tell, TellSecurity
from cockpit.domain.chat import Mention
from cockpit.domain.decisions import Ground
from cockpit.domain.demands import Telling, Way
from cockpit.domain.obligations import telling_of
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.telling_texts import drafted
from cockpit.panes.pane import Pane
from cockpit.ports.outside import PortError
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.editing import name
from cockpit.screens.question import Question, if_yes
from cockpit.screens.reader import Listing
from cockpit.screens.wish import Choice, Wish
from cockpit.view import tellings as view
from cockpit.view.footer import Notice

_ROWS = 8
_PASTED = "the text was given to them by hand"


class TellingsScreen(Listing):
    """The list; `chosen` hears of Enter, `done` of what was done by hand."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "by_hand", "Done by hand", show=False)]

    def __init__(
        self, incident_id: str, chosen: Callable[[str], None], done: Callable[[str], None]
    ) -> None:
        super().__init__(view.sheet)
        self._incident_id = incident_id
        self._chosen = chosen
        self._done = done

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Of the incident that it was opened for, whatever is on screen now."""
        super().draw(replace(situation, incident_id=self._incident_id), now, notice)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        return (("Esc", "back"), ("Enter", "read the text, tell them"), ("h", "told by hand"))

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """Somebody was chosen."""
        message.stop()
        self._chosen(message.row_id.removeprefix("telling:"))

    def action_by_hand(self) -> None:
        """Whoever is under the cursor was told in another way."""
        kind, key = self.under_cursor()
        if kind == "telling":
            self._done(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What telling needs of the screen it is opened from."""

    change: Callable[[Dialog], None]
    act: Callable[[Action, str], None]
    press: Callable[[str], None]
    """Does what a key of the main screen does."""


class Tellings:
    """Opens the list of an incident, and what each on it needs."""

    def __init__(self, app: App[None], desk: Desk, acts: Acts) -> None:
        self._app = app
        self._desk = desk
        self._acts = acts

    def open(self, case: Case) -> None:
        """Everybody who has to hear of this incident."""
        key = case.incident.id
        screen = TellingsScreen(
            key, lambda who: self._tell(key, who), lambda who: self._say(key, who)
        )
        self._app.push_screen(screen)

    def _found(self, incident_id: str, who: str) -> tuple[Case, Telling] | None:
        case = self._desk.state.cases.get(incident_id)
        telling = telling_of(case, self._desk.procedure, who) if case is not None else None
        return (case, telling) if case is not None and telling is not None else None

    def _tell(self, incident_id: str, who: str) -> None:
        found = self._found(incident_id, who)
        if found is None:
            return
        case, telling = found
        match telling.way:
            case Way.DECLARE | Way.UPDATE:
                self._app.pop_screen()
                self._acts.press("declare" if telling.way is Way.DECLARE else "update")
            case Way.COPY:
                self._copy(case, telling, who)
            case Way.PERSON:
                self._acts.change(by_hand(self._desk, case, telling, who))
            case _:
                self._acts.change(tell(self._desk, case, telling, who))

    def _say(self, incident_id: str, who: str) -> None:
        found = self._found(incident_id, who)
        if found is not None:
            self._acts.change(by_hand(self._desk, *found, who))

    def _copy(self, case: Case, telling: Telling, who: str) -> None:
        """The text goes to the clipboard; whether it was given to them, the person says."""
        _, text = draft(self._desk, case, telling)
        self._app.copy_to_clipboard(text)
        action = SayTold(incident_id=case.incident.id, telling=who, how=_PASTED)

        def told() -> None:
            self._acts.act(action, f"on record: {telling.who} was told")

        words = f"Copied, if the terminal allows:\n\n{text}\n\nWere they told?"
        question = Question(f"Tell {telling.who}", words, "they were told")
        self._app.push_screen(question, if_yes(told))


class Groups:
    """The user groups that a message tags, as the chat knows them."""

    def __init__(self, desk: Desk, handles: tuple[str, ...]) -> None:
        self._desk = desk
        self._handles = handles
        self._found: dict[str, Mention | None] = {}

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Those that the chat knows."""
        return tuple(group for group in self._found.values() if group is not None)

    async def learn(self, _values: Mapping[str, str]) -> str:
        """Ask the chat for those that were not found yet; returns why it could not be asked."""
        try:
            for handle in self._handles:
                if handle not in self._found:
                    self._found[handle] = await self._desk.chat_book.group(handle)
        except PortError as error:
            return f"groups cannot be looked up: {error.advice}"
        return ""


def draft(desk: Desk, case: Case, telling: Telling) -> tuple[str, str]:
    """Subject and text as they would be sent without typing."""
    ground = Ground(
        procedure=desk.procedure, me=desk.me, now=desk.now(), zone=desk.zone, new_id=lambda: ""
    )
    return drafted(desk.state, case, telling, ground)


def tell(desk: Desk, case: Case, telling: Telling, who: str) -> Dialog:
    """A post, an e-mail or the status page: subject and text to be read, and changed."""
    incident, groups = case.incident, Groups(desk, telling.groups)
    subject, text = draft(desk, case, telling)
    titled = telling.way is not Way.POST

    def make(choice: Choice) -> tuple[Action, ...]:
        return (
            Tell(
                incident_id=incident.id,
                telling=who,
                subject=choice.values.get("subject", ""),
                text=choice.values["text"],
                mentions=groups.mentions,
            ),
        )

    label = "Subject" if telling.way is Way.EMAIL else "Title on the status page"
    subjects = (Field(name="subject", label=label, value=subject),) if titled else ()
    return Dialog(
        title=f"Tell {telling.who} of {name(case)}",
        draft=f"tell:{who}:{incident.id}",
        verb="send it",
        wish=Wish(desk, make),
        done=f"telling {telling.who}",
        learn=groups.learn if telling.groups else None,
        fields=(*subjects, Field(name="text", label="Text", value=text, rows=_ROWS)),
    )


def by_hand(desk: Desk, case: Case, telling: Telling, who: str) -> Dialog:
    """They heard in a way that only the person knows."""
    incident = case.incident

    def make(choice: Choice) -> tuple[Action, ...]:
        return (SayTold(incident_id=incident.id, telling=who, how=choice.values["how"]),)

    return Dialog(
        title=f"{telling.who} heard of {name(case)}",
        draft=f"told:{who}:{incident.id}",
        verb="record it",
        wish=Wish(desk, make),
        done=f"on record: {telling.who} was told",
        silent="Recorded with the time and your name; nothing is sent.",
        fields=(Field(name="how", label="How they heard: by phone, in person, …", value=""),),
    )


def security(desk: Desk, case: Case) -> Dialog:
    """Into the security channel, its groups tagged (I6); nothing of it goes to the thread."""
    incident, groups = case.incident, Groups(desk, desk.procedure.security_groups)

    def make(choice: Choice) -> tuple[Action, ...]:
        text = choice.values["text"]
        return (TellSecurity(incident_id=incident.id, text=text, mentions=groups.mentions),)

    about = f"#{incident.number} {incident.title}"
    link = f"\n{incident.url}" if incident.url else ""
    return Dialog(
        title=f"Tell security of {name(case)}",
        draft=f"security:{incident.id}",
        verb="send it",
        wish=Wish(desk, make),
        done="telling the security channel",
        learn=groups.learn if desk.procedure.security_groups else None,
        fields=(
            Field(
                name="text",
                label="What was seen; nothing of it goes to the incident's thread",
                value=f"This may be a security issue: {about}{link}\nSeen: ",
                rows=_ROWS,
            ),
        ),
    )
