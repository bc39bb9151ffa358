"""The probes: what is looked at again and again, by kind; values only, and no secret among them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSpec:
    """What every probe has, of whichever kind."""

    name: str
    interval_s: float = 5.0
    timeout_s: float = 5.0
    """For the whole look."""
    step: str = ""
    """The checklist step that a look at this probe is evidence for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProbe(ProbeSpec):
    """A web address; redirects and body are part of a look."""

    url: str
    expected: tuple[int, ...] = ()
    """Statuses that are good; empty means 200-299."""
    max_redirects: int = 3
    max_body: int = 65_536
    """Bytes of the body after which the rest is not read."""


Probe = HttpProbe


def place(probe: Probe) -> str:
    """Where a probe looks, in words."""
    return probe.url
