"""`[[health.probes]]`: what is looked at again and again, and its conversion to the domain's words.

One table for all kinds; which keys fit which kind is said here, and held in `probe_checks`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from cockpit.domain.conditions import Bounds, Words
from cockpit.domain.probes import CommandProbe, ConnectProbe, HttpProbe, Probe, PrometheusProbe
from cockpit.settings.kinds import Command, Name, ProbeUrl, Seconds, Status
from cockpit.settings.probe_kinds import Header, HeaderName, HostAndPort, SshHost, header_of
from cockpit.settings.tokens import TokenTable

ProbeKind = Literal["http", "prometheus", "connect", "command"]
"""What a probe is."""

COMMON = frozenset({"kind", "name", "interval", "timeout", "step"})
"""Keys of every probe."""
_TOKEN = frozenset({"token_env", "token_command", "token_file"})
_VALUE = frozenset({"above", "below", "unit"})
_TEXT = frozenset({"contains", "lacks"})
_TLS = frozenset({"expiry_warn", "expiry_bad"})
KEYS: Mapping[str, frozenset[str]] = {
    "http": frozenset(
        {"url", "method", "headers", "header", "scheme", "expected"}
        | {"value", "equals", "max_redirects", "max_body"}
    )
    | _TOKEN
    | _VALUE
    | _TEXT
    | _TLS,
    "prometheus": frozenset({"url", "query", "history"}) | _TOKEN | _VALUE,
    "connect": frozenset({"address", "tls", "server_name", "authorities"}) | _TLS,
    "command": frozenset({"command", "ssh", "exit", "number_after"}) | _VALUE | _TEXT,
}
"""Keys of a kind besides the common ones."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "http": ("url",),
    "prometheus": ("url", "query"),
    "connect": ("address",),
    "command": ("command",),
}
"""Those that it cannot do without."""


class ProbeTable(TokenTable):
    """`[[health.probes]]`: something to look at, again and again."""

    name: Name
    """What the health pane calls it."""
    kind: ProbeKind = "http"
    """`http`: a web address; `prometheus`: a query; `connect`: a port; `command`: a program."""
    interval: Annotated[float, Seconds(0.2, 86_400)] = 5.0
    """Time from one look to the next."""
    timeout: Annotated[float, Seconds(0.1, 300)] = 5.0
    """How long a whole look may take."""
    step: str = ""
    """The step of the checklist that a look at this probe is evidence for, by its id."""
    url: ProbeUrl | None = None
    """`http`: the address, in full; `prometheus`: where Prometheus is, without `/api/v1`."""
    method: Literal["GET", "HEAD", "OPTIONS", "POST"] = "GET"
    """`http`: the method; no body is sent."""
    headers: tuple[Header, ...] = ()
    """`http`: further headers, as "X-Tenant: nova"; no credentials. They go to the address itself,
    and not to where it redirects."""
    header: HeaderName = "Authorization"
    """`http`: the header that carries the token, which goes to the address itself alone. What
    another host answers, where a redirect leads, is then neither good nor bad."""
    scheme: str = "Bearer"
    """`http`: what stands before the token in that header; empty: nothing."""
    expected: tuple[Status, ...] = ()
    """`http`: statuses that are good; empty: 200 to 299."""
    contains: str = ""
    """`http`, `command`: what the answer has to say, as it is written here."""
    lacks: str = ""
    """`http`, `command`: what the answer must not say."""
    value: str = ""
    """`http`: a value in a JSON answer, by its path: `"gateways.online"`, `"checks[0].status"`."""
    equals: str = ""
    """`http`: what that value has to be, as text; empty: anything, and a number is measured."""
    query: str = ""
    """`prometheus`: the PromQL query; it has to give one number."""
    history: Annotated[float, Seconds(0, 1800)] = 1800.0
    """`prometheus`: how far back its values are read at the start; 0: not at all."""
    above: float | None = None
    """A value above this is bad."""
    below: float | None = None
    """A value below this is bad."""
    unit: str = ""
    """What is counted, as it stands behind the value: `"s"`, `" %"`."""
    address: HostAndPort | None = None
    """`connect`: host and port, as `"db.example.com:5432"`."""
    tls: bool = False
    """`connect`: whether TLS begins at once, so that its certificate is checked."""
    server_name: str = ""
    """`connect`: the name that the certificate is for; empty: the host's."""
    authorities: str = ""
    """`connect`: a file (PEM) of those who may have signed the certificate, relative to this file;
    empty: whom this machine trusts."""
    expiry_warn: Annotated[float, Seconds(0, 31_536_000)] = 72 * 3600.0
    """`http`, `connect`: a certificate with less left than this is marked; it is not critical."""
    expiry_bad: Annotated[float, Seconds(0, 31_536_000)] = 0.0
    """`http`, `connect`: a certificate with less left than this makes the probe bad. One that has
    expired, is self-signed, for another name, revoked or not valid yet is bad in any case: clients
    refuse it. One of an authority unknown here may be this machine's own lack: the probe is then
    unknown, until `SSL_CERT_FILE` (`http`) or `authorities` (`connect`) names who signed it."""
    command: Command | None = None
    """`command`: program and arguments, as a list, run without a shell."""
    ssh: SshHost = ""
    """`command`: the machine that it runs on, as `ssh` knows it; empty: this one. `ssh` must get
    there without asking anything."""
    exit: tuple[Annotated[int, Field(ge=0, le=255)], ...] = (0,)
    """`command`: exit codes that are good."""
    number_after: str = ""
    """`command`: the number after this text in its output is its value; empty: the first one."""
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 3
    """`http`: how many redirects are followed."""
    max_body: Annotated[int, Field(ge=0, le=16_777_216)] = 65_536
    """`http`: bytes of the answer that are read at most."""


