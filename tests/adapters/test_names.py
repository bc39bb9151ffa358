"""A name whose servers are gone holds up nobody else, and is asked for once at a time."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
from patience import PATIENCE_S
from scripted import Scripted, Told

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.names import Names
from cockpit.adapters.probers import Probers
from cockpit.domain.evidence import Health
from cockpit.domain.probes import ConnectProbe, HttpProbe


class Resolver:
    """The system's own, but for names of which nobody says anything until the gate is open."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.asked: list[str] = []
        """Those that nobody says anything of."""
        self.all: list[str] = []
        self._own = socket.getaddrinfo

    def look_up(self, host: str, *how: object, **more: object) -> object:
        self.all.append(host)
        if not str(host).endswith(".gone.invalid"):
            return self._own(host, *how, **more)
        self.asked.append(host)
        self.gate.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "nobody answers")


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    found = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", found.look_up)
    yield found
    found.gate.set()


async def test_names_that_hang_hold_up_no_other_and_are_asked_for_once(resolver: Resolver) -> None:
    prober = Probers(SystemClock(), {})
    gone = [
        HttpProbe(name=f"{n}", url=f"http://{n % 20}.gone.invalid/", timeout_s=0.3)
        for n in range(60)
    ]
    hanging = await asyncio.gather(*(prober.look(spec) for spec in gone))
    with Scripted(lambda _: Told(b"ok")) as server:
        port = int(server.url.rsplit(":", 1)[1].strip("/"))
        at_host = HttpProbe(name="a", url=f"http://localhost:{port}/", timeout_s=PATIENCE_S)
        reached = await prober.look(at_host)
        port_probe = ConnectProbe(name="b", host="localhost", port=port, timeout_s=PATIENCE_S)
        connected = await prober.look(port_probe)
    await prober.close()

    assert {(s.health, s.detail) for s in hanging} == {(Health.UNKNOWN, "no answer within 0.3 s")}
    assert sorted(resolver.asked) == sorted({spec.url[7:-1] for spec in gone})
    assert (reached.health, connected.health) == (Health.GOOD, Health.GOOD)


async def test_a_name_that_is_not_found_is_asked_for_again(resolver: Resolver) -> None:
    resolver.gate.set()
    names = Names()
    for _ in range(2):
        with pytest.raises(socket.gaierror):
            await names.find("x.gone.invalid")
    names.close()

    assert len(resolver.asked) == 2


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "fe80::1%lo"])
async def test_an_address_is_no_name(resolver: Resolver, address: str) -> None:
    names = Names()
    await names.find(address)
    names.close()

    assert resolver.all == []
