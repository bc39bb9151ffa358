"""Commands are run whole, bounded and ended in time, and what they print holds no secret."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from patience import PATIENCE_S

from cockpit import services
from cockpit.adapters.runbooks import FileRunbooks
from cockpit.adapters.shell import HEAD, TAIL, LocalShell
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.secrecy import masked
from cockpit.ports.outside import Changed, Refused
from cockpit.settings.load import load

TOKEN = "standin-secret-value"


async def run(command: str, *, within_s: float = 30.0, shell: LocalShell | None = None) -> Changed:
    effect = RunCommand(id="r1.run", incident_id="Q1", command=command, timeout_s=within_s)
    async with asyncio.timeout(PATIENCE_S):
        return await (shell or LocalShell([TOKEN])).run(effect)


async def test_what_it_prints_is_kept_in_order_with_its_exit_status() -> None:
    well = await run("echo one; echo two >&2")
    badly = await run("echo no; exit 3")

    assert (well.output, well.warning, well.ref) == ("one\ntwo\n", "", "exit 0")
    assert (badly.output, badly.warning) == ("no\n", "it ended with exit status 3")


async def test_it_asks_nobody_and_has_no_terminal() -> None:
    assert (await run("read x; echo [$x]; tty -s || echo none")).output == "[]\nnone\n"


async def test_a_command_that_does_not_end_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    found = await run(f"sleep 600 & echo $! > {pid}; echo begun; wait", within_s=0.5)

    assert found.output == "begun\n"
    assert found.warning == "it did not end within 0.5 s, and was ended"
    async with asyncio.timeout(PATIENCE_S):
        while _runs(int(pid.read_text())):
            await asyncio.sleep(0)


async def test_one_that_ignores_being_told_to_end_is_killed() -> None:
    found = await run(
        "trap '' TERM; echo begun; while :; do read x < /dev/zero; done", within_s=0.3
    )

    assert found.output == "begun\n"
    assert "was ended" in found.warning


async def test_a_child_that_got_away_with_the_output_open_holds_up_nobody() -> None:
    found = await run("setsid sleep 5 & echo begun; sleep 60", within_s=0.3)

    assert found.output == "begun\n"
    assert found.warning == "it did not end within 0.3 s, and was ended"


@pytest.mark.parametrize("session", ["", "setsid "])
async def test_what_a_command_leaves_running_neither_holds_it_up_nor_is_ended(
    tmp_path: Path, session: str
) -> None:
    pid = tmp_path / "pid"
    begun = f"{session}sh -c 'echo $$ > {pid}; exec sleep 600' & until [ -s {pid} ]; do :; done"
    found = await run(f"{begun}; echo begun", within_s=PATIENCE_S)
    left = int(pid.read_text())

    assert (found.ref, found.output) == ("exit 0", "begun\n")
    assert found.warning.startswith("it ended well; what it began still runs")
    assert _runs(left)
    os.kill(left, signal.SIGKILL)


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 13, 200])
async def test_whoever_gives_it_up_ends_it_however_far_it_has_begun(
    tmp_path: Path, turns: int
) -> None:
    pid = tmp_path / "pid"
    begun = asyncio.create_task(run(f"echo $$ > {pid}; sleep 600"))
    for _ in range(turns):
        await asyncio.sleep(0)
    begun.cancel()

    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(begun, return_exceptions=True)
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        while pid.exists() and pid.read_text().strip() and _runs(int(pid.read_text())):
            await asyncio.sleep(0)
    assert begun.cancelled()


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


async def test_of_a_flood_the_beginning_and_the_end_are_kept() -> None:
    found = await run("echo first; yes middle | head -c 3000000; echo last")

    assert found.output.startswith("first\nmiddle\n")
    assert found.output.endswith("midlast\n")
    assert "bytes are left out here]" in found.output
    assert len(found.output) < HEAD + TAIL + 200


async def test_escape_sequences_and_bytes_that_are_no_text_do_no_harm() -> None:
    found = await run(r"printf '\033[31mred\033[0m \377\000 \342\200\256x\n'")

    assert "\x1b" not in found.output
    assert "\u202e" not in found.output
    assert "red" in found.output


async def test_tokens_are_neither_given_to_it_nor_kept_of_what_it_prints(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAGER_TOKEN", TOKEN)
    found = await run(
        f"echo [$PAGER_TOKEN]; echo {TOKEN}; echo password=hunter2hunter2; "
        "echo Authorization: Bearer abcdefghij0123456789xyz",
        shell=LocalShell([TOKEN], hidden=("PAGER_TOKEN",)),
    )

    assert found.output.startswith("[]\n•••\n")
    assert "hunter2" not in found.output
    assert "abcdefghij" not in found.output


async def test_a_command_gets_no_variable_that_holds_the_token_of_a_probe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        'profile = "novavms"\n[person]\nname = "Ana"\n'
        '[[health.probes]]\nname = "api"\nurl = "https://x.example/"\ntoken_env = "API_TOKEN"\n'
    )
    monkeypatch.setenv("API_TOKEN", TOKEN)

    assert (await run("echo [$API_TOKEN]", shell=services.shell(load(config), []))).output == "[]\n"


@pytest.mark.parametrize("before", range(HEAD - len(TOKEN) - 1, HEAD + 2, 3))
async def test_a_token_is_masked_though_the_output_is_cut_in_its_midst(before: int) -> None:
    rest = 2 * before
    found = await run(
        f"head -c {before} /dev/zero | tr '\\0' .; printf {TOKEN}; yes | head -c 90000;"
        f"printf {TOKEN}; head -c {before} /dev/zero | tr '\\0' ."
    )

    assert f"[{90_000 + rest + 2 * len(TOKEN) - HEAD - TAIL} bytes are left out" in found.output
    assert not any(TOKEN[at : at + 4] in found.output for at in range(len(TOKEN) - 3))


async def test_colours_within_a_token_do_not_hide_it() -> None:
    found = await run(f"printf '{TOKEN[:8]}\\033[1;31m{TOKEN[8:]}\\033[0m\\n'")

    assert found.output == "•••\n"


async def test_tokens_that_nobody_here_has_needed_are_masked_too(tmp_path: Path) -> None:
    """A command line reads none of the tokens that a screen has read."""
    config, kept, new = tmp_path / "config.toml", tmp_path / "token", "another-one-after-it"
    config.write_text(
        'profile = "novavms"\n[person]\nname = "Ana"\nemail = "a@x.example"\n'
        '[pagerduty]\ntoken_file = "./token"\npolicy_ids = ["P1"]\n'
        '[sentry]\norganisation = "o"\ntoken_command = ["touch", "asked"]\n'
    )
    kept.write_text(f"{TOKEN}\n")
    kept.chmod(0o600)
    shell = services.shell(load(config), [])
    found = await run(f"cat token; echo {new} > token; cat token", shell=shell)

    assert found.output == "•••\n•••\n"
    assert not (tmp_path / "asked").exists()


async def test_it_runs_where_it_is_told_to(tmp_path: Path) -> None:
    found = await run("pwd -P", shell=LocalShell([], folder=str(tmp_path)))

    assert found.output == f"{tmp_path.resolve()}\n"


async def test_a_folder_that_is_gone_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be begun: no such file"):
        await run("ls", shell=LocalShell([], folder=str(tmp_path / "gone")))


def test_a_private_key_is_masked_to_its_end() -> None:
    text = "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nxyz\n-----END RSA PRIVATE KEY-----\nb"

    assert masked(text) == "a\n•••\nb"
    assert masked("-----BEGIN PRIVATE KEY-----\nMIIEow") == "•••"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://api:hunter2x@db/prod", "postgres://api:•••@db/prod"),
        ("key ghp_abcdefghijklmnopqrstuvwxyz0123 ok", "key ••• ok"),
        ('PGPASSWORD=hunter22 {"dbPassword":"Zk3!xq9"}', 'PGPASSWORD=••• {"dbPassword":"•••"}'),
        ("SECRET_KEY_BASE=abcdef0123456789", "SECRET_KEY_BASE=•••"),
        ("< Set-Cookie: sid=Abc123Def456Ghi789; Path=/\nok", "< Set-Cookie: •••\nok"),
        ("cookie: the banner is back; compass=north", "cookie: the banner is back; compass=north"),
        ("nothing to hide, 12 of 40 pods", "nothing to hide, 12 of 40 pods"),
        ("", ""),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


# --- runbooks in files -----------------------------------------------------------------------


async def test_a_runbook_is_read_harmlessly_in_common_encodings(tmp_path: Path) -> None:
    books = FileRunbooks()
    (tmp_path / "a.md").write_bytes("# R\u202eoll \x1b[31mback".encode("utf-16"))

    assert await books.read(str(tmp_path / "a.md")) == "# Roll back"
    books.close()


@pytest.mark.parametrize("name", ["gone.md", "folder", "pipe", "binary.md"])
async def test_what_is_no_runbook_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "binary.md").write_bytes(bytes(range(256)))
    books = FileRunbooks()

    with pytest.raises(Refused, match=name):
        await books.read(str(tmp_path / name))
    books.close()


async def test_a_person_ends_a_command_and_what_it_printed_so_far_is_kept(tmp_path: Path) -> None:
    shell, pid = LocalShell([]), tmp_path / "pid"
    running = asyncio.create_task(
        run(f"echo begun; sleep 600 & echo $! > {pid}; wait", within_s=PATIENCE_S, shell=shell)
    )
    async with asyncio.timeout(PATIENCE_S):
        while not (pid.exists() and pid.read_text().strip()):
            await asyncio.sleep(0)
    shell.end("another", "Ben")
    shell.end("r1.run", "Ana")
    shell.end("r1.run", "Ben")
    found = await running

    assert found.output == "begun\n"
    assert found.warning == "ended by Ana after 0 s"
    assert not _runs(int(pid.read_text()))


async def test_one_that_floods_is_ended_long_before_its_time_is_up() -> None:
    found = await run("echo first; yes", within_s=PATIENCE_S)

    assert found.output.startswith("first\ny\n")
    assert found.warning == "it printed more than 32 MB, and was ended"
    assert len(found.output) < HEAD + TAIL + 200


async def test_to_end_what_has_ended_does_nothing() -> None:
    shell = LocalShell([])
    found = await run("echo done", shell=shell)
    shell.end("r1.run", "Ana")

    assert (found.output, found.warning) == ("done\n", "")
