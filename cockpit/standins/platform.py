"""The platform's API for the people who run it: orgs, impersonation tokens, feature flags."""

import json
import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from cockpit.standins.customers import Minted, Org, Platform, PlatformMemory
from cockpit.standins.http import Request, Response, json_response

Json = dict[str, object]

ROOT = "/api/v1/platform"
LIFETIME = timedelta(hours=1)
_MINT_KEYS = {"org_id", "reason", "ticket_ref"}
_SHORTEST_REASON = 8
_ALLOWS = {"true": True, "false": False}


class Api:
    """Answers strictly: what it was not asked properly, it does not do."""

    def __init__(self, platform: Platform, memory: PlatformMemory) -> None:
        self._platform = platform
        self.orgs = platform.orgs
        self.memory = memory
        self.given: list[str] = []
        """Every token that was minted while this process runs, for whoever looks where they got."""

    def restate(self, org_id: str, status: str) -> None:
        """An org is in another state from now on."""
        self.orgs = tuple(
            replace(org, status=status) if org.id == org_id else org for org in self.orgs
        )

    def answer(self, request: Request, at: datetime) -> Response:
        """The answer to one request below `ROOT`, made at an instant."""
        if request.headers.get("authorization") != f"Bearer {self._platform.token}":
            return _error(401, "the token is not valid")
        rest = request.path.removeprefix(ROOT)
        flag = re.fullmatch(r"/orgs/([^/]+)/flags/([^/]+)", rest)
        match request.method, rest:
            case "GET", "/orgs":
                return self._orgs(dict(request.query))
            case "POST", "/impersonation-tokens":
                return self._mint(request, at)
            case "GET", "/impersonation-tokens":
                return self._minted(dict(request.query))
            case "PUT", _ if flag is not None:
                return self._switch(request, flag[1], flag[2])
            case _:
                return _error(404, "there is no such address")

    def _orgs(self, query: dict[str, str]) -> Response:
        wanted = query.get("query", "").strip().casefold()
        if set(query) == {"allow_platform_impersonation"}:
            allows = _ALLOWS.get(query["allow_platform_impersonation"])
            if allows is None:
                return _error(400, "allow_platform_impersonation is true or false")
            found = [org for org in self.orgs if org.allows is allows]
        elif set(query) == {"query"} and wanted:
            found = [org for org in self.orgs if _fits(org, wanted)]
        else:
            words = "ask with query, or with allow_platform_impersonation, and with nothing else"
            return _error(400, words)
        return json_response(200, {"orgs": [_shown(org) for org in found], "total": len(found)})

    def _org(self, org_id: object) -> Org | None:
        return next((org for org in self.orgs if org.id == org_id), None)

    def _mint(self, request: Request, at: datetime) -> Response:
        given = _given(request)
        if given is None or set(given) != _MINT_KEYS or not all(map(_is_text, given.values())):
            return _error(422, f"the body must have {', '.join(sorted(_MINT_KEYS))} as texts")
        org, reason = self._org(given["org_id"]), str(given["reason"])
        if org is None:
            return _error(404, "there is no such org")
        if len(reason) < _SHORTEST_REASON:
            return _error(422, "the reason says too little for the customer's audit log")
        if not org.allows:
            return _error(403, "this org forbids platform impersonation")
        number = len(self.memory.minted) + 1
        minted = Minted(f"imp_{number:04}", org.id, reason, str(given["ticket_ref"]), at)
        self.memory.minted.append(minted)
        token = f"nvimp_{secrets.token_urlsafe(24)}"
        self.given.append(token)
        said = {**_entry(minted), "token": token, "expires_at": _iso(at + LIFETIME)}
        return json_response(201, said)

    def _minted(self, query: dict[str, str]) -> Response:
        wanted = query.get("ticket_ref")
        found = [_entry(m) for m in self.memory.minted if wanted in (None, m.ticket_ref)]
        return json_response(200, {"tokens": found})

    def _switch(self, request: Request, org_id: str, flag: str) -> Response:
        org, given = self._org(org_id), _given(request)
        if org is None or flag not in org.flags:
            return _error(404, "there is no such org, or no such flag")
        if given is None or set(given) != {"enabled"} or given["enabled"] is not False:
            return _error(422, "enabled can only be set to false here")
        self.memory.disabled.append(f"{org.id}/{flag}")
        return json_response(200, {"flag": flag, "enabled": False})


def _fits(org: Org, wanted: str) -> bool:
    return wanted in (org.id.casefold(), org.owner.casefold()) or wanted in org.name.casefold()


def _shown(org: Org) -> Json:
    return {
        "id": org.id,
        "name": org.name,
        "owner_email": org.owner,
        "plan": org.plan,
        "cameras": org.cameras,
        "status": org.status,
        "allow_platform_impersonation": org.allows,
    }


def _entry(minted: Minted) -> Json:
    return {
        "id": minted.id,
        "org_id": minted.org_id,
        "reason": minted.reason,
        "ticket_ref": minted.ticket_ref,
        "created_at": _iso(minted.at),
    }


def _given(request: Request) -> Json | None:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        data = json.loads(request.body)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _error(status: int, words: str) -> Response:
    return json_response(status, {"error": words})
