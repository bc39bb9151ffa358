"""What Slack's error codes mean and what to do, in words; nothing else."""

from collections.abc import Mapping

Words = tuple[str, str]
"""What happened, and what to do."""

_TOKEN = ("Slack does not accept the token", "check the token of [slack]")
_ADMIN = "ask the workspace's administrator"
_INVITE = "invite it there: /invite @NAME-OF-THE-APP"

_CREDENTIALS: Mapping[str, Words] = {
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "token_expired": ("the Slack token has expired", "make a new one and configure it"),
    "token_revoked": ("the Slack token was revoked", "install the app again, take its new token"),
    "account_inactive": ("the token's Slack account is switched off", "use another token"),
    "no_permission": ("the Slack token may not do this", _ADMIN),
    "not_allowed_token_type": ("this kind of Slack token may not do this", "use a bot token"),
    "access_denied": ("the Slack token may not do this", _ADMIN),
    "ekm_access_denied": ("the workspace forbids it", _ADMIN),
    "enterprise_is_restricted": ("the workspace forbids it", "ask its administrator"),
}

_KNOWN: Mapping[str, Words] = {
    "channel_not_found": (
        "Slack knows no such channel, or the app cannot see it",
        "check the id in slack.channels, and invite the app: /invite @NAME-OF-THE-APP",
    ),
    "is_archived": ("the channel is archived", "unarchive it, or name another in slack.channels"),
    "is_inactive": ("the channel is archived or frozen", "unarchive it in Slack first"),
    "msg_too_long": ("the message is too long for Slack", "shorten it"),
    "msg_blocks_too_long": ("the message is too long for Slack", "shorten it"),
    "metadata_too_large": ("what cockpit keeps with the message is too long", "shorten it"),
    "no_text": ("Slack takes no message without text", "write something"),
    "not_in_channel": ("the app is not in the channel", _INVITE),
    "restricted_action": ("the workspace does not let the app do this there", _ADMIN),
    "restricted_action_read_only_channel": ("the channel is read-only", "name another channel"),
    "restricted_action_non_threadable_channel": (
        "the channel takes no replies in threads",
        "name another channel",
    ),
    "restricted_action_thread_only_channel": (
        "the channel takes only replies in threads",
        "name another channel",
    ),
    "restricted_action_thread_locked": ("the thread is locked", "unlock it in Slack"),
    "method_not_supported_for_channel_type": (
        "this cannot be done in this kind of channel",
        "name another channel",
    ),
    "team_not_found": ("Slack wants the channel's id, not its name", "set slack.channels to ids"),
    "thread_not_found": (
        "the thread is gone: its first message was deleted",
        "declare anew, or post into the channel itself",
    ),
    "cannot_reply_to_message": ("Slack takes no reply to that message", "post into the channel"),
    "message_not_found": ("the message is gone", "look in the channel: was it deleted?"),
    "message_limit_exceeded": ("the workspace is full: it takes no more messages", "see Slack"),
    "users_not_found": ("Slack knows nobody with that address", "check the address"),
    "user_not_found": ("Slack knows no such person", "choose the name from the list again"),
    "user_is_restricted": ("a guest may not do this", _ADMIN),
    "limit_required": ("the workspace is too large for one list", "see Slack"),
}

