"""What leaves for people outside the chat: e-mails, the status page, tickets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMail:
    """Send an e-mail (I4); whether one arrived cannot be looked up, so an unclear one is asked."""

    id: str
    incident_id: str
    """Empty: it belongs to the shift."""
    to: tuple[str, ...]
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishStatus:
    """Tell customers on the status page (P7); the first one opens its incident there."""

    id: str
    incident_id: str
    incident_of: str
    """The effect that opened the incident on the page; empty: this one does."""
    title: str
    status: str
    """investigating, identified, monitoring, resolved."""
    text: str
    components: tuple[str, ...] = ()
    """Ids of the components that are concerned."""
    component_status: str = ""
    """operational, degraded_performance, partial_outage, major_outage; empty: left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTicket:
    """Open a ticket for an action item, once; it carries the effect's id, by which it is found."""

    id: str
    incident_id: str
    """Empty: it belongs to no incident."""
    item: str
    project: str
    issue_type: str
    title: str
    text: str
    """Plain text, as the person saw it; paragraphs and lists are told by their lines."""
    labels: tuple[str, ...] = ()
    due: str = ""
    """ISO date; empty: none."""
    owner_email: str = ""
    """Whose it is, by address; empty: nobody's, or nobody that the tracker could know."""


OutwardMessage = SendMail | PublishStatus | FileTicket
