"""`cockpit demo`, the full screen's refusals, and everything that needs no incident."""

import json
import signal
import subprocess
from pathlib import Path

import httpx
from command import cockpit, command, environment
from patience import PATIENCE_S

from cockpit import __version__


def test_demo_serves_its_world_until_it_is_ended(tmp_path: Path) -> None:
    world = tmp_path / "demo"
    process = subprocess.Popen(
        command("demo", "--serve", "--dir", str(world)),
        env=environment(None, HOME=str(tmp_path)),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    config = Path(line["config"])
    assert config == world / "config.toml"
    said = cockpit(config, "ack")
    assert (said.code, said.err) == (0, "")

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE_S) == 143
    process.stdout.close()
    try:
        httpx.get(line["control"] + "/clock", timeout=2, trust_env=False)
        gone = False
    except httpx.TransportError:
        gone = True
    assert gone
    assert (world / "state" / "journal.sqlite3").exists()


def test_demo_says_what_is_wrong_with_a_scenario(tmp_path: Path) -> None:
    said = cockpit(
        None, "demo", "--serve", "--scenario", "no-such", "--dir", str(tmp_path), HOME=str(tmp_path)
    )

    assert said.code == 1
    assert said.err.startswith("cockpit: the stand-ins did not start: ")
    assert "no-such" in said.err
    assert "Traceback" not in said.err


def test_demo_without_a_terminal_says_what_to_do(tmp_path: Path) -> None:
    said = cockpit(None, "demo", HOME=str(tmp_path))

    assert said.code == 2
    assert "the full screen needs a terminal" in said.err


def test_without_a_configuration_one_line_says_what_to_do(tmp_path: Path) -> None:
    for arguments in ((), ("status",), ("ack",), ("note", "x")):
        said = cockpit(None, *arguments, HOME=str(tmp_path))

        assert said.code == 2
        assert "There is no configuration yet" in said.err
        assert "`cockpit demo`" in said.err
        assert len(said.err.splitlines()) == 1
        assert said.out == ""


def test_a_broken_configuration_is_told_with_file_and_key(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[pagerduty]\ntoken_env = "PD"\napi_ulr = "https://x"\n')

    for arguments in (("status",), (), ("config", "check")):
        said = cockpit(config, *arguments)
        assert said.code == 2
        assert f"{config}:3: pagerduty.api_ulr" in said.err
        assert "api_url" in said.err


def test_keys_of_the_configuration_are_checked_against_the_actions(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keys]\nacknowlege = ["x"]\n')

    said = cockpit(config, "config", "check")

    assert said.code == 2
    assert "acknowledge" in said.err


def test_config_show_and_schema(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[person]\nname = "Ana"\n')

    assert 'name = "Ana"' in cockpit(config, "config", "show").out
    assert json.loads(cockpit(config, "config", "schema").out)["type"] == "object"


def test_a_configuration_can_be_named_before_or_after_the_command(tmp_path: Path) -> None:
    config = tmp_path / "other.toml"
    config.write_text(f'[state]\ndir = "{tmp_path / "s"}"\n')
    before = cockpit(None, "--config", str(config), "status", HOME=str(tmp_path))
    after = cockpit(None, "status", "--config", str(config), HOME=str(tmp_path))

    assert before.code == after.code == 0
    assert before.out.splitlines()[0] == after.out.splitlines()[0]


def test_a_journal_that_cannot_be_opened_is_a_reason_and_a_mend(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    place = tmp_path / "file"
    place.write_text("")
    config.write_text(f'[state]\ndir = "{place}"\n')

    said = cockpit(config, "note", "x")

    assert said.code == 1
    assert said.err.startswith("cockpit: ")
    assert "Traceback" not in said.err


def test_wrong_usage_is_exit_code_two(tmp_path: Path) -> None:
    assert cockpit(None, "nonsense", HOME=str(tmp_path)).code == 2
    assert cockpit(None, "update", HOME=str(tmp_path)).code == 2
    assert cockpit(None, "update", "--known", "x", "--next", "0", HOME=str(tmp_path)).code == 2


def test_help_and_version_need_nothing(tmp_path: Path) -> None:
    assert cockpit(None, "--version", HOME=str(tmp_path)).out == f"cockpit {__version__}\n"
    words = cockpit(None, "--help", HOME=str(tmp_path)).out
    for name in ("demo", "status", "ack", "declare", "update", "note", "timeline", "config"):
        assert f"\n    {name}" in words


def test_output_that_nobody_reads_is_no_fault(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[state]\ndir = "{tmp_path / "s"}"\n')
    ended = subprocess.run(
        ["/bin/sh", "-c", '"$@" | true', "sh", *command("status", "--json")],
        env=environment(config),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )

    assert ended.stderr == ""


def test_headless_commands_import_neither_the_screen_nor_what_they_do_not_need(
    tmp_path: Path,
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[state]\ndir = "{tmp_path / "s"}"\n')
    program = (
        "import sys; from cockpit.__main__ import main; code = main(['status', '--line']);"
        "names = ('textual', 'pdpyras', 'requests', 'slack_sdk', 'git', 'httpx');"
        "print([n for n in names if n in sys.modules])"
    )
    ended = subprocess.run(
        [*command()[:1], "-c", program],
        env=environment(config),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )

    assert ended.stdout.splitlines()[-1] == "[]"
