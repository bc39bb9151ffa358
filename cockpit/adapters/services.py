"""The port of an organisation's own services, met by HTTP; what to ask is the profile's business.

An answer is foreign: it may be HTML, huge, or say anything about an org. What is shown once leaves
here as a `Secret`, and never as part of an error, a warning or a kept value.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta

from cockpit.adapters.json_path import at
from cockpit.adapters.loose_json import instant
from cockpit.adapters.services_words import (
    Question,
    misconfigured,
    no_sense,
    refusal,
    too_much,
)
from cockpit.adapters.wire import Wire
from cockpit.adapters.wire_call import Call, Reply, Service, TooMuchError
from cockpit.domain import http_actions
from cockpit.domain.customers import MOST_FOUND, MOST_LISTED, Org
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.http_actions import HttpAction, HttpService, Keep, OrgPaths
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.plain import plain
from cockpit.ports.secret import Secret
from cockpit.ports.services import Called, Found

Token = Callable[[], Awaitable[str]]
"""Gives a token; raises `Refused` with `credentials` when it cannot be had."""

EARLIER = timedelta(seconds=5)
"""Looking starts this much before it can have happened: clocks differ."""

_ID_LIMIT, _VALUE_LIMIT = 200, 200
_SECRET = re.compile(r"[!-~]{1,16384}", re.ASCII)


class HttpServices:
    """All services of the configuration.

    Args:
        services: where they are.
        tokens: by the service's name, for those that want one.
        actions: what the profile asks of them.
    """

    def __init__(
        self,
        services: tuple[HttpService, ...],
        tokens: Mapping[str, Token],
        actions: tuple[HttpAction, ...],
    ) -> None:
        self._services = {service.name: service for service in services}
        self._find_token = tokens
        self._tokens: dict[str, str] = {}
        self._actions = actions
        self._wire = Wire()

    async def look_up(self, action: HttpAction, values: Mapping[str, str]) -> Found:
        """Ask which orgs fit; an address that holds what is looked for may not be there."""
        try:
            path = http_actions.address(action.path, values)
        except ValueError as error:
            raise Refused(
                f"that cannot be looked up: {error}", "write an id, or an address"
            ) from None
        question = _asking(action, path, values)
        answer = await self._ask(action.service, question)
        named_in_path = "{query}" in action.path.partition("?")[0]
        if answer.status == 404 and named_in_path and answer.is_json:  # noqa: PLR2004 - HTTP's own
            return Found(orgs=(), total=0)
        self._expect(action.service, question, answer)
        return _found(action, answer, MOST_FOUND)

    async def listed(self, action: HttpAction, values: Mapping[str, str]) -> Found:
        """Ask for all that its profile lists, in one answer; more than enough is only counted."""
        question = _asking(action, http_actions.address(action.path, values), values)
        answer = await self._ask(action.service, question)
        self._expect(action.service, question, answer)
        return _found(action, answer, MOST_LISTED)

    async def call(self, call: CallHttp) -> Called:
        """Do it, once; nothing in the answer is repeated but what the profile keeps."""
        action = self._action(call)
        question = Question(
            method=call.method,
            path=call.path,
            body=call.body,
            headers=action.headers,
            changes=True,
        )
        answer = await self._ask(call.service, question)
        self._expect(call.service, question, answer, may_be_empty=True)
        given = at(answer.body, action.secret) if action.secret else None
        secret = Secret(given) if isinstance(given, str) and _SECRET.fullmatch(given) else None
        kept = _kept(answer.body, action.keep, "" if given is None else str(given))
        warning = ""
        if action.secret and secret is None:
            warning = f"{call.service} did it, and its answer has nothing usable at {action.secret}"
        return Called(changed=Changed(kept=kept, warning=warning), secret=secret)

    async def trace(self, call: CallHttp, since: datetime) -> Changed | None:
        """The newest entry that says what this act would have left, if there is one."""
        action = self._action(call)
        if action.trace is None:
            raise Refused("the profile does not say any more where to look for it")
        question = Question(method="GET", path=call.trace, headers=action.headers)
        answer = await self._ask(call.service, question)
        self._expect(call.service, question, answer)
        entries = at(answer.body, action.trace.list)
        if not isinstance(entries, list):
            raise no_sense(call.service, answer.status)
        ages = [
            made
            for entry in entries
            if all(_text(at(entry, path)) == value for path, value in call.where)
            if (made := instant(_text(at(entry, action.trace.at)))) is not None
        ]
        newest = max(ages, default=None)
        return Changed(at=newest) if newest is not None and newest >= since - EARLIER else None

    async def close(self) -> None:
        """Hang up everywhere."""
        await self._wire.close()

    def _action(self, call: CallHttp) -> HttpAction:
        action = http_actions.named(http_actions.acts(self._actions), call.action)
        if action is None:
            words = f"the profile has no act {call.action} any more: nothing was sent"
            raise Refused(words, "look at [[procedure.http_actions]]", code="gone")
        return action

    async def _ask(self, name: str, question: Question) -> Reply:
        service = self._services.get(name)
        if service is None:
            raise misconfigured(name)
        if name not in self._tokens:
            find = self._find_token.get(name)
            self._tokens[name] = await find() if find else ""
        return await self._exchange(service, question, self._tokens[name])

    async def _exchange(self, service: HttpService, question: Question, token: str) -> Reply:
        headers = dict(question.headers)
        if question.body:
            headers["Content-Type"] = "application/json"
        if token:
            headers[service.header] = f"{service.scheme} {token}".strip()
        call = Call(
            method=question.method,
            url=f"{service.url}{question.path}",
            body=question.body.encode(),
            headers=headers,
            secret=token,
            changes=question.changes,
        )
        asked = Service(
            name=service.name,
            mend=f'check "{service.name}" in [[http]]',
            timeout_s=service.timeout_s,
            most_body=service.max_answer,
        )
        try:
            return await self._wire.exchange(asked, call)
        except TooMuchError:
            raise too_much(service.name, service.max_answer) from None

    def _expect(
        self, name: str, question: Question, answer: Reply, *, may_be_empty: bool = False
    ) -> None:
        """Raise what an answer means that is not what was asked for."""
        is_well = answer.status in range(200, 300)
        if is_well and (answer.is_json or (may_be_empty and answer.is_empty)):
            return
        error = refusal(name, question, answer, self._tokens.get(name, ""))
        if isinstance(error, Refused) and error.credentials:
            self._tokens.pop(name, None)
        raise error


def _asking(action: HttpAction, path: str, values: Mapping[str, str]) -> Question:
    return Question(
        method=action.method,
        path=path,
        body=http_actions.body(action.body, values),
        headers=action.headers,
    )


def _found(action: HttpAction, answer: Reply, most: int) -> Found:
    entries = at(answer.body, action.org.list)
    if isinstance(entries, dict) and not action.org.list:
        entries = [entries]
    if not isinstance(entries, list):
        raise no_sense(action.service, answer.status)
    every = tuple(_orgs(entries, action.org, action.keep))
    orgs = tuple(dict.fromkeys(every))  # One that is told twice is one.
    if entries and not orgs:
        raise no_sense(action.service, answer.status)
    return Found(orgs=orgs[:most], total=len(entries) - len(every) + len(orgs))


def _orgs(entries: list[object], paths: OrgPaths, keep: tuple[Keep, ...]) -> Iterator[Org]:
    """Those with an id that can be shown; one that hides something is counted, and no more."""
    for entry in entries:
        org_id = _text(at(entry, paths.id))
        if not org_id or plain(org_id, _ID_LIMIT) != org_id:
            continue
        allows = at(entry, paths.allows)
        yield Org(
            id=org_id,
            name=plain(_text(at(entry, paths.name)), _VALUE_LIMIT),
            owner=plain(_text(at(entry, paths.owner)), _VALUE_LIMIT),
            allows=allows if isinstance(allows, bool) else None,
            more=_kept(entry, keep, ""),
        )


def _kept(body: object, keep: tuple[Keep, ...], secret: str) -> tuple[tuple[str, str], ...]:
    """What the profile keeps, harmless; where the secret is part of it, it is not kept."""
    values = ((k.name, _text(at(body, k.path))) for k in keep)
    return tuple(
        (name, "***" if secret and secret in value else plain(value, _VALUE_LIMIT))
        for name, value in values
        if value
    )


def _text(value: object) -> str:
    """A plain value as text; what is nested, or nothing, is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""
