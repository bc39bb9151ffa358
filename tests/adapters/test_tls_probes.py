"""What a certificate says is told apart: about to end, expired, for another name, self-signed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from patience import PATIENCE_S
from tls import authority, certificate, context_of, self_signed, serving

from cockpit.adapters.certificates import trusted
from cockpit.adapters.clock import SystemClock
from cockpit.adapters.probers import Probers
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import ConnectProbe, HttpProbe

HOURS_40 = timedelta(hours=40)


@pytest.fixture
async def world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Probers, object, Path]]:
    """Probers that trust one authority, and that authority."""
    ca, file = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    trusted.cache_clear()
    prober = Probers(SystemClock(), {})
    yield prober, ca, tmp_path
    await prober.close()
    trusted.cache_clear()


async def connected(prober: Probers, port: int, **more: object) -> Sample:
    known = {"timeout_s": PATIENCE_S, "tls": True, **more}
    return await prober.look(ConnectProbe(name="db", host="127.0.0.1", port=port, **known))


async def fetched(prober: Probers, port: int, **more: object) -> Sample:
    url = f"https://127.0.0.1:{port}/"
    return await prober.look(HttpProbe(name="api", url=url, timeout_s=PATIENCE_S, **more))


@pytest.mark.parametrize("look", [connected, fetched])
async def test_a_certificate_about_to_end_is_good_and_says_when_it_ends(world, look) -> None:
    prober, ca, _ = world
    async with serving(context_of(certificate(ca, HOURS_40))) as port:
        sample = await look(prober, port)
        again = await look(prober, port)

    assert sample.health is Health.GOOD
    assert sample.expires_at == again.expires_at
    assert timedelta(hours=39) < sample.expires_at - sample.at < HOURS_40


@pytest.mark.parametrize("look", [connected, fetched])
async def test_a_certificate_that_ends_too_soon_is_bad_where_that_is_asked_for(world, look) -> None:
    prober, ca, _ = world
    async with serving(context_of(certificate(ca, HOURS_40))) as port:
        sample = await look(prober, port, bad_expiry_s=48 * 3600)

    assert (sample.health, sample.detail) == (Health.BAD, "the certificate ends in 39 h")


@pytest.mark.parametrize("look", [connected, fetched])
async def test_a_certificate_that_has_expired_is_bad(world, look) -> None:
    prober, ca, _ = world
    async with serving(context_of(certificate(ca, timedelta(hours=-1)))) as port:
        sample = await look(prober, port)

    assert (sample.health, sample.status) == (Health.BAD, None)
    assert sample.detail == "the certificate has expired"


async def test_what_every_client_refuses_is_bad_by_whichever_way_it_is_looked_at(world) -> None:
    prober, ca, folder = world
    async with serving(context_of(certificate(ca, HOURS_40, "other.example"))) as port:
        named = await connected(prober, port), await fetched(prober, port)
    async with serving(self_signed(folder)) as port:
        alone = await connected(prober, port), await fetched(prober, port)

    assert {s.detail for s in named} == {"the certificate is for another name"}
    assert {s.detail for s in alone} == {"the certificate is self-signed"}
    assert {s.health for s in (*named, *alone)} == {Health.BAD}
    assert {s.status for s in (*named, *alone)} == {None}


@pytest.mark.parametrize("look", [connected, fetched])
async def test_an_authority_unknown_here_may_be_this_machines_lack(world, look) -> None:
    prober, _, folder = world
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    async with serving(context_of(certificate(authority(elsewhere)[0], HOURS_40))) as port:
        sample = await look(prober, port)

    assert sample.health is Health.UNKNOWN
    assert sample.detail == "the certificate is from an authority unknown here"


async def test_the_name_that_a_certificate_is_for_may_be_given(world) -> None:
    prober, ca, _ = world
    async with serving(context_of(certificate(ca, HOURS_40, "db.example"))) as port:
        sample = await connected(prober, port, server_name="db.example")

    assert (sample.health, sample.detail) == (Health.GOOD, "open")


async def test_a_port_is_good_when_somebody_listens_and_bad_when_it_refuses(world) -> None:
    prober, *_ = world
    async with serving(None) as port:
        heard = await connected(prober, port, tls=False)
        deaf = await connected(prober, port)
    refused = await connected(prober, 1, tls=False)

    assert (heard.health, heard.detail) == (Health.GOOD, "open")
    assert heard.latency_s is not None
    assert heard.expires_at is None
    assert (deaf.health, deaf.detail) == (Health.BAD, "connects, but TLS fails")
    assert (refused.health, refused.detail) == (Health.BAD, "connection refused")


async def test_a_name_that_is_not_there_is_not_a_port_that_is_shut(world) -> None:
    prober, *_ = world
    spec = ConnectProbe(name="db", host="nowhere.invalid", port=1, timeout_s=2)

    assert (await prober.look(spec)).health is Health.UNKNOWN


async def test_a_probe_may_trust_an_authority_of_its_own(world) -> None:
    prober, _, folder = world
    own, broken = folder / "own", folder / "broken.pem"
    own.mkdir()
    broken.write_text("no certificate")
    ca, file = authority(own)
    async with serving(context_of(certificate(ca, HOURS_40))) as port:
        good = await connected(prober, port, authorities=str(file))
        blind = await connected(prober, port, authorities=str(broken))
        missing = await connected(prober, port, authorities=str(folder / "nowhere.pem"))

    assert (good.health, good.detail) == (Health.GOOD, "open")
    assert {s.health for s in (blind, missing)} == {Health.UNKNOWN}
    assert {s.detail for s in (blind, missing)} == {"the file of authorities cannot be read"}
