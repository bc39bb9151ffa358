"""A film of the journal: the state at any instant is the fold of what was noted by then."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import BEFORE, INCIDENT, PAGED, STORY, after, incident, journal, message, turned

from cockpit.domain.evidence import Health
from cockpit.domain.facts import EffectDone, IncidentSeen, NoteRequested, StepLookedAt
from cockpit.domain.film import EVERY, Film
from cockpit.domain.fold import fold
from cockpit.domain.model import Status
from cockpit.domain.reel import FASTEST, Reel, begun


def _note(n: int, minutes: float):
    effect = message(f"e{n}")
    return after(minutes), NoteRequested(
        id=f"n{n}", incident_id=INCIDENT, text=f"note {n}", effects=(effect,)
    )


def _long(count: int):
    told = list(STORY)
    for n in range(count):
        minutes = 20 + n / 10
        told += [
            _note(n, minutes),
            (after(minutes), EffectDone(effect=f"e{n}", ref=str(n), done_at=after(minutes))),
            turned("web", Health.BAD if n % 2 else Health.GOOD, after(minutes)),
        ]
    return journal(told)


LONG = _long(3 * EVERY)
FILM = Film(LONG, INCIDENT)


@settings(max_examples=25)
@given(st.floats(-120, 120))
def test_the_state_at_any_instant_is_the_fold_of_what_was_noted_by_then(minutes):
    at = after(minutes)

    assert FILM.state(at) == fold(record for record in LONG if record.at <= at)


def test_stepping_back_gives_what_stepping_on_gave():
    forward, at = [], FILM.begins
    while at < FILM.ends:
        at = FILM.after(at)
        forward.append(at)
    back, at = [], FILM.ends
    while at > FILM.events[0]:
        back.append(at)
        at = FILM.before(at)

    assert forward == list(FILM.events)
    assert [*reversed(back)] == forward[1:]


def test_the_film_begins_before_anything_is_known_of_the_incident():
    assert INCIDENT not in FILM.state(FILM.begins).cases
    assert INCIDENT in FILM.state(FILM.events[0]).cases


def test_a_clock_that_was_set_back_does_not_take_the_film_back():
    told = [*STORY, (after(18), StepLookedAt(incident_id=INCIDENT, step="health", what="x"))]
    told.append((after(2), StepLookedAt(incident_id=INCIDENT, step="reports", what="y")))
    film = Film(journal(told), INCIDENT)

    assert film.ends == after(18)
    assert "reports" in film.last.cases[INCIDENT].looks


def test_what_happens_long_after_it_was_over_is_no_event_of_it():
    over = after(30), IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=after(30)))
    later = turned("web", Health.BAD, after(300))
    film = Film(journal([*STORY, over, later]), INCIDENT)

    assert film.ends == after(30)


def test_an_incident_that_nobody_knows_has_no_film():
    with pytest.raises(KeyError):
        Film(journal(BEFORE), "Q-nobody")


# --- the reel --------------------------------------------------------------------------------


def test_a_reel_runs_at_its_pace_and_stands_still_at_the_end():
    reel = begun(FILM, 10)

    assert reel.ran(6).at == FILM.events[0] + timedelta(minutes=1)
    ended = reel.ran(1e6)
    assert (ended.at, ended.paused) == (FILM.ends, True)
    assert ended.toggled().at == FILM.begins


def test_a_held_reel_does_not_move_and_steps_hold_it():
    reel = begun(FILM, 1).toggled()

    assert reel.ran(100) == reel
    stepped = begun(FILM, 1).stepped(3)
    assert (stepped.at, stepped.paused) == (FILM.events[3], True)
    assert stepped.stepped(-3).at == FILM.events[0]


def test_the_pace_has_bounds():
    reel = begun(FILM, 1)
    for _ in range(40):
        reel = reel.paced(2)

    assert reel.speed == FASTEST


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["on", "back", "run", "first", "last", "hold"]), max_size=20))
def test_no_key_leaves_the_film(keys):
    reel = Reel(FILM, PAGED)
    for key in keys:
        reel = {
            "on": lambda r: r.stepped(1),
            "back": lambda r: r.stepped(-1),
            "run": lambda r: r.ran(30),
            "first": Reel.first,
            "last": Reel.last,
            "hold": Reel.toggled,
        }[key](reel)

        assert FILM.begins <= reel.at <= FILM.ends or reel.at == PAGED


def test_a_step_back_through_ten_thousand_events_folds_but_a_few_records():
    film = Film(_long(3400), INCIDENT)
    at = film.before(film.before(film.ends))

    marks = film._marks
    assert len(film._records) > 10_000
    assert max(b - a for a, b in pairwise(marks[1:])) <= EVERY
    assert film.state(at) == fold(record for record in film._records if record.noted_at <= at)
