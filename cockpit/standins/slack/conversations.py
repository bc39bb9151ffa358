"""The methods about channels and what was said in them."""

import re

from cockpit.standins.slack import shapes
from cockpit.standins.slack.call import ApiError, Call, Json, Method
from cockpit.standins.slack.model import Message, Room
from cockpit.standins.slack.workspace import is_ts, message_at, replies_to

HISTORY_PAGE, HISTORY_LIMIT = 100, 999
REPLIES_PAGE, REPLIES_LIMIT = 1000, 1000
LIST_PAGE, LIST_LIMIT = 100, 1000
NAME_LIMIT, TOPIC_LIMIT, INVITE_LIMIT = 80, 250, 100


def history(call: Call) -> Json:
    """`conversations.history`: newest first, answers in threads left out."""
    room = _readable(call)
    found = [m for m in room.messages if not m.thread_ts or m.broadcast]
    shown, cursor = call.page(_between(call, found)[::-1], HISTORY_PAGE, HISTORY_LIMIT)
    answer = _messages(call, room, shown, cursor)
    return answer | {
        "pin_count": len(room.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }


def replies(call: Call) -> Json:
    """`conversations.replies`: the parent always first, then oldest first."""
    room = _readable(call)
    ts = call.text("ts")
    parent = message_at(room, ts) if is_ts(ts) else None
    if parent is not None and parent.thread_ts:
        parent = message_at(room, parent.thread_ts)
    if parent is None:
        raise ApiError("thread_not_found")
    found = _between(call, replies_to(room, parent.ts))
    shown, cursor = call.page(found, REPLIES_PAGE, REPLIES_LIMIT)
    return _messages(call, room, [parent, *shown], cursor)


def _readable(call: Call) -> Room:
    room = call.room()
    call.need_for(room, "history")
    if call.user not in room.members:
        raise ApiError("not_in_channel")
    return room


def _between(call: Call, found: list[Message]) -> list[Message]:
    oldest, latest = call.text("oldest", "0"), call.text("latest", "9" * 12)
    for name, text in (("oldest", oldest), ("latest", latest)):
        if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text):
            raise ApiError(f"invalid_ts_{name}")
    low, high = _micros(oldest), _micros(latest)
    if call.flag("inclusive"):
        low, high = low - 1, high + 1
    return [m for m in found if low < _micros(m.ts) < high]


def _micros(ts: str) -> int:
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int(rest.ljust(6, "0") or "0")


