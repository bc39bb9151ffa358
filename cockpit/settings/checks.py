"""What must hold between the keys of a configuration; rules of a single value are in `kinds`.

The rules look at plain data that may be wrong in other ways too, so that everything that is wrong
is said at once; what a rule cannot make sense of, it leaves to validation.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from cockpit.settings.criteria_checks import criteria
from cockpit.settings.explain import MEND_TOLD, WAYS, Trouble
from cockpit.settings.http_checks import http
from cockpit.settings.kinds import host_of, is_loopback
from cockpit.settings.order_checks import mirrors, tellings
from cockpit.settings.outward_checks import mail
from cockpit.settings.probe_checks import probes
from cockpit.settings.repository_checks import rings
from cockpit.settings.runbook_checks import runbooks
from cockpit.settings.shift_checks import shifts
from cockpit.settings.tree import Place, rows, value_at
from cockpit.settings.words import listed, looks_secret, nearest, shown

Rule = Callable[[object], Iterator[Trouble]]
Clash = tuple[str, int | None, str, str]
"""An action, which of its keys (None: all), what is wrong with it, and the mend."""
KeyCheck = Callable[[Mapping[str, Sequence[str]]], Iterable[Clash]]
"""What is wrong with other keys for actions, where the whole table of keys is known."""

_JOINER = "\u200d"
_NAMED = (
    ("steps", "id"),
    ("levels", "name"),
    ("criteria", "id"),
    ("roles", "id"),
    ("templates", "phase"),
    ("http_actions", "id"),
    ("services", "name"),
    ("playbooks", "title"),
)
"""Lists of a procedure whose entries have names of their own."""


def no_clashes(_wanted: Mapping[str, Sequence[str]]) -> Iterable[Clash]:
    """Keys that nobody has anything against."""
    return ()


def troubles(
    data: object, actions: Collection[str], clashes: KeyCheck = no_clashes
) -> Iterator[Trouble]:
    """Everything that breaks a rule; `actions` are the ids that `[keys]` may name, empty: any."""
    for rule in (
        _texts,
        _tokens,
        _person,
        _channel,
        mail,
        _names,
        _steps,
        criteria,
        probes,
        tellings,
        runbooks,
        mirrors,
        shifts,
        _reports,
        rings,
        _calendars,
        http,
    ):
        yield from rule(data)
    yield from _keys(data, actions)
    for action, place, reason, mend in clashes(_wanted(data)):
        yield ("keys", action, *(() if place is None else (place,))), reason, mend


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
    for service in ("pagerduty", "slack", "statuspage", "sentry", "jira"):
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
    lists = (
        ("health", "probes", "name"),
        ("repositories", "name"),
        ("reports", "name"),
        ("calendars", "name"),
        ("http", "name"),
    )
    ours = (("procedure", part, key) for part, key in _NAMED)
    for *place, key in (*lists, *ours):
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


def _calendars(data: object) -> Iterator[Trouble]:
    for where, row in rows(data, "calendars"):
        url, file, said = row.get("url"), row.get("file"), [way for way in WAYS if way in row]
        if bool(url) == bool(file):
            mend = "keep one of url and file" if url else "add url or file"
            yield (*where, "url"), "is there beside a file" if url else "is missing", mend
        if not isinstance(url, str):
            continue
        if "{token}" in url and not said:
            mend = 'add token_env = "CALENDAR_TOKEN", or a command or a file that has it'
            yield (*where, "url"), "does not say where its {token} is", mend
        if said and url.lower().startswith("http:") and not is_loopback(host_of(url)):
            reason = "is not https, so the token would travel in the clear"
            yield (*where, "url"), reason, "write https://"
        if len(said) > 1:
            reason = f"says a second time where the token is, after {said[0]}"
            yield (*where, said[1]), reason, f"keep one of {listed(said)}"


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


def _wanted(data: object) -> dict[str, tuple[str, ...]]:
    """The keys that are texts; the others are a matter for validation."""
    table = value_at(data, ("keys",))
    return {
        str(action): tuple(keys)
        for action, keys in (table.items() if isinstance(table, dict) else ())
        if isinstance(keys, tuple | list) and all(isinstance(key, str) and key for key in keys)
    }