_OF_METHOD: Mapping[str, Mapping[str, Words]] = {
    "chat.update": {
        "cant_update_message": (
            "Slack lets only the app that posted the message change it",
            "post a new message that corrects it",
        ),
        "edit_window_closed": (
            "the workspace does not let a message be changed any more after this time",
            "post a new message that corrects it",
        ),
        "message_not_found": ("the message is gone", "post a new one"),
        "block_mismatch": ("this message cannot be changed", "post a new one that corrects it"),
    },
    "conversations.create": {
        "name_taken": ("a channel of that name exists already", "choose another name"),
        "invalid_name": ("Slack takes no channel of that name", "choose another name"),
        "invalid_name_maxlength": ("the channel's name is too long", "80 characters at most"),
        "invalid_name_specials": (
            "the channel's name has characters that Slack does not take",
            "small letters, digits, hyphens and underscores only",
        ),
        "invalid_name_punctuation": ("the channel's name has no letter", "choose another name"),
        "invalid_name_required": ("the channel has no name", "choose one"),
        "restricted_action": ("the workspace does not let the app open channels", _ADMIN),
    },
    "conversations.setTopic": {
        "too_long": ("the topic is longer than Slack's 250 characters", "shorten it"),
    },
    "conversations.invite": {
        "no_user": ("nobody was named", "choose somebody"),
        "cant_invite": ("they cannot be invited to this channel", "ask them to join by themselves"),
        "no_permission": ("the app may not invite them to this channel", _ADMIN),
        "ura_max_channels": ("a guest is in as many channels as they may be", _ADMIN),
        "user_is_restricted": ("a guest may not be in this channel", _ADMIN),
        "org_user_not_in_team": ("they are not in this workspace", _ADMIN),
    },
    "conversations.archive": {
        "cant_archive_general": ("the general channel cannot be archived", "leave it open"),
        "cant_archive_required": ("this channel cannot be archived", "leave it open"),
        "restricted_action": ("the workspace does not let the app archive channels", _ADMIN),
    },
    "bookmarks.": {
        "access_denied": ("the app may not keep bookmarks in this channel", _ADMIN),
        "invalid_link": ("Slack does not take this link", "it has to begin with https://"),
        "too_many_bookmarks": ("the channel has as many bookmarks as it may", "take one away"),
        "too_many_tabs": ("the channel has as many tabs as it may", "take one away"),
        "permission_denied": ("the app may not keep bookmarks in this channel", _ADMIN),
    },
    "usergroups.": {
        "permission_denied": (
            "the workspace does not let the app change this group",
            "let an administrator allow it, or set the group by hand",
        ),
        "plan_upgrade_required": ("the workspace's plan has no user groups", "set it elsewhere"),
        "no_users_provided": ("a group cannot be emptied", "name at least one person"),
        "invalid_users": ("Slack does not know all of these people", "choose them anew"),
        "failed_for_some_users": (
            "some of these people are not, or no longer, in the workspace",
            "choose them anew",
        ),
        "no_such_subteam": ("Slack knows no such user group", "check its id in the profile"),
        "subteam_not_found": ("Slack knows no such user group", "check its id in the profile"),
        "subteam_max_users_exceeded": ("that is more people than a group may have", "fewer"),
    },
    "files.": {
        "access_denied": ("Slack says that the file is not the app's own", "send it again"),
        "file_uploads_disabled": ("the workspace takes no files", "post the part that matters"),
        "file_upload_size_restricted": (
            "the file is larger than the workspace takes",
            "shorten it",
        ),
        "snippet_too_large": ("the text is larger than Slack takes as a snippet", "shorten it"),
        "storage_limit_reached": ("the workspace has no room for files any more", _ADMIN),
        "file_not_found": ("Slack has lost the file on the way", "send it again"),
        "file_update_failed": ("Slack has not taken the file", "send it again"),
        "posting_to_channel_denied": ("the app may not share files in this channel", _ADMIN),
        "invalid_channel": ("Slack knows no such channel", "check the id in slack.channels"),
    },
}
"""By a method, or by how methods begin."""


def words(code: str, method: str) -> Words:
    """What a refusal of this method means, and what to do."""
    unknown = (f"Slack says no: {code}", "look the word up in Slack's docs")
    return _own(code, method) or _CREDENTIALS.get(code) or _KNOWN.get(code) or unknown


def is_about_token(code: str, method: str) -> bool:
    """Whether the token is what is wrong."""
    return code in _CREDENTIALS and _own(code, method) is None


def _own(code: str, method: str) -> Words | None:
    found = (table.get(code) for start, table in _OF_METHOD.items() if method.startswith(start))
    return next((words for words in found if words is not None), None)