def counts(table: ProbeTable, key: str) -> bool:
    """Whether a key says anything for this probe."""
    if key in {"header", "scheme"}:
        return table.kind == "http" and any(getattr(table, way) for way in _TOKEN)
    if table.kind == "connect" and key in (*_TLS, "server_name", "authorities"):
        return table.tls
    return key in COMMON or key in KEYS[table.kind]


def probe_of(table: ProbeTable, base: Path) -> Probe:
    """The domain's probe; paths begin in `base`."""
    match table.kind:
        case "http":
            return _http(table)
        case "prometheus":
            return _prometheus(table)
        case "connect":
            return _connect(table, base)
        case "command":
            return _command(table, base)


def _bounds(table: ProbeTable) -> Bounds:
    return Bounds(above=table.above, below=table.below, unit=table.unit)


def _http(table: ProbeTable) -> HttpProbe:
    return HttpProbe(
        name=table.name,
        interval_s=table.interval,
        timeout_s=table.timeout,
        step=table.step,
        bounds=_bounds(table),
        warn_expiry_s=table.expiry_warn,
        bad_expiry_s=table.expiry_bad,
        url=table.url or "",
        method=table.method,
        headers=tuple(header_of(text) for text in table.headers),
        auth_header=table.header,
        auth_scheme=table.scheme,
        expected=table.expected,
        words=Words(contains=table.contains, lacks=table.lacks),
        json=table.value,
        equals=table.equals,
        max_redirects=table.max_redirects,
        max_body=table.max_body,
    )


def _prometheus(table: ProbeTable) -> PrometheusProbe:
    return PrometheusProbe(
        name=table.name,
        interval_s=table.interval,
        timeout_s=table.timeout,
        step=table.step,
        bounds=_bounds(table),
        url=table.url or "",
        query=table.query,
        history_s=table.history,
    )


def _connect(table: ProbeTable, base: Path) -> ConnectProbe:
    host, _, port = (table.address or "").rpartition(":")
    return ConnectProbe(
        name=table.name,
        interval_s=table.interval,
        timeout_s=table.timeout,
        step=table.step,
        warn_expiry_s=table.expiry_warn,
        bad_expiry_s=table.expiry_bad,
        host=host.strip("[]"),
        port=int(port or 0),
        tls=table.tls,
        server_name=table.server_name,
        authorities=str(base / Path(table.authorities).expanduser()) if table.authorities else "",
    )


def _command(table: ProbeTable, base: Path) -> CommandProbe:
    program, *arguments = table.command or ("",)
    if "/" in program and not table.ssh:
        program = str(base / Path(program).expanduser())
    return CommandProbe(
        name=table.name,
        interval_s=table.interval,
        timeout_s=table.timeout,
        step=table.step,
        bounds=_bounds(table),
        command=(program, *arguments),
        ssh=table.ssh,
        exit_codes=table.exit,
        words=Words(contains=table.contains, lacks=table.lacks),
        number_after=table.number_after,
    )
