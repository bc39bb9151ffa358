"""A program that is a probe: exit and output count, and nothing of it stays when its time is up."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from patience import PATIENCE_S

from cockpit.adapters.clock import SystemClock
from cockpit.adapters.commands import argv
from cockpit.adapters.probers import Probers
from cockpit.domain.conditions import Bounds, Words
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import CommandProbe

GOOD, BAD, UNKNOWN = Health.GOOD, Health.BAD, Health.UNKNOWN


async def ran(*command: str, **more: object) -> Sample:
    known = {"timeout_s": PATIENCE_S, **more}
    return await Probers(SystemClock(), {}).look(CommandProbe(name="x", command=command, **known))


async def python(code: str, **more: object) -> Sample:
    return await ran(sys.executable, "-c", code, **more)


@pytest.mark.parametrize(
    ("code", "asked", "health", "detail"),
    [
        ("", {}, GOOD, "exit 0"),
        ("raise SystemExit(3)", {}, BAD, "exit 3"),
        ("raise SystemExit('a\\x1b[2J\\nno disk\\x07 left')", {}, BAD, "exit 1: no disk left"),
        ("raise SystemExit(3)", {"exit_codes": (0, 3)}, GOOD, "exit 3"),
        ("print('active')", {"words": Words(contains="active")}, GOOD, "exit 0"),
        ("print('failed')", {"words": Words(contains="active")}, BAD, 'does not say "active"'),
        (
            "print('use 93% of it')",
            {"bounds": Bounds(above=90, unit=" %")},
            BAD,
            "93 %, above 90 %",
        ),
        ("print('1 load: 0.5')", {"number_after": "load:"}, GOOD, "0.5"),
        ("print('nothing')", {"bounds": Bounds(above=1)}, UNKNOWN, "says no number"),
        ("print('load: 0.52, 0.58')", {"number_after": "load:"}, GOOD, "0.52"),
        (
            "print('1,204 online')",
            {"bounds": Bounds(below=1000)},
            UNKNOWN,
            'says "1,2…", which is no plain number',
        ),
        (
            "raise SystemExit('no login: password=hunter22 is wrong')",
            {},
            BAD,
            "exit 1: no login: password=••• is wrong",
        ),
        ("print('9' * 500)", {"bounds": Bounds(above=1)}, UNKNOWN, "says no number"),
        ("import os; os.kill(os.getpid(), 9)", {}, BAD, "was ended by signal 9"),
    ],
)
async def test_exit_and_output_decide(
    code: str, asked: dict[str, object], health: Health, detail: str
) -> None:
    sample = await python(code, **asked)

    assert (sample.health, sample.detail, sample.status) == (health, detail, None)


@pytest.mark.parametrize(
    ("command", "detail"),
    [
        ("/nowhere/at-all", "the program is not found"),
        ("/etc/passwd", "the program may not be executed"),
        ("a\x00b", "the program cannot be started"),
    ],
)
async def test_a_program_that_cannot_run_says_nothing_of_what_it_looks_at(
    command: str, detail: str
) -> None:
    sample = await ran(command)

    assert (sample.health, sample.detail) == (UNKNOWN, detail)


async def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    hostile = f"; touch {tmp_path}/owned; $(touch {tmp_path}/owned)"
    sample = await ran(sys.executable, "-c", "import sys; print(sys.argv[1])", hostile,
                       words=Words(contains=hostile))  # fmt: skip

    assert sample.health is GOOD
    assert list(tmp_path.iterdir()) == []


async def test_a_program_that_does_not_end_is_ended_with_its_children(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        f"pathlib.Path({str(tmp_path / 'pids')!r}).write_text(f'{{os.getpid()}} {{child.pid}}')\n"
        "import signal; signal.pause()\n"
    )
    for limit_s in (0.5, 3, 20):  # A busy machine may need longer to begin.
        sample = await python(code, timeout_s=limit_s)
        if (tmp_path / "pids").exists():
            break

    assert (sample.health, sample.detail) == (UNKNOWN, f"did not end within {limit_s:g} s")
    async with asyncio.timeout(PATIENCE_S):
        while any(_runs(int(pid)) for pid in (tmp_path / "pids").read_text().split()):
            await asyncio.sleep(0)


def _runs(pid: int) -> bool:
    """A zombie that nobody has reaped yet runs no more."""
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, signal.SIG_DFL)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


async def test_a_child_that_got_away_with_the_output_open_holds_up_no_look() -> None:
    async with asyncio.timeout(PATIENCE_S):
        ended = await ran("sh", "-c", "setsid sleep 5 & exit 3")
        hanging = await ran("sh", "-c", "setsid sleep 5 & sleep 60", timeout_s=0.5)

    assert (ended.health, ended.detail) == (BAD, "exit 3")
    assert (hanging.health, hanging.detail) == (UNKNOWN, "did not end within 0.5 s")


async def test_what_a_program_leaves_behind_is_ended_as_well(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    sample = await ran("sh", "-c", f"sleep 60 >/dev/null 2>&1 & echo $! > {pid}")

    assert sample.detail == "exit 0"
    async with asyncio.timeout(PATIENCE_S):
        while _runs(int(pid.read_text())):
            await asyncio.sleep(0)


@pytest.mark.parametrize("turns", [1, 2, 3, 4, 5, 8, 200])
async def test_whoever_gives_up_a_look_ends_it_however_far_it_has_begun(
    tmp_path: Path, turns: int
) -> None:
    pid = tmp_path / "pid"
    look = asyncio.create_task(ran("sh", "-c", f"echo $$ > {pid}; exec sleep 60"))
    for _ in range(turns):
        await asyncio.sleep(0)
    look.cancel()

    async with asyncio.timeout(PATIENCE_S):
        await asyncio.wait({look})
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        while pid.exists() and pid.read_text().strip() and _runs(int(pid.read_text())):
            await asyncio.sleep(0)
    assert look.cancelled()


async def test_what_nothing_can_end_is_not_begun_a_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that waits for a lost disk does not hear of being killed; here nobody tells it."""
    kill, pid = os.kill, tmp_path / "pid"
    monkeypatch.setattr(os, "killpg", lambda *_: None)
    monkeypatch.setattr(subprocess.Popen, "kill", lambda _: None)
    probers = Probers(SystemClock(), {})
    command = ("sh", "-c", f"echo $$ > {pid}; exec sleep 60")
    spec = CommandProbe(name="disk", command=command, timeout_s=0.5)

    async with asyncio.timeout(PATIENCE_S):
        first, second = await probers.look(spec), await probers.look(spec)
        kill(int(pid.read_text()), signal.SIGKILL)
        while (third := await probers.look(spec)).detail == second.detail:
            await asyncio.sleep(0)
        kill(int(pid.read_text()), signal.SIGKILL)
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)

    assert first.detail == "did not end within 0.5 s, and cannot be ended"
    assert second.detail == "an earlier run hangs, and cannot be ended"
    assert third.detail == first.detail
    assert {first.health, second.health} == {UNKNOWN}


