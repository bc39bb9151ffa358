"""How documents write counts."""

import pytest

from cockpit.documents.spans import counted


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 users"), (1, "1 user"), (2, "2 users"), (1204, "1,204 users")]
)
def test_one_is_said_as_one(count: int, words: str) -> None:
    assert counted(count, "user") == words
