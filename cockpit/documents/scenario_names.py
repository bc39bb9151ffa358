"""Who and what is named in a recorded incident, and what stands for each in its scenario."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cockpit.domain.film import Film
from cockpit.domain.scrubbing import standing_for
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, State

CAST = {"Ben Okafor": "ben", "Lea Sandstr\u00f6m": "lea", "Kofi Mensah": "kofi", "Mia Chen": "mia"}
"""Colleagues whom the stand-ins have, and their keys."""
GUESTS = (
    *("Iris Vale", "Noor Adem", "Pia Holt", "Rune Falk", "Tariq Moss", "Yuki Sato", "Omar Lund"),
    *("Vera Quist", "Hugo Brandt", "Zoe Hart", "Emil Rask", "Dora Finch"),
)
"""Colleagues who can be made for a scenario."""
_ME = "the engineer"


@dataclass(frozen=True, slots=True)
class Names:
    """Originals, and what stands for them."""

    all: dict[str, str]
    """By what stands in the record: people, services, hosts, customers, channels, ids."""
    keys: dict[str, str]
    """Whoever spoke, by name, and the keys that the scenario knows them by; not the engineer."""
    guests: tuple[tuple[str, str], ...] = field(default=())
    """Key and name of those that the stand-ins do not have."""


def names_of(film: Film, stage: Situation) -> Names:
    """Everything that is named in this incident."""
    state = film.last
    case = state.cases[film.incident_id]
    me = _mine(state, stage)
    others = [name for name in dict.fromkeys(_people(film, state, case)) if name not in me]
    standing = standing_for(others, (*CAST, *GUESTS), me)
    speak = {reply.author for reply in case.replies.values()}
    keys: dict[str, str] = {}
    guests: list[tuple[str, str]] = []
    for n, name in enumerate((name for name in others if name in speak), start=1):
        stands = standing[name]
        key = CAST.get(stands, f"guest{n}")
        keys[name] = key
        if key not in CAST.values():
            guests.append((key, stands))
    everything = dict.fromkeys(me, _ME)
    everything |= standing
    everything |= dict.fromkeys(_addresses(state), "an address")
    everything |= _things(state, case, stage)
    return Names(all=everything, keys=keys, guests=tuple(guests))


def _mine(state: State, stage: Situation) -> list[str]:
    people = (state.me, stage.me)
    return list(dict.fromkeys(person.name for person in people if person and person.name))


def _people(film: Film, state: State, case: Case) -> Iterator[str]:
    """Whoever was called first comes first."""
    yield from (one.person.name for one in state.on_call)
    incident = case.incident
    for stamp in (*incident.assignments, *incident.acknowledgements):
        yield stamp.person.name
    yield from (asked.person.name for asked in incident.responders)
    yield from (person.name for person in state.people.values())
    yield from (reply.author for reply in case.replies.values() if reply.author)
    yield from (spell.person.name for spell in case.tenures if spell.person.name)
    for repository in state.repositories.values():
        yield from (deploy.author for deploy in repository.deploys if deploy.author)
    yield from (r.author for r in film.records(film.begins, film.ends) if r.author)


def _addresses(state: State) -> Iterator[str]:
    people = (*state.people.values(), *(one.person for one in state.on_call))
    yield from (person.email for person in people if person.email)


def _things(state: State, case: Case, stage: Situation) -> dict[str, str]:
    """What is no person: services, repositories, customers, channels, hosts, ids."""
    incident = case.incident
    found = {incident.service: "the service", incident.id: "an id", incident.url: "a link"}
    found |= {f"#{incident.number}": "the incident", str(incident.number): "the incident"}
    for n, name in enumerate(sorted(state.repositories), start=1):
        found.setdefault(name, f"part {n}")
    for repository in state.repositories.values():
        for deploy in repository.deploys:
            found[deploy.sha] = "a commit"
            found |= dict.fromkeys(deploy.tags, "a release")
    for known in case.orgs.values():
        found |= {known.org.id: "an org", known.org.name: "a customer"}
    found |= {name: "a channel" for _, name in stage.procedure.channels.names}
    found |= {service.name: "a service" for service in stage.procedure.services}
    found |= dict.fromkeys(state.people, "an id")
    return {key: value for key, value in found.items() if key.strip()}
