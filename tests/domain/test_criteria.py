"""Paging criteria on samples: what counts, what breaks a run, what a drop and a stall are."""

import time
from collections.abc import Iterable
from datetime import timedelta

import pytest
from clocks import START
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.criteria import weigh
from cockpit.domain.criterion import Criterion, CriterionKind, Measure
from cockpit.domain.evidence import Health, Sample, Standing
from cockpit.domain.probes import ProbeSpec
from cockpit.domain.readings import Readings, Sampled
from cockpit.domain.spans import number, span
from cockpit.domain.weighed import Held, Weighed

MET, NOT_MET, UNKNOWN = Standing.MET, Standing.NOT_MET, Standing.UNKNOWN
API, READS = ProbeSpec(name="api"), ProbeSpec(name="reads")
GAP_S = 30

SERVER_ERRORS = Criterion(
    id="a", words="5xx", kind=CriterionKind.STATUS, probes=("api", "reads"), for_s=120
)
DROP = Criterion(id="b", words="gateways dropped", kind=CriterionKind.DROP, probes=("api",))
AGE = Criterion(id="c", words="no event", kind=CriterionKind.STALL, probes=("api",), for_s=300)
COUNTER = Criterion(
    id="c",
    words="no event",
    kind=CriterionKind.STALL,
    probes=("api",),
    for_s=300,
    measure=Measure.COUNTER,
)
ABOVE = Criterion(
    id="x", words="full", kind=CriterionKind.ABOVE, probes=("api",), limit=90, for_s=60
)
BELOW = Criterion(id="y", words="low", kind=CriterionKind.BELOW, probes=("api",), limit=0.5)

Look = int | float | None
"""A status (whole number), a measured value, or None: could not look."""


def sample(second: float, look: Look) -> Sample:
    """What a probe found that many seconds after the start."""
    at, status, value = START + timedelta(seconds=second), None, None
    if isinstance(look, float):
        health, value, detail = Health.GOOD, look, f"{look:g}"
    elif look is None:
        health, detail = Health.UNKNOWN, "no route"
    else:
        health, status, detail = Health.BAD if look >= 400 else Health.GOOD, look, str(look)
    return Sample(at=at, health=health, status=status, latency_s=None, detail=detail, value=value)


def taken(looks: Iterable[tuple[float, Look]], probe: str = "api") -> Readings:
    readings = Readings()
    for second, look in looks:
        readings.take(Sampled(probe=probe, sample=sample(second, look)))
    return readings


def every(seconds: float, looks: Iterable[Look], start: float = 0) -> list[tuple[float, Look]]:
    return [(start + place * seconds, look) for place, look in enumerate(looks)]


def course(criterion: Criterion, looks: list[tuple[float, Look]], held=None) -> list[Weighed]:
    """Where it stands at each look."""
    readings, found = Readings(), []
    for second, look in looks:
        readings.take(Sampled(probe="api", sample=sample(second, look)))
        now = START + timedelta(seconds=second)
        found.append(weigh(criterion, (API,), readings, now, held))
    return found


def weighed(
    criterion: Criterion, looks: list[tuple[float, Look]], *, after_s: float = 0, held=None
) -> Weighed:
    """Where it stands so long after the last look."""
    now = START + timedelta(seconds=looks[-1][0] + after_s)
    return weigh(criterion, (API,), taken(looks), now, held)


def test_server_errors_count_after_two_minutes_and_the_first_of_them_is_said():
    found = weighed(SERVER_ERRORS, every(5, [200, *[503] * 25]))

    assert (found.standing, found.words) == (MET, "api: 503 for 2 min")
    assert found.since == START + timedelta(seconds=5)
    assert found.complete_at == START + timedelta(seconds=125)
    assert found.probe == "api"


def test_before_that_nobody_can_say_and_how_much_was_seen_is_told():
    found = weighed(SERVER_ERRORS, every(5, [503] * 4))

    assert (found.standing, found.words) == (UNKNOWN, "api: 503, 15 of 120 s seen so far")


@pytest.mark.parametrize(
    ("statuses", "status", "standing"),
    [
        (((500, 599),), 503, MET),
        (((500, 599),), 404, NOT_MET),
        (((429, 429), (500, 599)), 429, MET),
        (((500, 599),), 200, NOT_MET),
    ],
)
def test_which_statuses_count_is_data(statuses, status, standing):
    criterion = Criterion(
        id="a", words="", kind=CriterionKind.STATUS, probes=("api",), statuses=statuses
    )

    assert weighed(criterion, [(0, status)]).standing is standing


