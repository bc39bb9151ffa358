"""Threads: who said what and reacted how, and what becomes of one whose first message is gone."""

from urllib.parse import parse_qs

import pytest
from scripted import Asked, Scripted, Told
from slack_rig import CHANNEL, asked, chat, posted, saying
from stand import Stand

from cockpit.adapters.slack import Slack
from cockpit.domain.chat import Reaction
from cockpit.domain.effects_chat import ShareSnippet
from cockpit.ports.outside import Refused

BEN, MIA = "ben@novavms.example", "mia@novavms.example"


async def test_reactions_of_colleagues_are_read_with_their_names(
    stand: Stand, slack: Slack
) -> None:
    parent = await slack.post(saying("declared", "p"), "")
    await slack.post(saying("an update", "u"), parent.ts)
    (update,) = posted(stand, "u")
    for who, name in (("ben", "+1"), ("mia", "+1::skin-tone-3"), ("lea", "eyes")):
        stand.order("/slack/react", channel=CHANNEL, ts=update["ts"], who=who, name=name)

    (reply,) = (await slack.replies(CHANNEL, parent.ts, "")).replies

    assert reply.reactions == (
        Reaction(name="+1", people=("ben", "mia"), emails=(BEN, MIA)),
        Reaction(name="eyes", people=("lea",), emails=("lea@novavms.example",)),
    )


async def test_the_parent_is_read_only_for_its_reactions(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "p"), "")
    stand.order("/slack/reply", who="ben", thread_ts=parent.ts, text="here")

    assert [r.text for r in (await slack.replies(CHANNEL, parent.ts, "")).replies] == ["here"]

    stand.order("/slack/react", channel=CHANNEL, ts=parent.ts, who="ben", name="thumbsup")
    first, reply = (await slack.replies(CHANNEL, parent.ts, "")).replies
    (alone,) = (await slack.replies(CHANNEL, parent.ts, reply.ts)).replies

    assert first == alone
    assert (first.ts, first.thread, first.ours) == (parent.ts, parent.ts, "p")
    assert first.reactions == (Reaction(name="+1", people=("ben",), emails=(BEN,)),)

    stand.order("/slack/unreact", channel=CHANNEL, ts=parent.ts, who="ben", name="thumbsup")
    assert (await slack.replies(CHANNEL, parent.ts, "")).replies[0].reactions == ()


async def test_many_reactions_cost_a_bounded_number_of_questions() -> None:
    people = [f"U{n}" for n in range(900)]
    kinds = [{"name": f"k{n}", "users": people, "count": 900} for n in range(60)]

    def answer(request: Asked) -> Told:
        if request.path.endswith("users.info"):
            return Told({"ok": True, "user": {"id": "x", "name": "x", "profile": {}}})
        parent = {"ts": "10.000001", "user": "U1", "text": "declared", "reactions": kinds}
        return Told({"ok": True, "messages": [parent]})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        (reply,) = (await port.replies("C1", "10.000001", "")).replies
        port.close()

    assert len(server.asked) <= 1 + 8
    assert (len(reply.reactions), len(reply.reactions[0].people)) == (20, 20)


async def test_a_thread_of_thousands_is_read_in_stretches_of_two_questions_each() -> None:
    everything = [f"{1000 + n}.000001" for n in range(4500)]

    def answer(request: Asked) -> Told:
        if request.path.endswith("users.info"):
            return Told({"ok": True, "user": {"id": "x", "name": "x", "profile": {}}})
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        low, start = form["oldest"], int(form.get("cursor", 0))
        found = [ts for ts in everything if ts > low][start:]
        some = found[: int(form["limit"])]
        cursor = str(start + len(some)) if len(some) < len(found) else ""
        said = [{"ts": ts, "user": "U1", "text": ts} for ts in ("1000.000000", *some)]
        body = {"ok": True, "messages": said, "response_metadata": {"next_cursor": cursor}}
        return Told(body)

    read: list[str] = []
    costs: list[int] = []
    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        place, more = "", True
        while more:
            before = sum(a.path.endswith("replies") for a in server.asked)
            stretch = await port.replies("C1", "1000.000000", place)
            costs.append(sum(a.path.endswith("replies") for a in server.asked) - before)
            read += [reply.ts for reply in stretch.replies]
            place, more = stretch.goes_on_after, bool(stretch.goes_on_after)
        port.close()

    assert read == everything
    assert costs == [2, 2, 1]


async def test_what_is_meant_for_a_thread_that_is_gone_is_not_said_to_the_channel(
    stand: Stand,
) -> None:
    first = chat(stand.slack)
    parent = await first.post(saying("declared", "p"), "")
    stand.order("/slack/delete", channel=CHANNEL, ts=parent.ts)
    later = chat(stand.slack)

    with pytest.raises(Refused, match="thread is gone") as caught:
        await later.post(saying("an update", "u"), parent.ts)
    snippet = ShareSnippet(
        id="s", incident_id="Q1", channel=CHANNEL, thread_of="p", title="log", text="x"
    )
    with pytest.raises(Refused, match="thread is gone"):
        await later.alter(snippet, "", parent.ts)

    assert caught.value.code == "thread_not_found"
    assert caught.value.mend
    assert stand.messages() == []
    first.close()
    later.close()


async def test_a_thread_that_goes_at_the_same_moment_is_told(stand: Stand, slack: Slack) -> None:
    since = stand.now()
    parent = await slack.post(saying("declared", "p"), "")
    stand.order("/slack/delete", channel=CHANNEL, ts=parent.ts)

    found = await slack.post(saying("an update", "u"), parent.ts)

    assert "in the channel itself" in found.warning
    (there,) = posted(stand, "u")
    assert there["thread_ts"] == ""
    looked = await slack.find(CHANNEL, parent.ts, "u", since)
    assert looked is not None
    assert looked.ts == found.ts
    assert await slack.find(CHANNEL, parent.ts, "never", since) is None


async def test_a_deleted_parent_with_answers_keeps_its_thread(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "p"), "")
    await slack.post(saying("an update", "u"), parent.ts)
    stand.order("/slack/delete", channel=CHANNEL, ts=parent.ts)

    found = await slack.post(saying("another", "v"), parent.ts)

    assert found.warning == ""
    assert [r.ours for r in (await slack.replies(CHANNEL, parent.ts, "")).replies] == ["u", "v"]


async def test_a_thread_that_was_just_seen_is_not_looked_for(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "p"), "")
    for n in range(5):
        await slack.post(saying("an update", f"u{n}"), parent.ts)

    assert asked(stand, "conversations.replies") == 0


@pytest.mark.parametrize("kind", ["drop", "garbage", "rate_limit", "status"])
async def test_a_thread_that_cannot_be_looked_for_holds_up_nothing(stand: Stand, kind: str) -> None:
    first, later = chat(stand.slack), chat(stand.slack)
    parent = await first.post(saying("declared", "p"), "")
    stand.fault("slack", kind, path="/api/conversations.replies", times=0, status=503)

    await later.post(saying("an update", "u"), parent.ts)

    assert posted(stand, "u")[0]["thread_ts"] == parent.ts
    stand.clear_faults()
    first.close()
    later.close()
