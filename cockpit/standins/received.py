"""The record of the requests that arrived, so that a test can count them."""

from collections import Counter
from datetime import datetime

from cockpit.standins.faults import Fault
from cockpit.standins.http import Request


class Received:
    """The requests that arrived: every write, how many of each kind, and how many got what."""

    def __init__(self) -> None:
        self.writes: list[dict[str, object]] = []
        self.counts: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        """By "service status": what was answered, where it was an answer."""

    def note(
        self,
        at: datetime,
        service: str,
        request: Request,
        fault: Fault | None,
        *,
        writes: bool,
    ) -> None:
        """Write down one request; `acted` says whether it was carried out."""
        self.counts[f"{service} {request.method} {request.path}"] += 1
        if not writes:
            return
        self.writes.append(
            {
                "service": service,
                "method": request.method,
                "path": request.path,
                "at": at.isoformat(),
                "from": request.headers.get("from", ""),
                "body": request.body.decode("utf-8", "replace"),
                "fault": fault.kind if fault else "",
                "acted": fault is None or fault.act or fault.kind == "delay",
            }
        )
