"""That the turns of a scenario name only what there is, and that each can come at all."""

import re
from collections.abc import Iterator
from dataclasses import fields

from cockpit.standins.codec import DataError
from cockpit.standins.scenario import Scenario
from cockpit.standins.turns import Cue, Turn


def check_turns(scenario: Scenario) -> None:
    """Raises `DataError`, which names the key, when a turn contradicts the rest."""
    ids = [turn.id for turn in scenario.turns]
    _check_unless("said", [name for said in scenario.said for name in said.unless], ids)
    _check_unless("replies", [name for reply in scenario.replies for name in reply.unless], ids)
    for n, turn in enumerate(scenario.turns):
        where = f"turns[{n}]"
        _check_turn(turn, ids, where)
        for key, asked, known in _names(scenario, turn, ids):
            for name in asked:
                if name and name not in known:
                    there = ", ".join(sorted(known)) or "none"
                    raise DataError(f"{where}.{key}: there is no {name!r}; there are: {there}")
        for m, cue in enumerate(turn.when):
            _check_cue(cue, f"{where}.when[{m}]")


def _check_unless(key: str, asked: list[str], ids: list[str]) -> None:
    for name in asked:
        if name not in ids:
            raise DataError(f"{key}.unless: there is no turn {name!r}")


def _check_turn(turn: Turn, ids: list[str], where: str) -> None:
    if ids.count(turn.id) > 1:
        raise DataError(f"{where}.id: there are two turns {turn.id!r}")
    if turn.good and turn.bad:
        raise DataError(f"{where}: good and bad are both given; a turn is one of them")
    if not turn.when:
        raise DataError(f"{where}.when: nothing brings this turn")


def _names(
    scenario: Scenario, turn: Turn, ids: list[str]
) -> Iterator[tuple[str, list[str], set[str]]]:
    """Key, the names that stand there, and those that there are."""
    people = {person.key for person in scenario.people}
    channels = {channel.name for channel in scenario.slack.channels}
    orgs = scenario.platform.orgs
    yield "needs", list(turn.needs), set(ids)
    yield "unless", list(turn.unless), set(ids)
    yield "said.who", [word.who for word in turn.said], people
    yield "said.channel", [word.channel for word in turn.said], channels
    yield "when.channel", [cue.channel for cue in turn.when], channels
    yield "when.paged", [cue.paged for cue in turn.when], people
    yield "when.acknowledged", [cue.acknowledged for cue in turn.when], people
    yield "when.entered", [cue.entered for cue in turn.when], {org.id for org in orgs}
    yield "orgs.id", [org.id for org in turn.orgs], {org.id for org in orgs}
    flags = {f"{org.id}/{flag}" for org in orgs for flag in org.flags}
    yield "when.disabled", [cue.disabled for cue in turn.when], flags
    endpoints = {endpoint.name for endpoint in scenario.endpoints}
    yield "courses.endpoint", [course.endpoint for course in turn.courses], endpoints
    metrics = {metric.name for metric in scenario.metrics}
    yield "values.metric", [value.metric for value in turn.values], metrics
    services = {service.id for service in scenario.pagerduty.services}
    yield "pages.service", [page.service for page in turn.pages], services


def _check_cue(cue: Cue, where: str) -> None:
    if cue == Cue():
        raise DataError(f"{where}: a cue needs one of {', '.join(f.name for f in fields(Cue))}")
    for word in cue.said:
        try:
            re.compile(word)
        except re.error as error:
            raise DataError(f"{where}.said: {word!r} is no pattern: {error}") from error
