"""No view says "none" of what was not read, and none lets old data look live."""

from dataclasses import replace

import pytest
from drawn import SPACES, VIEWS, draw, lines, said
from situations import (
    BEFORE,
    INCIDENT,
    LATER,
    NOW,
    PAGE,
    SOURCES,
    after,
    drought,
    engaged,
    fresh_readings,
    idle,
    running,
    source,
    state_of,
)

from cockpit.domain.facts import DeploysFound
from cockpit.domain.model import SourceStatus
from cockpit.domain.readings import Answered, Readings
from cockpit.domain.state import EMPTY
from cockpit.domain.watch import PAGER, PAGER_CHANGES, repository_source
from cockpit.view.cells import Tone
from cockpit.view.words import freshness

CLAIMS = ("no open incident", "nothing in the last", "no report in", "none", "not on call", "good")
"""What may be said only of what was read."""

every_view = pytest.mark.parametrize("name", VIEWS)
every_space = pytest.mark.parametrize("space", SPACES, ids=lambda s: f"{s.width}x{s.height}")


def _first_second():
    """Nothing is known, and nobody has answered yet."""
    return replace(idle(), state=EMPTY, readings=Readings())


@every_view
@every_space
@pytest.mark.parametrize("make", [_first_second, lambda: drought(known=False)])
def test_of_what_was_never_read_nothing_is_claimed(name, space, make):
    words = said(draw(name, make(), LATER, space)).lower()

    assert not [claim for claim in CLAIMS if claim in words]


def test_of_what_was_read_the_same_is_said_gladly():
    empty = replace(idle(), state=state_of(*(source(n, SourceStatus.OK, NOW) for n in SOURCES)))

    assert "no open incident" in said(draw("header", empty, NOW))
    assert lines(draw("deploys", empty, NOW)) == [
        "nothing in the last 24 h in cloud, gateway, PagerDuty: changes"
    ]
    assert lines(draw("reports", empty, NOW)) == ["no report in soaks"]
    assert lines(draw("incidents", empty, NOW)) == ["no open incident"]


def test_one_repository_that_was_not_read_forbids_to_say_nothing():
    readings = Readings()
    for name in (repository_source("cloud"), PAGER_CHANGES):
        readings.take(Answered(source=name, at=NOW, good=True))
    situation = replace(idle(), state=EMPTY, readings=readings)

    assert lines(draw("deploys", situation, NOW)) == ["not read: gateway"]


def test_a_repository_known_from_last_week_was_not_read():
    state = state_of(DeploysFound(repository="cloud"), DeploysFound(repository="gateway"))
    situation = replace(_first_second(), state=state)

    assert lines(draw("deploys", situation, NOW)) == [
        "not read: cloud, gateway, PagerDuty: changes"
    ]


def test_a_quiet_pager_that_is_lost_says_how_old_the_quiet_is():
    lost = source(PAGER, SourceStatus.UNREACHABLE, after(1), "no route")
    situation = replace(idle(), state=state_of(lost))
    now = after(9)
    sheet = draw("header", situation, now)

    assert "no open incident when last read, 7 min ago" in said(sheet)
    assert Tone.GOOD not in {c.tone for r in sheet.rows for c in r.cells}


@pytest.mark.parametrize("name", ["escalation", "deploys", "reports", "incidents", "tiny"])
def test_what_cannot_be_reached_says_since_when(name):
    assert "unreachable since 10:12" in said(draw(name, drought(), LATER))


@pytest.mark.parametrize("name", ["escalation", "deploys", "reports", "incidents"])
def test_what_cannot_be_reached_says_why_and_what_to_do(name):
    words = said(draw(name, drought(), LATER))

    assert "no route to host" in words
    assert "check the network" in words


@pytest.mark.parametrize("name", ["escalation", "deploys", "reports", "incidents"])
def test_old_data_says_how_old_it_is(name):
    situation = engaged(NOW)

    assert draw(name, situation, NOW).note == "live"
    assert draw(name, situation, after(12)).note == "10 min old"


def test_the_least_screen_says_when_its_word_is_old():
    situation = engaged(NOW)

    assert PAGER not in said(draw("tiny", situation, NOW))
    assert f"{PAGER}: 10 min old" in lines(draw("tiny", situation, after(12)))


