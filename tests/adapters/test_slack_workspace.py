"""Whom and what the workspace knows, asked rarely; and what is said in a followed channel."""

import asyncio
from urllib.parse import parse_qs

import pytest
from scripted import Asked, Scripted, Told
from slack_rig import CHANNEL, asked, chat, saying
from stand import Stand

from cockpit.adapters.slack import Slack
from cockpit.domain.chat import Mention, Reach, Reaction
from cockpit.ports.outside import Garbled, PortError, Refused

Json = dict[str, object]


def names(found: tuple[Mention, ...]) -> list[str]:
    return [one.name for one in found]


# --- people ----------------------------------------------------------------------------------


async def test_people_are_found_by_any_part_of_their_name(stand: Stand, slack: Slack) -> None:
    people = slack.workspace.people

    assert names(await people("")) == ["ana", "ben", "kofi", "lea", "mia"]
    assert names(await people("@be")) == ["ben"]
    assert names(await people("OKAFOR ben")) == ["ben"]
    assert names(await people("lea@novavms")) == ["lea"]
    assert names(await people("monitor")) == names(await people("slackbot")) == []
    (kofi,) = await people("mens")
    assert kofi == Mention(reach=Reach.PERSON, name="kofi", id="U0KOFI", people=1)
    assert asked(stand, "users.list") == 1


async def test_who_has_left_is_left_out(stand: Stand, slack: Slack) -> None:
    stand.order("/slack/leave", who="lea")

    assert names(await slack.workspace.people("le")) == []
    assert await slack.workspace.person("lea@novavms.example") is None


async def test_a_hostile_display_name_is_only_a_name(stand: Stand, slack: Slack) -> None:
    stand.order("/slack/call", who="mia", display_name="\x1b]0;x\x07@@channel\u202e\n")
    stand.order("/slack/call", who="lea", display_name="ben")
    stand.order("/slack/call", who="kofi", display_name="x" * 999)

    mia, lea, kofi, ben = [
        (await slack.workspace.people(word))[0] for word in ("chen", "sandst", "mensah", "okafor")
    ]
    assert (mia.name, lea.name, ben.name) == ("channel (mia)", "ben (lea)", "ben (ben)")
    assert len(kofi.name) <= 80
    parent = await slack.post(saying("@channel (mia) @channel", "m", mentions=[mia]), "")
    assert stand.messages()[0]["notifies"] == ["@U0MIA"]
    stand.order("/slack/reply", who="mia", thread_ts=parent.ts, text="here")
    (reply,) = (await slack.replies(CHANNEL, parent.ts, "")).replies
    assert reply.author == "channel"


async def test_a_large_workspace_costs_a_bounded_number_of_questions() -> None:
    def answer(request: Asked) -> Told:
        page = len(server.asked)
        members = [{"id": f"U{page}N{n}", "name": f"p{page}n{n}"} for n in range(1000)]
        more = {"next_cursor": f"c{page}"}
        return Told({"ok": True, "members": members, "response_metadata": more})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        found = await port.workspace.people("p3n9")
        again = await port.workspace.people("p10n99")
        port.close()

    assert len(found) == 20
    assert len(again) == 11
    assert len(server.asked) == 10


async def test_whoever_stops_waiting_for_a_long_list_has_not_waited_in_vain() -> None:
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    def answer(request: Asked) -> Told:
        page = len(server.asked)
        if page == 3:
            loop.call_soon_threadsafe(reached.set)
            server.gate.wait()
        more = {"next_cursor": f"c{page}" if page < 4 else ""}
        members = [{"id": f"U{page}", "name": f"p{page}"}]
        return Told({"ok": True, "members": members, "response_metadata": more})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        waiting = asyncio.create_task(port.workspace.people(""))
        await reached.wait()
        waiting.cancel()
        await asyncio.wait([waiting])
        found = await port.workspace.people("")
        cursors = [parse_qs(r.body.decode()).get("cursor", [""])[0] for r in server.asked]
        port.close()

    assert names(found) == ["p1", "p2", "p4"]
    assert cursors == ["", "c1", "c2", "c2"]


