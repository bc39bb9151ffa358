"""Orders to the mail server and the status page, and what both have received."""

from collections.abc import Callable

from cockpit.standins.codec import dump, load
from cockpit.standins.letters import MailFault
from cockpit.standins.stage import Stage

Json = dict[str, object]
Order = Callable[[Stage, Json], object]


def received(stage: Stage) -> Json:
    """Every letter that was taken, every incident of the page, every act at the platform, and how
    mail was spoken."""
    return {
        "mails": stage.office.shown(),
        "mail_commands": stage.office.commands,
        "minted": [dump(minted) for minted in stage.saved.platform.minted],
        "tokens": stage.platform_api.given,
        "disabled": stage.saved.platform.disabled,
        "page": [stage.page_api.shown(incident) for incident in stage.saved.page.incidents],
    }


def _fault(stage: Stage, given: Json) -> Json:
    stage.office.faults.append(load(MailFault, given, "fault"))
    return {"waiting": len(stage.office.faults)}


ORDERS: dict[tuple[str, str], Order] = {("POST", "/mail/fault"): _fault}