def test_looks_that_could_not_look_neither_extend_nor_break_a_run():
    broken = every(5, [503] * 12 + [None] * 4 + [503] * 12)
    blind_end = every(5, [503] * 23 + [None] * 5)

    assert weighed(SERVER_ERRORS, broken).standing is MET
    assert weighed(SERVER_ERRORS, blind_end).words == "api: 503, 110 of 120 s seen so far"


def test_a_gap_longer_than_the_stated_one_begins_anew():
    gap = every(5, [503] * 12 + [None] * 6 + [503] * 12)
    patient = Criterion(
        id="a", words="", kind=CriterionKind.STATUS, probes=("api",), for_s=110, gap_s=60
    )

    assert weighed(SERVER_ERRORS, gap).words == "api: 503, 55 of 120 s seen so far"
    assert weighed(patient, gap).standing is MET


def test_one_clear_answer_starts_the_count_anew_and_flapping_is_said():
    flapping = every(5, [503] * 20 + [200] + [503] * 20)
    often = every(5, [200, 503] * 10 + [200])

    assert weighed(SERVER_ERRORS, flapping).words == "api: 503, 95 of 120 s seen so far"
    assert weighed(SERVER_ERRORS, often).words == "api: 200, came and went 10 times in 10 min"
    assert weighed(SERVER_ERRORS, often).standing is NOT_MET


def test_what_is_too_old_proves_nothing_and_the_reason_is_said():
    looks = every(5, [503] * 40)

    assert weighed(SERVER_ERRORS, looks, after_s=GAP_S).standing is MET
    assert weighed(SERVER_ERRORS, looks, after_s=40).words == "api: not looked at for 40 s"
    blind = weighed(SERVER_ERRORS, looks + every(5, [None] * 8, start=200))
    assert (blind.standing, blind.words) == (UNKNOWN, "api: could not look for 40 s, no route")


def test_any_probe_proves_it_and_all_disprove_it():
    readings = taken(every(5, [503] * 30))
    now = START + timedelta(seconds=145)
    half = weigh(SERVER_ERRORS, (API, READS), taken(every(5, [200])), START)

    assert weigh(SERVER_ERRORS, (API, READS), readings, now).words == "api: 503 for 2 min"
    assert (half.standing, half.words) == (UNKNOWN, "reads: not looked at yet")
    readings = taken(every(5, [200]))
    readings.take(Sampled(probe="reads", sample=sample(3, 200)))
    both = weigh(SERVER_ERRORS, (API, READS), readings, START + timedelta(seconds=4))
    assert (both.standing, both.words) == (NOT_MET, "api: 200; reads: 200")
    assert both.since == START + timedelta(seconds=3)


LEVEL = [1368.0, 1370.0, 1366.0] * 40
"""Twenty minutes of a level, a look every ten seconds."""


def test_a_drop_at_once_is_met_says_level_and_window_and_holds_until_it_is_back():
    fallen = every(10, LEVEL + [1204.0] * 200)
    *_, down, back = course(DROP, [*fallen, (3200, 1300.0)])

    assert down.standing is MET
    assert down.words == "api: 1204, 12 % below 1368 (median of 10 min, up to 2 min before)"
    assert down.since == START + timedelta(seconds=1200)
    assert down.level == 1368.0
    assert (back.standing, back.words) == (NOT_MET, "api: 1300, before 1368")
    assert back.since == START + timedelta(seconds=3200)


@pytest.mark.parametrize("minutes", [20, 60, 240])
def test_a_slow_decline_is_no_drop_however_far_it_goes(minutes: int):
    looks = minutes * 6
    decline = [1368.0 - 1368.0 * 0.3 * place / looks for place in range(looks)]
    found = course(DROP, every(10, LEVEL + decline))[len(LEVEL) :]

    assert {one.standing for one in found} == {NOT_MET}


def test_a_level_is_taken_anew_after_a_day():
    day = every(60, [1368.0] * 20 + [1204.0] * 1440)
    *_, before, at_last = course(
        Criterion(id="b", words="", kind=CriterionKind.DROP, probes=("api",), gap_s=120),
        [*day, (60 * 1461, 1204.0)],
    )

    assert (before.standing, at_last.standing) == (MET, NOT_MET)


def test_a_drop_of_exactly_the_share_is_none_and_a_bit_more_is_one():
    assert weighed(DROP, every(10, [1000.0] * 60 + [900.0])).standing is NOT_MET
    assert weighed(DROP, every(10, [1000.0] * 60 + [899.0])).standing is MET


