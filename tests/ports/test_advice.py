"""What went wrong and its mend read as one line, whoever wrote either."""

import pytest

from cockpit.ports.journal import JournalFull
from cockpit.ports.outside import Unreachable


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unreachable("Slack did not answer", "check the network"), "Slack did not answer; check"),
        (JournalFull("There is no room.", "Free some space."), "There is no room. Free"),
        (Unreachable("Slack did not answer"), "Slack did not answer"),
    ],
)
def test_an_error_and_its_mend_are_told_apart_in_one_line(error, said) -> None:
    assert error.advice.startswith(said)
    assert error.advice == error.advice.strip("; ")
