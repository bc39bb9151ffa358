"""`cockpit handover` as a process: written, looked at, posted, and taken by a click in the chat."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cockpit
from stand import Stand


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as made:
        yield made


def test_a_shift_is_handed_over_from_a_shell(stand: Stand) -> None:
    """Procedures N3, N4, A14."""
    note = stand.config.parent / "note.md"
    looked = cockpit(stand.config, "handover", "--output", str(note))
    assert (looked.code, looked.err) == (0, "")
    written = note.read_text(encoding="utf-8")
    assert "hands over to Ben Okafor as primary" in written
    assert "Stadtwerke Lindau (org\\_2b60c4): only with their Owner" in written
    note.write_text(written.replace("None is known.", "Gateway 17 rings."), encoding="utf-8")

    posted = cockpit(stand.config, "handover", "--post", "--yes", "--output", str(note))
    assert posted.code == 0, posted.err
    message = stand.messages("novavms-oncall")[-1]
    assert "Noisy alerts to watch:\nGateway 17 rings." in message["text"]
    assert message["metadata"]["event_payload"]["about_to_email"] == "ben@novavms.example"

    waits = cockpit(stand.config, "handover", "--status")
    assert waits.code == 1
    assert "handover waits for Ben Okafor since " in waits.out

    stand.order("/slack/react", channel="novavms-oncall", ts=message["ts"], who="ben", name="+1")
    taken = cockpit(stand.config, "handover", "--status", "--json")
    assert taken.code == 0, taken.err
    assert json.loads(taken.out)["given"]["stage"] == "taken"


def test_what_it_cannot_do_it_says_and_sends_nothing(stand: Stand) -> None:
    before = len(stand.messages("novavms-oncall"))

    unseen = cockpit(stand.config, "handover", "--post", "--to", "Mia")
    assert unseen.code == 2
    assert "nothing was sent: look at it, then say --yes" in unseen.err

    locked = cockpit(stand.config, "--read-only", "handover", "--post", "--yes", "--to", "Mia")
    assert locked.code == 1
    assert "read only" in locked.err

    assert len(stand.messages("novavms-oncall")) == before


def test_whoever_is_named_is_looked_up_and_is_somebody_else(stand: Stand) -> None:
    unknown = cockpit(stand.config, "handover", "--to", "Zaphod Beeble")
    assert unknown.code == 0
    assert "nobody is known by the name Zaphod Beeble" in unknown.err

    found = cockpit(stand.config, "handover", "--to", "mia", "--json")
    assert json.loads(found.out)["incoming"] == "Mia Chen"

    oneself = cockpit(stand.config, "handover", "--to", "ana")
    assert oneself.code == 2
    assert "that is yourself" in oneself.err


def test_none_is_not_said_where_nobody_could_look(tmp_path: Path) -> None:
    with Stand(tmp_path) as alone:
        alone.fault("slack", "drop", times=0)

        told = cockpit(alone.config, "handover", "--status")

    assert told.code == 1
    assert "as of before: the channel could not be read" in told.out


def test_looking_how_it_stands_takes_no_orders(stand: Stand) -> None:
    refused = cockpit(stand.config, "handover", "--status", "--to", "Mia", "--sure")

    assert refused.code == 2
    assert "leave out --to, --sure" in refused.err
