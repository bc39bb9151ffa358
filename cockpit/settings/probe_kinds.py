"""Kinds of value that only probes are made of, each with its rule in words; no tables."""

import re
from typing import Annotated

from pydantic import AfterValidator

from cockpit.settings.kinds import HOST, Kind, is_loopback, wrong

_PORTS = range(1, 65_536)
_SSH_HOST = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9\[][A-Za-z0-9._:\]-]*", re.ASCII)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}", re.ASCII)
_HEADER_TEXT = re.compile(r"[!-~](?:[ -~]{0,998}[!-~])?", re.ASCII)
_SECRET_NAME = re.compile(r"authorization|cookie|token|secret|password|api-?key", re.IGNORECASE)
_SET_BY_US = frozenset(
    {"host", "content-length", "connection", "transfer-encoding", "accept-encoding", "te"}
)


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    named = is_loopback(bare) or HOST.fullmatch(bare) or (bare != host and ":" in bare)
    if not named or not port.isdecimal() or int(port[:6]) not in _PORTS:
        raise wrong("is not a host with a port", 'write both, as "db.example.com:5432"')
    return text


def _ssh_host(text: str) -> str:
    if text and not _SSH_HOST.fullmatch(text):
        mend = 'write it as ssh takes it, "cloud-1" or "ops@cloud-1.example.com"'
        raise wrong("is not the name of a machine", mend)
    return text


def _header_name(text: str) -> str:
    if not _HEADER_NAME.fullmatch(text) or text.lower() in _SET_BY_US:
        raise wrong("is not a header that can be set", 'write its name, as "X-Tenant"')
    return text


def _header(text: str) -> str:
    name, text_of_it = header_of(text)
    if not _HEADER_TEXT.fullmatch(text_of_it):
        raise wrong("is no header", 'write it as "X-Tenant: nova", in plain letters')
    if _SECRET_NAME.search(name):
        mend = "name it in header, and say in token_env, token_command or token_file where it is"
        raise wrong("would hold a secret (it is not shown here)", mend)
    _header_name(name)
    return text


def header_of(text: str) -> tuple[str, str]:
    """A header's name and what it says."""
    name, _, rest = text.partition(":")
    return name.strip(), rest.strip()


HostAndPort = Annotated[str, Kind("host and port"), AfterValidator(_host_and_port)]
"""A host with its port; an IPv6 address stands in brackets."""
SshHost = Annotated[str, Kind("text"), AfterValidator(_ssh_host)]
"""A machine as ssh knows it, or nothing; never an option of ssh's."""
HeaderName = Annotated[str, Kind("name of a header"), AfterValidator(_header_name)]
"""The name of a header that is not ours to set."""
Header = Annotated[str, Kind("header"), AfterValidator(_header)]
"""A header with what it says, which is no secret."""
