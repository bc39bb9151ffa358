"""The status page's REST API, as far as it is used: incidents, their texts, components."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from cockpit.standins.http import Request, Response, json_response
from cockpit.standins.meter import Meter
from cockpit.standins.outward import StatusSite

Json = dict[str, object]

STATUSES = ("investigating", "identified", "monitoring", "resolved")
COMPONENT_STATUSES = (
    "operational",
    "under_maintenance",
    "degraded_performance",
    "partial_outage",
    "major_outage",
)
BODY_LIMIT, NAME_LIMIT, PAGE_LIMIT = 25_000, 255, 100
_KINDS: dict[str, type] = {
    "name": str,
    "status": str,
    "body": str,
    "deliver_notifications": bool,
    "metadata": dict,
    "component_ids": list,
    "components": dict,
}


@dataclass
class PageText:
    """A text on an incident of the page."""

    id: str
    status: str
    body: str
    at: datetime
    delivered: bool


@dataclass
class PageIncident:
    """An incident of the page; its newest text is the last."""

    id: str
    name: str
    status: str
    at: datetime
    metadata: dict[str, object]
    component_ids: list[str] = field(default_factory=list)
    texts: list[PageText] = field(default_factory=list)


@dataclass
class PageMemory:
    """What the page has to remember."""

    incidents: list[PageIncident] = field(default_factory=list)
    components: dict[str, str] = field(default_factory=dict)
    """What was said of a component, by id."""


class _Refusal(Exception):
    def __init__(self, status: int, *errors: str) -> None:
        super().__init__(*errors)
        self.answer = json_response(status, {"error": list(errors)})


class Api:
    """Answers for one page."""

    def __init__(self, site: StatusSite, memory: PageMemory, seconds: Callable[[], float]) -> None:
        self.site = site
        self.memory = memory
        self._meter = Meter(site.requests_per_minute, seconds)

    def answer(self, request: Request, at: datetime) -> Response:
        """The answer to one request, made at an instant."""
        if request.headers.get("authorization") != f"OAuth {self.site.token}":
            return json_response(401, {"error": "Could not authenticate"})
        if self._meter.count(self.site.token):
            wait = self._meter.wait_s(self.site.token)
            return json_response(429, {"error": "Too many requests"}).header(
                "Retry-After", str(wait)
            )
        found = re.fullmatch(rf"/v1/pages/{self.site.id}/incidents(?:/([^/]+))?", request.path)
        if found is None:
            return json_response(404, {"error": "Record not found"})
        try:
            return self._do(request, found[1] or "", at)
        except _Refusal as refusal:
            return refusal.answer

    def _do(self, request: Request, name: str, at: datetime) -> Response:
        match request.method, name:
            case "POST", "":
                return json_response(201, self.shown(self._open(_given(request), at)))
            case "GET", "" | "unresolved":
                return json_response(200, self._listed(request, name))
            case "GET", _:
                return json_response(200, self.shown(self._incident(name)))
            case "PATCH", _:
                incident = self._incident(name)
                self._change(incident, self._checked(_given(request)), at)
                return json_response(200, self.shown(incident))
            case _:
                return json_response(405, {"error": "no such method here"})

    def _listed(self, request: Request, name: str) -> list[Json]:
        query = dict(request.query)
        limit = min(int(query.get("limit", query.get("per_page", PAGE_LIMIT))), PAGE_LIMIT)
        begin = (int(query.get("page", "1")) - 1) * limit
        newest = [
            incident
            for incident in reversed(self.memory.incidents)
            if not name or incident.status != "resolved"
        ]
        return [self.shown(incident) for incident in newest[begin : begin + limit]]

    def _incident(self, name: str) -> PageIncident:
        found = next((i for i in self.memory.incidents if i.id == name), None)
        if found is None:
            raise _Refusal(404, "Record not found")
        return found

    def _open(self, given: Json, at: datetime) -> PageIncident:
        if not given.get("name"):
            raise _Refusal(422, "Name can't be blank")
        given = self._checked({"status": "investigating", **given})
        number = len(self.memory.incidents) + 1
        incident = PageIncident(f"pageinc{number:05}", "", "", at, {})
        self._change(incident, given, at)
        self.memory.incidents.append(incident)
        return incident

    def _checked(self, given: Json) -> Json:
        """What was given, if the page takes it."""
        for name, kind in _KINDS.items():
            if name in given and not isinstance(given[name], kind):
                raise _Refusal(422, f"{name} is of the wrong type")
        metadata, components = _fields(given.get("metadata")), _fields(given.get("components"))
        concerned = {*_strings(given.get("component_ids")), *components}
        ids = {component.id for component in self.site.components}
        rules = (
            (set(given) <= set(_KINDS), "a key is not known"),
            (given.get("status", STATUSES[0]) in STATUSES, "Status is not included in the list"),
            (len(str(given.get("body", ""))) <= BODY_LIMIT, "Body is too long"),
            (len(str(given.get("name", ""))) <= NAME_LIMIT, "Name is too long"),
            (all(isinstance(v, dict) for v in metadata.values()), "Metadata must hold objects"),
            (concerned <= ids, "Component not found"),
            (set(components.values()) <= {*COMPONENT_STATUSES}, "Component status is not known"),
        )
        broken = [words for holds, words in rules if not holds]
        if broken:
            raise _Refusal(422, *broken)
        return given

    def _change(self, incident: PageIncident, given: Json, at: datetime) -> None:
        incident.name = str(given.get("name", incident.name))
        incident.status = str(given.get("status", incident.status))
        if "metadata" in given:
            incident.metadata = _fields(given["metadata"])
        if "component_ids" in given:
            incident.component_ids = _strings(given["component_ids"])
        for key, value in _fields(given.get("components")).items():
            self.memory.components[key] = str(value)
        text = PageText(
            id=f"{incident.id}t{len(incident.texts) + 1}",
            status=incident.status,
            body=str(given.get("body", "")),
            at=at,
            delivered=bool(given.get("deliver_notifications", True)),
        )
        incident.texts.append(text)

    def shown(self, incident: PageIncident) -> Json:
        """An incident as the API shows it."""
        last = incident.texts[-1].at if incident.texts else incident.at
        return {
            "id": incident.id,
            "name": incident.name,
            "status": incident.status,
            "created_at": incident.at.isoformat(timespec="milliseconds"),
            "updated_at": last.isoformat(timespec="milliseconds"),
            "page_id": self.site.id,
            "metadata": incident.metadata,
            "components": [
                {"id": c.id, "name": c.name, "status": self.memory.components.get(c.id, "")}
                for c in self.site.components
                if c.id in incident.component_ids
            ],
            "incident_updates": [
                {
                    "id": text.id,
                    "incident_id": incident.id,
                    "status": text.status,
                    "body": text.body,
                    "created_at": text.at.isoformat(timespec="milliseconds"),
                    "deliver_notifications": text.delivered,
                }
                for text in reversed(incident.texts)
            ],
        }


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _fields(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _given(request: Request) -> Json:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise _Refusal(400, "the body's type is not what it says")
    try:
        data = json.loads(request.body)
    except ValueError as error:
        raise _Refusal(400, "the body is no JSON") from error
    given = data.get("incident") if isinstance(data, dict) else None
    if not isinstance(given, dict):
        raise _Refusal(400, "param is missing or the value is empty: incident")
    return given
