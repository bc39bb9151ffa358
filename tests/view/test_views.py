"""Each view of the running, the engaged and the idle situation, and what holds for all of them."""

from dataclasses import replace

import pytest
from any_facts import journals
from drawn import LARGE, MIDDLE, SMALL, SPACES, VIEWS, draw, lines, said
from hypothesis import given, settings
from situations import (
    ANA,
    BO,
    LATER,
    NOW,
    PAGED,
    STORY,
    after,
    declared,
    deploy,
    drought,
    engaged,
    idle,
    incident,
    journal,
    message,
    on_call,
    report,
    requested,
    running,
    state_of,
    turned,
    updated,
)

from cockpit.documents.reports import text as reports_as_text
from cockpit.domain.deploy_list import listed
from cockpit.domain.effects import AcknowledgeIncident
from cockpit.domain.evidence import Health, Verdict
from cockpit.domain.facts import (
    ChangeRequested,
    DeploysFound,
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    EffectUnclear,
    IncidentSeen,
    NoteRequested,
    OnCallSeen,
    ReportsFound,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import Assignment, Person, Status
from cockpit.domain.procedure import Step
from cockpit.panes.layout import lay
from cockpit.view import deploy_detail, details, tabs, timeline
from cockpit.view import help as help_view
from cockpit.view import report as report_view
from cockpit.view.cells import Tone
from cockpit.view.deploys import MOST
from cockpit.view.digits import large
from cockpit.view.footer import Notice
from cockpit.view.footer import sheet as footer_sheet
from cockpit.view.words import age, duration, one_line

SITUATIONS = {
    "running": (running, NOW),
    "engaged": (engaged, LATER),
    "idle": (idle, NOW),
    "drought": (drought, LATER),
    "nothing known": (lambda: drought(known=False), LATER),
}
every_situation = pytest.mark.parametrize("kind", SITUATIONS)
every_view = pytest.mark.parametrize("name", VIEWS)
every_space = pytest.mark.parametrize("space", SPACES, ids=lambda s: f"{s.width}x{s.height}")


def _situation(kind):
    make, now = SITUATIONS[kind]
    return make(), now


# --- what holds for all ------------------------------------------------------------------------


@every_situation
@every_view
@every_space
def test_a_view_draws_rows_that_a_pane_can_lay_out(kind, name, space):
    situation, now = _situation(kind)
    sheet = draw(name, situation, now, space)

    assert sheet.rows or name == "timeline"
    for row in sheet.rows:
        assert sum(cell.grow for cell in row.cells) <= 1
        assert not any("\n" in cell.text for cell in row.cells)


@every_situation
@every_view
def test_a_view_changes_nothing_and_says_the_same_again(kind, name):
    situation, now = _situation(kind)
    before = repr(situation)
    first = draw(name, situation, now)

    assert draw(name, situation, now) == first
    assert repr(situation) == before


@pytest.mark.parametrize("length", range(len(STORY) + 1))
def test_any_prefix_of_a_story_draws_every_view(length):
    state = fold(journal(STORY[:length]))
    for incident_id in ("", "Q1", "gone"):
        situation = replace(engaged(), state=state, incident_id=incident_id)
        for name in VIEWS:
            assert draw(name, situation, LATER) is not None


@given(journals)
@settings(max_examples=60)
def test_whatever_happened_every_view_and_every_detail_can_be_drawn(records):
    situation = replace(engaged(), state=fold(records))
    for name in VIEWS:
        for space in (SMALL, LARGE):
            for row in draw(name, situation, LATER, space).rows:
                kind = row.id.partition(":")[0]

                assert kind in {
                    "",
                    "probe",
                    "deploy",
                    "report",
                    "step",
                    "moment",
                    "effect",
                    "incident",
                }
                if kind in {"deploy", "probe", "step", "moment", "effect"}:
                    assert _opens(situation, row.id, LATER)


@every_view
def test_a_name_of_blanks_breaks_nothing(name):
    blank = Person(id=ANA.id, name=" ")
    held = (Assignment(person=blank, at=PAGED),)
    seen = incident(status=Status.ACKNOWLEDGED, assignments=held, acknowledgements=held, title="")
    told = (
        IncidentSeen(incident=seen),
        DeploysFound(repository="cloud", found=(deploy(author=" ", subject=""),)),
    )
    situation = replace(running(), state=state_of(*told), me=blank)

    assert draw(name, situation, NOW).rows


HOSTILE = "\\x1b[31m [bold]{x}[/] <!channel> `*_~ \u05d0"


@pytest.mark.parametrize("name", ["header", "tiny", "timeline", "incidents"])
def test_a_hostile_title_is_shown_as_it_is(name):
    told = IncidentSeen(incident=incident(title=HOSTILE))
    situation = replace(running(), state=state_of(told))

    assert HOSTILE in said(draw(name, situation, NOW, LARGE))


def test_hostile_commits_authors_and_reasons_are_shown_as_they_are():
    found = (deploy(subject=HOSTILE, author="[red]x"),)
    told = (
        IncidentSeen(incident=incident()),
        DeploysFound(repository="cloud", found=found),
        requested(message("m1")),
        EffectFailed(effect="m1", reason=HOSTILE, final=True),
    )
    situation = replace(running(), state=state_of(*told))

    assert HOSTILE in said(draw("deploys", situation, NOW, LARGE))
    assert "[red]x" in said(draw("deploys", situation, NOW, LARGE))
    assert HOSTILE in said(draw("updates", situation, NOW))


# --- no meaning by colour alone ----------------------------------------------------------------


def _tells_apart(sheets, column):
    """Each text of the column has one tone: without colours nothing is lost."""
    tones = {}
    for sheet in sheets:
        for row in sheet.rows:
            if len(row.cells) > column:
                cell = row.cells[column]
                tones.setdefault(cell.text, set()).add(cell.tone)
    assert all(len(found) == 1 for found in tones.values()), tones
    return {tone for found in tones.values() for tone in found}


def test_the_states_of_a_probe_differ_in_shape():
    told = (
        turned("api", Health.BAD, PAGED),
        turned("web", Health.GOOD, PAGED, "200"),
        turned("ingest", Health.UNKNOWN, PAGED, "no answer within 5 s"),
    )
    fresh = replace(running(), state=state_of(*told))
    old = replace(fresh, readings=drought().readings)
    sheets = [draw("health", s, NOW) for s in (fresh, old, drought(known=False))]

    assert _tells_apart(sheets, 0) >= {Tone.GOOD, Tone.WARN, Tone.BAD}


def test_the_looks_of_a_probe_differ_in_shape():
    sheet = draw("health", running(), NOW)
    bars = {
        c.tone: set(c.text)
        for row in sheet.rows
        for c in row.cells
        if set(c.text) <= set("▁▂▃▄▅▆▇█·") and c.text
    }

    assert not bars[Tone.BAD] & bars[Tone.DIM]


def test_the_verdicts_of_reports_differ_in_shape_and_in_words():
    found = tuple(report(f"{v}.md", verdict=v) for v in Verdict)
    told = ReportsFound(folder="soaks", found=found)
    sheet = draw("reports", replace(running(), state=state_of(told)), NOW)

    assert _tells_apart([sheet], 0) == {Tone.BAD, Tone.GOOD, Tone.DIM}
    assert {"soak FAILED", "passed", "unclear"} == {row.cells[-1].text for row in sheet.rows}


def test_a_report_that_nobody_could_read_is_not_one_that_says_nothing():
    unread = replace(report("big.md", verdict=Verdict.UNCLEAR), is_read=False, line="48 MB")
    told = ReportsFound(folder="soaks", found=(report("a.md"), unread))
    situation = replace(running(), state=state_of(told))
    sheet = draw("reports", situation, NOW)

    assert sheet.title == "4 Reports, 1 failed, 1 not read"
    assert [row.cells[-1].text for row in sheet.rows] == ["not read", "soak FAILED"]
    assert "not read     Reconnect storm soak: 48 MB" in reports_as_text(situation, NOW)


def test_the_standings_of_steps_differ_in_shape():
    sheets = [draw("checklist", s, LATER) for s in (running(), engaged())]

    assert _tells_apart(sheets, 0) == {Tone.GOOD, Tone.ACCENT, Tone.DIM}


def test_what_became_of_an_effect_is_said_in_words():
    outcomes = (
        None,
        EffectClaimed(effect="m", attempt="1", process="p", until=after(9)),
        EffectUnclear(effect="m", reason="?"),
        EffectFailed(effect="m", reason="?", final=True),
        EffectFailed(effect="m", reason="?", retry_at=after(9)),
        EffectDiscarded(effect="m", reason="?"),
    )
    sheets = []
    for outcome in outcomes:
        told = (IncidentSeen(incident=incident()), requested(message("m")))
        state = state_of(*told, *([outcome] if outcome else []))
        sheets.append(draw("timeline", replace(running(), state=state), NOW))
    sheets.append(draw("timeline", engaged(), LATER))

    assert _tells_apart(sheets, 1) >= {Tone.WARN, Tone.BAD, Tone.GOOD}


def test_the_statuses_of_incidents_differ_in_words():
    told = [IncidentSeen(incident=incident(f"{status}", status=status)) for status in Status]
    sheet = draw("incidents", replace(running(), state=state_of(*told)), NOW)
    rows = tuple(row for row in sheet.rows if row.id)

    assert len({row.cells[2].text for row in rows}) == len(Status)
    assert _tells_apart([replace(sheet, rows=rows)], 2) >= {Tone.BAD, Tone.WARN}


def test_a_prime_suspect_has_a_mark_of_its_own():
    rows = [r for r in draw("deploys", running(), NOW).rows if len(r.cells) > 2]
    marks = [(r.cells[0].text, r.cells[1].tone) for r in rows]

    assert marks == [("◆1", Tone.WARN), ("", Tone.DIM)]


def test_every_symbol_of_the_help_is_explained_and_unique():
    rows = help_view.sheet((("a", "acknowledge"),)).rows
    symbols = [r.cells[0].text for r in rows if r.cells[0].width == 12]

    assert len(symbols) == len(set(symbols))
    assert {"●", "✖", "?", "○", "◆", "▲", "✔", "▶"} <= set(symbols)


# --- pane by pane ------------------------------------------------------------------------------


def test_the_header_of_a_page():
    assert lines(draw("header", running(), NOW, LARGE)) == [
        "P1  #4217 api 5xx above 5 % TRIGGERED for 02:00",
        "cloud api · triggered 10:42:10",
    ]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.ACKNOWLEDGED, "acknowledged by somebody, open 02:00"),
        (Status.RESOLVED, "✔ resolved after 01:00"),
        (Status.OTHER, "? status not known"),
    ],
)
def test_the_header_says_where_the_incident_stands(status, words):
    told = IncidentSeen(incident=incident(status=status, changed_at=after(1)))
    situation = replace(running(), state=state_of(told))

    assert lines(draw("header", situation, NOW))[0].endswith(words)


