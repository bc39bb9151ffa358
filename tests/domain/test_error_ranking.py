"""Which errors matter for the trouble: whose they are, since when, in which release."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import (
    LATER,
    NOW,
    PAGED,
    after,
    deploy,
    idle,
    incident,
    record,
    running,
    state_of,
)
from tracked import counted, tracked

from cockpit.domain.catalogue import Home, Service
from cockpit.domain.error_ranking import findings, releases
from cockpit.domain.evidence import Health
from cockpit.domain.facts import (
    DeploysFound,
    ErrorJudged,
    ErrorsFound,
    Fact,
    IncidentSeen,
    ProbeTurned,
    Record,
)
from cockpit.domain.fold import apply
from cockpit.domain.model import Status
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion
from cockpit.domain.tracked_errors import ErrorStatus, ErrorTurn, ErrorVerdict, TrackedError

API = Service(name="cloud api", words=("pool",), homes=(Home(repository="cloud"),))
INGEST = Service(name="ingest", words=("queue",))


def situation(*errors: TrackedError, services: tuple[Service, ...] = (API, INGEST)) -> Situation:
    """The running incident of the cloud API, with these errors."""
    plain = running()
    found = state_of(
        IncidentSeen(incident=incident()),
        DeploysFound(repository="cloud", found=(deploy(at=after(-40), tags=("v2.31.0",)),)),
        ErrorsFound(found=errors),
    )
    procedure = replace(plain.procedure, services=services)
    return replace(plain, state=found, procedure=procedure)


def old(key: str = "9", **more: object) -> TrackedError:
    """An error that is always there."""
    return tracked(key, age_s=90 * 86_400, now=PAGED, turn=ErrorTurn.ONGOING, **more)


def fresh(key: str = "1", **more: object) -> TrackedError:
    """An error that began a minute before the page."""
    return tracked(key, age_s=60, now=PAGED, **more)


def order(situation_: Situation) -> list[str]:
    return [f.error.id for f in findings(situation_, NOW)]


def test_an_error_is_new_when_it_began_after_the_prime_suspect_came() -> None:
    before = tracked("2", age_s=41 * 60, now=PAGED)
    since = tracked("3", age_s=39 * 60, now=PAGED)
    found = {f.error.id: f.is_new for f in findings(situation(before, since), NOW)}

    assert found == {"2": False, "3": True}


def test_without_a_suspect_it_is_new_when_it_began_not_long_before_the_page() -> None:
    plain = situation(fresh(), tracked("2", age_s=16 * 60, now=PAGED))
    bare = replace(plain, state=replace(plain.state, repositories={}))
    found = {f.error.id: f.is_new for f in findings(bare, NOW)}

    assert found == {"1": True, "2": False}


def test_where_a_bad_sample_tells_when_the_trouble_began_that_counts() -> None:
    before, since = tracked("1", age_s=130, now=PAGED), tracked("2", age_s=110, now=PAGED)
    plain = situation(before, since)
    bad = ProbeTurned(probe="api", health=Health.BAD, since=after(-2), detail="503")
    state = replace(apply(plain.state, _record(plain, bad)), repositories={})
    found = {f.error.id: f.is_new for f in findings(replace(plain, state=state), NOW)}

    assert found == {"1": False, "2": True}


def test_without_an_incident_the_trackers_word_counts() -> None:
    plain = idle()
    errors = (tracked("1", now=NOW), old(), tracked("3", turn=ErrorTurn.REGRESSED, now=NOW))
    state = apply(plain.state, _record(plain, ErrorsFound(found=errors)))
    found = {f.error.id: f.is_new for f in findings(replace(plain, state=state), NOW)}

    assert found == {"1": True, "9": False, "3": True}


def test_the_failing_services_come_first_then_the_new_ones_then_what_happened_last() -> None:
    queue = fresh("2", title="queue is full", project="worker")
    pool = fresh("3", title="no connection from the pool", project="web")
    stale = old("4", project="web")
    quiet = old("5", project="web")
    rising = replace(old("6", project="web"), turn=ErrorTurn.ESCALATING)
    plain = situation(quiet, stale, queue, pool, rising)
    plain.readings.take(counted(NOW, e4=5, e2=1))

    assert order(plain) == ["3", "2", "6", "4", "5"]


def test_a_word_counts_as_a_word_and_not_as_a_part_of_one() -> None:
    (found,) = findings(situation(fresh(title="spooler died", project="printer")), NOW)

    assert found.services == ()


def test_a_project_that_is_a_services_home_is_the_services_where_no_word_says_otherwise() -> None:
    plain = situation(fresh("1", project="cloud"), fresh("2", project="cloud", title="queue: x"))
    found = {f.error.id: [s.name for s in f.services] for f in findings(plain, NOW)}

    assert found == {"1": ["cloud api"], "2": ["ingest"]}


def test_what_is_nothing_to_act_on_comes_last_and_what_is_resolved_after_it() -> None:
    done = fresh("4", status=ErrorStatus.RESOLVED)
    plain = situation(fresh("1"), done, old("2"))
    ignored = ErrorJudged(error_id="1", verdict=ErrorVerdict.IGNORE, what="x")
    state = apply(plain.state, _record(plain, ignored))

    assert order(replace(plain, state=state)) == ["2", "1", "4"]


def test_what_was_resolved_before_the_incident_is_not_shown() -> None:
    plain = idle()
    resolved = ErrorsFound(found=(fresh(status=ErrorStatus.RESOLVED),))
    state = apply(plain.state, _record(plain, resolved))

    assert findings(replace(plain, state=state), LATER) == ()


@pytest.mark.parametrize(
    ("release", "fits"),
    [
        ("v2.31.0", True),
        ("2.31.0", True),
        ("cloud@2.31.0", True),
        ("cloud@2.31.0+1704", True),
        ("V2.31.0", True),
        ("a1b2c3d4e5f6", True),
        ("a1b2c3d", True),
        ("a1b2c3", False),
        ("2.31", False),
        ("12.31.0", False),
        ("@", False),
        ("", False),
    ],
)
def test_a_release_is_matched_by_tag_or_commit(release: str, fits: bool) -> None:
    came = deploy("a1b2c3d4e5f6", tags=("v2.31.0",))

    tell = releases((Suspicion(deploy=came, prime=False),))

    assert (tell(fresh(first_release=release)) is not None) is fits


def test_the_release_of_a_suspect_is_told() -> None:
    (found,) = findings(situation(fresh(first_release="cloud@2.31.0")), NOW)

    assert found.suspect is not None
    assert found.suspect.rank == 1


@given(st.text(max_size=20), st.lists(st.text(max_size=12), max_size=3))
def test_no_release_or_word_breaks_anything(release: str, words: list[str]) -> None:
    odd = Service(name="odd", words=tuple(words))
    error = fresh(first_release=release, title=" ".join(words) or "x")

    assert len(findings(situation(error, services=(odd,)), NOW)) == 1


def test_an_incident_that_is_over_makes_nothing_new() -> None:
    plain = situation(old())
    over = incident(status=Status.RESOLVED, changed_at=NOW)
    state = apply(plain.state, _record(plain, IncidentSeen(incident=over)))
    (found,) = findings(replace(plain, state=state), NOW + timedelta(hours=1))

    assert not found.is_new


def _record(plain: Situation, fact: Fact) -> Record:
    return record(fact, PAGED, seq=plain.state.seq + 1)
