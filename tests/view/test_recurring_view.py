"""That an incident comes back stands where the eye is; what helped is a key away (A7, N7)."""

from dataclasses import replace
from datetime import timedelta

from drawn import draw, said
from situations import NOW, PAGED, incident, record, running

from cockpit.documents import status, triage
from cockpit.domain.catalogue import Service
from cockpit.domain.evidence import Report, Verdict
from cockpit.domain.facts import IncidentSeen, ReportsFound
from cockpit.domain.fold import fold
from cockpit.domain.model import Status
from cockpit.domain.situation import Situation


def told(*facts: object) -> Situation:
    """The running incident, and these facts besides."""
    situation = running()
    return replace(situation, state=fold([record(f, NOW) for f in facts], situation.state))


def twice_before() -> Situation:
    past = [
        replace(
            incident(f"OLD{n}", number=4100 + n, status=Status.RESOLVED),
            created_at=PAGED - timedelta(days=days),
            changed_at=PAGED - timedelta(days=days - 0.1),
        )
        for n, days in enumerate((20, 5))
    ]
    return told(*(IncidentSeen(incident=i) for i in past))


def test_the_header_says_that_it_comes_back_and_by_which_key_one_sees_what_helped() -> None:
    words = said(draw("header", twice_before(), NOW))

    assert "3 times in 30 d: last #4101 5 d ago b" in words


def test_what_never_happened_before_leaves_the_header_alone() -> None:
    assert "times in" not in said(draw("header", running(), NOW))


def test_the_status_says_so_for_a_shell() -> None:
    text = status.text(twice_before(), NOW, NOW)

    assert "3 times in 30 d: last #4101 5 d ago" in text


def test_a_report_that_speaks_of_it_is_named_where_one_judges() -> None:
    storm = Report(
        folder="soaks",
        path="2026-02-18-storm.md",
        title="API above 5 %: handled as a ticket",
        day="2026-02-18",
        verdict=Verdict.UNCLEAR,
        topics=("api", "above", "ticket"),
    )
    situation = told(ReportsFound(folder="soaks", found=(storm,)))
    situation = replace(
        situation,
        procedure=replace(situation.procedure, services=(Service(name="cloud api"),)),
    )

    assert "a report speaks of it: 2026-02-18 API above 5 %" in said(draw("triage", situation, NOW))
    assert "a report speaks of it: 2026-02-18" in triage.text(situation, NOW)
