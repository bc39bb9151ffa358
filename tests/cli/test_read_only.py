"""Read-only mode: whatever is pressed, chosen or typed, nothing leaves, and it says so."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit, rewritten
from patience import PATIENCE_S
from stand import Stand
from textshot import textshot
from textual.pilot import Pilot

from cockpit.app import Cockpit
from cockpit.cli.arguments import parser
from cockpit.cli.command import run
from cockpit.domain.actions import Discard, Release
from cockpit.domain.decisions import Refusal
from cockpit.keys import table as keys
from cockpit.settings.load import load
from cockpit.wiring import READ_ONLY, build

APART = {"demo", "init", "config", ""}
"""Commands that are about no journal."""
REFUSED = '{"ok": false, "error": "not_in_channel"}'


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "world") as stand:
        yield stand


WORDS = {
    "level": "P2",
    "text": "hello",
    "primary": "Ben",
    "secondary": "Ana",
    "answer": "a=yes",
    "policy": "PPOLICY",
    "incident": "4217",
    "reason": "primary unreachable, customer-facing outage since 08:42 UTC",
}


def sample(action: argparse.Action) -> list[str]:
    """Words that this argument may have."""
    word = str(next(iter(action.choices or ()), WORDS.get(action.dest, "1")))
    if action.type is not None and not action.choices:
        word = "1"
    if not action.option_strings:
        return [word]
    return [action.option_strings[-1]] + ([] if action.nargs == 0 else [word])


def lines(command: argparse.ArgumentParser, name: tuple[str, ...]) -> Iterator[list[str]]:
    """Ways to say a command: bare, with what says yes, and with each of its other options."""
    parts = [a for a in command._actions if isinstance(a, argparse._SubParsersAction)]
    if parts:
        for part, inner in parts[0].choices.items():
            yield from lines(inner, (*name, part))
        return
    skipped = {"help", "config", "debug", "no_color", "read_only", "output", "version"}
    actions = [a for a in command._actions if a.dest not in skipped]
    either = [g._group_actions for g in command._mutually_exclusive_groups if g.required]
    actions = [a for a in actions if not any(a in group[1:] for group in either)]
    first = [group[0] for group in either]
    asked = [a for a in actions if a.required or a in first or not a.option_strings]
    needed = [w for a in asked for w in sample(a)]
    yes = [a.option_strings[-1] for a in actions if a.dest in {"yes", "sure", "pager"}]
    yield [*name, *needed, *yes]
    for action in actions:
        if action not in asked and action.option_strings[-1] not in yes:
            yield [*name, *needed, *yes, *sample(action)]


def every_line() -> Iterator[list[str]]:
    (commands,) = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    for name, command in commands.choices.items():
        if name not in APART:
            yield from lines(command, (name,))


def test_no_command_line_sends_anything(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COCKPIT_CONFIG", str(stand.config))
    monkeypatch.setenv("COCKPIT_READ_ONLY", "")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    refused = set()
    for line in every_line():
        code = run(["--read-only", *line])
        stand.advance(2)  # Else all of them ask within one minute of the pager's rate limit.
        if READ_ONLY in capsys.readouterr().err:
            refused.add(line[0])
            assert code == 1, line

    assert stand.received()["requests"] == []
    assert refused >= {"ack", "declare", "note", "severity", "policy"}


async def settled(app: Cockpit, pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.pause()
        for worker in [w for w in app.workers if not w.is_finished]:
            await worker.wait()


async def back(app: Cockpit, pilot: Pilot[None]) -> None:
    """To the main screen, whatever is on top of it."""
    for _ in range(6):
        if app.screen is app._main:
            return
        await pilot.press("escape")
        await settled(app, pilot)
    assert app.screen is app._main


@pytest.mark.timeout(600)
async def test_no_key_and_no_entry_of_the_palette_sends_anything(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cockpit(stand.config, "note", "so that the incident is known").code == 0
    monkeypatch.setenv("COCKPIT_CONFIG", str(stand.config))
    monkeypatch.setenv("COCKPIT_READ_ONLY", "1")
    app = Cockpit(build(load()))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(app, pilot)
        assert await app.desk.look(PATIENCE_S) == ""
        await settled(app, pilot)
        assert "read only" in textshot(app).splitlines()[0]
        for key in keys.TABLE:
            if key.id in keys.FIXED | {"quit"}:
                continue
            for pressed in (("y",), ("enter",), ("x", "ctrl+s")):
                if app.screen is app._main:
                    app.press(key.id)
                    await settled(app, pilot)
                await pilot.press(*pressed)
                await settled(app, pilot)
            await back(app, pilot)

        assert app.desk.state.parcels == {}
        app.press("acknowledge")
        await settled(app, pilot)
        assert READ_ONLY in textshot(app)

    assert stand.received()["requests"] == []


async def test_what_another_cockpit_left_unsent_is_neither_sent_nor_released_nor_given_up(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.fault("slack", "status", status=200, body=REFUSED)
    assert "not sent" in cockpit(stand.config, "declare").err
    before = stand.received()["requests"]
    monkeypatch.setenv("COCKPIT_CONFIG", str(stand.config))
    monkeypatch.setenv("COCKPIT_READ_ONLY", "1")
    desk = build(load())
    await desk.open()
    try:
        (parcel,) = desk.state.unsent()
        await desk.hurry()
        desk.start(watching=False)
        for action in (
            Release(effect=parcel.effect.id),
            Discard(effect=parcel.effect.id, reason="given up"),
        ):
            assert await desk.act(action) == Refusal(reason=READ_ONLY)
        await desk.settle([parcel.effect.id], 0.5)

        assert desk.state.unsent() == (parcel,)
    finally:
        await desk.close()
    assert stand.received()["requests"] == before


def test_the_wall_screen_of_the_configuration_is_read_only_for_every_command(
    stand: Stand,
) -> None:
    rewritten(stand.config, "[state]", "[screen]\nread_only = true\n\n[state]")

    said = cockpit(stand.config, "ack")

    assert (said.code, said.err) == (1, f"cockpit: {READ_ONLY}\n")
    assert stand.received()["requests"] == []


def test_what_stays_on_this_machine_can_still_be_written(stand: Stand) -> None:
    assert cockpit(stand.config, "severity", "P1", "--read-only").code == 0
    assert cockpit(stand.config, "--read-only", "note", "seen from the wall").code == 0
    assert cockpit(stand.config, "severity", "P2", "--pager", "--read-only").code == 1

    timeline = cockpit(stand.config, "timeline").out
    assert "seen from the wall" in timeline
    assert "severity P1" in timeline
    assert "severity P2" not in timeline
    assert stand.received()["requests"] == []
