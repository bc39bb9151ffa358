"""What would be changed at the chat, mailed or published, in words; the rest is in `changes`."""

from typing import assert_never

from cockpit.domain.effects_chat import (
    AddBookmark,
    ArchiveRoom,
    ChatChange,
    EditMessage,
    InviteToRoom,
    OpenRoom,
    SetTopic,
    SetUserGroup,
    ShareSnippet,
)
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_outward import FileTicket, OutwardMessage, PublishStatus, SendMail
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.procedure import Procedure
from cockpit.domain.watch import CHAT

Words = tuple[str, str]
"""To whom, and exactly what."""


def outward(effect: OutwardMessage) -> Words:
    """An e-mail, or a word on the status page."""
    match effect:
        case SendMail(to=to, subject=subject, text=text):
            return f"{', '.join(to)}, by e-mail", f"Subject: {subject}\n\n{text}"
        case PublishStatus(title=title, status=status, text=text):
            return "the status page", f"{title}: {status}\n{text}"
        case FileTicket():
            return f"the work tracker, project {effect.project}", _ticket(effect)
        case _:
            assert_never(effect)


def _ticket(effect: FileTicket) -> str:
    said = (
        ("due", effect.due),
        ("labels", ", ".join(effect.labels)),
        ("for", effect.owner_email),
    )
    named = "".join(f"{name}: {value}\n" for name, value in said if value)
    return f"{effect.issue_type}: {effect.title}\n{named}\n{effect.text}"


def at_service(effect: CallHttp) -> Words:
    """An act at a service of the organisation, as it goes there."""
    asked = f"{effect.method} {effect.path}"
    return effect.service, f"{asked}\n{effect.body}" if effect.body else asked


def filed(effect: FilePaper) -> Words:
    """A paper: where, and how much of it; the whole is read before it is filed."""
    lines = effect.text.count("\n")
    kind = "over what stood there, merged with it" if effect.version else "new"
    return effect.place.words, f"{effect.title}\n{effect.name}, {lines:,} lines, {kind}"


def at_chat(effect: ChatChange, procedure: Procedure) -> Words:
    """Anything at the chat that is no message."""
    match effect:
        case EditMessage(channel=channel, text=text):
            return f"{procedure.channels.name(channel)}, in place of what it said", text
        case ShareSnippet(channel=channel, title=title, text=text):
            lines = text.count("\n") + 1
            where = procedure.channels.name(channel)
            return f"{where}, as a snippet", f"{title}: {lines} lines, {len(text)} characters"
        case SetUserGroup(group=group):
            before = ", ".join(effect.names_before or effect.before)
            was = f"\n  it was {before}" if before else ""
            people = ", ".join(effect.names or effect.user_ids)
            return f"{CHAT}, the group @{group}", f"becomes {people}{was}"
        case _:
            return f"{CHAT}, the incident's own channel", _room(effect)


def _room(effect: OpenRoom | SetTopic | InviteToRoom | AddBookmark | ArchiveRoom) -> str:
    match effect:
        case OpenRoom(name=name, is_private=private):
            return f"open #{name}{', private' if private else ''}"
        case SetTopic(topic=topic):
            return f"its topic: {topic}"
        case InviteToRoom(user_ids=people, names=names):
            return f"invite {', '.join(names or people)}"
        case AddBookmark(title=title, url=url):
            return f"bookmark {title}: {url or 'where this incident was declared'}"
        case ArchiveRoom():
            return "archive it: what was said in it stays readable"
        case _:
            assert_never(effect)
