"""A real incident as a scenario: it can be played, it has the same course, and no name is in it."""

import re
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orders import announced
from playing import Play
from situations import (
    ANA,
    BO,
    CLEO,
    DAN,
    INCIDENT,
    STORY,
    after,
    deploy,
    engaged,
    incident,
    journal,
    turned,
)

from cockpit.documents.scenario import recorded
from cockpit.domain.evidence import Health
from cockpit.domain.facts import (
    DeploysFound,
    IncidentSeen,
    MitigationMoved,
    ReliefNoted,
    ReplySeen,
)
from cockpit.domain.film import Film
from cockpit.domain.model import Reply, Status
from cockpit.domain.scrubbing import Scrubber
from cockpit.standins.library import read_scenario

STAGE = engaged()
TITLE = "Meridian: api 5xx above 5 % on edge-7.fra.example.com"
PEOPLE = (ANA, BO, CLEO, DAN)


def _reply(n: int, minutes: float, author: str, text: str):
    return after(minutes), ReplySeen(
        incident_id=INCIDENT,
        reply=Reply(
            channel="C1",
            thread="1776761110.000100",
            ts=f"17767613{n:02}.000200",
            at=after(minutes),
            author=author,
            text=text,
        ),
    )


HEALED = (
    announced("m1", after(8), kind="rollback", target="cloud v2.31.0"),
    (
        after(15),
        MitigationMoved(id="m2", incident_id=INCIDENT, mitigation="m1", stage="worked"),
    ),
    (after(15), ReliefNoted(id="r", incident_id=INCIDENT, since=after(14))),
    turned("api", Health.GOOD, after(14), "200"),
)


def _film(*more, title: str = TITLE) -> Film:
    seen = after(0.3), IncidentSeen(incident=replace(incident(), title=title))
    over = (
        after(40),
        IncidentSeen(
            incident=replace(incident(status=Status.RESOLVED, changed_at=after(40)), title=title)
        ),
    )
    told = sorted((*STORY, seen, *HEALED, *more, over), key=lambda one: one[0])
    return Film(journal(told), INCIDENT)


def _play(tmp_path, film: Film) -> Play:
    path = tmp_path / "recorded.toml"
    path.write_text(recorded(film, STAGE)[0], encoding="utf-8")
    return Play(str(path))


def test_what_was_recorded_can_be_played(tmp_path):
    play = _play(tmp_path, _film())

    assert [i.priority for i in play.saved.pagerduty.incidents] == ["P1"]
    assert play.endpoint("api health")[0] == 503


def test_what_worked_then_works_again_and_nothing_else_does(tmp_path):
    acts = {60: lambda p: p.post("declared"), 240: lambda p: p.post("Started: rollback x")}
    healed = _play(tmp_path, _film()).run(600, acts)
    left = _play(tmp_path, _film()).run(1800)

    assert healed.endpoint("api health")[0] == 200
    assert left.endpoint("api health")[0] == 503


def test_colleagues_answer_as_long_after_the_declaration_as_they_did(tmp_path):
    film = _film(_reply(1, 6, "Bo Lindqvist", "I can revert it"))
    play = _play(tmp_path, film).run(400, {60: lambda p: p.post("declared")})

    said = [m.text for r in play.saved.slack.rooms for m in r.messages if "revert it" in m.text]
    assert said


def test_the_head_says_what_a_person_must_still_read():
    text, left = recorded(_film(), STAGE)

    assert text.startswith("# Recorded from a real incident")
    assert left in text


NAMES = ["Ana Ortiz", "Bo Lindqvist", "Cleo Marsh", "Dan Okoye", "Dev Patel", "Meridian"]
HIDDEN = st.sampled_from(
    [
        *NAMES,
        *("edge-7.fra.example.com", "https://wiki.example.com/x", "10.1.2.3"),
        *("ana@example.com", "SUP-8812", "a1b2c3d4e5f6", "#secret-room", "@bo", "Q1ABC23DEF"),
    ]
)
FILLER = st.sampled_from(["is down since", "and", "was restarted by", "now", "says the pool of"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(HIDDEN, FILLER), min_size=1, max_size=6))
def test_no_original_name_is_in_the_file(parts):
    words = " ".join(f"{hidden} {filler}" for hidden, filler in parts)
    found = deploy("ffee0011aa22", subject=words)
    film = _film(
        _reply(1, 6, "Bo Lindqvist", words),
        _reply(2, 7, "Cleo Marsh", words),
        (
            after(6),
            DeploysFound(repository="cloud", found=(found,)),
        ),
        title=f"{words} 5xx",
    )
    text = recorded(film, STAGE)[0]
    body = text[text.index("\nname = ") :]

    for name in (*NAMES, *(hidden for hidden, _ in parts)):
        for word in re.findall(r"\w{2,}", name):
            if word.casefold() in {"example", "com", "https", "api", "wiki", "x"}:
                continue
            assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", body, re.IGNORECASE), word
    assert read_scenario_text(text)


def read_scenario_text(text: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.toml"
        path.write_text(text, encoding="utf-8")
        return bool(read_scenario(str(path)).pages)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Ben said so", "Rune said so"),
        ("ask ben or BEN", "ask Rune or Rune"),
        ("mail a.b@c.example now", "mail an address now"),
        ("see https://x.example/y?z=1", "see a link"),
        ("<@U0BEN> please", "somebody please"),
        ("the Frankfurt switch", "the something switch"),
        ("API answers 503", "API answers 503"),
        ("", ""),
    ],
)
def test_a_word_too_many_rather_than_a_name_too_few(said, left):
    assert Scrubber({"Ben Okafor": "Rune Falk"}).text(said) == left


def test_the_word_that_every_id_begins_with_is_left_in_its_sentence():
    scrub = Scrubber({"org_91d0e8": "an org", "Harbour Logistics": "a customer", "Ana": "the one"})

    said = scrub.text("An org has lost video: Harbour Logistics, org_91d0e8; Harbour called Ana")

    assert said == "An org has lost video: a customer, an org; a customer called the one"


def test_scrubbing_twice_changes_nothing_more():
    scrub = Scrubber({"Ben Okafor": "Rune Falk", "cloud api": "the service"})
    once = scrub.text("Ben Okafor rolled cloud api back to 1.2.3.4, says ben@x.example")

    assert scrub.text(once) == once


def test_the_day_of_the_incident_is_not_in_the_file():
    text = recorded(_film(), STAGE)[0]

    assert str(datetime(2026, 4, 21, tzinfo=UTC).date()) not in text


def test_another_organisation_s_procedure_is_kept(tmp_path):
    path = tmp_path / "generic.toml"
    path.write_text(recorded(_film(), STAGE, "generic")[0], encoding="utf-8")
    scenario = read_scenario(str(path))

    assert scenario.profile == "generic"
    assert not any(endpoint.step for endpoint in scenario.endpoints)
    assert not any(book.criterion for book in scenario.runbooks)
