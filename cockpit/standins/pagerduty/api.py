"""The API's door: keys, headers, rate limit, routes and error bodies."""

import json
import re
from datetime import datetime

from cockpit.standins.http import Request, Response, json_response
from cockpit.standins.meter import Meter
from cockpit.standins.pagerduty.account import Account
from cockpit.standins.pagerduty.call import ApiError, Call, Json, invalid
from cockpit.standins.pagerduty.routes import Route, find
from cockpit.standins.scenario import ApiKey, Person

MEDIA_TYPE = "application/vnd.pagerduty+json;version=2"
UNAUTHORIZED, FORBIDDEN, TOO_MANY = 2006, 2010, 2020


class Api:
    """Answers requests for one account."""

    def __init__(self, account: Account, meter: Meter) -> None:
        self.account = account
        self.meter = meter

    def answer(self, request: Request, at: datetime) -> Response:
        """The answer to one request, made at an instant."""
        try:
            key = self._key(request)
            over = self.meter.count(key.token)
            response = too_many() if over else self._route(request, key, at)
            name = key.token
        except ApiError as error:
            response, name = json_response(error.status, error.body), ""
        for header, value in self.meter.headers(name):
            response = response.header(header, value)
        return response

    def _key(self, request: Request) -> ApiKey:
        given = request.headers.get("authorization", "")
        found = re.fullmatch(r"Token token=(\S+)|Bearer (\S+)", given)
        token = (found[1] or found[2]) if found else ""
        for key in self.account.scenario.pagerduty.keys:
            if key.token == token:
                return key
        raise ApiError(401, "Unauthorized", UNAUTHORIZED)

    def _route(self, request: Request, key: ApiKey, at: datetime) -> Response:
        try:
            route, params = find(request.method, request.path)
            call = self._call(request, route, params, key, at)
            result = route.endpoint(call)
        except ApiError as error:
            return json_response(error.status, error.body)
        if result is None:
            return Response(route.status)
        return json_response(route.status, result)

    def _call(
        self,
        request: Request,
        route: Route,
        params: tuple[str, ...],
        key: ApiKey,
        at: datetime,
    ) -> Call:
        if key.read_only and request.method != "GET":
            raise ApiError(403, "Access Denied", FORBIDDEN)
        _headers(request)
        for name, _ in request.query:
            if name not in route.query:
                raise invalid(f"{name} is not a parameter of this endpoint")
        people = self.account.scenario
        return Call(
            account=self.account,
            at=at.replace(microsecond=0),
            params=params,
            query=request.query,
            body=_body(request, route),
            caller=people.person(key.person) if key.person else None,
            sender=self._sender(request, route),
        )

    def _sender(self, request: Request, route: Route) -> Person | None:
        address = request.headers.get("from", "")
        if not route.from_required:
            return self.account.person_by_email(address)
        if not address:
            raise invalid("You must specify From header to perform this action")
        person = self.account.person_by_email(address)
        if person is None:
            raise ApiError(
                400, "Requester User Not Found", 1008, "Requester user not found for this account"
            )
        return person


def _headers(request: Request) -> None:
    accepted = request.headers.get("accept", "").replace(" ", "")
    if MEDIA_TYPE not in accepted:
        raise invalid(f"Accept must name {MEDIA_TYPE}")
    kind = request.headers.get("content-type", "")
    if request.body and not kind.startswith("application/json"):
        raise invalid("Content-Type must be application/json")


def _body(request: Request, route: Route) -> Json:
    if request.method not in {"POST", "PUT"}:
        return {}
    try:
        data = json.loads(request.body)
    except ValueError as error:
        raise invalid("The body is not JSON") from error
    if not isinstance(data, dict):
        raise invalid("The body must be an object")
    if route.body is not None and set(data) != set(route.body):
        raise invalid(f"The body must hold {' and '.join(route.body)}, and nothing else")
    return data


def too_many() -> Response:
    """The 429 of a rate limit."""
    return json_response(429, ApiError(429, "Rate Limit Exceeded", TOO_MANY).body)