def test_the_header_says_what_else_is_triggered():
    told = (
        IncidentSeen(incident=incident()),
        IncidentSeen(incident=incident("Q2", number=9, title="web down")),
    )
    situation = replace(running(), state=state_of(*told))

    assert "▲ also triggered: #9 web down" in said(draw("header", situation, NOW, LARGE))


def test_however_long_a_title_is_the_header_says_how_many_more_are_triggered():
    told = [IncidentSeen(incident=incident())]
    told += [IncidentSeen(incident=incident(f"Q{n}", number=n, title="w" * 500)) for n in (2, 3, 4)]
    situation = replace(running(), state=state_of(*told))
    row = draw("header", situation, NOW, LARGE).rows[1]
    shown = "".join(words for words, _ in lay(row, 80))

    assert shown.startswith("i ▲ also triggered: #2 and 2 more: www")
    assert shown.endswith("w…")


@pytest.mark.parametrize(
    ("offset_s", "words"),
    [(90.0, "this clock is 01:30 behind"), (-90.0, "this clock is 01:30 ahead"), (3.0, "")],
)
def test_the_header_tells_of_a_clock_that_is_wrong(offset_s, words):
    situation = running()
    state = replace(situation.state, server_offset_s=offset_s)
    header = said(draw("header", replace(situation, state=state), NOW, LARGE))

    assert words in header
    assert ("this clock" in header) == bool(words)