def test_outliers_do_not_move_the_level_before():
    spiky = [1368.0, 1368.0, 1368.0, 5000.0] * 20

    assert weighed(DROP, every(10, [*spiky, 1300.0])).standing is NOT_MET


def test_too_little_history_is_unknown_and_says_how_much_there_is():
    found = weighed(DROP, every(10, [1368.0] * 20 + [1000.0]))

    assert found.standing is UNKNOWN
    assert found.words == "api: 1000, 200 of 420 s seen so far of the level before"


def test_what_happened_while_nobody_looked_did_not_happen_at_once():
    away = every(10, LEVEL) + every(10, [1204.0] * 3, start=1190 + 130)

    assert weighed(DROP, away).standing is UNKNOWN


def test_a_level_of_nothing_cannot_drop():
    assert "nothing to drop from" in weighed(DROP, every(10, [0.0] * 60)).words


def test_a_process_that_starts_after_a_drop_goes_on_from_what_was_told():
    held = Held(since=START - timedelta(minutes=9), probe="api", level=1368.0)

    down = weighed(DROP, [(0, 1204.0)], held=held)
    assert (down.standing, down.since) == (MET, held.since)
    later = course(DROP, every(10, [1204.0] * 90), held=held)
    assert {one.standing for one in later} == {MET}
    up = weighed(DROP, [(0, 1366.0)], held=held)
    assert (up.standing, up.words) == (NOT_MET, "api: 1366, back at 1368")


def test_what_was_met_before_this_process_looked_is_met_since_then():
    held = Held(since=START - timedelta(minutes=9), probe="api")
    told = course(SERVER_ERRORS, every(5, [503] * 40), held=held)

    assert {(one.standing, one.since) for one in told} == {(MET, held.since)}
    assert told[-1].words == "api: 503 for 12 min"
    seen_to_begin = weighed(SERVER_ERRORS, every(5, [200, *[503] * 40]), held=held)
    assert seen_to_begin.since == START + timedelta(seconds=5)


def test_a_stall_by_age_is_met_by_the_first_look():
    assert weighed(AGE, [(0, 301.0)]).words == "api: newest event 5 min ago"
    assert weighed(AGE, [(0, 301.0)]).standing is MET
    assert weighed(AGE, [(0, 300.0)]).standing is NOT_MET
    assert weighed(AGE, [(0, None)]).words == "api: could not look, no route"


def test_a_stall_by_counter_is_met_when_it_does_not_move():
    still = every(10, [7.0] * 31)

    assert weighed(COUNTER, still).words == "api: count stands at 7 for 5 min"
    assert weighed(COUNTER, still[:-1]).standing is UNKNOWN
    moved = weighed(COUNTER, [*still, (310, 8.0), (320, 8.0)])
    assert (moved.standing, moved.words) == (NOT_MET, "api: count stands at 8, moved 10 s ago")


def test_limits_count_after_their_time():
    assert weighed(ABOVE, every(5, [95.0] * 13)).words == "api: 95, above 90 for 1 min"
    assert weighed(ABOVE, every(5, [90.0] * 13)).standing is NOT_MET
    assert weighed(BELOW, [(0, 0.25)]).words == "api: 0.25, below 0.5"


def test_a_probe_that_answers_without_a_number_says_nothing_about_numbers():
    assert weighed(AGE, [(0, 503)]).words == "api: could not look, 503"


def test_a_person_and_a_probe_that_nobody_configured_are_unknown():
    alone = Criterion(id="d", words="an org is blind")

    assert weigh(alone, (API,), Readings(), START).words == "nobody has answered"
    assert weigh(DROP, (READS,), Readings(), START).words == "no probe looks: api not configured"


def test_a_clock_that_is_set_back_begins_anew():
    looks = [*every(5, [503] * 40), (100, 503), (105, 503)]

    assert weighed(SERVER_ERRORS, looks).words == "api: 503, 5 of 120 s seen so far"


def test_a_clock_that_is_set_back_leaves_the_level_before():
    looks = every(10, [1368.0] * 90) + every(10, [1366.0] * 3 + [1204.0], start=700)

    assert weighed(DROP, looks).standing is MET


statuses = st.sampled_from([503, 503, 503, 200, None])
pauses = st.sampled_from([0, 1, 5, 5, 5, 20, 31, 90, -7])


