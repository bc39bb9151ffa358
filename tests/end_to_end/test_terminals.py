"""Terminals of all sizes, none at all, and text from outside that tries to drive them."""

import subprocess
from pathlib import Path

import pytest
from flight import Flight, command
from pty_terminal import PtyTerminal

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x07"
CLEAR = "\x1b[3J"
CSI = "\x9b31m"
OVERRIDE = "\u202e"
HOSTILE = f"[/]{CLIPBOARD}{CLEAR}{CSI}{OVERRIDE}[red]tame <!channel>"
"""Writes the clipboard, erases what was scrolled away, colours, turns text round, marks up."""

HARM = (b"]52;", CLEAR.encode(), CSI.encode(), OVERRIDE.encode())


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
def test_the_incident_is_on_screen_at_every_size(flight: Flight, size: tuple[int, int]):
    with flight.screen(size) as terminal:
        terminal.wait_for("TRIGGERED", "Cloud API", "#4217", "Escalation", "First ten minutes")


def test_a_terminal_of_20x5_says_what_matters_and_can_grow(flight: Flight):
    with flight.screen((20, 5)) as terminal:
        terminal.wait_for("#4217")
        terminal.resize(120, 36)
        terminal.wait_for("First ten minutes")
        terminal.resize(20, 5)
        terminal.wait_for("#4217")
        terminal.press("q")
        terminal.press("y")

        assert terminal.exit_code() == 0
        assert terminal.modes_left() == []


def test_without_a_terminal_it_says_what_to_do_instead(flight: Flight):
    done = flight.run()

    assert done.returncode == 2
    assert "cockpit status" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def bare(home: Path) -> dict[str, str]:
    """An environment in which there is no configuration."""
    places = ("XDG_CONFIG_HOME", "XDG_STATE_HOME")
    return {"HOME": str(home), "COCKPIT_CONFIG": "", **{name: str(home) for name in places}}


def test_without_a_configuration_the_screen_offers_a_demo_and_a_beginning(tmp_path: Path):
    with PtyTerminal(command(), env=bare(tmp_path), cwd=tmp_path) as terminal:
        terminal.wait_for("cockpit init", "cockpit demo")


def test_without_a_configuration_and_a_terminal_it_ends_with_2(tmp_path: Path):
    done = subprocess.run(
        command(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", **bare(tmp_path)}, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 2
    assert "cockpit demo" in done.stderr
    assert "cockpit init" in done.stderr


def hostile_commit(repository: Path) -> None:
    """A commit whose subject and author are hostile."""
    who = {"NAME": HOSTILE, "EMAIL": "evil@example.com"}
    git = ["git", "-C", str(repository), "-c", "core.hooksPath=/dev/null"]
    whoever = {f"GIT_{role}_{key}": v for role in ("AUTHOR", "COMMITTER") for key, v in who.items()}
    subprocess.run(
        [*git, "commit", "--quiet", "--allow-empty", "-m", f"{HOSTILE} commit"],
        check=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(repository), **whoever},
    )


def test_text_from_outside_cannot_drive_the_terminal_or_the_channel(flight: Flight):
    hostile_commit(flight.folder / "repos" / "cloud")
    reports = flight.folder / "repos" / "cloud" / "docs" / "reliability-reports"
    (reports / f"2099-01-01-{OVERRIDE}soak.md").write_text(f"# {HOSTILE} report\n", "utf-8")
    flight.stand.order(
        "/pagerduty/trigger", title=f"{HOSTILE} page", priority="P1", number=5000, details={}
    )
    with flight.screen((200, 60)) as terminal:
        terminal.wait_for("tame <!channel> commit")
        terminal.wait_for("tame <!channel> report")
        terminal.press("i")
        terminal.wait_for("Incidents")
        terminal.wait_for("tame <!channel> page")
        terminal.press("home", "enter")
        terminal.wait_for("Not declared yet")
        terminal.press("d")
        terminal.wait_for("Hypothesis")
        terminal.press("ctrl+s")
        terminal.wait_for("✔ 2 Declare")
        flight.stand.order("/slack/reply", who="ben", text=f"{HOSTILE} reply")
        terminal.wait_for("tame @channel reply")
        written = bytes(terminal.raw)

    message = next(m for m in flight.stand.messages() if m["metadata"])
    assert [harm for harm in HARM if harm in written] == []
    assert "tame &lt;!channel&gt; page" in message["text"]
    assert message["notifies"] == []
