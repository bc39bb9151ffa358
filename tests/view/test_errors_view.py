"""The errors pane and one error in full say what is new, whose it is, and what is not known."""

from dataclasses import replace

import pytest
from any_facts import journals
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import NOW, PAGED, after, deploy, incident, record, running, source, state_of
from tracked import TRACKER, counted, tracked

from cockpit.documents import errors as document
from cockpit.domain.catalogue import Home, Service
from cockpit.domain.facts import DeploysFound, ErrorJudged, ErrorsFound, IncidentSeen, Record
from cockpit.domain.fold import fold
from cockpit.domain.model import SourceStatus
from cockpit.domain.readings import Answered, Asked, Readings
from cockpit.domain.situation import Situation
from cockpit.domain.tracked_errors import (
    ErrorCount,
    ErrorsCounted,
    ErrorStatus,
    ErrorTurn,
    ErrorVerdict,
)
from cockpit.domain.watch import ERRORS
from cockpit.panes.layout import lay
from cockpit.view import errors
from cockpit.view.cells import Sheet, Space, Tone

WIDE, NARROW, SMALL = Space(110, 30), Space(40, 8), Space(12, 3)
API = Service(name="cloud api", homes=(Home(repository="cloud"),))


def situation(*facts: object, status: SourceStatus = SourceStatus.OK) -> Situation:
    """The running incident, an error that began with its suspect, an old one; the tracker read."""
    plain = running()
    new = tracked("1", age_s=60, now=PAGED, title="no connection", first_release="v2.31.0")
    old = tracked("2", age_s=90 * 86_400, now=PAGED, turn=ErrorTurn.ONGOING, project="gateway")
    readings = Readings()
    readings.take(Asked(source=ERRORS, at=NOW))
    readings.take(Answered(source=ERRORS, at=NOW, good=status is SourceStatus.OK))
    readings.take(counted(NOW, e1=4180, e2=207_360))
    state = state_of(
        IncidentSeen(incident=incident()),
        DeploysFound(repository="cloud", found=(deploy(at=after(-40), tags=("v2.31.0",)),)),
        ErrorsFound(found=(new, old)),
        source(ERRORS, status, NOW, "" if status is SourceStatus.OK else "the token is wrong"),
        *facts,
    )
    procedure = replace(plain.procedure, services=(API,))
    return replace(plain, state=state, readings=readings, procedure=procedure, tracker=TRACKER)


def texts(sheet: Sheet | None) -> list[str]:
    assert sheet is not None
    return [" ".join(c.text for c in row.cells if c.text.strip()) for row in sheet.rows]


def test_a_new_error_of_a_suspects_release_is_first_marked_and_counted() -> None:
    for space in (WIDE, NARROW):
        sheet = errors.sheet(situation(), NOW, space)
        first, second = texts(sheet)
        assert first.startswith("◆ 10:41")
        assert "4.2k" in first
        assert second.startswith("· 90 d")
        assert (sheet.note, sheet.note_tone) == ("1 new · live", Tone.BAD)


def test_rows_have_no_more_than_the_width() -> None:
    hostile = tracked("3", now=NOW, title="界" * 200, project="a" * 90)
    sheet = errors.sheet(situation(ErrorsFound(found=(hostile,))), NOW, NARROW)

    assert all(sum(len(run[0]) for run in lay(row, 40)) <= 40 for row in sheet.rows)


def test_none_is_said_only_when_the_tracker_was_read() -> None:
    plain = situation()
    empty = replace(plain, state=replace(plain.state, errors=None))
    read = errors.sheet(empty, NOW, WIDE)
    blind = errors.sheet(replace(empty, readings=Readings()), NOW, WIDE)

    assert texts(read) == ["no unresolved error in cloud, gateway within a day"]
    assert texts(blind) == ["not read: Sentry"]


def test_what_is_wrong_with_the_tracker_stands_above_what_it_said_before() -> None:
    sheet = errors.sheet(situation(status=SourceStatus.CREDENTIALS), NOW, WIDE)

    assert "the token is wrong" in texts(sheet)[0]
    assert "no connection" in texts(sheet)[2]


def test_without_a_tracker_the_pane_says_how_to_have_one() -> None:
    sheet = errors.sheet(replace(situation(), tracker=None), NOW, WIDE)

    assert texts(sheet) == ["no error tracker: add [sentry]"]


