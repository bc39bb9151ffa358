"""The methods about people, groups, reactions, pins and bookmarks."""

from cockpit.standins.slack import shapes
from cockpit.standins.slack.call import ApiError, Call, Json, Method
from cockpit.standins.slack.model import Bookmark, Group
from cockpit.standins.slack.workspace import react

REACTIONS_LIMIT = 23


def auth_test(call: Call) -> Json:
    """`auth.test`: who this token is."""
    slack = call.workspace.slack
    person = call.workspace.people.get(call.user)
    answer: Json = {
        "ok": True,
        "url": f"{slack.site}/",
        "team": slack.team,
        "team_id": slack.team_id,
        "user": person.key if person else slack.bot_name,
        "user_id": call.user,
        "is_enterprise_install": False,
    }
    return answer | ({"bot_id": slack.bot_id} if call.by_bot else {})


def user_info(call: Call) -> Json:
    """`users.info`."""
    key = call.text("user")
    person = call.workspace.people.get(key)
    if person is not None:
        return {"ok": True, "user": shapes.person(call.workspace, person)}
    slack = call.workspace.slack
    if key != slack.bot_user:
        raise ApiError("user_not_found")
    return {
        "ok": True,
        "user": {
            "id": key,
            "team_id": slack.team_id,
            "name": slack.bot_name,
            "deleted": False,
            "real_name": slack.bot_name,
            "is_bot": True,
            "is_app_user": False,
            "updated": 1700000000,
            "profile": {"real_name": slack.bot_name, "bot_id": slack.bot_id},
        },
    }


def user_list(call: Call) -> Json:
    """`users.list`."""
    found = list(call.workspace.people.values())
    shown, cursor = call.page(found, 100, 1000)
    users = [shapes.person(call.workspace, person) for person in shown]
    return {
        "ok": True,
        "members": users,
        "cache_ts": int(call.at.timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup(call: Call) -> Json:
    """`users.lookupByEmail`."""
    wanted = call.text("email").lower()
    for person in call.workspace.people.values():
        if person.email.lower() == wanted:
            return {"ok": True, "user": shapes.person(call.workspace, person)}
    raise ApiError("users_not_found")


def groups(call: Call) -> Json:
    """`usergroups.list`: with the members only when they are asked for."""
    found = []
    for item in call.workspace.memory.groups:
        shape = shapes.group(call.workspace, item)
        if not call.flag("include_users"):
            del shape["users"]
        found.append(shape)
    return {"ok": True, "usergroups": found}


def _group(call: Call) -> Group:
    group = call.workspace.group(call.text("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return group


def group_users(call: Call) -> Json:
    """`usergroups.users.list`."""
    return {"ok": True, "users": _group(call).users}


def set_group_users(call: Call) -> Json:
    """`usergroups.users.update`: replaces everybody; nobody is not allowed."""
    group = _group(call)
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        raise ApiError("no_users_provided")
    if any(user not in call.workspace.people for user in users):
        raise ApiError("invalid_users")
    group.users = users
    return {"ok": True, "usergroup": shapes.group(call.workspace, group)}


def add_reaction(call: Call) -> Json:
    """`reactions.add`; the thumb has two names and is kept under one."""
    room = call.room()
    message = call.message(room)
    name = call.text("name").strip(":")
    if not name:
        raise ApiError("invalid_name")
    if len(message.reactions) >= REACTIONS_LIMIT:
        raise ApiError("too_many_reactions")
    if not react(message, "+1" if name == "thumbsup" else name, call.user):
        raise ApiError("already_reacted")
    return {"ok": True}


def reactions(call: Call) -> Json:
    """`reactions.get`."""
    room = call.room()
    message = call.message(room)
    shape = shapes.message(call.workspace, room, message)
    return {"ok": True, "type": "message", "channel": room.id, "message": shape}


def add_pin(call: Call) -> Json:
    """`pins.add`."""
    room = call.room()
    message = call.message(room)
    if message.ts in room.pins:
        raise ApiError("already_pinned")
    room.pins.append(message.ts)
    return {"ok": True}


def add_bookmark(call: Call) -> Json:
    """`bookmarks.add`: links only."""
    room = call.room("channel_id")
    if call.text("type") != "link" or not call.text("link"):
        raise ApiError("invalid_bookmark_type")
    bookmark = Bookmark(call.workspace.new_id("Bk"), call.text("title"), call.text("link"))
    room.bookmarks.append(bookmark)
    return {"ok": True, "bookmark": shapes.bookmark(bookmark, room.id)}


METHODS = {
    "auth.test": Method(auth_test, "", 100),
    "users.info": Method(user_info, "users:read", 100),
    "users.list": Method(user_list, "users:read", 20),
    "users.lookupByEmail": Method(lookup, "users:read.email", 50),
    "usergroups.list": Method(groups, "usergroups:read", 20),
    "usergroups.users.list": Method(group_users, "usergroups:read", 20),
    "usergroups.users.update": Method(set_group_users, "usergroups:write", 20, writes=True),
    "reactions.add": Method(add_reaction, "reactions:write", 50, writes=True),
    "reactions.get": Method(reactions, "reactions:read", 50),
    "pins.add": Method(add_pin, "pins:write", 20, writes=True),
    "bookmarks.add": Method(add_bookmark, "bookmarks:write", 20, writes=True),
}
