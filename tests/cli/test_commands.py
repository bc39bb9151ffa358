"""Every command end to end: as a process, against stand-ins, over real HTTP."""

import asyncio
import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from command import cockpit, command, environment, offline, rewritten
from patience import PATIENCE_S
from situations import ANA, BO, NOW, case_of, incident, on_call, state_of
from stand import Stand

from cockpit.cli.acts import paged_since
from cockpit.domain.facts import IncidentLogRead, IncidentSeen, OnCallSeen
from cockpit.domain.model import LogEntry
from cockpit.settings.load import load
from cockpit.wiring import JOURNAL, build


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "world") as stand:
        yield stand


def test_an_engineer_works_through_an_incident_from_a_shell(stand: Stand) -> None:
    ack = cockpit(stand.config, "ack")
    assert ack.out == "acknowledged #4217 Cloud API answers 5xx at 08:44 UTC\n"
    assert (ack.code, ack.err) == (0, "")
    assert stand.incident()["status"] == "acknowledged"

    declare = cockpit(stand.config, "declare", "--hypothesis", "the deploy of 08:02")
    assert declare.out == (
        "declared #4217 Cloud API answers 5xx in #novavms-incident-live, started 08:42 UTC\n"
    )
    update = cockpit(stand.config, "update", "--known", "5xx on reads", "--next", "10")
    assert update.out == (
        "posted the update on #4217 Cloud API answers 5xx; the next is due 08:54 UTC\n"
    )
    note = cockpit(stand.config, "note", "--pager", "called", "the", "supplier")
    assert note.out == "noted on #4217 Cloud API answers 5xx\n"

    parent, reply = stand.messages()
    assert "Hypothesis: the deploy of 08:02" in parent["text"]
    assert "Known: 5xx on reads" in reply["text"]
    assert reply["thread_ts"] == parent["ts"]
    assert [n["content"].splitlines()[0] for n in stand.notes()] == ["called the supplier"]


def test_started_is_read_in_the_zone_of_the_configuration(stand: Stand) -> None:
    rewritten(stand.config, "[state]", '[screen]\ntime_zone = "Europe/Lisbon"\n\n[state]')

    said = cockpit(stand.config, "declare", "--started", "09:40")

    assert said.out.endswith("started 08:40 UTC (09:40 WEST)\n")
    assert "Started: 08:40 UTC (09:40 WEST)" in stand.messages()[0]["text"]


def test_a_time_that_is_none_is_wrong_usage(stand: Stand) -> None:
    said = cockpit(stand.config, "declare", "--started", "teatime")

    assert said.code == 2
    assert said.err == (
        'cockpit: --started: "teatime" is no time: write 08:42 or 2026-04-21T08:42Z\n'
    )
    assert stand.messages() == []


def test_acknowledging_twice_is_refused_in_words(stand: Stand) -> None:
    cockpit(stand.config, "ack")

    again = cockpit(stand.config, "ack")

    assert (again.code, again.out) == (1, "")
    assert again.err == "cockpit: #4217 is yours already\n"


def test_a_resolved_incident_is_not_acknowledged(stand: Stand) -> None:
    cockpit(stand.config, "ack")
    with stand.pd(sender="ben@novavms.example") as pager:
        body = {"incident": {"type": "incident_reference", "status": "resolved"}}
        answer = pager.put(f"/incidents/{stand.incident()['id']}", json=body)
        assert answer.status_code == 200, answer.text

    said = cockpit(stand.config, "ack", "--incident", "4217")

    assert said.code == 1
    assert said.err == ("cockpit: #4217 is resolved; acknowledging it would open it again\n")
    assert stand.incident()["status"] == "resolved"


def test_somebody_elses_page_needs_to_be_sure(stand: Stand) -> None:
    stand.advance(16 * 60)

    asked = cockpit(stand.config, "ack", "--incident", "4217")
    assert asked.code == 1
    assert "pages Ben Okafor, not you" in asked.err
    assert "(--sure takes it over)" in asked.err
    assert stand.incident()["status"] == "triggered"

    assert cockpit(stand.config, "ack", "--incident", "#4217", "--sure").code == 0
    assert stand.incident()["status"] == "acknowledged"


def test_an_unknown_incident_is_named_with_the_known_ones(stand: Stand) -> None:
    said = cockpit(stand.config, "ack", "--incident", "99")

    assert said.code == 1
    assert said.err == "cockpit: no incident 99 is known here; known: #4217\n"


def test_a_wrong_token_says_so_and_shows_no_token(stand: Stand) -> None:
    canary = "u+CANARYcanaryCANARY"
    secret = stand.config.parent / "secrets" / "pagerduty"
    cockpit(stand.config, "ack")
    secret.write_text(canary + "\n")

    said = cockpit(stand.config, "--debug", "note", "--pager", "hello")

    assert said.code == 1
    assert "token" in said.err
    assert ". Going on with what was recorded" in said.err
    assert "not sent: " in said.err
    assert canary not in said.out + said.err
    state = stand.config.parent / "state"
    assert all(canary.encode() not in f.read_bytes() for f in state.iterdir() if f.is_file())


