"""`[[health.probes]]`: four kinds, what each takes, and that no secret stands in any of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cockpit.domain.conditions import Bounds, Words
from cockpit.domain.probes import CommandProbe, ConnectProbe, HttpProbe, PrometheusProbe
from cockpit.settings.load import load

Write = Callable[[str], Path]


def probe(*lines: str) -> str:
    return "\n".join(("[[health.probes]]", 'name = "x"', *lines))


def test_an_authenticated_read_with_everything(write: Write) -> None:
    lines = (
        'url = "https://api.example/reads"',
        'method = "HEAD"',
        'headers = ["X-Tenant: nova"]',
        'header = "X-Api-Key"',
        'scheme = ""',
        'token_env = "READS_TOKEN"',
        "expected = [200, 204]",
        'contains = "ok"',
        'lacks = "error"',
        'value = "p99_ms"',
        "above = 4000",
        'unit = " ms"',
        'expiry_bad = "1h"',
    )
    write(probe(*lines))
    settings = load()

    assert settings.probes == (
        HttpProbe(
            name="x",
            url="https://api.example/reads",
            method="HEAD",
            headers=(("X-Tenant", "nova"),),
            auth_header="X-Api-Key",
            auth_scheme="",
            expected=(200, 204),
            words=Words(contains="ok", lacks="error"),
            json="p99_ms",
            bounds=Bounds(above=4000, unit=" ms"),
            bad_expiry_s=3600,
        ),
    )
    assert settings.probe_tokens["x"].source == "$READS_TOKEN"


def test_a_query_a_port_and_a_program(write: Write, tmp_path: Path) -> None:
    write(
        probe('kind = "prometheus"', 'url = "http://127.0.0.1:9090"', 'query = "up"', "below = 1")
        + "\n[[health.probes]]\nname = 'y'\nkind = 'connect'\naddress = '[::1]:5432'\ntls = true"
        + "\n[[health.probes]]\nname = 'z'\nkind = 'command'\ncommand = ['./check', '-v']"
        + "\n[[health.probes]]\nname = 's'\nkind = 'command'\n"
        + "command = ['./check']\nssh = 'cloud-1'"
    )
    query, port, program, remote = load().probes

    bounds = Bounds(below=1)
    assert query == PrometheusProbe(
        name="x", url="http://127.0.0.1:9090", query="up", bounds=bounds
    )
    assert port == ConnectProbe(name="y", host="::1", port=5432, tls=True)
    assert isinstance(program, CommandProbe)
    assert program.command[0].endswith("/check")
    assert program.command[0].startswith("/")
    assert isinstance(remote, CommandProbe)
    assert (remote.command, remote.ssh) == (("./check",), "cloud-1")


HTTP = 'url = "https://a.example/"'
WRONG = {
    "a key of another kind": (
        (HTTP, 'query = "up"'),
        (
            'query (of "x") is no key of a probe of the kind "http": '
            'take it out, or write kind = "prometheus"'
        ),
    ),
    "a query without an address": (
        ('kind = "prometheus"', 'query = "up"'),
        (
            'url (of "x") is missing for the kind "prometheus": '
            'add url = "https://…", the address in full'
        ),
    ),
    "another kind was meant": (
        ('address = "db:5432"',),
        'url (of "x") is missing for the kind "http": add it, or write kind = "connect"',
    ),
    "no such kind": (
        ('kind = "tcp"',),
        'kind (of "x") cannot be "tcp": It may be http, prometheus, connect or command',
    ),
    "a port is left out": (
        ('kind = "connect"', 'address = "db.example"'),
        'address (of "x") is not a host with a port: write both, as "db.example.com:5432"',
    ),
    "an option for ssh": (
        ('kind = "command"', 'command = ["uptime"]', 'ssh = "-oProxyCommand=touch /tmp/x"'),
        (
            'ssh (of "x") is not the name of a machine: '
            'write it as ssh takes it, "cloud-1" or "ops@cloud-1.example.com"'
        ),
    ),
    "a secret in a header": (
        (HTTP, 'headers = ["X-Api-Key: abc"]'),
        (
            'headers[0] (of "x") would hold a secret (it is not shown here): name it in header, '
            "and say in token_env, token_command or token_file where it is"
        ),
    ),
    "two places of a token": (
        (HTTP, 'token_env = "A"', 'token_file = "a/b"'),
        (
            'token_file (of "x") says a second time where the token is, after token_env: '
            "keep one of token_env and token_file"
        ),
    ),
    "a token in the clear": (
        ('url = "http://a.example/"', 'token_env = "A"'),
        'url (of "x") is not https, so the token would travel in the clear: write https://',
    ),
    "a header for no token": (
        (HTTP, 'header = "X-Api-Key"'),
        (
            'header (of "x") is for a token, and none is named: '
            'add token_env = "READS_TOKEN", or a command or a file that has it'
        ),
    ),
    "a bound on nothing": (
        (HTTP, "above = 5"),
        (
            'above (of "x") is for a value, and none is read: '
            'add value = "gateways.online", the path of the value'
        ),
    ),
    "bounds without room": (
        (HTTP, 'value = "a"', "above = 5", "below = 6"),
        'below (of "x") leaves no value that is good: make below less than above',
    ),
    "a certificate without TLS": (
        ('kind = "connect"', 'address = "db:1"', 'expiry_bad = "1h"'),
        'expiry_bad (of "x") is for TLS, which is off: add tls = true',
    ),
    "a line break in a header": (
        (HTTP, 'headers = ["X-A: a\\nX-B: c"]'),
        'headers[0] (of "x") is no header: write it as "X-Tenant: nova", in plain letters',
    ),
}


@pytest.mark.parametrize(("lines", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_does_not_go_together_is_said_with_its_mend(faults, lines, said) -> None:
    found = [fault.partition(" ")[2] for fault in faults(probe(*lines))]

    assert f"health.probes[0].{said}" in found
