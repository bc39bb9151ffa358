"""The dialogs by which people are paged or asked: who it is stands there by name before it goes."""

from contextlib import suppress

from cockpit.desk.desk import Desk
from cockpit.domain.actions import (
    Action,
    CallResponders,
    Escalate,
    OfferHandOver,
    OfferHelp,
    Reassign,
    TakePager,
)
from cockpit.domain.decide_handing import LONGEST
from cockpit.domain.escalation import NOBODY, Countdown, Rung, countdown
from cockpit.domain.instants import hours
from cockpit.domain.model import Person
from cockpit.domain.naming import fits, nearest, place
from cockpit.domain.procedure import Procedure
from cockpit.domain.reasons import above, is_due
from cockpit.domain.rungs import reach_beyond
from cockpit.domain.schedules import schedules
from cockpit.domain.state import Case
from cockpit.domain.texts import clock_time
from cockpit.ports.journal import JournalError
from cockpit.ports.outside import PortError
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.editing import name, names, numbers
from cockpit.screens.wish import Choice, Wish
from cockpit.view.cells import Tone
from cockpit.view.choices import Entry, digit

_HOURS = "4"


def escalate(desk: Desk, case: Case) -> Dialog:
    """The whole chain; the next level under the cursor; a reason where one is due (N10)."""
    incident = case.incident
    state = countdown(desk.state, incident, desk.procedure)
    here = next((rung.level for rung in state.chain if rung.now), 0)
    held = [r for r in state.chain if r.name != NOBODY and not r.is_shadowed]
    above = [r.level for r in held if r.level > here]

    def make(choice: Choice) -> tuple[Action, ...]:
        level = int(choice.ids[0]) if choice.ids else None
        reason = choice.values["reason"]
        return (Escalate(incident_id=incident.id, level=level, reason=reason),)

    return Dialog(
        title=f"Escalate {name(case)}",
        draft=f"escalate:{incident.id}",
        verb="page them",
        wish=Wish(desk, make),
        done=f"escalating #{incident.number}",
        heading="Level",
        entries=lambda _words: tuple(_rung(desk, state, rung) for rung in state.chain),
        lead=_lead(desk.procedure, state),
        start=str(min(above, default=here)),
        fields=(
            Field(
                name="reason",
                label=_reason(desk.procedure),
                value="",
            ),
        ),
    )


def _reason(procedure: Procedure) -> str:
    """What is asked for in a note."""
    due = above(procedure)
    words = f"due above the {due}" if due else "none is due"
    return f"Reason in one sentence, for a note; {words}"


def _lead(procedure: Procedure, state: Countdown) -> str:
    """What the profile says to whoever hesitates, and whom the pager does not reach (A2, G5)."""
    beyond = reach_beyond(procedure.ladder, state.chain[-1].level) if state.chain else ""
    said = (procedure.paging_up.words, f"Not at the pager: {beyond}" if beyond else "")
    return "\n".join(words for words in said if words)


def _rung(desk: Desk, state: Countdown, rung: Rung) -> Entry:
    return Entry(
        id=str(rung.level),
        key=digit(rung.level),
        words=rung.name,
        beside=_beside(desk, state, rung),
        tone=Tone.STRONG if rung.now else Tone.PLAIN,
    )


def _beside(desk: Desk, state: Countdown, rung: Rung) -> str:
    paged = f"paged now: {rung.paged}".removesuffix(": ") if state.is_paging else "it stands here"
    said = paged if rung.now else ""
    shadow = "a shadow: nobody is responsible there" if rung.is_shadowed else ""
    if rung.at is not None and not rung.now:
        said = f"by itself at {clock_time(rung.at, desk.zone)}"
    due = "wants a reason" if is_due(rung.level, desk.procedure) else ""
    return ", ".join(words for words in (shadow, said, due) if words)


