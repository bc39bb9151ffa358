"""Whatever Slack refuses is told in words with what to do; what was to be sent stays whole."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from scripted import Asked, Scripted, Told
from slack_rig import CANARY, CHANNEL, TOKEN, asked, chat, posted, saying
from stand import Stand

from cockpit.adapters import slack_words
from cockpit.adapters.slack import Slack
from cockpit.adapters.slack_speech import Answer, Question, refusal
from cockpit.domain.effects_chat import OpenRoom
from cockpit.ports.outside import Refused

SINCE = datetime(2026, 4, 21, tzinfo=UTC)


async def refused(call: Awaitable[object]) -> Refused:
    with pytest.raises(Refused) as caught:
        await call
    assert caught.value.reason
    assert caught.value.mend
    return caught.value


async def test_the_app_was_thrown_out_of_the_channel(stand: Stand, slack: Slack) -> None:
    stand.order("/slack/expel", channel=CHANNEL)

    error = await refused(slack.post(saying("x", "m"), ""))

    assert (error.code, error.reason) == ("not_in_channel", "the app is not in the channel")
    assert "/invite" in error.mend
    assert stand.messages() == []


@pytest.mark.parametrize(
    ("ask", "scope"),
    [
        (lambda s: s.post(saying("x", "m"), ""), "chat:write"),
        (lambda s: s.find(CHANNEL, "", "m", SINCE), "channels:history"),
        (lambda s: s.workspace.groups(), "usergroups:read"),
        (lambda s: s.workspace.person("a@b.example"), "users:read.email"),
        (lambda s: s.workspace.members(CHANNEL), "channels:read"),
        (
            lambda s: s.alter(OpenRoom(id="o", incident_id="Q1", name="inc-1"), "", ""),
            "channels:manage",
        ),
    ],
)
async def test_a_missing_scope_is_named(
    stand: Stand, ask: Callable[[Slack], Awaitable[object]], scope: str
) -> None:
    port = chat(stand.slack, "xoxb-standin-narrow")

    error = await refused(ask(port))

    assert (error.code, error.credentials) == ("missing_scope", True)
    assert scope in error.reason
    assert scope in error.mend
    port.close()


async def test_a_channel_that_slack_does_not_know(stand: Stand, slack: Slack) -> None:
    by_id = await refused(slack.post(saying("x", "m", channel="C0NOWHERE"), ""))
    by_name = await refused(slack.post(saying("x", "m", channel="#nowhere"), ""))

    assert (by_id.code, by_name.code) == ("channel_not_found", "channel_not_found")
    assert "no channel nowhere" in by_name.reason
    assert "id" in by_name.mend


async def test_an_archived_channel(stand: Stand, slack: Slack) -> None:
    stand.order("/slack/archive", channel=CHANNEL)
    error = await refused(slack.post(saying("x", "m"), ""))
    assert (error.code, error.reason) == ("is_archived", "the channel is archived")

    stand.order("/slack/archive", channel=CHANNEL, archived=False)
    await slack.post(saying("x", "m"), "")
    assert len(posted(stand, "m")) == 1


async def test_too_long_says_so_whoever_notices(stand: Stand, slack: Slack) -> None:
    body = json.dumps({"ok": False, "error": "msg_too_long"})
    stand.fault("slack", "status", path="/api/chat.postMessage", status=200, body=body)

    slacks = await refused(slack.post(saying("x", "m"), ""))
    ours = await refused(slack.post(saying("x" * 4001, "m"), ""))

    assert slacks.code == ours.code == "msg_too_long"
    assert stand.messages() == []


@pytest.mark.parametrize("given", [7, 0, 100_000, None])
async def test_a_rate_limit_is_waited_for_as_it_says(
    stand: Stand, slack: Slack, given: int | None
) -> None:
    stand.fault("slack", "rate_limit", retry_after=-1 if given is None else given)

    error = await refused(slack.post(saying("x", "m"), ""))

    assert error.code == "ratelimited"
    assert error.retry_after_s == {7: 7, 0: 1, 100_000: 120, None: 10}[given]
    assert not error.credentials
    assert stand.messages() == []


async def test_a_token_that_is_revoked_in_mid_incident_is_asked_for_again(stand: Stand) -> None:
    tokens, found = [TOKEN, TOKEN, "xoxp-standin-ben"], []

    async def find() -> str:
        found.append(tokens[len(found)])
        return found[-1]

    port = chat(stand.slack, find=find)
    await port.post(saying("before", "a"), "")
    stand.order("/slack/revoke", token=TOKEN)

    for _ in range(2):
        error = await refused(port.post(saying("meanwhile", "b"), ""))
        assert (error.code, error.credentials) == ("token_revoked", True)
        assert "install the app again" in error.mend
    await port.post(saying("meanwhile", "b"), "")

    assert found == tokens
    assert [len(posted(stand, m)) for m in "ab"] == [1, 1]
    port.close()


async def test_a_renamed_channel_keeps_its_id(stand: Stand, slack: Slack) -> None:
    since = stand.now()
    name = "novavms-incident-live"
    await slack.post(saying("one", "a", channel=name), "")
    stand.order("/slack/rename", channel=CHANNEL, name="incidents")

    await slack.post(saying("two", "b", channel=name), "")
    await slack.post(saying("three", "c"), "")
    assert await slack.find(name, "", "b", since) is not None
    assert asked(stand, "conversations.list") == 1

    fresh = chat(stand.slack)
    error = await refused(fresh.post(saying("four", "d", channel=name), ""))
    assert "#incidents was called so once" in error.reason
    assert "stays when it is renamed" in error.mend
    fresh.close()


async def test_a_name_that_means_another_channel_by_now_is_looked_up_anew() -> None:
    rooms = {"live": "C1"}
    gone: set[str] = set()

    def answer(request: Asked) -> Told:
        if request.path.endswith("list"):
            found = [{"id": key, "name": name} for name, key in rooms.items()]
            return Told({"ok": True, "channels": found})
        channel = json.loads(request.body)["channel"]
        if channel not in rooms.values() or channel in gone:
            return Told({"ok": False, "error": "channel_not_found"})
        return Told({"ok": True, "channel": channel, "ts": "5.000001"})

    with Scripted(answer) as server:
        port = chat(f"{server.url}/api/")
        await port.post(saying("one", "a", channel="live"), "")
        rooms["live"] = "C2"
        await port.post(saying("two", "b", channel="live"), "")
        sent = [json.loads(r.body)["channel"] for r in server.asked if b"two" in r.body]
        gone.add("C2")
        error = await refused(port.post(saying("three", "c", channel="live"), ""))
        port.close()

    assert sent == ["C1", "C2"]
    assert error.code == "channel_not_found"


async def test_a_channel_is_named_to_slack_before_all_are_listed() -> None:
    answer = Told({"ok": True, "channel": "C7", "ts": "5.000001"})
    with Scripted(lambda _: answer) as server:
        port = chat(f"{server.url}/api/")
        await port.post(saying("one", "a", channel="live"), "")
        await port.post(saying("two", "b", channel="live"), "")
        port.close()

    assert [json.loads(r.body)["channel"] for r in server.asked] == ["live", "C7"]


async def test_listing_channels_comes_to_an_end() -> None:
    more = {"ok": True, "channels": [], "response_metadata": {"next_cursor": "x"}}
    with Scripted(lambda _: Told(more)) as server:
        port = chat(f"{server.url}/api/")
        error = await refused(port.find("live", "", "m", SINCE))
        port.close()

    assert len(server.asked) == 10
    assert "ids" in error.mend


KNOWN = [
    (code, method)
    for method, codes in {
        "chat.postMessage": (
            "channel_not_found not_in_channel is_archived msg_too_long no_text restricted_action "
            "restricted_action_read_only_channel restricted_action_thread_locked "
            "restricted_action_thread_only_channel restricted_action_non_threadable_channel "
            "message_limit_exceeded metadata_too_large team_not_found thread_not_found "
            "ekm_access_denied"
        ),
        "chat.update": "cant_update_message edit_window_closed message_not_found is_inactive",
        "conversations.create": "name_taken invalid_name invalid_name_maxlength "
        "invalid_name_punctuation invalid_name_required invalid_name_specials restricted_action",
        "conversations.invite": "cant_invite no_permission no_user not_in_channel is_archived "
        "ura_max_channels user_is_restricted user_not_found org_user_not_in_team",
        "conversations.setTopic": "too_long is_archived not_in_channel user_is_restricted",
        "conversations.archive": "cant_archive_general cant_archive_required restricted_action",
        "bookmarks.add": "access_denied channel_not_found invalid_link permission_denied "
        "too_many_bookmarks",
        "usergroups.users.update": "invalid_users failed_for_some_users no_users_provided "
        "permission_denied plan_upgrade_required subteam_max_users_exceeded",
        "files.getUploadURLExternal": "file_upload_size_restricted file_uploads_disabled "
        "snippet_too_large storage_limit_reached",
        "files.completeUploadExternal": "access_denied channel_not_found file_not_found "
        "file_update_failed invalid_channel not_in_channel posting_to_channel_denied",
        "auth.test": "invalid_auth not_authed token_revoked token_expired account_inactive",
    }.items()
    for code in codes.split()
]


@pytest.mark.parametrize(("code", "method"), KNOWN)
def test_every_documented_refusal_has_words_of_its_own(code: str, method: str) -> None:
    reason, mend = slack_words.words(code, method)

    assert code not in reason
    assert reason
    assert mend


def test_an_unknown_refusal_is_told_as_it_is_and_nothing_else_is() -> None:
    question = Question(method="chat.postMessage", arguments={})

    def told(**body: object) -> str:
        from cockpit.adapters.loose_json import Node

        error = refusal(Answer(status=200, headers={}, body=Node(body)), question)
        return f"{error.reason} {error.mend}"

    assert "brand_new_error" in told(error="brand_new_error")
    assert CANARY not in told(error=CANARY) + told(error="missing_scope", needed=CANARY)
