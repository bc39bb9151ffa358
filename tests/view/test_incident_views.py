"""The list of incidents and the detail of one, as rows: honest about what is hidden or unread."""

from dataclasses import replace

import pytest
from drawn import SPACES, lines, said
from situations import (
    ANA,
    BO,
    NOW,
    PAGED,
    after,
    escalates,
    held,
    incident,
    running,
    source,
    state_of,
)

from cockpit.domain.catalogue import Runbook
from cockpit.domain.facts import IncidentSeen, MeIdentified
from cockpit.domain.incident_details import (
    Alert,
    Block,
    Bridge,
    Change,
    IncidentDetails,
    Link,
    Note,
)
from cockpit.domain.incident_list import Order, Query, Scope, listed
from cockpit.domain.marks import Marks
from cockpit.domain.model import LogEntry, Responder, Response, SourceStatus, Status
from cockpit.domain.readings import Detailed, DetailsFailed, Readings
from cockpit.domain.watch import PAGER_LIST
from cockpit.view import header, incident_detail, incident_links, incidents
from cockpit.view.cells import Space, Tone

BROAD = Space(116, 30)


def one(number, **more):
    return replace(incident(f"Q{number}", number=number, title=f"title {number}"), **more)


def situation(*some):
    told = (IncidentSeen(incident=i) for i in some)
    state = state_of(MeIdentified(person=ANA, team_ids=("T1",)), *told)
    return replace(running(), state=state, incident_id="")


def drawn(here, query=incidents.EVERYTHING, marks=incidents.NOTHING, space=BROAD):
    found = listed(here.state, here.me, query)
    return incidents.sheet(here, NOW, space, found, marks)


MINE = one(1)
THEIRS = one(2, assignments=(held(BO),))


# --- the list ----------------------------------------------------------------------------------


def test_a_row_says_status_whose_and_what_comes_next():
    waits = replace(MINE, pending=(escalates(after(15)),))
    (row,) = lines(drawn(situation(waits)))

    assert " ".join(row.split()) == "✖ triggered P1 #1 title 1 cloud api you ▲ esc 13 min 2 min"


def test_an_incident_without_service_or_assignee_says_so():
    (row,) = lines(drawn(situation(replace(MINE, service="", assignments=()))))

    assert "no service" in row
    assert "unassigned" in row


def test_whoever_acknowledged_holds_it():
    taken = replace(MINE, status=Status.ACKNOWLEDGED, acknowledgements=(held(BO),))

    assert "Bo" in lines(drawn(situation(taken)))[0]
    assert "you" not in lines(drawn(situation(taken)))[0]


def test_selected_ones_have_a_mark_that_needs_no_colour():
    rows = lines(drawn(situation(MINE, THEIRS), marks=Marks(frozenset(("Q2",)))))

    assert [row.startswith("■") for row in rows] == [False, True]


def test_groups_have_headings_with_their_counts():
    other = replace(THEIRS, service="billing", status=Status.ACKNOWLEDGED)
    rows = lines(drawn(situation(MINE, other), Query(order=Order.SERVICE)))

    assert rows[0] == "── billing 1 open"
    assert rows[2] == "── cloud api 1 open, 1 triggered"


def test_what_is_over_stands_apart():
    over = replace(THEIRS, status=Status.RESOLVED)
    sheet = drawn(situation(MINE, over))

    assert lines(sheet)[1] == "lately over · 1 still to close: C"
    assert sheet.title == "Incidents, 1 open"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(words="nothing"), "2 triggered are hidden by the filter"),
        (Query(Scope.MINE), "1 triggered is not “mine”"),
        (Query(Scope.MINE, "x"), "1 triggered is hidden by the filter; 1 triggered is not “mine”"),
        (Query(), ""),
    ],
)
def test_what_is_hidden_is_said(query, words):
    here = situation(MINE, THEIRS)
    found = listed(here.state, here.me, query)

    assert incidents.hidden(found, query).removeprefix("▲ ") == words


@pytest.mark.parametrize("draw", [drawn, lambda here: header.sheet(here, NOW, Space(200, 2))])
def test_a_list_that_is_cut_says_how_many_are_read(draw):
    word = source(PAGER_LIST, SourceStatus.OK, NOW, "only the newest 2000 of 2345 are read")
    here = situation(MINE)
    cut = replace(here, state=state_of(word, IncidentSeen(incident=MINE)))

    assert "open incidents: only the newest 2000 of 2345 are read" in said(draw(cut))
    assert "newest" not in said(draw(here))


