import asyncio
import copy
import json
import os
import pickle
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from patience import PATIENCE_S

from cockpit.ports.outside import Refused
from cockpit.settings.secrets import MAX_BYTES, Secret, SecretSpec, resolve

CANARY = "canary-4f1d9c"


def by_file(path: Path) -> SecretSpec:
    return SecretSpec(service="Slack", file=str(path))


def by_command(*code: str) -> SecretSpec:
    return SecretSpec(service="PagerDuty", command=(sys.executable, "-c", *code))


def token_file(folder: Path, text: str = f"{CANARY}\n", mode: int = 0o600) -> Path:
    path = folder / "token"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


async def refusal(spec: SecretSpec, timeout_s: float = PATIENCE_S) -> str:
    with pytest.raises(Refused) as caught:
        await resolve(spec, timeout_s=timeout_s)
    assert caught.value.credentials
    assert caught.value.mend
    said = f"{caught.value.reason} {caught.value.mend} {caught.value!r}"
    assert CANARY not in said
    assert caught.value.__cause__ is None
    return caught.value.reason


async def test_a_variable_holds_the_token(monkeypatch):
    monkeypatch.setenv("PAGERDUTY_TOKEN", f"{CANARY}\n")
    secret = await resolve(SecretSpec(service="PagerDuty", variable="PAGERDUTY_TOKEN"))

    assert secret.reveal() == CANARY


async def test_a_variable_that_is_not_set_is_named(monkeypatch):
    monkeypatch.delenv("PAGERDUTY_TOKEN", raising=False)
    spec = SecretSpec(service="PagerDuty", variable="PAGERDUTY_TOKEN")

    assert await refusal(spec) == "No token for PagerDuty: $PAGERDUTY_TOKEN is not set."


async def test_a_command_prints_the_token():
    secret = await resolve(by_command(f"print('{CANARY}')"))

    assert secret.reveal() == CANARY


async def test_a_command_that_fails_is_named_with_its_exit_code_and_what_it_said():
    spec = by_command(
        f"import sys; print('{CANARY}'); "
        "sys.stderr.write('\\x1b[2Jno secret key\\nmore\\n'); sys.exit(3)"
    )

    said = await refusal(spec)
    assert said.endswith(" failed with exit code 3, saying: no secret key.")
    assert "\x1b" not in said


async def test_a_command_that_repeats_the_token_in_its_complaint_is_not_quoted():
    spec = by_command(
        f"import sys; print('{CANARY}'); sys.stderr.write('bad {CANARY}'); sys.exit(1)"
    )

    assert (await refusal(spec)).endswith(" failed with exit code 1.")


async def test_a_command_that_is_killed_says_by_which_signal():
    spec = by_command("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")

    assert (await refusal(spec)).endswith(" failed with signal 15.")


async def test_a_command_that_is_not_there_is_named_and_its_arguments_are_not():
    spec = SecretSpec(service="PagerDuty", command=("no-such-program", CANARY))

    said = await refusal(spec)
    assert said == 'No token for PagerDuty: the command "no-such-program" was not found.'


async def test_a_command_that_may_not_be_executed_is_named(tmp_path):
    spec = SecretSpec(service="PagerDuty", command=(str(token_file(tmp_path)),))

    assert (await refusal(spec)).endswith(" could not be started.")


async def test_a_command_that_hangs_is_ended_with_its_children(tmp_path):
    note = tmp_path / "child"
    spec = SecretSpec(
        service="PagerDuty",
        command=("sh", "-c", f'sleep 600 & echo $! > "{note}.new"; mv "{note}.new" "{note}"; wait'),
    )

    for limit_s in (0.5, 5, 50):  # A busy machine may need longer until the child is there.
        said = await refusal(spec, timeout_s=limit_s)
        if note.exists():
            break
    assert said == (
        f'No token for PagerDuty: the command "sh" did not finish within {limit_s:g} seconds.'
    )
    expiry = time.monotonic() + PATIENCE_S
    while not _is_gone(int(note.read_text())):
        assert time.monotonic() < expiry


def _is_gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has asked for its exit code yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state in {"Z", "X"}


