"""What the engineer may ask for about a customer; decided in `decide_customer`."""

from dataclasses import dataclass

from cockpit.domain.customers import CallerWay


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCaller:
    """Say that the caller for this org belongs to it, and by what that is known (A15)."""

    incident_id: str
    org_id: str
    way: CallerWay
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Perform:
    """Do one of the profile's acts (N8.7); `sure` after its consequence was read."""

    incident_id: str
    action: str
    org_id: str = ""
    input: str = ""
    """What the action asks for."""
    sure: bool = False


OnCustomer = VerifyCaller | Perform
"""What is asked for about a customer."""
