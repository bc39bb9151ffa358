"""What must hold between the keys of a configuration; rules of a single value are in `kinds`.

The rules look at plain data that may be wrong in other ways too, so that everything that is wrong
is said at once; what a rule cannot make sense of, it leaves to validation.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterator

from cockpit.settings.explain import MEND_TOLD, WAYS, Trouble
from cockpit.settings.tree import Place, rows, value_at
from cockpit.settings.words import listed, looks_secret, nearest, shown

Rule = Callable[[object], Iterator[Trouble]]

_JOINER = "\u200d"


def troubles(data: object, actions: Collection[str]) -> Iterator[Trouble]:
    """Everything that breaks a rule; `actions` are the ids that `[keys]` may name, empty: any."""
    for rule in (_texts, _tokens, _person, _channel, _names, _steps, _reports):
        yield from rule(data)
    yield from _keys(data, actions)


def _texts(data: object, place: Place = ()) -> Iterator[Trouble]:
    """No text has the shape of a token, or characters that a terminal would obey."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, key))
    elif isinstance(data, tuple | list):
        for index, value in enumerate(data):
            yield from _texts(value, (*place, index))
    elif isinstance(data, str):
        if looks_secret(data):
            yield place, "looks like a secret in the configuration", MEND_TOLD
        if any(_obeyed(letter) for letter in data):
            yield place, "has a control character or an invisible one", "type it again, by hand"


def _obeyed(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs"} and letter not in f"\n\t{_JOINER}"


def _tokens(data: object) -> Iterator[Trouble]:
    for service in ("pagerduty", "slack"):
        table = value_at(data, (service,))
        if not isinstance(table, dict):
            continue
        said = [way for way in WAYS if way in table]
        example = f'token_env = "{service.upper()}_TOKEN"'
        if not said and "token" not in table:
            yield (service,), "does not say where its token is", f"add {example}"
        if len(said) > 1:
            yield (
                (service, said[1]),
                f"says a second time where the token is, after {said[0]}",
                (f"keep one of {listed(said)}"),
            )


def _person(data: object) -> Iterator[Trouble]:
    if isinstance(value_at(data, ("pagerduty",)), dict) and not value_at(data, ("person", "email")):
        yield (
            ("person", "email"),
            "is missing",
            ("add your own address in PagerDuty: whatever is done there is done in your name"),
        )


def _channel(data: object) -> Iterator[Trouble]:
    places: tuple[Place, ...] = (
        ("slack", "channels", "incident"),
        ("procedure", "channels", "incident"),
    )
    if isinstance(value_at(data, ("slack",)), dict) and not any(value_at(data, p) for p in places):
        yield places[0], "is missing", 'add the id of the channel for incidents, as "C012ABCDEF"'


def _names(data: object) -> Iterator[Trouble]:
    lists = (("health", "probes", "name"), ("repositories", "name"), ("reports", "name"))
    for *place, key in (*lists, ("procedure", "steps", "id")):
        seen = set[str]()
        for where, row in rows(data, *place):
            name = row.get(key, "reports" if place == ["reports"] else None)
            if isinstance(name, str) and name in seen:
                yield (*where, key), "is used twice", "give each entry a name of its own"
            elif isinstance(name, str):
                seen.add(name)


def _steps(data: object) -> Iterator[Trouble]:
    named = (row.get("id") for _, row in rows(data, "procedure", "steps"))
    ids = [name for name in named if isinstance(name, str)]
    for where, row in rows(data, "health", "probes"):
        step = row.get("step")
        if isinstance(step, str) and step and step not in ids:
            known = f"the steps are {listed(ids)}" if ids else "the procedure has no steps"
            mend = _meant(step, ids, f"leave it out; {known}")
            yield (*where, "step"), f'names an unknown step "{shown(step)}"', mend


def _reports(data: object) -> Iterator[Trouble]:
    known = [str(row.get("name")) for _, row in rows(data, "repositories")]
    standard = value_at(data, ("procedure", "reports_path"))
    for where, row in rows(data, "reports"):
        repository = row.get("repository")
        if not row.get("path") and not (repository and standard):
            yield (*where, "path"), "is missing", "add the folder that the reports are in"
        if row.get("branch") and not repository:
            mend = "add the repository that the branch belongs to"
            yield (*where, "repository"), "is missing, but a branch is named", mend
        if isinstance(repository, str) and not _is_path(repository) and repository not in known:
            reason = f'names an unknown repository "{shown(repository)}"'
            ways = "name one of [[repositories]], or write a path with a slash in it"
            yield (*where, "repository"), reason, _meant(repository, known, ways)


def _meant(word: str, known: Collection[str], otherwise: str) -> str:
    near = nearest(word, known)
    return f'did you mean "{shown(near)}"?' if near else otherwise


def _is_path(repository: str) -> bool:
    return "/" in repository or repository in {"", ".", "..", "~"}


def _keys(data: object, actions: Collection[str]) -> Iterator[Trouble]:
    table = value_at(data, ("keys",))
    taken: dict[str, str] = {}
    for action, keys in table.items() if isinstance(table, dict) else ():
        if actions and action not in actions:
            mend = _meant(action, actions, f"the actions are {listed(sorted(actions))}")
            yield ("keys", action), "is not an action", mend
        for index, key in enumerate(keys if isinstance(keys, tuple | list) else ()):
            if isinstance(key, str) and taken.setdefault(key, action) != action:
                yield (
                    ("keys", action, index),
                    f"is taken by {shown(taken[key])}",
                    ("give each action keys of its own"),
                )
