"""The one place that imports slack_sdk: one thread's client, each question sent once."""

import errno
import logging
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_speech import Answer, Question
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of an answer above which it is not read."""

_NETWORK = "check the network"
_NOT_THERE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ECONNREFUSED})


def _opener(context: ssl.SSLContext | None) -> OpenerDirector:
    """Opens connections that follow no redirect."""
    opener = OpenerDirector()
    for part in (ProxyHandler(), HTTPHandler(), HTTPSHandler(context=context)):
        opener.add_handler(part)
    opener.add_handler(HTTPDefaultErrorHandler())
    opener.add_handler(HTTPErrorProcessor())
    return opener


class _Client(WebClient):
    """The library's client, on connections that follow no redirect and read no endless body.

    urllib would carry the token to wherever a redirect leads.
    """

    patience_s = 10.0

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if not url.lower().startswith(("http://", "https://")):
            raise ValueError("not a web address")
        with _opener(self.ssl).open(req, timeout=self.patience_s) as answer:
            body = answer.read(BODY_LIMIT + 1)
            if len(body) > BODY_LIMIT:
                raise Garbled("Slack's answer is far too long", "check slack.api_url")
            text = body.decode("utf-8", "replace")
            return {"status": answer.status, "headers": answer.headers, "body": text}


class Session:
    """Belongs to one thread. Does not retry, follow redirects, or log."""

    def __init__(self, url: str, token: str, timeout_s: float) -> None:
        mute = logging.Logger("slack_sdk", logging.CRITICAL)
        mute.addHandler(logging.NullHandler())
        self._client = _Client(token=token, base_url=url, retry_handlers=[], logger=mute)
        self._client.patience_s = timeout_s

    def exchange(self, question: Question) -> Answer:
        """One question and its answer, good or not; may raise the three errors."""
        try:
            if question.is_write:
                found = self._client.api_call(question.method, json=dict(question.arguments))
            else:
                found = self._client.api_call(question.method, params=dict(question.arguments))
        except SlackApiError as error:
            return _answer(error.response.status_code, error.response.headers, error.response.data)
        except (SlackClientError, OSError, HTTPException, ValueError) as error:
            # Raised below, outside: the library's error may hold a header, and goes no further.
            fault = failure(error, write=question.is_write)
        else:
            return _answer(found.status_code, found.headers, found.data)
        raise fault

    def put(self, address: str, data: bytes) -> int:
        """Send bytes to a web address, and no token with them; the status of the answer."""
        try:
            opener = _opener(self._client.ssl)
            with opener.open(address, data=data, timeout=self._client.patience_s) as answer:
                return int(answer.status)
        except HTTPError as error:
            error.close()
            return error.code
        except (OSError, HTTPException, ValueError) as error:
            fault = failure(error, write=True)
        raise fault


def _answer(status: int, headers: Mapping[str, Any], data: object) -> Answer:
    lower = {name.lower(): value for name, value in headers.items() if isinstance(value, str)}
    return Answer(status=status, headers=lower, body=Node(data))


def failure(error: Exception, *, write: bool) -> PortError:
    """What a failure of the connection means, and whether the question may have been read.

    urllib wraps what goes wrong until the request is written into a URLError, and lets through as
    it is what goes wrong afterwards.
    """
    cause = error.reason if isinstance(error, URLError) else error
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        mend = "if your company inspects traffic, set SSL_CERT_FILE to its certificates"
        return Unreachable("Slack's certificate is not trusted here", mend)
    if isinstance(cause, socket.gaierror):
        return Unreachable("Slack's name is not found", "check the network and the DNS")
    if isinstance(cause, TimeoutError):
        if isinstance(error, URLError):
            return Unreachable("no connection to Slack within the time-out", _NETWORK)
        return Unreachable("Slack did not answer in time", _NETWORK, maybe_sent=write)
    if isinstance(cause, OSError) and cause.errno in _NOT_THERE:
        return Unreachable("no connection to Slack", _NETWORK)
    if isinstance(cause, UnicodeError | ValueError) and not isinstance(cause, OSError):
        mend = "check the token: it holds characters that no header can"
        return Refused("the Slack token is not usable", mend, credentials=True)
    return Unreachable("Slack hung up before it answered", _NETWORK, maybe_sent=write)
