"""Notion's REST API, as far as it is used, with its own strictness: pages of one database, blocks.

What it takes is next door, in `notion_rules`; three requests a second are the vendor's bound.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from cockpit.standins.http import Request, Response, json_response
from cockpit.standins.meter import Meter
from cockpit.standins.notion_rules import (
    LIST_LIMIT,
    Json,
    Refusal,
    check_id,
    checked,
    fields_of,
    given_in,
    invalid,
    rich,
    said,
    shown_block,
)

_VERSION = re.compile(r"20\d\d-\d\d-\d\d")


@dataclass(frozen=True)
class NotionSite:
    """A workspace with one database that is shared with the integration."""

    database: str = ""
    """Its id; empty: there is no Notion."""
    token: str = "standin-notion-token"  # noqa: S105 - good for nothing but the stand-in
    title: str = "Name"
    texts: tuple[str, ...] = ("Cockpit",)
    """Its properties of the kind text."""
    may_insert: bool = True
    requests_per_minute: int = 180


@dataclass
class NotionBlock:
    """A block of a page, as it was given."""

    id: str
    body: dict[str, object]


@dataclass
class NotionPage:
    """A page of the database."""

    id: str
    title: str
    texts: dict[str, str]
    at: datetime
    blocks: list[NotionBlock] = field(default_factory=list)
    archived: bool = False


@dataclass
class NotionMemory:
    """What the workspace has to remember."""

    pages: list[NotionPage] = field(default_factory=list)


class Api:
    """Answers for one workspace."""

    def __init__(
        self, site: NotionSite, memory: NotionMemory, seconds: Callable[[], float]
    ) -> None:
        self.site = site
        self.memory = memory
        self._meter = Meter(site.requests_per_minute, seconds)

    def answer(self, request: Request, at: datetime) -> Response:
        """The answer to one request, made at an instant."""
        try:
            self._let_in(request)
            return json_response(200, self._do(request, at))
        except Refusal as refusal:
            return refusal.answer

    def _let_in(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self.site.token}":
            raise Refusal(401, "unauthorized", "API token is invalid.")
        version = request.headers.get("notion-version", "")
        if not _VERSION.fullmatch(version):
            told = f"instead was `{version}`" if version else "instead was `undefined`"
            words = "Notion-Version header failed validation: Notion-Version header should be"
            raise Refusal(400, "missing_version", f"{words} defined, {told}.")
        if self._meter.count(self.site.token):
            answer = Refusal(429, "rate_limited", "You have been rate limited.")
            wait = str(self._meter.wait_s(self.site.token))
            answer.answer = answer.answer.header("Retry-After", wait)
            raise answer

    def _do(self, request: Request, at: datetime) -> Json:
        match request.method, request.path.removeprefix("/v1/").split("/"):
            case "POST", ["databases", name, "query"]:
                self._database(name)
                return self._query(given_in(request))
            case "POST", ["pages"]:
                return self._create(given_in(request), at)
            case "PATCH", ["pages", name]:
                return self._change(self._page(name), given_in(request))
            case "GET", ["blocks", name, "children"]:
                return self._children(self._page(name), dict(request.query))
            case "PATCH", ["blocks", name, "children"]:
                return self._append(self._page(name), given_in(request))
            case _:
                raise Refusal(400, "invalid_request_url", "Invalid request URL.")

    # --- pages -------------------------------------------------------------------------------

    def _database(self, name: str) -> None:
        check_id(name)
        if name.replace("-", "") != self.site.database.replace("-", ""):
            words = f"Could not find database with ID: {name}. Make sure the relevant pages and"
            words += " databases are shared with your integration."
            raise Refusal(404, "object_not_found", words)

    def _page(self, name: str) -> NotionPage:
        check_id(name)
        found = (p for p in self.memory.pages if p.id.replace("-", "") == name.replace("-", ""))
        page = next(found, None)
        if page is None:
            raise Refusal(404, "object_not_found", f"Could not find page with ID: {name}.")
        return page

    def _query(self, given: Json) -> Json:
        wanted = fields_of(given.get("filter"))
        name, rule = str(wanted.get("property", "")), fields_of(wanted.get("rich_text"))
        if wanted and name not in self.site.texts:
            raise invalid(f"Could not find property with name or id: {name}")
        begins, same = rule.get("starts_with"), rule.get("equals")
        found = [
            page
            for page in self.memory.pages
            if not page.archived
            and (begins is None or page.texts.get(name, "").startswith(str(begins)))
            and (same is None or page.texts.get(name, "") == same)
        ]
        shown: list[object] = [self.shown(page) for page in found[:LIST_LIMIT]]
        return {"object": "list", "results": shown, "has_more": False, "next_cursor": None}

    def _create(self, given: Json, at: datetime) -> Json:
        if not self.site.may_insert:
            words = "Insufficient permissions for this endpoint."
            raise Refusal(403, "restricted_resource", words)
        self._database(str(fields_of(given.get("parent")).get("database_id", "")))
        number = len(self.memory.pages) + 1
        page = NotionPage(
            id=f"{number:08x}-0000-4000-8000-{number:012x}", title="", texts={}, at=at
        )
        self._change(page, given)
        page.blocks += self._blocks(page, given.get("children"))
        self.memory.pages.append(page)
        return self.shown(page)

    def _change(self, page: NotionPage, given: Json) -> Json:
        for name, value in fields_of(given.get("properties")).items():
            inside = fields_of(value)
            if name == self.site.title and "title" in inside:
                page.title = said(inside["title"], f"body.properties.{name}.title")
            elif name in self.site.texts and "rich_text" in inside:
                page.texts[name] = said(inside["rich_text"], f"body.properties.{name}.rich_text")
            elif name == self.site.title or name in self.site.texts:
                raise invalid(f"{name} is expected to be another kind of property.")
            else:
                raise invalid(f"{name} is not a property that exists.")
        return self.shown(page)

    # --- blocks ------------------------------------------------------------------------------

    def _children(self, page: NotionPage, query: dict[str, str]) -> Json:
        size = min(int(query.get("page_size", LIST_LIMIT)), LIST_LIMIT)
        start = int(query.get("start_cursor") or 0)
        part = page.blocks[start : start + size]
        more = start + size < len(page.blocks)
        return {
            "object": "list",
            "results": [{**shown_block(block.body), "id": block.id} for block in part],
            "has_more": more,
            "next_cursor": str(start + size) if more else None,
        }

    def _append(self, page: NotionPage, given: Json) -> Json:
        if not isinstance(given.get("children"), list):
            raise invalid("body.children should be defined, instead was `undefined`.")
        added = self._blocks(page, given.get("children"))
        page.blocks += added
        return {"object": "list", "results": [{**b.body, "id": b.id} for b in added]}

    def _blocks(self, page: NotionPage, children: object) -> list[NotionBlock]:
        first = len(page.blocks)
        return [
            NotionBlock(f"{page.id[:8]}-0000-4000-9000-{first + n:012x}", body)
            for n, body in enumerate(checked(children))
        ]

    def shown(self, page: NotionPage) -> Json:
        """A page as the API shows it."""
        properties: Json = {
            self.site.title: {"type": "title", "title": rich(page.title)},
            **{
                name: {"type": "rich_text", "rich_text": rich(page.texts.get(name, ""))}
                for name in self.site.texts
            },
        }
        return {
            "object": "page",
            "id": page.id,
            "created_time": page.at.isoformat(timespec="milliseconds"),
            "archived": page.archived,
            "parent": {"type": "database_id", "database_id": self.site.database},
            "properties": properties,
            "url": f"https://www.notion.so/{page.id.replace('-', '')}",
        }
