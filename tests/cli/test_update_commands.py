"""`cockpit update|edit|snippet`, as processes against stand-ins, over real HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path / "world") as stand:
        assert cockpit(stand.config, "declare").code == 0
        yield stand


def test_no_change_needs_no_other_word(stand: Stand) -> None:
    said = cockpit(stand.config, "update", "--no-change")

    assert (said.code, said.err) == (0, "")
    assert "No change" in stand.messages()[-1]["text"]


def test_a_phase_says_what_is_not_given(stand: Stand) -> None:
    said = cockpit(stand.config, "update", "--phase", "investigating", "--known", "reads fail")

    assert said.code == 0
    text = stand.messages()[-1]["text"]
    assert text.startswith("Known: reads fail\nTrying: ")
    assert "Next update: " in text


def test_an_unknown_phase_and_nothing_to_say_are_wrong_usage(stand: Stand) -> None:
    unknown = cockpit(stand.config, "update", "--phase", "teatime")
    nothing = cockpit(stand.config, "update")

    assert (unknown.code, nothing.code) == (2, 2)
    assert "known: declare, investigating" in unknown.err
    assert "--no-change" in nothing.err
    assert len(stand.messages()) == 1


def test_blame_is_refused_until_it_is_accepted(stand: Stand) -> None:
    words = ("update", "--known", "Ana forgot the migration")

    refused = cockpit(stand.config, *words)
    assert refused.code == 1
    assert "(--accept-tone sends it all the same)" in refused.err
    assert len(stand.messages()) == 1

    assert cockpit(stand.config, *words, "--accept-tone").code == 0
    assert len(stand.messages()) == 2


def test_a_secret_is_refused_without_repeating_it(stand: Stand) -> None:
    token = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
    words = ("note", "--pager", f"the token was {token}")

    refused = cockpit(stand.config, *words)
    assert refused.code == 1
    assert "a GitHub token in line 1" in refused.err
    assert "(--accept-secret sends it all the same)" in refused.err
    assert token not in refused.err
    assert stand.notes() == []

    assert cockpit(stand.config, *words, "--accept-tone").code == 1
    assert cockpit(stand.config, *words, "--accept-secret").code == 0


def test_the_last_update_is_corrected_in_its_place(stand: Stand) -> None:
    assert cockpit(stand.config, "edit", "--known", "x").code == 1
    cockpit(stand.config, "update", "--known", "reeds fail", "--trying", "rolling back")

    said = cockpit(stand.config, "edit", "--known", "reads fail")

    assert (said.code, said.err) == (0, "")
    assert "what it said before is on record" in said.out
    assert len(stand.messages()) == 2
    assert stand.messages()[-1]["text"].startswith("Known: reads fail\nTrying: rolling back")
    again = cockpit(stand.config, "edit", "--known", "reads fail")
    assert again.code == 1
    assert "nothing is changed" in again.err
    assert cockpit(stand.config, "edit").code == 2


def test_a_file_becomes_a_snippet_in_the_thread(stand: Stand, tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_text("one\ntwo\n")

    said = cockpit(stand.config, "snippet", str(log))

    assert (said.code, said.err) == (0, "")
    assert said.out == "shared 2 lines in the thread of #4217 Cloud API answers 5xx\n"
    assert cockpit(stand.config, "snippet", str(tmp_path / "none")).code == 2
    log.write_text("x" * 1_000_001)
    too_long = cockpit(stand.config, "snippet", str(log))
    assert too_long.code == 1
    assert "at most 1,000,000" in too_long.err


def test_what_was_written_arrives_line_by_line(stand: Stand) -> None:
    """Peers, rule 28: from the composer to the payload nothing is lost, not even a blank line."""
    known = "reads fail:\n\n  * eu-west & us-east\n  * <5 % of requests\n\tnot writes"
    cockpit(stand.config, "update", "--known", known, "--trying", "a\nb")
    cockpit(stand.config, "note", "--pager", "first\n\n  second")

    text = stand.messages()[-1]["text"]
    body, next_word = text.rsplit("\n", 1)
    assert body == (
        "Known: reads fail:\n\n  * eu-west &amp; us-east\n  * &lt;5 % of requests\n"
        " not writes\nTrying: a\nb"
    )
    assert next_word.startswith("Next update: ")
    assert stand.notes()[0]["content"].startswith("first\n\n  second")
