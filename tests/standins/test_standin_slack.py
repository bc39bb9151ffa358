"""The Slack stand-in is strict about what the real one is strict about."""

import httpx
import pytest
from stand import Stand

CHANNEL = "C0INCIDENT"


def post(client: httpx.Client, text: str = "hello", **more: object) -> dict:
    args = {"channel": CHANNEL, "text": text, **more}
    return client.post("chat.postMessage", json=args).json()


def error(answer: httpx.Response) -> str:
    assert (answer.status_code, answer.json()["ok"]) == (200, False)
    return answer.json()["error"]


def test_a_token_is_needed_and_checked(stand: Stand) -> None:
    url = f"{stand.slack}auth.test"

    assert error(httpx.post(url, trust_env=False)) == "not_authed"
    wrong = {"Authorization": "Bearer xoxb-wrong"}
    assert error(httpx.post(url, headers=wrong, trust_env=False)) == "invalid_auth"
    given = httpx.post(url, data={"token": "xoxb-standin-cockpit"}, trust_env=False)
    assert given.json()["bot_id"] == "B0COCKPIT"
    assert "chat:write" in given.headers["x-oauth-scopes"]


def test_a_revoked_token_says_so(stand: Stand, bot: httpx.Client) -> None:
    stand.order("/slack/revoke", token="xoxb-standin-cockpit")

    assert error(bot.post("auth.test")) == "token_revoked"


def test_a_missing_scope_is_named(stand: Stand) -> None:
    headers = {"Authorization": "Bearer xoxb-standin-narrow"}
    answer = httpx.post(
        f"{stand.slack}chat.postMessage",
        json={"channel": CHANNEL, "text": "x"},
        headers=headers,
        trust_env=False,
    )

    assert error(answer) == "missing_scope"
    assert (answer.json()["needed"], answer.json()["provided"]) == ("chat:write", "users:read")


def test_an_unknown_method_says_so(bot: httpx.Client) -> None:
    assert error(bot.post("chat.shout")) == "unknown_method"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"channel": "#novavms-incident-live", "text": "x"}, "channel_not_found"),
        ({"channel": "C0SECURITY", "text": "x"}, "channel_not_found"),
        ({"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ({"channel": CHANNEL, "text": " "}, "no_text"),
        ({"channel": CHANNEL}, "no_text"),
        ({"channel": 7, "text": "x"}, "invalid_arguments"),
        ({"channel": CHANNEL, "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": CHANNEL, "text": "x", "blocks": [{}]}, "invalid_blocks"),
        ({"channel": CHANNEL, "text": "x", "metadata": {"id": 1}}, "invalid_metadata_format"),
    ],
)
def test_a_post_that_makes_no_sense_is_refused(
    stand: Stand, bot: httpx.Client, args: dict, code: str
) -> None:
    before = len(stand.messages())

    assert error(bot.post("chat.postMessage", json=args)) == code
    assert len(stand.messages()) == before


def test_form_and_json_are_both_understood(stand: Stand, bot: httpx.Client) -> None:
    bot.post("chat.postMessage", data={"channel": CHANNEL, "text": "form & füße"})
    post(bot, "json & füße")

    assert [m["text"] for m in stand.messages()] == ["form &amp; füße", "json &amp; füße"]


def test_every_post_is_a_new_message_whatever_its_own_id(stand: Stand, bot: httpx.Client) -> None:
    stamps = {post(bot, client_msg_id="same")["ts"] for _ in range(3)}

    assert len(stamps) == len(stand.messages()) == 3
    assert sorted(stamps) == [m["ts"] for m in stand.messages()]


def test_only_unescaped_control_sequences_ring(stand: Stand, bot: httpx.Client) -> None:
    post(bot, "&lt;!channel&gt; a < b & c > d")
    post(bot, "<!channel> <@U0BEN> <!subteam^S0ONCALL> <b>")

    quiet, loud = stand.messages()
    assert quiet["text"] == "&lt;!channel&gt; a &lt; b &amp; c &gt; d"
    assert quiet["notifies"] == []
    assert loud["notifies"] == ["!channel", "@U0BEN", "!subteam^S0ONCALL"]
    assert loud["text"].endswith("&lt;b&gt;")


