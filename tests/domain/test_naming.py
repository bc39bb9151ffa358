"""Whom a word means, who is near to an incident, which schedules there are, how far many are."""

from dataclasses import replace

import pytest
from situations import ANA, BO, CLEO, INCIDENT, PAGED, POLICY, running
from situations import incident as page

from cockpit.domain.effects import AcknowledgeIncident
from cockpit.domain.model import EscalationPolicy, OnCall, Person, PolicyLevel
from cockpit.domain.naming import fits, meant, nearest, place
from cockpit.domain.people import everybody
from cockpit.domain.schedules import named, schedules
from cockpit.domain.state import EMPTY, Parcel, Phase, State
from cockpit.domain.tally import tally

BEN = Person(id="P1", name="Ben Okafor", email="ben@example.com")
BENNO = Person(id="P2", name="Benno Ruiz", email="benno@example.com")
PEOPLE = (BEN, BENNO)


@pytest.mark.parametrize(
    ("word", "who"),
    [
        ("P1", (BEN,)),
        ("p2", (BENNO,)),
        ("Ben Okafor", (BEN,)),
        ("BEN@example.com", (BEN,)),
        ("@Benno Ruiz", (BENNO,)),
        ("okafor", (BEN,)),
        ("ben", (BEN, BENNO)),
        ("example.com", (BEN, BENNO)),
        ("ru be", (BENNO,)),
        ("nobody", ()),
        ("  ", ()),
    ],
)
def test_an_exact_word_means_one_and_a_part_all_whom_it_fits(
    word: str, who: tuple[Person, ...]
) -> None:
    assert meant(PEOPLE, word) == who


def test_no_words_fit_everybody() -> None:
    assert all(fits(person, "") for person in PEOPLE)


def on_call(state: State) -> State:
    """Ana, Bo and Cleo at the levels of the policy."""
    entries = tuple(
        OnCall(policy_id=POLICY, level=level, person=person)
        for level, person in enumerate((ANA, BO, CLEO), start=1)
    )
    return replace(state, on_call=entries)


def test_the_secondary_is_nearest_and_whoever_has_it_farthest() -> None:
    state = on_call(running().state)
    incident = state.cases[INCIDENT].incident

    order = nearest(state, incident)

    assert order[0] == BO
    assert order[1] == CLEO
    assert order[-1] == ANA
    assert set(order) == set(everybody(state))
    assert place(state, incident, BO) == "on call, level 2"
    assert place(state, incident, ANA) == "has it now"
    assert place(state, incident, BEN) == ""
    assert place(state, page("Q9", policy_id="OTHER", assignments=()), BO) == "on call elsewhere"


def level(**targets: str) -> PolicyLevel:
    """A level of a policy: its targets' ids by their names."""
    return PolicyLevel(delay_s=60, targets=tuple(targets), target_ids=tuple(targets.values()))


def test_a_schedule_is_listed_once_at_its_lowest_level() -> None:
    levels = (
        level(Ana="user:PANA", Nights="schedule:S2"),
        level(Days="schedule:S1", Nights="schedule:S2"),
        PolicyLevel(delay_s=60, targets=("unnamed",)),
    )
    policy = EscalationPolicy(id="POL", name="Cloud", levels=levels)
    state = replace(EMPTY, policies={"POL": policy})

    assert [(s.id, s.name, s.level) for s in schedules(state)] == [
        ("S2", "Nights", 1),
        ("S1", "Days", 2),
    ]
    assert named(state, "S1") == "Days"
    assert named(state, "S9") == "S9"
    assert schedules(EMPTY) == ()


def test_a_tally_counts_what_is_done_not_done_and_to_come() -> None:
    state = running().state
    phases = {
        "a": Phase.DONE,
        "b": Phase.FAILED,
        "c": Phase.WAITING,
        "d": Phase.CLAIMED,
        "e": Phase.DISCARDED,
    }
    parcels = {key: parcel(key, phase) for key, phase in phases.items()}
    at = tally(replace(state, parcels=parcels), (*"abcde", "unknown"))

    assert (at.done, len(at.failed), at.waiting, at.total) == (1, 2, 2, 5)
    assert not at.is_over
    assert tally(state, ()).is_over


def parcel(key: str, phase: Phase) -> Parcel:
    """An acknowledgement in this phase."""
    return Parcel(
        effect=AcknowledgeIncident(id=key, incident_id=INCIDENT),
        request="r",
        author="Ana",
        requested_at=PAGED,
        order=1,
        phase=phase,
    )
