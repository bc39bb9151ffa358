"""The ways out of the cockpit, as far as they are configured; what leaves is not decided here."""

from dataclasses import dataclass

from cockpit.outbox.calls import Calls
from cockpit.ports.outside import Pager, Refused
from cockpit.ports.papers import Papers
from cockpit.ports.shell import Shell
from cockpit.ports.told import Chat, Mail, StatusPage
from cockpit.ports.work import WorkTracker


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """Everything that takes effects; None: not configured here."""

    pager: Pager | None = None
    chat: Chat | None = None
    mail: Mail | None = None
    page: StatusPage | None = None
    calls: Calls | None = None
    shell: Shell | None = None
    work: WorkTracker | None = None
    papers: Papers | None = None

    @property
    def the_pager(self) -> Pager:
        """The pager. Raises `Refused`, as all of these do, when there is none."""
        if self.pager is None:
            raise Refused("no pager is configured here", "add [pagerduty] to the configuration")
        return self.pager

    @property
    def the_chat(self) -> Chat:
        """The chat."""
        if self.chat is None:
            raise Refused("no chat is configured here", "add [slack] to the configuration")
        return self.chat

    @property
    def the_mail(self) -> Mail:
        """The mail."""
        if self.mail is None:
            raise Refused("no mail is configured here", "add [mail] to the configuration")
        return self.mail

    @property
    def the_page(self) -> StatusPage:
        """The status page."""
        if self.page is None:
            raise Refused("no status page is configured here", "add [statuspage] to it")
        return self.page

    @property
    def the_calls(self) -> Calls:
        """The organisation's own services."""
        if self.calls is None:
            raise Refused("no service of your own is configured here", "add [[http]] to it")
        return self.calls

    @property
    def the_shell(self) -> Shell:
        """This machine's shell."""
        if self.shell is None:
            raise Refused("nothing can be run from here", "run it in a terminal of your own")
        return self.shell

    @property
    def the_tracker(self) -> WorkTracker:
        """The work tracker."""
        if self.work is None:
            raise Refused("no work tracker is configured here", "add [jira] to the configuration")
        return self.work

    @property
    def the_papers(self) -> Papers:
        """Where papers are filed."""
        if self.papers is None:
            raise Refused("no place for papers is configured here", "add [papers] to it")
        return self.papers
