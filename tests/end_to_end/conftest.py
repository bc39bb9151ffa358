"""A world of its own for each test."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flight import Flight


@pytest.fixture
def flight() -> Iterator[Flight]:
    """Its path is short, as paths on a screen should be."""
    with TemporaryDirectory(prefix="cockpit-") as folder, Flight(Path(folder)) as world:
        yield world
