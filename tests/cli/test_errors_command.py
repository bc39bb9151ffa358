"""`cockpit errors`: what the tracker lists, as text and for scripts; what it is, recorded."""

import json
from collections.abc import Iterator

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("errors")) as stand:
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Iterator[Stand]:
    yield shared
    shared.clear_faults()


def test_the_errors_are_told_as_text_and_the_new_one_first(stand: Stand) -> None:
    said = cockpit(stand.config, "errors")

    assert said.code == 0, said.err
    first = said.out.splitlines()[0]
    assert first.startswith("CLOUD-1 OperationalError: FATAL: sorry, too many clients already")
    assert "new since the trouble" in first
    assert "first seen in v2026.16.2" in said.out
    assert "\x1b" not in said.out
    assert "[bold red]unexpected EOF[/]" in said.out


def test_scripts_get_all_of_it(stand: Stand) -> None:
    said = cockpit(stand.config, "errors", "--json")
    told = json.loads(said.out)

    assert told["known"]
    assert not told["more"]
    assert told["limits"] == []
    assert [e["short_id"] for e in told["errors"]][:2] == ["CLOUD-1", "CLOUD-2"]
    assert told["errors"][0]["is_new"]
    assert len(told["errors"][0]["hourly"]) == 24
    assert told["incident_id"]


def test_a_verdict_is_recorded_and_shown_in_the_next_list_and_in_the_ticket(stand: Stand) -> None:
    judged = cockpit(stand.config, "errors", "--judge", "cloud-3=ticket", "--reason", "old one")
    told = json.loads(cockpit(stand.config, "errors", "--json").out)
    ticket = cockpit(stand.config, "errors", "--ticket", "CLOUD-3")

    (error,) = [e for e in told["errors"] if e["short_id"] == "CLOUD-3"]
    assert judged.code == 0, judged.err
    assert error["judged"]["verdict"] == "ticket"
    assert error["judged"]["author"] == "Ana Ribeiro"
    assert ticket.out.startswith("# KeyError: 'thumbnail'\n")
    assert "It is no incident" in ticket.out
    assert "old one" in ticket.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--judge", "CLOUD-1=maybe"), 2, "the verdicts are incident, ticket, ignore"),
        (("--judge", "CLOUD-99=ticket"), 1, "no error CLOUD-99 is known here; known: CLOUD-1"),
    ],
)
def test_what_cannot_be_done_is_said(
    stand: Stand, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = cockpit(stand.config, "errors", *arguments)

    assert (said.code, said.out) == (code, "")
    assert words in said.err


def test_a_tracker_that_cannot_be_asked_leaves_what_was_recorded_and_says_so(stand: Stand) -> None:
    cockpit(stand.config, "errors")
    stand.fault("sentry", "status", status=401, body='{"detail": "Invalid token"}', times=0)
    said = cockpit(stand.config, "errors")

    assert said.code == 1
    assert "! Sentry does not accept the token" in said.out
    assert "CLOUD-1" in said.out
    assert "Going on with what was recorded" in said.err


def test_without_a_tracker_it_says_what_to_configure(tmp_path, stand: Stand) -> None:
    bare = tmp_path / "config.toml"
    bare.write_text('profile = "novavms"\n')
    said = cockpit(bare, "errors")

    assert said.code == 2
    assert "add [sentry]" in said.err
