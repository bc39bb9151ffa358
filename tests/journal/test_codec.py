"""The codec: every fact survives the way to JSON and back, and what is not understood is kept."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
from clocks import START
from hypothesis import given, settings
from records import values

from cockpit.domain.facts import (
    EffectDone,
    Fact,
    MeIdentified,
    NoteRequested,
    ServerClockRead,
    StepTicked,
    UnknownFact,
)
from cockpit.domain.model import Person
from cockpit.journal.codec import KINDS, decode, encode, instant, instant_text

EXAMPLES = json.loads(Path(__file__).with_name("kinds.json").read_text(encoding="utf-8"))
"""One body per kind, as it stands in journals that people have."""
EARLIER = json.loads(Path(__file__).with_name("kinds_earlier.json").read_text(encoding="utf-8"))
"""Bodies of kinds that have grown since, as they were written then."""


@given(fact=values(Fact))
@settings(max_examples=300, deadline=None)
def test_every_fact_comes_back_as_it_was(fact: Fact) -> None:
    assert decode(*encode(fact)) == fact


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_as_it_was(kind: str) -> None:
    @given(fact=values(KINDS[kind]))
    @settings(max_examples=15, deadline=None)
    def check(fact: Fact) -> None:
        written, body = encode(fact)

        assert (written, decode(written, body)) == (kind, fact)

    check()


def test_the_names_of_the_kinds_never_change() -> None:
    """A kind that is renamed, or left out, makes existing journals unreadable."""
    assert set(KINDS) == set(EXAMPLES)
    assert len(KINDS) == len(get_args(Fact)) - 1


@pytest.mark.parametrize("kind", sorted(EARLIER))
def test_what_an_earlier_version_wrote_is_read_as_the_same(kind: str) -> None:
    """What has been added since stands at its default; nothing that was there is lost."""
    fact = decode(kind, json.dumps(EARLIER[kind]))

    assert type(fact) is KINDS[kind]
    assert _holds(json.loads(encode(fact)[1]), EARLIER[kind])


def _holds(whole: object, part: object) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and _holds(whole[key], value) for key, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(_holds, whole, part))
    return whole == part


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_what_was_written_before_is_still_read(kind: str) -> None:
    body = json.dumps(EXAMPLES[kind], ensure_ascii=False, separators=(",", ":"))

    fact = decode(kind, body)

    assert type(fact) is KINDS[kind]
    assert encode(fact) == (kind, body)


NOT_UNDERSTOOD = {
    "new kind": ("weather_changed", '{"sky": "red" }'),
    "missing key": ("step_ticked", '{"incident_id":"Q1"}'),
    "no JSON": ("step_ticked", "not JSON"),
    "empty": ("step_ticked", ""),
    "new value": (
        "probe_turned",
        '{"probe":"a","health":"purple","since":"2026-03-04T02:17:00Z","detail":""}',
    ),
    "no zone": (
        "probe_turned",
        '{"probe":"a","health":"bad","since":"2026-03-04T02:17:00","detail":""}',
    ),
    "number as a time": (
        "probe_turned",
        '{"probe":"a","health":"bad","since":1772590620,"detail":""}',
    ),
    "new effect": (
        "note_requested",
        '{"id":"n","incident_id":"","text":"","effects":[{"kind":"fax","id":"e"}]}',
    ),
}


@pytest.mark.parametrize(("kind", "body"), NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD.keys())
def test_what_is_not_understood_is_kept_byte_for_byte(kind: str, body: str) -> None:
    fact = decode(kind, body)

    assert fact == UnknownFact(kind=kind, body=body)
    assert encode(fact) == (kind, body)


def test_a_key_that_a_newer_version_added_is_passed_over() -> None:
    body = '{"person":{"id":"P1","name":"Ada","pronouns":"she"},"since":5}'

    assert decode("me_identified", body) == MeIdentified(person=Person(id="P1", name="Ada"))


def test_a_key_that_an_older_version_did_not_have_gets_its_default() -> None:
    assert decode("effect_done", '{"effect":"e1"}') == EffectDone(effect="e1")


def test_instants_are_written_in_utc_with_microseconds() -> None:
    berlin = timezone(timedelta(hours=1))

    assert instant_text(datetime(2026, 3, 4, 3, 17, tzinfo=berlin)) == "2026-03-04T02:17:00.000000Z"
    assert instant("2026-03-04T03:17:00+01:00") == START
    assert instant("2026-03-04T03:17:00+01:00").tzinfo is UTC


def test_a_time_without_a_zone_is_refused_when_writing() -> None:
    naive = EffectDone(effect="e", done_at=START.replace(tzinfo=None))

    with pytest.raises(ValueError, match="zone"):
        encode(naive)


def test_what_utf8_cannot_hold_is_replaced() -> None:
    kind, body = encode(NoteRequested(id="n", incident_id="", text="caf\udce9 🛩"))

    fact = decode(kind, body)

    assert isinstance(fact, NoteRequested)
    assert fact.text == "caf\ufffd 🛩"


def test_numbers_that_json_does_not_know_come_back() -> None:
    fact = ServerClockRead(offset_s=float("-inf"))

    assert decode(*encode(fact)) == fact


def test_a_hostile_text_stays_a_text() -> None:
    fact = StepTicked(incident_id="Q1", step='\x00"}]\u2028\x1b[2J')

    assert decode(*encode(fact)) == fact
