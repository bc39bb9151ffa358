"""Messages as Slack gives them, as values that are harmless to show; nothing is asked here."""

from collections.abc import Callable, Iterable, Sequence

from cockpit.adapters import slack_marks, slack_text
from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_people import People
from cockpit.domain.chat import Heard, Reaction
from cockpit.domain.model import Reply
from cockpit.ports.plain import plain

_MOST_REACTIONS, _MOST_REACTING = 20, 20
_MOST_PARTS, _MOST_FILES = 10, 3
_TEXT_LIMIT = 4000
_THUMBS = {"thumbsup": "+1", "thumbsdown": "-1"}
"""Slack keeps them under these names, and takes both."""

GONE = frozenset({"tombstone", "thread_broadcast_deleted"})
NOISE = GONE | {
    "bot_add",
    "bot_remove",
    "channel_archive",
    "channel_convert_to_private",
    "channel_join",
    "channel_leave",
    "channel_name",
    "channel_posting_permissions",
    "channel_purpose",
    "channel_topic",
    "channel_unarchive",
    "group_archive",
    "group_join",
    "group_leave",
    "group_name",
    "group_purpose",
    "group_topic",
    "group_unarchive",
    "huddle_thread",
    "pinned_item",
    "reminder_add",
    "unpinned_item",
}
"""What Slack says by itself; whatever else is new to us is taken for something said."""


def reply(people: People, channel: str, thread: str, message: Node) -> Reply:
    """A message of a thread."""
    ts = message.raw("ts")
    return Reply(
        channel=channel,
        thread=thread,
        ts=ts,
        at=slack_text.instant(ts),
        author=_author(people, message),
        author_email=people.email(message.raw("user")),
        text=said(message, people.name),
        ours=plain(slack_marks.marker(message)),
        purpose=slack_marks.purpose(message),
        about=slack_marks.about(message),
        reactions=_reactions(people, message),
    )


def heard(people: People, channel: str, message: Node) -> Heard:
    """A message of a channel that is followed."""
    ts, thread = message.raw("ts"), message.raw("thread_ts")
    return Heard(
        channel=channel,
        ts=ts,
        at=slack_text.instant(ts),
        author=_author(people, message),
        text=said(message, people.name),
        thread=thread if thread != ts else "",
        author_email=people.email(message.raw("user")),
        is_bot=bool(message.raw("bot_id")) or message.raw("subtype") == "bot_message",
        ours=plain(slack_marks.marker(message)),
        purpose=slack_marks.purpose(message),
        about=slack_marks.about(message),
        replies=message.number("reply_count"),
        reactions=_reactions(people, message),
    )


def named(messages: Sequence[Node]) -> Iterable[str]:
    """Ids of everybody who wrote, is mentioned or reacted, those who wrote first."""
    for message in messages:
        yield message.raw("user")
    for message in messages:
        yield from sorted(slack_text.mentioned(message.raw("text")))
    for message in messages:
        for reaction in message.nodes("reactions")[:_MOST_REACTIONS]:
            yield from reaction.texts("users")[:_MOST_REACTING]


def _author(people: People, message: Node) -> str:
    called = message.text("username") or message.node("bot_profile").text("name")
    user = message.raw("user")
    return called or (people.name(user) if user else message.text("bot_id") or "somebody")


def _reactions(people: People, message: Node) -> tuple[Reaction, ...]:
    found: dict[str, dict[str, None]] = {}
    for reaction in message.nodes("reactions")[:_MOST_REACTIONS]:
        name = reaction.text("name", limit=60).partition("::")[0]
        users = found.setdefault(_THUMBS.get(name, name), {})
        users |= dict.fromkeys(reaction.texts("users")[:_MOST_REACTING])
    return tuple(_reaction(people, name, users) for name, users in found.items() if name)


def _reaction(people: People, name: str, users: Iterable[str]) -> Reaction:
    """A reaction of people by their ids: two may have one name; with what is known of them."""
    some = tuple(users)
    emails = tuple(people.email(user) for user in some)
    return Reaction(
        name=name,
        people=tuple(people.name(user) for user in some),
        emails=emails if any(emails) else (),
        unnamed=sum(not people.knows(user) for user in some),
    )


def said(message: Node, name: Callable[[str], str]) -> str:
    """What a message says, harmless; monitors say it in attachments or blocks, a file by its name.

    Args:
        message: as Slack gives it.
        name: tells how a person's id is called.
    """
    text = slack_text.readable(message.raw("text"), name)
    if text:
        return text
    parts: list[str] = []
    for part in message.nodes("attachments")[:_MOST_PARTS]:
        lines = [part.raw(key) for key in ("pretext", "title", "text")]
        parts += [line for line in lines if line] or [part.raw("fallback")]
    for block in message.nodes("blocks")[:_MOST_PARTS]:
        parts.append(block.node("text").raw("text"))
    shown = [slack_text.readable(part, name) for part in parts]
    files = [file.text("title", "name", limit=120) for file in message.nodes("files")[:_MOST_FILES]]
    shown += [f"(file: {title})" if title else "(file)" for title in files]
    return plain("\n".join(filter(None, shown)), _TEXT_LIMIT, lines=True) or "(no text)"
