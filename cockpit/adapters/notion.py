"""Papers as pages of a Notion database; what a page says is not decided here.

Each page has, in a property of the database, the paper that it is and the effects that wrote on it.
One that is still being written is marked so, with the number of blocks before: what was lost on the
way is found again and gone on with from there. What people have written stays where it is.
"""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cockpit.adapters.loose_json import Node
from cockpit.adapters.notion_blocks import (
    LIST_LIMIT,
    TEXT_LIMIT,
    Block,
    blocks,
    portions,
    rich_text,
    said,
    title_of,
)
from cockpit.adapters.notion_words import Question, no_sense, refusal
from cockpit.adapters.threads import Threads
from cockpit.adapters.wire import Wire
from cockpit.adapters.wire_call import Call, Reply, Service, TooMuchError
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import NotionSpec
from cockpit.ports.outside import Changed, Refused
from cockpit.ports.papers import Stands

VERSION = "2022-06-28"
"""The version of the API that is spoken, which it wants with every question."""
Token = Callable[[], Awaitable[str]]
"""Gives the token; raises `Refused` with `credentials` when it cannot be had."""

_ID = re.compile(r"[0-9a-fA-F-]{32,36}")
_BEGUN = re.compile(r"~(?P<effect>\S+)@(?P<before>\d+)")
_PARTS = 200
"""Answers that a page's blocks may come in."""
_PARSING_S = 20.0


@dataclass(frozen=True, slots=True)
class _Page:
    id: str
    url: str
    marks: tuple[str, ...]
    """The paper, the effects that are done, and the one that is not."""

    @property
    def begun(self) -> tuple[str, int]:
        """The effect that is being written, and how many blocks there were before it."""
        for mark in self.marks[1:]:
            if found := _BEGUN.fullmatch(mark):
                return found["effect"], int(found["before"])
        return "", 0