async def test_when_people_cannot_be_listed_it_says_why() -> None:
    answers = iter(
        [
            Told({"ok": False, "error": "missing_scope", "needed": "users:read"}),
            Told({"ok": True}),
            Told({"ok": True, "members": [{"id": "U1", "name": "eve"}, None, 7, {}]}),
        ]
    )
    with Scripted(lambda _: next(answers)) as server:
        port = chat(f"{server.url}/api/")
        with pytest.raises(Refused, match="users:read"):
            await port.workspace.people("")
        with pytest.raises(Garbled):
            await port.workspace.people("")
        assert names(await port.workspace.people("")) == ["eve"]
        port.close()


async def test_a_person_by_address_is_asked_for_once(stand: Stand, slack: Slack) -> None:
    for email in ("ben@novavms.example", " Ben@NovaVMS.example"):
        found = await slack.workspace.person(email)
        assert found == Mention(reach=Reach.PERSON, name="ben", id="U0BEN", people=1)
    for _ in range(3):
        assert await slack.workspace.person("nobody@novavms.example") is None
    assert await slack.workspace.person(" ") is None
    assert asked(stand, "users.lookupByEmail") == 2
    stand.fault("slack", "rate_limit", path="/api/users.lookupByEmail", retry_after=9)
    with pytest.raises(Refused) as caught:
        await slack.workspace.person("kofi@novavms.example")
    assert caught.value.retry_after_s == 9


# --- groups and members ----------------------------------------------------------------------


async def test_groups_with_how_many_are_in_them(stand: Stand, slack: Slack) -> None:
    (oncall,) = await slack.workspace.groups()

    assert oncall == Mention(reach=Reach.GROUP, name="oncall", id="S0ONCALL", people=2)
    await slack.workspace.groups()
    assert asked(stand, "usergroups.list") == 1


async def test_a_group_that_is_out_of_use_is_left_out(stand: Stand, slack: Slack) -> None:
    stand.order("/slack/group", group="S0ONCALL", disabled=True)

    assert await slack.workspace.groups() == ()


async def test_a_plan_without_groups_has_none() -> None:
    with Scripted(lambda _: Told({"ok": False, "error": "plan_upgrade_required"})) as server:
        port = chat(f"{server.url}/api/")
        assert await port.workspace.groups() == ()
        port.close()


async def test_who_is_in_a_group_is_asked_every_time(stand: Stand, slack: Slack) -> None:
    assert names(await slack.workspace.group_members("S0ONCALL")) == ["ana", "ben"]
    stand.order("/slack/group", group="S0ONCALL", people=["mia"])
    assert names(await slack.workspace.group_members("S0ONCALL")) == ["mia"]


async def test_how_many_a_channel_has(stand: Stand, slack: Slack) -> None:
    for channel in (CHANNEL, "novavms-incident-live", CHANNEL):
        assert await slack.workspace.members(channel) == 6
    assert asked(stand, "conversations.info") == 2
    assert asked(stand, "conversations.members") == 0


async def test_members_are_counted_where_slack_does_not_say_it() -> None:
    def answer(request: Asked) -> Told:
        if request.path.endswith("info"):
            return Told({"ok": True, "channel": {"id": "C1"}})
        return Told({"ok": True, "members": ["U1", "U2", "U3"]})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        assert await port.workspace.members("C1") == 3
        port.close()


# --- followed channels -----------------------------------------------------------------------


async def test_what_was_said_lately_in_a_channel(stand: Stand, slack: Slack) -> None:
    alerts = await slack.workspace.history("C0ALERTS", "")
    certificates, queue, latency, errors = alerts.messages

    assert not alerts.is_cut
    assert [m.is_bot for m in alerts.messages] == [True] * 4
    assert certificates.author == "monitor"
    assert certificates.reactions == (
        Reaction(name="eyes", people=("ben",), emails=("ben@novavms.example",)),
    )
    assert (queue.replies, latency.is_answered, errors.is_answered) == (1, False, False)
    assert [m.is_answered for m in (certificates, queue)] == [True, True]
    assert latency.at < errors.at

    ops = await slack.workspace.history("C0OPS", "")
    maintenance = ops.messages[0]
    assert maintenance.text.startswith("Maintenance: Gateways, 08:34 to 09:34 UTC.")
    assert (maintenance.author, maintenance.author_email) == ("lea", "lea@novavms.example")
    assert not maintenance.is_bot
    assert "I mute" not in "".join(m.text for m in ops.messages)


