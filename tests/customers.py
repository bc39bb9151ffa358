"""Customers and HTTP actions as tests want them: those of the shipped profile, and one more."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cockpit.adapters.services import HttpServices
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.http_actions import HttpAction, HttpService, Keep, Kind, Need, Trace
from cockpit.settings.load import settings_of

TOKEN = "standin-platform-token"
MERIDIAN = "org_7f3a91"
LINDAU = "org_2b60c4"
"""It forbids impersonation."""
ROOT = "/api/v1/platform"

ACTIONS = settings_of('profile = "novavms"', Path("/nowhere/config.toml")).procedure.http_actions
LOOKUP, MINT = ACTIONS
FLAG = HttpAction(
    id="disable-flag",
    title="Disable a feature flag",
    service="platform",
    kind=Kind.ACT,
    method="PUT",
    path=f"{ROOT}/orgs/{{org_id}}/flags/{{input}}",
    body='{"enabled": false}',
    needs=(Need.ORG, Need.CONFIRMATION),
    ask="Which flag",
    confirm="{input} is off for everybody in {org} at once.",
    keep=(Keep(name="flag", path="flag"),),
)
TRACE = Trace(
    path=f"{ROOT}/impersonation-tokens?ticket_ref={{incident_id}}",
    list="tokens",
    where=(("org_id", "{org_id}"), ("ticket_ref", "{incident_id}")),
    at="created_at",
)
TRACED = replace(MINT, trace=TRACE)


def asked(query: str) -> Mapping[str, str]:
    """What fills the blanks of a look-up."""
    return {
        "query": query,
        "incident_id": "Q1",
        "incident_number": "4217",
        "person": "Ana",
        "person_email": "ana@example.com",
    }


def minting(org: str = MERIDIAN, *, trace: bool = False, **more: object) -> CallHttp:
    """The effect that mints a token for this org, as `decide` makes it."""
    given: dict[str, object] = {
        "id": "r1.http",
        "incident_id": "Q1",
        "action": MINT.id,
        "title": MINT.title,
        "service": "platform",
        "method": "POST",
        "path": MINT.path,
        "body": f'{{"org_id": "{org}", "reason": "P1 incident Q1", "ticket_ref": "Q1"}}',
        "org_id": org,
        "trace": f"{ROOT}/impersonation-tokens?ticket_ref=Q1" if trace else "",
        "where": (("org_id", org), ("ticket_ref", "Q1")) if trace else (),
        "enters": True,
        "process": "here:1:0",
    }
    return CallHttp(**{**given, **more})


def services(
    url: str,
    token: str = TOKEN,
    *,
    actions: tuple[HttpAction, ...] = (LOOKUP, MINT, FLAG),
    timeout_s: float = 20.0,
    max_answer: int = 1_048_576,
) -> HttpServices:
    """The port, at this address."""

    async def found() -> str:
        return token

    service = HttpService(name="platform", url=url, timeout_s=timeout_s, max_answer=max_answer)
    return HttpServices((service,), {"platform": found} if token else {}, actions)
