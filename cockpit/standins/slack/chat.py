"""The methods that say something, change it, or point at it."""

from cockpit.standins.slack import shapes
from cockpit.standins.slack.call import ApiError, Call, Json, Method, bad_argument
from cockpit.standins.slack.model import Message, Room
from cockpit.standins.slack.workspace import is_ts, message_at

POST_LIMIT = 40_000
UPDATE_LIMIT = 4_000
BLOCKS_LIMIT, BLOCK_TEXT_LIMIT = 50, 3_000
METADATA_LIMIT = 16_000


def post(call: Call) -> Json:
    """`chat.postMessage`; every call makes a new message, whatever its client_msg_id."""
    room = open_room(call)
    text, blocks = call.text("text"), _blocks(call)
    attachments = _list(call, "attachments")
    if not text.strip() and not blocks and not attachments:
        raise ApiError("no_text")
    message = Message(
        ts="",
        user=call.user,
        text=text[:POST_LIMIT],
        bot_id=call.workspace.slack.bot_id if call.by_bot else "",
        thread_ts=parent_in(call, room),
        client_msg_id=call.text("client_msg_id"),
        username=call.text("username"),
        broadcast=call.flag("reply_broadcast"),
        blocks=blocks,
        attachments=attachments,
        metadata=_metadata(call),
        mrkdwn=call.flag("mrkdwn", default=True),
    )
    call.workspace.say(room, call.at, message)
    answer: Json = {
        "ok": True,
        "channel": room.id,
        "ts": message.ts,
        "message": shapes.message(call.workspace, room, message, metadata=True),
    }
    if len(text) > POST_LIMIT:
        answer["warning"] = "message_truncated"
        answer["response_metadata"] = {"warnings": ["message_truncated"]}
    return answer


def open_room(call: Call, name: str = "channel") -> Room:
    """The channel that an argument names, if one may speak in it."""
    room = call.room(name)
    if room.archived:
        raise ApiError("is_archived")
    public = not room.private and "chat:write.public" in call.token.scopes
    if call.user not in room.members and not public:
        raise ApiError("not_in_channel")
    return room


def parent_in(call: Call, room: Room) -> str:
    """The ts of the thread that `thread_ts` names; empty: the channel itself."""
    ts = call.text("thread_ts")
    if not ts:
        return ""
    parent = message_at(room, ts) if is_ts(ts) else None
    if parent is None and ts in room.deleted:
        return ""  # what answered it stands in the channel, without a word
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.thread_ts:
        raise ApiError("cannot_reply_to_message")
    return ts


def _list(call: Call, name: str) -> list[object]:
    value = call.structure(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_argument(name, "array")
    return value


def _blocks(call: Call) -> list[object]:
    blocks = _list(call, "blocks")
    if len(blocks) > BLOCKS_LIMIT:
        raise ApiError("invalid_blocks")
    for block in blocks:
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            raise ApiError("invalid_blocks")
        text = block.get("text")
        if isinstance(text, dict) and len(str(text.get("text", ""))) > BLOCK_TEXT_LIMIT:
            raise ApiError("invalid_blocks")
    return blocks


def _metadata(call: Call) -> dict[str, object] | None:
    value = call.structure("metadata")
    if not value:
        return None
    fits = (
        isinstance(value, dict)
        and isinstance(value.get("event_type"), str)
        and isinstance(value.get("event_payload"), dict)
    )
    if not isinstance(value, dict) or not fits:
        raise ApiError("invalid_metadata_format")
    if len(str(value)) > METADATA_LIMIT:
        raise ApiError("metadata_too_large")
    return value


def update(call: Call) -> Json:
    """`chat.update`: one's own messages, and shorter ones than may be posted."""
    room = call.room()
    message = call.message(room, "ts")
    if room.archived:
        raise ApiError("is_inactive")
    if message.user != call.user:
        raise ApiError("cant_update_message")
    text, blocks = call.text("text"), _blocks(call)
    if len(text) > UPDATE_LIMIT:
        raise ApiError("msg_too_long")
    if not text.strip() and not blocks:
        raise ApiError("no_text")
    kept = message.metadata if call.structure("metadata") is None else _metadata(call)
    call.workspace.edit(message, call.at, text)
    message.blocks, message.metadata, message.mrkdwn = blocks, kept, True
    return {
        "ok": True,
        "channel": room.id,
        "ts": message.ts,
        "text": message.text,
        "message": shapes.message(call.workspace, room, message, metadata=True),
    }


def delete(call: Call) -> Json:
    """`chat.delete`: one's own messages."""
    room = call.room()
    message = call.message(room, "ts")
    if message.user != call.user:
        raise ApiError("cant_delete_message")
    ts = message.ts
    call.workspace.delete(room, message)
    return {"ok": True, "channel": room.id, "ts": ts}


def permalink(call: Call) -> Json:
    """`chat.getPermalink`."""
    room = call.room()
    message = call.message(room, "message_ts")
    link = f"{call.workspace.slack.site}/archives/{room.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={room.id}"
    return {"ok": True, "channel": room.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post, "chat:write", 60, writes=True),
    "chat.update": Method(update, "chat:write", 50, writes=True),
    "chat.delete": Method(delete, "chat:write", 50, writes=True),
    "chat.getPermalink": Method(permalink, "", 100),
}
