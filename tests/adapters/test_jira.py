"""The work tracker port on real HTTP, both editions: what is opened, refused, found again, read."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S

from cockpit.adapters.jira import Jira, Site
from cockpit.adapters.jira_text import document, wiki
from cockpit.domain.effects_outward import FileTicket
from cockpit.ports.outside import Changed, Garbled, Refused, Unreachable
from cockpit.ports.work import TicketReading
from cockpit.standins.faults import Fault, Faults, fail
from cockpit.standins.http import HOST, Answer, HttpServer, Request
from cockpit.standins.jira import Api, _texts
from cockpit.standins.work import JiraMemory, JiraSite

START = datetime(2026, 4, 24, 8, 0, tzinfo=UTC)
TOKEN = "canary-jira-5512"
USER = "ana@example.com"

TICKET = FileTicket(
    id="r1.ticket",
    incident_id="Q1",
    item="i1",
    project="OPS",
    issue_type="Task",
    title="Add a canary",
    text="Why: 5xx since the deploy.\n\n## Notes\n\n- one [~ben] {code}\n- see https://x.example/1",
    labels=("incident",),
    due="2026-05-04",
)


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


@dataclass
class Rig:
    """A Jira that stands in, and the port to it."""

    site: JiraSite
    clock: Clock = field(default_factory=Clock)
    memory: JiraMemory = field(default_factory=JiraMemory)
    faults: Faults = field(default_factory=Faults)
    asked: list[Request] = field(default_factory=list)
    ports: list[Jira] = field(default_factory=list)
    base: str = ""

    def __post_init__(self) -> None:
        self.server = HttpServer(self._handle, self.clock.now)

    async def _handle(self, request: Request) -> Answer:
        self.asked.append(request)
        api = Api(self.site, self.memory, self.clock.monotonic)

        async def act() -> Answer:
            return api.answer(request, self.clock.now())

        fault = self.faults.take("jira", request)
        return await act() if fault is None else await fail(fault, act)

    def port(self, token: str = TOKEN, due_field: str = "duedate", **more: object) -> Jira:
        """Another cockpit's port, which remembers nothing."""

        async def found() -> str:
            return token

        site = Site(
            url=str(more.get("url", self.base)),
            is_cloud=bool(self.site.user),
            user=self.site.user,
            due_field=due_field,
            timeout_s=PATIENCE_S,
        )
        self.ports.append(Jira(site, found, self.clock))
        return self.ports[-1]


async def _running(site: JiraSite) -> AsyncIterator[Rig]:
    rig = Rig(site)
    rig.base = f"http://{HOST}:{await rig.server.start()}"
    yield rig
    for port in rig.ports:
        await port.close()
    await rig.server.close()


CLOUD = JiraSite(project="OPS", user=USER, token=TOKEN)
SERVER = JiraSite(project="OPS", token=TOKEN)


@pytest.fixture(params=(CLOUD, SERVER), ids=("cloud", "server"))
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async for one in _running(request.param):
        yield one


@pytest.fixture
async def cloud() -> AsyncIterator[Rig]:
    async for one in _running(CLOUD):
        yield one


@pytest.fixture
async def server() -> AsyncIterator[Rig]:
    async for one in _running(SERVER):
        yield one


# --- what is opened ----------------------------------------------------------------------------


async def test_a_ticket_is_opened_with_all_that_it_says(rig: Rig) -> None:
    changed = await rig.port().file(TICKET)

    (ticket,) = rig.memory.tickets
    assert (ticket.summary, ticket.due, ticket.issue_type) == ("Add a canary", "2026-05-04", "Task")
    assert ticket.labels == ["incident", "cockpit-r1.ticket"]
    url = f"{rig.base}/browse/OPS-101"
    assert changed == Changed(ref="OPS-101", at=START, kept=(("url", url),))


