"""One process of stand-ins for the file, and a check-up of what its configuration says."""

from collections.abc import Callable, Iterator

import pytest
from stand import Stand

from cockpit.adapters.clock import SystemClock
from cockpit.checkup import SettingsCheckup
from cockpit.domain.readiness import EVERYTHING, Group, Result
from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.settings.load import settings_of

Examined = dict[str, Result]


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    now = SystemClock().now().replace(microsecond=0)
    with Stand(tmp_path_factory.mktemp("world"), start=now.isoformat(), frozen=False) as stand:
        yield stand


@pytest.fixture
def stand(process: Stand) -> Stand:
    process.reset()
    process.clear_faults()
    return process


@pytest.fixture
def examine(stand: Stand) -> Callable[..., object]:
    """Look at everything; pairs of texts change the configuration. Results by the check's id."""

    async def examined(*changes: tuple[str, str], only: frozenset[Group] = EVERYTHING) -> Examined:
        text = stand.config.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        terminal = TerminalFacts(is_there=False)
        settings = settings_of(text, stand.config)
        checkup = SettingsCheckup(settings, terminal, SystemClock().now(), only)
        heard: list[Result] = []
        try:
            results = await checkup.run(heard.append)
        finally:
            await checkup.close()
        assert sorted(r.topic.id for r in heard) == sorted(t.id for t in checkup.topics)
        assert len({r.topic.id for r in results}) == len(results)
        return {result.topic.id: result for result in results}

    return examined