class Notion:
    """One database; the token is asked for before the first question, and again once refused."""

    def __init__(self, spec: NotionSpec, token: Token) -> None:
        self._base = f"{spec.api_url.rstrip('/')}/v1/"
        self._spec = spec
        self._find_token = token
        self._token = ""
        self._service = Service(
            name="Notion",
            mend="check papers.notion.api_url and the token",
            timeout_s=spec.timeout_s,
        )
        self._wire = Wire()
        self._threads = Threads("Markdown", size=1)

    async def read(self, paper: str) -> Stands:
        """Which page the paper is; its text cannot be had as Markdown."""
        page = await self._page(paper)
        return Stands(version=page.id if page else "")

    async def file(self, effect: FilePaper) -> Changed:
        """Make the page, or write at the end of the one that there is; goes on where it broke off.

        Raises:
            Refused: another page is there than the one that was seen, or somebody writes on it.
        """
        every = await self._threads.call(lambda: blocks(effect.text), _PARSING_S)
        page = await self._page(effect.paper)
        if page is not None and effect.id in page.marks:
            return Changed(ref=page.url)
        if page is None:
            if effect.version:
                words = "the page of this paper is gone from the database"
                raise Refused(words, "look there; file it again to make a new one", code="moved")
            page = await self._new_page(effect)
            done, before = 0, 0
        elif page.begun[0] == effect.id:
            before = page.begun[1]
            done = await self._written(page, every, before)
        elif page.id != effect.version:
            words = "by now the database has a page of this paper"
            raise Refused(words, "file it again: it is written at its end", code="moved")
        else:
            before, done = len(await self._children(page.id)), 0
            await self._mark(page, (*page.marks, f"~{effect.id}@{before}"))
        for portion in portions(every[done:]):
            await self._append(page.id, portion)
        kept = tuple(m for m in page.marks if not _BEGUN.fullmatch(m))
        await self._mark(page, (*kept, effect.id))
        return Changed(ref=page.url)

    async def find(self, effect: FilePaper) -> Changed | None:
        """The page on which this effect wrote all that it had to."""
        page = await self._page(effect.paper)
        return Changed(ref=page.url) if page and effect.id in page.marks else None

    async def close(self) -> None:
        """Hang up."""
        self._threads.close()
        await self._wire.close()

    # --- pages -------------------------------------------------------------------------------

    async def _page(self, paper: str) -> _Page | None:
        """The oldest page that is this paper; one in the bin is none."""
        mark = self._spec.mark_property
        body = {
            "filter": {"property": mark, "rich_text": {"starts_with": paper}},
            "sorts": [{"timestamp": "created_time", "direction": "ascending"}],
            "page_size": LIST_LIMIT,
        }
        question = Question(
            method="POST", path=f"databases/{self._spec.database_id}/query", body=body
        )
        answer = await self._ask(question)
        found = Node(answer.body)
        if not found.is_list("results"):
            raise no_sense(answer.status)
        pages = (_page_of(node, mark) for node in found.nodes("results"))
        return next((p for p in pages if p is not None and p.marks[:1] == (paper,)), None)

    async def _new_page(self, effect: FilePaper) -> _Page:
        names, marks = self._spec, (effect.paper, f"~{effect.id}@0")
        title = title_of(effect.text) or effect.title
        body = {
            "parent": {"database_id": self._spec.database_id},
            "properties": {
                names.title_property: {"title": rich_text(title[:TEXT_LIMIT])},
                names.mark_property: {"rich_text": rich_text(" ".join(marks))},
            },
        }
        question = Question(method="POST", path="pages", body=body, changes=True)
        answer = await self._ask(question)
        node = Node(answer.body)
        if not _ID.fullmatch(node.raw("id")):
            raise no_sense(answer.status)
        return _Page(node.raw("id"), node.raw("url"), marks)

    async def _mark(self, page: _Page, marks: tuple[str, ...]) -> None:
        """Write down what was done on a page; the oldest effects go where there is no room."""
        first, *rest = marks
        while len(" ".join((first, *rest))) > TEXT_LIMIT:
            rest.pop(0)
        value = {"rich_text": rich_text(" ".join((first, *rest)))}
        body = {"properties": {self._spec.mark_property: value}}
        await self._ask(Question(method="PATCH", path=f"pages/{page.id}", body=body, changes=True))

    async def _written(self, page: _Page, every: list[Block], before: int) -> int:
        """How many of these blocks stand on the page already."""
        there = (await self._children(page.id))[before:]
        if len(there) > len(every) or any(
            said(block) != said(wanted) for block, wanted in zip(there, every, strict=False)
        ):
            words = "somebody has written on the page while the paper was being filed"
            raise Refused(words, "look at the page: its end may be missing", code="moved")
        return len(there)

    async def _children(self, page_id: str) -> list[Block]:
        """The blocks of a page, whatever is within them left out."""
        found: list[Block] = []
        cursor = ""
        for _ in range(_PARTS):
            query = (
                ("page_size", str(LIST_LIMIT)),
                *((("start_cursor", cursor),) if cursor else ()),
            )
            answer = await self._ask(
                Question(method="GET", path=f"blocks/{page_id}/children", query=query)
            )
            node = Node(answer.body)
            if not node.is_list("results"):
                raise no_sense(answer.status)
            found += [n.whole for n in node.nodes("results")]
            cursor = node.raw("next_cursor")
            if not cursor:
                break
        return found

    async def _append(self, page_id: str, portion: list[Block]) -> None:
        body = {"children": portion}
        path = f"blocks/{page_id}/children"
        await self._ask(Question(method="PATCH", path=path, body=body, changes=True))

    # --- how it is asked ---------------------------------------------------------------------

    async def _ask(self, question: Question) -> Reply:
        """Ask once; anything but a good answer in JSON is raised."""
        if not self._token:
            self._token = await self._find_token()
        answer = await self._exchange(question)
        if answer.status in range(200, 300) and isinstance(answer.body, dict):
            return answer
        error = refusal(answer, question)
        if isinstance(error, Refused) and error.credentials:
            self._token = ""
        raise error

    async def _exchange(self, question: Question) -> Reply:
        body = question.body
        call = Call(
            method=question.method,
            url=f"{self._base}{question.path}",
            query=question.query,
            body=b"" if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Notion-Version": VERSION,
                **({} if body is None else {"Content-Type": "application/json"}),
            },
            secret=self._token,
            changes=question.changes,
        )
        try:
            return await self._wire.exchange(self._service, call)
        except TooMuchError as error:
            raise no_sense(error.status) from None


def _page_of(node: Node, mark: str) -> _Page | None:
    if not _ID.fullmatch(node.raw("id")) or node.flag("archived") or node.flag("in_trash"):
        return None
    texts = node.node("properties").node(mark).nodes("rich_text")
    words = "".join(t.raw("plain_text") or t.node("text").raw("content") for t in texts)
    return _Page(node.raw("id"), node.raw("url"), tuple(words.split()))