@given(st.lists(st.tuples(pauses, statuses), min_size=1, max_size=120), st.integers(-90, 90))
def test_server_errors_are_never_met_without_two_minutes_of_them(steps, later):
    looks, second = [], 0.0
    for pause, status in steps:
        second += pause
        looks.append((second, status))
    found = weighed(SERVER_ERRORS, looks, after_s=later)

    # The rule once more, by brute force: the run that ends with the newest look that could look.
    run: list[float] = []
    latest = looks[0][0]
    for at, status in looks:
        if at < latest:
            run = []
        latest = at
        if status is None:
            continue
        if status == 200:
            run = []
        elif run and at - run[-1] > GAP_S:
            run = [at]
        else:
            run.append(at)
    met = bool(run) and run[-1] - run[0] >= 120 and latest + later - run[-1] <= GAP_S
    assert (found.standing is MET) == met
    if found.standing is MET:
        assert found.since == START + timedelta(seconds=run[0])


values = st.sampled_from([1000.0, 990.0, 905.0, 880.0, 600.0, 0.0, None])


@given(st.lists(st.tuples(st.sampled_from([10, 10, 30, 130, -5]), values), min_size=1, max_size=90))
def test_a_drop_is_never_met_without_a_level_above_that_was_seen(steps):
    looks, second = [], 0.0
    for pause, value in steps:
        second += pause
        looks.append((second, value))
    found = weighed(DROP, looks)

    if found.standing is MET:
        assert found.level is not None
        assert found.since is not None
        newest = next(value for _, value in reversed(looks) if value is not None)
        began = (found.since - START).total_seconds()
        before = [at for at, value in looks if value is not None and at <= began - 120]
        assert newest < found.level * 0.9
        assert any(value is not None and value >= found.level for _, value in looks)
        assert began - 120 - min(before) >= 300


@given(
    st.sampled_from([SERVER_ERRORS, DROP, AGE, COUNTER, ABOVE, BELOW]),
    st.lists(st.tuples(st.integers(-600, 600), statuses | values), max_size=60),
    st.integers(-9000, 9000),
)
def test_whatever_the_looks_there_is_an_answer_in_words(criterion, looks, later):
    now = START + timedelta(seconds=later)
    found = weigh(criterion, (API,), taken([*looks, *looks]), now)

    assert found.words
    assert (found.standing is MET) == (found.complete_at is not None)
    assert looks or found.standing is UNKNOWN


@given(st.lists(statuses, min_size=1, max_size=60), st.lists(st.integers(0, 59), max_size=6))
def test_looking_in_between_changes_nothing(looks, between):
    plain = weighed(SERVER_ERRORS, every(5, looks))
    readings = Readings()
    for second, look in every(5, looks):
        readings.take(Sampled(probe="api", sample=sample(second, look)))
        if second / 5 in between:
            weigh(SERVER_ERRORS, (API,), readings, START + timedelta(seconds=second))
    now = START + timedelta(seconds=5 * (len(looks) - 1))

    assert weigh(SERVER_ERRORS, (API,), readings, now) == plain


@pytest.mark.parametrize("kind", [CriterionKind.STATUS, CriterionKind.DROP, CriterionKind.ABOVE])
def test_fifty_criteria_over_half_an_hour_of_seconds_cost_milliseconds(kind):
    criteria = [
        Criterion(id=f"c{n}", words="", kind=kind, probes=("api",), for_s=1200 + n, limit=n)
        for n in range(50)
    ]
    probe = (ProbeSpec(name="api", interval_s=1),)
    readings = Readings(history=1800)
    for second in range(1800):
        readings.take(Sampled(probe="api", sample=sample(second, 1000.0 + second % 7)))
    now = START + timedelta(seconds=1799)
    for criterion in criteria:
        weigh(criterion, probe, readings, now)

    def cost_s(place: int) -> float:
        """Of one second: a look more, and all criteria."""
        readings.take(Sampled(probe="api", sample=sample(1800 + place, 1000.0)))
        begun = time.process_time()
        for criterion in criteria:
            weigh(criterion, probe, readings, now)
        return time.process_time() - begun

    assert min(cost_s(place) for place in range(20)) < 0.005


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (7300, "2 h"), (-4, "0 s")],
)
def test_spans(seconds: float, words: str):
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(1368.0, "1368"), (0.25, "0.25"), (12.54, "12.5"), (123456.7, "123457"), (-3.0, "-3")],
)
def test_numbers(value: float, words: str):
    assert number(value) == words
