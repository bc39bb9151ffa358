"""What is wrong is said where it belongs, with its mend, and the other panes go on."""

import re
import shutil
import subprocess
from collections.abc import Callable

import pytest
from flight import Flight, pane, until

HEALTH_GOES_ON = re.compile(r"api health +503")
ESCALATION, DEPLOYS, REPORTS, UPDATES = "1 Escal", "3 Deploys", "4 Re", "7 Update"


def wrong_pager_token(flight: Flight) -> None:
    flight.secret("pagerduty", "no-such-token")


def readable_by_others(flight: Flight) -> None:
    (flight.folder / "secrets" / "pagerduty").chmod(0o644)


def no_such_command(flight: Flight) -> None:
    flight.change('token_file = "secrets/pagerduty"', 'token_command = ["no-such-program"]')


def missing_repository(flight: Flight) -> None:
    shutil.rmtree(flight.folder / "repos" / "gateway")


def no_repository(flight: Flight) -> None:
    shutil.rmtree(flight.folder / "repos" / "gateway" / ".git")


def empty_repository(flight: Flight) -> None:
    missing_repository(flight)
    path = flight.folder / "repos" / "gateway"
    subprocess.run(["git", "init", "--quiet", str(path)], check=True)


def missing_reports(flight: Flight) -> None:
    shutil.rmtree(flight.folder / "repos" / "cloud" / "docs")


DAYS: tuple[tuple[Callable[[Flight], None], str, str, str], ...] = (
    (wrong_pager_token, ESCALATION, "PagerDuty does not accept the token", "check the token"),
    (readable_by_others, ESCALATION, "can be read or changed by others", "chmod 600"),
    (no_such_command, ESCALATION, "no-such-program", "Install it"),
    (missing_repository, DEPLOYS, "there is no folder", "clone it there"),
    (no_repository, DEPLOYS, "gateway", "not a git repository"),
    (empty_repository, DEPLOYS, "gateway", "no commits"),
    (missing_reports, REPORTS, "there is no folder", "correct the path"),
)


@pytest.mark.parametrize(
    ("spoil", "where", "said", "mend"), DAYS, ids=[day[0].__name__ for day in DAYS]
)
def test_a_source_that_cannot_be_read_says_why_and_what_to_do(
    flight: Flight, spoil: Callable[[Flight], None], where: str, said: str, mend: str
):
    spoil(flight)
    with flight.screen((200, 60)) as terminal:
        until(lambda: said in pane(terminal.text(), where), terminal)
        terminal.wait_for(HEALTH_GOES_ON)
        others = {ESCALATION: "Ben", DEPLOYS: "Pool: 40", REPORTS: "Cloud API soak"}
        for other, shows in others.items():
            if other != where:
                until(lambda o=other, s=shows: s in pane(terminal.text(), o), terminal)
        until(lambda: mend in pane(terminal.text(), where), terminal)


def test_a_git_that_does_not_answer_holds_nobody_up(flight: Flight):
    missing_repository(flight)
    path = flight.folder / "repos" / "gateway"
    path.mkdir()
    subprocess.run(["mkfifo", str(path / ".git")], check=True)
    with flight.screen() as terminal:
        terminal.wait_for("TRIGGERED")
        terminal.wait_for(HEALTH_GOES_ON)
        until(lambda: "cloud" in pane(terminal.text(), DEPLOYS), terminal)
        terminal.press("q")
        terminal.wait_for("Quit?")
        terminal.press("y")

        assert terminal.exit_code() == 0


POSTS: tuple[tuple[str, Callable[[Flight], None], str], ...] = (
    ("wrong token", lambda f: f.secret("slack", "xoxb-no-such-token"), "token"),
    ("missing scope", lambda f: f.secret("slack", "xoxb-standin-narrow"), "scope chat:write"),
    ("unknown channel", lambda f: f.change("C0INCIDENT", "C0NOWHERE"), "channel"),
)


@pytest.mark.parametrize(("spoil", "said"), [p[1:] for p in POSTS], ids=[p[0] for p in POSTS])
def test_a_post_that_slack_refuses_says_why_and_stays(
    flight: Flight, spoil: Callable[[Flight], None], said: str
):
    spoil(flight)
    with flight.screen((200, 60)) as terminal:
        terminal.wait_for("TRIGGERED")
        terminal.press("d")
        terminal.wait_for("Hypothesis")
        terminal.press("ctrl+s")
        until(lambda: "not sent" in pane(terminal.text(), UPDATES), terminal)
        until(lambda: said in pane(terminal.text(), UPDATES), terminal)
        terminal.wait_for(HEALTH_GOES_ON)

    assert flight.posted() == []
    assert len(flight.facts("declaration_requested")) == 1


def test_a_full_disk_refuses_what_cannot_be_recorded_and_the_screen_goes_on(flight: Flight):
    with flight.screen() as terminal:
        terminal.wait_for(HEALTH_GOES_ON, "First ten minutes", "TRIGGERED")
        terminal.press("q")
        terminal.wait_for("Quit?")
        terminal.press("y")
        terminal.exit_code()
    room = flight.journal.stat().st_size // 1024
    with flight.screen((200, 60), file_kib=room) as terminal:
        terminal.wait_for("TRIGGERED")
        terminal.wait_for(re.compile(r"gateways online +1\d\d\d"))
        terminal.press("n")
        terminal.wait_for("Note on #4217")
        terminal.type("x" * 3000)
        terminal.press("ctrl+s")
        terminal.wait_for("not recorded")
        terminal.wait_for("ulimit")

    assert flight.facts("note_requested") == []
