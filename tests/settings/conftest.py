"""A configuration file in a folder of its own, and the settings or the faults that it gives."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cockpit.settings.faults import ConfigurationError
from cockpit.settings.load import load

Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COCKPIT_CONFIG", "COCKPIT_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg-config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg-state"))


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the configuration that `$COCKPIT_CONFIG` names."""
    file = tmp_path / "config.toml"
    monkeypatch.setenv("COCKPIT_CONFIG", str(file))

    def written(text: str) -> Path:
        file.write_text(text, encoding="utf-8")
        return file

    return written


@pytest.fixture
def faults(write: Write) -> Callable[..., list[str]]:
    """The faults of a configuration, as people read them, with the folder cut off."""

    def found(text: str, actions: tuple[str, ...] = ()) -> list[str]:
        file = write(text)
        with pytest.raises(ConfigurationError) as caught:
            load(actions=actions)
        return [str(fault).replace(f"{file.parent}/", "") for fault in caught.value.faults]

    return found
