"""The Slack stand-in's rooms, files, groups and people are as strict as the real ones."""

import json

import httpx
import pytest
from stand import Stand

CHANNEL = "C0INCIDENT"
BEARER = {"Authorization": "Bearer xoxb-standin-cockpit"}


def error(answer: httpx.Response) -> str:
    assert (answer.status_code, answer.json()["ok"]) == (200, False)
    return answer.json()["error"]


def say(bot: httpx.Client, text: str, **more: object) -> dict:
    args = {"channel": CHANNEL, "text": text, **more}
    return bot.post("chat.postMessage", json=args).json()


# --- messages --------------------------------------------------------------------------------


def test_nobody_is_notified_without_marks_or_within_code(stand: Stand, bot: httpx.Client) -> None:
    say(bot, "<@U0BEN> <!here>", mrkdwn=False)
    say(bot, "`<@U0BEN>` ```\n<!here>\n``` <@U0LEA>")

    assert [m["notifies"] for m in stand.messages()] == [[], ["@U0LEA"]]


def test_a_deleted_message_leaves_its_place_only_with_answers(
    stand: Stand, bot: httpx.Client
) -> None:
    kept, gone = say(bot, "kept")["ts"], say(bot, "gone")["ts"]
    say(bot, "an answer", thread_ts=kept)
    for ts in (kept, gone):
        bot.post("chat.delete", json={"channel": CHANNEL, "ts": ts})

    there = say(bot, "another", thread_ts=kept)
    elsewhere = say(bot, "too late", thread_ts=gone)

    assert there["message"]["thread_ts"] == kept
    assert elsewhere["ok"]
    assert "thread_ts" not in elsewhere["message"]
    replies = bot.post("conversations.replies", data={"channel": CHANNEL, "ts": kept}).json()
    assert replies["messages"][0]["subtype"] == "tombstone"
    lost = bot.post("conversations.replies", data={"channel": CHANNEL, "ts": gone})
    assert error(lost) == "thread_not_found"


def test_an_edit_keeps_metadata_unless_it_brings_some(bot: httpx.Client) -> None:
    metadata = {"event_type": "x", "event_payload": {"id": "1"}}
    ts = say(bot, "first", metadata=metadata)["ts"]

    def edit(**more: object) -> object:
        given = {"channel": CHANNEL, "ts": ts, "text": "second", **more}
        return bot.post("chat.update", json=given).json()["message"].get("metadata")

    assert edit() == metadata
    assert edit(metadata={}) is None


def test_reactions_stand_with_the_messages_of_a_thread(stand: Stand, bot: httpx.Client) -> None:
    ts = say(bot, "parent")["ts"]
    stand.order("/slack/react", channel=CHANNEL, ts=ts, who="ben", name="eyes")
    shown = bot.post("conversations.replies", data={"channel": CHANNEL, "ts": ts}).json()

    assert shown["messages"][0]["reactions"] == [{"name": "eyes", "users": ["U0BEN"], "count": 1}]
    stand.order("/slack/unreact", channel=CHANNEL, ts=ts, who="ben", name="eyes")
    shown = bot.post("conversations.replies", data={"channel": CHANNEL, "ts": ts}).json()
    assert "reactions" not in shown["messages"][0]


# --- files -----------------------------------------------------------------------------------


def place(bot: httpx.Client, name: str = "log.txt", length: int = 3) -> dict:
    args = {"filename": name, "length": length}
    return bot.post("files.getUploadURLExternal", data=args).json()


def put(url: str, body: bytes, **headers: str) -> int:
    return httpx.post(url, content=body, headers=headers, trust_env=False).status_code


def share(bot: httpx.Client, file: str, **more: object) -> httpx.Response:
    files = [{"id": file, "title": "Log"}]
    return bot.post("files.completeUploadExternal", json={"files": files, **more})


