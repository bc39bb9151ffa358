"""What belongs on the timeline of an incident, of the shift, and of both together."""

from situations import (
    INCIDENT,
    PAGED,
    after,
    case_of,
    incident,
    record,
    source,
    state_of,
    turned,
)

from cockpit.domain.evidence import Health
from cockpit.domain.facts import IncidentSeen, NoteRequested
from cockpit.domain.fold import apply
from cockpit.domain.model import SourceStatus, Status
from cockpit.domain.state import EMPTY, Kind, Moment
from cockpit.domain.timeline import (
    SHIFT_ROOM,
    of_case,
    of_case_and_shift,
    of_shift,
    remembered,
)

SEEN = (PAGED, IncidentSeen(incident=incident()))
OVER = (after(30), IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=after(30))))
PAGE = "paged: api 5xx above 5 %"


def _bad(minutes, probe="api"):
    return turned(probe, Health.BAD, after(minutes))


def _texts(moments):
    return [m.text for m in moments]


def test_what_probes_found_shortly_before_and_during_belongs_to_the_incident():
    state = state_of(_bad(-16, "long ago"), _bad(-2), SEEN, _bad(5, "web"))

    assert _texts(of_case(state, case_of(state))) == ["api bad: 503", PAGE, "web bad: 503"]


def test_what_probes_find_after_it_is_resolved_does_not():
    state = state_of(SEEN, OVER, _bad(31))

    assert _texts(of_case(state, case_of(state))) == [PAGE]
    assert _texts(of_shift(state)) == ["api bad: 503"]


def test_a_resolved_incident_keeps_its_story_when_the_shift_forgets():
    state = state_of(_bad(-2), SEEN, OVER)
    kept = of_case(state, case_of(state))

    assert _texts(kept) == ["api bad: 503", PAGE]
    assert of_case(EMPTY, case_of(state)) == kept


def test_an_incident_that_opens_again_tells_nothing_twice():
    again = (after(35), IncidentSeen(incident=incident(changed_at=after(35))))
    state = state_of(_bad(-2), SEEN, OVER, again, _bad(36, "web"))

    assert _texts(of_case(state, case_of(state))) == ["api bad: 503", PAGE, "web bad: 503"]


def test_two_open_incidents_share_what_the_probes_found():
    other = (PAGED, IncidentSeen(incident=incident("Q2", title="web down")))
    state = state_of(SEEN, other, _bad(2))

    assert {c: of_case(state, state.cases[c])[-1].text for c in (INCIDENT, "Q2")} == {
        INCIDENT: "api bad: 503",
        "Q2": "api bad: 503",
    }


def test_on_screen_the_shift_goes_on_beside_the_incident_while_it_runs():
    lost = (after(3), source("Slack", SourceStatus.UNREACHABLE, after(3), "down"))
    note = (after(4), NoteRequested(id="n", incident_id="", text="coffee"))
    early = (after(-5), NoteRequested(id="m", incident_id="", text="calm"))
    late = (after(40), NoteRequested(id="l", incident_id="", text="writing it up"))
    state = state_of(early, SEEN, lost, note, OVER, late)

    assert _texts(of_case_and_shift(state, case_of(state))) == [PAGE, "Slack: down", "coffee"]
    assert _texts(of_case(state, case_of(state))) == [PAGE]


def test_what_is_noted_late_stands_where_it_happened():
    state = state_of(
        SEEN,
        (after(9), _bad(1)[1]),
        (after(5), NoteRequested(id="n", incident_id=INCIDENT, text="hm")),
    )

    assert _texts(of_case(state, case_of(state))) == [PAGE, "api bad: 503", "hm"]


def _moment(number, kind):
    return Moment(at=after(number), kind=kind, text=f"{number}", id=f"{number}")


def test_the_shift_forgets_the_oldest_of_what_the_cockpit_noted_and_nothing_that_people_wrote():
    shift = ()
    for number in range(4 * SHIFT_ROOM):
        kind = Kind.NOTE if number % 100 == 0 else Kind.SYSTEM
        shift = remembered(shift, _moment(number, kind))
    notes = [m.id for m in shift if m.kind is Kind.NOTE]

    assert len(shift) < 3 * SHIFT_ROOM
    assert notes == [f"{n}" for n in range(0, 4 * SHIFT_ROOM, 100)]
    assert shift[-1].id == f"{4 * SHIFT_ROOM - 1}"


def test_a_week_of_a_source_that_flaps_keeps_the_state_small():
    state = EMPTY
    for number in range(3 * SHIFT_ROOM):
        status = SourceStatus.OK if number % 2 else SourceStatus.UNREACHABLE
        state = apply(state, record(source("Slack", status, after(number), "down"), seq=number + 1))

    assert len(state.shift) <= 2 * SHIFT_ROOM


def test_a_failure_that_two_cockpits_run_into_is_told_once() -> None:
    """Two of one person share a journal, and both watch."""
    lost = [
        (after(3 + n), source("Slack", SourceStatus.CREDENTIALS, after(3 + n), "revoked"))
        for n in range(2)
    ]
    back = (after(6), source("Slack", SourceStatus.OK, after(6)))
    told = [m.text for m in state_of(*lost, back).shift]

    assert told == ["Slack: revoked", "Slack answers again"]
