"""What a scenario lets itself be looked at by, and the probes of the demo that do so."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SECRETS = "secrets"
PROGRAMS = "bin"
UPLINK_FILE = "tls/uplink.pem"
"""The certificate of the port with TLS, from the world's folder; made anew at each start."""


@dataclass(frozen=True)
class Phase:
    """How an endpoint answers from `at` seconds after the start onwards."""

    at: float
    status: int
    latency_ms: float
    body: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Endpoint:
    """An endpoint of the product; its first phase also holds for all time before."""

    name: str
    path: str
    phases: tuple[Phase, ...]
    step: str = ""
    """The checklist step that a look at it is evidence for."""
    interval: str = "2s"
    """How often the demo looks at it; empty: never."""
    token: str = ""
    """Only who brings it is answered."""
    value: str = ""
    """The number in its body that the demo measures."""
    above: float = 0.0
    """A number above this is bad; 0: none is."""
    unit: str = ""


@dataclass(frozen=True)
class Point:
    """What a metric is from `at` seconds after the start onwards."""

    at: float
    value: float


@dataclass(frozen=True)
class Metric:
    """What Prometheus gives for one query; its first point also holds for all time before."""

    name: str
    query: str
    points: tuple[Point, ...]
    wobble: float = 0.0
    """By how much of it a value differs from minute to minute."""
    interval: str = "2s"
    unit: str = ""
    above: float = 0.0
    """More than this is bad; 0: nothing is."""


@dataclass(frozen=True)
class Port:
    """A port that the demo connects to: the one of another service that stands in."""

    name: str
    service: str
    authorities: str = ""
    """Whose certificates are trusted there, as a file of the world; empty: there is no TLS."""
    interval: str = "10s"


@dataclass(frozen=True)
class Program:
    """A program that says something, and what of it the demo looks at."""

    name: str
    says: str
    contains: str = ""
    number_after: str = ""
    above: float = 0.0
    unit: str = ""
    interval: str = "10s"


def of_endpoint(endpoint: Endpoint, product: str) -> list[str]:
    """Its probe; nothing where the demo never looks."""
    if not endpoint.interval:
        return []
    lines = _probe(endpoint.name, endpoint.interval)
    lines += [f"url = {_text(product + endpoint.path)}"]
    lines += [f"token_file = {_text(secret_file(endpoint))}"] if endpoint.token else []
    lines += [f"value = {_text(endpoint.value)}"] if endpoint.value else []
    lines += _measure(endpoint.above, endpoint.unit)
    return [*lines, f"step = {_text(endpoint.step)}"] if endpoint.step else lines


def of_metric(metric: Metric, product: str) -> list[str]:
    """Its probe."""
    return [
        *_probe(metric.name, metric.interval, "prometheus"),
        f"url = {_text(f'{product}/prometheus')}",
        f"query = {_text(metric.query)}",
        *_measure(metric.above, metric.unit),
    ]


def of_port(port: Port, address: str) -> list[str]:
    """Its probe; `address` is the one of the service."""
    return [
        *_probe(port.name, port.interval, "connect"),
        f"address = {_text(urlsplit(address).netloc)}",
        *(["tls = true", f"authorities = {_text(port.authorities)}"] if port.authorities else []),
    ]


def of_program(program: Program) -> list[str]:
    """Its probe."""
    lines = _probe(program.name, program.interval, "command")
    lines += [f"command = [{_text(f'./{_file(program)}')}]"]
    lines += [f"contains = {_text(program.contains)}"] if program.contains else []
    lines += [f"number_after = {_text(program.number_after)}"] if program.number_after else []
    return [*lines, *_measure(program.above, program.unit)]


def secret_file(endpoint: Endpoint) -> str:
    """Where its token is kept, from the world's folder."""
    return f"{SECRETS}/{endpoint.name.replace(' ', '-')}"


def make_program(folder: Path, program: Program) -> None:
    """Write it, unless it is there."""
    path = folder / _file(program)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, exist_ok=True)
    quoted = program.says.replace("'", "'\\''")
    path.write_text(f"#!/bin/sh\nprintf '%s\\n' '{quoted}'\n", encoding="utf-8")
    path.chmod(0o700)


def _file(program: Program) -> str:
    return f"{PROGRAMS}/{program.name.replace(' ', '-')}"


def _probe(name: str, interval: str, kind: str = "") -> list[str]:
    lines = ["", "[[health.probes]]", f"name = {_text(name)}"]
    lines += [f"kind = {_text(kind)}"] if kind else []
    return [*lines, f"interval = {_text(interval)}"]


def _measure(above: float, unit: str) -> list[str]:
    lines = [f"above = {above:g}"] if above else []
    return [*lines, f"unit = {_text(unit)}"] if unit else lines


def _text(value: str) -> str:
    """A TOML basic string; JSON escapes the same characters."""
    return json.dumps(value, ensure_ascii=False)
