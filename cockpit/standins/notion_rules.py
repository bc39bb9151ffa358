"""What Notion takes, and in which words it says no; it remembers nothing.

The bounds are the vendor's: 2,000 characters of a text, 100 entries of a list, 1,000 blocks and
500 KB of a request, two levels of blocks at once.
"""

import json
import re
from collections.abc import Iterator

from cockpit.standins.http import Request, json_response

Json = dict[str, object]

TEXT_LIMIT, LIST_LIMIT, BLOCKS_LIMIT, SIZE_LIMIT = 2000, 100, 1000, 500_000
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_TEXTS = frozenset(
    [
        "paragraph",
        "heading_1",
        "heading_2",
        "heading_3",
        "quote",
        "code",
        "bulleted_list_item",
        "numbered_list_item",
        "to_do",
        "callout",
    ]
)
_OTHERS = frozenset(("divider", "table", "table_row"))


class Refusal(Exception):
    """An answer that says no."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        said = {"object": "error", "status": status, "code": code, "message": message}
        self.answer = json_response(status, said)


def checked(children: object) -> list[Json]:
    """The blocks of a request, all of them as they have to be."""
    given = children if isinstance(children, list) else []
    _check_length(given, "body.children")
    count = 0
    for place, block in enumerate(given):
        count += sum(1 for _ in _checked(block, f"body.children[{place}]", depth=0))
    if count > BLOCKS_LIMIT:
        raise invalid(f"body should have ≤ `{BLOCKS_LIMIT}` blocks, instead had `{count}`.")
    return [fields_of(block) for block in given]


def _checked(block: object, where: str, depth: int) -> Iterator[object]:
    """The block and those within it, each as the vendor wants it."""
    given = fields_of(block)
    kind = str(given.get("type", ""))
    inside = given.get(kind)
    if kind not in _TEXTS | _OTHERS or not isinstance(inside, dict):
        raise invalid(f"{where}.type should be a known block, instead was `{kind}`.")
    yield block
    if kind in _TEXTS:
        said(inside.get("rich_text"), f"{where}.{kind}.rich_text")
    if kind == "table_row":
        for place, cell in enumerate(list_of(inside.get("cells"))):
            said(cell, f"{where}.table_row.cells[{place}]")
    children = list_of(inside.get("children"))
    _check_length(children, f"{where}.{kind}.children")
    if kind == "table":
        _check_table(inside, children, where)
    if children and depth > 0:
        raise invalid(f"{where}.{kind}.children should be not present.")
    for place, child in enumerate(children):
        yield from _checked(child, f"{where}.{kind}.children[{place}]", depth + 1)


def _check_table(inside: Json, children: list[object], where: str) -> None:
    width = inside.get("table_width")
    rows = [
        list_of(fields_of(fields_of(child).get("table_row")).get("cells")) for child in children
    ]
    if not children:
        raise invalid(f"{where}.table.children.length should be ≥ `1`, instead was `0`.")
    if any(len(row) != width for row in rows):
        raise invalid("Number of cells in table row must match the table width of the parent table")


def said(value: object, where: str) -> str:
    """A rich text as its plain words; too long or odd ones are refused."""
    texts = list_of(value)
    if not isinstance(value, list):
        raise invalid(f"{where} should be an array, instead was `undefined`.")
    _check_length(texts, where)
    words = []
    for place, text in enumerate(texts):
        inside = fields_of(fields_of(text).get("text"))
        content = inside.get("content")
        if not isinstance(content, str):
            raise invalid(f"{where}[{place}].text.content should be a string.")
        length = len(content.encode("utf-16-le")) // 2
        if length > TEXT_LIMIT:
            told = f"should be ≤ `{TEXT_LIMIT}`, instead was `{length}`."
            raise invalid(f"{where}[{place}].text.content.length {told}")
        url = fields_of(inside.get("link")).get("url")
        if url is not None and not re.fullmatch(r"https?://\S{1,1992}", str(url)):
            raise invalid("Invalid URL for link.")
        words.append(content)
    return "".join(words)


def shown_block(body: Json) -> Json:
    """A block as it is given back: what is within it is asked for apart."""
    kind = str(body.get("type", ""))
    inside = {k: v for k, v in fields_of(body.get(kind)).items() if k != "children"}
    return {**body, kind: inside, "has_children": "children" in fields_of(body.get(kind))}


def rich(words: str) -> list[Json]:
    """Plain words as a rich text."""
    return [{"type": "text", "text": {"content": words}, "plain_text": words}] if words else []


def _check_length(value: list[object], where: str) -> None:
    if len(value) > LIST_LIMIT:
        told = f"should be ≤ `{LIST_LIMIT}`, instead was `{len(value)}`."
        raise invalid(f"{where}.length {told}")


def check_id(name: str) -> None:
    """An id has to be one."""
    if not _UUID.fullmatch(name):
        raise invalid(f"path.id should be a valid uuid, instead was `{name[:60]}`.")


def invalid(words: str) -> Refusal:
    """A body that is not as it has to be."""
    said = words if words.startswith("Could") else f"body failed validation: {words}"
    return Refusal(400, "validation_error", said)


def given_in(request: Request) -> Json:
    """What a request gives."""
    if len(request.body) > SIZE_LIMIT:
        raise invalid("body should be ≤ 500kb.")
    try:
        data = json.loads(request.body or b"{}")
    except ValueError:
        raise Refusal(400, "invalid_json", "Error parsing JSON body.") from None
    return fields_of(data)


def fields_of(value: object) -> Json:
    """It, where it is a table of fields; else nothing."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[object]:
    """It, where it is a list; else nothing."""
    return value if isinstance(value, list) else []