def test_an_unknown_channel_is_a_reason_with_a_mend(stand: Stand) -> None:
    channel = next(
        line for line in stand.config.read_text().splitlines() if line.startswith("incident =")
    )
    rewritten(stand.config, channel, 'incident = "C0NOWHERE"')

    said = cockpit(stand.config, "declare")

    assert said.code == 1
    assert said.err.startswith("cockpit: not sent: ")
    assert "Check the id in slack.channels" in said.err
    assert "cockpit: a fault" not in said.err


def test_offline_one_goes_on_from_the_journal_and_what_was_asked_goes_out_later(
    stand: Stand,
) -> None:
    cockpit(stand.config, "ack")
    kept = stand.config.read_text()
    offline(stand)

    said = cockpit(stand.config, "declare")
    status = cockpit(stand.config, "status")
    assert said.code == 1
    assert "Going on with what was recorded" in said.err
    assert "recorded, but not sent yet" in said.err
    assert "The next cockpit that runs goes on with it." in said.err
    assert status.code == 0
    assert "To be sent" in status.out
    assert stand.messages() == []

    stand.config.write_text(kept)
    assert cockpit(stand.config, "update", "--known", "still looking").code == 0
    assert [m["text"].split()[0] for m in stand.messages()] == ["Incident", "Known:"]


def test_a_pager_that_hangs_holds_up_no_message(stand: Stand) -> None:
    cockpit(stand.config, "ack")
    rewritten(stand.config, 'poll = "2s"', 'poll = "2s"\ntimeout = "1s"')
    stand.fault("pagerduty", "hang", times=0)

    said = cockpit(stand.config, "declare")

    assert said.code == 0
    assert "Going on with what was recorded" in said.err
    assert len(stand.messages()) == 1


def test_a_note_needs_no_network_and_no_open_incident(stand: Stand) -> None:
    offline(stand)

    said = cockpit(stand.config, "note", "quiet", "so", "far")

    assert (said.code, said.err) == (0, "")
    assert said.out == "noted for the shift: no incident is known to be open\n"
    shift = cockpit(stand.config, "timeline", "--shift")
    assert "quiet so far" in shift.out


def test_what_a_shell_writes_is_harmless(stand: Stand) -> None:
    cockpit(stand.config, "ack")
    cockpit(stand.config, "note", "a\x1b[2Jb \u202ec", "[x](http://evil) | <script>")

    told = cockpit(stand.config, "timeline")
    row = next(line for line in told.out.splitlines() if "evil" in line)
    assert row.endswith(r"| ab c \[x\](http\://evil) \| \<script\> |")
    assert "\x1b" not in told.out


def test_status_says_what_is_broken_whose_turn_it_is_and_what_comes_next(stand: Stand) -> None:
    cockpit(stand.config, "ack")
    cockpit(stand.config, "declare")

    text = cockpit(stand.config, "status").out
    assert text.startswith("P1 #4217 Cloud API answers 5xx\n")
    assert "Next step" in text
    assert "3 Check production (2 of 8 done)" in text
    assert "Ana Ribeiro > Ben Okafor" in text, "acknowledged: nobody is paged now"
    assert "[" not in text
    as_of = re.search(r"As of +(2026-04-21 08:\d\d:\d\d)", text)
    assert as_of is not None
    assert "2026-04-21 08:44:10" <= as_of[1] < "2026-04-21 08:59:10", "it goes on with our clock"


def test_status_line_is_short(stand: Stand) -> None:
    assert cockpit(stand.config, "status", "--line").out == "pager not asked yet ?\n"
    cockpit(stand.config, "ack")
    cockpit(stand.config, "declare")

    words = cockpit(stand.config, "status", "--line").out.split()

    assert words[:3] == ["P1", "#4217", "ack"]
    assert words[4] == "upd"
    minutes, seconds = map(int, words[5].split(":"))
    assert 0 < 60 * minutes + seconds <= 15 * 60, "15 minutes, less what has passed since"


def test_status_json_is_the_whole_state(stand: Stand) -> None:
    cockpit(stand.config, "ack")

    told = json.loads(cockpit(stand.config, "status", "--json").out)

    assert sorted(told) == [
        "alarms", "answered_at", "at", "checklist", "clocks", "escalation", "incident_id", "me",
        "state", "suspects", "unsent",
    ]  # fmt: skip
    case = told["state"]["cases"][told["incident_id"]]
    assert case["incident"]["number"] == 4217
    assert case["acknowledged_at"] == "2026-04-21T08:44:10+00:00"
    assert told["me"]["name"] == "Ana Ribeiro"


