"""Where people meet: the incident's own channel, and the user group of whoever is on call."""

from collections.abc import Mapping

from textual.app import App

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import CloseWarRoom, OpenWarRoom, TakeGroup
from cockpit.domain.chat import Mention
from cockpit.domain.decide_rooms import free_name, guests_of, room_parcel
from cockpit.domain.decisions import Refusal
from cockpit.domain.facts import Record
from cockpit.domain.state import Case, Phase
from cockpit.ports.outside import PortError
from cockpit.screens.asking import Field
from cockpit.screens.confirming import Confirming
from cockpit.screens.dialog import Dialog
from cockpit.screens.dialogs import Say
from cockpit.screens.editing import name
from cockpit.screens.question import Question, if_yes
from cockpit.screens.wish import Choice, Wish
from cockpit.view.cells import Tone

READ_BACK_S = 20.0
"""How long one waits until a group is set before it is read back, seconds."""


# --- the incident's own channel ----------------------------------------------------------------


def is_open(desk: Desk, case: Case) -> bool:
    """Whether the incident has a channel of its own by now."""
    parcel = room_parcel(desk.state, case)
    return parcel is not None and parcel.phase is Phase.DONE


def close_room(desk: Desk, case: Case, confirming: Confirming) -> None:
    """Archive it, once that was asked."""
    action = CloseWarRoom(incident_id=case.incident.id)
    wish = Wish(desk, lambda _choice: (action,))
    title = f"Archive the channel of #{case.incident.number}?"
    confirming.ask(title, wish, "archive it", "archiving the channel")


def open_room(desk: Desk, case: Case) -> Dialog:
    """Its name and whom to invite: at first whoever holds a role or the incident."""
    guests = Guests(desk)
    incident = case.incident
    free = free_name(desk.state, case, desk.procedure.room_name)
    known = " ".join(guests_of(desk.state, case))

    def make(choice: Choice) -> tuple[Action, ...]:
        invited = guests.those(choice.values["guests"])
        action = OpenWarRoom(
            incident_id=incident.id,
            name=choice.values["name"],
            user_ids=tuple(guest.id for guest in invited),
            names=tuple(guest.name for guest in invited),
        )
        return (action,)

    return Dialog(
        title=f"A channel of its own for {name(case)}",
        draft=f"room:{incident.id}",
        verb="open it",
        wish=Wish(desk, make),
        done="opening the channel; the thread stays the record",
        learn=guests.learn,
        fields=(
            Field(name="name", label="Name", value=free),
            Field(
                name="guests",
                label="Invite: addresses, a space apart",
                value=known,
            ),
        ),
    )


class Guests:
    """Whom addresses mean at the chat."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, Mention | None] = {}
        self._problem = ""

    async def learn(self, values: Mapping[str, str]) -> str:
        """Ask the chat for whoever is not known yet; returns why that was not possible, or ""."""
        self._problem = ""
        try:
            for address in _addresses(values["guests"]):
                if "@" in address and address not in self._found:
                    self._found[address] = await self._desk.chat_book.person(address)
        except PortError as error:
            self._problem = f"people cannot be looked up: {error.advice}"
        return self._problem

    def those(self, written: str) -> tuple[Mention, ...]:
        """Whom these addresses mean. Raises ValueError when one means nobody."""
        found = []
        for address in _addresses(written):
            guest = self._found.get(address)
            if guest is None:
                asked = address in self._found
                why = "nobody at the chat has the address" if asked else "not looked up yet:"
                raise ValueError(self._problem or f"{why} {address}")
            found.append(guest)
        return tuple(found)


def _addresses(written: str) -> list[str]:
    return written.replace(",", " ").split()


# --- the group of whoever is on call -----------------------------------------------------------


class OnCallGroup:
    """Makes oneself the whole of the on-call group (I10): shown before, read back after."""

    def __init__(self, app: App[None], desk: Desk, say: Say) -> None:
        self._app = app
        self._desk = desk
        self._say = say

    def take(self) -> None:
        """Ask who is in it, then the person."""
        self._say("asking the chat who is in the group", Tone.DIM)
        self._app.run_worker(self._ask(), group="group")

    async def _ask(self) -> None:
        book, desk = self._desk.chat_book, self._desk
        handle, below = desk.procedure.oncall_group, self._app.screen
        try:
            group = await book.group(handle)
            me = await book.person(desk.me.email) if desk.me.email else None
            before = await book.in_group(group.id) if group is not None else ()
        except PortError as error:
            self._say(f"the group cannot be read: {error.advice}", Tone.BAD)
            return
        if group is None:
            self._say(f"the chat knows no group @{handle.removeprefix('@')}", Tone.BAD)
            return
        if me is None:
            whose = desk.me.email or "nobody: set [person] email"
            self._say(f"you are not known at the chat by {whose}", Tone.BAD)
            return
        action = TakeGroup(
            group_id=group.id,
            group=group.name,
            user_ids=(me.id,),
            before=tuple(one.id for one in before),
            names=(me.name,),
            names_before=tuple(one.name for one in before),
        )
        if self._app.screen is below:
            self._confirm(action, _names(before), me)

    def _confirm(self, action: TakeGroup, was: str, me: Mention) -> None:
        decision = self._desk.consider(action)
        if isinstance(decision, Refusal):
            self._say(decision.reason)
            return

        def take() -> None:
            self._app.run_worker(self._set(action, me), group="group")

        words = (
            f"@{action.group} is now: {was}\n"
            f"@{action.group} will be: {me.name}, and nobody else\n\n"
            "The chat keeps no earlier list: whoever is taken out is named here, and in the record."
        )
        question = Question(f"Take over @{action.group}?", words, "take it over")
        self._app.push_screen(question, if_yes(take))

    async def _set(self, action: TakeGroup, me: Mention) -> None:
        result = await self._desk.act(action)
        if isinstance(result, Refusal):
            self._say(result.reason, Tone.BAD)
            return
        self._say(f"setting @{action.group}", Tone.ACCENT)
        if await self._is_set(result):
            await self._read_back(action, me)

    async def _is_set(self, records: tuple[Record, ...]) -> bool:
        requests = {getattr(record.fact, "id", "") for record in records}
        parcels = self._desk.state.parcels.values()
        wanted = tuple(p.effect.id for p in parcels if p.request in requests)
        settled = await self._desk.settle(wanted, READ_BACK_S)
        if all(parcel.phase is Phase.DONE for parcel in settled):
            return True
        self._say("the group is not set yet: x shows how it stands")
        return False

    async def _read_back(self, action: TakeGroup, me: Mention) -> None:
        try:
            now = await self._desk.chat_book.in_group(action.group_id)
        except PortError as error:
            self._say(f"@{action.group} is set, and cannot be read back: {error.reason}", Tone.WARN)
            return
        if {one.id for one in now} == {me.id}:
            self._say(f"read back: @{action.group} is {_names(now)}", Tone.ACCENT)
        else:
            words = (
                f"▲ the chat took it, and says that @{action.group} is {_names(now)}: look there"
            )
            self._say(words, Tone.BAD)


def _names(people: tuple[Mention, ...]) -> str:
    return ", ".join(one.name for one in people) or "nobody"
