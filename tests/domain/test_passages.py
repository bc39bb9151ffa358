"""What of a fact can be found: everything that says something to a person, of any kind."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from records import values

from cockpit.domain.facts import Fact, UnknownFact
from cockpit.domain.passages import effects_of, passages
from cockpit.journal.codec import encode

KINDS = json.loads((Path(__file__).parents[1] / "journal" / "kinds.json").read_text("utf-8"))


def texts(kind: str, body: object) -> list[str]:
    assert isinstance(body, dict)
    return [passage.text for passage in passages(kind, body)]


def test_what_was_sent_is_found_once_beside_what_was_written() -> None:
    note = {
        "id": "r1",
        "incident_id": "Q1",
        "text": "the pool is empty",
        "effects": [
            {"kind": "add_note", "id": "e1", "incident_id": "Q1", "text": "the pool is empty"},
            {"kind": "post_message", "id": "e2", "incident_id": "Q1", "text": "Note: see pool.md"},
        ],
    }

    (found,) = passages("note_requested", note)

    assert (found.kind, found.incident_id) == ("note", "Q1")
    assert found.text == "the pool is empty\nNote: see pool.md"
    assert list(effects_of(note)) == [("e1", "Q1"), ("e2", "Q1")]


def test_a_list_is_found_thing_by_thing_and_by_the_ids_of_each() -> None:
    found = [
        {"repository": "cloud", "sha": "a1b2c3", "subject": "Bump pool size", "author": "Bo"},
        {"repository": "cloud", "sha": "9f8e7d", "subject": "Retry on reset", "author": "Cy"},
    ]

    got = texts("deploys_found", {"repository": "cloud", "found": found, "gone": ["ffffff"]})

    assert got == ["Bump pool size\ncloud\na1b2c3\nBo", "Retry on reset\ncloud\n9f8e7d\nCy"]


def test_what_stands_around_a_list_is_found_as_well() -> None:
    body = {"incident_id": "Q1", "query": "ines@example.com", "found": [{"id": "o1", "name": "X"}]}

    found = list(passages("customer_searched", body))

    assert [(p.text, p.names) for p in found] == [("X", "o1"), ("ines@example.com", "Q1")]
    assert {p.incident_id for p in found} == {"Q1"}


def test_an_incident_is_found_by_number_and_title_and_by_its_id() -> None:
    body = KINDS["incident_seen"]

    (found,) = passages("incident_seen", body)

    assert found.text.startswith("#3\ntitle\n")
    assert "triggered" not in found.text, "it would be found again with every change of its status"
    assert "Q1" in found.names.split()


def test_a_kind_of_a_newer_version_can_be_found() -> None:
    body = {"id": "x", "moon": {"phase": "gibbous"}, "list": [{"word": "tide"}], "n": 3}

    assert texts("moon_seen", body) == ["tide", "gibbous"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_fact_has_words_or_is_silent_on_purpose(kind: str) -> None:
    silent = {"effect_claimed", "screen_opened", "server_clock_read", "engagement_confirmed"}
    silent |= {"command_end_asked"}
    nothing_said = {"effect_released", "update_was_late"}

    found = texts(kind, KINDS[kind])

    assert bool(found) == (kind not in silent | nothing_said)


@pytest.mark.parametrize(
    ("kind", "author"), [("probe_turned", ""), ("incident_seen", ""), ("lesson_written", None)]
)
def test_what_a_cockpit_has_seen_is_nobodys_word(kind: str, author: str | None) -> None:
    assert {passage.author for passage in passages(kind, KINDS[kind])} == {author}


@given(fact=values(Fact))
def test_no_fact_breaks_it(fact: Fact) -> None:
    kind, body = encode(fact)
    if isinstance(fact, UnknownFact):
        return  # Its body is any text; that is the index's business.
    found = list(passages(kind, json.loads(body)))

    assert all(passage.text.strip() for passage in found)
