"""The demo's world on disk, and runs that end and go on."""

import json
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from patience import PATIENCE_S
from stand import Stand

from cockpit.settings.load import load
from cockpit.standins.library import read_scenario
from cockpit.standins.world import make_world

START = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)
ADDRESSES: dict[str, str | int] = {
    "pagerduty": "http://127.0.0.1:1",
    "slack": "http://127.0.0.1:2/api/",
    "product": "http://127.0.0.1:3",
    "uplink": "tls://127.0.0.1:9",
    "statuspage": "http://127.0.0.1:4/v1",
    "sentry": "http://127.0.0.1:6/api/0/",
    "jira": "http://127.0.0.1:1006",
    "mail": "smtp://127.0.0.1:5",
}


def git(repository: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=repository, capture_output=True, text=True, check=True
    ).stdout.strip()


def make(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    make_world(folder, read_scenario("bad-deploy"), START, ADDRESSES)
    return folder


def test_the_same_start_makes_the_same_commits(tmp_path: Path) -> None:
    one, two = make(tmp_path / "one"), make(tmp_path / "two")

    for name in ("cloud", "gateway"):
        heads = {git(world / "repos" / name, "rev-parse", "HEAD") for world in (one, two)}
        assert len(heads) == 1


def test_the_cause_is_forty_minutes_old_and_tagged(tmp_path: Path) -> None:
    cloud = make(tmp_path / "world") / "repos" / "cloud"

    assert git(cloud, "log", "-1", "--format=%cI %s") == (
        "2026-04-21T08:04:10+00:00 Release v2026.16.2"
    )
    assert git(cloud, "describe", "--exact-match") == "v2026.16.2"
    assert git(cloud, "status", "--porcelain") == ""
    recent = git(cloud, "log", "--since=2026-04-20T08:44:10Z", "--format=%an").splitlines()
    assert len(recent) >= 8
    assert len(set(recent)) >= 4


def test_the_reports_lie_in_the_repository_and_one_soak_failed(tmp_path: Path) -> None:
    cloud = make(tmp_path / "world") / "repos" / "cloud"
    tracked = git(cloud, "ls-files", "docs/reliability-reports").splitlines()

    assert len(tracked) == 5
    newest = (cloud / max(tracked)).read_text(encoding="utf-8")
    assert "2026-04-19" in newest
    assert "soak FAILED" in newest


def test_nobody_elses_git_configuration_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = tmp_path / "hooks" / "post-checkout"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/fired\n")
    hook.chmod(0o755)
    config = tmp_path / "gitconfig"
    config.write_text(
        f"[core]\nhooksPath = {hook.parent}\n[init]\ntemplateDir = {tmp_path}\n"
        "[user]\nname = Somebody\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    world = make(tmp_path / "world")
    monkeypatch.delenv("GIT_DIR")

    assert "Somebody" not in git(world / "repos" / "cloud", "log", "--format=%cn")
    assert not (tmp_path / "fired").exists()


def test_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    world = make(tmp_path / "world")

    for name in ("pagerduty", "slack", "statuspage", "sentry", "mail"):
        assert stat.S_IMODE((world / "secrets" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((world / "secrets").stat().st_mode) == 0o700


def test_the_configuration_is_a_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COCKPIT_STATE_DIR", raising=False)
    settings = load(make(tmp_path / "world") / "config.toml")

    assert settings.config.person.email == "ana@novavms.example"
    assert settings.warnings == ()
    assert len(settings.probes) >= 4
    assert all(Path(spec.path).is_dir() for spec in settings.repositories)
    assert all(Path(spec.path).is_dir() for spec in settings.reports)
    assert settings.state_dir == tmp_path / "world" / "state"


def test_a_world_is_not_made_twice(tmp_path: Path) -> None:
    world = make(tmp_path / "world")
    journal = world / "state" / "journal"
    journal.parent.mkdir()
    journal.write_text("mine")
    config = world / "config.toml"
    config.write_text(config.read_text() + "\n[screen]\nbell = false\n")
    make(world)

    assert journal.read_text() == "mine"
    assert "bell" in config.read_text()


def test_other_addresses_write_the_configuration_anew(tmp_path: Path) -> None:
    world = make(tmp_path / "world")
    moved = ADDRESSES | {"slack": "http://127.0.0.1:9/api/"}
    make_world(world, read_scenario("bad-deploy"), START, moved)

    assert "127.0.0.1:9" in (world / "config.toml").read_text()


def test_a_world_that_was_half_made_is_finished(tmp_path: Path) -> None:
    world = tmp_path / "world"
    (world / "repos" / ".cloud.making" / ".git").mkdir(parents=True)
    make(world)

    assert git(world / "repos" / "cloud", "status", "--porcelain") == ""


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    with Stand(tmp_path) as stand:
        with stand.pd(sender="ana@novavms.example") as client:
            body = {"incident": {"type": "incident_reference", "status": "acknowledged"}}
            client.put("/incidents/4217", json=body)
            client.post("/incidents/4217/notes", json={"note": {"content": "kept"}})
        httpx.post(
            f"{stand.slack}chat.postMessage",
            json={"channel": "C0INCIDENT", "text": "kept"},
            headers={"Authorization": "Bearer xoxb-standin-cockpit"},
            trust_env=False,
        )
        stand.advance(30)
        before, ready = stand.incident(), stand.ready
        stand.kill()
    with Stand(tmp_path) as again:
        assert {**again.ready, "pid": 0} == {**ready, "pid": 0}
        assert again.incident() == before
        assert [note["content"] for note in again.notes()] == ["kept"]
        again.advance(14)
        assert [m["text"] for m in again.messages()] == ["kept"]
        again.advance(1)
        assert len(again.messages()) == 2


def test_a_second_process_joins_the_first(tmp_path: Path) -> None:
    with Stand(tmp_path) as first, Stand(tmp_path, anew=True) as second:
        assert second.ready == {**first.ready, "joined": True}
        assert second.process.wait(timeout=PATIENCE_S) == 0
        assert second.incident()["id"] == first.incident()["id"]


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cockpit.standins", f"--dir={tmp_path}"]
    started = [
        subprocess.Popen(
            [*command, "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(3)
    ]
    lines = [json.loads(p.stdout.readline()) for p in started if p.stdout]
    for process in started:
        process.communicate()

    assert sorted("joined" in line for line in lines) == [False, True, True]
    assert len({line["pid"] for line in lines}) == 1


def test_a_fast_clock_escalates_by_itself(tmp_path: Path) -> None:
    # Fast, but slow enough that the service does not resolve it by itself before it is read.
    with Stand(tmp_path, frozen=False, speed=2_000) as stand:
        start = stand.now()
        while (stand.now() - start).total_seconds() < 13 * 60:
            pass

        assert stand.incident()["assignments"][0]["assignee"]["id"] != "PANA001"


def test_time_passes_while_nobody_runs_them(tmp_path: Path) -> None:
    with Stand(tmp_path, frozen=False) as stand:
        stand.incident()
    state = tmp_path / "standins.json"
    saved = json.loads(state.read_text())
    wall = datetime.fromisoformat(saved["wall_at"]).timestamp() - 13 * 60
    saved["wall_at"] = datetime.fromtimestamp(wall, UTC).isoformat()
    state.write_text(json.dumps(saved))
    with Stand(tmp_path, frozen=False) as again:
        assignments = again.incident()["assignments"]

    assert [item["assignee"]["id"] for item in assignments] == ["PBEN002"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_they_end_when_told(tmp_path: Path, number: signal.Signals) -> None:
    with Stand(tmp_path, anew=True) as stand:
        os.kill(stand.process.pid, number)

        assert stand.process.wait(timeout=PATIENCE_S) == 0


def test_they_end_with_their_parent(tmp_path: Path) -> None:
    with Stand(tmp_path, anew=True) as stand:
        assert stand.process.stdin is not None
        stand.process.stdin.close()

        assert stand.process.wait(timeout=PATIENCE_S) == 0


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("no-such", "there are: alert-storm, bad-deploy"),
        ("broken.toml", "not TOML"),
        ("odd.toml", "'nam'"),
    ],
)
def test_a_scenario_that_does_not_work_says_why(tmp_path: Path, scenario: str, words: str) -> None:
    (tmp_path / "broken.toml").write_text("name = ")
    (tmp_path / "odd.toml").write_text('nam = "x"')
    path = tmp_path / scenario
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "cockpit.standins",
            "--dir",
            str(tmp_path / "world"),
            "--scenario",
            str(path) if path.exists() else scenario,
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
