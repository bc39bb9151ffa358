"""A TLS certificate of one's own, made with the standard library alone: self-signed, on P-256.

For a server on this machine that a demo looks at; it is worth nothing anywhere else.
"""

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
"""The curve of FIPS 186-4, D.1.2.3: its field, its order, its base point."""
_SIZE = 32
_EC_KEY = bytes.fromhex("06072a8648ce3d0201")
_P256 = bytes.fromhex("06082a8648ce3d030107")
_ECDSA_SHA256 = bytes.fromhex("06082a8648ce3d040302")
_COMMON_NAME = bytes.fromhex("0603550403")
_ALT_NAME = bytes.fromhex("0603551d11")
_SHORT, _LONG = 0x80, 0x81

Point = tuple[int, int] | None


def self_signed(address: tuple[int, int, int, int], ends: datetime) -> tuple[str, str]:
    """A certificate for an IPv4 address and its key, as PEM; it began a month before its end."""
    key = secrets.randbelow(_N - 1) + 1
    public = _point(_times(key, _G))
    name = _seq(_tlv(0x31, _seq(_COMMON_NAME, _tlv(0x0C, b"cockpit demo"))))
    algorithm = _seq(_ECDSA_SHA256)
    body = _seq(
        _tlv(0xA0, _integer(2)),
        _integer(secrets.randbits(120) | 1),
        algorithm,
        name,
        _seq(_time(ends - timedelta(days=30)), _time(ends)),
        name,
        _seq(_seq(_EC_KEY, _P256), _bits(public)),
        _tlv(0xA3, _seq(_seq(_ALT_NAME, _tlv(0x04, _seq(_tlv(0x87, bytes(address))))))),
    )
    certificate = _seq(body, algorithm, _bits(_signed(key, body)))
    private = _seq(
        _integer(1),
        _tlv(0x04, key.to_bytes(_SIZE)),
        _tlv(0xA0, _P256),
        _tlv(0xA1, _bits(public)),
    )
    return _pem("CERTIFICATE", certificate), _pem("EC PRIVATE KEY", private)


# --- the curve -------------------------------------------------------------------------------


def _sum(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % _P == 0:
            return None
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, _P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, _P)
    x = (slope**2 - one[0] - other[0]) % _P
    return x, (slope * (one[0] - x) - one[1]) % _P


def _times(number: int, point: Point) -> tuple[int, int]:
    found: Point = None
    while number:
        if number & 1:
            found = _sum(found, point)
        point, number = _sum(point, point), number >> 1
    if found is None:
        raise ValueError("no multiple of the order is asked for")
    return found


def _signed(key: int, text: bytes) -> bytes:
    """ECDSA with SHA-256 (FIPS 186-4, 6.4)."""
    digest = int.from_bytes(hashlib.sha256(text).digest())
    once = secrets.randbelow(_N - 1) + 1
    r = _times(once, _G)[0] % _N
    s = pow(once, -1, _N) * (digest + r * key) % _N
    return _seq(_integer(r), _integer(s)) if r and s else _signed(key, text)


def _point(point: tuple[int, int]) -> bytes:
    return b"\x04" + point[0].to_bytes(_SIZE) + point[1].to_bytes(_SIZE)


# --- DER and PEM -----------------------------------------------------------------------------


def _tlv(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < _SHORT:
        return bytes((tag, size)) + value
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, _LONG - 1 + len(length))) + length + value


def _seq(*parts: bytes) -> bytes:
    return _tlv(0x30, b"".join(parts))


def _integer(number: int) -> bytes:
    return _tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def _bits(value: bytes) -> bytes:
    return _tlv(0x03, b"\x00" + value)


def _time(at: datetime) -> bytes:
    return _tlv(0x17, f"{at.astimezone(UTC):%y%m%d%H%M%SZ}".encode())


def _pem(label: str, value: bytes) -> str:
    lines = base64.encodebytes(value).decode().replace("\n", "")
    wrapped = "\n".join(lines[n : n + 64] for n in range(0, len(lines), 64))
    return f"-----BEGIN {label}-----\n{wrapped}\n-----END {label}-----\n"
