"""How the workspace's records look as JSON; nothing is decided here."""

from cockpit.standins.scenario import Person
from cockpit.standins.slack.call import Json
from cockpit.standins.slack.model import Bookmark, File, Group, Message, Room
from cockpit.standins.slack.workspace import Workspace, replies_to


def message(workspace: Workspace, room: Room, item: Message, *, metadata: bool = False) -> Json:
    """A message; its metadata's payload only where it was asked for."""
    shape: Json = {
        "type": "message",
        "user": item.user,
        "text": item.text,
        "ts": item.ts,
        "team": workspace.slack.team_id,
    }
    optional: Json = {
        "subtype": item.subtype,
        "client_msg_id": item.client_msg_id,
        "username": item.username,
        "blocks": item.blocks,
        "attachments": item.attachments,
        "reactions": [
            {"name": r.name, "users": r.users, "count": len(r.users)} for r in item.reactions
        ],
    }
    shape |= {name: value for name, value in optional.items() if value}
    if item.subtype == "tombstone":
        shape["hidden"] = True
    if item.files:
        found = (workspace.file(key) for key in item.files)
        shape |= {"files": [file(one, room) for one in found if one], "upload": True}
    if item.edited_ts:
        shape["edited"] = {"user": item.user, "ts": item.edited_ts}
    if item.metadata is not None:
        kind = {"event_type": item.metadata["event_type"]}
        shape["metadata"] = item.metadata if metadata else kind
    return shape | _bot(workspace, item) | _thread(room, item)


def file(item: File, room: Room) -> Json:
    """A file as a message shows it."""
    return {
        "id": item.id,
        "name": item.name,
        "title": item.title or item.name,
        "mimetype": "text/plain",
        "filetype": "text",
        "mode": "snippet",
        "size": item.length,
        "is_public": not room.private,
        "file_access": "visible",
    }


def _bot(workspace: Workspace, item: Message) -> Json:
    if not item.bot_id:
        return {}
    slack = workspace.slack
    is_ours = item.bot_id == slack.bot_id
    other = workspace.people.get(item.user)
    name = slack.bot_name if is_ours or other is None else other.key
    app = slack.app_id if is_ours else f"A{item.bot_id[1:]}"
    icon = f"{slack.site}/icons/{item.bot_id}.png"
    profile = {
        "id": item.bot_id,
        "app_id": app,
        "name": name,
        "deleted": False,
        "updated": 1700000000,
        "team_id": slack.team_id,
        "icons": {f"image_{size}": icon for size in (36, 48, 72)},
    }
    return {"bot_id": item.bot_id, "app_id": app, "bot_profile": profile}


def _thread(room: Room, item: Message) -> Json:
    if item.thread_ts:
        parent = next((m for m in room.messages if m.ts == item.thread_ts), None)
        author = {"parent_user_id": parent.user} if parent else {}
        return {"thread_ts": item.thread_ts, **author}
    replies = replies_to(room, item.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": item.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "subscribed": False,
    }


def room(workspace: Workspace, item: Room, user: str) -> Json:
    """A channel as one of its users sees it."""
    created = int(item.created.timestamp())
    topic = {
        "value": item.topic,
        "creator": item.creator if item.topic else "",
        "last_set": created if item.topic else 0,
    }
    return {
        "id": item.id,
        "name": item.name,
        "name_normalized": item.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": item.private,
        "is_archived": item.archived,
        "is_general": False,
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [workspace.slack.team_id],
        "previous_names": item.previous_names,
        "is_member": user in item.members,
        "num_members": len(item.members),
        "created": created,
        "updated": created * 1000,
        "creator": item.creator,
        "unlinked": 0,
        "parent_conversation": None,
        "topic": topic,
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def person(workspace: Workspace, item: Person) -> Json:
    """A member of the workspace."""
    shown = workspace.memory.names.get(item.slack, item.key)
    profile = {
        "real_name": item.name,
        "real_name_normalized": item.name,
        "display_name": shown,
        "display_name_normalized": shown,
        "email": item.email,
        "title": item.title,
        "phone": item.phone,
        "skype": "",
        "status_text": "",
        "status_emoji": "",
        "avatar_hash": "g0000000000",
        "fields": {},
        "team": workspace.slack.team_id,
    }
    return {
        "id": item.slack,
        "team_id": workspace.slack.team_id,
        "name": item.key,
        "deleted": item.slack in workspace.memory.left,
        "color": "9f69e7",
        "real_name": item.name,
        "tz": "Etc/UTC",
        "tz_label": "Coordinated Universal Time",
        "tz_offset": 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": item.bot,
        "is_app_user": False,
        "updated": 1700000000,
    }


def group(workspace: Workspace, item: Group) -> Json:
    """A user group with its members."""
    creator = item.users[0] if item.users else ""
    return {
        "id": item.id,
        "team_id": workspace.slack.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": item.name,
        "handle": item.handle,
        "description": "",
        "is_external": False,
        "date_create": 1700000000,
        "date_update": 1700000000,
        "date_delete": 1700000001 if item.disabled else 0,
        "deleted_by": creator if item.disabled else None,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": creator,
        "updated_by": creator,
        "users": item.users,
        "user_count": len(item.users),
        "prefs": {"channels": [], "groups": []},
    }


def bookmark(item: Bookmark, room_id: str) -> Json:
    """A link at the top of a channel."""
    return {
        "id": item.id,
        "channel_id": room_id,
        "title": item.title,
        "type": "link",
        "link": item.link,
        "emoji": "",
        "icon_url": None,
        "entity_id": None,
        "date_created": 1700000000,
        "date_updated": 0,
        "rank": "g",
        "last_updated_by_user_id": "",
        "last_updated_by_team_id": "",
        "shortcut_id": None,
        "app_id": None,
    }
