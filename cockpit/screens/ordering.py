"""The dialogs of order in an incident: who holds which role, and how often others hear of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import AssignRole, ChooseCadence
from cockpit.domain.cadence import interval_s, update_due, usual_s
from cockpit.domain.model import Person
from cockpit.domain.persons import is_same
from cockpit.domain.procedure import Role
from cockpit.domain.roles import ALL, held_by, role_named, roles_of, suggested, title_of
from cockpit.domain.state import Case
from cockpit.domain.thread_post import has_thread
from cockpit.screens.asking import Field
from cockpit.screens.confirming import Confirming
from cockpit.screens.dialog import Dialog, Other
from cockpit.screens.editing import name
from cockpit.screens.paging import People
from cockpit.screens.wish import Choice, Wish
from cockpit.view.cells import Tone
from cockpit.view.choices import Entry, digit
from cockpit.view.words import age, moment

NOBODY = Person(id="", name="")
SNOOZES = (10, 20, 30)
"""Minutes for which the nudges may rest, by one key each."""
_EVERY, _OFF, _USUAL = "every", "off", "usual"


def unheard(desk: Desk, case: Case) -> str:
    """What is said of something that is recorded, and that nobody is told."""
    if has_thread(desk.state, case):
        return "Recorded here; nothing is sent."
    return f"Recorded here, and told to nobody: #{case.incident.number} is not declared."


# --- roles -------------------------------------------------------------------------------------


class Roles:
    """Takes, gives and leaves roles of one incident (G1); each reads out what will be posted."""

    def __init__(
        self, desk: Desk, case: Case, confirming: Confirming, change: Callable[[Dialog], None]
    ) -> None:
        self._desk = desk
        self._id = case.incident.id
        self._confirming = confirming
        self._change = change

    @property
    def _case(self) -> Case:
        """The incident, as it is now."""
        return self._desk.state.cases[self._id]

    def dialog(self) -> Dialog:
        """Who holds what since when; Enter takes what is under the cursor."""
        case, roles = self._case, roles_of(self._desk.procedure)
        free = [role.id for role in roles if role.id not in case.roles]
        return Dialog(
            title=f"Roles in {name(case)}",
            draft=f"roles:{self._id}",
            verb="take it",
            wish=Wish(self._desk, self._taking),
            done="the role is yours",
            heading="Role",
            entries=lambda _words: tuple(
                self._entry(place, role) for place, role in enumerate(roles, start=1)
            ),
            start=next(iter(free), roles[0].id),
            silent=unheard(self._desk, case),
            others=(
                Other("g", "give it to somebody", self._give),
                Other("l", "leave it", self._leave),
                Other("a", "take all", self._take_all),
            ),
        )

    def _entry(self, place: int, role: Role) -> Entry:
        held, me = self._case.roles.get(role.id), self._desk.me
        beside = "nobody"
        if held is not None:
            gone = age((self._desk.now() - held.at).total_seconds())
            since = moment(held.at, self._desk.zone, seconds=False)
            beside = f"{held.person.name} since {since}, {gone}"
        elif place == 1 and (person := suggested(self._case, self._desk.procedure)):
            beside = f"nobody; {person.name} acknowledged it"
        mine = held is not None and is_same(held.person, me)
        tone = Tone.STRONG if mine else Tone.PLAIN
        return Entry(id=role.id, key=digit(place), words=role.title, beside=beside, tone=tone)

    def _taking(self, choice: Choice) -> tuple[Action, ...]:
        role = choice.ids[0] if choice.ids else ""
        if role in held_by(self._case, self._desk.me):
            raise ValueError("it is yours already: g gives it to somebody, l leaves it")
        return (AssignRole(incident_id=self._id, role=role, person=self._desk.me),)

    def _give(self, choice: Choice) -> None:
        case, role = self._case, choice.ids[0] if choice.ids else ""
        found = role_named(self._desk.procedure, role)
        if found is None:
            return
        people = People(self._desk, case, without_me=True)

        def make(chosen: Choice) -> tuple[Action, ...]:
            if not chosen.ids:
                raise ValueError("choose who takes it")
            person = people.person(chosen.ids[0])
            return (AssignRole(incident_id=self._id, role=role, person=person),)

        self._change(
            Dialog(
                title=f"{found.title} of {name(case)}",
                draft=f"give:{role}:{self._id}",
                verb="give it to them",
                wish=Wish(self._desk, make),
                done=f"{found.title} is given",
                heading="To whom",
                entries=people.entries,
                find=people.find,
                choose=people.choose,
                is_long=True,
                silent=unheard(self._desk, case),
            )
        )

    def _leave(self, choice: Choice) -> None:
        role = choice.ids[0] if choice.ids else ""
        title = title_of(self._desk.procedure, role)
        self._ask(f"Leave {title}", AssignRole(incident_id=self._id, role=role, person=NOBODY))

    def _take_all(self, _choice: Choice) -> None:
        action = AssignRole(incident_id=self._id, role=ALL, person=self._desk.me)
        self._ask("Take all roles", action)

    def _ask(self, title: str, action: AssignRole) -> None:
        wish = Wish(self._desk, lambda _choice: (action,))
        yes = "leave it" if not action.person.name else "take them"
        silent = unheard(self._desk, self._case)
        self._confirming.ask(title, wish, yes, f"{title.lower()}: recorded", silent)


# --- how often others hear ---------------------------------------------------------------------


def cadence(desk: Desk, case: Case) -> Dialog:
    """Let the nudges for updates rest, change or switch them off; a reason is due (N8.8)."""
    incident_id, usual = case.incident.id, usual_s(case, desk.procedure) // 60

    def make(choice: Choice) -> tuple[Action, ...]:
        kind, every, rests = choice.ids[0] if choice.ids else "", None, None
        if kind == _EVERY:
            every = _minutes(choice.values["minutes"]) * 60
        elif kind == _OFF:
            every = 0
        elif kind != _USUAL:
            rests = _rested(desk, desk.state.cases[incident_id], int(kind))
        reason = choice.values["reason"]
        return (ChooseCadence(incident_id=incident_id, every_s=every, until=rests, reason=reason),)

    return Dialog(
        title=f"Nudges for updates of #{case.incident.number}: {_now(desk, case)}",
        draft=f"cadence:{incident_id}",
        verb="choose it",
        wish=Wish(desk, make),
        done="chosen; it stands on the timeline",
        heading="Nudges",
        entries=lambda _words: _choices(desk, desk.state.cases[incident_id], usual),
        silent="It stands on the timeline with its reason; nothing is sent.",
        fields=(
            Field(name="minutes", label="Minutes, for another interval", value=str(usual)),
            Field(name="reason", label="Why? The review will ask", value=""),
        ),
    )


def _rested(desk: Desk, case: Case, minutes: int) -> datetime:
    """When the next nudge comes after such a rest: it begins when the next word is due."""
    due = update_due(desk.state, case, desk.procedure)
    return max(due or desk.now(), desk.now()) + timedelta(minutes=minutes)


def _choices(desk: Desk, case: Case, usual: int) -> tuple[Entry, ...]:
    rests = tuple(
        Entry(
            id=str(minutes),
            key=digit(place),
            words=f"{minutes} min more",
            beside=f"until {moment(_rested(desk, case, minutes), desk.zone, seconds=False)}",
        )
        for place, minutes in enumerate(SNOOZES, start=1)
    )
    return (
        *rests,
        Entry(id=_EVERY, key="e", words="another interval", beside="in minutes, below"),
        Entry(id=_OFF, key="o", words="switch them off", beside="nobody is reminded any more"),
        Entry(id=_USUAL, key="u", words="as usual", beside=f"every {usual} min"),
    )


def _now(desk: Desk, case: Case) -> str:
    every, due = interval_s(case, desk.procedure), update_due(desk.state, case, desk.procedure)
    said = f"every {every // 60} min" if every else "off"
    return said + (f", next {moment(due, desk.zone, seconds=False)}" if due else "")


def _minutes(written: str) -> int:
    said = written.strip().removesuffix("min").strip()
    if not (said.isascii() and said.isdigit()) or not int(said):
        raise ValueError(f"{written!r} is no number of minutes: write 20")
    return int(said)
