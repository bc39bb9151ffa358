"""Read-only mode: whatever is pressed, chosen or typed, nothing leaves, and it says so."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit, rewritten
from command_lines import every_line
from patience import PATIENCE_S
from stand import Stand
from textshot import textshot
from textual.pilot import Pilot

from cockpit.app import Cockpit
from cockpit.cli.command import run
from cockpit.domain.actions import Discard, Release
from cockpit.domain.decisions import Refusal
from cockpit.keys import table as keys
from cockpit.settings.load import load
from cockpit.wiring import READ_ONLY, build

REFUSED = '{"ok": false, "error": "not_in_channel"}'


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "world") as stand:
        yield stand


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
