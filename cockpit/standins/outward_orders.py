"""Orders to the mail server and the status page, and what both have received."""

from collections.abc import Callable

from cockpit.standins.codec import dump, load
from cockpit.standins.letters import MailFault
from cockpit.standins.stage import Stage

Json = dict[str, object]
Order = Callable[[Stage, Json], object]


def received(stage: Stage) -> Json:
    """Every letter that was taken, every ticket, every incident of the page, every act at the
    platform, and how mail was spoken."""
    return {
        "mails": stage.office.shown(),
        "mail_commands": stage.office.commands,
        "minted": [dump(minted) for minted in stage.saved.platform.minted],
        "tokens": stage.platform_api.given,
        "disabled": stage.saved.platform.disabled,
        "tickets": [dump(ticket) for ticket in stage.saved.jira.tickets],
        "papers": [dump(page) for page in stage.saved.notion.pages],
        "page": [stage.page_api.shown(incident) for incident in stage.saved.page.incidents],
    }


def _fault(stage: Stage, given: Json) -> Json:
    stage.office.faults.append(load(MailFault, given, "fault"))
    return {"waiting": len(stage.office.faults)}


def _move(stage: Stage, given: Json) -> Json:
    """Somebody moves a ticket to another status, or deletes it."""
    key, status = str(given.get("key")), str(given.get("status", ""))
    kept = [ticket for ticket in stage.saved.jira.tickets if status or ticket.key != key]
    for ticket in kept:
        if ticket.key == key:
            ticket.status = status
    stage.saved.jira.tickets[:] = kept
    return {"tickets": len(kept)}


ORDERS: dict[tuple[str, str], Order] = {
    ("POST", "/mail/fault"): _fault,
    ("POST", "/jira/move"): _move,
}
