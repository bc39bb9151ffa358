"""Each scenario is solvable, true to its story, and the same again for the same seed."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playing import START, Act, Play, after
from situations import procedure

from cockpit.domain.criteria import weigh
from cockpit.domain.evidence import Health, Sample, Standing
from cockpit.domain.probes import HttpProbe, PrometheusProbe
from cockpit.domain.readings import Readings, Sampled
from cockpit.standins.library import names

Healthy = Callable[[Play], bool]


def says(text: str, channel: str = "") -> Act:
    return lambda play: play.post(text, channel)


def _good(*endpoints: str) -> Healthy:
    return lambda play: all(play.endpoint(name)[0] == 200 for name in endpoints)


def _online(play: Play) -> bool:
    return play.metric("gateways online") > 1300


def _recorded(play: Play) -> bool:
    body = play.endpoint("ingest age")[1]
    return isinstance(body, dict) and body["lag_s"] < 60


def _active(play: Play) -> bool:
    answers = play.stage.platform_api.orgs
    return next(org.status for org in answers if org.id == "org_91d0e8") == "active"


def _closed(play: Play) -> bool:
    return play.metric("impersonations open") == 0


SOLVED: dict[str, tuple[str, Healthy]] = {
    "bad-deploy": ("Started: rollback cloud v2026.16.2", _good("api health", "reads")),
    "stuck-queue": ("Started: rollback queue 2.31.0", _good("queue")),
    "gateway-drop": ("Started: rollback gateway gw-3.9.1", _online),
    "ingest-stall": ("Started: flag bulk-import", _recorded),
    "lost-org": ("Started: flag billing-sync", _active),
    "security-event": ("Started: flag impersonation", _closed),
    "alert-storm": ("Started: shift eu-central to carrier B", _online),
}
"""What solves each, and what is so once it is solved."""
every_scenario = pytest.mark.parametrize("name", names())
FOUR_MINUTES, TWENTY_MINUTES = 240.0, 1200.0


def test_there_is_an_answer_here_for_every_scenario():
    assert set(SOLVED) == set(names())


@every_scenario
def test_the_right_thing_heals_it(name):
    words, healthy = SOLVED[name]
    play = Play(name)

    assert not healthy(play)
    play.run(FOUR_MINUTES + 600, {60: says("declared"), FOUR_MINUTES: says(words)})

    assert healthy(play)
    assert [t.good for t in play.scenario.turns if t.id in play.came() and t.good]


@every_scenario
def test_left_alone_it_is_not_over_within_twenty_minutes(name):
    play = Play(name).run(TWENTY_MINUTES)

    assert not SOLVED[name][1](play)


@every_scenario
def test_a_restart_does_not_heal_it(name):
    acts = {60: says("declared"), 120: says("Started: restart the cloud server")}
    play = Play(name).run(TWENTY_MINUTES, acts)

    assert not SOLVED[name][1](play)
    assert play.came() & {"restart"}


@every_scenario
def test_the_same_seed_gives_the_same_facts_and_another_does_not(name):
    acts = {60: says("declared"), FOUR_MINUTES: says(SOLVED[name][0])}

    first, again = (Play(name, seed=7, keeps=True).run(600, acts).facts for _ in range(2))

    assert first == again
    assert Play(name, seed=8, keeps=True).run(600, acts).facts != first


@every_scenario
def test_a_run_that_was_broken_off_goes_on_as_it_was(name):
    acts = {60: says("declared"), FOUR_MINUTES: says(SOLVED[name][0])}
    whole = Play(name, seed=3).run(900, acts)
    halves = Play(name, seed=3).run(500, acts).interrupted().run(900)

    assert halves.look() == whole.look()


@every_scenario
def test_somebody_is_paged_and_it_has_a_truth_and_an_end(name):
    play = Play(name)

    assert [i for i in play.saved.pagerduty.incidents if i.priority == "P1"]
    assert play.scenario.truth
    assert play.scenario.ends >= TWENTY_MINUTES
    assert all(turn.missed for turn in play.scenario.turns if turn.id in {"flag", "rollback"}) or (
        name in {"alert-storm", "ingest-stall"}
    )


@pytest.mark.parametrize("name", ["gateway-drop", "ingest-stall", "lost-org", "alert-storm"])
def test_whoever_pages_the_secondary_gets_ben(name):
    play = Play(name)
    play.run(400, {60: says("declared"), 120: lambda p: p.page("ben")})

    assert "secondary" in play.came()
    room = play.stage.workspace.room_named("novavms-incident-live")
    assert [m for m in room.messages if m.user == "U0BEN" and m.text.startswith("Here.")]


def test_merging_a_storm_is_seen():
    play = Play("alert-storm").run(300, {60: says("declared"), 200: Play.merge})

    assert "merged" in play.came()


def test_entering_the_wrong_org_is_seen_and_the_right_one_gives_the_cause():
    play = Play("lost-org")
    play.run(300, {60: says("declared"), 100: lambda p: p.enter("org_91d0e9")})

    assert play.came() == {"wrong"}
    play.enter("org_91d0e8")
    assert "entered" in play.run(400).came()


def test_security_is_told_in_its_channel_and_names_nobody_in_the_open():
    play = Play("security-event")
    acts = {
        60: says("declared"),
        90: says("unknown actor enters orgs", "security"),
        120: says("it is svc-legacy-import"),
    }
    play.run(400, acts)

    assert {"channel", "name"} <= play.came()


def test_what_would_be_false_by_then_is_not_said_any_more():
    acts = {20: says("declared"), 40: says("Started: rollback gateway")}
    play = Play("gateway-drop").run(900, acts)
    room = play.stage.workspace.room_named("novavms-incident-live")

    assert not [m for m in room.messages if "The cloud is bored" in m.text]


# --- which criterion each meets (N6) ---------------------------------------------------------

NOVA = procedure()
CRITERIA = {c.id: c for c in NOVA.criteria}


def _standing(play: Play, key: str, readings: Readings) -> Standing:
    probes = (
        HttpProbe(name="api health", url="http://x/health", interval_s=5),
        HttpProbe(name="reads", url="http://x/reads", interval_s=5),
        HttpProbe(name="ingest age", url="http://x/lag", interval_s=5),
        PrometheusProbe(name="gateways online", url="http://x", query="q", interval_s=5),
    )
    return weigh(CRITERIA[key], probes, readings, play.now).standing


def _look(play: Play, readings: Readings) -> None:
    for name in ("api health", "reads"):
        status, _ = play.endpoint(name)
        readings.take(_sample(name, play.now, status=status))
    body = play.endpoint("ingest age")[1]
    lag = float(body["lag_s"]) if isinstance(body, dict) else 0.0
    readings.take(_sample("ingest age", play.now, value=lag))
    readings.take(_sample("gateways online", play.now, value=play.metric("gateways online")))


def _sample(probe: str, at: datetime, *, status: int = 200, value: float | None = None) -> Sampled:
    health = Health.GOOD if status == 200 else Health.BAD
    sample = Sample(
        at=at, health=health, status=status, latency_s=0.04, detail=str(status), value=value
    )
    return Sampled(probe=probe, sample=sample)


@pytest.mark.parametrize(
    ("name", "met"),
    [
        ("bad-deploy", {"a", "b"}),
        ("gateway-drop", {"b"}),
        ("ingest-stall", {"c"}),
        ("lost-org", set()),
        ("security-event", set()),
        ("alert-storm", {"b"}),
    ],
)
def test_the_probes_meet_the_criterion_of_the_story_and_no_other(name, met):
    play, readings = Play(name), Readings()
    minutes_before = range(-15 * 60, 0, 10)
    for second in minutes_before:
        at = after(second)
        readings.take(_sample("gateways online", at, value=play.metric("gateways online", at)))
    found = set()
    for _ in range(60):
        play.run((play.now - START).total_seconds() + 10)
        _look(play, readings)
        found |= {k for k in "abc" if _standing(play, k, readings) is Standing.MET}

    assert found == met
