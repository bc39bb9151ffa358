"""The pager port against the stand-in, over real HTTP: what is read, and what is done once."""

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from clocks import ManualClock
from patience import PATIENCE_S
from stand import Stand

from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.model import Status, Upcoming
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable

ANA = "ana@novavms.example"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Iterator[Stand]:
    yield shared
    shared.clear_faults()


def pager(stand: Stand, key: str = "standin-key-ana", email: str = ANA) -> PagerDuty:
    async def token() -> str:
        return key

    return PagerDuty(
        api_url=stand.pagerduty, token=token, email=email, timeout_s=PATIENCE_S, clock=ManualClock()
    )


@pytest.fixture
async def ana(stand: Stand) -> AsyncIterator[PagerDuty]:
    port = pager(stand)
    yield port
    port.close()


def trigger(stand: Stand, title: str = "Reads are slow", **more: object) -> str:
    return str(stand.order("/pagerduty/trigger", title=title, **more)["id"])


async def test_who_one_is(ana: PagerDuty) -> None:
    me = await ana.me()

    assert (me.id, me.email) == ("PANA001", ANA)


async def test_an_open_incident_with_its_countdown(stand: Stand, ana: PagerDuty) -> None:
    key = trigger(stand)

    found = {i.id: i for i in (await ana.open_incidents()).incidents}[key]

    assert found.status is Status.TRIGGERED
    assert found.assigned_to("PANA001")
    escalate = next(p for p in found.pending if p.kind is Upcoming.ESCALATE)
    assert (escalate.at - found.created_at).total_seconds() == 900
    assert await ana.incident(key) == found


async def test_the_list_comes_in_pages_and_says_how_long_it_is(
    stand: Stand, ana: PagerDuty
) -> None:
    made = set(stand.order("/pagerduty/storm", count=103)["ids"])

    first = await ana.open_incidents()
    second = await ana.open_incidents(100)

    found = (*first.incidents, *second.incidents)
    assert made <= {incident.id for incident in found}
    assert (first.next_start, second.next_start) == (100, None)
    assert (first.total, second.total) == (None, len(found))
    for page in (first, second):
        times = [(i.created_at, i.id) for i in page.incidents]
        assert times == sorted(times, reverse=True)


async def test_what_happened_on_all_incidents_is_told_with_whose_it_is(
    stand: Stand, ana: PagerDuty
) -> None:
    began = stand.now()
    one, other = trigger(stand), trigger(stand)
    stand.order("/pagerduty/note", incident=other, who="ben", text="looking")

    happened = await ana.happened(began)

    said = {(e.incident_id, e.kind) for e in happened.entries}
    assert {(one, "trigger"), (one, "assign"), (other, "annotate")} <= said
    own = [e for e in happened.entries if e.incident_id == other]
    assert {e.id: e for e in own} == {e.id: e for e in await ana.log(other)}
    assert happened.whole


async def test_of_a_storm_half_is_told_and_that_it_is_half(stand: Stand, ana: PagerDuty) -> None:
    stand.advance(60)
    stand.order("/pagerduty/storm", count=200)

    happened = await ana.happened(stand.now())

    assert not happened.whole
    assert len(happened.entries) == 500


async def test_those_that_ended_last_come_first(stand: Stand, ana: PagerDuty) -> None:
    keys = [trigger(stand) for _ in range(3)]
    for key in (keys[1], keys[0]):
        stand.advance(1)
        stand.order("/pagerduty/resolve", incident=key, who="ben")

    ended = await ana.ended(1)

    assert [i.id for i in ended][:2] == [keys[0], keys[1]]
    assert not any(i.is_open for i in ended)


async def test_the_log_since_a_moment_leaves_out_what_was_before(
    stand: Stand, ana: PagerDuty
) -> None:
    key = trigger(stand)
    later = stand.advance(30)
    stand.order("/pagerduty/note", incident=key, who="ben", text="looking")

    assert [e.kind for e in await ana.log(key, later)] == ["annotate"]
    assert len(await ana.log(key)) > 1


