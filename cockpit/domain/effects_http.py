"""What leaves for the organisation's own services, by an HTTP action of its profile."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHttp:
    """Ask a service to do something, once; without credentials, which the adapter adds.

    Whether it happened can be looked up only where the profile says where.
    """

    id: str
    incident_id: str
    action: str
    """The action's id in the profile."""
    title: str
    service: str
    method: str
    path: str
    """Below the service's address, as the person saw it."""
    body: str = ""
    """JSON, as the person saw it."""
    org_id: str = ""
    trace: str = ""
    """Where one can look whether it happened; empty: nowhere."""
    where: tuple[tuple[str, str], ...] = ()
    """(path, value) that its trace has."""
    enters: bool = False
    """It lets the engineer into a customer's org (N8.7)."""
    process: str = ""
    """host:pid:start of the only cockpit that may send it, because its answer holds what is shown
    once there and stored nowhere; empty: any may."""
