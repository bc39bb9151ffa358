"""Who does what, who is told, where people meet: as processes, against stand-ins over HTTP."""

import json
import shutil
from collections.abc import Iterator

import pytest
from command import Said, cockpit, offline
from stand import Stand


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("world")) as stand:
        yield stand


@pytest.fixture
def stand(world: Stand) -> Stand:
    """The scenario from its beginning, and a journal that nobody has written in."""
    world.reset()
    shutil.rmtree(world.config.parent / "state", ignore_errors=True)
    return world


@pytest.fixture
def declared(stand: Stand) -> Stand:
    """The incident is declared."""
    assert done(stand, "declare")
    return stand


def done(stand: Stand, *arguments: str) -> str:
    """What a command says that does what was asked."""
    said = cockpit(stand.config, *arguments)
    assert said.code == 0, said.err
    return said.out


def refused(stand: Stand, *arguments: str) -> Said:
    said = cockpit(stand.config, *arguments)
    assert said.code != 0, said.out
    return said


def thread(stand: Stand) -> list[str]:
    """The first lines of what was posted in the thread."""
    return [m["text"].splitlines()[0] for m in stand.messages() if m.get("thread_ts")]


def test_roles_are_taken_given_and_left_and_the_thread_hears_of_it(declared: Stand) -> None:
    assert done(declared, "role", "all") == "all: Ana Ribeiro, and posted\n"
    assert done(declared, "role", "comms", "Ben", "Okafor") == "comms: Ben Okafor, and posted\n"
    assert done(declared, "role", "scribe", "--leave") == "scribe: nobody any more, and posted\n"

    listed = done(declared, "role").splitlines()
    assert [line.split()[-1] for line in listed if "nobody" in line] == ["nobody"]
    assert "Ben Okafor, since" in listed[1]
    posted = [m["text"] for m in declared.messages() if m.get("thread_ts")]
    assert posted[1].splitlines()[1] == "Communications: Ben Okafor (before: Ana Ribeiro)"
    about = declared.messages()[-2]["metadata"]["event_payload"]
    assert about["purpose"] == "role"
    assert about["about_email"] == "ben@novavms.example"


def test_before_the_declaration_a_role_is_recorded_and_says_that_nobody_heard(
    stand: Stand,
) -> None:
    done(stand, "ack")
    assert "Ana Ribeiro acknowledged it: `cockpit role commander" in done(stand, "role")
    said = done(stand, "role", "commander")

    assert said == "commander: Ana Ribeiro; recorded, and not posted: #4217 is not declared\n"
    done(stand, "declare")
    assert thread(stand) == []
    assert "and posted" in done(stand, "role", "commander")


def test_a_mitigation_is_announced_clashes_and_has_an_outcome(declared: Stand) -> None:
    done(declared, "mitigate", "rollback", "cloud", "v2026.16.2", "--why", "5xx since")
    clash = refused(declared, "mitigate", "restart", "cloud v2026.16.2")
    assert "you announced rollback cloud v2026.16.2" in clash.err
    assert "--sure" in clash.err
    assert "started, and posted" in done(declared, "mitigate", "started")
    assert "worked, and posted" in done(declared, "mitigate", "worked", "--why", "200s again")
    assert "is over" not in done(declared, "mitigate", "taken-back", "too slow")

    assert thread(declared) == [
        "About to: rollback cloud v2026.16.2",
        "Started: rollback cloud v2026.16.2",
        "It worked: rollback cloud v2026.16.2",
        "Taken back: rollback cloud v2026.16.2",
    ]
    assert "1. rollback cloud v2026.16.2, taken back" in done(declared, "mitigate")


def test_relief_is_told_with_its_time(declared: Stand) -> None:
    said = done(declared, "relief", "--since", "2026-04-21T08:43Z", "--seen", "health is 200")

    assert said == "users are no longer hurt since 08:43 UTC, and posted\n"
    assert thread(declared) == ["Users are no longer hurt since 08:43 UTC."]
    assert refused(declared, "relief", "--since", "2026-04-21T07:00Z").code == 1
    assert "--since:" in refused(declared, "relief", "--since", "noon").err


def test_the_cadence_is_changed_snoozed_and_switched_off_with_a_reason(declared: Stand) -> None:
    assert "Interval                15 min" in done(declared, "cadence")
    assert "say why" in refused(declared, "cadence", "--every", "30").err
    assert "30 min" in done(declared, "cadence", "--every", "30", "--reason", "quiet")
    assert "snoozed until" in done(declared, "cadence", "--snooze", "45", "--reason", "call")
    assert "off since" in done(declared, "cadence", "--off", "--reason", "one reader")
    assert "15 min" in done(declared, "cadence", "--usual")

    timeline = done(declared, "timeline")
    for words in ("every 30 minutes: quiet", "snoozed until", "switched off: one reader"):
        assert words in timeline
    assert refused(declared, "cadence", "--snooze", "yesterday").code == 2