async def test_the_log_policy_and_on_call(stand: Stand, ana: PagerDuty) -> None:
    key = trigger(stand)
    stand.order("/pagerduty/note", incident=key, who="ben", text="looking at \x1b[31mreads")

    log = await ana.log(key)
    policy = await ana.policy((await ana.incident(key)).policy_id)
    on_call = await ana.on_call((policy.id,))

    assert log[0].kind == "trigger"
    assert "note by Ben Okafor: looking at reads" in [entry.text for entry in log]
    assert [level.delay_s for level in policy.levels] == [900] * 4
    assert [(o.level, o.person.name) for o in on_call][:2] == [
        (1, "Ana Ribeiro"),
        (2, "Ben Okafor"),
    ]


async def test_acknowledging_stops_the_escalation_and_is_sent_once(
    stand: Stand, ana: PagerDuty
) -> None:
    """Trap 2: whoever `From` names takes it over, so it is the person and never a bot."""
    key = trigger(stand)

    after = await ana.acknowledge(key)
    again = await ana.acknowledge(key)

    assert after.status is Status.ACKNOWLEDGED
    assert after.acknowledged_by("PANA001")
    assert Upcoming.ESCALATE not in {p.kind for p in after.pending}
    assert again == after
    writes = stand.writes("pagerduty", f"/incidents/{key}")
    assert [w["from"] for w in writes] == [ANA]


async def test_a_resolved_incident_is_never_acknowledged(stand: Stand, ana: PagerDuty) -> None:
    """Rule 11, trap 1: acknowledging what is resolved would open it again."""
    key = trigger(stand)
    stand.order("/pagerduty/resolve", incident=key, who="ben")

    with pytest.raises(Refused, match="would open it again"):
        await ana.acknowledge(key)

    assert stand.incident(key)["status"] == "resolved"
    assert stand.writes("pagerduty", f"/incidents/{key}") == []


async def test_taking_over_from_somebody_else(stand: Stand, ana: PagerDuty) -> None:
    key = trigger(stand)
    stand.order("/pagerduty/acknowledge", incident=key, who="ben")

    after = await ana.acknowledge(key)

    assert after.acknowledged_by("PANA001")


@pytest.mark.parametrize("kind", ["drop", "truncate", "garbage", "status"])
async def test_an_acknowledgement_whose_answer_is_lost_is_unclear_and_sent_once(
    stand: Stand, ana: PagerDuty, kind: str
) -> None:
    key = trigger(stand)
    stand.fault("pagerduty", kind, method="PUT", act=True, status=502)

    with pytest.raises(PortError) as caught:
        await ana.acknowledge(key)

    error = caught.value
    assert isinstance(error, Garbled) or (isinstance(error, Unreachable) and error.maybe_sent)
    assert len(stand.writes("pagerduty", f"/incidents/{key}")) == 1
    assert (await ana.incident(key)).status is Status.ACKNOWLEDGED


async def test_a_write_that_hangs_is_given_up_and_sent_once(stand: Stand, ana: PagerDuty) -> None:
    key = trigger(stand)

    async def token() -> str:
        return "standin-key-ana"

    hasty = PagerDuty(
        api_url=stand.pagerduty, token=token, email=ANA, timeout_s=0.3, clock=ManualClock()
    )
    stand.fault("pagerduty", "hang", method="POST")

    with pytest.raises(Unreachable) as caught:
        await hasty.add_note(key, "a note", "m1")

    assert caught.value.maybe_sent
    expiry = time.monotonic() + PATIENCE_S
    while not (writes := stand.writes("pagerduty", f"/incidents/{key}")):
        assert time.monotonic() < expiry
    assert len(writes) == 1
    assert await ana.find_note(key, "m1") is None
    hasty.close()


