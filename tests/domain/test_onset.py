"""When production first went bad, which is what suspicion counts from."""

from dataclasses import replace

from any_facts import journals
from hypothesis import given
from hypothesis import strategies as st
from situations import PAGED, after, case_of, incident, procedure, state_of, turned

from cockpit.domain.catalogue import Service
from cockpit.domain.evidence import Health
from cockpit.domain.facts import IncidentSeen, ProbeTurned
from cockpit.domain.fold import fold
from cockpit.domain.onset import Onset, onset
from cockpit.domain.spells import MOST

BAD, GOOD, UNKNOWN = Health.BAD, Health.GOOD, Health.UNKNOWN
API = Service(name="cloud api", probes=("api", "reads"))
NOVA = replace(procedure(), services=(API,))


def _onset(*told, rules=NOVA) -> Onset:
    state = state_of(*told, (PAGED, IncidentSeen(incident=incident())))
    return onset(state, case_of(state), rules)


def _turns(probe, *turns):
    return [turned(probe, health, after(minutes)) for minutes, health in turns]


def test_the_earliest_bad_sample_of_the_failing_services_probes_counts():
    told = [*_turns("api", (-60, GOOD), (-2, BAD)), *_turns("reads", (-60, GOOD), (-5, BAD))]

    found = _onset(*told, *_turns("web", (-60, GOOD), (-9, BAD)))

    assert (found.at, found.probe) == (after(-5), "reads")
    assert found.words == "the first bad sample: reads, 503"


def test_where_the_catalogue_knows_no_service_any_probe_counts():
    told = [*_turns("api", (-2, BAD)), *_turns("web", (-9, BAD))]

    assert _onset(*told, rules=procedure()).probe == "web"


def test_it_is_not_forgotten_when_the_probe_turns_good_again():
    found = _onset(*_turns("api", (-60, GOOD), (-4, BAD), (30, GOOD), (90, BAD), (91, GOOD)))

    assert found.at == after(-4)


def test_what_was_good_for_a_quarter_of_an_hour_before_is_another_matter():
    healed = _turns("api", (-50, BAD), (-30, GOOD), (-3, BAD))
    flapping = _turns("api", (-30, BAD), (-25, GOOD), (-12, BAD), (-11, GOOD), (-3, BAD))

    assert _onset(*healed).at == after(-3)
    assert _onset(*flapping).at == after(-30)


def test_a_probe_that_cannot_look_is_neither_bad_nor_good():
    found = _onset(*_turns("api", (-60, UNKNOWN), (-20, BAD), (-19, UNKNOWN), (-1, BAD)))

    assert found.at == after(-20)
    assert not _onset(*_turns("api", (-20, UNKNOWN))).is_sample


def test_what_has_been_bad_for_longer_than_two_hours_does_not_tell_when_this_began():
    found = _onset(*_turns("api", (-121, BAD)), *_turns("reads", (-3, BAD)))

    assert found.probe == "reads"


def test_without_a_bad_sample_it_is_counted_from_the_page_and_said_so():
    found = _onset(*_turns("api", (-60, GOOD)))

    assert (found.at, found.name) == (PAGED, "the page")
    assert found.words == "counted from the page: no probe was seen bad before it"


def test_a_cockpit_opened_after_the_page_counts_from_the_page():
    found = _onset(*_turns("api", (3, BAD)))

    assert found.at == PAGED
    assert found.words == "counted from the page: api was seen bad only after it"


def test_days_of_flapping_leave_the_first_bad_sample_known_and_the_memory_small():
    flaps = [(5 * n, (GOOD, BAD)[n % 2]) for n in range(1, 1000)]
    state = state_of(
        *_turns("api", (-60, GOOD), (-4, BAD)),
        (PAGED, IncidentSeen(incident=incident())),
        *_turns("api", *flaps),
    )

    assert onset(state, case_of(state), NOVA).at == after(-4)
    assert len(state.probes["api"].spells) <= MOST


@given(journals)
def test_it_is_never_after_the_page_whatever_happened(records):
    state = fold(records)

    for case in state.cases.values():
        assert onset(state, case, NOVA).at <= case.incident.created_at


@given(st.lists(st.tuples(st.integers(-100, 100), st.sampled_from(Health)), max_size=20))
def test_spells_are_in_order_and_only_the_last_is_open(turns):
    told = [
        (after(n), ProbeTurned(probe="api", health=health, since=after(n), detail=""))
        for n, health in turns
    ]
    known = state_of(*told).probes.get("api")
    spells = known.spells if known else ()

    assert [s.since for s in spells if s.until] == sorted(s.since for s in spells if s.until)
    assert all(s.until for s in spells[:-1])
    assert all(s.until is None or s.since <= s.until for s in spells)
