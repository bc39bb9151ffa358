"""The postmortem: what the record shows, in the order of the profile, blaming nobody, inert."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st
from orders import announced, moved
from situations import (
    ANA,
    BO,
    INCIDENT,
    LATER,
    PAGED,
    STORY,
    ZONE,
    after,
    case_of,
    incident,
    journal,
    procedure,
    state_of,
    turned,
)

from cockpit.documents import filing
from cockpit.documents.merging import merged
from cockpit.documents.paper import Paper, data, markdown
from cockpit.documents.paper_html import html
from cockpit.documents.postmortem import postmortem
from cockpit.documents.postmortem_impact import bad_s
from cockpit.documents.postmortem_material import Material
from cockpit.domain.action_items import ActionItem
from cockpit.domain.catalogue import Service
from cockpit.domain.evidence import Health
from cockpit.domain.facts import IncidentSeen, ProbeTurned, ReliefNoted, StepSkipped, UpdateWasLate
from cockpit.domain.fold import fold
from cockpit.domain.looking_back import has_forgotten, moments_of
from cockpit.domain.model import Status
from cockpit.domain.papers import PaperPlan, SectionPlan

RESOLVED = (
    after(30),
    IncidentSeen(incident=incident(status=Status.RESOLVED, changed_at=after(30))),
)
COURSE = (
    announced("m1", after(10)),
    moved("m1", "worked", after(20), "200s again"),
    (after(21), ReliefNoted(id="rel", incident_id=INCIDENT, since=after(20))),
    (after(22), StepSkipped(incident_id=INCIDENT, step="reports", reason="the share was down")),
    (after(25), UpdateWasLate(incident_id=INCIDENT, due=after(24))),
    turned("api", Health.GOOD, after(19), "200"),
    RESOLVED,
)


CLOSED = after(90)


def material(*more, now=CLOSED, roles=False, by=None, **given) -> Material:
    state = replace(state_of(*STORY, *more), **given)
    return Material(
        state=state,
        case=case_of(state),
        procedure=by or procedure(),
        zone=ZONE,
        now=now,
        roles=roles,
    )


def paper(*more, **given) -> Paper:
    return postmortem(material(*more, **given))


def body(made: Paper, name: str) -> str:
    section = made.section(name)
    assert section is not None
    return section.body


def test_the_timeline_says_utc_and_local_and_how_each_thing_went_out() -> None:
    told = body(paper(*COURSE), "timeline")

    assert "| UTC | Local | Who | What |" in told
    assert "| 2026-04-21 08:45:10 | 10:45:10 CEST | Ana Ortiz | acknowledge (ack" in told
    assert "not sent: the channel is archived" in told


def test_late_updates_stand_in_the_timeline_and_break_the_cadence() -> None:
    made = paper(*COURSE)

    assert "| 2026-04-21 09:06:10 | 11:06:10 CEST | - | an outward update was due" in body(
        made, "timeline"
    )
    assert "The cadence was not kept: 1 word late or missing" in body(made, "response")


def test_impact_counts_from_the_first_bad_sample_to_the_relief() -> None:
    told = body(paper(*COURSE), "impact")

    assert "Began: 2026-04-21 08:40:10 UTC (10:40 CEST)" in told
    assert "Duration: **22:00**" in told
    assert "users were no longer hurt" in told
    assert "Users: nobody recorded how many" in told


def test_the_error_budget_is_what_the_probes_were_bad_against_the_objective() -> None:
    service = Service(name="cloud api", probes=("api",), objective=0.999)
    made = paper(*COURSE, by=replace(procedure(), services=(service,)))

    assert "99.9 % over 30 days allow 43:12; 21:00 of this incident are **49 %**" in body(
        made, "impact"
    )


def test_response_figures_stand_beside_what_was_allowed() -> None:
    told = body(paper(*COURSE), "response")

    assert (
        "| Acknowledged | 2026-04-21 08:45:16 UTC (10:45 CEST) | 03:06 | 15:00 | in time |" in told
    )
    assert "| Users no longer hurt | 2026-04-21 09:02:10 UTC (11:02 CEST) | 20:00 | - |" in told
    assert "skipped by Ana Ortiz: the share was down" in told


def test_what_may_have_contributed_is_asked_and_nobody_is_accused() -> None:
    made = paper(*COURSE)
    told = body(made, "causes")

    assert "Did cloud a1b2c3d4e5f6 (cache live-view tokens) contribute?" in told
    assert "api was bad 02:00 before the page: what would have paged sooner?" in told
    assert "worked: what does that say of the cause?" in told
    assert "a1b2c3d4e5f6" in body(made, "changes")


def test_what_went_well_and_what_did_not_come_from_the_figures() -> None:
    made = paper(*COURSE)

    assert "step 1, acknowledge: after 3 min of 15 min" in body(made, "went-well")
    wrong = body(made, "went-wrong")
    assert "a message, asked for at 08:58:10 UTC, did not leave: the channel is archived" in wrong
    assert "skipped by" in wrong


def test_with_roles_nobody_is_named_anywhere() -> None:
    whole = json.dumps(data(paper(*COURSE, roles=True))) + html(paper(*COURSE, roles=True))
    named = markdown(paper(*COURSE))

    assert "Ana Ortiz" in named
    for name in ("Ana", "Ortiz", "Bo Lindqvist", "Lindqvist", "Dev Patel", "ana@example.com"):
        assert not re.search(rf"\b{name}\b", whole), name
    assert "the engineer on call" in whole


def test_an_incident_that_was_never_closed_says_so() -> None:
    open_ = markdown(paper(now=LATER))
    forgotten = markdown(paper(now=LATER + timedelta(days=3)))

    assert "**It is still open** (acknowledged)" in open_
    assert "**This incident was never closed.** It stands as acknowledged" in forgotten
    assert "never closed" not in markdown(paper(*COURSE))


def test_action_items_stand_with_owner_day_state_and_tracker() -> None:
    item = ActionItem(
        id="i1",
        number=3,
        title="Alarm on the pool",
        created_at=after(40),
        incident_id=INCIDENT,
        owner=BO,
        due=datetime(2026, 4, 28, tzinfo=UTC).date(),
        link="https://jira.example.com/browse/OPS-3",
    )
    told = body(paper(*COURSE, items={"i1": item}), "actions")

    row = "| 3 | Alarm on the pool | Bo Lindqvist | 2026-04-28 | open |"
    assert row in told
    assert "<https://jira.example.com/browse/OPS-3>" in told
    assert "No action item is on record" in body(paper(*COURSE), "actions")


def test_the_profile_says_which_sections_in_which_order_and_what_else_is_asked() -> None:
    plan = PaperPlan(
        kind="postmortem",
        title="Review",
        sections=(
            SectionPlan(id="timeline"),
            SectionPlan(id="thanks"),
            SectionPlan(id="impact", title="Cost", questions=("Who paid?",)),
        ),
    )
    made = paper(*COURSE, by=replace(procedure(), papers=(plan,)))

    assert [s.title for s in made.sections] == ["Timeline", "Thanks", "Cost"]
    assert made.title.startswith("Review: P1")
    assert "- *Who paid?*" in body(made, "impact")


def test_writing_it_again_after_more_has_happened_keeps_what_people_wrote() -> None:
    first, later = material(now=LATER), material(*COURSE)
    before = filing.made(postmortem(first)).sections
    edited = markdown(postmortem(first)).replace(
        "*What happened, in two", "The pool was too large.\n\n*What happened, in two"
    )

    result = merged(postmortem(later), edited, tuple((s.id, s.title, s.body) for s in before))

    assert "The pool was too large." in result.text
    assert "Last tried: rollback cloud, worked" in result.text
    assert not result.clashes


class _Page(HTMLParser):
    """Everything that a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