def test_a_judged_error_is_not_loud_any_more_and_says_what_it_was_judged_to_be() -> None:
    judged = ErrorJudged(error_id="1", verdict=ErrorVerdict.TICKET, what="x")
    after_it = situation(judged)

    assert errors.is_loud(situation(), NOW)
    assert not errors.is_loud(after_it, NOW)
    assert "ticket" in texts(errors.sheet(after_it, NOW, NARROW))[0]


@pytest.mark.parametrize(
    ("turn", "word"), [(ErrorTurn.ESCALATING, "rising"), (ErrorTurn.REGRESSED, "back")]
)
def test_an_old_error_that_turns_for_the_worse_says_so(turn: ErrorTurn, word: str) -> None:
    worse = tracked("2", age_s=90 * 86_400, now=PAGED, turn=turn, project="gateway")
    rows = texts(errors.sheet(situation(ErrorsFound(found=(worse,))), NOW, NARROW))

    assert word in rows[1]


def test_a_resolved_error_is_shown_as_such() -> None:
    gone = tracked("1", age_s=60, now=PAGED, status=ErrorStatus.RESOLVED)
    rows = texts(errors.sheet(situation(ErrorsFound(found=(gone,))), NOW, WIDE))

    assert rows[-1].startswith("✔")


def test_the_detail_answers_whether_it_is_the_release_of_a_suspect() -> None:
    said = "\n".join(texts(errors.detail(situation(), "1", NOW)))

    assert "39 min after v2.31.0 of cloud" in said
    assert "4,180 in all" in said
    assert "first seen in v2.31.0" in said
    assert "◆ that of suspect 1: cloud a1b2c3d “cache live-view tokens”" in said
    assert "cloud api ▲ the failing one" in said
    assert "https://sentry.example/issues/1/" in said
    assert "nobody has said yet: i it is · t a ticket · n nothing to act on" in said


def test_the_detail_says_who_judged_it_and_why() -> None:
    judged = ErrorJudged(
        error_id="1",
        verdict=ErrorVerdict.INCIDENT,
        what="x",
        reason="same pool",
        incident_id=incident().id,
    )
    said = texts(errors.detail(situation(judged), "1", NOW))[-1]

    assert said == "part of an incident #4217, says Ana Ortiz, 2026-04-21 10:42: same pool"


def test_what_is_not_known_of_an_error_is_said_to_be_so() -> None:
    plain = situation(ErrorsFound(found=(tracked("7", now=NOW, url="", project="x"),)))
    said = "\n".join(texts(errors.detail(plain, "7", NOW)))

    assert "release not known" in said
    assert "not in the list that was read last" in said
    assert "no service of the catalogue" in said
    assert "none was given" in said


def test_a_count_of_one_day_is_not_told_as_one_of_a_life() -> None:
    plain = situation()
    day = ErrorCount(events=12, users=3, is_whole=False, last_seen=NOW)
    plain.readings.take(ErrorsCounted(at=NOW, counts={"1": day}))

    assert "events 12 in the last day" in texts(errors.detail(plain, "1", NOW))


def test_an_error_that_is_gone_has_no_detail() -> None:
    assert errors.detail(situation(), "no such", NOW) is None


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0"), (999, "999"), (1000, "1.0k"), (4180, "4.2k"), (31_400, "31k"), (7_900_000, "7.9M")],
)
def test_counts_are_short(count: int, said: str) -> None:
    assert errors.number(count) == said


def test_an_hour_with_a_single_event_is_seen_beside_one_with_thousands() -> None:
    assert errors.spark((0, 1, 5000)) == " ▁█"


@given(journals, st.sampled_from((SMALL, NARROW, WIDE)))
@settings(max_examples=60, deadline=None)
def test_whatever_happened_can_be_drawn_and_told(records: tuple[Record, ...], space: Space) -> None:
    plain = situation()
    state = fold((*records, *_errors_of(records)))
    told = replace(plain, state=state, incident_id=incident().id)
    sheet = errors.sheet(told, NOW, space)
    rows = [row for row in sheet.rows if row.id]

    assert all(sum(len(run[0]) for run in lay(row, space.width)) <= space.width for row in rows)
    for row in rows:
        assert errors.detail(told, row.id.removeprefix("error:"), NOW) is not None
    assert document.text(told, NOW)
    assert document.jsonable(told, NOW)["known"] is (state.errors is not None)


def _errors_of(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Two errors after it all, so that something is listed."""
    found = ErrorsFound(found=(tracked("1", now=PAGED), tracked("2", now=PAGED)))
    return (record(found, NOW, seq=len(records) + 1),)