def test_who_is_on_call_leaves_out_a_shift_that_is_over():
    ana, bo = on_call(ANA, BO)
    entries = (replace(ana, end=after(-1)), bo)
    situation = replace(idle(), state=state_of(OnCallSeen(entries=entries)))
    rows = lines(draw("escalation", situation, NOW))

    assert "2 Bo Lindqvist" in rows
    assert not any("Ana" in row for row in rows)


def test_a_bad_probe_says_what_and_for_how_long():
    rows = lines(draw("health", running(), NOW))

    assert rows[0].startswith("✖ api 503")
    assert rows[0].endswith("04:00")
    assert rows[1].endswith("50 ms")


def test_more_probes_than_rows_put_the_bad_ones_first():
    situation = running()
    specs = tuple(
        replace(p, name=n) for p, n in zip(situation.probes, ("web", "ingest", "api"), strict=True)
    )
    rows = lines(VIEWS["health"](replace(situation, probes=specs), NOW, replace(SMALL, height=2)))

    assert rows[0].startswith("✖ api")


def test_suspects_stand_before_the_other_deploys_each_with_why():
    assert lines(draw("deploys", running(), NOW, LARGE)) == [
        "counted from 10:40: api 503",
        "◆1 10:02 cloud a1b2c3d v2.31.0 cache live-view tokens Dev",
        "38 min before",
        "23:42 gateway 0f1e2d3 bump mqtt Dev",
    ]


