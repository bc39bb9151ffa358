"""A schedule that takes no override: what happened, what it means, and what to do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand

MEND = (
    "if it is a schedule of shifts, the newer kind, it takes no override from outside: "
    "put yourself in it in the pager's own app, and say so in the on-call channel."
)
TAKE = ("take-pager", "--schedule", "PSCHED2", "--hours", "4", "--reason", "a deploy", "--yes")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(Path(tmp_path_factory.mktemp("shifts"))) as stand:
        yield stand


@pytest.fixture
def stand(shared: Stand, tmp_path: Path) -> Iterator[Stand]:
    shared.reset()
    yield shared
    shared.clear_faults()


def refuse(stand: Stand, status: int, error: dict[str, object]) -> None:
    """The schedule is shift-based: its overrides are not to be had at this address."""
    body = json.dumps({"error": error})
    path = "/schedules/PSCHED2/overrides"
    stand.fault("pagerduty", "status", method="POST", path=path, status=status, body=body, times=0)


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (404, {"message": "Not Found", "code": 2100}, "PagerDuty has no such thing"),
        (
            400,
            {"message": "Invalid Input Provided", "code": 2001, "errors": {"schedule": ["is v3"]}},
            "PagerDuty does not accept this (HTTP 400): Invalid Input Provided",
        ),
    ],
)
def test_an_override_that_is_refused_says_what_it_means_and_what_to_do(
    stand: Stand, tmp_path: Path, status: int, error: dict[str, object], words: str
) -> None:
    """Trap 10: schedules exist in two kinds, and only one takes an override like this."""
    refuse(stand, status, error)

    said = cockpit(stand.config, *TAKE, COCKPIT_STATE_DIR=str(tmp_path))

    assert said.code == 1
    assert words in said.err
    assert MEND.casefold() in said.err.casefold()
    assert not [m for m in stand.messages("novavms-oncall") if "pager" in m["text"]]
    assert len(stand.writes("pagerduty", "/schedules")) <= 1


def test_what_has_a_mend_of_its_own_keeps_it(stand: Stand, tmp_path: Path) -> None:
    refuse(stand, 403, {"message": "Access Denied", "code": 2010})

    said = cockpit(stand.config, *TAKE, COCKPIT_STATE_DIR=str(tmp_path))

    assert said.code == 1
    assert "Check what your token may do" in said.err
    assert MEND.casefold() not in said.err.casefold()


def test_an_override_that_is_taken_says_nothing_of_the_kind(stand: Stand, tmp_path: Path) -> None:
    said = cockpit(stand.config, *TAKE, COCKPIT_STATE_DIR=str(tmp_path))

    assert (said.code, said.err) == (0, "")
    assert len(stand.writes("pagerduty", "/schedules")) == 1
