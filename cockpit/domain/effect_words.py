"""What an effect is, what was done once it is done, and what it changes, in words for people."""

from typing import assert_never

from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    AddResponders,
    Effect,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PagerChange,
    PostMessage,
    PrioritiseIncident,
    Purpose,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
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
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.effects_outward import FileTicket, OutwardMessage, PublishStatus, SendMail
from cockpit.domain.effects_papers import FilePaper

Named = PagerChange | ChatChange | OutwardMessage | RunCommand | FilePaper


def title(effect: Effect) -> str:
    """What it is."""
    if isinstance(effect, Named):
        return _CHANGES[type(effect)][0]
    match effect:
        case AcknowledgeIncident():
            return "an acknowledgement"
        case PostMessage():
            return "a message"
        case AddNote():
            return "a note"
        case CallHttp(title=words):
            return words
        case _:
            assert_never(effect)


def done(effect: Effect) -> str:
    """What has happened once it is done."""
    if isinstance(effect, Named):
        return _CHANGES[type(effect)][1]
    match effect:
        case AcknowledgeIncident():
            return "acknowledged"
        case PostMessage():
            return "posted"
        case AddNote():
            return "written"
        case CallHttp():
            return "done there"
        case _:
            assert_never(effect)


def short(effect: Effect) -> str:
    """What it is, in a word or two."""
    if isinstance(effect, Named):
        return _CHANGES[type(effect)][2]
    match effect:
        case AcknowledgeIncident():
            return "acknowledge"
        case PostMessage(purpose=Purpose.OTHER, thread_of=parent):
            return "update" if parent else "message"
        case PostMessage(purpose=purpose):
            return purpose.value
        case AddNote():
            return "note"
        case CallHttp():
            return "act"
        case _:
            assert_never(effect)


_CHANGES: dict[type[Named], tuple[str, str, str]] = {
    ResolveIncident: ("a resolution", "resolved", "resolve"),
    EscalateIncident: ("an escalation", "escalated", "escalate"),
    ReassignIncident: ("a re-assignment", "re-assigned", "re-assign"),
    SnoozeIncident: ("a snooze", "snoozed", "snooze"),
    RenameIncident: ("a new title", "renamed", "rename"),
    PrioritiseIncident: ("a priority", "prioritised", "priority"),
    MergeIncidents: ("a merge", "merged", "merge"),
    AddResponders: ("a call for responders", "responders called", "responders"),
    OverrideSchedule: ("a schedule override", "override in place", "override"),
    RewritePolicy: ("an escalation policy", "policy rewritten", "policy"),
    EditMessage: ("a correction", "corrected", "correction"),
    ShareSnippet: ("a snippet", "shared", "snippet"),
    OpenRoom: ("a war room", "opened", "war room"),
    SetTopic: ("a topic", "topic set", "topic"),
    InviteToRoom: ("an invitation", "invited", "invitation"),
    AddBookmark: ("a bookmark", "bookmarked", "bookmark"),
    ArchiveRoom: ("an archiving", "archived", "archive"),
    SetUserGroup: ("a user group", "user group set", "user group"),
    SendMail: ("an e-mail", "sent", "e-mail"),
    RunCommand: ("a command", "run", "command"),
    FileTicket: ("a ticket", "filed", "ticket"),
    FilePaper: ("a paper", "filed", "paper"),
    PublishStatus: ("a status page update", "published", "status page"),
}
"""What it is, what has happened, in a word."""