async def test_a_note_is_found_again_by_its_marker(stand: Stand, ana: PagerDuty) -> None:
    key = trigger(stand)

    note = await ana.add_note(key, "primary unreachable\nsince 08:42", "3f2a9c")

    assert await ana.find_note(key, "3f2a9c") == note
    assert await ana.find_note(key, "3f2a9d") is None
    contents = [n["content"] for n in stand.notes() if n["incident"] == key]
    assert contents == ["primary unreachable\nsince 08:42\n(cockpit 3f2a9c)"]
    assert any("3f2a9c" in entry.text for entry in await ana.log(key))


async def test_a_wrong_token_says_so_and_is_asked_for_again(stand: Stand) -> None:
    keys = iter(["nonsense-CANARY", "standin-key-ana"])

    async def token() -> str:
        return next(keys)

    port = PagerDuty(
        api_url=stand.pagerduty, token=token, email=ANA, timeout_s=PATIENCE_S, clock=ManualClock()
    )

    with pytest.raises(Refused, match="does not accept the token") as caught:
        await port.me()

    assert caught.value.credentials
    assert "region" in caught.value.mend
    assert (await port.me()).id == "PANA001"
    port.close()


async def test_an_unknown_address_names_the_setting(stand: Stand) -> None:
    key = trigger(stand)
    port = pager(stand, email="nobody@novavms.example")

    with pytest.raises(Refused) as caught:
        await port.add_note(key, "a note", "m2")

    assert "person.email" in caught.value.mend
    port.close()


async def test_without_an_address_nothing_is_written(stand: Stand) -> None:
    key = trigger(stand)
    port = pager(stand, email="")

    with pytest.raises(Refused, match="who acts"):
        await port.acknowledge(key)

    assert stand.writes("pagerduty", f"/incidents/{key}") == []
    port.close()


async def test_a_rate_limit_says_how_long_and_spares_writes(stand: Stand) -> None:
    """Rule 41: one budget for all, and writes go first."""
    key, clock = trigger(stand), ManualClock()

    async def token() -> str:
        return "standin-key-ana"

    port = PagerDuty(
        api_url=stand.pagerduty, token=token, email=ANA, timeout_s=PATIENCE_S, clock=clock
    )
    stand.fault("pagerduty", "rate_limit", method="GET", retry_after=17)
    with pytest.raises(Refused) as caught:
        await port.incident(key)
    assert caught.value.retry_after_s == 17
    before = stand.received()["counts"]

    clock.advance(5)
    with pytest.raises(Refused, match="in 12 s"):
        await port.incident(key)

    assert stand.received()["counts"] == before
    assert await port.add_note(key, "writes still go", "m3")
    clock.advance(12.1)
    assert (await port.incident(key)).id == key
    port.close()


async def test_an_incident_that_is_not_there(ana: PagerDuty) -> None:
    with pytest.raises(Refused, match="no such thing") as caught:
        await ana.incident("PNOTHERE")

    assert not caught.value.credentials


async def test_the_servers_clock(ana: PagerDuty, stand: Stand) -> None:
    await ana.me()

    heard = ana.heard()

    assert heard is not None
    true = (stand.now() - ManualClock().now()).total_seconds()
    assert heard.low_s <= true <= heard.high_s
    assert heard.high_s - heard.low_s < 3


async def test_an_accounts_token_acts_in_the_persons_name(stand: Stand) -> None:
    """Trap 2, rule 42: an account's token belongs to nobody; `From` is the person's address."""
    key = trigger(stand)
    port = pager(stand, "standin-key-account")

    assert (await port.me()).id == "PANA001"
    assert (await port.acknowledge(key)).acknowledged_by("PANA001")
    port.close()


async def test_a_token_that_may_only_read(stand: Stand) -> None:
    key = trigger(stand)
    port = pager(stand, "standin-key-readonly")

    with pytest.raises(Refused, match="denies access") as caught:
        await port.acknowledge(key)

    assert caught.value.credentials
    assert stand.incident(key)["status"] == "triggered"
    port.close()