async def test_cloud_gets_a_document_and_server_gets_text(rig: Rig) -> None:
    await rig.port().file(TICKET)

    (ticket,) = rig.memory.tickets
    if rig.site.user:
        assert "one [~ben] {code}" in _texts(json.loads(ticket.description))
        assert "https://x.example/1" in _texts(json.loads(ticket.description))
    else:
        assert "h3. Notes" in ticket.description
        assert "* one \\[\\~ben\\] \\{code\\}" in ticket.description
        assert "* see https://x.example/1" in ticket.description


async def test_a_due_date_that_no_field_takes_is_left_out(rig: Rig) -> None:
    rig.site = replace(rig.site, screen=("summary", "description", "labels"))

    await rig.port(due_field="").file(TICKET)

    assert rig.memory.tickets[0].due == ""


@given(text=st.text(alphabet=st.sampled_from("ab #-{[*\\!\n.:/~_h3"), max_size=120))
@settings(max_examples=200, deadline=None)
def test_every_text_is_a_document_that_holds_its_words_and_nothing_empty(text: str) -> None:
    made = document(text)

    assert made["content"]
    assert all(_texts(made))
    letters = [c for c in text if c in "ab"]
    assert [c for words in _texts(made) for c in words if c in "ab"] == letters


@given(text=st.text(alphabet=st.sampled_from("ab {[*\\!~_|"), max_size=60))
def test_wiki_markup_of_foreign_words_is_inert(text: str) -> None:
    shown = wiki(f"x{text}x")

    assert shown.replace("\\", "") == f"x{text}x".replace("\\", "")
    assert not [n for n, c in enumerate(shown) if c in "{[!*" and shown[n - 1] != "\\"]


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "ticket", "words"),
    [
        ({"screen": ("summary", "description", "labels")}, {},
         "due date (duedate): Field 'duedate' cannot be set."),
        ({}, {"issue_type": "Chore"}, 'issue type "Chore": Specify a valid issue type'),
        ({}, {"project": "NOPE"}, "project NOPE: valid project is required"),
        ({}, {"labels": ("two words",)}, "labels: The label 'two words' contains spaces"),
    ],
)  # fmt: skip
async def test_a_field_that_jira_refuses_is_named(
    rig: Rig, site: dict, ticket: dict, words: str
) -> None:
    rig.site = replace(rig.site, **site)

    with pytest.raises(Refused) as refused:
        await rig.port().file(replace(TICKET, **ticket))

    assert "Jira does not take the ticket as it is" in refused.value.reason
    assert words in refused.value.reason
    assert refused.value.retry_after_s is None
    assert not rig.memory.tickets


async def test_a_wrong_token_is_told_although_jira_answers_in_html(rig: Rig) -> None:
    with pytest.raises(Refused) as refused:
        await rig.port(token="wrong-canary-77").file(TICKET)

    assert refused.value.credentials
    assert refused.value.reason == "Jira does not accept the token"
    assert "canary" not in f"{refused.value.reason} {refused.value.mend}"


async def test_a_token_that_may_not_create_is_told_with_jiras_words(rig: Rig) -> None:
    rig.site = replace(rig.site, may_create=False)

    with pytest.raises(Refused, match="may not do this: You do not have permission") as refused:
        await rig.port().file(TICKET)

    assert refused.value.credentials


@pytest.mark.parametrize("may_create", [True, False])
async def test_whether_tickets_may_be_opened_is_known_without_opening_one(
    rig: Rig, may_create: bool
) -> None:
    rig.site = replace(rig.site, may_create=may_create)

    assert await rig.port().may_file(rig.site.project) is may_create
    assert not rig.memory.tickets


async def test_a_project_that_the_token_does_not_see_is_refused(rig: Rig) -> None:
    with pytest.raises(Refused, match="No project could be found"):
        await rig.port().may_file("GONE")


async def test_a_rate_limit_says_when_it_is_tried_again(rig: Rig) -> None:
    rig.faults.add(Fault("jira", "rate_limit", retry_after=17))

    with pytest.raises(Refused, match="asked again in 17 s") as refused:
        await rig.port().file(TICKET)

    assert refused.value.retry_after_s == 17


