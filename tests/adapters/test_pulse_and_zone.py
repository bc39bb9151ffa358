"""The trace of the pager's last answer, and zones by name."""

import os
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from clocks import START

from cockpit.adapters.pulse import Pulse
from cockpit.adapters.zone import zone


def test_a_pulse_is_the_date_of_a_file_of_our_own(tmp_path: Path) -> None:
    file = tmp_path / "answered"
    pulse = Pulse(file)
    assert pulse.last() is None
    pulse.beat(START)

    assert Pulse(file).last() == START
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes() == b""


def test_beats_that_are_close_are_one(tmp_path: Path) -> None:
    pulse = Pulse(tmp_path / "answered")
    pulse.beat(START)
    pulse.beat(START + timedelta(seconds=0.5))
    assert pulse.last() == START
    pulse.beat(START + timedelta(seconds=1.5))

    assert pulse.last() == START + timedelta(seconds=1.5)


def test_a_pulse_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    pulse = Pulse(tmp_path / "missing" / "answered")
    pulse.beat(START)

    assert pulse.last() is None


def test_zones_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert zone("UTC") is UTC
    assert zone("Europe/Lisbon") == ZoneInfo("Europe/Lisbon")
    assert zone("no/such") is UTC
    monkeypatch.setitem(os.environ, "TZ", "Asia/Tokyo")
    assert zone("local") == ZoneInfo("Asia/Tokyo")
    monkeypatch.setitem(os.environ, "TZ", "nonsense!")
    assert zone("local") is UTC
    monkeypatch.delitem(os.environ, "TZ")
    assert START.astimezone(zone("local")) == START
