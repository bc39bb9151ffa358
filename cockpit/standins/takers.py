"""Whoever a handover note is for reads it after a while, and takes it; nothing else."""

from datetime import UTC, datetime, timedelta

from cockpit.standins.slack.model import Message
from cockpit.standins.slack.workspace import Workspace, react

Taking = tuple[datetime, Message, str]
"""When, which note, and who."""


def next_taking(workspace: Workspace) -> Taking | None:
    """The next thumbs-up that is to come; a note that was taken once is left alone then."""
    after_s = workspace.slack.takes_after
    if not after_s:
        return None
    found: list[Taking] = []
    for room in workspace.memory.rooms:
        for message in room.messages:
            who = _meant(workspace, message)
            if who and message.ts not in workspace.memory.taken:
                at = datetime.fromtimestamp(int(message.ts.partition(".")[0]), UTC)
                found.append((at + timedelta(seconds=after_s), message, who))
    return min(found, key=lambda taking: taking[0], default=None)


def take(workspace: Workspace) -> None:
    """Let it happen."""
    taking = next_taking(workspace)
    if taking is not None:
        _, message, who = taking
        workspace.memory.taken.append(message.ts)
        react(message, "+1::skin-tone-3", who)


def _meant(workspace: Workspace, message: Message) -> str:
    """Whom a note is for, as Slack knows them; empty: it is none, or nobody here."""
    payload = (message.metadata or {}).get("event_payload")
    if not isinstance(payload, dict) or payload.get("purpose") != "handover":
        return ""
    email = payload.get("about_to_email")
    people = workspace.scenario.people
    return next((p.slack for p in people if email and p.email == email), "")