async def test_asking_one_edition_as_if_it_were_the_other_is_refused(server: Rig) -> None:
    server.site = replace(server.site, user=USER)
    port = server.port()
    server.site = replace(server.site, user="")

    with pytest.raises(Refused):
        await port.file(TICKET)


async def test_a_removed_search_is_told_as_the_wrong_edition(cloud: Rig) -> None:
    cloud.faults.add(
        Fault("jira", "status", status=410, body='{"errorMessages": ["removed"], "errors": {}}')
    )

    with pytest.raises(Refused, match="taken this way of asking away: removed"):
        await cloud.port().find(TICKET, START)


async def test_a_sign_in_page_is_no_jira(rig: Rig) -> None:
    rig.faults.add(Fault("jira", "status", status=200, body="<html>sign in</html>"))

    with pytest.raises(Garbled, match="not Jira answered"):
        await rig.port().file(TICKET)


async def test_a_redirect_gets_no_token(rig: Rig) -> None:
    rig.faults.add(Fault("jira", "status", status=302, location="http://evil.example/"))

    with pytest.raises(Refused, match="leads elsewhere"):
        await rig.port().file(TICKET)


@pytest.mark.parametrize(
    ("ticket", "what"),
    [({"title": "x" * 256}, "title"), ({"title": ""}, "title"), ({"text": "x" * 33_000}, "text")],
)
async def test_what_jira_would_not_take_is_not_sent(rig: Rig, ticket: dict, what: str) -> None:
    with pytest.raises(Refused, match=f"a ticket's {what}"):
        await rig.port().file(replace(TICKET, **ticket))

    assert not rig.asked


# --- at most once ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["drop", "truncate"])
async def test_a_ticket_whose_answer_was_lost_is_found_again(rig: Rig, kind: str) -> None:
    rig.faults.add(Fault("jira", kind, act=True))
    port = rig.port()
    with pytest.raises(Unreachable) as lost:
        await port.file(TICKET)
    assert lost.value.maybe_sent

    found = await port.find(TICKET, START)

    assert found is not None
    assert found.ref == "OPS-101"
    assert dict(found.kept) == {"url": f"{rig.base}/browse/OPS-101", "status": "To Do"}


async def test_a_fault_of_jiras_own_leaves_open_whether_it_happened(rig: Rig) -> None:
    rig.faults.add(Fault("jira", "status", status=503))

    with pytest.raises(Unreachable) as broken:
        await rig.port().file(TICKET)

    assert broken.value.maybe_sent


async def test_clouds_search_is_not_believed_before_it_can_know(cloud: Rig) -> None:
    cloud.site = replace(cloud.site, lag_s=20)
    port = cloud.port()
    await port.file(TICKET)

    with pytest.raises(Unreachable, match="does not have new tickets at once"):
        await port.find(TICKET, START - timedelta(minutes=5))

    cloud.clock.at += timedelta(seconds=30)
    found = await port.find(TICKET, START - timedelta(minutes=5))
    assert found is not None


async def test_what_never_arrived_is_not_found_in_the_end(rig: Rig) -> None:
    port = rig.port()
    rig.clock.at += timedelta(seconds=90)

    assert await port.find(TICKET, START - timedelta(minutes=5)) is None


async def test_servers_search_is_believed_at_once(server: Rig) -> None:
    assert await server.port().find(TICKET, START) is None


# --- how they stand ----------------------------------------------------------------------------


async def test_how_tickets_stand_is_read_by_the_category_of_their_status(rig: Rig) -> None:
    port = rig.port()
    for n in range(3):
        await port.file(replace(TICKET, id=f"r{n}.ticket"))
    rig.memory.tickets[1].status = "Won't do"
    del rig.memory.tickets[2]

    found = await port.read(["OPS-101", "OPS-102", "OPS-103", "../users"])

    assert found == {
        "OPS-101": TicketReading(status="To Do", is_done=False),
        "OPS-102": TicketReading(status="Won't do", is_done=True),
    }


async def test_reading_stops_at_what_is_no_missing_ticket(rig: Rig) -> None:
    with pytest.raises(Refused, match="does not accept the token"):
        await rig.port(token="wrong").read(["OPS-101"])