_HOSTILE = st.text(
    st.sampled_from("<>&\"'`|[]()!*_#\\\n ab:/=-~$@") | st.characters(categories=("L", "S")),
    max_size=30,
) | st.sampled_from(
    (
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://evil.example/x.png)",
        "</title><img src=x onerror=alert(1)>",
        "| a | b |",
        "<!-- cockpit:impact:00000000 -->",
        "# cockpit\n## Impact <!-- cockpit:impact:00000000 -->",
    )
)


@given(title=_HOSTILE, note=_HOSTILE, sha=_HOSTILE)
def test_foreign_words_do_nothing_in_markdown_and_in_html(title: str, note: str, sha: str) -> None:
    seen = IncidentSeen(incident=incident(title=title, status=Status.ACKNOWLEDGED))
    told = (after(5), ReliefNoted(id="rel", incident_id=INCIDENT, since=after(4), words=note))
    bad = turned("api", Health.BAD, after(1), sha)
    made = paper(seen, told, turned("api", Health.GOOD, after(0.5)), bad)

    page = _Page(html(made))
    sections = [line for line in markdown(made).split("\n") if line.startswith("## ")]

    assert len(sections) == len(made.sections)
    assert not {"script", "img", "iframe", "object", "form"} & set(page.tags)
    assert page.tags.count("h2") == len(made.sections)
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")}
    links = [value or "" for name, value in page.attributes if name in ("href", "src")]
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in links)


def test_the_page_stands_alone_has_a_picture_and_says_what_it_shows() -> None:
    page = html(paper(*COURSE))

    assert page.count("<svg") == 1
    assert 'role="img"' in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert not re.search(r"<(script|link|img)\b", page)
    assert "told outside at 08:46:13 UTC" in page


def test_an_incident_of_ten_thousand_events_is_written_within_a_second() -> None:
    turns = [
        turned("web", Health.BAD if n % 2 else Health.GOOD, after(4 + n / 700), f"look {n}")
        for n in range(10_000)
    ]
    records = journal((*((t if isinstance(t, tuple) else (PAGED, t)) for t in STORY), *turns))
    state = fold(records)
    found = tuple(moments_of((r.id, r.fact) for r in records if isinstance(r.fact, ProbeTurned)))
    known = material(now=after(30))
    whole = replace(known, state=state, case=case_of(state), earlier=found)

    began = perf_counter()
    made = postmortem(whole)
    texts = (markdown(made), json.dumps(data(made)), html(made))
    took = perf_counter() - began

    assert has_forgotten(state)
    assert body(made, "timeline").count("\n") > 9_990
    assert all("look 17" in text and "look 9999" in text for text in texts)
    assert took < 3.0, f"{took:.2f} s, where a second is meant on a quiet machine"


def test_what_was_bad_at_the_same_time_counts_once() -> None:
    service = Service(name="cloud api", probes=("api", "web"), objective=0.99)
    both = (
        turned("web", Health.BAD, after(1)),
        turned("web", Health.GOOD, after(10), "200"),
        turned("api", Health.GOOD, after(5), "200"),
    )

    assert bad_s(material(*both, RESOLVED), service) == 12 * 60


def test_ana_is_known_by_her_name_where_nothing_else_is_asked_for() -> None:
    assert ANA.name in body(paper(), "timeline")
