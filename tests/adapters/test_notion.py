"""Papers in a Notion database, on real HTTP: within its bounds, once, found again, never over."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S

from cockpit.adapters.notion import Notion
from cockpit.adapters.notion_blocks import blocks, portions, said, title_of
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.papers import NotionSpec, Place, Shelf
from cockpit.ports.outside import Garbled, Refused, Unreachable
from cockpit.standins.faults import Fault, Faults, fail
from cockpit.standins.http import HOST, Answer, HttpServer, Request
from cockpit.standins.notion import Api, NotionBlock, NotionMemory, NotionSite
from cockpit.standins.notion_rules import checked

START = datetime(2026, 4, 24, 8, 0, tzinfo=UTC)
TOKEN = "canary-notion-7731"
SITE = NotionSite(database="5f2c1d3e4b5a46978899aabbccddeeff", token=TOKEN)
PLACE = Place(shelf=Shelf.NOTION, where=SITE.database)
TEXT = """# Postmortem: P1 \\#4217 <!-- cockpit paper:postmortem-4217:00 -->

Blameless.

## Impact <!-- cockpit:impact:00 -->

- Duration: **18:00**, [see](https://x.example/1)

| UTC | What |
| --- | --- |
| 08:42 | paged |
"""


def paper(effect: str = "r1.file", text: str = TEXT, version: str = "") -> FilePaper:
    return FilePaper(
        id=effect,
        incident_id="Q1",
        paper="postmortem-4217",
        paper_kind="postmortem",
        title="Postmortem",
        place=PLACE,
        name="postmortem-4217.md",
        text=text,
        version=version,
    )


LONG = TEXT + "".join(f"| 08:43:{n % 60:02} | look {n} |\n" for n in range(1500)) + "\nThe end.\n"


@dataclass
class Rig:
    """A Notion that stands in, and the port to it."""

    site: NotionSite = SITE
    memory: NotionMemory = field(default_factory=NotionMemory)
    faults: Faults = field(default_factory=Faults)
    asked: list[Request] = field(default_factory=list)
    ports: list[Notion] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = HttpServer(self._handle, lambda: START)

    async def _handle(self, request: Request) -> Answer:
        self.asked.append(request)
        api = Api(self.site, self.memory, START.timestamp)

        async def act() -> Answer:
            return api.answer(request, START)

        fault = self.faults.take("notion", request)
        return await act() if fault is None else await fail(fault, act)

    def port(self, token: str = TOKEN, **more: str) -> Notion:
        """Another cockpit's port, which remembers nothing."""

        async def found() -> str:
            return token

        spec = NotionSpec(
            api_url=self.base,
            database_id=more.get("database", SITE.database),
            timeout_s=PATIENCE_S,
            title_property=more.get("title", "Name"),
            mark_property=more.get("mark", "Cockpit"),
        )
        self.ports.append(Notion(spec, found))
        return self.ports[-1]

    def words(self) -> list[str]:
        """What stands on the only page."""
        (page,) = self.memory.pages
        return [said(block.body) for block in page.blocks]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    found = Rig()
    found.base = f"http://{HOST}:{await found.server.start()}"
    yield found
    for port in found.ports:
        await port.close()
    await found.server.close()


async def test_a_paper_becomes_a_page_that_is_found_by_its_effect(rig: Rig) -> None:
    done = await rig.port().file(paper())

    (page,) = rig.memory.pages
    assert page.title == "Postmortem: P1 #4217"
    assert page.texts == {"Cockpit": "postmortem-4217 r1.file"}
    assert rig.words() == ["Blameless.", "Impact", "Duration: 18:00, see", ""]
    assert done.ref == f"https://www.notion.so/{page.id.replace('-', '')}"
    assert await rig.port().find(paper()) == done
    assert await rig.port().find(paper("r2.file")) is None


async def test_every_question_names_the_version_and_the_token_stays_in_its_header(rig: Rig) -> None:
    await rig.port().file(paper())

    assert {r.headers["notion-version"] for r in rig.asked} == {"2022-06-28"}
    assert not [r for r in rig.asked if TOKEN.encode() in r.body or TOKEN in r.path]


async def test_a_paper_of_many_pages_goes_in_portions_that_notion_takes(rig: Rig) -> None:
    await rig.port().file(paper(text=LONG))

    tables = [b.body["table"] for b in rig.memory.pages[0].blocks if b.body["type"] == "table"]
    rows = [row for table in tables for row in table["children"][1:]]
    assert len(rows) == 1501
    assert rig.words()[-1] == "The end."


async def test_what_broke_off_is_gone_on_with_and_nothing_stands_there_twice(rig: Rig) -> None:
    await rig.port().file(paper(text=LONG))
    whole = rig.words()
    rig.memory.pages.clear()
    lost = Fault("notion", "drop", method="PATCH", path="/v1/blocks", act=True)
    rig.faults.add(lost)

    with pytest.raises(Unreachable) as broken:
        await rig.port().file(paper(text=LONG))
    assert broken.value.maybe_sent
    assert await rig.port().find(paper(text=LONG)) is None
    await rig.port().file(paper(text=LONG))

    assert rig.words() == whole
    assert await rig.port().find(paper(text=LONG)) is not None


async def test_a_page_whose_answer_was_lost_is_not_made_again(rig: Rig) -> None:
    rig.faults.add(Fault("notion", "drop", method="POST", path="/v1/pages", act=True))

    with pytest.raises(Unreachable):
        await rig.port().file(paper())
    await rig.port().file(paper())
    await rig.port().file(paper())

    assert len(rig.memory.pages) == 1
    assert rig.words() == ["Blameless.", "Impact", "Duration: 18:00, see", ""]


async def test_what_is_filed_later_stands_at_the_end_and_peoples_words_stay(rig: Rig) -> None:
    await rig.port().file(paper())
    page = rig.memory.pages[0]
    page.blocks.insert(1, NotionBlock("mine", _paragraph("Ours: the pool was too large.")))
    version = (await rig.port().read("postmortem-4217")).version

    await rig.port().file(paper("r2.file", "# P\n\n## Impact\n\nLonger.\n", version))

    assert rig.words()[1] == "Ours: the pool was too large."
    assert rig.words()[-2:] == ["Impact", "Longer."]
    assert page.texts["Cockpit"] == "postmortem-4217 r1.file r2.file"


async def test_who_writes_on_a_page_that_is_being_filed_is_not_written_over(rig: Rig) -> None:
    rig.faults.add(Fault("notion", "drop", method="PATCH", path="/v1/blocks", act=True))
    with pytest.raises(Unreachable):
        await rig.port().file(paper(text=LONG))
    rig.memory.pages[0].blocks.insert(0, NotionBlock("mine", _paragraph("mine")))

    with pytest.raises(Refused, match="somebody has written on the page"):
        await rig.port().file(paper(text=LONG))

    assert rig.words()[0] == "mine"


async def test_a_page_that_somebody_made_or_took_away_in_between_is_refused(rig: Rig) -> None:
    await rig.port().file(paper())

    with pytest.raises(Refused, match="by now the database has a page"):
        await rig.port().file(paper("r2.file"))
    rig.memory.pages[0].archived = True
    with pytest.raises(Refused, match="is gone from the database"):
        await rig.port().file(paper("r3.file", version=rig.memory.pages[0].id))


def _paragraph(words: str) -> dict[str, object]:
    text = {"type": "text", "text": {"content": words}}
    return {"type": "paragraph", "paragraph": {"rich_text": [text]}}


REFUSALS = (
    ({"token": "wrong"}, SITE, "does not accept the token"),
    ({}, replace(SITE, may_insert=False), "integration may not do this"),
    ({"database": "0" * 32}, SITE, "no such page or database for us"),
    ({"mark": "Other"}, SITE, "Could not find property with name or id: Other"),
    ({"title": "Title"}, SITE, "Title is not a property that exists"),
)


@pytest.mark.parametrize(("given_", "site", "words"), REFUSALS)
async def test_a_notion_that_refuses_is_told_in_words(
    rig: Rig, given_: dict[str, str], site: NotionSite, words: str
) -> None:
    rig.site = site

    with pytest.raises(Refused, match=words) as refused:
        await rig.port(**given_).file(paper())

    assert refused.value.mend
    assert refused.value.retry_after_s is None
    assert not rig.memory.pages


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (Fault("notion", "rate_limit", retry_after=7), 7.0),
        (
            Fault(
                "notion",
                "status",
                status=409,
                body='{"object": "error", "status": 409, "code": "conflict_error", "message": "x"}',
            ),
            5.0,
        ),
    ],
)
async def test_too_much_and_too_many_at_once_are_a_matter_of_time(
    rig: Rig, fault: Fault, wait: float
) -> None:
    rig.faults.add(fault)

    with pytest.raises(Refused) as later:
        await rig.port().file(paper())

    assert later.value.retry_after_s == wait


async def test_a_page_of_a_proxy_is_not_taken_for_notion(rig: Rig) -> None:
    rig.faults.add(Fault("notion", "garbage"))

    with pytest.raises(Garbled, match="not Notion answered"):
        await rig.port().file(paper())


_WORDS = st.text(
    st.sampled_from("ab*_`[]()|#>-\n \\é😀~<!") | st.characters(codec="utf-8"), max_size=60
)


@given(st.lists(_WORDS, max_size=12), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_becomes_blocks_that_notion_takes(lines: list[str], long: int) -> None:
    text = (
        "# T\n\n" + "\n\n".join(lines) + "x😀" * (1200 * long) + "\n\n| a | b |\n|---|---|\n| c |\n"
    )

    every = blocks(text)

    for portion in portions(every):
        assert checked(portion) == portion
    assert title_of(text) == "T"


def test_no_word_is_lost_on_the_way_into_blocks() -> None:
    text = (
        "# T\n\n" + "word " * 3000 + "\n\n> quoted **strong**\n\n```\ncode\n```\n\n1. one\n2. two\n"
    )

    words = "".join(said(block) for block in blocks(text))

    assert words.count("word") == 3000
    assert words.endswith("quoted strongcode\nonetwo")