def test_of_thousands_of_deploys_the_newest_are_listed_and_the_rest_is_counted():
    found = tuple(deploy(f"{n:012x}", at=after(-n / 60)) for n in range(1000))
    state = state_of(DeploysFound(repository="cloud", found=found))
    situation = replace(idle(), state=state)
    *rows, last = lines(draw("deploys", situation, NOW, LARGE))

    assert len(rows) == MOST
    assert f"and {1000 - MOST} more" in last


def test_a_repository_that_is_watched_no_more_is_shown_no_more():
    situation = replace(running(), repositories=running().repositories[1:])

    assert not any("cloud" in line for line in lines(draw("deploys", situation, NOW)))


def test_a_folder_that_is_watched_no_more_is_shown_no_more():
    other = replace(running().folders[0], name="other")

    assert "Reconnect" not in said(draw("reports", replace(running(), folders=(other,)), NOW))


def test_a_failed_soak_is_said_in_words():
    assert lines(draw("reports", running(), NOW)) == [
        "✖ 2026-04-20 Reconnect storm soak soak FAILED"
    ]


def test_the_checklist_of_an_engaged_incident():
    sheet = draw("checklist", engaged(), LATER)

    assert sheet.note == "5 of 8, late"
    assert [line.split()[0] for line in lines(sheet)] == ["✔", "✔", "✔", "✔", "▶", "○", "○", "✔"]


def test_ten_steps_are_numbered_with_two_digits():
    steps = tuple(Step(id=f"s{n}", title=f"step {n}") for n in range(10))
    situation = replace(running(), procedure=replace(running().procedure, steps=steps))
    for kind in (situation, replace(situation, incident_id="")):
        row = draw("checklist", kind, NOW, MIDDLE).rows[-1]

        assert [c.width for c in row.cells if c.text == "10"] == [2]


def test_the_timeline_follows_and_tells_how_things_went_out():
    sheet = draw("timeline", engaged(), LATER)

    assert sheet.follow
    assert lines(sheet)[0] == "10:40:10 api bad: 503"
    assert lines(sheet)[3] == "10:45:10 ✔ Ana: acknowledge"
    assert lines(sheet)[-1].startswith("10:58:10 ✖ not sent: Ana: update: 5xx")


def test_the_timeline_says_of_a_message_that_its_thread_was_gone():
    odd = "in the channel itself, its thread is gone"
    sent = updated("u1", after(9))
    done = (after(9), EffectDone(effect="u1.post", ref="1.2", warning=odd))
    story = (IncidentSeen(incident=incident()), *declared(after(4)), *sent, done)
    sheet = draw("timeline", replace(running(), state=state_of(*story)), LATER, LARGE)

    assert f"▲ {odd}: Ana: update" in lines(sheet)[-1]


