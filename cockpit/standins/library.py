"""The scenarios: which there are, how one is read, and that it does not contradict itself."""

import tomllib
from importlib.resources import files
from pathlib import Path

from cockpit.standins.codec import DataError, load
from cockpit.standins.extending import elsewhere, extended
from cockpit.standins.scenario import Scenario
from cockpit.standins.turn_checks import check_turns

_MOST_BYTES = 1_000_000
"""Of a scenario that is read; the delivered ones are far shorter."""


def names() -> tuple[str, ...]:
    """The scenarios that are delivered with the program."""
    folder = files("cockpit.standins") / "scenarios"
    found = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def summaries() -> list[dict[str, str]]:
    """Every delivered scenario in a few words."""
    found = (_table(name) for name in names())
    return [{key: str(table[key]) for key in ("name", "profile", "title")} for table in found]


def read_scenario(name: str) -> Scenario:
    """A delivered scenario by its name, or one from a file by its path.

    Raises:
        DataError: there is no such scenario, or it contradicts itself.
    """
    scenario = load(Scenario, _table(name))
    _check(scenario)
    check_turns(scenario)
    for repository in scenario.repositories:
        times = [commit.at for commit in repository.commits]
        if times != sorted(times):
            raise DataError(f"{repository.name}: commits must go from old to new")
    return scenario


def _own(file: Path) -> str:
    """What stands in a file of somebody's own. Raises `DataError` when that is no text of ours."""
    with file.open("rb") as stream:
        raw = stream.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise DataError(f"{str(file)!r} is bigger than a megabyte: that is no scenario")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{str(file)!r} is not text: save it as UTF-8") from None


def _table(name: str) -> dict[str, object]:
    """What is written there, laid over the delivered scenario that it extends, if it does."""
    if name in names():
        text = (files("cockpit.standins") / "scenarios" / f"{name}.toml").read_text(
            encoding="utf-8"
        )
    elif Path(name).is_file():
        text = _own(Path(name))
    else:
        raise DataError(f"no scenario {name!r}; there are: {', '.join(names())}")
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"scenario {name!r} is not TOML: {error}") from error
    elder = own.get("extends")
    if elder is None:
        return own
    if elder not in names() or elder == name:
        raise DataError(f"extends: {elder!r} is none of {', '.join(names())}")
    base = _table(str(elder))
    found = extended(base, own)
    return elsewhere(found) if found["profile"] != base["profile"] else found


def _check(scenario: Scenario) -> None:
    people = {person.key for person in scenario.people}
    account, slack = scenario.pagerduty, scenario.slack
    targets = {f"person:{key}" for key in people}
    targets |= {f"schedule:{schedule.id}" for schedule in account.schedules}
    named = [key for schedule in account.schedules for key in schedule.people if key]
    named += [key.person for key in account.keys if key.person]
    named += [token.person for token in slack.tokens if token.person]
    named += [who for channel in slack.channels for who in channel.people]
    named += [said.who for said in scenario.said]
    named += [r.partition(":")[2] for said in scenario.said for r in said.reactions]
    named += [reply.who for reply in scenario.replies]
    named.append(scenario.engineer)
    _known("person", named, people)
    _known(
        "target",
        [
            target
            for policy in account.policies
            for level in policy.levels
            for target in level.targets
        ],
        targets,
    )
    services = {service.id for service in account.services}
    policies = {policy.id for policy in account.policies}
    priorities = {priority.name for priority in account.priorities} | {""}
    channels = {channel.name for channel in slack.channels}
    _known("policy", [service.policy for service in account.services], policies)
    _known("service", [page.service for page in scenario.pages], services)
    _known("service", [change.service for change in scenario.changes], services)
    _known("priority", [page.priority for page in scenario.pages], priorities)
    _known("channel", [said.channel for said in scenario.said], channels)
    keys = {said.key for said in scenario.said} | {""}
    _known("message", [said.answers for said in scenario.said], keys)
    _known("channel", [slack.incident_channel], channels)


def _known(what: str, asked: list[str], known: set[str]) -> None:
    for name in asked:
        if name not in known:
            raise DataError(f"the scenario names a {what} that it does not have: {name!r}")