async def test_only_what_is_new_is_read_and_noise_is_left_out(stand: Stand, slack: Slack) -> None:
    newest = (await slack.workspace.history("C0OPS", "")).messages[-1].ts
    assert (await slack.workspace.history("C0OPS", newest)).messages == ()
    say = {"channel": "C0OPS", "who": "ben"}
    for subtype in ("channel_join", "channel_topic", "channel_leave", "pinned_item", "tombstone"):
        stand.order("/slack/say", **say, text="noise", subtype=subtype)
    parent = stand.order("/slack/say", **say, text="one")["ts"]
    stand.order("/slack/say", **say, text="broadcast", thread_ts=parent, broadcast=True)
    stand.order("/slack/say", **say, text="hidden", thread_ts=parent)
    graph = [{"title": "p99 <https://g.example|board>", "text": "4 s"}]
    bot = {"username": "Grafana\x1b[2J", "subtype": "bot_message", "attachments": graph}
    stand.order("/slack/say", **say, **bot)
    stand.order("/slack/say", **say, text="new kind", subtype="something_new")
    await slack.post(saying("ours", "e", channel="C0OPS"), "")

    one, broadcast, grafana, new, ours = (await slack.workspace.history("C0OPS", newest)).messages

    assert (one.text, one.replies, one.thread) == ("one", 2, "")
    assert (broadcast.text, broadcast.thread) == ("broadcast", parent)
    assert (grafana.author, grafana.is_bot) == ("Grafana", True)
    assert grafana.text == "p99 board (https://g.example)\n4 s"
    assert new.text == "new kind"
    assert (ours.ours, ours.is_bot) == ("e", True)


@pytest.mark.parametrize(("count", "is_cut"), [(150, False), (399, False), (401, True)])
async def test_a_backlog_costs_two_questions_at_most_and_loses_the_oldest(
    stand: Stand, slack: Slack, count: int, is_cut: bool
) -> None:
    first = stand.order("/slack/say", channel="C0OPS", who="ben", text="first")["ts"]
    for n in range(count):
        stand.order("/slack/say", channel="C0OPS", who="ben", text=f"m{n}")

    backlog = await slack.workspace.history("C0OPS", first)

    assert asked(stand, "conversations.history") <= 2
    assert backlog.is_cut is is_cut
    texts = [m.text for m in backlog.messages]
    assert texts == [f"m{n}" for n in range(max(0, count - 400), count)]


async def test_a_channel_that_cannot_be_read_says_why(stand: Stand, slack: Slack) -> None:
    for channel, words in (("C0RANDOM", "not in the channel"), ("C0NOWHERE", "no such channel")):
        with pytest.raises(Refused, match=words) as caught:
            await slack.workspace.history(channel, "")
        assert "/invite" in caught.value.mend


HOSTILE: list[Json] = [
    {},
    {"ts": "x"},
    {"ts": 5, "text": ["x"]},
    {"ts": "9" * 400, "text": "x"},
    {"ts": "10.000001", "user": {"id": 1}, "reactions": [{"name": 1}, None, {"users": "x"}]},
    {"ts": "11.000001", "text": "\x1b[2J\u202e", "attachments": [{"text": {"a": 1}}, 7]},
    {"ts": "12.000001", "blocks": [{"text": "x"}, {"text": {"text": "block"}}], "files": [{}]},
    {"ts": "13.000001", "text": "x" * 90_000, "metadata": {"event_type": []}, "reply_count": "7"},
]


async def test_hostile_messages_are_harmless() -> None:
    def answer(request: Asked) -> Told:
        if request.path.endswith("users.info"):
            return Told({"ok": True, "user": []})
        return Told({"ok": True, "messages": [None, 7, *HOSTILE]})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        backlog = await port.workspace.history("C1", "1.000000")
        port.close()

    shown = {m.ts: m for m in backlog.messages}
    assert shown["12.000001"].text == "block\n(file)"
    assert len(shown["13.000001"].text) <= 4000
    assert all(m.text and "\x1b" not in m.text and "\u202e" not in m.text for m in shown.values())


@pytest.mark.parametrize("body", [{"ok": True}, {"ok": True, "messages": {}}, [], b"<html>"])
async def test_no_list_is_not_an_empty_one(body: object) -> None:
    with Scripted(lambda _: Told(body)) as server:
        port = chat(f"{server.url}/api/")
        with pytest.raises(PortError) as caught:
            await port.workspace.history("C1", "")
        port.close()

    assert isinstance(caught.value, Garbled)