class People:
    """Whom one can choose for an incident: those who are known, and those whom the pager finds."""

    def __init__(self, desk: Desk, case: Case, *, without_me: bool) -> None:
        self._desk = desk
        self._case = case
        self._without = desk.me.id if without_me else ""
        self._found = {p.id: p for p in nearest(desk.state, case.incident)}

    def entries(self, words: str) -> tuple[Entry, ...]:
        """Those whom the words fit, the nearest to the incident first."""
        return tuple(
            Entry(
                id=person.id,
                words=person.name,
                beside=place(self._desk.state, self._case.incident, person) or person.email,
            )
            for person in self._found.values()
            if person.id != self._without and fits(person, words)
        )

    async def find(self, words: str) -> str:
        """Ask the pager whom the words fit; returns why that was not possible, or ""."""
        try:
            people = await self._desk.book.people(words)
        except PortError as error:
            return f"only people who are known here: {error.advice}"
        for person in people:
            self._found.setdefault(person.id, person)
        return ""

    def person(self, person_id: str) -> Person:
        """Whoever has this id, among those who are listed. Raises ValueError."""
        if person_id not in self._found:
            raise ValueError("they are not known here any more: look for them again")
        return self._found[person_id]

    async def choose(self, person_id: str) -> None:
        """From here on the state knows them by name."""
        if person_id in self._found:
            with suppress(JournalError):  # Sending says the same, and is not possible either.
                await self._desk.book.meet(self._found[person_id])


def reassign(desk: Desk, cases: tuple[Case, ...]) -> Dialog:
    """To the secondary, who is under the cursor, or to others (N8.1)."""
    people = People(desk, cases[0], without_me=False)

    def make(choice: Choice) -> tuple[Action, ...]:
        return tuple(Reassign(incident_id=c.incident.id, person_ids=choice.ids) for c in cases)

    return Dialog(
        title=f"Re-assign {names(cases)}",
        draft=f"reassign:{cases[0].incident.id}",
        verb="give it to them",
        wish=Wish(desk, make),
        done=f"re-assigning {numbers(cases)}",
        heading="To",
        entries=people.entries,
        find=people.find,
        choose=people.choose,
        many=True,
        is_long=True,
    )


def responders(desk: Desk, case: Case) -> Dialog:
    """Ask people to join, with words that page them (I3)."""
    people = People(desk, case, without_me=True)
    incident = case.incident

    def make(choice: Choice) -> tuple[Action, ...]:
        message = choice.values["message"]
        return (CallResponders(incident_id=incident.id, person_ids=choice.ids, message=message),)

    return Dialog(
        title=f"Ask people to join {name(case)}",
        draft=f"responders:{incident.id}",
        verb="page them",
        wish=Wish(desk, make),
        done=f"calling responders to #{incident.number}",
        heading="Who",
        entries=people.entries,
        find=people.find,
        choose=people.choose,
        many=True,
        is_long=True,
        fields=(
            Field(
                name="message",
                label="Message",
                value=f"Please join #{incident.number}: {incident.title}",
            ),
        ),
    )


def hand_over(desk: Desk, case: Case) -> Dialog:
    """Ask somebody to take it (A14)."""
    people = People(desk, case, without_me=True)
    incident = case.incident

    def make(choice: Choice) -> tuple[Action, ...]:
        if not choice.ids:
            raise ValueError("choose whom to ask")
        return (OfferHandOver(incident_id=incident.id, person_id=choice.ids[0]),)

    return Dialog(
        title=f"Hand over {name(case)}",
        draft=f"hand-over:{incident.id}",
        verb="ask them",
        wish=Wish(desk, make),
        done=f"asked; #{incident.number} stays yours until they agree",
        heading="Who could take it",
        entries=people.entries,
        find=people.find,
        choose=people.choose,
        is_long=True,
    )


def offer_help(desk: Desk, case: Case) -> Wish:
    """Say that one can help (A13); there is nothing to fill in."""
    return Wish(desk, lambda _choice: (OfferHelp(incident_id=case.incident.id),))


def take_pager(desk: Desk) -> Dialog:
    """Be on call in a schedule for some hours, and say so (A10)."""

    def entries(_words: str) -> tuple[Entry, ...]:
        return tuple(
            Entry(id=s.id, words=s.name, beside=f"{s.policy}, level {s.level}")
            for s in schedules(desk.state)
        )

    def make(choice: Choice) -> tuple[Action, ...]:
        if not choice.ids:
            raise ValueError("choose the schedule")
        now = desk.now()
        end = now + hours(choice.values["hours"], LONGEST)
        reason = choice.values["reason"]
        return (TakePager(schedule_id=choice.ids[0], start=now, end=end, reason=reason),)

    return Dialog(
        title="Take the pager",
        draft="take-pager",
        verb="take it",
        wish=Wish(desk, make),
        done="taking the pager",
        heading="Schedule",
        entries=entries,
        fields=(
            Field(name="hours", label="For how many hours", value=_HOURS),
            Field(name="reason", label="Why (others read it)", value=""),
        ),
    )