def test_a_text_that_is_too_long_is_cut_with_a_warning(stand: Stand, bot: httpx.Client) -> None:
    answer = post(bot, "x" * 40_001)

    assert answer["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(stand.messages()[0]["text"]) == 40_000


def test_a_thread_shows_its_parent_first_then_in_order(stand: Stand, bot: httpx.Client) -> None:
    parent = post(bot, "parent")["ts"]
    stand.advance(10)
    stand.order("/slack/reply", who="ben", text="here")
    reply = post(bot, "update", thread_ts=parent)["ts"]
    answer = bot.post("conversations.replies", data={"channel": CHANNEL, "ts": parent}).json()

    assert [m["text"] for m in answer["messages"]] == ["parent", "here", "update"]
    assert (answer["messages"][0]["reply_count"], answer["has_more"]) == (2, False)
    assert answer["messages"][1]["thread_ts"] == parent
    refusal = post(bot, "no", thread_ts=reply)
    assert refusal["error"] == "cannot_reply_to_message"
    history = bot.post("conversations.history", data={"channel": CHANNEL}).json()
    assert [m["text"] for m in history["messages"]] == ["parent"]


def test_replies_later_than_a_ts_come_with_the_parent(stand: Stand, bot: httpx.Client) -> None:
    parent = post(bot, "parent")["ts"]
    stamps = [post(bot, f"r{n}", thread_ts=parent)["ts"] for n in range(3)]
    args = {"channel": CHANNEL, "ts": parent, "oldest": stamps[1]}

    def texts(**more: object) -> list[str]:
        answer = bot.post("conversations.replies", json={**args, **more}).json()
        return [m["text"] for m in answer["messages"]]

    assert texts() == ["parent", "r2"]
    assert texts(inclusive=True) == ["parent", "r1", "r2"]


def test_lists_go_on_with_a_cursor(stand: Stand, bot: httpx.Client) -> None:
    for n in range(5):
        post(bot, f"m{n}")
    seen: list[str] = []
    cursor = ""
    while True:
        args = {"channel": CHANNEL, "limit": 2, "cursor": cursor}
        page = bot.post("conversations.history", json=args).json()
        seen += [m["text"] for m in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"]
        assert page["has_more"] is bool(cursor)
        if not cursor:
            break

    assert seen == ["m4", "m3", "m2", "m1", "m0"]
    bad = bot.post("conversations.history", json={"channel": CHANNEL, "cursor": "?"})
    assert error(bad) == "invalid_cursor"


def test_metadata_is_kept_and_read_only_on_request(stand: Stand, bot: httpx.Client) -> None:
    metadata = {"event_type": "cockpit", "event_payload": {"id": "e1"}}
    post(bot, metadata=metadata)

    def read(**more: object) -> object:
        args = {"channel": CHANNEL, **more}
        messages = bot.post("conversations.history", json=args).json()["messages"]
        return messages[0]["metadata"]

    assert read(include_all_metadata=True) == metadata
    assert "event_payload" not in read()


def test_one_edits_and_deletes_only_what_is_ones_own(stand: Stand, bot: httpx.Client) -> None:
    mine = post(bot, "first")["ts"]
    other = stand.order("/slack/say", channel="novavms-incident-live", who="ben", text="mine")["ts"]

    edited = bot.post("chat.update", json={"channel": CHANNEL, "ts": mine, "text": "second"})
    assert edited.json()["text"] == "second"
    args = {"channel": CHANNEL, "ts": other, "text": "hijack"}
    assert error(bot.post("chat.update", json=args)) == "cant_update_message"
    assert error(bot.post("chat.delete", json=args)) == "cant_delete_message"
    long = {"channel": CHANNEL, "ts": mine, "text": "x" * 4001}
    assert error(bot.post("chat.update", json=long)) == "msg_too_long"


def test_reactions_are_added_once_and_read_back(stand: Stand, bot: httpx.Client) -> None:
    ts = post(bot)["ts"]
    args = {"channel": CHANNEL, "timestamp": ts, "name": "thumbsup"}

    assert bot.post("reactions.add", json=args).json() == {"ok": True}
    assert error(bot.post("reactions.add", json=args)) == "already_reacted"
    stand.order("/slack/react", channel=CHANNEL, ts=ts, who="ben", name="+1")
    message = bot.post("reactions.get", json={"channel": CHANNEL, "timestamp": ts}).json()
    assert message["message"]["reactions"] == [
        {"name": "+1", "users": ["U0COCKPIT", "U0BEN"], "count": 2}
    ]


def test_a_permalink_names_the_message(bot: httpx.Client) -> None:
    ts = post(bot)["ts"]
    answer = bot.post("chat.getPermalink", data={"channel": CHANNEL, "message_ts": ts}).json()

    assert answer["permalink"].endswith(f"/archives/{CHANNEL}/p{ts.replace('.', '')}")


def test_channels_are_made_topics_set_people_invited(bot: httpx.Client) -> None:
    made = bot.post("conversations.create", json={"name": "inc-4217"}).json()["channel"]
    assert made["is_member"]
    assert error(bot.post("conversations.create", json={"name": "inc-4217"})) == "name_taken"
    bad = bot.post("conversations.create", json={"name": "Inc 4217"})
    assert error(bad) == "invalid_name_specials"
    topic = {"channel": made["id"], "topic": "P1"}
    assert (
        bot.post("conversations.setTopic", json=topic).json()["channel"]["topic"]["value"] == "P1"
    )
    users = {"channel": made["id"], "users": "U0BEN,U0LEA"}
    assert bot.post("conversations.invite", json=users).json()["channel"]["num_members"] == 3
    assert bot.post("conversations.archive", json={"channel": made["id"]}).json()["ok"]
    late = {"channel": made["id"], "text": "x"}
    assert error(bot.post("chat.postMessage", json=late)) == "is_archived"


def test_a_user_group_is_replaced_and_never_emptied(bot: httpx.Client) -> None:
    group = {"usergroup": "S0ONCALL"}

    assert bot.post("usergroups.users.list", json=group).json()["users"] == ["U0ANA", "U0BEN"]
    empty = bot.post("usergroups.users.update", json={**group, "users": ""})
    assert error(empty) == "no_users_provided"
    bot.post("usergroups.users.update", json={**group, "users": "U0LEA"})
    assert bot.post("usergroups.users.list", json=group).json()["users"] == ["U0LEA"]


def test_the_rate_limit_is_real_and_passes(stand: Stand, bot: httpx.Client) -> None:
    codes = [bot.post("conversations.list").status_code for _ in range(41)]
    last = bot.post("conversations.list")

    assert codes == [200] * 40 + [429]
    assert (last.json()["error"], 0 < int(last.headers["Retry-After"]) <= 60) == (
        "ratelimited",
        True,
    )
    stand.advance(61)
    assert bot.post("conversations.list").json()["ok"]


def test_colleagues_answer_some_time_after_the_thread_was_opened(
    stand: Stand, bot: httpx.Client
) -> None:
    stand.advance(300)
    parent = post(bot, "declared")["ts"]
    stand.advance(44)
    assert len(stand.messages()) == 1
    stand.advance(1)
    reply = stand.messages()[1]

    assert (reply["user"], reply["thread_ts"]) == ("U0MIA", parent)
    assert reply["ts"] == "1776761395.000000"
