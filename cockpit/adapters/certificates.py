"""What a TLS certificate says, and what is wrong with one, in words; connects to nobody."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """Whom this machine trusts: as httpx has it, `SSL_CERT_FILE` and `SSL_CERT_DIR` included.

    Takes tens of milliseconds the first time, so a thread makes it.
    """
    return httpx.create_ssl_context()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a certificate was refused."""

    words: str
    is_ours: bool = False
    """It may be this machine that lacks something, and not the other side."""


_NOT_YET, _EXPIRED, _SELF_SIGNED, _REVOKED = 9, 10, 18, 23
_OTHER_NAME = frozenset({62, 64})
_NO_AUTHORITY = frozenset({2, 19, 20, 21, 27})


def flaw(error: ssl.SSLCertVerificationError) -> Flaw:
    """What is wrong with a certificate, by OpenSSL's code (X509_V_ERR_...)."""
    code = error.verify_code
    if code == _EXPIRED:
        return Flaw("the certificate has expired")
    if code == _SELF_SIGNED:
        return Flaw("the certificate is self-signed")
    if code in _OTHER_NAME:
        return Flaw("the certificate is for another name")
    if code == _NOT_YET:
        return Flaw("the certificate is not valid yet")
    if code == _REVOKED:
        return Flaw("the certificate was revoked")
    if code in _NO_AUTHORITY:
        return Flaw("the certificate is from an authority unknown here", is_ours=True)
    return Flaw("the certificate is not trusted", is_ours=True)


def expires_at(connection: object) -> datetime | None:
    """When the certificate of the other side ends; None where there is no TLS."""
    if not isinstance(connection, ssl.SSLObject):
        return None
    shown = connection.getpeercert() or {}
    end = shown.get("notAfter")
    if not isinstance(end, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(end), UTC)
