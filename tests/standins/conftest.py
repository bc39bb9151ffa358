"""One process of stand-ins for each file of tests, begun anew for each test."""

from collections.abc import Iterator

import httpx
import pytest
from stand import Stand


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as stand:
        yield stand


@pytest.fixture
def stand(process: Stand) -> Stand:
    process.reset()
    return process


@pytest.fixture
def ana(stand: Stand) -> Iterator[httpx.Client]:
    """PagerDuty as Ana, the primary, sees it."""
    with stand.pd("standin-key-ana", "ana@novavms.example") as client:
        yield client


@pytest.fixture
def ben(stand: Stand) -> Iterator[httpx.Client]:
    """PagerDuty as Ben, the secondary, sees it."""
    with stand.pd("standin-key-ben", "ben@novavms.example") as client:
        yield client


@pytest.fixture
def bot(stand: Stand) -> Iterator[httpx.Client]:
    """Slack as our application sees it."""
    headers = {"Authorization": "Bearer xoxb-standin-cockpit"}
    with httpx.Client(base_url=stand.slack, headers=headers, trust_env=False, timeout=10) as client:
        yield client
