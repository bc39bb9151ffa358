"""The status page port, met by Atlassian Statuspage; what customers are told is not decided here.

Every incident there carries, in its `metadata`, the ids of the effects that wrote on it: that is
how one whose answer was lost is found again.
"""

import json
import re
from datetime import datetime, timedelta

from cockpit.adapters.loose_json import Node
from cockpit.adapters.statuspage_words import Question, no_sense, refusal
from cockpit.adapters.wire import Wire
from cockpit.adapters.wire_call import Call, Reply, Service, TooMuchError
from cockpit.adapters.wire_token import Bearer, Token
from cockpit.domain.effects_outward import PublishStatus
from cockpit.ports.outside import Changed, Refused

TEXT_LIMIT = 25_000
"""Characters of a text, by the vendor's reference."""
TITLE_LIMIT = 255
"""Characters of an incident's name."""
EARLIER = timedelta(seconds=60)
"""Looking starts this much before it can have happened: clocks differ."""


_MARK = "cockpit"
_IDS = "ids"
_MOST_IDS = 60
"""Effects of one incident that are remembered there; more are written to nobody's customers."""
_PART, _PARTS = 100, 3
"""Incidents of one answer when looking, and answers."""
_OVER = frozenset({"resolved", "postmortem", "completed"})
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Statuspage:
    """One page.

    Args:
        api_url: such as "https://api.statuspage.io/v1".
        page_id: of the page.
        token: asked for before the first question, and again after the token was refused.
        timeout_s: for one answer.
        notify: whether the page's subscribers get each text by e-mail and the like.
    """

    def __init__(
        self, *, api_url: str, page_id: str, token: Token, timeout_s: float, notify: bool
    ) -> None:
        self._base = f"{api_url.rstrip('/')}/pages/{page_id}/"
        self._bearer = Bearer(token)
        self._service = Service(
            name="the status page",
            mend="check statuspage.api_url and the token",
            timeout_s=timeout_s,
        )
        self._notify = notify
        self._wire = Wire()

    async def check(self) -> None:
        """Whether the page takes the token: raises what is in the way."""
        await self._ask(Question(method="GET", path="incidents/unresolved"))

    async def publish(self, update: PublishStatus, ref: str) -> Changed:
        """Open an incident, or write on one that is open; sends once.

        Reads first what the incident says: one that is over there is not opened again.
        """
        _check(update, ref)
        if not ref:
            question = Question(method="POST", path="incidents", body=self._said(update, Node({})))
            return _written(await self._ask_for_one(question), update)
        path = f"incidents/{ref}"
        standing = await self._ask_for_one(Question(method="GET", path=path))
        if standing.raw("status") in _OVER and update.status not in _OVER:
            words = "on the status page this incident is over; the text was not published"
            raise Refused(words, "look there; R resolves it here too", code="over")
        question = Question(method="PATCH", path=path, body=self._said(update, standing))
        return _written(await self._ask_for_one(question), update)

    async def find(self, update: PublishStatus, ref: str, since: datetime) -> Changed | None:
        """Whether this text stands there: by the effect's id, else by its words since then."""
        since -= EARLIER
        if ref:
            there = await self._ask_for_one(Question(method="GET", path=f"incidents/{_safe(ref)}"))
            return _found(there, update, since)
        for part in range(1, _PARTS + 1):
            query = {"limit": str(_PART), "page": str(part)}
            incidents = await self._ask_for_many(
                Question(method="GET", path="incidents", query=query)
            )
            for incident in incidents:
                opened = incident.time("created_at")
                is_marked = incident.node("metadata").node(_MARK).is_list(_IDS)
                if update.id not in _ids(incident) and (
                    is_marked or opened is None or opened < since
                ):
                    continue
                if found := _found(incident, update, since):
                    return found
            ages = [opened for i in incidents if (opened := i.time("created_at")) is not None]
            if len(incidents) < _PART or (ages and max(ages) < since):
                return None
        words = f"the page has more than {_PART * _PARTS} incidents since then"
        raise Refused(words, "look at the page", code="too_many")

    async def close(self) -> None:
        """Hang up."""
        await self._wire.close()

    def _said(self, update: PublishStatus, standing: Node) -> dict[str, object]:
        """The body of the request; what others have put into the metadata stays."""
        ids = [*(i for i in _ids(standing) if i != update.id), update.id][-_MOST_IDS:]
        kept = standing.fields("metadata")
        incident: dict[str, object] = {
            "status": update.status,
            "body": update.text,
            "deliver_notifications": self._notify,
            "metadata": {**kept, _MARK: {_IDS: ids}},
        }
        if not standing:
            incident["name"] = update.title
        if update.components:
            incident["component_ids"] = list(update.components)
        if update.components and update.component_status:
            incident["components"] = dict.fromkeys(update.components, update.component_status)
        return {"incident": incident}

    async def _ask_for_one(self, question: Question) -> Node:
        answer = await self._ask(question)
        incident = Node(answer.body)
        if not _ID.fullmatch(incident.raw("id")):
            raise no_sense(answer.status)
        return incident

    async def _ask_for_many(self, question: Question) -> list[Node]:
        answer = await self._ask(question)
        if not isinstance(answer.body, list):
            raise no_sense(answer.status)
        return Node({"all": answer.body}).nodes("all")

    async def _exchange(self, question: Question, token: str) -> Reply:
        body = question.body
        call = Call(
            method=question.method,
            url=f"{self._base}{question.path}",
            query=tuple(question.query.items()),
            body=b"" if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"OAuth {token}",
                **({} if body is None else {"Content-Type": "application/json"}),
            },
            secret=token,
            changes=question.is_write,
        )
        try:
            return await self._wire.exchange(self._service, call)
        except TooMuchError as error:
            raise no_sense(error.status) from None

    async def _ask(self, question: Question) -> Reply:
        """Ask once; anything but a good answer in JSON is raised."""
        return await self._bearer.ask(
            lambda token: self._exchange(question, token),
            lambda answer: refusal(answer, question),
        )


