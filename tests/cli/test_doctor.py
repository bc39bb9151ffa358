"""`cockpit doctor` as a process: what it prints, how it ends, what stays on record."""

import io
import json
from collections.abc import Iterator

import pytest
from command import cockpit, command, environment
from pty_terminal import PtyTerminal
from stand import Stand

from cockpit.adapters.clock import SystemClock
from cockpit.cli.progress import Progress


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    now = SystemClock().now().replace(microsecond=0).isoformat()
    with Stand(tmp_path_factory.mktemp("doctor") / "world", start=now, frozen=False) as stand:
        yield stand


def test_who_is_ready_reads_it_in_the_last_line_and_it_is_on_record(stand: Stand) -> None:
    said = cockpit(stand.config, "doctor")
    shift = cockpit(stand.config, "timeline", "--shift").out

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1].startswith("ready")
    assert "\x1b" not in said.out
    assert "checked readiness on" in shift
    assert stand.mails() == []
    assert stand.received()["requests"] == []


def test_one_part_alone_is_looked_at_again_and_shows_no_token(stand: Stand) -> None:
    stand.order("/slack/revoke", token="xoxb-standin-cockpit")
    said = cockpit(stand.config, "doctor", "chat", "--json")
    told = json.loads(said.out)
    failed = {check["id"]: check for check in told["checks"] if check["found"] == "failed"}

    assert (said.code, said.err, told["ready"]) == (1, "", False)
    assert {check["group"] for check in told["checks"]} == {"chat"}
    assert failed["chat-token"]["mend"]
    assert told["counts"]["failed"] == len(failed)
    assert "xoxb" not in said.out


def test_a_part_that_there_is_not_is_wrong_usage(stand: Stand) -> None:
    said = cockpit(stand.config, "doctor", "chats")

    assert said.code == 2
    assert "there are: machine, terminal, pager" in said.err


def test_a_journal_that_nobody_can_write_is_a_finding_and_no_obstacle(stand: Stand) -> None:
    blocked = stand.config.parent / "a file"
    blocked.write_text("", encoding="utf-8")
    state = str(blocked / "state")
    said = cockpit(stand.config, "doctor", "--bell", "--clipboard", COCKPIT_STATE_DIR=state)

    assert said.code == 1
    assert said.out.splitlines()[-1].startswith("not ready: ")
    assert "✖ state folder" in said.out
    assert "this check-up is not on record" in said.err
    assert said.out.count("nobody can be asked here") == 2


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_nothing_in_a_pipe(monkeypatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        with Progress(stream) as progress:
            progress.say("checked 1 of 2, waiting for mail server")

    assert "checked 1 of 2" in terminal.getvalue()
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert pipe.getvalue() == ""


@pytest.mark.parametrize(
    ("term", "part"), [("dumb", "terminal"), ("xterm", "machine")], ids=["mute", "not wanted"]
)
def test_a_terminal_is_asked_only_where_it_answers_and_where_that_is_wanted(
    stand: Stand, term: str, part: str
) -> None:
    env = environment(stand.config, TERM=term)
    with PtyTerminal(command("doctor", part), env=env) as terminal:
        terminal.wait_for("checks")

        assert b"\x1b[6n" not in terminal.raw
        assert b"\x1b[c" not in terminal.raw
