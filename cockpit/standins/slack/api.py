"""The Web API's door: tokens, arguments, scopes, rate limits, and the method's name."""

import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qsl

from cockpit.standins.http import Request, Response, json_response
from cockpit.standins.meter import Meter
from cockpit.standins.scenario import Token
from cockpit.standins.slack import chat, conversations, files, people
from cockpit.standins.slack.call import ApiError, Call, Json
from cockpit.standins.slack.workspace import Workspace

PREFIX = "/api/"
METHODS = chat.METHODS | conversations.METHODS | people.METHODS | files.METHODS
BURST = 2
"""The vendor promises a rate "or more": twice as much passes here."""


class Api:
    """Answers requests for one workspace."""

    def __init__(self, workspace: Workspace, seconds: Callable[[], float]) -> None:
        self.workspace = workspace
        self._meters = {
            name: Meter(method.rate * BURST, seconds) for name, method in METHODS.items()
        }

    def answer(self, request: Request, at: datetime) -> Response:
        """The answer to one request, made at an instant."""
        if request.path.startswith(files.UPLOADS):
            return files.take(self.workspace, request)
        if not request.path.startswith(PREFIX):
            return Response(404, b"<html>not here</html>", (("Content-Type", "text/html"),))
        name = request.path.removeprefix(PREFIX)
        try:
            args = arguments(request)
            token = self._token(request, args)
        except ApiError as error:
            return json_response(200, error.body)
        scopes = ",".join(token.scopes)
        method = METHODS.get(name)
        if method is not None and method.form_only and "json" in request.headers["content-type"]:
            args = dict(request.query)
        host = request.headers.get("host", "")
        answer = self._call(name, Call(self.workspace, at, token, args, host))
        return answer.header("x-oauth-scopes", scopes)

    def _call(self, name: str, call: Call) -> Response:
        method = METHODS.get(name)
        if method is None:
            return json_response(200, ApiError("unknown_method", req_method=name).body)
        meter = self._meters[name]
        if meter.count(call.token.token):
            return rate_limited(meter.wait_s(call.token.token))
        try:
            if method.scope:
                call.need(method.scope)
            return json_response(200, method.endpoint(call))
        except ApiError as error:
            return json_response(200, error.body)

    def _token(self, request: Request, args: Json) -> Token:
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if not text:
            text = str(args.pop("token", ""))
            scheme = "Bearer"
        if not text:
            raise ApiError("not_authed")
        token = self.workspace.token(text.strip())
        if token is None or scheme.lower() != "bearer":
            raise ApiError("invalid_auth")
        if token.token in self.workspace.memory.revoked:
            raise ApiError(self.workspace.memory.revoked[token.token])
        return token


def is_write(path: str) -> bool:
    """Whether a request to this path changes something."""
    if path.startswith(files.UPLOADS):
        return True
    method = METHODS.get(path.removeprefix(PREFIX))
    return method is not None and method.writes


def arguments(request: Request) -> Json:
    """The arguments from the query and a form or JSON body.

    Raises:
        ApiError: the body is not what its Content-Type says.
    """
    args: Json = dict(request.query)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not request.body:
        return args
    if kind == "application/json":
        try:
            data = json.loads(request.body)
        except ValueError as error:
            raise ApiError("invalid_json") from error
        if not isinstance(data, dict):
            raise ApiError("json_not_object")
        return args | data
    if kind == "application/x-www-form-urlencoded":
        text = request.body.decode("utf-8", "replace")
        return args | dict(parse_qsl(text, keep_blank_values=True))
    raise ApiError("invalid_post_type" if kind else "missing_post_type")


def rate_limited(wait_s: int) -> Response:
    """The 429 of a rate limit."""
    answer = json_response(429, {"ok": False, "error": "ratelimited"})
    return answer.header("Retry-After", str(wait_s))
