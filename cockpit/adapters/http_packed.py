"""A body that travels packed, unpacked as far as it is wanted; whoever packed it is not trusted."""

import zlib

_GZIP = 31
"""For zlib: a gzip header and trailer."""
_ZLIB = 15
_BARE = -15
"""For zlib: neither header nor trailer, as some servers understand "deflate"."""
_GZIPS = frozenset({"gzip", "x-gzip"})
_MOST_MEMBERS = 1000
"""Files in one gzip, one after the other; more than any tool makes of what a probe reads."""


class NotUnpackableError(Exception):
    """It is not packed as it says, or in a way that is not known here."""


class Unpacking:
    """Takes a body piece by piece; what comes after its end is neither unpacked nor kept."""

    def __init__(self, how: str) -> None:
        """`how`: the header Content-Encoding. Raises `NotUnpackableError`."""
        self._how = how.strip().lower()
        if self._how not in {*_GZIPS, "deflate"}:
            raise NotUnpackableError
        self._member = zlib.decompressobj(_GZIP if self._how in _GZIPS else _ZLIB)
        self._members = 1
        self._is_first = True
        self.ended = False
        """Whether nothing that comes now belongs to the body."""

    def take(self, piece: bytes, most: int) -> bytes:
        """What a piece says, at most so many bytes. Raises `NotUnpackableError`."""
        said = b""
        while piece and not self.ended and len(said) < most:
            said += self._unpacked(piece, most - len(said))
            piece = self._member.unused_data
            if self._member.eof:
                self._go_on(piece)
        return said

    def _unpacked(self, piece: bytes, most: int) -> bytes:
        is_first, self._is_first = self._is_first, False
        try:
            return self._member.decompress(piece, most)
        except zlib.error:
            if not is_first or self._how in _GZIPS:
                raise NotUnpackableError from None
        self._member = zlib.decompressobj(_BARE)
        try:
            return self._member.decompress(piece, most)
        except zlib.error:
            raise NotUnpackableError from None

    def _go_on(self, rest: bytes) -> None:
        """Another gzip may follow the one that has ended; anything else is no part of it."""
        if self._how in _GZIPS and (not rest or rest[:1] == b"\x1f"):
            self._members += 1
            if self._members > _MOST_MEMBERS:
                raise NotUnpackableError
            self._member = zlib.decompressobj(_GZIP)
        else:
            self.ended = True