async def test_other_tasks_go_on_while_a_command_runs(tmp_path):
    os.mkfifo(tmp_path / "gate")
    spec = SecretSpec(service="PagerDuty", command=("cat", str(tmp_path / "gate")))
    waiting = asyncio.create_task(resolve(spec))

    await asyncio.to_thread((tmp_path / "gate").write_text, CANARY)
    assert (await waiting).reveal() == CANARY


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
async def test_a_file_of_ones_own_holds_the_token(tmp_path, mode):
    secret = await resolve(by_file(token_file(tmp_path, mode=mode)))

    assert secret.reveal() == CANARY


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666])
async def test_a_file_that_others_can_use_is_refused(tmp_path, mode):
    path = token_file(tmp_path, mode=mode)

    said = await refusal(by_file(path))
    assert said.endswith(" can be read or changed by others.")


async def test_a_link_is_followed_and_what_it_leads_to_is_judged(tmp_path):
    (tmp_path / "good").symlink_to(token_file(tmp_path))
    assert (await resolve(by_file(tmp_path / "good"))).reveal() == CANARY

    (tmp_path / "token").chmod(0o644)
    assert (await refusal(by_file(tmp_path / "good"))).endswith(" by others.")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
async def test_a_file_of_another_user_is_refused(tmp_path):
    path = token_file(tmp_path)
    os.chown(path, 12_345, -1)

    assert (await refusal(by_file(path))).endswith(" belongs to another user.")


async def test_a_file_that_is_not_there_is_named(tmp_path):
    said = await refusal(by_file(tmp_path / "gone"))

    assert said == (
        f"No token for Slack: the file {tmp_path / 'gone'} "
        "cannot be read (No such file or directory)."
    )


async def test_a_pipe_is_no_token_file_and_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe", 0o600)

    assert (await refusal(by_file(tmp_path / "pipe"))).endswith(" is not a plain file.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("  \r\n", "is empty"),
        (f"{CANARY}\nsecond line", "holds characters that no token has"),
        (f"{CANARY}\x1b[2J", "holds characters that no token has"),
        (f"{CANARY}é", "holds characters that no token has"),
        (f"two {CANARY}", "holds characters that no token has"),
        ("x" * (MAX_BYTES + 1), "holds far more than a token"),
    ],
)
async def test_what_is_no_token_is_refused(tmp_path, text, said):
    assert said in await refusal(by_file(token_file(tmp_path, text)))


async def test_a_child_that_got_away_with_the_output_open_holds_up_nobody(tmp_path):
    away = tmp_path / "pid"
    command = ("sh", "-c", f"setsid sh -c 'echo $$ > {away}; exec sleep 2' & sleep 60")
    async with asyncio.timeout(PATIENCE_S):
        spec = SecretSpec(service="PagerDuty", command=command)
        assert "did not finish" in await refusal(spec, timeout_s=0.3)

        while away.exists() and Path(f"/proc/{away.read_text().strip()}/fd").exists():
            await asyncio.sleep(0)
        for _ in range(20):  # Its pipes are closed by now; asyncio takes some turns to see it.
            await asyncio.sleep(0)


async def test_a_command_that_prints_for_ever_is_ended():
    spec = SecretSpec(service="PagerDuty", command=("sh", "-c", "while :; do echo xxxx; done"))

    assert "did not finish" in await refusal(spec, timeout_s=0.5)


def test_a_secret_shows_itself_nowhere():
    secret = Secret(CANARY)

    shows = (
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>40}",
        repr([secret]),
        f"{dir(secret)}",
    )
    assert not any(CANARY in shown for shown in shows)
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize("saving", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps])
def test_a_secret_is_neither_copied_nor_saved(saving):
    with pytest.raises(TypeError) as caught:
        saving(Secret(CANARY))
    assert CANARY not in str(caught.value)


def test_the_arguments_of_a_command_are_not_in_the_repr():
    spec = SecretSpec(service="Slack", command=("sh", "-c", f"echo {CANARY}"))

    assert CANARY not in repr(spec)
    assert CANARY not in spec.source
    assert asdict(spec)["service"] == "Slack"
