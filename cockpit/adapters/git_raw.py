"""Commits and tags as git keeps them, and what git itself would say of them; no git runs here.

`tree`, `parent`, `author` and `committer` come first and in this order, a line each; others follow,
of which `encoding` matters; the message comes after an empty line (gitformat-commit).
"""

import re
from functools import lru_cache
from typing import NamedTuple

_HEAD = re.compile(
    rb"tree [0-9a-f]+\n((?:parent [0-9a-f]+\n)*)author ([^\n]*)\n"
    rb"committer (?:[^<\n]*<[^\n]*> *(\d+) +[+-]\d+ *|[^\n]*)(?=\n)"
)
_TAG = re.compile(
    rb"object ([0-9a-f]+)\ntype commit\ntag [^\n]*\n"
    rb"(?:tagger ([^<>\n]* <[^<>\n]*> (\d+)[^<>\n]*)\n)?\n"
)
_SIGNED = re.compile(
    rb"^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SIGNED MESSAGE|SSH SIGNATURE)-----", re.MULTILINE
)
"""Git puts a signature below the words of a tag, without a line between."""
_NAMED = re.compile(rb"([^<]*)<([^>]*)>")
_ENCODING = re.compile(rb"\nencoding ([\w.:+-]{1,40})\n")
_MOST_DIGITS = 20
"""Of an instant."""
_MOST_MESSAGE = 64 * 1024
_ASCII = b"xn--a-b \\u0041 +AOk-"
"""What encodings take for more than it is that only Python has, and those not made of bytes."""
_PARENT = len("parent ")
_BLANKS = " \t\r"
"""What git takes for blank, within a line."""


class RawCommit(NamedTuple):
    """Its parts; what the words say is worked out when it is asked for."""

    sha: str
    parents: tuple[str, ...]
    when: int
    """When it was committed, in Unix seconds; 0: it does not say."""
    author: bytes
    rest: bytes
    """What follows the committer: other lines, and the message."""

    def signed(self) -> tuple[str, str]:
        """Who wrote it, and its title, as `git for-each-ref` has them."""
        named = _NAMED.match(self.author)
        _, _, message = self.rest.partition(b"\n\n")
        return _text(named[1].strip()) if named else "", _title(message)

    def fields(self) -> tuple[str, str, str, str, str, str, str]:
        """As `git log --format=%H%x00%P%x00%ct%x00%an%x00%ae%x00%s%x00%b` has them."""
        other, _, message = self.rest.partition(b"\n\n")
        said = _ENCODING.search(other + b"\n")
        encoding = said[1].decode("ascii") if said else "utf-8"
        named = _NAMED.match(self.author)
        name, address = named.groups() if named else (b"", b"")
        words = message[:_MOST_MESSAGE].partition(b"\0")[0]
        subject, body = _split(_decoded(words, encoding))
        return (
            self.sha,
            " ".join(self.parents),
            str(self.when),
            _decoded(name.strip(), encoding),
            _decoded(address, encoding),
            subject,
            body,
        )


def parsed(sha: str, content: bytes) -> RawCommit | None:
    """None: it is no commit as git writes them, and git is to be asked."""
    found = _HEAD.match(content)
    if found is None:
        return None
    above, author, when = found.groups()
    if when and len(when) > _MOST_DIGITS:
        return None
    return RawCommit(
        sha,
        tuple(line[_PARENT:] for line in above.decode("ascii").split("\n")[:-1]),
        int(when) if when else 0,
        author,
        content[found.end() :],
    )


class RawTag(NamedTuple):
    """An annotated tag."""

    commit: str
    """That it names."""
    when: int
    """When it was made, in Unix seconds; 0: it does not say."""
    tagger: str
    email: str
    subject: str


def parsed_tag(content: bytes) -> RawTag | None:
    """None: it names no commit, or is no tag as git writes them, and git is to be asked."""
    found = _TAG.match(content)
    if found is None:
        return None
    commit, tagger, when = found.groups()
    if when and len(when) > _MOST_DIGITS:
        return None
    named = _NAMED.match(tagger or b"")
    name, address = named.groups() if named else (b"", b"")
    return RawTag(
        commit.decode("ascii"),
        int(when) if when else 0,
        _text(name.strip()),
        _text(address),
        _title(content[found.end() :]),
    )


def _title(message: bytes) -> str:
    """Of a reference; git finds it in another way than the subject of a commit in a log."""
    words = _SIGNED.split(message.partition(b"\0")[0], maxsplit=1)[0]
    first = words.lstrip(b"\n").partition(b"\n\n")[0]
    return _text(first.rstrip(b"\n")).replace("\n", " ")


def _split(message: str) -> tuple[str, str]:
    """The first paragraph as one line, and what follows it."""
    lines = [line.rstrip(_BLANKS) for line in message.split("\n")]
    first = next((place for place, line in enumerate(lines) if line), len(lines))
    last = next((place for place in range(first, len(lines)) if not lines[place]), len(lines))
    return " ".join(lines[first:last]), "\n".join(lines[last + 1 :])


def _decoded(text: bytes, encoding: str) -> str:
    return text.decode(encoding if _is_known(encoding) else "utf-8", "replace")


@lru_cache(maxsize=64)
def _is_known(encoding: str) -> bool:
    """Some that Python knows and git does not take very long ("punycode")."""
    try:
        return _ASCII.decode(encoding) == _ASCII.decode("ascii")
    except (LookupError, ValueError):
        return False


def _text(told: bytes) -> str:
    """As what `git for-each-ref` prints is read."""
    return told.decode("utf-8", "surrogateescape")
