"""What is changed at Slack: done once, found again, and refused in words."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from scripted import Asked, Scripted, Told
from slack_rig import ANA, BEN, CANARY, CHANNEL, asked, chat, posted, saying
from stand import Stand

from cockpit.adapters.slack import Slack
from cockpit.domain.effects import Purpose
from cockpit.domain.effects_chat import (
    AddBookmark,
    ArchiveRoom,
    ChatChange,
    EditMessage,
    InviteToRoom,
    OpenRoom,
    SetTopic,
    SetUserGroup,
    ShareSnippet,
)
from cockpit.ports.outside import Changed, Garbled, PortError, Refused, Unreachable

OF = {"id": "c", "incident_id": "Q1"}
ROOM = {**OF, "room_of": "o"}


def edit(text: str, **more: object) -> EditMessage:
    return EditMessage(**OF, channel=CHANNEL, message_of="u", text=text, **more)


def snippet(text: str = "one\ntwo", **more: object) -> ShareSnippet:
    given = {**OF, "channel": CHANNEL, "thread_of": "p", "title": "Log: db-1", **more}
    return ShareSnippet(text=text, **given)


def group(*users: str, before: tuple[str, ...] = ()) -> SetUserGroup:
    return SetUserGroup(**OF, group_id="S0ONCALL", group="oncall", user_ids=users, before=before)


async def opened(slack: Slack, name: str = "inc-4217") -> str:
    return (await slack.alter(OpenRoom(**OF, name=name), "", "")).ref


def policy(stand: Stand, method: str, error: str) -> None:
    """The workspace refuses the next call of a method."""
    body = json.dumps({"ok": False, "error": error})
    stand.fault("slack", "status", path=f"/api/{method}", status=200, body=body)


# --- edits -----------------------------------------------------------------------------------


async def test_an_edit_keeps_what_other_cockpits_read(stand: Stand, slack: Slack) -> None:
    parent = await slack.post(saying("declared", "p"), "")
    about = [("phase", "identified")]
    said = await slack.post(saying("wrong", "u", purpose=Purpose.UPDATE, about=about), parent.ts)
    change = edit("right <!here> @ben https://x.example", mentions=(BEN,))
    assert await slack.find_alteration(change, said.ts, "", stand.now()) is None

    done = await slack.alter(change, said.ts, "")

    (there,) = posted(stand, "u")
    assert there["text"] == "right &lt;!here&gt; <@U0BEN> https://x.example"
    assert done == await slack.find_alteration(change, said.ts, "", stand.now())
    (reply,) = (await slack.replies(CHANNEL, parent.ts, "")).replies
    assert (reply.ours, reply.purpose, reply.about) == ("u", "update", (("phase", "identified"),))


@pytest.mark.parametrize("kind", ["drop", "truncate", "garbage", "status"])
async def test_an_edit_whose_answer_is_lost_is_found(stand: Stand, slack: Slack, kind: str) -> None:
    said = await slack.post(saying("wrong", "u"), "")
    stand.fault("slack", kind, path="/api/chat.update", act=True, status=502)

    with pytest.raises(PortError) as caught:
        await slack.alter(edit("right"), said.ts, "")

    lost = isinstance(caught.value, Unreachable) and caught.value.maybe_sent
    assert lost or isinstance(caught.value, Garbled)
    assert await slack.find_alteration(edit("right"), said.ts, "", stand.now()) is not None


async def test_edits_that_cannot_be(stand: Stand, slack: Slack) -> None:
    other = stand.order("/slack/say", channel=CHANNEL, who="ben", text="mine")["ts"]
    said = await slack.post(saying("x", "u"), "")

    for change, ref, words, code in (
        (edit("y"), other, "only the app that posted", "cant_update_message"),
        (edit("y" * 4001), said.ts, "more than Slack keeps", "msg_too_long"),
        (edit("y"), "", "never posted", ""),
        (edit("y"), "1.000001", "the message is gone", "message_not_found"),
    ):
        with pytest.raises(Refused, match=words) as caught:
            await slack.alter(change, ref, "")
        assert caught.value.code == code

    with pytest.raises(Refused, match="message is gone"):
        await slack.find_alteration(edit("y"), "1.000001", "", stand.now())
    policy(stand, "chat.update", "edit_window_closed")
    with pytest.raises(Refused, match="any more after this time") as late:
        await slack.alter(edit("y"), said.ts, "")
    assert "post a new message" in late.value.mend
    stand.order("/slack/archive", channel=CHANNEL)
    with pytest.raises(Refused, match="archived"):
        await slack.alter(edit("y"), said.ts, "")
    assert posted(stand, "u")[0]["text"] == "x"


# --- snippets --------------------------------------------------------------------------------


async def test_a_snippet_stands_in_its_thread_and_is_found(stand: Stand, slack: Slack) -> None:
    since = stand.now()
    parent = await slack.post(saying("declared", "p"), "")
    change = snippet("ü <!channel>\n" * 10_000)
    assert await slack.find_alteration(change, "", parent.ts, since) is None

    done = await slack.alter(change, "", parent.ts)

    (_, shared) = stand.messages()
    assert (shared["files"], shared["thread_ts"]) == ([done.ref], parent.ts)
    assert shared["notifies"] == []
    found = await slack.find_alteration(change, "", parent.ts, since)
    assert found is not None
    assert found.ref == done.ref
    assert await slack.find_alteration(snippet(id="d"), "", parent.ts, since) is None


async def test_a_snippet_may_stand_in_the_channel_itself(stand: Stand, slack: Slack) -> None:
    since = stand.now()
    done = await slack.alter(snippet(), "", "")

    found = await slack.find_alteration(snippet(), "", "", since)
    assert found is not None
    assert found.ref == done.ref


@pytest.mark.parametrize("step", ["/api/files.getUploadURLExternal", "/upload/v1/"])
@pytest.mark.parametrize("kind", ["drop", "status"])
async def test_before_a_snippet_is_shared_a_failure_is_certain(
    stand: Stand, slack: Slack, step: str, kind: str
) -> None:
    stand.fault("slack", kind, path=step, act=True, status=502)

    with pytest.raises(Unreachable) as caught:
        await slack.alter(snippet(), "", "")

    assert not caught.value.maybe_sent
    await slack.alter(snippet(), "", "")
    assert len(stand.messages()) == 1


@pytest.mark.parametrize("kind", ["drop", "truncate", "garbage", "status"])
async def test_a_shared_snippet_whose_answer_is_lost_is_found(
    stand: Stand, slack: Slack, kind: str
) -> None:
    since = stand.now()
    stand.fault("slack", kind, path="/api/files.complete", act=True, status=502)

    with pytest.raises(PortError) as caught:
        await slack.alter(snippet(), "", "")

    lost = isinstance(caught.value, Unreachable) and caught.value.maybe_sent
    assert lost or isinstance(caught.value, Garbled)
    assert await slack.find_alteration(snippet(), "", "", since) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://files.slack.com.evil.example/upload",
        "https://evil.example/upload",
        "http://files.slack.com/upload",
        "https://files.slack.com:8443/upload",
        "https://files.slack.com@evil.example/upload",
        "file:///etc/passwd",
        "http://127.0.0.1:1/upload",
        "http://[::1/upload",
        "",
    ],
)
async def test_nothing_is_uploaded_where_slack_is_not(address: str) -> None:
    def answer(_: Asked) -> Told:
        return Told({"ok": True, "file_id": "F1", "upload_url": address})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/", CANARY)
        with pytest.raises(Refused, match="not its own") as caught:
            await port.alter(snippet(), "", "")
        port.close()

    assert caught.value.code == "foreign_upload"
    assert len(server.asked) == 1


async def test_an_upload_carries_no_token_and_follows_nothing() -> None:
    with Scripted(lambda _: Told({})) as elsewhere:

        def answer(request: Asked) -> Told:
            if request.path == "/up":
                return Told(b"", 307, {"Location": f"{elsewhere.url}/up"})
            return Told({"ok": True, "file_id": "F1", "upload_url": f"{server.url}/up"})

        with Scripted(answer) as server:
            port = chat(f"{server.url}/api/", CANARY)
            with pytest.raises(Refused, match="did not take the file"):
                await port.alter(snippet(), "", "")
            port.close()

    assert elsewhere.asked == []
    _, upload = server.asked
    assert upload.body == b"one\ntwo"
    assert CANARY not in str(upload.headers)


async def test_snippets_that_cannot_be(stand: Stand, slack: Slack) -> None:
    with pytest.raises(Refused, match="nothing in the snippet"):
        await slack.alter(snippet(""), "", "")
    with pytest.raises(Refused, match="larger than the workspace takes"):
        await slack.alter(snippet("x" * 1_000_001), "", "")
    policy(stand, "files.getUploadURLExternal", "file_uploads_disabled")
    with pytest.raises(Refused, match="takes no files"):
        await slack.alter(snippet(), "", "")
    stand.order("/slack/expel", channel=CHANNEL)
    with pytest.raises(Refused, match="not in the channel") as caught:
        await slack.alter(snippet(), "", "")

    assert "/invite" in caught.value.mend
    assert stand.messages() == []


# --- rooms -----------------------------------------------------------------------------------


async def test_a_room_is_opened_furnished_and_archived(stand: Stand, slack: Slack) -> None:
    since = stand.now()
    opening = OpenRoom(**OF, name="inc-4217", is_private=True)
    topic = SetTopic(**ROOM, topic="P1: <Cloud> API & more")
    people = InviteToRoom(**ROOM, user_ids=("U0ANA", "U0BEN"))
    mark = AddBookmark(**ROOM, title="The <board>", url="https://x.example/?a=1&b=2")
    end = ArchiveRoom(**ROOM)
    assert await slack.find_alteration(opening, "", "", since) is None
    room = await slack.alter(opening, "", "")
    assert await slack.find_alteration(opening, "", "", since) == room

    for change in (topic, people, mark, end):
        assert await slack.find_alteration(change, room.ref, "", since) is None
        assert await slack.alter(change, room.ref, "") == Changed(ref=room.ref)
        assert await slack.find_alteration(change, room.ref, "", since) == Changed(ref=room.ref)
    assert room.at == since


async def test_a_room_keeps_a_link_to_the_thread_which_only_slack_knows(
    stand: Stand, slack: Slack
) -> None:
    ref = await opened(slack)
    said = await slack.post(saying("declared", "p"), "")
    mark = AddBookmark(**ROOM, title="Thread", channel=CHANNEL, thread=said.ts)
    assert await slack.find_alteration(mark, ref, "", stand.now()) is None
    await slack.alter(mark, ref, "")
    (kept,) = stand.writes("slack", "/api/bookmarks.add")

    assert json.loads(kept["body"])["link"].endswith(
        f"/archives/{CHANNEL}/p{said.ts.replace('.', '')}"
    )
    assert await slack.find_alteration(mark, ref, "", stand.now()) == Changed(ref=ref)
    with pytest.raises(Refused, match="the message is gone"):
        await slack.alter(replace(mark, thread="1.000001"), ref, "")


async def test_what_stands_already_is_as_good(stand: Stand, slack: Slack) -> None:
    ref = await opened(slack)
    people = InviteToRoom(**ROOM, user_ids=("U0ANA", "U0BEN"))
    for change in (people, ArchiveRoom(**ROOM)):
        await slack.alter(change, ref, "")
        if isinstance(change, InviteToRoom):
            more = InviteToRoom(**ROOM, user_ids=("U0BEN", "U0LEA", "U0COCKPIT"))
            await slack.alter(more, ref, "")
        assert await slack.alter(change, ref, "") == Changed(ref=ref)


async def test_who_could_not_be_invited_is_named_and_the_others_are(
    stand: Stand, slack: Slack
) -> None:
    ref = await opened(slack)
    stand.order("/slack/leave", who="lea")
    change = InviteToRoom(**ROOM, user_ids=("U0BEN", "U0LEA", "U0NOBODY"))

    with pytest.raises(Refused, match="not everybody was invited: lea, U0NOBODY: ") as caught:
        await slack.alter(change, ref, "")

    assert caught.value.code == "user_not_found"
    assert caught.value.mend
    assert await slack.find_alteration(change, ref, "", stand.now()) is None
    done = InviteToRoom(**ROOM, user_ids=("U0BEN",))
    assert await slack.find_alteration(done, ref, "", stand.now()) is not None


async def test_a_name_that_somebody_else_took(stand: Stand, slack: Slack) -> None:
    since = stand.now()
    change = OpenRoom(**OF, name="random")
    hidden = OpenRoom(**OF, name="security")

    with pytest.raises(Refused, match="exists already") as caught:
        await slack.alter(change, "", "")
    with pytest.raises(Refused, match="where the app cannot see it"):
        await slack.alter(hidden, "", "")

    assert caught.value.code == "name_taken"
    assert await slack.find_alteration(change, "", "", since) is None


async def test_a_room_from_a_lost_attempt_is_found_and_an_older_one_is_not_taken_for_it(
    stand: Stand, slack: Slack
) -> None:
    since = stand.now()
    change = OpenRoom(**OF, name="inc-4217")
    stand.fault("slack", "drop", path="/api/conversations.create", act=True)
    with pytest.raises(Unreachable) as lost:
        await slack.alter(change, "", "")
    assert lost.value.maybe_sent

    with pytest.raises(Garbled, match="already"):
        await slack.alter(change, "", "")
    found = await slack.find_alteration(change, "", "", since)
    assert found is not None
    assert found.ref
    with pytest.raises(Refused, match=r"exists since .* the app opened it") as older:
        await slack.find_alteration(change, "", "", since + timedelta(hours=1))
    assert older.value.retry_after_s is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (OpenRoom(**OF, name="Inc 4217"), "characters that Slack does not take"),
        (OpenRoom(**OF, name="x" * 81), "too long"),
        (OpenRoom(**OF, name=""), "no name"),
        (SetTopic(**ROOM, topic="x" * 251), "250 characters"),
        (AddBookmark(**ROOM, title="x", url="javascript:alert(1)"), "does not take this link"),
        (InviteToRoom(**ROOM, user_ids=("U0NOBODY",)), "no such person"),
    ],
)
async def test_rooms_that_cannot_be(
    stand: Stand, slack: Slack, change: ChatChange, words: str
) -> None:
    ref = await opened(slack, "room")

    with pytest.raises(Refused, match=words) as caught:
        await slack.alter(change, ref, "")

    assert caught.value.mend


@pytest.mark.parametrize("change", [SetTopic(**ROOM, topic="x"), ArchiveRoom(**ROOM)])
async def test_a_room_that_is_not_there_yet(slack: Slack, stand: Stand, change: ChatChange) -> None:
    with pytest.raises(Refused, match="not there yet"):
        await slack.alter(change, "", "")
    assert await slack.find_alteration(change, "", "", stand.now()) is None


@pytest.mark.parametrize(
    ("method", "error", "words"),
    [
        ("conversations.create", "restricted_action", "does not let the app open channels"),
        ("conversations.archive", "cant_archive_required", "cannot be archived"),
        ("conversations.archive", "not_in_channel", "not in the channel"),
        ("conversations.setTopic", "user_is_restricted", "a guest may not"),
        ("conversations.setTopic", "is_archived", "archived"),
        ("conversations.invite", "is_archived", "archived"),
        ("conversations.invite", "ura_max_channels", "as many channels"),
        ("bookmarks.add", "too_many_bookmarks", "as many bookmarks"),
        ("bookmarks.add", "missing_scope", "lacks the scope"),
    ],
)
async def test_what_a_workspace_does_not_let_us(
    stand: Stand, slack: Slack, method: str, error: str, words: str
) -> None:
    ref = await opened(slack, "room")
    change: dict[str, ChatChange] = {
        "conversations.create": OpenRoom(**OF, name="inc-1"),
        "conversations.archive": ArchiveRoom(**ROOM),
        "conversations.setTopic": SetTopic(**ROOM, topic="x"),
        "conversations.invite": InviteToRoom(**ROOM, user_ids=("U0BEN",)),
        "bookmarks.add": AddBookmark(**ROOM, title="x", url="https://x.example"),
    }
    policy(stand, method, error)

    with pytest.raises(Refused, match=words) as caught:
        await slack.alter(change[method], ref, "")

    assert caught.value.code == error
    assert caught.value.mend


# --- the on-call group -----------------------------------------------------------------------


async def test_a_group_is_replaced_as_it_was_seen_and_read_back(stand: Stand, slack: Slack) -> None:
    change = group("U0BEN", "U0LEA", before=("U0ANA", "U0BEN"))
    assert await slack.find_alteration(change, "", "", stand.now()) is None

    done = await slack.alter(change, "", "")

    assert done == await slack.find_alteration(change, "", "", stand.now())
    assert {m.id for m in await slack.workspace.group_members("S0ONCALL")} == {"U0BEN", "U0LEA"}
    assert asked(stand, "usergroups.users.list") == 5
    await slack.alter(change, "", "")
    assert asked(stand, "usergroups.users.update") == 1


async def test_what_a_colleague_did_to_the_group_meanwhile_is_not_overwritten(
    stand: Stand, slack: Slack
) -> None:
    stand.order("/slack/group", group="S0ONCALL", people=["mia"])

    with pytest.raises(Refused, match="@oncall has changed since: mia") as caught:
        await slack.alter(group("U0LEA", before=("U0ANA", "U0BEN")), "", "")

    assert caught.value.mend
    assert asked(stand, "usergroups.users.update") == 0


async def test_a_group_that_does_not_keep_what_it_was_told() -> None:
    def answer(request: Asked) -> Told:
        if request.path.endswith("users.info"):
            return Told({"ok": False, "error": "user_not_found"})
        return Told({"ok": True, "users": ["U2"], "usergroup": {"users": ["U1"]}})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        with pytest.raises(Refused, match="was set, and yet is now: U2"):
            await port.alter(group("U1"), "", "")
        port.close()


async def test_a_group_is_never_emptied(stand: Stand, slack: Slack) -> None:
    with pytest.raises(Refused, match="cannot be emptied") as caught:
        await slack.alter(group(), "", "")

    assert caught.value.code == "no_users_provided"
    assert asked(stand, "usergroups.users.update") == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("permission_denied", "does not let the app change this group"),
        ("plan_upgrade_required", "plan has no user groups"),
        ("no_users_provided", "cannot be emptied"),
        ("invalid_users", "does not know all of these people"),
        ("failed_for_some_users", "no longer, in the workspace"),
        ("subteam_max_users_exceeded", "more people than"),
    ],
)
async def test_refusals_of_a_group(stand: Stand, slack: Slack, error: str, words: str) -> None:
    policy(stand, "usergroups.users.update", error)

    with pytest.raises(Refused, match=words) as caught:
        await slack.alter(group("U0LEA"), "", "")

    assert (caught.value.code, caught.value.credentials) == (error, False)
    assert caught.value.mend


async def test_people_who_are_not_there_any_more_cannot_be_on_call(
    stand: Stand, slack: Slack
) -> None:
    stand.order("/slack/leave", who="lea")

    with pytest.raises(Refused, match="no longer, in the workspace"):
        await slack.alter(group("U0LEA"), "", "")
    with pytest.raises(Refused, match="does not know all"):
        await slack.alter(group("U0NOBODY"), "", "")
    unknown = SetUserGroup(**OF, group_id="S0NONE", group="x", user_ids=("U0ANA",))
    with pytest.raises(Refused, match="no such user group"):
        await slack.alter(unknown, "", "")


async def test_a_group_whose_answer_is_lost_is_found(stand: Stand, slack: Slack) -> None:
    stand.fault("slack", "drop", path="/api/usergroups.users.update", act=True)

    with pytest.raises(Unreachable) as caught:
        await slack.alter(group("U0LEA"), "", "")

    assert caught.value.maybe_sent
    assert await slack.find_alteration(group("U0LEA"), "", "", stand.now()) is not None
    assert await slack.find_alteration(group(ANA.id), "", "", stand.now()) is None
