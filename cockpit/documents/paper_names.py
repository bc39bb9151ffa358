"""How people are called in a paper: by their names, or by what they did (G7: no blame)."""

import re
from collections import Counter
from collections.abc import Iterable

from cockpit.domain.model import Person
from cockpit.domain.procedure import Procedure
from cockpit.domain.roles import title_of
from cockpit.domain.state import Case, State
from cockpit.domain.tone import called, names

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SOMEBODY = "somebody"


class Names:
    """Calls people by their names, as they are written.

    Args:
        parts: what each person is called instead, by their names; empty: their names stand.
    """

    def __init__(self, parts: dict[str, str]) -> None:
        self._parts = parts
        spoken = {name: part for one, part in parts.items() for name in called([one])}
        self._spoken = {**spoken, **parts}
        known = sorted((re.escape(n) for n in self._spoken if n.strip()), key=len, reverse=True)
        self._find = re.compile(rf"(?<![\w@])@?({'|'.join(known)})(?!\w)") if known else None

    @property
    def hides(self) -> bool:
        """Whether people are called by what they did."""
        return bool(self._parts)

    def call(self, name: str) -> str:
        """Who did something; whoever is nobody's name stays as it is."""
        if not self.hides or not name.strip():
            return name
        return self._parts.get(name) or self.words(name)

    def words(self, text: str) -> str:
        """A text in which people are named."""
        if self._find is None:
            return text
        found = self._find.sub(lambda match: self._spoken[match[1]], text)
        return _ADDRESS.sub(_SOMEBODY, found)


def names_of(state: State, case: Case, procedure: Procedure, *, roles: bool) -> Names:
    """How people are called in a paper about this incident.

    Args:
        state: everything that is known.
        case: the incident.
        procedure: whose roles are meant.
        roles: whether they are called by what they did.
    """
    if not roles:
        return Names({})
    parts: dict[str, str] = {}
    for name, part in _did(state, case, procedure):
        if name.strip():
            parts.setdefault(name, part)
    return Names(_told_apart(parts))


def _did(state: State, case: Case, procedure: Procedure) -> Iterable[tuple[str, str]]:
    """Everybody with what they did; what is said of somebody first counts."""
    for spell in case.tenures:
        yield spell.person.name, f"the {title_of(procedure, spell.role).casefold()}"
    yield case.acknowledged_by, "the engineer on call"
    paged = [a.person for a in (*case.incident.acknowledgements, *case.incident.assignments)]
    paged += [p for entry in case.course for p in _known(state, case, entry.people_ids)]
    yield from ((person.name, "an engineer who was paged") for person in paged)
    yield from ((one.person.name, "a responder") for one in case.incident.responders)
    there = [moment.author for moment in case.moments]
    there += [reply.author for reply in case.replies.values()]
    yield from ((name, "a colleague") for name in there)
    deploys = (d for repository in state.repositories.values() for d in repository.deploys)
    yield from ((deploy.author, "a developer") for deploy in deploys)
    yield from ((name, "a colleague") for name in names(state, case))


def _known(state: State, case: Case, ids: tuple[str, ...]) -> Iterable[Person]:
    people = [a.person for a in (*case.incident.acknowledgements, *case.incident.assignments)]
    people += [*state.people.values(), *(o.person for o in state.on_call)]
    return (person for person in people if person.id in ids)


def _told_apart(parts: dict[str, str]) -> dict[str, str]:
    """Several who did the same are numbered, in the order in which they came."""
    many = Counter(parts.values())
    seen: Counter[str] = Counter()
    found = {}
    for name, part in parts.items():
        seen[part] += 1
        bare = part.removeprefix("an ").removeprefix("a ").removeprefix("the ")
        found[name] = f"{bare} {seen[part]}" if many[part] > 1 else part
    return found
