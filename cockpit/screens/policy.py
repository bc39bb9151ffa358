"""The escalation policy on screen: what is not as wanted, and the dialog that rotates it (P6)."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action, RotatePolicy
from cockpit.domain.model import EscalationPolicy, Person
from cockpit.domain.naming import meant
from cockpit.domain.people import SECONDARY_LEVEL, everybody, names, on_call_at
from cockpit.domain.policy_check import concerned, rotated
from cockpit.domain.rungs import role_at
from cockpit.panes.pane import Pane
from cockpit.ports.outside import PortError
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.reader import Sheeted
from cockpit.screens.wish import Choice, Wish
from cockpit.view import policy as view

_LISTED = 8
"""Candidates that a question names."""
_FIRST, _SECOND = "primary", "secondary"
"""The fields of the dialog; what stands on them is the profile's."""


class Doing(Protocol):
    """What the policy screen needs of whoever acts."""

    def change(self, dialog: Dialog) -> None:
        """Open a dialog."""
        ...


class PolicyScreen(Sheeted):
    """The policies against what is wanted; `chosen` hears which one is to be rotated."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "rotate", "Rotate", show=False)]

    def __init__(self, chosen: Callable[[str], None]) -> None:
        super().__init__(view.sheet, wrap=True)
        self._chosen = chosen

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done here."""
        return (("Esc", "back"), ("r or Enter", "rotate: new primary, new secondary"))

    def on_pane_opened(self, message: Pane.Opened) -> None:
        """A policy was chosen."""
        message.stop()
        self._chosen(message.row_id.removeprefix("policy:"))

    def action_rotate(self) -> None:
        """Rotate the policy under the cursor."""
        self._chosen(self.query_one("#sheet", Pane).selected.removeprefix("policy:"))


class Rotating:
    """Opens the screen, and the dialog that puts other people first."""

    def __init__(self, app: App[None], desk: Desk, doing: Doing) -> None:
        self._app = app
        self._desk = desk
        self._doing = doing

    def open(self) -> None:
        """Show the policies."""
        self._app.push_screen(PolicyScreen(self._chosen))

    def _chosen(self, policy_id: str) -> None:
        known = {p.id: p for p in concerned(self._desk.state)}
        policy = known.get(policy_id) or next(iter(known.values()), None)
        if policy is not None:
            self._doing.change(rotate(self._desk, policy))


def rotate(desk: Desk, policy: EscalationPolicy) -> Dialog:
    """The new primary first, the backup second; at first this week's secondary moves up (P3)."""

    people = Named(desk)
    roles = [role_at(desk.procedure.ladder, level) for level in (1, SECONDARY_LEVEL)]

    def make(choice: Choice) -> tuple[Action, ...]:
        levels = rotated(
            desk.state.policies.get(policy.id, policy),
            desk.procedure,
            people.one(choice.values[_FIRST], roles[0]),
            people.one(choice.values[_SECOND], roles[1]),
        )
        return (RotatePolicy(policy_id=policy.id, levels=levels),)

    first, second = (
        next((p.name for p in on_call_at(desk.state, policy.id, level)), "")
        for level in (1, SECONDARY_LEVEL)
    )
    return Dialog(
        title=f"Rotate {policy.name}",
        draft=f"rotate:{policy.id}",
        verb="rewrite the policy",
        wish=Wish(desk, make),
        done=f"rewriting {policy.name}: it is read back afterwards",
        learn=people.learn,
        fields=(
            Field(name=_FIRST, label=f"New {roles[0]}: name, address or id", value=second),
            Field(
                name=_SECOND,
                label=f"New {roles[1]}: name, address or id",
                value="" if first == second else first,
            ),
        ),
    )


class Named:
    """Whom words mean: somebody known here, else one whom the pager finds by name or address."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, tuple[Person, ...]] = {}
        """Whom the pager has found, by the words that it was asked for."""

    async def learn(self, values: Mapping[str, str]) -> str:
        """Ask the pager for whoever is not known here; returns why that was not possible, or ""."""
        for word in values.values():
            if not word.strip() or word in self._found or len(self._here(word)) == 1:
                continue
            try:
                self._found[word] = meant(await self._desk.book.people(word.strip()), word)
            except PortError as error:
                return f"only people who are known here: {error.advice}"
        return ""

    def one(self, word: str, role: str) -> Person:
        """The one person whom this names.

        Raises:
            ValueError: it names nobody, or several.
        """
        here = self._here(word)
        found = here if len(here) == 1 else self._found.get(word) or here
        if len(found) == 1:
            return found[0]
        if not word.strip():
            raise ValueError(f"say who the new {role} is")
        if found:
            raise ValueError(f"{role}: {word} may be {names(found[:_LISTED])}")
        where = "" if word in self._found else " known here"
        known = names(everybody(self._desk.state))
        raise ValueError(f"{role}: nobody{where} is called {word}; known: {known}")

    def _here(self, word: str) -> tuple[Person, ...]:
        return meant(everybody(self._desk.state), word)
