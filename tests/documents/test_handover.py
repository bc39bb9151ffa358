"""The handover note: what stands in it, what it says of what nobody could look at, what is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, BO, NOW, PAGED, engaged, idle, incident, source, state_of

from cockpit.documents.chat_text import chat_text
from cockpit.documents.handover import handover, paper_id
from cockpit.documents.handover_draft import Draft, dumped, edited, loaded, renewed
from cockpit.documents.handover_ground import Ground
from cockpit.documents.paper import markdown
from cockpit.domain.customers import Org
from cockpit.domain.evidence import Running
from cockpit.domain.facts import (
    ErrorsFound,
    Fact,
    IncidentSeen,
    LessonWritten,
    PaperWritten,
    RingsRead,
    ShiftBegan,
    ShiftNoted,
)
from cockpit.domain.handover_looks import Looks, Window
from cockpit.domain.model import SourceStatus
from cockpit.domain.shift_book import NoteKind
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER, TrackerSpec, repository_source
from cockpit.settings.load import settings_of
from cockpit.settings.profiles import shipped

HOSTILE = "[x](http://evil) | <script> `rm` *bold*"
BEGAN = ShiftBegan(id="s1", person=ANA, role="primary", due_at=PAGED - timedelta(days=3))
WINDOW = Window(
    id="PW1",
    start=NOW - timedelta(hours=1),
    end=NOW + timedelta(hours=5),
    services=("Gateways",),
    description=HOSTILE,
    by="Lea",
)
SEEN = Looks(
    windows=(WINDOW, replace(WINDOW, id="PW2", end=NOW + timedelta(days=9))),
    windows_why="",
    orgs=(Org(id="org_1", name="Lindau", owner="j@lindau.example", allows=False),),
    orgs_why="",
)


def after(situation: Situation, *facts: Fact) -> Situation:
    """A situation of these facts alone, everything else as it is there."""
    return replace(situation, state=state_of(*facts), me=ANA)


def ground(situation: Situation, looks: Looks = SEEN) -> Ground:
    return Ground(situation=situation, now=NOW, incoming=BO, looks=looks)


def said(it: Ground, name: str) -> str:
    """What stands in a section."""
    section = handover(it).section(name)
    assert section is not None
    return section.body


def test_the_four_parts_tell_of_what_goes_on_and_where_it_stands() -> None:
    """Procedure N3."""
    opened = incident(title=HOSTILE)
    draft = PaperWritten(
        id="w1",
        incident_id=opened.id,
        paper="postmortem-4217",
        kind="postmortem",
        title="Postmortem",
        place="/papers/postmortem-4217.md",
        sections=(),
    )
    silence = ShiftNoted(
        id="n1", kind=NoteKind.SILENCE, text="disk 7", until=NOW + timedelta(days=1)
    )
    noisy = ShiftNoted(id="n2", kind=NoteKind.NOISY, text="gateway 17")
    rings = RingsRead(
        repository="cloud",
        rings=(
            Running(ring="alpha", sha="a" * 40, ref="v2", ahead=3),
            Running(ring="production", sha="b" * 40, ref="v1"),
        ),
    )
    it = ground(after(engaged(), BEGAN, IncidentSeen(incident=opened), draft, silence, noisy))
    text = markdown(handover(it))

    assert "\\#4217" in said(it, "incidents")
    assert "postmortem draft: /papers/postmortem-4217.md" in said(it, "incidents")
    assert "- gateway 17" in said(it, "noisy")
    assert said(it, "silences").splitlines()[1].startswith("- disk 7, lifts ")
    assert "maintenance window of Gateways" in said(it, "silences").splitlines()[0]
    assert "Later than that: maintenance window" in said(it, "silences")
    assert "Lindau (org\\_1): only with their Owner, j\\@lindau.example" in said(it, "forbidding")
    assert "](http://evil)" not in text
    assert "<script" not in text.replace("\\<script", "")
    released = ground(replace(it.situation, state=state_of(BEGAN, READ_CLOUD, rings)))
    assert "**cloud**: alpha runs v2, 3 commits ahead; production runs v1" in said(
        released, "deploys"
    )


READ_CLOUD = RingsRead(repository="cloud", rings=())


def test_what_nobody_could_look_at_is_never_none() -> None:
    lost = source(PAGER, SourceStatus.UNREACHABLE, NOW, "no route to host")
    blind = replace(after(engaged(), lost), tracker=TrackerSpec(organisation="novavms"))
    it = replace(
        ground(blind, Looks(windows_why="no answer within 8 s", orgs_why="HTTP 500")),
        failed={repository_source("gateway"): "not a repository"},
    )

    assert said(it, "incidents").startswith("Could not look again: no route to host.")
    assert "None is known to be open." in said(it, "incidents")
    assert "cloud: could not look, it was never read" in said(it, "deploys")
    assert "gateway: could not look (not a repository)" in said(it, "deploys")
    assert "Could not look at maintenance windows: no answer within 8 s." in said(it, "silences")
    assert "Could not look at snoozes: no route to host." in said(it, "silences")
    assert said(it, "forbidding").startswith("Could not look: HTTP 500.")
    assert said(it, "errors") == "Could not look, it was never read."


@pytest.mark.parametrize("name", shipped())
def test_only_who_enters_customers_orgs_is_told_which_forbid_it(name: str) -> None:
    """Procedure N3; to other organisations the part would say nothing, note after note."""
    by = settings_of(f'profile = "{name}"\n', Path("/nowhere/config.toml")).procedure
    paper = handover(ground(replace(idle(), procedure=by)))

    told = {section.id for section in paper.sections}
    assert ("forbidding" in told) == bool(by.http_actions) == (name == "novavms")
    assert told >= {"incidents", "deploys", "noisy", "silences", "learnt"}


def test_a_quiet_shift_says_so_in_every_part() -> None:
    quiet = Looks(windows=(), windows_why="", orgs=(), orgs_why="")
    it = ground(replace(idle(), tracker=None), quiet)
    paper = handover(it)

    assert said(it, "incidents") == "None is open."
    assert said(it, "silences") == "None."
    assert said(it, "forbidding") == "None: every org lets the platform in."
    assert all(section.body for section in paper.sections)
    assert paper_id(it).startswith("handover-2026-04-")


def test_what_was_learnt_and_noted_goes_along() -> None:
    """Procedures A8, A9."""
    note = ShiftNoted(id="n1", kind=NoteKind.NOTE, text="the supplier calls on Tuesday")
    lesson = LessonWritten(id="l1", incident_id="", service="Gateways", text="ids are in the log")
    it = ground(after(idle(), BEGAN, note, lesson))

    assert said(it, "learnt").splitlines() == [
        "- Gateways: ids are in the log",
        "- the supplier calls on Tuesday",
    ]


def test_errors_without_a_verdict_are_not_handed_over() -> None:
    it = ground(replace(after(idle(), ErrorsFound()), tracker=TrackerSpec(organisation="novavms")))

    assert said(it, "errors") == "None."


def test_the_chat_is_told_in_plain_lines_with_links_that_work() -> None:
    text = chat_text(markdown(handover(ground(engaged()))))

    assert "<!--" not in text
    assert "\\" not in text
    assert "\n\nOpen incidents:\n• #4217 " in text
    assert "PagerDuty https://" in text
    assert "Bo Lindqvist: a thumbs-up on this message takes it" in text


@given(
    place=st.integers(0, 10),
    words=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(
        lambda text: text.strip() and not text.lstrip().startswith(("#", "`", "~", "<"))
    ),
)
def test_whatever_is_written_stays_when_the_note_is_generated_anew(place: int, words: str) -> None:
    first, _ = renewed(handover(ground(idle())), Draft())
    mine = edited(first, place, f"{words}\nsecond line")
    kept = loaded(dumped(mine))
    again, _ = renewed(handover(ground(engaged())), kept)

    assert kept == mine
    assert words.rstrip() in again.text
    assert "\\#4217" in again.text


def test_a_draft_that_cannot_be_read_is_an_empty_one() -> None:
    for body in (None, "", "[]", "{", '{"base": 7}', '{"incoming": {"id": 1}}'):
        assert loaded(body) == Draft()


def test_shifts_of_one_day_have_notes_of_their_own_under_one_name_wherever_one_looks() -> None:
    """Follow-the-sun: several shifts of a role begin on one day (A1)."""

    def name(hour: int, zone: tzinfo) -> str:
        begins = datetime(2026, 4, 21, hour, tzinfo=UTC)
        until = begins + timedelta(hours=8)
        began = ShiftBegan(id="s9", person=ANA, role="primary", due_at=begins, until=until)
        it = ground(after(replace(idle(), zone=zone), began))
        rules = replace(it.situation.procedure.shift, zone=ZoneInfo("Europe/Zurich"))
        by = replace(it.situation.procedure, shift=rules)
        return paper_id(replace(it, situation=replace(it.situation, procedure=by)))

    assert name(0, UTC) == name(0, ZoneInfo("Asia/Tokyo")) == "handover-2026-04-21-0200-primary"
    assert name(8, UTC) != name(0, UTC)
