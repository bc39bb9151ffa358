"""What colleagues and administrators do in Slack, on order of a test or of the demo."""

from collections.abc import Callable

from cockpit.standins.slack.model import Message, Room
from cockpit.standins.slack.workspace import react
from cockpit.standins.stage import Stage

Json = dict[str, object]
Order = Callable[[Stage, Json], object]


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be a text")
    return value


def _room(stage: Stage, given: Json) -> Room:
    room = stage.workspace.room_named(_text(given, "channel"))
    if room is None:
        raise ValueError("no such channel")
    return room


def _message(stage: Stage, given: Json) -> tuple[Room, Message]:
    room = _room(stage, given)
    for message in room.messages:
        if message.ts == given.get("ts"):
            return room, message
    raise ValueError("no such message")


def _person(stage: Stage, given: Json) -> str:
    person = stage.workspace.person_named(_text(given, "who"))
    if person is None:
        raise ValueError("no such person")
    return person.slack


def _say(stage: Stage, given: Json) -> Json:
    """Speak; as a monitor does, with attachments and under a name of its own, if they are given."""
    message = stage.say(
        stage.clock.now(),
        _text(given, "channel"),
        _text(given, "who"),
        str(given.get("text", "")),
        thread=str(given.get("thread_ts", "")),
    )
    message.username = str(given.get("username", ""))
    message.subtype = str(given.get("subtype", ""))
    message.broadcast = bool(given.get("broadcast", False))
    attachments = given.get("attachments")
    message.attachments = attachments if isinstance(attachments, list) else []
    return {"ts": message.ts}


def _reply(stage: Stage, given: Json) -> Json:
    """Answer in the incident's thread, or in the one that is named."""
    channel = str(given.get("channel") or stage.scenario.slack.incident_channel)
    thread = str(given.get("thread_ts") or stage.workspace.memory.thread)
    if not thread:
        raise ValueError("no thread has been opened in the incident channel yet")
    return _say(stage, {**given, "channel": channel, "thread_ts": thread})


def _react(stage: Stage, given: Json) -> Json:
    _, message = _message(stage, given)
    return {"new": react(message, _text(given, "name"), _person(stage, given))}


def _unreact(stage: Stage, given: Json) -> Json:
    _, message = _message(stage, given)
    user, name = _person(stage, given), _text(given, "name")
    for reaction in message.reactions:
        if reaction.name == name and user in reaction.users:
            reaction.users.remove(user)
    message.reactions = [reaction for reaction in message.reactions if reaction.users]
    return {}


def _delete(stage: Stage, given: Json) -> Json:
    room, message = _message(stage, given)
    stage.workspace.delete(room, message)
    return {"tombstone": message in room.messages}


def _rename(stage: Stage, given: Json) -> Json:
    room = _room(stage, given)
    stage.workspace.rename(room, _text(given, "name"))
    return {"previous": room.previous_names}


def _archive(stage: Stage, given: Json) -> Json:
    room = _room(stage, given)
    room.archived = bool(given.get("archived", True))
    return {"archived": room.archived}


def _expel(stage: Stage, given: Json) -> Json:
    """Somebody leaves a channel: our application, when nobody is named."""
    room = _room(stage, given)
    user = _person(stage, given) if "who" in given else stage.scenario.slack.bot_user
    room.members.remove(user)
    return {"members": room.members}


def _call(stage: Stage, given: Json) -> Json:
    """Somebody calls themselves something else from now on."""
    stage.workspace.memory.names[_person(stage, given)] = str(given.get("display_name", ""))
    return {}


def _leave(stage: Stage, given: Json) -> Json:
    """Somebody's account is switched off."""
    stage.workspace.memory.left.append(_person(stage, given))
    return {}


def _group(stage: Stage, given: Json) -> Json:
    """Somebody changes a user group by hand."""
    group = stage.workspace.group(_text(given, "group"))
    if group is None:
        raise ValueError("no such group")
    people = given.get("people")
    if isinstance(people, list):
        group.users = [_person(stage, {"who": key}) for key in people]
    group.disabled = bool(given.get("disabled", group.disabled))
    return {"users": group.users}


def _revoke(stage: Stage, given: Json) -> Json:
    error = str(given.get("error", "token_revoked"))
    stage.workspace.memory.revoked[_text(given, "token")] = error
    return {"error": error}


ORDERS: dict[tuple[str, str], Order] = {
    ("POST", "/slack/say"): _say,
    ("POST", "/slack/reply"): _reply,
    ("POST", "/slack/react"): _react,
    ("POST", "/slack/unreact"): _unreact,
    ("POST", "/slack/delete"): _delete,
    ("POST", "/slack/rename"): _rename,
    ("POST", "/slack/archive"): _archive,
    ("POST", "/slack/expel"): _expel,
    ("POST", "/slack/call"): _call,
    ("POST", "/slack/leave"): _leave,
    ("POST", "/slack/group"): _group,
    ("POST", "/slack/revoke"): _revoke,
}