def test_an_empty_list_that_hides_something_is_not_called_empty():
    (row,) = lines(drawn(situation(MINE), Query(words="nothing")))

    assert row == "no open incident fits: 1 hidden. Esc clears the filter"
    assert "Tab" in lines(drawn(situation(THEIRS), Query(Scope.MINE)))[0]


def test_the_scopes_are_counted_and_one_that_is_unknown_is_not():
    here = situation(MINE, THEIRS)
    (row,) = lines(incidents.scopes(here, Query(Scope.MINE, "x")))

    assert row == "all 2   ▸mine 1   my teams 1 · pressing first · / x".replace("   ▸", "  ▸")
    nobody = replace(here, me=None)
    assert "mine ?" in lines(incidents.scopes(nobody, Query()))[0]


def test_a_batch_names_what_it_will_touch_and_what_it_will_not():
    """Rule 8: what is done to many lists their titles."""
    here = situation(*(one(n) for n in range(1, 10)))
    every = Marks(frozenset(f"Q{n}" for n in range(1, 10)))
    found = listed(here.state, here.me, Query())
    few = listed(here.state, here.me, Query(words="#1"))

    assert lines(incidents.batch(found, Marks(), BROAD)) == []
    rows = lines(incidents.batch(found, every, Space(80, 4)))
    assert (rows[0], rows[-1]) == ("9 selected", "and 7 more")
    assert len(rows) == 4
    rows = lines(incidents.batch(few, every, BROAD))
    assert rows[0] == "1 selected; 8 more that are hidden here will not be touched"
    assert rows[1] == "■ #1 title 1"
    assert "drawing a range" in lines(incidents.batch(found, every.begun("Q1"), BROAD))[0]


HUGE = "日" * 100_000


@pytest.mark.parametrize("space", [*SPACES, BROAD], ids=str)
@pytest.mark.parametrize("title", [HUGE, "", "[red]x[/] {0}"])
def test_any_title_fits_any_space(space, title):
    sheet = drawn(situation(replace(MINE, title=title)), space=space)

    assert max(len(cell.text) for row in sheet.rows for cell in row.cells) <= 300


# --- the detail --------------------------------------------------------------------------------


def details(**more):
    return IncidentDetails(incident_id="Q1", **more)


def detail(here=None, *, found=None, failed=None):
    readings = Readings()
    if found is not None:
        readings.take(Detailed(at=NOW, details=found))
    if failed is not None:
        readings.take(DetailsFailed(incident_id="Q1", at=NOW, reason=failed, mend="mend it"))
    return replace(here or situation(MINE), readings=readings)


def whole(*args, **more):
    return said(incident_detail.whole(detail(*args, **more), "Q1", NOW))


def test_before_anything_was_read_nothing_is_called_none():
    words = whole()

    assert "reading…" in words
    assert "none" not in words
    assert "reading…" in incident_detail.facts(detail(), "Q1", NOW).note


def test_what_was_read_and_is_empty_is_called_none():
    rows = lines(incident_detail.facts(detail(found=details()), "Q1", NOW))

    for name in ("Bridge", "Alerts", "Changes", "Notes"):
        assert rows[rows.index(name) + 1] == "none"


def test_what_could_not_be_read_says_why_and_is_not_called_none():
    broken = Block(problem="the token may not", mend="use another")
    everything = details(
        incident=broken, bridge=broken, alerts=broken, notes=broken, changes=broken, log=broken
    )
    words = whole(found=everything)

    assert words.count("could not be read: the token may not. use another") == 5
    assert "none" not in words
    assert "those in the alerts are not known" in words


def test_a_failure_after_a_success_keeps_what_was_read_and_says_how_old_it_is():
    kept = detail(found=details(notes=Block(items=(NOTE,))), failed="no route")
    sheet = incident_detail.facts(kept, "Q1", after(9))

    assert "look at the pool" in said(sheet)
    assert "details could not be read: no route. mend it" in said(sheet)
    assert (sheet.note, sheet.note_tone) == ("could not be read, 7 min old", Tone.BAD)


def test_a_first_look_that_failed_does_not_go_on_reading():
    words = whole(failed="no route")

    assert "reading…" not in words
    assert "not read" in words


