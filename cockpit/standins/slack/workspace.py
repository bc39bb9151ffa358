"""The workspace: who is in it, what is said in which channel; no HTTP."""

import re
from datetime import datetime

from cockpit.standins.scenario import Person, Scenario, Token
from cockpit.standins.slack.model import File, Group, Memory, Message, Reaction, Room

CONTROL = re.compile(r"<(?:[@#!][^<>]+|https?://[^<>]+|mailto:[^<>]+)>")
NOTIFIES = re.compile(r"<(![a-z]+(?:\^[A-Z0-9]+)?|@[A-Z0-9]+)(?:\|[^<>]*)?>")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")


class Workspace:
    """What the scenario says about the workspace, and the memory of what was said."""

    def __init__(self, scenario: Scenario, memory: Memory, start: datetime) -> None:
        self.scenario = scenario
        self.slack = scenario.slack
        self.memory = memory
        self.people = {person.slack: person for person in scenario.people}
        if not memory.rooms:
            self._furnish(start)

    def _furnish(self, start: datetime) -> None:
        for channel in self.slack.channels:
            members = [self.scenario.person(key).slack for key in channel.people]
            if channel.bot:
                members.append(self.slack.bot_user)
            creator = members[0] if members else self.slack.bot_user
            self.memory.rooms.append(
                Room(
                    channel.id,
                    channel.name,
                    start,
                    creator,
                    members,
                    channel.private,
                    topic=channel.topic,
                )
            )
        for group in self.slack.usergroups:
            users = [self.scenario.person(key).slack for key in group.people]
            self.memory.groups.append(Group(group.id, group.handle, group.name, users))

    def token(self, text: str) -> Token | None:
        """The token of that text."""
        return next((t for t in self.slack.tokens if t.token == text), None)

    def user_of(self, token: Token) -> str:
        """The Slack user id that acts with a token."""
        if token.person:
            return self.scenario.person(token.person).slack
        return self.slack.bot_user

    def room(self, key: str) -> Room | None:
        """A channel by its id; names do not name channels in this API."""
        return next((room for room in self.memory.rooms if room.id == key), None)

    def room_named(self, name: str) -> Room | None:
        """A channel by its name, for scenarios and tests."""
        wanted = name.removeprefix("#")
        return next((r for r in self.memory.rooms if wanted in {r.name, r.id}), None)

    def group(self, key: str) -> Group | None:
        """A user group by its id."""
        return next((group for group in self.memory.groups if group.id == key), None)

    def person_named(self, key: str) -> Person | None:
        """Somebody by the scenario's key or by Slack user id."""
        return self.people.get(key) or next((p for p in self.scenario.people if p.key == key), None)

    def file(self, key: str) -> File | None:
        """A file by its id."""
        return next((file for file in self.memory.files if file.id == key), None)

    def delete(self, room: Room, message: Message) -> None:
        """Take a message away: of one that was answered, its place stays."""
        if not replies_to(room, message.ts):
            room.messages.remove(message)
            room.deleted.append(message.ts)
            return
        message.subtype, message.text = "tombstone", "This message was deleted."
        message.user, message.bot_id, message.username = "USLACKBOT", "", ""
        message.metadata, message.client_msg_id = None, ""
        message.reactions, message.files, message.blocks = [], [], []

    def rename(self, room: Room, name: str) -> None:
        """Give a channel another name."""
        room.previous_names.append(room.name)
        room.name = name

    def new_id(self, prefix: str) -> str:
        """An identifier in the vendor's manner; the same ones in every run."""
        self.memory.serial += 1
        return f"{prefix}0STANDIN{self.memory.serial:03}"

    def say(self, room: Room, at: datetime, message: Message) -> Message:
        """Put a message into a channel, with a ts of its own."""
        message.ts = _next_ts(room, at)
        message.text = as_stored(message.text)
        room.last_ts = message.ts
        room.messages.append(message)
        self._watch_thread(room, at, message)
        return message

    def edit(self, message: Message, at: datetime, text: str) -> None:
        """Change what a message says."""
        message.text = as_stored(text)
        message.edited_ts = f"{int(at.timestamp())}.000000"

    def _watch_thread(self, room: Room, at: datetime, message: Message) -> None:
        memory = self.memory
        if (
            not memory.thread
            and room.name == self.slack.incident_channel
            and message.bot_id
            and not message.thread_ts
            and not message.subtype
        ):
            memory.thread, memory.replies_from = message.ts, at


def _next_ts(room: Room, at: datetime) -> str:
    micros = int(at.timestamp()) * 1_000_000 + at.microsecond
    if room.last_ts:
        seconds, _, rest = room.last_ts.partition(".")
        micros = max(micros, int(seconds) * 1_000_000 + int(rest) + 1)
    return f"{micros // 1_000_000}.{micros % 1_000_000:06}"


def is_ts(text: str) -> bool:
    """Whether that is a ts: seconds, a point, six digits."""
    return re.fullmatch(r"\d{1,12}\.\d{6}", text) is not None


def message_at(room: Room, ts: str) -> Message | None:
    """The message of that ts."""
    return next((m for m in room.messages if m.ts == ts), None)


def replies_to(room: Room, ts: str) -> list[Message]:
    """The answers in a thread, oldest first, without the parent."""
    return [m for m in room.messages if m.thread_ts == ts and m.ts != ts]


def as_stored(text: str) -> str:
    """The text as Slack keeps it: what is no control sequence is escaped."""
    parts, last = [], 0
    for found in CONTROL.finditer(text):
        parts += [_escaped(text[last : found.start()]), found[0]]
        last = found.end()
    parts.append(_escaped(text[last:]))
    return "".join(parts)


def _escaped(text: str) -> str:
    kept = BARE_AMPERSAND.sub("&amp;", text)
    return kept.replace("<", "&lt;").replace(">", "&gt;")


def notifies(message: Message) -> list[str]:
    """Whom a message rings: `!channel`, `!here`, `!subteam^S…`, `@U…`; never within code."""
    return NOTIFIES.findall(CODE.sub("", message.text)) if message.mrkdwn else []


def react(message: Message, name: str, user: str) -> bool:
    """Put a reaction under a message; False when it is there already."""
    for reaction in message.reactions:
        if reaction.name == name:
            if user in reaction.users:
                return False
            reaction.users.append(user)
            return True
    message.reactions.append(Reaction(name, [user]))
    return True
