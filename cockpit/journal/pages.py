"""The rows in the pages of a damaged SQLite file, without SQLite; what they mean is not known here.

SQLite stops at the first page that contradicts another one. Here every page is read by itself, by
the file format (https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1), so that the
loss of the header, of the schema or of an inner page costs none of the rows.
"""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cockpit.journal.schema import PAGE

Value = int | float | str | bytes | None

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_ABOVE = 4
"""Bytes by which a page with children, and each cell of it, begins with the number of a child."""
_HEADER = 100
"""Bytes of the file's own header at the start of its first page."""
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12
_LONGEST = 16_777_216
"""Bytes of a row beyond which its stated length is taken for damage."""


class Cell(NamedTuple):
    """One row of a table (with its rowid), or one entry of an index (without)."""

    rowid: int | None
    values: tuple[Value, ...]


class Unreadable(Exception):
    """The bytes are no cell."""


def cells(file: BinaryIO) -> Iterator[Cell]:
    """Every cell that can be read, page by page, in the order of the file."""
    number = 1
    while page := _page(file, number):
        yield from _cells_of(file, page, _HEADER if number == 1 else 0)
        number += 1


def _page(file: BinaryIO, number: int) -> bytes:
    """A page; shorter where the file ends within it, empty beyond the end."""
    file.seek((number - 1) * PAGE)
    return file.read(PAGE)


def _cells_of(file: BinaryIO, page: bytes, start: int) -> Iterator[Cell]:
    kind = page[start] if len(page) > start else 0
    if kind not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER}:
        return
    count = int.from_bytes(page[start + 3 : start + 5])
    first = start + 8 + (_ABOVE if kind == _INDEX_INNER else 0)
    pointers = page[first : first + 2 * count]
    for i in range(0, len(pointers), 2):
        try:
            yield _cell(file, page, int.from_bytes(pointers[i : i + 2]), kind)
        except Unreadable:
            continue


def _cell(file: BinaryIO, page: bytes, at: int, kind: int) -> Cell:
    length, at = _varint(page, at + (_ABOVE if kind == _INDEX_INNER else 0))
    rowid = None
    if kind == _TABLE_LEAF:
        rowid, at = _varint(page, at)
    if not 0 < length <= _LONGEST:
        raise Unreadable
    local = _local(length, PAGE - 35 if kind == _TABLE_LEAF else (PAGE - 12) * 64 // 255 - 23)
    payload = page[at : at + local]
    if local < length:
        payload += _overflow(file, page[at + local : at + local + 4], length - local)
    if len(payload) != length:
        raise Unreadable
    return Cell(rowid, _values(payload))


def _local(length: int, most: int) -> int:
    """How many bytes of a payload stay in its own page."""
    if length <= most:
        return length
    least = (PAGE - 12) * 32 // 255 - 23
    wanted = least + (length - least) % (PAGE - 4)
    return wanted if wanted <= most else least


def _overflow(file: BinaryIO, pointer: bytes, missing: int) -> bytes:
    """The rest of a long payload, along its chain of pages; a chain in a circle ends with it."""
    parts = []
    while missing > 0:
        page = _page(file, int.from_bytes(pointer)) if any(pointer) else b""
        part = page[4 : 4 + missing]
        if len(part) < min(missing, PAGE - 4):
            raise Unreadable
        pointer = page[:4]
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _values(payload: bytes) -> tuple[Value, ...]:
    header, at = _varint(payload, 0)
    if header > len(payload):
        raise Unreadable
    values, body = [], header
    while at < header:
        serial, at = _varint(payload, at)
        width = _width(serial)
        if body + width > len(payload):
            raise Unreadable
        values.append(_value(serial, payload[body : body + width]))
        body += width
    return tuple(values)


def _width(serial: int) -> int:
    if serial >= _FIRST_BLOB:
        return (serial - _FIRST_BLOB) // 2
    return 8 if serial == _REAL else _INTEGER_BYTES.get(serial, 0)


def _value(serial: int, raw: bytes) -> Value:
    if serial >= _FIRST_BLOB:
        return raw.decode("utf-8", "replace") if serial % 2 else raw
    if serial in {_ZERO, _ONE}:
        return serial - _ZERO
    return int.from_bytes(raw, signed=True) if serial in _INTEGER_BYTES else None


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    """A big-endian number, seven bits a byte (eight in the ninth), and where it ends."""
    value = 0
    for i in range(9):
        if at + i >= len(raw):
            raise Unreadable
        byte = raw[at + i]
        if i == 8:  # noqa: PLR2004 - the format's ninth byte
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:  # noqa: PLR2004 - the format's continuation bit
            return value, at + i + 1
    raise Unreadable
