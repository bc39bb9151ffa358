"""The methods about people, groups, reactions, pins and bookmarks."""

from cockpit.standins.scenario import Person
from cockpit.standins.slack import shapes
from cockpit.standins.slack.call import ApiError, Call, Json, Method, bad_argument
from cockpit.standins.slack.model import Bookmark, Group
from cockpit.standins.slack.workspace import Workspace, react

REACTIONS_LIMIT = 23
BOOKMARKS_LIMIT, TITLE_LIMIT = 100, 256


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
    if key != call.workspace.slack.bot_user:
        raise ApiError("user_not_found")
    return {"ok": True, "user": _program(call.workspace, key, call.workspace.slack.bot_name)}


def _program(workspace: Workspace, key: str, name: str) -> Json:
    """A user that is no person."""
    person = Person(key=name, name=name, email="", pagerduty="", slack=key, title="", bot=True)
    shape = shapes.person(workspace, person)
    profile = shape["profile"]
    if isinstance(profile, dict):
        del profile["email"]
        profile["bot_id"] = workspace.slack.bot_id
    return shape


def user_list(call: Call) -> Json:
    """`users.list`."""
    workspace = call.workspace
    found = [shapes.person(workspace, person) for person in workspace.people.values()]
    found += [
        _program(workspace, workspace.slack.bot_user, workspace.slack.bot_name),
        _program(workspace, "USLACKBOT", "slackbot"),
    ]
    users, cursor = call.page(found, 100, 1000)
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
        if person.email.lower() == wanted and person.slack not in call.workspace.memory.left:
            return {"ok": True, "user": shapes.person(call.workspace, person)}
    raise ApiError("users_not_found")


def groups(call: Call) -> Json:
    """`usergroups.list`: with the members, and their number, only when that is asked for."""
    found = []
    for item in call.workspace.memory.groups:
        if item.disabled and not call.flag("include_disabled"):
            continue
        shape = shapes.group(call.workspace, item)
        for field, asked in (("users", "include_users"), ("user_count", "include_count")):
            if not call.flag(asked):
                del shape[field]
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
    if any(user in call.workspace.memory.left for user in users):
        raise ApiError("failed_for_some_users")
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
    if room.archived or call.user not in room.members:
        raise ApiError("is_archived" if room.archived else "access_denied")
    if call.text("type") != "link":
        raise ApiError("invalid_bookmark_type")
    if not call.text("title") or len(call.text("title")) > TITLE_LIMIT:
        raise bad_argument("title", "string")
    if not call.text("link").startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    if len(room.bookmarks) >= BOOKMARKS_LIMIT:
        raise ApiError("too_many_bookmarks")
    bookmark = Bookmark(call.workspace.new_id("Bk"), call.text("title"), call.text("link"))
    room.bookmarks.append(bookmark)
    return {"ok": True, "bookmark": shapes.bookmark(bookmark, room.id)}


def bookmarks(call: Call) -> Json:
    """`bookmarks.list`."""
    room = call.room("channel_id")
    return {"ok": True, "bookmarks": [shapes.bookmark(b, room.id) for b in room.bookmarks]}


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
    "bookmarks.list": Method(bookmarks, "bookmarks:read", 50),
    "bookmarks.add": Method(add_bookmark, "bookmarks:write", 20, writes=True),
}
