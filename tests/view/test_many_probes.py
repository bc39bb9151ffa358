"""Hundreds of probes: the worst are listed, the rest is one honest row that opens the whole."""

from dataclasses import replace

import pytest
from situations import NOW, record, running

from cockpit.domain.evidence import Health
from cockpit.domain.facts import ProbeTurned
from cockpit.domain.fold import fold
from cockpit.domain.probes import HttpProbe
from cockpit.domain.situation import Situation
from cockpit.view import details, health
from cockpit.view.cells import Space


def watched(bad: int, good: int) -> Situation:
    """A situation with that many probes, the bad ones last in the configuration."""
    names = [f"g{n:03}" for n in range(good)] + [f"b{n:03}" for n in range(bad)]
    turns = [
        record(
            ProbeTurned(
                probe=name,
                health=Health.BAD if name.startswith("b") else Health.GOOD,
                since=NOW,
                detail="503" if name.startswith("b") else "200",
            ),
            NOW,
        )
        for name in names
    ]
    calm = running()
    probes = tuple(HttpProbe(name=name, url="http://127.0.0.1:1/") for name in names)
    return replace(calm, state=fold(turns, calm.state), probes=probes)


@pytest.mark.parametrize(("bad", "good"), [(3, 497), (60, 440), (0, 500)])
def test_the_bad_ones_are_listed_and_none_is_hidden_in_silence(bad: int, good: int) -> None:
    situation = watched(bad, good)
    sheet = health.sheet(situation, NOW, Space(60, 10))

    listed = [row.id for row in sheet.rows if row.id.startswith("probe:")]
    assert len(listed) <= health.LISTED
    assert sum(name.startswith("probe:b") for name in listed) == min(bad, health.LISTED)
    (rest,) = [row for row in sheet.rows if row.id == "probes:all"]
    words = rest.cells[0].text
    assert f"and {bad + good - len(listed)} more" in words
    assert ("all good" in words) == (bad <= health.LISTED)


def test_the_last_row_opens_all_of_them() -> None:
    opened = details.sheet(watched(2, 498), "probes:all", NOW)

    assert opened is not None
    assert len(opened.rows) == 500