def test_the_timeline_names_the_day_whenever_it_is_not_today():
    note = NoteRequested(id="n", incident_id="", text="calm")
    state = state_of((after(-48 * 60), note), (NOW, replace(note, id="m", text="now")))
    sheet = draw("timeline", replace(idle(), state=state), NOW)

    assert lines(sheet) == [
        "2026-04-19",
        "10:42:10 Ana: calm",
        "2026-04-21",
        "10:44:10 Ana: now",
    ]


def test_the_timeline_is_bounded_and_says_how_much_there_is():
    notes = [
        NoteRequested(id=f"n{n}", incident_id="", text=f"{n}") for n in range(timeline.ROWS + 5)
    ]
    sheet = draw("timeline", replace(idle(), state=state_of(*notes)), NOW)

    assert (len(sheet.rows), sheet.note) == (timeline.ROWS, f"{timeline.ROWS + 5}")


def test_the_worst_of_several_effects_speaks():
    fact = replace(requested(message("m1")), effects=(message("m1"), message("m2")))
    told = (
        IncidentSeen(incident=incident()),
        fact,
        EffectFailed(effect="m2", reason="?", final=True),
    )
    sheet = draw("timeline", replace(running(), state=state_of(*told)), NOW)

    assert "✖ not sent:" in lines(sheet)[-1]


def test_a_storm_is_one_line_and_each_failure_another() -> None:
    effects = tuple(AcknowledgeIncident(id=f"e{n}", incident_id="Q1") for n in range(300))
    storm = ChangeRequested(id="r", incident_id="", words="x", effects=effects)
    situation = replace(
        running(),
        state=state_of(
            IncidentSeen(incident=incident()),
            storm,
            EffectDone(effect="e0"),
            EffectFailed(effect="e1", reason="no", final=True),
        ),
    )

    found = lines(draw("updates", situation, NOW))

    assert "▲ 1 of 300 acknowledged, 1 not sent" in found
    assert sum(line.startswith("▲") for line in found) == 2


def test_the_update_pane_before_and_after_the_declaration():
    assert lines(draw("updates", running(), NOW)) == [
        "Not declared yet.",
        "d declare: opens the thread; needs no typing",
    ]
    sheet = draw("updates", engaged(), LATER)

    assert sheet.note == "due 11:06"
    assert lines(sheet) == [
        "▲ update: not sent: the channel is archived 10:58",
        "t 2 of 3 told",
        "Known 5xx since the deploy of 08:02",
        "Trying rolling cloud back",
        "Next 11:06",
        "Sent 10:51:16, 7 min ago",
        "u write the next update; U: no change",
    ]


def test_an_overdue_update_says_since_when():
    assert draw("updates", engaged(after(40)), after(40)).note == "▲ was due 11:06"


def test_what_was_not_posted_is_not_called_said():
    told = (IncidentSeen(incident=incident()), *declared(NOW, done=False))
    waiting = replace(running(), state=state_of(*told))
    given_up = EffectDiscarded(effect="decl.post", reason="wrong")

    assert "To say unknown" in lines(draw("updates", waiting, NOW))
    late = replace(running(), state=state_of(*told, given_up))
    assert "Not declared yet." in lines(draw("updates", late, NOW))


def test_the_list_of_incidents_marks_the_one_on_screen_and_mine():
    told = (
        IncidentSeen(incident=incident()),
        IncidentSeen(incident=incident("Q2", number=9, assignments=(), title="x")),
    )
    sheet = draw("incidents", replace(running(), state=state_of(*told)), NOW, LARGE)

    assert [row.id for row in sheet.rows] == ["incident:Q1", "incident:Q2"]
    assert lines(sheet)[0].startswith("▶ ✖ triggered")
    assert "you" in lines(sheet)[0]
    assert "you" not in lines(sheet)[1]


def test_the_least_screen_has_status_countdown_and_next_step():
    status, countdown, step, *_ = lines(draw("tiny", running(), NOW, SMALL))

    assert (status, countdown) == ("#4217 triggered", "13:00 escalates to Bo Lindqvist in")
    assert step == f"▶ a {running().procedure.steps[0].title}"


