"""The probes: what is looked at again and again, by kind; values only, and no secret among them."""

import shlex
from dataclasses import dataclass

from cockpit.domain.conditions import ANY_TEXT, ANY_VALUE, Bounds, Words

DAYS_3_S = 72 * 3600.0
"""Less than this left on a certificate is worth a word (A5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSpec:
    """What every probe has, of whichever kind."""

    name: str
    interval_s: float = 5.0
    timeout_s: float = 5.0
    """For the whole look."""
    step: str = ""
    """The checklist step that a look at this probe is evidence for."""
    bounds: Bounds = ANY_VALUE
    """Between which values what it measures is good."""
    warn_expiry_s: float = DAYS_3_S
    """A certificate with less left than this is told of; it waits for working hours (A5)."""
    bad_expiry_s: float = 0.0
    """A certificate with less left than this makes the probe bad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProbe(ProbeSpec):
    """A web address; redirects and body are part of a look."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    auth_header: str = "Authorization"
    """Where the secret goes, for a probe that has one."""
    auth_scheme: str = "Bearer"
    """What stands before the secret; empty: nothing."""
    expected: tuple[int, ...] = ()
    """Statuses that are good; empty means 200-299."""
    words: Words = ANY_TEXT
    """What the body has to say."""
    json: str = ""
    """The path of a value in a JSON body, such as "gateways[0].online"; empty: none is read."""
    equals: str = ""
    """What that value has to be, as text; empty: anything."""
    max_redirects: int = 3
    max_body: int = 65_536
    """Bytes of the body after which the rest is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheusProbe(ProbeSpec):
    """A PromQL query that gives one number."""

    url: str
    """Where Prometheus is; its API begins below."""
    query: str
    history_s: float = 1800.0
    """How far back its values are read at the start; 0: not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectProbe(ProbeSpec):
    """A port that somebody listens at, with or without TLS."""

    host: str
    port: int
    tls: bool = False
    server_name: str = ""
    """The name that its certificate is for; empty: the host's."""
    authorities: str = ""
    """A file of those who may have signed its certificate; empty: whom this machine trusts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandProbe(ProbeSpec):
    """A program, here or on another machine over SSH; no shell of ours reads its arguments."""

    command: tuple[str, ...]
    """Program and arguments."""
    ssh: str = ""
    """On which machine, as ssh knows it; empty: on this one."""
    exit_codes: tuple[int, ...] = (0,)
    """Exit codes that are good."""
    words: Words = ANY_TEXT
    """What its output has to say."""
    number_after: str = ""
    """The number after this text in its output is its value; empty: the first one, where bounds
    ask for a value."""


Probe = HttpProbe | PrometheusProbe | ConnectProbe | CommandProbe


def place(probe: Probe) -> str:
    """Where a probe looks, in words."""
    match probe:
        case HttpProbe():
            return probe.url if probe.method == "GET" else f"{probe.method} {probe.url}"
        case PrometheusProbe():
            return f"{probe.query}, at {probe.url}"
        case ConnectProbe():
            host = f"[{probe.host}]" if ":" in probe.host else probe.host
            return f"{host}:{probe.port}{' with TLS' if probe.tls else ''}"
        case CommandProbe():
            where = f" on {probe.ssh}" if probe.ssh else ""
            return f"{shlex.join(probe.command)}{where}"
