"""Markdown as the blocks that Notion's pages are made of, within its bounds; nothing is sent.

The bounds are the vendor's (request limits): 2,000 characters of a text, 100 entries of a list,
1,000 blocks and 500 KB of a request.
"""

import json
import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

Block = dict[str, object]

TEXT_LIMIT = 2000
"""Characters of one text."""
LIST_LIMIT = 100
"""Entries of one list: blocks of a request, texts of a block, rows of a table."""
BLOCKS_LIMIT = 1000
"""Blocks of a request, those within others included."""
SIZE_LIMIT = 450_000
"""Bytes of a request, with room for what is around the blocks."""

_MARK = re.compile(r"[ \t]*<!-- cockpit[ :].*?-->")
_LINK = re.compile(r"https?://\S{1,1990}")
_BASIC = 0xFFFF
"""The last character that is one unit of UTF-16."""
_HEADINGS = {"h1": "heading_1", "h2": "heading_2"}


def blocks(markdown: str) -> list[Block]:
    """The blocks of a text, without its own title, which is the page's."""
    tokens = _parser().parse(_MARK.sub("", markdown))
    return list(_blocks(tokens))


def title_of(markdown: str) -> str:
    """The text's own title, as plain text; empty: it has none."""
    tokens = _parser().parse(_MARK.sub("", markdown.split("\n", 1)[0]))
    if not tokens or tokens[0].tag != "h1":
        return ""
    return "".join(_content(part) for part in tokens[1].children or ())


def portions(every: list[Block]) -> Iterator[list[Block]]:
    """The blocks in portions of which each fits into a request."""
    portion: list[Block] = []
    count = size = 0
    for block in every:
        more, weight = 1 + _rows(block), len(json.dumps(block))
        full = len(portion) >= LIST_LIMIT or count + more > BLOCKS_LIMIT
        if portion and (full or size + weight > SIZE_LIMIT):
            yield portion
            portion, count, size = [], 0, 0
        portion.append(block)
        count, size = count + more, size + weight
    if portion:
        yield portion


def said(block: Block) -> str:
    """What a block says, as plain text; of a table nothing."""
    kind = str(block.get("type", ""))
    inside = block.get(kind)
    texts = inside.get("rich_text") if isinstance(inside, dict) else None
    parts = texts if isinstance(texts, list) else []
    return "".join(_plain(part) for part in parts if isinstance(part, dict))


def rich_text(words: str) -> list[dict[str, object]]:
    """Plain words, in pieces of which each is short enough."""
    return [_piece(part, {}) for part in _pieces(words)][:LIST_LIMIT]


def _plain(part: dict[str, object]) -> str:
    text = part.get("text")
    content = text.get("content") if isinstance(text, dict) else part.get("plain_text")
    return content if isinstance(content, str) else ""


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    place, kinds = 0, ["paragraph"]
    while place < len(tokens):
        token = tokens[place]
        if token.type == "table_open":
            end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
            yield from _tables(tokens[place:end])
            place = end + 1
            continue
        kinds = _inside(token, kinds)
        if token.type == "inline" and not (token.level == 1 and tokens[place - 1].tag == "h1"):
            yield from _block(kinds[-1], _texts(token.children or []))
        elif token.type in ("fence", "code_block"):
            yield from _code(token.content)
        elif token.type == "hr":
            yield {"object": "block", "type": "divider", "divider": {}}
        place += 1


def _inside(token: Token, kinds: list[str]) -> list[str]:
    """What a text would be that stands here."""
    opened = {
        "heading_open": _HEADINGS.get(token.tag, "heading_3"),
        "blockquote_open": "quote",
        "bullet_list_open": "bulleted_list_item",
        "ordered_list_open": "numbered_list_item",
    }.get(token.type)
    if opened:
        return [*kinds, opened]
    closes = ("heading_close", "blockquote_close", "bullet_list_close", "ordered_list_close")
    return kinds[:-1] if token.type in closes else kinds


def _block(kind: str, texts: list[dict[str, object]]) -> Iterator[Block]:
    """A block; what has too many pieces goes on in the next one."""
    for start in range(0, max(len(texts), 1), LIST_LIMIT):
        part = texts[start : start + LIST_LIMIT]
        yield {"object": "block", "type": kind, kind: {"rich_text": part}}


def _code(content: str) -> Iterator[Block]:
    texts = rich_text(content)
    yield {
        "object": "block",
        "type": "code",
        "code": {"rich_text": texts, "language": "plain text"},
    }


def _tables(tokens: list[Token]) -> Iterator[Block]:
    """A table; one that is too long goes on in the next one, under the same head."""
    rows: list[list[list[dict[str, object]]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_texts(token.children or []))
    head, body = rows[0], rows[1:]
    most = LIST_LIMIT - 1
    for start in range(0, max(len(body), 1), most):
        some = [head, *body[start : start + most]]
        made = [_row(cells, len(head)) for cells in some]
        inside = {
            "table_width": len(head),
            "has_column_header": True,
            "has_row_header": False,
            "children": made,
        }
        yield {"object": "block", "type": "table", "table": inside}


def _row(cells: list[list[dict[str, object]]], width: int) -> Block:
    filled = [*(cell[:LIST_LIMIT] for cell in cells), *([[]] * width)][:width]
    return {"object": "block", "type": "table_row", "table_row": {"cells": filled}}


def _rows(block: Block) -> int:
    inside = block.get("table")
    children = inside.get("children") if isinstance(inside, dict) else None
    return len(children) if isinstance(children, list) else 0


def _texts(parts: Iterable[Token]) -> list[dict[str, object]]:
    """A line with what is strong, emphatic, code, or a link in it."""
    found: list[dict[str, object]] = []
    marks: dict[str, bool] = {}
    link = ""
    for part in parts:
        match part.type:
            case "strong_open" | "strong_close":
                marks = {**marks, "bold": part.type == "strong_open"}
            case "em_open" | "em_close":
                marks = {**marks, "italic": part.type == "em_open"}
            case "link_open":
                href = str(part.attrGet("href") or "")
                link = href if _LINK.fullmatch(href) else ""
            case "link_close":
                link = ""
            case _:
                said_ = {**marks, "code": True} if part.type == "code_inline" else marks
                found += [_piece(p, said_, link) for p in _pieces(_content(part))]
    return found


def _content(part: Token) -> str:
    return "\n" if part.type in ("softbreak", "hardbreak") else part.content


def _pieces(words: str) -> Iterator[str]:
    """Pieces of at most `TEXT_LIMIT` characters, as the vendor counts them: UTF-16 units."""
    piece: list[str] = []
    size = 0
    for letter in words:
        wide = 2 if ord(letter) > _BASIC else 1
        if size + wide > TEXT_LIMIT:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(letter)
        size += wide
    if piece:
        yield "".join(piece)


def _piece(words: str, marks: dict[str, bool], link: str = "") -> dict[str, object]:
    text: dict[str, object] = {"content": words}
    if link:
        text["link"] = {"url": link}
    made: dict[str, object] = {"type": "text", "text": text}
    said_ = {name: True for name, value in marks.items() if value}
    return {**made, "annotations": said_} if said_ else made