def test_the_least_screen_never_has_more_rows_than_there_are():
    for height in (0, 1, 2, 5):
        space = replace(SMALL, height=height)

        assert len(VIEWS["tiny"](running(), NOW, space).rows) <= max(height, 1)


def test_a_notice_takes_the_place_of_the_keys_while_it_lasts():
    notice = Notice("acknowledged", Tone.GOOD, after(2.1))
    hints = (("a", "ack"),)

    assert "acknowledged" in said(footer_sheet(running(), NOW, LARGE, hints, notice))
    assert "ack" in said(footer_sheet(running(), after(3), LARGE, hints, notice))
    assert "acknowledged" not in said(footer_sheet(running(), after(3), LARGE, hints, notice))


def test_the_current_tab_has_a_mark():
    (row,) = lines(tabs.sheet(("health", "deploys"), "deploys", 30))

    assert "▸3 deploys" in row
    assert "▸2" not in row


def test_large_digits_are_told_apart():
    shapes = [large(digit) for digit in "0123456789"]

    assert len(set(shapes)) == 10
    assert all(len({len(row) for row in shape}) == 1 for shape in shapes)


@pytest.mark.parametrize(
    ("seconds", "clock", "coarse"),
    [
        (-5, "00:00", "0 s"),
        (7.9, "00:07", "7 s"),
        (59, "00:59", "50 s"),
        (449, "07:29", "7 min"),
        (3600, "1:00:00", "1 h"),
        (183_000, "2 d 02:50", "2 d"),
    ],
)
def test_spans_are_written_as_clocks_and_as_ages(seconds, clock, coarse):
    assert (duration(seconds), age(seconds)) == (clock, coarse)


# --- details -----------------------------------------------------------------------------------


@every_situation
@every_space
def test_every_row_that_can_be_selected_opens(kind, space):
    situation, now = _situation(kind)
    ids = {row.id for name in VIEWS for row in draw(name, situation, now, space).rows if row.id}
    shown = [i for i in ids if not i.startswith(("report:", "incident:"))]

    assert all(_opens(situation, row_id, now) for row_id in shown)


def _opens(situation, row_id, now):
    """What the screen of a row shows."""
    kind, _, key = row_id.partition(":")
    if kind != "deploy":
        return details.sheet(situation, row_id, now)
    found = next(s for s in listed(situation, now) if s.key == key)
    return deploy_detail.facts(situation, found, deploy_detail.Reading(), now)


def _detail(row_id, situation=None, now=LATER):
    sheet = details.sheet(situation or engaged(), row_id, now)
    assert sheet is not None
    return said(sheet)


def test_a_probe_that_never_looked_is_not_zero_seconds_old():
    assert "not looked at yet" in _detail("probe:api", drought(known=False))


def test_what_the_pager_said_is_not_put_into_our_mouth():
    page = next(m for m in engaged().state.cases["Q1"].moments if m.text.startswith("paged"))

    assert "by the pager" in _detail(f"moment:{page.id}")


def test_the_detail_of_an_unsent_message_shows_its_text_and_target():
    words = _detail("effect:upd2.post")

    assert "not sent: the channel is archived" in words
    assert "goes to C1" in words


@pytest.mark.parametrize(
    "row_id",
    [
        "",
        "x",
        "deploy:cloud:none",
        "probe:none",
        "step:none",
        "moment:none",
        "effect:none",
        "report:soaks:a.md",
    ],
)
def test_a_row_that_is_gone_opens_nothing(row_id):
    assert details.sheet(engaged(), row_id, LATER) is None


def test_a_report_marks_the_lines_about_failure():
    sheet = report_view.sheet("r", "# Soak\nit FAILED\nit passed\n```\nfail\n```\nrest")

    assert lines(sheet) == ["Soak", "✖ it FAILED", "it passed", "fail", "rest"]
    assert lines(report_view.sheet("r", "")) == ["the report is empty"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("one line", "one line"),
        ("503 since 02:40\nLive view may fail.", "503 since 02:40 · Live view may fail."),
        ("It is down.\n\n  Since 02:40 ", "It is down. Since 02:40"),
        ("\n", ""),
    ],
)
def test_lines_that_become_one_stay_apart(said, shown):
    assert one_line(said) == shown
