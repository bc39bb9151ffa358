"""Who can be named: the people that the pager has mentioned, and who is on call at a level."""

from collections.abc import Iterable, Iterator

from cockpit.domain.model import Incident, Person, Reply
from cockpit.domain.persons import is_same
from cockpit.domain.state import State

SECONDARY_LEVEL = 2
UNASSIGNED = "unassigned"
"""Said of an incident that rests with no one."""


def on_call_at(state: State, policy_id: str, level: int) -> tuple[Person, ...]:
    """Who is on call now at this level (from 1) of a policy, each once; shadows are not (P3)."""
    found = {
        entry.person.id: entry.person
        for entry in state.on_call
        if (entry.policy_id, entry.level) == (policy_id, level) and not entry.shadow
    }
    return tuple(found.values())


def known(state: State, person_id: str) -> Person | None:
    """The person with this id, if the pager has mentioned them."""
    return next((p for p in _mentioned(state) if p.id == person_id), None)


def address(state: State, person: Person) -> str:
    """Their e-mail address, if anything that is known has it: most mentions bring but a name."""
    found = (person, *_mentioned(state))
    return next((p.email for p in found if p.email and is_same(p, person)), "")


def everybody(state: State) -> tuple[Person, ...]:
    """All that the pager has mentioned, each once, by name."""
    found: dict[str, Person] = {}
    for person in _mentioned(state):
        if person.id:
            found.setdefault(person.id, person)
    return tuple(sorted(found.values(), key=lambda p: (p.name.casefold(), p.id)))


def holders(incident: Incident) -> tuple[Person, ...]:
    """With whom it rests: those who acknowledged it, else those whom it pages."""
    held = incident.acknowledgements or incident.assignments
    return tuple({a.person.id: a.person for a in held}.values())


def names(people: Iterable[Person]) -> str:
    """Their names in a row; "nobody" when there are none."""
    return ", ".join(p.name for p in people) or "nobody"


def wrote(person: Person, reply: Reply) -> bool:
    """Whether a message is theirs: by address where both are known, else by name; what a cockpit
    sent is nobody's own word."""
    if reply.ours:
        return False
    if person.email and reply.author_email:
        return person.email.casefold() == reply.author_email.casefold()
    return bool(person.name) and person.name.casefold() == reply.author.casefold()


def rests_with(incident: Incident) -> str:
    """Its holders' names; "unassigned" when it rests with no one."""
    return names(holders(incident)) if holders(incident) else UNASSIGNED


def called(state: State, person_ids: Iterable[str]) -> str:
    """What people with these ids are called, as far as that is known."""
    found = [known(state, key) or Person(id=key, name=key) for key in person_ids]
    return names(found)


def _mentioned(state: State) -> Iterator[Person]:
    if state.me is not None:
        yield state.me
    for entry in state.on_call:
        yield entry.person
    for case in state.cases.values():
        for held in (*case.incident.assignments, *case.incident.acknowledgements):
            yield held.person
    yield from state.people.values()