def _messages(call: Call, room: Room, shown: list[Message], cursor: str) -> Json:
    full = call.flag("include_all_metadata")
    return {
        "ok": True,
        "messages": [shapes.message(call.workspace, room, m, metadata=full) for m in shown],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def listing(call: Call) -> Json:
    """`conversations.list`."""
    kinds = call.text("types", "public_channel").split(",")
    found = [
        room
        for room in call.workspace.memory.rooms
        if ("private_channel" if room.private else "public_channel") in kinds
        and (not room.private or call.user in room.members)
        and not (call.flag("exclude_archived") and room.archived)
    ]
    shown, cursor = call.page(found, LIST_PAGE, LIST_LIMIT)
    channels = [shapes.room(call.workspace, room, call.user) for room in shown]
    return {"ok": True, "channels": channels, "response_metadata": {"next_cursor": cursor}}


def info(call: Call) -> Json:
    """`conversations.info`."""
    room = call.room()
    call.need_for(room, "read")
    answer = shapes.room(call.workspace, room, call.user)
    if not call.flag("include_num_members"):
        del answer["num_members"]
    return {"ok": True, "channel": answer}


def _channel(call: Call, room: Room) -> Json:
    return {"ok": True, "channel": shapes.room(call.workspace, room, call.user)}


def members(call: Call) -> Json:
    """`conversations.members`."""
    room = call.room()
    call.need_for(room, "read")
    shown, cursor = call.page(room.members, LIST_PAGE, LIST_LIMIT)
    return {"ok": True, "members": shown, "response_metadata": {"next_cursor": cursor}}


def join(call: Call) -> Json:
    """`conversations.join`: joining twice is a warning, not an error."""
    room = call.room()
    if room.archived:
        raise ApiError("is_archived")
    if call.user in room.members:
        warnings = {"warnings": ["already_in_channel"]}
        return _channel(call, room) | {
            "warning": "already_in_channel",
            "response_metadata": warnings,
        }
    room.members.append(call.user)
    return _channel(call, room)


def create(call: Call) -> Json:
    """`conversations.create`: the creator is a member."""
    private, name = call.flag("is_private"), call.text("name")
    call.need("groups:write" if private else "channels:manage")
    if not name:
        raise ApiError("invalid_name_required")
    if len(name) > NAME_LIMIT:
        raise ApiError("invalid_name_maxlength")
    if not re.fullmatch(r"[a-z0-9_-]+", name):
        raise ApiError("invalid_name_specials")
    if call.workspace.room_named(name):
        raise ApiError("name_taken")
    key = call.workspace.new_id("C")
    room = Room(key, name, call.at, call.user, [call.user], private)
    call.workspace.memory.rooms.append(room)
    return _channel(call, room)


def set_topic(call: Call) -> Json:
    """`conversations.setTopic`: says so in the channel, too."""
    room, topic = call.room(), call.text("topic")
    call.need("groups:write", "groups:write.topic") if room.private else call.need(
        "channels:manage", "channels:write.topic"
    )
    if room.archived:
        raise ApiError("is_archived")
    if call.user not in room.members:
        raise ApiError("not_in_channel")
    if len(topic) > TOPIC_LIMIT:
        raise ApiError("too_long")
    room.topic = topic
    said = Message("", call.user, f"set the channel topic: {topic}", subtype="channel_topic")
    call.workspace.say(room, call.at, said)
    return _channel(call, room)


def invite(call: Call) -> Json:
    """`conversations.invite`: all or none of the users, or with `force` those who can be."""
    room = call.room()
    call.need("groups:write", "groups:write.invites") if room.private else call.need(
        "channels:manage", "channels:write.invites"
    )
    if room.archived:
        raise ApiError("is_archived")
    if call.user not in room.members:
        raise ApiError("not_in_channel")
    users = [user for user in call.text("users").split(",") if user]
    if not users or len(users) > INVITE_LIMIT:
        raise ApiError("no_user" if not users else "too_many_users")
    faults = {user: _uninvited(call, room, user) for user in users}
    good = [user for user in users if not faults[user]]
    errors = [{"user": u, "ok": False, "error": code} for u, code in faults.items() if code]
    if errors and not (call.flag("force") and good):
        raise ApiError(str(errors[0]["error"]), errors=errors)
    room.members += good
    return _channel(call, room) | ({"errors": errors} if errors else {})


def _uninvited(call: Call, room: Room, user: str) -> str:
    """Why somebody cannot be invited; empty: they can."""
    if user == call.user:
        return "cant_invite_self"
    if user not in call.workspace.people or user in call.workspace.memory.left:
        return "user_not_found"
    return "already_in_channel" if user in room.members else ""


def archive(call: Call) -> Json:
    """`conversations.archive`."""
    room = call.room()
    call.need("groups:write" if room.private else "channels:manage")
    if room.archived:
        raise ApiError("already_archived")
    if call.user not in room.members:
        raise ApiError("not_in_channel")
    room.archived = True
    return {"ok": True}


METHODS = {
    "conversations.history": Method(history, "", 50),
    "conversations.replies": Method(replies, "", 50),
    "conversations.list": Method(listing, "channels:read", 20),
    "conversations.info": Method(info, "", 50),
    "conversations.members": Method(members, "", 100),
    "conversations.join": Method(join, "channels:join", 50, writes=True),
    "conversations.create": Method(create, "", 20, writes=True),
    "conversations.setTopic": Method(set_topic, "", 20, writes=True),
    "conversations.invite": Method(invite, "", 50, writes=True),
    "conversations.archive": Method(archive, "", 20, writes=True),
}