def test_a_timeline_goes_to_a_file_or_says_why_not(stand: Stand, tmp_path: Path) -> None:
    cockpit(stand.config, "ack")
    file = tmp_path / "timeline.md"

    assert cockpit(stand.config, "timeline", "--output", str(file)).out == ""
    assert "| paged: Cloud API answers 5xx |" in file.read_text()

    said = cockpit(stand.config, "timeline", "--output", str(tmp_path / "no" / "t.md"))
    assert said.code == 1
    assert "cannot be written (No such file or directory): name another file" in said.err


def test_a_timeline_as_json_says_how_each_thing_went_out(stand: Stand) -> None:
    cockpit(stand.config, "ack")

    told = json.loads(cockpit(stand.config, "timeline", "--json").out)

    (acted,) = [m for m in told["moments"] if m["text"] == "acknowledge"]
    assert [e["standing"] for e in acted["effects"]] == ["acknowledged"]
    assert told["incident"]["number"] == 4217


def test_two_processes_at_once_post_each_update_once(stand: Stand) -> None:
    cockpit(stand.config, "ack")
    cockpit(stand.config, "declare")
    both = [
        subprocess.Popen(
            command("update", "--known", word),
            env=environment(stand.config),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for word in ("one", "two", "three")
    ]
    for process in both:
        _, err = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, err

    told = sorted(m["text"].split()[1] for m in stand.messages()[1:])
    assert told == ["one", "three", "two"]


async def test_a_note_from_another_process_is_seen_by_one_that_watches(stand: Stand) -> None:
    desk = build(load(stand.config))
    await desk.open()
    try:
        noted = asyncio.Event()

        def heard() -> None:
            if any(m.text == "from over there" for m in desk.state.shift):
                noted.set()

        desk.listen(heard)
        process = await asyncio.create_subprocess_exec(
            *command("note", "from over there"),
            env=environment(stand.config),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        line = await process.stdout.readline()
        async with asyncio.timeout(PATIENCE_S):
            await noted.wait()
        assert line.startswith(b"noted for the shift")
        await process.wait()
    finally:
        await desk.close()


@pytest.mark.parametrize("act", [False, True])
def test_a_kill_while_the_chat_does_not_answer_leads_to_one_message(
    stand: Stand, *, act: bool
) -> None:
    cockpit(stand.config, "ack")
    stand.fault("slack", "hang", path="/api/chat.postMessage", times=1, act=act)
    process = subprocess.Popen(command("declare"), env=environment(stand.config))
    wait_for_claim(stand)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=PATIENCE_S)
    stand.clear_faults()

    again = cockpit(stand.config, "update", "--known", "back again")

    assert again.code == 0, again.err
    assert [m["text"].split()[0] for m in stand.messages()] == ["Incident", "Known:"]


def wait_for_claim(stand: Stand) -> None:
    """Until the stand-in holds the request whose answer never comes."""
    expiry = time.monotonic() + PATIENCE_S
    while not stand.received()["counts"].get("slack POST /api/chat.postMessage"):
        assert time.monotonic() < expiry, "the message was never sent"


def test_an_answer_that_is_lost_does_not_double_the_message(stand: Stand) -> None:
    cockpit(stand.config, "ack")
    stand.fault("slack", "drop", path="/api/chat.postMessage", times=1, act=True)

    said = cockpit(stand.config, "declare")

    assert said.code == 0, said.err
    assert len(stand.messages()) == 1


def test_the_journal_is_nobody_elses(stand: Stand) -> None:
    cockpit(stand.config, "ack")
    state = stand.config.parent / "state"

    assert (state / JOURNAL).stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700
    assert all(f.stat().st_mode & 0o077 == 0 for f in state.iterdir())


def test_a_refusal_names_the_command_and_not_the_key(stand: Stand) -> None:
    assert cockpit(stand.config, "ack").code == 0

    told = cockpit(stand.config, "update", "--known", "reads fail in eu-1")

    assert told.code == 1
    assert "`cockpit declare` declares it" in told.err
    assert "d declares it" not in told.err


def test_whoever_was_paged_between_the_look_and_the_acknowledgement_is_named() -> None:
    before = case_of(state_of(IncidentSeen(incident=incident())))
    paged = LogEntry(
        id="L9", incident_id="Q1", at=NOW, kind="escalate", text="", people_ids=(BO.id, ANA.id)
    )
    told = IncidentLogRead(incident_id="Q1", entries=(paged,))
    after_it = state_of(
        OnCallSeen(entries=on_call(ANA, BO)), IncidentSeen(incident=incident()), told
    )

    assert paged_since(after_it, before, NOW, ANA) == BO.name
    assert paged_since(after_it, case_of(after_it), NOW, ANA) == ""
    assert paged_since(after_it, before, NOW + timedelta(minutes=1), ANA) == ""
