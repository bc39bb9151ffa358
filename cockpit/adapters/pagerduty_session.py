"""The one place that imports pdpyras: one thread's session, each question sent once.

The library's vendor has retired it; its import warning is silenced here, and replacing it concerns
this file alone.
"""

import json
import logging
import warnings
from http import HTTPStatus

from requests import PreparedRequest
from requests import exceptions as known

from cockpit.adapters.pagerduty_speech import Answer, Question
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pdpyras

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of an answer above which it is not read as one."""

_OAUTH_TOKENS = ("pdus+", "pdeu+")

_EVERY_STATUS_ONCE = {HTTPStatus.UNAUTHORIZED: -2, HTTPStatus.TOO_MANY_REQUESTS: -2}
"""For pdpyras: below zero (but for -1) hands the answer over as it is. Else it sleeps and repeats
after a 429, and puts the end of the token into the error after a 401."""


class HungUp(Unreachable):
    """The connection ended before an answer came."""


class Session:
    """Belongs to one thread. Does not retry, follow redirects, read `.netrc`, or log."""

    def __init__(self, url: str, token: str, timeout_s: float) -> None:
        kind = "bearer" if token.startswith(_OAUTH_TOKENS) else "token"
        session = pdpyras.APISession(token, auth_type=kind)
        session.url = url
        session.timeout = (timeout_s / 2, timeout_s)
        session.max_network_attempts = 0
        session.retry = _EVERY_STATUS_ONCE
        # Any `auth` keeps requests from replacing our header by what `.netrc` has for the host,
        # while proxies and certificates from the environment go on working.
        session.auth = _as_it_is
        session.log = logging.Logger("pdpyras")
        session.log.addHandler(logging.NullHandler())
        self._session = session

    def exchange(self, question: Question) -> Answer:
        """One question and its answer; may raise the three errors.

        A write gets a new connection: on one that has been idle it could not be told whether the
        other side had hung up before or after reading. A read that was hung up on is asked once
        more.
        """
        if question.is_write:
            self._session.close()
            return self._send(question)
        try:
            return self._send(question)
        except HungUp:
            self._session.close()
        return self._send(question)

    def _send(self, question: Question) -> Answer:
        headers = {"From": question.sender} if question.sender else {}
        data = None if question.body is None else json.dumps(question.body).encode()
        try:
            found = self._session.request(
                question.method,
                question.path,
                params=dict(question.params),
                data=data,
                headers=headers,
                allow_redirects=False,
            )
        except (pdpyras.PDClientError, pdpyras.URLError, ValueError) as error:
            # Raised below, outside: the library's error may hold a header, and goes no further.
            fault = failure(error, write=question.is_write)
        else:
            if len(found.content) > BODY_LIMIT:
                raise Garbled("PagerDuty's answer is far too long", "set pagerduty.team_ids")
            return Answer(
                status=found.status_code,
                headers={name.lower(): value for name, value in found.headers.items()},
                body=found.content,
                took_s=found.elapsed.total_seconds(),
            )
        raise fault


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    return request


def failure(error: Exception, *, write: bool) -> PortError:
    """What a failure of the connection means, and whether the question may have been read."""
    cause = error.__cause__ or error
    text = str(cause)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        mend = "if your company inspects traffic, set REQUESTS_CA_BUNDLE to its certificates"
        return Unreachable("PagerDuty's certificate is not trusted here", mend)
    if isinstance(cause, known.Timeout) and not isinstance(cause, known.ConnectTimeout):
        return Unreachable("PagerDuty did not answer in time", _NETWORK, maybe_sent=write)
    if isinstance(cause, known.ConnectionError):
        return _connection(cause, text, write=write)
    if isinstance(cause, known.InvalidHeader | UnicodeError):
        mend = "check the token and person.email: they hold characters that no header can"
        return Refused("the token or the e-mail address is not usable", mend, credentials=True)
    if isinstance(cause, ValueError):
        return Refused("PagerDuty's address is not usable", "check pagerduty.api_url")
    words = f"the exchange with PagerDuty broke off ({type(cause).__name__})"
    return Unreachable(words, _NETWORK, maybe_sent=write)


_NETWORK = "check the network"
_NEVER_CONNECTED = ("NewConnectionError", "ConnectTimeoutError", "Failed to establish")


def _connection(cause: BaseException, text: str, *, write: bool) -> Unreachable:
    if isinstance(cause, known.ProxyError):
        return Unreachable("the proxy does not let us through", "check HTTPS_PROXY")
    if "NameResolutionError" in text:
        return Unreachable("PagerDuty's name is not found", "check the network and the DNS")
    if any(word in text for word in _NEVER_CONNECTED):
        return Unreachable("no connection to PagerDuty", _NETWORK)
    return HungUp("PagerDuty hung up before it answered", _NETWORK, maybe_sent=write)
