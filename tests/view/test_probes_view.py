"""What the health pane says of a value, a certificate and the speed of answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from situations import after, idle, state_of

from cockpit.domain.conditions import Bounds
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.facts import ProbeTurned
from cockpit.domain.probes import ConnectProbe, HttpProbe, PrometheusProbe
from cockpit.domain.readings import Readings, Sampled
from cockpit.view import details, health
from cockpit.view.cells import Space, Tone

API = HttpProbe(name="api", url="https://api.example/health", interval_s=1)
GATEWAYS = PrometheusProbe(
    name="gateways", url="http://prometheus", query="sum(up)", bounds=Bounds(below=900, unit=" gw")
)
PORT = ConnectProbe(name="db", host="db.example", port=5432, tls=True)
NOW = after(20)
NARROW, WIDE = Space(42, 10), Space(110, 10)


def sample(seconds_ago: float, **more: object) -> Sample:
    known = {"health": Health.GOOD, "status": 200, "latency_s": 0.04, "detail": "200", **more}
    return Sample(at=NOW - timedelta(seconds=seconds_ago), **known)


def value(seconds_ago: float, number: float, **more: object) -> Sample:
    return sample(seconds_ago, status=None, value=number, detail=f"{number:g}", **more)


def seen(probe: object, *samples: Sample, state: Health = Health.GOOD, detail: str = "200"):
    """A situation in which one probe looked."""
    since = samples[0].at
    turned = ProbeTurned(probe=probe.name, health=state, since=since, detail=detail)
    situation = replace(
        idle(), state=state_of((since, turned)), readings=Readings(), probes=(probe,)
    )
    for one in samples:
        situation.readings.take(Sampled(probe=probe.name, sample=one))
    return situation


def line(situation, space: Space = NARROW) -> str:
    row = health.sheet(situation, NOW, space).rows[0]
    return " ".join(chain.from_iterable(cell.text.split() for cell in row.cells))


def words(situation, row_id: str) -> str:
    found = details.sheet(situation, row_id, NOW)
    return "\n".join(" ".join(c.text for c in row.cells if c.text) for row in found.rows)


def test_a_value_stands_with_how_far_it_is_from_the_level_before() -> None:
    steady = [value(s, 1368) for s in range(1200, 240, -10)]
    dropped = [value(s, 1204) for s in range(240, 0, -10)]

    assert line(seen(GATEWAYS, *steady, *dropped)).startswith("● gateways 1204 gw")
    assert line(seen(GATEWAYS, *steady, *dropped)).endswith("-12 %")
    even = [value(s, 1368) for s in range(1200, 0, -10)]
    assert line(seen(GATEWAYS, *even)).endswith("steady")


def test_what_moves_is_seen_in_the_bars_and_noise_is_not() -> None:
    steady = [value(s, 1368 + s % 3) for s in range(1200, 240, -10)]
    dropped = [value(s, 1004) for s in range(240, 0, -10)]
    flat, fallen = (
        line(seen(GATEWAYS, *steady), WIDE),
        line(seen(GATEWAYS, *steady, *dropped), WIDE),
    )

    assert {c for c in flat if c in "▁▂▃▄▅▆▇"} == {"▄"}
    assert len({c for c in fallen if c in "▁▂▃▄▅▆▇"}) > 1


def test_a_value_out_of_its_bounds_is_bad_for_so_long() -> None:
    bad = [value(s, 804, health=Health.BAD) for s in (90, 60, 30, 1)]
    found = seen(GATEWAYS, *bad, state=Health.BAD, detail="804 gw, below 900 gw")

    assert line(found).startswith("✖ gateways 804 gw")
    assert line(found).endswith("01:30")
    assert "is bad below 900 gw" in words(found, "probe:gateways")


def test_a_series_that_is_gone_says_so_and_shows_no_old_number() -> None:
    gone = sample(1, health=Health.UNKNOWN, status=None, detail="the series is gone")
    situation = seen(GATEWAYS, value(9, 1368), gone, state=Health.UNKNOWN, detail=gone.detail)

    assert line(situation).startswith("? gateways the series is gone")
    assert "1368" not in line(situation)


@pytest.mark.parametrize(
    ("hours", "shown", "said"),
    [
        (71, "TLS 70h", "the certificate ends in 70 h, not critical: it waits for working hours"),
        (0.5, "TLS 0h", "the certificate ends within the hour, not critical"),
        (100, "40 ms", "the certificate ends in 4 days"),
    ],
)
def test_a_certificate_about_to_end_has_a_mark_of_its_own(
    hours: float, shown: str, said: str
) -> None:
    ends = NOW + timedelta(hours=hours) - timedelta(seconds=5)
    situation = seen(PORT, sample(1, status=None, detail="open", expires_at=ends), detail="open")
    sheet = health.sheet(situation, NOW, NARROW)

    marked = shown.startswith("TLS")
    assert line(situation).startswith(f"{'!' if marked else '●'} db open")
    assert line(situation).endswith(shown)
    assert sheet.note == ("1 TLS ending" if marked else "all 1 good")
    assert sheet.note_tone is Tone.DIM
    assert said in words(situation, "probe:db")


def test_the_hours_before_a_mark_are_the_probes_own() -> None:
    probe = replace(PORT, warn_expiry_s=14 * 86_400)
    ends = NOW + timedelta(days=10)
    situation = seen(probe, sample(1, status=None, detail="open", expires_at=ends), detail="open")

    assert line(situation).startswith("! db open")


def test_percentiles_stand_where_there_is_room_and_always_in_the_detail() -> None:
    looks = [sample(200 - n, latency_s=n / 1000) for n in range(1, 201)]
    situation = seen(API, *looks)

    assert "p50 100 p95 190 p99 198" in line(situation, WIDE)
    assert "p9" not in line(situation, NARROW)
    assert "p50 100, p95 190, p99 198 ms, of the last 200 looks" in words(situation, "probe:api")


def test_how_long_a_query_took_is_no_speed_of_the_product() -> None:
    assert "p99" not in line(seen(GATEWAYS, value(1, 5)), WIDE)


def test_a_good_status_with_a_bad_body_does_not_look_good() -> None:
    bad = sample(1, health=Health.BAD, detail='200, but says "error"')
    situation = seen(API, bad, state=Health.BAD, detail=bad.detail)

    assert line(situation).startswith('✖ api 200, but says "error"')


def test_an_hour_is_an_hour_on_the_night_when_the_clocks_are_changed() -> None:
    begun = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    now = begun + timedelta(hours=1)
    bad = replace(sample(0, health=Health.BAD, status=503, detail="503"), at=begun)
    situation = seen(API, bad, replace(bad, at=now), state=Health.BAD, detail="503")
    there = replace(situation, zone=ZoneInfo("Europe/Stockholm"))
    row = health.sheet(there, now, NARROW).rows[0]
    detail = details.sheet(there, "probe:api", now)

    assert row.cells[-1].text == "1:00:00"
    looks = [row.cells[0].text for row in detail.rows[-2:]]
    assert looks == ["03:30:00", "01:30:00"]


def flapping(*healths: Health) -> list[Sample]:
    """One look a second, the last one now."""
    details = {Health.GOOD: "200", Health.BAD: "503", Health.UNKNOWN: "no answer"}
    return [
        sample(len(healths) - 1 - place, health=found, detail=details[found], status=None)
        for place, found in enumerate(healths)
    ]


def test_a_probe_that_flaps_is_shown_as_it_is_now_and_said_to_flap() -> None:
    """The record hears of it every few minutes only, and would say "good" until then."""
    good, bad = Health.GOOD, Health.BAD
    situation = seen(API, *flapping(*(good, bad) * 5, bad))
    settled = seen(API, *flapping(*(bad, good) * 5, good))

    assert line(situation) == "✖ api 503 flaps"
    assert "bad flapping, 503, since" in words(situation, "probe:api")
    assert health.sheet(situation, NOW, NARROW).note == "1 bad, 1 flapping"
    assert line(settled).startswith("! api")
    assert "good flapping, 200" in words(settled, "probe:api")
    assert health.sheet(settled, NOW, NARROW).note == "1 flapping"


def test_what_is_seen_from_here_goes_before_a_record_that_is_late() -> None:
    situation = seen(API, *flapping(Health.GOOD, Health.GOOD, Health.BAD, Health.BAD))

    assert line(situation) == "✖ api 503 00:01"


def test_who_never_could_look_from_here_knows_no_better_than_others() -> None:
    never = seen(API, *flapping(*[Health.UNKNOWN] * 3))
    lost = seen(API, *flapping(Health.GOOD, Health.UNKNOWN))

    assert line(never).startswith("● api 200")
    assert line(lost).startswith("? api no answer")