def _check(update: PublishStatus, ref: str) -> None:
    if ref:
        _safe(ref)
    if not update.text.strip() or len(update.text) > TEXT_LIMIT:
        words = f"a text on the status page has 1 to {TEXT_LIMIT} characters"
        raise Refused(f"{words}, this one {len(update.text)}", "write another", code="text")
    if not ref and not 0 < len(update.title.strip()) <= TITLE_LIMIT:
        words = f"a title on the status page has 1 to {TITLE_LIMIT} characters"
        raise Refused(f"{words}, this one {len(update.title)}", "write another", code="title")


def _safe(ref: str) -> str:
    if not _ID.fullmatch(ref):
        raise Refused("that is not an incident of the status page", "look at the page", code="ref")
    return ref


def _ids(incident: Node) -> list[str]:
    """The effects that wrote on an incident, as far as it says."""
    return incident.node("metadata").node(_MARK).texts(_IDS)


def _gist(text: str) -> str:
    """What a text says, whatever the page did to its spaces."""
    return " ".join(text.split())


def _text_of(incident: Node, update: PublishStatus, since: datetime) -> Node | None:
    """The text on the page that says just this, if it came since then."""
    wanted = (_gist(update.text), update.status)
    for said in incident.nodes("incident_updates"):
        at = said.time("created_at")
        if (_gist(said.raw("body")), said.raw("status")) == wanted and at and at >= since:
            return said
    return None


def _found(incident: Node, update: PublishStatus, since: datetime) -> Changed | None:
    text = _text_of(incident, update, since)
    if update.id not in _ids(incident) and text is None:
        return None
    ref = incident.raw("id")
    if not _ID.fullmatch(ref):
        return None
    return Changed(ref=ref, at=text.time("created_at") if text else None)


def _written(incident: Node, update: PublishStatus) -> Changed:
    """What the answer confirms."""
    ages = [at for said in incident.nodes("incident_updates") if (at := said.time("created_at"))]
    at = max(ages, default=None) or incident.time("updated_at")
    warning = ""
    if incident.raw("status") != update.status:
        warning = f"the page says {incident.text('status', limit=40) or 'nothing of its state'}"
    return Changed(ref=incident.raw("id"), at=at, warning=warning)
