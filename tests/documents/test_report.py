"""On-call report and weekly summary: what stands in them, and that a year is quick."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from situations import ANA, PAGED, incident, procedure, state_of

from cockpit.documents.filing import why_not_mailed
from cockpit.documents.paper import data, markdown
from cockpit.documents.report import ground, report, summary
from cockpit.domain.action_items import ActionItem
from cockpit.domain.facts import IncidentSeen, LessonWritten, ShiftBegan, ShiftNoted
from cockpit.domain.intervals import of_days, of_week
from cockpit.domain.model import Status
from cockpit.domain.papers import PaperPlan, SectionPlan
from cockpit.domain.shift_book import NoteKind
from cockpit.domain.state import State
from cockpit.domain.working_hours import PageBudget

ZURICH = ZoneInfo("Europe/Zurich")
WEEK = of_week(date(2026, 4, 21), ZURICH)
NOW = datetime(2026, 4, 27, 8, tzinfo=UTC)
HOSTILE = "[x](http://evil) | <script> `rm`"


def known(*more: object) -> State:
    first = incident(title=HOSTILE)
    done = replace(first, status=Status.RESOLVED, changed_at=PAGED + timedelta(hours=1))
    again = incident("Q2", number=4218, title=HOSTILE, created_at=PAGED + timedelta(days=1))
    return state_of(
        (PAGED, IncidentSeen(incident=first)),
        (done.changed_at, IncidentSeen(incident=done)),
        (again.created_at, IncidentSeen(incident=again)),
        *more,  # type: ignore[arg-type]
    )


def section(text: str, title: str) -> str:
    """What stands below a heading."""
    return re.split(r"^## ", text.split(f"\n## {title} ", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_report_tells_what_paged_when_what_is_open_and_what_came_back() -> None:
    text = markdown(report(ground(known(), procedure(), WEEK, zone=ZURICH, now=NOW)))

    assert text.startswith("# On-call report, 2026-W17 ")
    assert "From Mon 2026-04-20 00:00 to Mon 2026-04-27 00:00" in text
    assert "- 2 pages: 0 out of hours" in section(text, "In short")
    assert "Tue 2026-04-21     1  ████" in section(text, "Pages by day and hour")
    assert "| \\#4218 | Wed 2026-04-22 10:42 | P1 |" in section(text, "Ongoing")
    assert ": 2 times; **no task yet**" in section(text, "Recurring")


def test_foreign_words_do_nothing() -> None:
    paper = report(ground(known(), procedure(), WEEK, zone=ZURICH, now=NOW))
    text = markdown(paper)

    assert not re.search(r"(?<!\\)<script|(?<!\\)\]\(http", text)
    assert "\\`rm\\`" in text


def test_a_shift_tells_whose_it_is_and_what_was_noted_in_it() -> None:
    begun = ShiftBegan(id="s1", person=ANA, role="primary", due_at=WEEK.start)
    notes = (
        ShiftNoted(id="n1", kind=NoteKind.IMPROVEMENT, text="merged the disk alerts"),
        ShiftNoted(id="n2", kind=NoteKind.NOISY, text="gateway 17"),
        ShiftNoted(id="n3", kind=NoteKind.NOTE, text="supplier called"),
    )
    lesson = LessonWritten(id="l", incident_id="", service="cloud", text="pool size is in db.toml")
    state = known((WEEK.start, begun), *((PAGED, n) for n in notes), (PAGED, lesson))
    shift = state.shifts.shifts["s1"]

    paper = report(ground(state, procedure(), WEEK, zone=ZURICH, now=NOW, shift=shift))
    text = markdown(paper)

    assert text.startswith("# On-call report of Ana Ortiz, 2026-W17 ")
    assert paper.id == "report-2026-04-20-primary"
    assert "merged the disk alerts" in section(text, "Improvements")
    assert "gateway 17" in section(text, "Noisiest alerts")
    assert "supplier called" in section(text, "Notes")
    assert "cloud: pool size is in db.toml" in section(text, "Learnt")


def test_two_shifts_of_one_day_are_two_papers() -> None:
    eight = timedelta(hours=8)
    ids = []
    for due in (WEEK.start, WEEK.start + eight):
        begun = ShiftBegan(id="s", person=ANA, role="primary", due_at=due, until=due + eight)
        state = known((due, begun))
        shift = state.shifts.shifts["s"]
        ids.append(report(ground(state, procedure(), WEEK, zone=ZURICH, now=NOW, shift=shift)).id)

    assert ids == ["report-2026-04-20-0000-primary", "report-2026-04-20-0800-primary"]


def test_a_paper_goes_by_mail_for_the_severities_of_its_profile() -> None:
    case = known().cases["Q1"]
    plan = PaperPlan(kind="postmortem", mail_to=("company",), mail_levels=("P0",))

    assert "it goes by e-mail for P0, and this is P1" in why_not_mailed(plan, case)
    assert why_not_mailed(plan, replace(case, severity="P0")) == ""
    assert why_not_mailed(replace(plan, mail_levels=()), case) == ""
    assert "nobody gets it" in why_not_mailed(replace(plan, mail_to=()), case)


def test_open_items_stand_there_with_their_age_and_a_task_is_named_with_what_returns() -> None:
    item = ActionItem(
        id="i1",
        number=3,
        title="page once per region",
        created_at=PAGED,
        incident_id="Q1",
        due=date(2026, 4, 24),
    )
    state = replace(known(), items={"i1": item})

    text = markdown(report(ground(state, procedure(), WEEK, zone=ZURICH, now=NOW)))

    assert "; task #3" in section(text, "Recurring")
    row = section(text, "Open action items")
    assert "| 3 | page once per region | nobody | overdue since 24 Apr (3 d) | 5 d |" in row


def test_a_broken_budget_is_said() -> None:
    tight = replace(procedure(), page_budget=PageBudget(week=1))

    text = markdown(report(ground(known(), tight, WEEK, zone=ZURICH, now=NOW)))

    assert "**Broken** in 1 week. A week may have 1 page." in section(text, "Alert budget")


def test_a_summary_stands_beside_the_span_before() -> None:
    text = markdown(summary(ground(known(), procedure(), WEEK, zone=ZURICH, now=NOW)))

    assert text.startswith("# Live-site summary, 2026-W17 ")
    assert "| pages | 2 | 0 | +2 |" in section(text, "Against the span before")


def test_a_span_that_runs_stands_beside_as_much_of_the_one_before() -> None:
    early = incident("Q7", number=4207, created_at=PAGED - timedelta(days=3))
    state = known((early.created_at, IncidentSeen(incident=early)))

    half = summary(ground(state, procedure(), WEEK, zone=ZURICH, now=PAGED + timedelta(hours=2)))
    told = section(markdown(half), "Against the span before")

    assert "as much of the one before" in told
    assert "| pages | 1 | 0 | +1 |" in told
    assert "| until acknowledged, median | - | - | - |" in told
    assert "Kept so far" in section(markdown(half), "Alert budget")


def test_what_was_merged_is_told_with_the_incident_that_it_is_part_of() -> None:
    one = incident("Q8", number=4208, title="twin", created_at=PAGED)
    gone = replace(
        one, status=Status.RESOLVED, changed_at=PAGED + timedelta(hours=1), merged_into="Q1"
    )
    state = known(
        (PAGED, IncidentSeen(incident=one)), (gone.changed_at, IncidentSeen(incident=gone))
    )

    text = markdown(report(ground(state, procedure(), WEEK, zone=ZURICH, now=NOW)))

    assert "1 incident merged into others, and part of them" in section(text, "In short")
    assert "| twin | merged into \\#4217 | yes |" in section(text, "Incidents")


def test_hours_with_many_pages_are_told_to_scale() -> None:
    many = (incident(f"M{n}", number=n, created_at=PAGED + timedelta(seconds=n)) for n in range(30))
    state = known(*((i.created_at, IncidentSeen(incident=i)) for i in many))

    text = markdown(report(ground(state, procedure(), WEEK, zone=ZURICH, now=NOW)))

    assert "1 is up to 4 pages, 2 up to 8, and so on" in section(text, "Pages by day and hour")


def test_a_span_in_which_nothing_was_says_so_everywhere() -> None:
    quiet = of_days(date(2026, 1, 5), date(2026, 1, 12), ZURICH)

    text = markdown(report(ground(known(), procedure(), quiet, zone=ZURICH, now=NOW)))

    assert "Nobody was paged." in section(text, "Pages by day and hour")
    assert "There was none." in section(text, "Incidents")
    assert "None is open." in section(text, "Ongoing")
    assert "Nothing came back." in section(text, "Recurring")


def test_a_profile_says_which_sections_and_what_is_asked_there() -> None:
    plan = PaperPlan(
        kind="report",
        title="Rapport",
        sections=(
            SectionPlan(id="incidents", title="Was geschah", questions=("Who was told?",)),
            SectionPlan(id="mood", title="How it felt"),
        ),
    )
    own = replace(procedure(), papers=(plan,))

    paper = report(ground(known(), own, WEEK, zone=ZURICH, now=NOW))

    assert [(s.id, s.title) for s in paper.sections] == [
        ("incidents", "Was geschah"),
        ("mood", "How it felt"),
    ]
    assert paper.sections[0].body.endswith("- *Who was told?*")
    assert paper.title == "Rapport, 2026-W17"


def test_programs_get_every_incident_and_all_figures() -> None:
    told = data(report(ground(known(), procedure(), WEEK, zone=ZURICH, now=NOW)))

    figures = told["figures"]
    assert isinstance(figures, dict)
    assert figures["pages"] == 2
    assert figures["by_weekday_and_hour"][1][10] == 1
    sections = {s["id"]: s for s in told["sections"]}  # type: ignore[union-attr,index]
    assert [i["number"] for i in sections["incidents"]["items"]] == [4218, 4217]  # type: ignore[index]


def test_the_picture_is_one_that_programs_can_read_and_tells_each_number_in_words() -> None:
    paper = report(ground(known(), procedure(), WEEK, zone=ZURICH, now=NOW))
    pages = paper.section("pages")
    assert pages is not None

    tree = ET.fromstring(pages.figure)  # noqa: S314 - we drew it

    told = [title.text for title in tree.iter("{http://www.w3.org/2000/svg}title")]
    assert len(told) == 7 * 24
    assert "Tue 10:00: 1 page" in told