def test_who_has_to_be_told_ticks_itself(declared: Stand) -> None:
    listed = done(declared, "tell").splitlines()
    assert listed[0].startswith("[x] channel")
    assert listed[1].startswith("[ ] outward")
    copied = cockpit(declared.config, "tell", "reporter")
    assert copied.out.startswith("We are aware of a problem since 08:42 UTC")
    assert "then: cockpit tell reporter --done HOW" in copied.err
    done(declared, "tell", "reporter", "--done", "rang her")
    done(declared, "update", "--known", "5xx on half of the reads")

    assert all(line.startswith("[x]") for line in done(declared, "tell").splitlines())
    assert "nobody is called x" in refused(declared, "tell", "x", "--yes").err


def test_a_line_for_the_noise_channel_is_looked_at_before_it_goes(declared: Stand) -> None:
    done(declared, "severity", "P3", "--reason", "one camera")
    unasked = refused(declared, "tell", "noise", "--text", "one camera, ticket 12")
    assert (unasked.code, "say --yes" in unasked.err) == (2, True)
    assert declared.messages("novavms-oncall-noise") == []
    done(declared, "tell", "noise", "--text", "one camera, ticket 12", "--yes")

    (line,) = declared.messages("novavms-oncall-noise")
    assert line["text"] == "one camera, ticket 12"
    assert done(declared, "tell").startswith("[x] noise")


def test_a_channel_for_the_incident_is_opened_told_and_archived(declared: Stand) -> None:
    opened = done(declared, "room", "--invite", "ben@novavms.example", "--yes")
    assert opened == "done: open the channel #inc-4217\n"
    assert "has a channel already" in refused(declared, "room", "--yes").err
    assert thread(declared) == ["A channel for this incident: #inc-4217"]
    assert "archive the channel #inc-4217" in done(declared, "room", "--close", "--yes")

    paths = [w["path"].rsplit("/", 1)[-1] for w in declared.writes("slack")]
    assert paths.count("conversations.create") == paths.count("conversations.archive") == 1
    assert "nobody in the chat" in refused(declared, "room", "--invite", "x@y.example").err


def test_the_on_call_group_becomes_me_and_is_read_back(stand: Stand) -> None:
    unasked = refused(stand, "group", "--group", "@oncall")
    assert unasked.code == 2
    assert "it was ana, ben" in unasked.err
    said = done(stand, "group", "--group", "oncall", "--yes")

    assert said.startswith("@oncall is ")
    assert "nothing changes" in refused(stand, "group", "--group", "oncall", "--yes").err
    assert "knows no group @pilots" in refused(stand, "group", "--group", "pilots").err
    assert "say which group" in refused(stand, "group").err


def test_the_outbox_lists_what_is_stuck_and_lets_it_go(declared: Stand) -> None:
    assert done(declared, "outbox") == "everything has left\n"
    kept = declared.config.read_text(encoding="utf-8")
    try:
        offline(declared)
        assert "recorded, but" in refused(declared, "role", "commander").err
        (stuck,) = json.loads(done(declared, "outbox", "--json"))
        assert (stuck["what"], stuck["to"], stuck["number"]) == ("a message", "chat", 1)
        assert "1. a message for the chat:" in done(declared, "outbox")
        assert "say why" in refused(declared, "outbox", "--discard", "1").err
        assert "nobody has to say so" in refused(declared, "outbox", "--arrived", "1").err
    finally:
        declared.config.write_text(kept, encoding="utf-8")
    assert done(declared, "outbox", "--release", stuck["effect"]) == "a message: posted\n"

    assert thread(declared) == ["Who does what in #4217, says Ana Ribeiro:"]
    assert done(declared, "outbox") == "everything has left\n"
    assert "nothing that has not left" in refused(declared, "outbox", "--discard", "1",
                                                  "--reason", "r").err  # fmt: skip


def test_what_is_given_up_never_leaves(declared: Stand) -> None:
    kept = declared.config.read_text(encoding="utf-8")
    try:
        offline(declared)
        refused(declared, "role", "scribe")
        assert "given up" in done(declared, "outbox", "--discard", "1", "--reason", "wrong one")
    finally:
        declared.config.write_text(kept, encoding="utf-8")

    assert done(declared, "outbox") == "everything has left\n"
    assert thread(declared) == []


@pytest.mark.parametrize(
    "line",
    [
        ("role", "all"),
        ("mitigate", "rollback", "cloud"),
        ("relief",),
        ("room", "--yes"),
        ("group", "--group", "oncall", "--yes"),
    ],
)
def test_read_only_nothing_of_it_leaves(declared: Stand, line: tuple[str, ...]) -> None:
    before = len(declared.received()["requests"])
    said = refused(declared, "--read-only", *line)

    assert "this cockpit is read only" in said.err
    assert len(declared.received()["requests"]) == before