def test_a_file_is_placed_put_and_shared_in_a_thread(stand: Stand, bot: httpx.Client) -> None:
    parent = say(bot, "parent")["ts"]
    file = place(bot)
    assert put(file["upload_url"], b"abc") == 200
    assert [m["text"] for m in stand.messages()] == ["parent"]

    done = share(bot, file["file_id"], channel_id=CHANNEL, thread_ts=parent).json()

    assert done == {"ok": True, "files": [{"id": file["file_id"], "title": "Log"}]}
    replies = bot.post("conversations.replies", data={"channel": CHANNEL, "ts": parent}).json()
    (shared,) = replies["messages"][1]["files"]
    assert (shared["id"], shared["name"], shared["title"]) == (file["file_id"], "log.txt", "Log")


def test_a_file_that_makes_no_sense_is_refused(stand: Stand, bot: httpx.Client) -> None:
    as_json = bot.post("files.getUploadURLExternal", json={"filename": "x", "length": 3})
    assert error(as_json) == "invalid_arguments"
    assert place(bot, length=2_000_000)["error"] == "file_upload_size_restricted"
    file = place(bot)
    assert error(share(bot, file["file_id"], channel_id=CHANNEL)) == "file_not_found"
    assert put(file["upload_url"], b"abc", **BEARER) == 400
    assert put(file["upload_url"], b"abcd") == 400
    assert put(f"{file['upload_url']}x", b"abc") == 404
    assert put(file["upload_url"], b"abc") == 200
    assert put(file["upload_url"], b"abc") == 404
    assert error(share(bot, file["file_id"], channel_id="C0RANDOM")) == "not_in_channel"
    assert share(bot, file["file_id"], channel_id=CHANNEL).json()["ok"]
    assert error(share(bot, file["file_id"], channel_id=CHANNEL)) == "file_not_found"
    assert len(stand.messages()) == 1


# --- rooms -----------------------------------------------------------------------------------


def test_an_invitation_is_all_or_nothing_unless_it_is_forced(
    stand: Stand, bot: httpx.Client
) -> None:
    stand.order("/slack/leave", who="lea")
    room = bot.post("conversations.create", json={"name": "inc-1"}).json()["channel"]["id"]

    def invite(users: str, **more: object) -> httpx.Response:
        args = {"channel": room, "users": users, **more}
        return bot.post("conversations.invite", json=args)

    all_or_nothing = invite("U0BEN,U0LEA")
    assert error(all_or_nothing) == "user_not_found"
    forced = invite("U0BEN,U0LEA,U0COCKPIT", force=True).json()
    assert forced["channel"]["num_members"] == 2
    assert [(e["user"], e["error"]) for e in forced["errors"]] == [
        ("U0LEA", "user_not_found"),
        ("U0COCKPIT", "cant_invite_self"),
    ]
    assert error(invite("U0BEN", force=True)) == "already_in_channel"
    assert error(invite("")) == "no_user"
    bot.post("conversations.archive", json={"channel": room})
    assert error(invite("U0MIA")) == "is_archived"
    assert error(bot.post("conversations.archive", json={"channel": room})) == "already_archived"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"title": "x", "type": "file", "link": "https://x.example"}, "invalid_bookmark_type"),
        ({"title": "x", "type": "link", "link": "x.example"}, "invalid_link"),
        ({"title": "", "type": "link", "link": "https://x.example"}, "invalid_arguments"),
        ({"channel_id": "C0RANDOM", "title": "x", "type": "link"}, "access_denied"),
    ],
)
def test_a_bookmark_that_makes_no_sense(bot: httpx.Client, args: dict, code: str) -> None:
    assert error(bot.post("bookmarks.add", json={"channel_id": CHANNEL, **args})) == code


def test_bookmarks_are_listed_and_may_be_there_twice(bot: httpx.Client) -> None:
    link = {"channel_id": CHANNEL, "title": "x", "type": "link", "link": "https://x.example"}
    for _ in range(2):
        bot.post("bookmarks.add", json=link)
    kept = bot.post("bookmarks.list", json={"channel_id": CHANNEL}).json()["bookmarks"]

    assert [(b["title"], b["link"]) for b in kept] == [("x", "https://x.example")] * 2


def test_a_channel_tells_how_many_only_when_it_is_asked(bot: httpx.Client) -> None:
    plain = bot.post("conversations.info", data={"channel": CHANNEL}).json()
    args = {"channel": CHANNEL, "include_num_members": "true"}

    assert "num_members" not in plain["channel"]
    assert bot.post("conversations.info", data=args).json()["channel"]["num_members"] == 6


