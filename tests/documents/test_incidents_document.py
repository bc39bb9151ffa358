"""The list of incidents as text and for scripts: what is listed, and what is hidden is said."""

from dataclasses import replace

from situations import ANA, BO, NOW, held, incident, running

from cockpit.documents import incidents as document
from cockpit.domain.incident_list import Query, Scope, listed
from cockpit.domain.model import Person, SourceStatus, Status
from cockpit.domain.state import Case, SourceState, State
from cockpit.domain.watch import PAGER_FEED, PAGER_LIST

OTHERS = (
    incident("Q2", number=4218, title="ingest stalled", assignments=(held(BO),)),
    incident("Q3", number=4219, title="odd", status=Status.OTHER, assignments=()),
)


def state() -> State:
    """Ana's page, Bo's, and one in a state that nobody knows."""
    known = running().state
    more = {i.id: Case(incident=i, seen_at=NOW) for i in OTHERS}
    return replace(known, cases={**known.cases, **more})


def text(query: Query, me: Person = ANA) -> str:
    return document.text(listed(state(), me, query), query, NOW)


def test_every_open_incident_has_a_line() -> None:
    lines = text(Query()).splitlines()

    assert len(lines) == 3
    words = ["P1", "#4217", "triggered", "02:00", "Ana", "Ortiz", "cloud", "api:"]
    assert lines[0].split()[: len(words)] == words
    assert lines[0].endswith("api 5xx above 5 %")
    assert "unknown" in lines[2] or "unknown" in lines[1]
    assert any("unassigned" in line for line in lines)


def test_what_is_hidden_is_counted() -> None:
    assert text(Query(scope=Scope.MINE)).splitlines()[-1] == (
        "(2 more are open, 1 of them triggered)"
    )


def test_nothing_listed_is_said_with_what_was_asked_for() -> None:
    lines = text(Query(scope=Scope.MINE, words="ingest")).splitlines()

    assert lines[0] == 'no open incident (mine) with "ingest"'
    assert lines[1] == "(3 more are open, 2 of them triggered)"


def test_a_scope_that_cannot_be_applied_is_owned_up_to() -> None:
    said = text(Query(scope=Scope.MINE), Person(id="", name="Ana"))

    assert "(the pager has not said yet who you are: all are listed)" in said
    assert len(said.splitlines()) == 4


def test_a_list_that_is_cut_says_so_in_words_and_to_scripts() -> None:
    word = SourceState(status=SourceStatus.OK, since=NOW, reason="only the newest 2 of 5 are read")
    cut = replace(state(), sources={PAGER_LIST: word, PAGER_FEED: replace(word, reason="")})
    said = f"{PAGER_LIST}: only the newest 2 of 5 are read"

    query = Query()
    found = listed(cut, ANA, query)
    assert document.limits(cut) == (said,)
    assert document.text(found, query, NOW, (said,)).splitlines()[-1] == f"({said})"
    assert document.jsonable(found, query, cut, ANA)["limits"] == [said]
    assert document.jsonable(found, query, state(), ANA)["limits"] == []


def test_scripts_get_the_same_with_names() -> None:
    query = Query(words="ingest")
    told = document.jsonable(listed(state(), ANA, query), query, state(), ANA)

    (entry,) = told["incidents"]
    assert (told["scope"], told["words"], told["hidden"]) == ("all", "ingest", 2)
    assert entry["number"] == 4218
    assert entry["people"] == ["Bo Lindqvist"]
    assert entry["mine"] is False
    assert entry["created_at"].endswith("+00:00")


def test_a_long_title_is_cut_to_the_line_and_whole_without_a_width() -> None:
    long = replace(running().state, cases={})
    found = incident("Q9", number=9, title="t" * 400)
    long = replace(long, cases={"Q9": Case(incident=found, seen_at=NOW)})
    listing = listed(long, ANA, Query())

    cut = document.text(listing, Query(), NOW, width=100).splitlines()
    assert [len(line) for line in cut] == [100]
    assert cut[0].endswith("t…")
    assert ("t" * 400) in document.text(listing, Query(), NOW)