def test_the_footer_tells_live_from_old_from_lost():
    live, old = (said(draw("footer", idle(), now)) for now in (NOW, after(12)))
    lost = said(draw("footer", drought(), LATER))

    assert f"● {PAGER}" in live
    assert f"○ {PAGER} 10 min" in old
    assert f"✖ {PAGER} unreachable" in lost


def test_a_source_that_is_lost_without_a_reason_is_lost_all_the_same():
    state = state_of(source(PAGER, SourceStatus.UNREACHABLE, NOW))
    words = said(draw("footer", replace(idle(), state=state), NOW))

    assert f"✖ {PAGER} unreachable" in words


def test_a_late_source_is_late_not_lost():
    state = state_of(source(PAGER, SourceStatus.LATE, NOW, "no answer for 10 s"))
    words = said(draw("footer", replace(idle(), state=state), NOW))

    assert f"▲ {PAGER} late" in words


def test_probes_that_nobody_looks_at_are_not_all_good():
    situation = idle(NOW)
    fresh, old = draw("health", situation, NOW), draw("health", situation, after(12))

    assert fresh.note == "all 3 good"
    assert old.note == "3 old"
    assert all(line.startswith("○") and line.endswith("10 min old") for line in lines(old))


def test_probes_known_from_the_last_run_are_old_until_they_were_looked_at():
    situation = replace(idle(), readings=Readings())
    sheet = draw("health", situation, NOW)

    assert sheet.note == "3 old"
    assert all(line.endswith("old") for line in lines(sheet))


def test_a_bad_probe_that_nobody_looks_at_stays_bad_and_old():
    sheet = draw("health", running(NOW), after(12))

    assert sheet.note == "1 bad, 3 old"
    assert lines(sheet)[0].startswith("✖ api 503")
    assert lines(sheet)[0].endswith("10 min old")


def test_of_several_sources_the_oldest_speaks():
    readings = fresh_readings(NOW)
    readings.take(Answered(source=repository_source("cloud"), at=after(-10), good=True))
    names = tuple(repository_source(n) for n in ("gateway", "cloud"))

    assert freshness(replace(idle(), readings=readings), names, NOW) == ("12 min old", Tone.DIM)


def test_of_several_sources_one_that_was_never_read_speaks_before_an_old_one():
    readings = Readings()
    readings.take(Answered(source=repository_source("cloud"), at=after(-10), good=True))
    names = tuple(repository_source(n) for n in ("cloud", "gateway"))

    assert freshness(replace(_first_second(), readings=readings), names, NOW)[0] == "asking…"


def test_of_several_sources_the_one_that_is_lost_speaks_before_all():
    state = state_of(source(repository_source("gateway"), SourceStatus.REFUSED, NOW, "no"))
    names = tuple(repository_source(n) for n in ("cloud", "gateway"))

    assert freshness(replace(idle(), state=state), names, NOW) == (
        "refused since 10:44, live",
        Tone.BAD,
    )


def test_nobody_is_called_off_call_before_the_pager_was_read():
    named = replace(_first_second(), me=idle().me)

    assert "you: Ana" in said(draw("header", named, NOW))
    assert "not on call" not in said(draw("header", named, NOW))


def test_a_countdown_on_the_last_word_says_so():
    lost = source(PAGER, SourceStatus.UNREACHABLE, after(1), "no route")
    situation = replace(running(), state=state_of(*BEFORE, *PAGE, lost))

    assert "computed from the pager's word as of 10:44" in lines(draw("escalation", situation, NOW))


def test_what_is_switched_off_is_called_that():
    bare = replace(idle(), probes=(), repositories=(), folders=(), has_pager=False)

    assert {draw(n, bare, NOW).note for n in ("health", "deploys", "reports")} == {"off"}


def test_an_incident_that_is_on_no_screen_is_still_in_the_list():
    situation = replace(running(), incident_id="gone")

    assert situation.case is None
    assert [r.id for r in draw("incidents", situation, NOW).rows] == [f"incident:{INCIDENT}"]
