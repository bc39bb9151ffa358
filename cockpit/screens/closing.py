"""The closing checklist on screen (G8): what is missing is seen to from here, and then it ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_items import CloseIncident, ConfirmClosing, ScheduleReview
from cockpit.domain.closing import Mark, PointView, checklist, missing, review_due, to_close
from cockpit.domain.closing_points import ClosingPoint, Proof
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.panes.pane import Pane
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.reader import Listing
from cockpit.screens.wish import Choice, Wish
from cockpit.view import closing as view
from cockpit.view.cells import Tone
from cockpit.view.footer import Notice

_HERE = "It stands on the timeline with your name; nothing is sent."


class Doing(Protocol):
    """What closing needs of whoever acts."""

    def act(self, action: Action, done: str) -> None:
        """Have this recorded; `done` is said once it is, a refusal instead."""
        ...

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...

    def say(self, words: str, tone: Tone = ...) -> None:
        """Tell the person something."""
        ...


class ClosingScreen(Listing):
    """The checklist of an incident; `chosen` hears of Enter, `closed` of x."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "close", "Close", show=False),
        Binding("n", "next", "Next", show=False),
    ]

    def __init__(
        self,
        incident_id: str,
        chosen: Callable[[str, str], None],
        closed: Callable[[str], None],
        following: Callable[[str], str],
    ) -> None:
        super().__init__(view.sheet)
        self._incident_id = incident_id
        self._chosen = chosen
        self._close_it = closed
        self._following = following

    def draw(self, situation: Situation, now: datetime, notice: Notice | None = None) -> None:
        """Of the incident that it was opened for, whatever is on screen now."""
        super().draw(replace(situation, incident_id=self._incident_id), now, notice)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        return (("Esc", "back"), ("Enter", "see to it"), ("x", "close it"), ("n", "next to close"))

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """A point was chosen."""
        message.stop()
        self._chosen(self._incident_id, message.row_id.removeprefix("point:"))

    def action_close(self) -> None:
        """Close it."""
        self._close_it(self._incident_id)

    def action_next(self) -> None:
        """The next one that is still to close."""
        self._incident_id = self._following(self._incident_id)
        self.on_screen_resume()


class Closing:
    """Opens the checklist, and does what is asked for there."""

    def __init__(
        self, app: App[None], desk: Desk, doing: Doing, items: Callable[[str], None]
    ) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing
        self._items = items

    def open(self) -> None:
        """Of the incident on screen; where none is, of the one that was resolved last."""
        waiting = self._waiting()
        case = self._desk.situation().case or (waiting[0] if waiting else None)
        if case is None:
            self._doing.say("nothing is left to close", Tone.GOOD)
            return
        screen = ClosingScreen(case.incident.id, self._see_to, self._close, self._following)
        self._app.push_screen(screen)

    def _waiting(self) -> tuple[Case, ...]:
        return to_close(self._desk.state, self._desk.procedure, self._desk.now())

    def _following(self, incident_id: str) -> str:
        ids = [case.incident.id for case in self._waiting()]
        if not ids:
            return incident_id
        here = ids.index(incident_id) if incident_id in ids else -1
        return ids[(here + 1) % len(ids)]

    def _views(self, case: Case) -> tuple[PointView, ...]:
        desk = self._desk
        return checklist(desk.state, case, desk.procedure, desk.now(), desk.zone)

    def _see_to(self, incident_id: str, key: str) -> None:
        case = self._desk.state.cases.get(incident_id)
        found = [v for v in self._views(case) if v.point.id == key] if case else []
        if case is None or not found:
            return
        point = found[0].point
        if point.proof is Proof.REVIEW:
            self._doing.change(review(self._desk, case))
        elif point.proof is Proof.ITEMS and found[0].mark is Mark.MISSING:
            self._items(incident_id)
        elif found[0].mark is Mark.MISSING:
            self._doing.change(confirm(self._desk, case, point))
        else:
            self._doing.say(f"{point.title}: {found[0].words}", Tone.DIM)

    def _close(self, incident_id: str) -> None:
        case = self._desk.state.cases.get(incident_id)
        if case is None:
            return
        lacking = missing(self._views(case))
        if lacking and not case.incident.is_open and not case.is_closed:
            self._doing.change(anyway(self._desk, case, lacking))
            return
        done = f"#{case.incident.number} is closed"
        self._doing.act(CloseIncident(incident_id=incident_id), done)


def review(desk: Desk, case: Case) -> Dialog:
    """On which day the review is, and where (G8)."""
    incident_id, known = case.incident.id, case.closing.review

    def make(choice: Choice) -> tuple[Action, ...]:
        day = desk.due_day(choice.values["day"])
        where = choice.values["where"]
        return (ScheduleReview(incident_id=incident_id, day=day, where=where),)

    last = review_due(case, desk.procedure, desk.zone)
    label = f"Day: 2026-12-04, fri, 2d (business days); by {last.isoformat()}"
    return Dialog(
        title=f"Review of #{case.incident.number}",
        draft=f"review:{incident_id}",
        verb="record it",
        wish=Wish(desk, make),
        done="the review's day is on record",
        silent=_HERE,
        fields=(
            Field(name="day", label=label, value=known.day.isoformat() if known else "2d"),
            Field(name="where", label="Where: a link, a room", value=known.where if known else ""),
        ),
    )


def confirm(desk: Desk, case: Case, point: ClosingPoint) -> Dialog:
    """A point is met although nothing here shows it; how one knows."""
    incident_id = case.incident.id

    def make(choice: Choice) -> tuple[Action, ...]:
        what = choice.values["what"].strip()
        if not what:
            raise ValueError("say how you know: a link, a name, a word")
        return (ConfirmClosing(incident_id=incident_id, step=point.id, what=what),)

    return Dialog(
        title=f"{point.title}: #{case.incident.number}",
        draft=f"closing:{incident_id}:{point.id}",
        verb="record it",
        wish=Wish(desk, make),
        done=f"on record: {point.title}",
        lead=point.detail,
        silent=_HERE,
        fields=(Field(name="what", label="How do you know? A link, a name, a word", value=""),),
    )


def anyway(desk: Desk, case: Case, lacking: tuple[PointView, ...]) -> Dialog:
    """Close it although something is missing; the reason stays on record."""
    incident_id = case.incident.id

    def make(choice: Choice) -> tuple[Action, ...]:
        reason = choice.values["reason"].strip()
        if not reason:
            raise ValueError("say why it is closed although that is missing")
        return (CloseIncident(incident_id=incident_id, anyway=reason),)

    said = ", ".join(view.point.id for view in lacking)
    return Dialog(
        title=f"Close #{case.incident.number} all the same",
        draft=f"close:{incident_id}",
        verb="close it",
        wish=Wish(desk, make),
        done=f"#{case.incident.number} is closed",
        lead=f"Missing: {said}",
        silent=_HERE,
        fields=(Field(name="reason", label="Why? It stays with the incident", value=""),),
    )
