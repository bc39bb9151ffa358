"""What begins every command: Python starts for it alone, and it imports what it needs itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import anew, cockpit
from command_lines import every_line
from stand import Stand

from cockpit.cli.command import doer

FIRST = {doer(line[0]): line for line in reversed(list(every_line()))}
"""Of the commands that one function does: a line."""


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as stand:
        yield stand


@pytest.mark.parametrize("line", FIRST.values(), ids=FIRST)
def test_what_starts_anew_and_what_is_forked_end_alike(
    stand: Stand, tmp_path: Path, line: list[str]
) -> None:
    """Each of them with a journal of its own."""
    state = tmp_path / "state"
    cold = anew(stand.config, "--read-only", *line, COCKPIT_STATE_DIR=str(state))
    shutil.rmtree(state, ignore_errors=True)
    warm = cockpit(stand.config, "--read-only", *line, COCKPIT_STATE_DIR=str(state))

    assert "Traceback" not in cold.err
    assert (cold.code, cold.err) == (warm.code, warm.err)