def test_a_renamed_channel_says_what_it_was_called(stand: Stand, bot: httpx.Client) -> None:
    stand.order("/slack/rename", channel=CHANNEL, name="incidents")
    room = bot.post("conversations.info", data={"channel": CHANNEL}).json()["channel"]

    assert (room["name"], room["previous_names"]) == ("incidents", ["novavms-incident-live"])


def test_orders_that_make_no_sense_are_refused(stand: Stand) -> None:
    for path, given in (
        ("/slack/say", {"channel": "nowhere", "who": "ben", "text": "x"}),
        ("/slack/rename", {"channel": "nowhere", "name": "x"}),
        ("/slack/delete", {"channel": CHANNEL, "ts": "1.0"}),
        ("/slack/group", {"group": "S0NONE"}),
        ("/slack/leave", {"who": "eve"}),
        ("/slack/react", {"channel": CHANNEL}),
    ):
        answer = httpx.post(f"{stand.control}{path}", json=given, trust_env=False)
        assert answer.status_code == 400, path


# --- people and groups -----------------------------------------------------------------------


def test_groups_tell_what_they_are_asked_for(stand: Stand, bot: httpx.Client) -> None:
    def group(**more: object) -> dict:
        (found,) = bot.post("usergroups.list", data=more).json()["usergroups"]
        return found

    assert {"users", "user_count"} & set(group()) == set()
    assert group(include_count="true")["user_count"] == 2
    assert group(include_users="true")["users"] == ["U0ANA", "U0BEN"]
    stand.order("/slack/group", group="S0ONCALL", people=["mia"], disabled=True)
    assert bot.post("usergroups.list").json()["usergroups"] == []
    disabled = group(include_disabled="true", include_users="true")
    assert (disabled["users"], disabled["date_delete"] > 0) == (["U0MIA"], True)


def test_a_group_takes_nobody_who_has_left(stand: Stand, bot: httpx.Client) -> None:
    stand.order("/slack/leave", who="lea")

    def update(users: str) -> httpx.Response:
        args = {"usergroup": "S0ONCALL", "users": users}
        return bot.post("usergroups.users.update", json=args)

    assert error(update("U0LEA")) == "failed_for_some_users"
    assert error(update("U0EVE")) == "invalid_users"
    gone = {"email": "lea@novavms.example"}
    assert error(bot.post("users.lookupByEmail", data=gone)) == "users_not_found"


def test_everybody_is_listed_page_by_page_programs_too(stand: Stand, bot: httpx.Client) -> None:
    stand.order("/slack/leave", who="lea")
    stand.order("/slack/call", who="mia", display_name="Mia \u202e")
    found: dict[str, dict] = {}
    cursor = ""
    while True:
        page = bot.post("users.list", data={"limit": "3", "cursor": cursor}).json()
        assert len(page["members"]) <= 3
        found |= {person["id"]: person for person in page["members"]}
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break

    assert {key for key, person in found.items() if person["is_bot"]} == {
        "U0MONITOR",
        "U0COCKPIT",
        "USLACKBOT",
    }
    assert [key for key, person in found.items() if person["deleted"]] == ["U0LEA"]
    assert found["U0MIA"]["profile"]["display_name"] == "Mia \u202e"


def test_a_monitor_is_no_person_and_its_messages_say_so(bot: httpx.Client) -> None:
    shown = bot.post("conversations.history", data={"channel": "C0ALERTS"}).json()["messages"]

    assert {m["bot_profile"]["name"] for m in shown} == {"monitor"}
    assert [m.get("reply_count", 0) for m in shown] == [0, 0, 1, 0]


def test_what_was_changed_by_hand_outlives_a_restart(stand: Stand, bot: httpx.Client) -> None:
    stand.order("/slack/rename", channel=CHANNEL, name="incidents")
    ts = say(bot, "gone")["ts"]
    stand.order("/slack/delete", channel=CHANNEL, ts=ts)
    state = json.loads((stand.folder / "standins.json").read_text(encoding="utf-8"))
    (room,) = [room for room in state["slack"]["rooms"] if room["id"] == CHANNEL]

    assert (room["name"], room["deleted"]) == ("incidents", [ts])
