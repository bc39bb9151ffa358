"""One process of stand-ins for each file of tests, begun anew for each test; Slack on it; git."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from repository import Repository
from slack_rig import chat
from stand import Stand

from cockpit.adapters.git import GitRepositories
from cockpit.adapters.slack import Slack


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("stand"))) as stand:
        yield stand


@pytest.fixture
def stand(process: Stand) -> Stand:
    process.reset()
    return process


@pytest.fixture
async def slack(stand: Stand) -> AsyncIterator[Slack]:
    port = chat(stand.slack)
    yield port
    port.close()


@pytest.fixture(params=["alone", "together"])
async def port(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[GitRepositories]:
    """What it finds is the same in both ways: by processes for each, or by shared ones."""
    others = [str(tmp_path / name) for name in ("cloud", "not there")]
    made = GitRepositories(together=others if request.param == "together" else ())
    yield made
    made.close()


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "cloud")
