"""The closing checklist (G8): it ticks itself from what is on record, and says what is missing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from situations import ANA, PAGED, ZONE, after, declared, incident, procedure, state_of

from cockpit.domain.action_items import ItemState
from cockpit.domain.actions_items import CloseIncident, ConfirmClosing, ScheduleReview
from cockpit.domain.closing import (
    Mark,
    checklist,
    is_to_close,
    missing,
    review_due,
    to_close,
)
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.facts import IncidentSeen, PaperWritten, SeveritySet
from cockpit.domain.facts_items import (
    ClosingConfirmed,
    IncidentClosed,
    ItemAdded,
    ItemMoved,
    ReviewScheduled,
)
from cockpit.domain.model import Status
from cockpit.domain.papers import HERE

SEEN = (PAGED, IncidentSeen(incident=incident()))
RESOLVED = (
    after(60),
    IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=after(60))),
)
LATER = after(120)
LEVEL = (after(5), SeveritySet(incident_id="Q1", level="P1"))


def _marks(*facts, now=LATER, rules=None):
    state = state_of(SEEN, *facts)
    wanted = rules or procedure()
    views = checklist(state, state.cases["Q1"], wanted, now, ZONE)
    return {view.point.id: (view.mark, view.words) for view in views}


def _ground():
    return Ground(procedure=procedure(), me=ANA, now=LATER, zone=ZONE, new_id=lambda: "id1")


def _decide(action, *facts):
    return decide(state_of(SEEN, *facts), action, _ground())


def test_nothing_that_is_not_on_record_counts():
    marks = _marks(RESOLVED, LEVEL)

    assert {key for key, (mark, _) in marks.items() if mark is Mark.MISSING} == {
        "declared", "relief", "told", "review", "items", "postmortem",
    }  # fmt: skip
    assert marks["severity"] == (Mark.MET, "P1")
    assert marks["room"][0] is Mark.NOT_NEEDED


def test_a_declaration_that_stands_in_the_channel_is_the_channel():
    assert _marks(*declared(after(3)), RESOLVED)["declared"][0] is Mark.MET
    assert _marks(*declared(after(3), done=False), RESOLVED)["declared"][0] is Mark.MISSING


def test_a_ticket_is_as_good_as_a_channel():
    filed = ItemAdded(id="i1", incident_id="Q1", number=1, title="x", link="https://t.example/1")

    assert _marks(filed, RESOLVED)["declared"] == (Mark.MET, "a ticket exists")


def test_items_are_in_the_tracker_with_an_owner_and_a_day_or_they_are_over():
    noted = ItemAdded(id="i1", incident_id="Q1", number=4, title="x", owner=ANA)
    assert _marks(noted)["items"] == (Mark.MISSING, "item 4 lacks a due date and a ticket")

    done = ItemMoved(item="i1", state=ItemState.DONE)
    assert _marks(noted, done)["items"] == (Mark.MET, "1 item")


@pytest.mark.parametrize(
    ("day", "mark"),
    [("2026-04-24", Mark.MET), ("2026-04-25", Mark.MISSING), ("", Mark.MISSING)],
)
def test_the_review_takes_place_within_a_few_business_days(day, mark):
    """Resolved on Tuesday 21 April: three business days are over on Friday."""
    planned = ReviewScheduled(incident_id="Q1", day=day)

    assert _marks(RESOLVED, LEVEL, planned)["review"][0] is mark


def test_a_weekend_is_no_business_day():
    friday = after(60) + timedelta(days=3)
    over = incident(status=Status.RESOLVED, changed_at=friday)
    state = state_of(SEEN, (friday, IncidentSeen(incident=over)))

    assert review_due(state.cases["Q1"], procedure(), ZONE) == date(2026, 4, 29)


def test_a_postmortem_that_was_written_is_found():
    written = PaperWritten(
        id="p1", incident_id="Q1", paper="postmortem-4217", kind="postmortem", title="x",
        place=HERE, sections=(),
    )  # fmt: skip

    assert _marks(RESOLVED, LEVEL, written)["postmortem"][0] is Mark.MET
    other = replace(written, kind="report")
    assert _marks(RESOLVED, LEVEL, other)["postmortem"][0] is Mark.MISSING


def test_a_point_is_only_asked_for_of_its_severities():
    low = (after(5), SeveritySet(incident_id="Q1", level="P3"))

    assert not {"review", "postmortem"} & set(_marks(RESOLVED, low))


def test_what_a_person_says_counts_with_their_name():
    said = ClosingConfirmed(incident_id="Q1", step="relief", what="it went away")

    assert _marks(RESOLVED, said)["relief"] == (Mark.MET, "it went away, says Ana Ortiz")


# --- what is still to close --------------------------------------------------------------------


def test_an_alert_that_came_and_went_has_nothing_to_be_closed():
    low = (after(5), SeveritySet(incident_id="Q1", level="P3"))

    assert not is_to_close(state_of(SEEN, low, RESOLVED).cases["Q1"], procedure())
    assert is_to_close(state_of(SEEN, LEVEL, RESOLVED).cases["Q1"], procedure())
    assert is_to_close(state_of(SEEN, *declared(after(3)), RESOLVED).cases["Q1"], procedure())
    assert not is_to_close(state_of(SEEN, LEVEL).cases["Q1"], procedure())


def test_a_profile_that_asks_for_nothing_leaves_nothing_to_close():
    bare = replace(procedure(), closing=replace(procedure().closing, points=()))

    assert not is_to_close(state_of(SEEN, LEVEL, RESOLVED).cases["Q1"], bare)


def test_what_was_resolved_long_ago_is_not_pointed_at_any_more():
    state = state_of(SEEN, LEVEL, RESOLVED)

    assert to_close(state, procedure(), LATER)
    assert not to_close(state, procedure(), LATER + timedelta(days=31))


def test_one_that_pages_again_is_not_closed():
    closed = (after(70), IncidentClosed(incident_id="Q1"))
    again = (after(80), IncidentSeen(incident=incident(changed_at=after(80))))

    assert state_of(SEEN, RESOLVED, closed).cases["Q1"].is_closed
    assert not state_of(SEEN, RESOLVED, closed, again).cases["Q1"].is_closed


# --- closing it --------------------------------------------------------------------------------


def test_an_open_incident_is_not_closed():
    refusal = _decide(CloseIncident(incident_id="Q1", anyway="now"))

    assert "is open at the pager" in refusal.reason


def test_what_is_missing_keeps_it_open_until_somebody_says_why():
    refusal = _decide(CloseIncident(incident_id="Q1"), LEVEL, RESOLVED)
    assert isinstance(refusal, Refusal)
    assert "6 points are missing" in refusal.reason

    (fact,) = _decide(CloseIncident(incident_id="Q1", anyway="a drill"), LEVEL, RESOLVED)
    assert isinstance(fact, IncidentClosed)
    assert (fact.reason, len(fact.missing)) == ("a drill", 6)
    assert "Review scheduled: no day is set; by 24 Apr (3 business days)" in fact.missing


def test_where_nothing_is_missing_no_reason_is_kept():
    points = procedure().closing.points
    said = [ClosingConfirmed(incident_id="Q1", step=point.id, what="yes") for point in points]
    planned = ReviewScheduled(incident_id="Q1", day="2026-04-23")
    facts = (LEVEL, RESOLVED, *said, planned)

    state = state_of(SEEN, *facts)
    assert not missing(checklist(state, state.cases["Q1"], procedure(), LATER, ZONE))
    (fact,) = _decide(CloseIncident(incident_id="Q1", anyway="whatever"), *facts)
    assert (fact.reason, fact.missing) == ("", ())
    assert "is closed already" in _decide(CloseIncident(incident_id="Q1"), *facts, fact).reason


def test_a_point_that_the_profile_has_not_cannot_be_met():
    refusal = _decide(ConfirmClosing(incident_id="Q1", step="teleport"))

    assert "there are: declared, items," in refusal.reason


def test_the_reviews_day_is_said_and_taken_back():
    (fact,) = _decide(ScheduleReview(incident_id="Q1", day=date(2026, 4, 23), where="room 3"))
    assert fact == ReviewScheduled(incident_id="Q1", day="2026-04-23", where="room 3")

    assert (
        _decide(ScheduleReview(incident_id="Q1", day=date(2026, 4, 23), where="room 3"), fact) == ()
    )
    (back,) = _decide(ScheduleReview(incident_id="Q1", day=None), fact)
    assert state_of(SEEN, fact, back).cases["Q1"].closing.review is None