async def test_a_program_that_prints_without_end_is_ended_early() -> None:
    sample = await ran("yes", timeout_s=60)

    assert (sample.health, sample.detail) == (UNKNOWN, "prints without end, and was ended")


async def test_output_without_end_is_read_and_not_kept() -> None:
    code = "import sys\nfor _ in range(200): sys.stdout.write('x' * 65536)\nprint('the end')"
    sample = await python(code, words=Words(contains="the end"))

    assert sample.health is BAD
    assert sample.detail == 'does not say "the end" as far as it was read'


async def test_no_secret_of_ours_reaches_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGERDUTY_TOKEN", "CANARY")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/run/agent")
    sample = await python("import os; print(sorted(os.environ))",
                          words=Words(contains="'PATH'", lacks="TOKEN"))  # fmt: skip
    agent = await python("import os; print(sorted(os.environ))", words=Words(lacks="SSH_AUTH_SOCK"))

    assert (sample.health, agent.health) == (GOOD, GOOD)


def test_over_ssh_nothing_is_asked_and_every_argument_arrives_as_it_is() -> None:
    spec = CommandProbe(
        name="x",
        ssh="ops@cloud-1",
        command=("systemctl", "is-active", "a b; rm -rf"),
        timeout_s=4.5,
    )

    assert argv(spec) == (
        *("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5", "-T", "-x", "-a", "--"),
        *("ops@cloud-1", "systemctl is-active 'a b; rm -rf'"),
    )


async def test_ssh_that_does_not_get_there_is_not_a_bad_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text("#!/bin/sh\necho 'ssh: connect to host x: no route' >&2\nexit ${SAYS:-255}\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    sample = await ran("uptime", ssh="cloud-1")

    assert sample.health is UNKNOWN
    assert sample.detail == "ssh does not get there: ssh: connect to host x: no route"


async def test_what_fails_over_there_is_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text('#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    sample = await ran("sh", "-c", "echo 'unit failed' >&2; exit 3", ssh="cloud-1")

    assert (sample.health, sample.detail) == (BAD, "exit 3: unit failed")
