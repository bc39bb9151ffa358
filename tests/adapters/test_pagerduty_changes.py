"""Every change at the pager against the stand-in, over HTTP: made once, checked, found again."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from clocks import ManualClock
from patience import PATIENCE_S
from stand import Stand

from cockpit.adapters import pagerduty_json
from cockpit.adapters.loose_json import Node
from cockpit.adapters.pagerduty import PagerDuty
from cockpit.domain.effects import (
    AddResponders,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PagerChange,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.model import PolicyLevel, Status, Upcoming
from cockpit.ports.outside import Garbled, Refused, Unreachable

ANA = "ana@novavms.example"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Iterator[Stand]:
    shared.reset()
    yield shared
    shared.clear_faults()


@pytest.fixture
async def ana(stand: Stand) -> AsyncIterator[PagerDuty]:
    async def token() -> str:
        return "standin-key-ana"

    clock = ManualClock()
    clock.advance((stand.now() - clock.now()).total_seconds())
    port = PagerDuty(
        api_url=stand.pagerduty, token=token, email=ANA, timeout_s=PATIENCE_S, clock=clock
    )
    yield port
    port.close()


@pytest.fixture
def key(stand: Stand) -> str:
    """The incident that everything is tried on, a minute old."""
    found = str(stand.order("/pagerduty/trigger", title="Reads are slow")["id"])
    stand.advance(60)
    return found


def ids(stand: Stand) -> dict[str, str]:
    """People by the level of the policy at which they are on call."""
    with stand.pd() as client:
        answer = client.get("/oncalls", params={"limit": 100}).json()["oncalls"]
    return {f"level {e['escalation_level']}": e["user"]["id"] for e in reversed(answer)}


def changes(stand: Stand, path: str = "/incidents") -> list[dict]:
    """The writes that arrived, oldest first, with their bodies read."""
    return [{**w, "body": json.loads(w["body"])} for w in stand.writes("pagerduty", path)]


def long_ago(stand: Stand) -> datetime:
    return stand.now() - timedelta(minutes=5)


async def refusal(ana: PagerDuty, change: PagerChange) -> Refused:
    with pytest.raises(Refused) as caught:
        await ana.change(change)
    return caught.value


# --- what is sent -------------------------------------------------------------------------------


async def test_an_escalation_sends_the_level_alone_and_is_read_from_the_answer(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    """Rule 36: beside a policy the level is ignored, so it goes alone; the answer proves it."""
    change = EscalateIncident(id="e", incident_id=key, level=2)

    made = await ana.change(change)

    (write,) = changes(stand)
    assert write["body"] == {"incident": {"type": "incident_reference", "escalation_level": 2}}
    assert write["from"] == ANA
    assert made.incident is not None
    assert made.incident.assigned_to(ids(stand)["level 2"])
    assert made.at == stand.now()
    found = await ana.find_change(change, long_ago(stand))
    assert found is not None
    assert (found.at, bool(found.ref)) == (stand.now(), True)


async def test_somebody_elses_or_an_automatic_escalation_is_not_ours(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    change = EscalateIncident(id="e", incident_id=key, level=2)
    since = long_ago(stand)
    stand.advance(900)
    with stand.pd("standin-key-account", "ben@novavms.example") as ben:
        body = {"incident": {"type": "incident_reference", "escalation_level": 3}}
        assert ben.put(f"/incidents/{key}", json=body).status_code == 200

    assert await ana.find_change(change, since) is None


async def test_an_escalation_before_that_time_is_not_this_one(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    change = EscalateIncident(id="e", incident_id=key, level=2)
    await ana.change(change)

    assert await ana.find_change(change, stand.now() + timedelta(seconds=1)) is None


async def test_of_two_escalations_within_a_second_each_is_known_by_their_number(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    change = EscalateIncident(id="e", incident_id=key, level=2)
    await ana.change(change)
    after = stand.now() + timedelta(seconds=1)
    assert await ana.find_change(change, after, 1) is None

    with pytest.raises(Garbled, match="does not show whom it pages"):
        await ana.change(change)

    assert await ana.find_change(change, after) is None
    assert await ana.find_change(change, after, 1) is not None
    assert await ana.find_change(change, after, 2) is None


async def test_of_two_calls_within_a_second_each_is_known_by_their_number(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    people = (ids(stand)["level 2"],)
    change = AddResponders(id="e", incident_id=key, person_ids=people, message="come")
    await ana.change(change)
    after = stand.now() + timedelta(seconds=1)
    assert await ana.find_change(change, after, 1) is None

    await ana.change(change)

    assert await ana.find_change(change, after, 1) is not None


async def test_resolving_leaves_its_words_in_the_log(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    change = ResolveIncident(id="e", incident_id=key, resolution="rolled back")
    assert await ana.find_change(change, long_ago(stand)) is None

    made = await ana.change(change)

    assert made.incident is not None
    assert made.incident.status is Status.RESOLVED
    fields = changes(stand)[0]["body"]["incident"]
    assert (fields["status"], fields["resolution"]) == ("resolved", "rolled back")
    assert await ana.find_change(change, long_ago(stand))


async def test_reassigning_is_found_also_after_somebody_moved_it_on(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    ben, lead = ids(stand)["level 2"], ids(stand)["level 3"]
    change = ReassignIncident(id="e", incident_id=key, person_ids=(ben,))
    assert await ana.find_change(change, long_ago(stand)) is None

    made = await ana.change(change)

    assert made.incident is not None
    assert made.incident.direct
    found = await ana.find_change(change, long_ago(stand))
    assert found is not None
    assert found.incident == made.incident
    await ana.change(ReassignIncident(id="f", incident_id=key, person_ids=(lead,)))
    moved_on = await ana.find_change(change, long_ago(stand))
    assert moved_on is not None
    assert moved_on.incident is None
    assert moved_on.ref


async def test_a_snooze_lasts_until_the_instant_however_late_it_is_sent(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    await ana.acknowledge(key)
    until = stand.now() + timedelta(hours=1)
    stand.advance(600)
    await ana.incident(key)
    change = SnoozeIncident(id="e", incident_id=key, until=until)
    assert await ana.find_change(change, long_ago(stand)) is None

    made = await ana.change(change)

    assert made.incident is not None
    (ends,) = [p.at for p in made.incident.pending if p.kind is Upcoming.UNACKNOWLEDGE]
    assert abs(ends - until) <= timedelta(seconds=1)
    assert await ana.find_change(change, long_ago(stand))


async def test_the_length_of_a_snooze_is_counted_by_the_servers_clock(
    stand: Stand, key: str
) -> None:
    async def token() -> str:
        return "standin-key-ana"

    clock = ManualClock()
    clock.advance((stand.now() - clock.now()).total_seconds() + 3 * 3600)
    port = PagerDuty(
        api_url=stand.pagerduty, token=token, email=ANA, timeout_s=PATIENCE_S, clock=clock
    )
    await port.acknowledge(key)

    until = stand.now() + timedelta(minutes=30)
    await port.change(SnoozeIncident(id="e", incident_id=key, until=until))
    port.close()

    assert abs(changes(stand)[-1]["body"]["duration"] - 1800) <= 2


async def test_a_title_and_a_priority_by_name(stand: Stand, ana: PagerDuty, key: str) -> None:
    rename = RenameIncident(id="e", incident_id=key, title="eu-1: ingest is down")
    prioritise = PrioritiseIncident(id="f", incident_id=key, priority="P2")
    drop = PrioritiseIncident(id="g", incident_id=key, priority="")
    for change in (rename, prioritise):
        assert await ana.find_change(change, long_ago(stand)) is None
        assert (await ana.change(change)).incident is not None
        assert await ana.find_change(change, long_ago(stand))

    assert changes(stand)[1]["body"]["incident"]["priority"] == "P2"
    await ana.change(drop)
    assert stand.incident(key)["priority"] is None
    error = await refusal(ana, PrioritiseIncident(id="h", incident_id=key, priority="Sev9"))
    assert error.reason == "PagerDuty has no priority of that name"


async def test_merging_resolves_the_sources_for_that_reason(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    sources = tuple(str(stand.order("/pagerduty/trigger", title=t)["id"]) for t in "ab")
    change = MergeIncidents(id="e", incident_id=key, sources=sources)
    assert await ana.find_change(change, long_ago(stand)) is None

    await ana.change(change)

    assert {stand.incident(source)["status"] for source in sources} == {"resolved"}
    assert await ana.find_change(change, long_ago(stand))
    found = [pagerduty_json.incident(Node(stand.incident(source))) for source in sources]
    assert [it.merged_into for it in found if it is not None] == [key, key]


async def test_half_a_merge_is_for_a_person_to_judge(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    one, two = (str(stand.order("/pagerduty/trigger", title=t)["id"]) for t in "ab")
    await ana.change(MergeIncidents(id="e", incident_id=key, sources=(one,)))

    both = MergeIncidents(id="f", incident_id=key, sources=(one, two))
    with pytest.raises(Refused, match="1 of 2 were merged"):
        await ana.find_change(both, long_ago(stand))


async def test_what_cannot_be_merged_is_said_before_anything_is_sent(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    source = str(stand.order("/pagerduty/trigger", title="a")["id"])
    stand.order("/pagerduty/distort", which=source, incident={"is_mergeable": False})

    error = await refusal(ana, MergeIncidents(id="e", incident_id=key, sources=(source,)))

    assert "cannot be merged" in error.reason
    assert changes(stand) == []


async def test_responders_are_called_once_by_id_with_the_message(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    ben = ids(stand)["level 2"]
    change = AddResponders(id="e", incident_id=key, person_ids=(ben,), message="db is read-only")
    assert await ana.find_change(change, long_ago(stand)) is None

    made = await ana.change(change)

    (write,) = changes(stand)
    assert write["from"] == ""
    assert write["body"]["requester_id"] == "PANA001"
    target = {"responder_request_target": {"id": ben, "type": "user_reference"}}
    assert write["body"]["responder_request_targets"] == [target]
    found = await ana.find_change(change, long_ago(stand))
    assert found is not None
    assert (found.ref, found.at) == (made.ref, made.at)
    later = stand.now() + timedelta(seconds=1)
    assert await ana.find_change(change, later) is None
    other = AddResponders(id="f", incident_id=key, person_ids=(ben,), message="other words")
    assert await ana.find_change(other, long_ago(stand)) is None


async def test_an_override_puts_one_on_call_and_needs_no_name_in_the_header(
    stand: Stand, ana: PagerDuty
) -> None:
    with stand.pd() as client:
        schedule = client.get("/schedules").json()["schedules"][0]["id"]
    start, end = stand.now(), stand.now() + timedelta(hours=2)
    ben = ids(stand)["level 2"]
    change = OverrideSchedule(
        id="e", incident_id="", schedule_id=schedule, person_id=ben, start=start, end=end
    )
    assert await ana.find_change(change, long_ago(stand)) is None

    made = await ana.change(change)

    (write,) = changes(stand, "/schedules")
    assert write["from"] == ""
    assert made.ref
    found = await ana.find_change(change, long_ago(stand))
    assert found is not None
    assert found.ref == made.ref
    with stand.pd() as client:
        now = client.get("/oncalls", params={"schedule_ids[]": schedule}).json()["oncalls"]
    assert {entry["user"]["id"] for entry in now} == {ben}


async def test_an_override_that_pagerduty_rejects_one_by_one_is_refused(
    stand: Stand, ana: PagerDuty
) -> None:
    with stand.pd() as client:
        schedule = client.get("/schedules").json()["schedules"][0]["id"]
    start = stand.now() - timedelta(hours=2)
    change = OverrideSchedule(
        id="e",
        incident_id="",
        schedule_id=schedule,
        person_id="PANA001",
        start=start,
        end=start + timedelta(hours=1),
    )

    error = await refusal(ana, change)

    assert error.reason.startswith("PagerDuty does not take the override: Override must end")


async def test_a_policy_is_rewritten_whole_and_read_back(stand: Stand, ana: PagerDuty) -> None:
    with stand.pd() as client:
        policy_id = client.get("/escalation_policies").json()["escalation_policies"][0]["id"]
    before = await ana.policy(policy_id)
    levels = (
        PolicyLevel(delay_s=300, targets=("Ana",), target_ids=("user:PANA001",)),
        *before.levels[1:],
    )
    change = RewritePolicy(id="e", incident_id="", policy_id=policy_id, levels=levels)
    assert await ana.find_change(change, long_ago(stand)) is None

    await ana.change(change)

    after = await ana.policy(policy_id)
    assert [(v.delay_s, v.target_ids) for v in after.levels] == [
        (v.delay_s, v.target_ids) for v in levels
    ]
    assert (after.name, after.loops) == (before.name, before.loops)
    assert await ana.find_change(change, long_ago(stand))


# --- what has changed meanwhile -----------------------------------------------------------------


@pytest.mark.parametrize("kind", range(6))
async def test_what_was_resolved_elsewhere_is_left_alone_and_that_is_said(
    stand: Stand, ana: PagerDuty, key: str, kind: int
) -> None:
    stand.order("/pagerduty/resolve", incident=key, who="ben")
    until = stand.now() + timedelta(hours=1)
    change = (
        ResolveIncident(id="e", incident_id=key),
        EscalateIncident(id="e", incident_id=key, level=2),
        ReassignIncident(id="e", incident_id=key, person_ids=("PANA001",)),
        SnoozeIncident(id="e", incident_id=key, until=until),
        MergeIncidents(id="e", incident_id=key, sources=("Q",)),
        AddResponders(id="e", incident_id=key, person_ids=("PANA001",), message="x"),
    )[kind]

    error = await refusal(ana, change)

    assert "was resolved by Ben" in error.reason
    assert error.reason.endswith("UTC; nothing was changed")
    assert changes(stand) == []


async def test_a_target_that_is_open_is_not_merged_with_what_was_resolved_meanwhile(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    source = str(stand.order("/pagerduty/trigger", title="a")["id"])
    stand.order("/pagerduty/resolve", incident=source, who="ben")

    error = await refusal(ana, MergeIncidents(id="e", incident_id=key, sources=(source,)))

    assert "was resolved by Ben" in error.reason
    assert changes(stand) == []


@pytest.mark.parametrize(
    ("odd", "words"),
    [({"urgency": "low"}, "low urgency"), ({"assigned_via": "direct_assignment"}, "directly")],
)
async def test_what_cannot_climb_any_more_is_refused_with_what_to_do(
    stand: Stand, ana: PagerDuty, key: str, odd: dict, words: str
) -> None:
    """Traps 3 and 4: low urgency and direct assignment are not escalated by hand either."""
    stand.order("/pagerduty/distort", which=key, incident=odd)

    error = await refusal(ana, EscalateIncident(id="e", incident_id=key, level=2))

    assert words in error.reason
    assert error.mend == "re-assign it instead"
    assert changes(stand) == []


async def test_a_snooze_of_what_is_not_acknowledged_or_is_over_is_not_sent(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    until = stand.now() + timedelta(hours=1)
    triggered = await refusal(ana, SnoozeIncident(id="e", incident_id=key, until=until))
    await ana.acknowledge(key)
    over = await refusal(ana, SnoozeIncident(id="e", incident_id=key, until=stand.now()))

    assert triggered.mend == "acknowledge it first"
    assert "is over" in over.reason
    assert len(changes(stand)) == 1


async def test_a_level_that_is_not_there_is_refused_by_pagerduty_in_our_words(
    ana: PagerDuty, key: str
) -> None:
    error = await refusal(ana, EscalateIncident(id="e", incident_id=key, level=9))

    assert (error.reason, error.code) == ("PagerDuty cannot escalate this incident", "1006")


async def test_an_unknown_person_is_refused_in_our_words(ana: PagerDuty, key: str) -> None:
    error = await refusal(ana, ReassignIncident(id="e", incident_id=key, person_ids=("PGONE",)))

    assert error.code == "1007"


# --- broken connections -------------------------------------------------------------------------


@pytest.mark.parametrize("acts", [True, False])
async def test_a_lost_answer_is_unclear_and_a_look_tells(
    stand: Stand, ana: PagerDuty, key: str, acts: bool
) -> None:
    """Trap 6: no write has a token that would make a second sending harmless."""
    change = EscalateIncident(id="e", incident_id=key, level=2)
    stand.fault("pagerduty", "drop", method="PUT", path="/incidents", act=acts)

    with pytest.raises(Unreachable) as caught:
        await ana.change(change)

    assert caught.value.maybe_sent
    found = await ana.find_change(change, long_ago(stand))
    assert (found is not None) == acts


async def test_a_fault_before_the_write_sent_nothing(
    stand: Stand, ana: PagerDuty, key: str
) -> None:
    stand.fault("pagerduty", "status", status=503, method="GET", path="/incidents")

    with pytest.raises(Unreachable) as caught:
        await ana.change(EscalateIncident(id="e", incident_id=key, level=2))

    assert not caught.value.maybe_sent
    assert changes(stand) == []


async def test_an_answer_that_is_a_page_is_unclear(stand: Stand, ana: PagerDuty, key: str) -> None:
    stand.fault("pagerduty", "garbage", method="PUT", path="/incidents", act=True)

    with pytest.raises((Garbled, Unreachable)):
        await ana.change(RenameIncident(id="e", incident_id=key, title="x"))

    assert await ana.find_change(
        RenameIncident(id="e", incident_id=key, title="x"), long_ago(stand)
    )
