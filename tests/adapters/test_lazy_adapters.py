"""No client library is imported before the first question."""

import subprocess
import sys

PROGRAM = """
import asyncio, sys
from cockpit.adapters.calendar import FeedCalendars
from cockpit.adapters.clock import SystemClock
from cockpit.adapters.git import GitRepositories
from cockpit.adapters.probers import Probers
from cockpit.adapters.mail import SmtpMail
from cockpit.adapters.mail_letter import Sender
from cockpit.adapters.mail_server import Server
from cockpit.adapters.pagerduty import PagerDuty
from cockpit.adapters.reports import FileReports
from cockpit.adapters.services import HttpServices
from cockpit.adapters.slack import Slack
from cockpit.adapters.statuspage import Statuspage

async def main():
    async def token(): return "x"
    clock = SystemClock()
    PagerDuty(api_url="http://127.0.0.1:1", token=token, email="", timeout_s=1, clock=clock)
    Slack(api_url="http://127.0.0.1:1/", token=token, timeout_s=1)
    server = Server(host="127.0.0.1", port=1, security="none", timeout_s=1)
    SmtpMail(server, Sender(name="", address="a@example.com"), token, clock)
    base = "http://127.0.0.1:1"
    Statuspage(api_url=base, page_id="p", token=token, timeout_s=1, notify=True)
    HttpServices((), {}, ())
    GitRepositories(), FileReports(), Probers(clock, {}), FeedCalendars({})

asyncio.run(main())
known = {"pdpyras", "requests", "urllib3", "slack_sdk", "git", "httpx", "pydantic", "textual"}
known |= {"aiosmtplib", "icalendar", "recurring_ical_events", "dateutil"}
print(*sorted(known & set(sys.modules)))
"""


def test_building_every_adapter_imports_no_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True, timeout=30
    )

    assert done.stdout.strip() == ""
