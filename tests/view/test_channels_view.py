"""The channels pane and triage say what was said, what waits, and what could not be read."""

from dataclasses import replace
from datetime import timedelta

import overheard
import pytest
from overheard import ALERTS, CHANNELS, OPS, SOURCES, said
from situations import NOW, incident, running, source, state_of

from cockpit.domain.facts import IncidentSeen
from cockpit.domain.model import SourceStatus
from cockpit.domain.overheard import Overheard
from cockpit.domain.readings import Answered, Asked, Readings
from cockpit.domain.situation import Situation
from cockpit.panes.layout import lay
from cockpit.view import channels, details
from cockpit.view.cells import Sheet, Space, Tone

WIDE, NARROW = Space(110, 30), Space(42, 8)


def situation(*looks: Overheard, status: SourceStatus = SourceStatus.OK) -> Situation:
    plain = running()
    readings = Readings()
    for one in looks:
        readings.take(one)
    told = [source(name, status, NOW, "cockpit is not in it") for name in SOURCES]
    if status is SourceStatus.OK:
        told = [replace(change, reason="") for change in told]
        for name in SOURCES:
            readings.take(Asked(source=name, at=NOW))
            readings.take(Answered(source=name, at=NOW, good=True))
    page = IncidentSeen(incident=incident())
    state = state_of(page, *told)
    return replace(plain, state=state, readings=readings, channels=CHANNELS)


def read(status: SourceStatus = SourceStatus.OK) -> Situation:
    return situation(*overheard.around(NOW), status=status)


def texts(sheet: Sheet) -> list[str]:
    return [" ".join(c.text for c in row.cells if c.text) for row in sheet.rows]


def tones(sheet: Sheet, words: str) -> set[Tone]:
    return {c.tone for row in sheet.rows for c in row.cells if words in c.text}


@pytest.mark.parametrize(("after_s", "count"), [(300, 1), (1800, 0), (0, 0)])
def test_the_profile_says_how_long_an_alert_may_wait(after_s: int, count: int) -> None:
    situation = read()
    procedure = replace(situation.procedure, unanswered_s=after_s)

    assert len(channels.waiting_in(replace(situation, procedure=procedure), NOW)) == count


def test_messages_stand_in_the_order_of_their_times_the_newest_last() -> None:
    rows = texts(channels.sheet(read(), NOW, WIDE))

    assert [row[:5] for row in rows] == sorted(row[:5] for row in rows)
    assert rows[-1].endswith("#alerts monitor: cloud-api: 5xx rate 38 %")
    assert rows[0].endswith("#alerts monitor: ingest: queue older than 30 s 2 replies :eyes:")


def test_an_alert_that_nobody_answers_stands_out_in_words_and_is_counted() -> None:
    for space in (WIDE, NARROW):
        sheet = channels.sheet(read(), NOW, space)

        assert sheet.note == "1 unanswered · live"
        assert sheet.note_tone is Tone.BAD
        (row,) = [row for row in texts(sheet) if "▲" in row]
        assert "▲ unanswered 7 min" in row
        assert "p99 latency" in row
        assert tones(sheet, "▲") == {Tone.BAD}


def test_announced_work_is_marked_and_explained_in_triage() -> None:
    (row,) = [r for r in texts(channels.sheet(read(), NOW, WIDE)) if "◆" in r]
    (told,) = channels.announced(read())

    assert "◆ may explain it" in row
    assert "Shipping cloud" in row
    assert told.cells[0].text == (
        "◆ #ops: Kofi Mensah announced “Shipping cloud v2.31.0 now” 10:02, names cloud, "
        "no time named: may explain it"
    )


def test_without_announced_work_triage_says_what_was_looked_at() -> None:
    quiet = situation(
        Overheard(channel=OPS.id, at=NOW, messages=(said(OPS, NOW, "hello"),)),
    )

    assert texts(Sheet("", channels.announced(quiet))) == [
        "no announced work is seen in the last message of #ops: read them"
    ]


def test_a_channel_that_could_not_be_read_never_looks_like_a_quiet_one() -> None:
    blind = situation(status=SourceStatus.REFUSED)
    sheet = channels.sheet(blind, NOW, WIDE)

    assert any("Slack #ops refused" in row and "not in it" in row for row in texts(sheet))
    assert "refused since" in sheet.note
    assert sheet.note_tone is Tone.BAD
    (told,) = texts(Sheet("", channels.announced(blind)))
    assert told.startswith("? announced work is not known: Slack #ops refused")
    (unread,) = texts(Sheet("", channels.announced(situation())))
    assert unread == "? announced work is not known: #ops has not been read yet"


def test_what_was_read_before_it_failed_stays_and_is_old() -> None:
    sheet = channels.sheet(read(SourceStatus.UNREACHABLE), NOW, WIDE)

    assert any("5xx rate" in row for row in texts(sheet))
    assert "unreachable since" in sheet.note
    assert sheet.note.startswith("1 unanswered")


def test_a_gap_is_told_where_it_is() -> None:
    first, second = said(OPS, NOW - timedelta(minutes=2), "one"), said(OPS, NOW, "nine")
    gapped = situation(
        Overheard(channel=OPS.id, at=NOW, messages=(first,)),
        Overheard(channel=OPS.id, at=NOW, messages=(second,), is_cut=True),
    )
    rows = texts(channels.sheet(gapped, NOW, WIDE))

    assert rows[1].startswith("… more was said here than is read")
    assert "nine" in rows[2]


def test_nothing_followed_says_how_to_follow() -> None:
    sheet = channels.sheet(running(), NOW, WIDE)

    assert sheet.note == "off"
    assert "[slack.channels]" in texts(sheet)[0]
    assert channels.announced(running()) == ()


def test_a_message_is_read_in_full_with_what_others_did_about_it() -> None:
    here = read()
    queue = here.readings.talk(ALERTS.id).messages[0]
    latency = here.readings.talk(ALERTS.id).messages[1]
    full = details.sheet(here, f"heard:{ALERTS.id}:{queue.ts}", NOW)
    waiting = details.sheet(here, f"heard:{ALERTS.id}:{latency.ts}", NOW)

    assert full is not None
    assert {"replies 2, in its thread", ":eyes: Ben, Lea"} <= set(texts(full))
    assert waiting is not None
    assert "answer ▲ none yet: no reply, no reaction" in texts(waiting)
    assert details.sheet(here, f"heard:{ALERTS.id}:1.0", NOW) is None
    assert details.sheet(here, "heard:nowhere", NOW) is None


def test_hostile_text_is_only_text() -> None:
    text = "[bold red]x[/] {0} %s \u202eevil\u200b " + "漢" * 300 + "\n\n<!channel> `rm`"
    hostile = said(ALERTS, NOW - timedelta(minutes=9), text, author="[@click=quit] ", replies=10**9)
    for space in (WIDE, NARROW, Space(8, 2)):
        sheet = channels.sheet(
            situation(Overheard(channel=ALERTS.id, at=NOW, messages=(hostile,))), NOW, space
        )
        for row in sheet.rows:
            line = "".join(run for run, _ in lay(row, space.width))
            assert "\u202e" not in line
            assert "\n" not in line
            assert "\u200b" not in line