NOTE = Note(id="N1", at=after(1), author="Bo", text="look at the pool\nand the index")
ALERT = Alert(
    id="A1",
    title="5xx",
    status="triggered",
    severity="critical",
    at=PAGED,
    details=(("labels.cluster", "eu-1"),),
    more=True,
    links=(Link(title="runbook", url="https://wiki/5xx", is_runbook=True),),
)
CHANGE = Change(
    id="C1",
    at=after(-40),
    summary="v2 to production",
    source="bot",
    reason="the latest change before it",
    links=(Link(title="diff", url="https://diff"),),
)
FULL = details(
    incident=Block(items=(MINE,)),
    bridge=Block(items=(Bridge(number="+46 1", url="https://meet/1"),)),
    alerts=Block(items=(ALERT,), more=True),
    notes=Block(items=(NOTE,)),
    changes=Block(items=(CHANGE,)),
    log=Block(
        items=(
            LogEntry(id="L0", incident_id="Q1", at=after(-1500), kind="trigger", text="began"),
            LogEntry(id="L1", incident_id="Q1", at=PAGED, kind="notify", text="paged\nAna"),
        ),
        more=True,
    ),
)


def test_everything_that_was_read_is_shown():
    rows = lines(incident_detail.whole(detail(found=FULL), "Q1", NOW))

    for line in (
        "call +46 1",
        "open https://meet/1",
        "Alerts 1+",
        "critical triggered: 5xx, 10:42:10",
        "labels.cluster eu-1",
        "the monitor wrote more than this",
        "more than these: see the pager",
        "10:02:10 v2 to production by bot",
        "shown as the latest change before it",
        "10:43:10 Bo: look at the pool",
        "and the index",
        "there was more before this: see the pager",
        "10:42:10 paged Ana",
    ):
        assert line in [" ".join(row.split()) for row in rows], line


def test_the_log_follows_its_end_and_dates_what_is_not_of_today():
    sheet = incident_detail.story(detail(found=FULL), "Q1", NOW)

    assert sheet.follow
    assert lines(sheet)[1:3] == ["2026-04-20", "09:42:10 began"]


def test_people_are_named_with_what_they_answered():
    asked = tuple(
        Responder(person=replace(BO, name=r.value), response=r, asked_at=NOW, message="help")
        for r in Response
    )
    words = whole(situation(replace(MINE, responders=asked)), found=details())

    assert "assigned Ana Ortiz (you) since 10:42:10" in " ".join(words.split())
    assert "acknowledged nobody" in " ".join(words.split())
    assert "joined: ✔ joined, asked 10:44:10 “help”" in words
    assert "declined: ✖ declined" in words
    assert "other: ? answer unknown" in words


def test_links_come_runbooks_first_each_once_and_are_copied_by_their_digit():
    here = detail(found=FULL)
    books = (
        Runbook(title="API", url="https://wiki/api", service="CLOUD api"),
        Runbook(title="General", url="https://wiki/all"),
        Runbook(title="Other", url="https://wiki/other", service="billing"),
        Runbook(title="Same", url="https://wiki/5xx"),
    )
    here = replace(here, procedure=replace(here.procedure, runbooks=books))
    urls = [incident_links.address(here, "Q1", n) for n in range(8)]

    assert urls == [
        "",
        "https://wiki/api",
        "https://wiki/all",
        "https://wiki/5xx",
        "https://diff",
        MINE.url,
        "",
        "",
    ]
    words = said(incident_detail.facts(here, "Q1", NOW))
    assert "1 runbook API: https://wiki/api" in " ".join(words.split())


def test_without_a_runbook_it_is_said_where_was_looked():
    assert "none in the alerts, none in the profile" in whole(found=details())


def test_another_incidents_details_are_not_shown():
    other = replace(FULL, incident_id="Q2")

    assert "labels.cluster" not in whole(found=other)
    assert incident_links.address(detail(), "gone", 1) == ""


def test_an_incident_that_nobody_knows_is_called_gone():
    assert "gone" in said(incident_detail.whole(detail(), "Q9", NOW))


def test_what_the_pager_will_do_by_itself_counts_down_and_is_not_told_of_the_past():
    waits = replace(MINE, pending=(escalates(after(15)), escalates(after(1))))
    words = whole(situation(waits))

    assert words.count("escalates in") == 1
    assert "escalates in 13:00" in words


@pytest.mark.parametrize("title", [HUGE, "[red]x[/]"])
def test_the_detail_of_anything_is_bounded(title):
    here = situation(replace(MINE, title=title, service=""))
    words = whole(here, found=replace(FULL, alerts=Block(items=(replace(ALERT, title=title),))))

    assert len(words) < 5000
    assert "no service" in words
