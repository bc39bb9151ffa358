"""Through which way out a change goes, and how one finds out whether it did; tries nothing else."""

from datetime import datetime

from cockpit.domain.dispatch import Job
from cockpit.domain.effects import PagerChange
from cockpit.domain.effects_chat import ChatChange
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.effects_outward import FileTicket, OutwardMessage, PublishStatus, SendMail
from cockpit.domain.effects_papers import FilePaper
from cockpit.outbox.outlets import Outlets
from cockpit.ports.outside import Changed, Refused

Change = PagerChange | ChatChange | OutwardMessage | CallHttp | RunCommand | FilePaper
"""What is changed outside, as opposed to said."""


async def change(out: Outlets, what: Change, job: Job) -> Changed:
    """Make it happen, once. Raises the three errors."""
    match what:
        case RunCommand():
            return await out.the_shell.run(what)
        case SendMail():
            return await out.the_mail.send(what)
        case PublishStatus():
            return await out.the_page.publish(what, job.ref)
        case CallHttp():
            return await out.the_calls.send(what)
        case FileTicket():
            return await out.the_tracker.file(what)
        case FilePaper():
            return await out.the_papers.file(what)
        case _ if isinstance(what, ChatChange):
            return await out.the_chat.alter(what, job.ref, job.thread)
        case _:
            return await out.the_pager.change(what)


async def find(out: Outlets, what: Change, job: Job, since: datetime) -> Changed | None:
    """Whether it happened; `Refused`, and no matter of time: looking will never tell."""
    match what:
        case RunCommand():
            raise Refused("a command that was begun cannot be looked up")
        case SendMail():
            raise Refused("an e-mail that may have left cannot be looked up")
        case PublishStatus():
            return await out.the_page.find(what, job.ref, since)
        case CallHttp():
            return await out.the_calls.find(what, since)
        case FileTicket():
            return await out.the_tracker.find(what, since)
        case FilePaper():
            return await out.the_papers.find(what)
        case _ if isinstance(what, ChatChange):
            return await out.the_chat.find_alteration(what, job.ref, job.thread, since)
        case _:
            return await out.the_pager.find_change(what, since, job.twins)
