"""Reports come up by themselves when they speak of what fails, and only then (N7, N8.5)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import BEFORE, INCIDENT, NOW, PAGE, WORK, idle, incident, running, state_of

from cockpit.adapters.report_text import report_of
from cockpit.domain.catalogue import Service
from cockpit.domain.evidence import Report, Standing, Verdict
from cockpit.domain.facts import CriterionTurned, IncidentSeen, ReportsFound
from cockpit.domain.model import Status
from cockpit.domain.precedents import hurt, is_recent_failure, precedents, significant
from cockpit.domain.situation import Situation

STORM = """\
# Reconnect storm after a regional fault

212 gateways came back within twenty seconds of one another. Nobody was paged; it was handled
as a support ticket. Gateways buffered meanwhile.
"""
SEARCH = "# Search under load\n\nOne query plan flipped.\n"
GATEWAYS = Service(name="Gateways", probes=("gateways online",), words=("uplink", "reconnect"))
API = Service(name="Cloud API", aliases=("api prod",), probes=("api",), words=("pool",))


def report(path: str, text: str) -> Report:
    return report_of("soaks", path, text)


REPORTS = (report("2026-02-18-storm.md", STORM), report("2026-01-20-search.md", SEARCH))


def about(title: str, *, service: str = "", services: tuple[Service, ...] = ()) -> Situation:
    """An incident with this title, and these two reports; every probe is good."""
    paged = replace(incident(), title=title, service=service)
    quiet = idle()
    found = ReportsFound(folder="soaks", found=REPORTS, gone=("2026-04-20-soak.md",))
    state = state_of(*BEFORE, found, IncidentSeen(incident=paged))
    procedure = replace(quiet.procedure, services=services)
    return replace(quiet, state=state, incident_id=INCIDENT, procedure=procedure)


def paths(situation: Situation) -> list[str]:
    return [p.report.path for p in precedents(situation)]


def test_a_reconnect_storm_comes_up_when_gateways_drop() -> None:
    situation = about("12 % of gateways offline", service="Gateways", services=(GATEWAYS,))

    (found,) = precedents(situation)

    assert found.report.path == "2026-02-18-storm.md"
    assert found.words[:2] == ("reconnect", "gateway")


def test_the_title_alone_is_enough_where_it_says_enough() -> None:
    assert paths(about("Gateways: reconnect storm")) == ["2026-02-18-storm.md"]


def test_one_common_word_of_the_title_is_not() -> None:
    assert paths(about("Search box misplaced in the portal after load")) == ["2026-01-20-search.md"]
    assert paths(about("Portal: wrong colour of a query box")) == []


def test_while_nothing_fails_nothing_comes_up() -> None:
    over = replace(incident(), title="Gateways: reconnect storm", status=Status.RESOLVED)
    situation = about("Gateways: reconnect storm")
    state = state_of(
        *BEFORE, ReportsFound(folder="soaks", found=REPORTS), IncidentSeen(incident=over)
    )

    assert paths(replace(situation, state=state)) == []
    assert paths(replace(situation, incident_id="")) == []


def test_a_bad_probe_names_its_service_without_any_incident() -> None:
    situation = running()
    procedure = replace(situation.procedure, services=(API, GATEWAYS))
    watched = replace(situation, procedure=procedure, incident_id="")

    assert hurt(watched) == (API,)


@pytest.mark.parametrize(
    ("standing", "found"),
    [(Standing.MET, ["2026-02-18-storm.md"]), (Standing.NOT_MET, []), (Standing.UNKNOWN, [])],
)
def test_a_drop_that_proves_a_criterion_names_its_service_though_each_answer_is_good(
    standing: Standing, found: list[str]
) -> None:
    situation = about("Cloud API answers 5xx", service="Cloud API", services=(API, GATEWAYS))
    turned = CriterionTurned(
        criterion="b", standing=standing, since=NOW, words="12 % below", probe="gateways online"
    )
    told = ReportsFound(folder="soaks", found=REPORTS)
    paged = IncidentSeen(incident=situation.case.incident)
    state = state_of((NOW, told), (NOW, paged), (NOW, turned))

    assert paths(replace(situation, state=state)) == found


def test_the_pagers_own_name_for_a_service_counts_and_comes_first() -> None:
    situation = about("x", service="API PROD", services=(GATEWAYS, API))

    assert hurt(situation) == (API,)


def test_a_report_whose_words_are_not_known_yet_is_judged_by_its_title() -> None:
    """Earlier versions recorded no topics."""
    old = replace(REPORTS[0], topics=())
    situation = about("Gateways: reconnect storm")
    state = state_of(
        *BEFORE,
        ReportsFound(folder="soaks", found=(old,), gone=("2026-04-20-soak.md",)),
        IncidentSeen(incident=replace(incident(), title="Gateways: reconnect storm")),
    )

    assert [p.report for p in precedents(replace(situation, state=state))] == [old]


@pytest.mark.parametrize(
    ("day", "verdict", "recent"),
    [
        ("2026-03-04", Verdict.FAILED, True),
        ("2026-02-18", Verdict.FAILED, True),
        ("2026-02-17", Verdict.FAILED, False),
        ("2026-03-04", Verdict.PASSED, False),
        ("", Verdict.FAILED, False),
        ("2027-01-01", Verdict.FAILED, True),
    ],
)
def test_which_failures_are_recent(day: str, verdict: Verdict, recent: bool) -> None:
    found = replace(REPORTS[0], day=day, verdict=verdict)
    now = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

    assert is_recent_failure(found, now, 14 * 86_400) is recent


@given(st.text(max_size=200))
def test_significant_words_are_single_words_in_small_letters(text: str) -> None:
    for word in significant(text):
        assert word == word.casefold()
        assert not word.isspace()
        assert len(word) >= 3


@given(st.lists(st.sampled_from((*PAGE, *WORK)), max_size=12), st.text(max_size=60))
def test_at_most_three_come_up_and_each_says_by_which_words(facts: list, title: str) -> None:
    many = tuple(report(f"2026-01-{n:02}-a.md", STORM) for n in range(1, 9))
    situation = about(f"gateways reconnect {title}", services=(GATEWAYS,))
    found = ReportsFound(folder="soaks", found=many)
    paged = IncidentSeen(incident=replace(incident(), title=f"gateways reconnect {title}"))
    state = state_of(*BEFORE, found, *facts, paged)

    up = precedents(replace(situation, state=state))

    assert len(up) == 3
    assert all(p.words for p in up)
    assert [p.weight for p in up] == sorted((p.weight for p in up), reverse=True)
