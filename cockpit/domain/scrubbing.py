"""Takes names out of text that people wrote, as far as a program can; pure.

Names that are known are replaced consistently, and so is what looks like an address, an id or a
link. A word with a capital that is no common word is taken for a name: better a word too many.
What is left is for a person to look at.
"""

import re
from collections.abc import Iterable, Mapping

SOMETHING = "something"

_PATTERNS = (
    (re.compile(r"<[@#!][^<>]*>"), "somebody"),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE), "a link"),
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"), "an address"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?\b"), "an address"),
    (re.compile(r"\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b", re.IGNORECASE), "an address"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE), "an id"),
    (re.compile(r"\b(?=\w*\d)[0-9a-f]{7,64}\b", re.IGNORECASE), "an id"),
    (re.compile(r"\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,40}\b"), "an id"),
    (re.compile(r"\b[a-z]+_[0-9a-z]{4,40}\b"), "an id"),
    (re.compile(r"\b[A-Z]{2,10}-\d{1,8}\b"), "a ticket"),
    (re.compile(r"(?<!\w)@[\w.-]+"), "somebody"),
    (re.compile(r"(?<!\w)#[\w-]*[a-z][\w-]*", re.IGNORECASE), "a channel"),
    (re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,12}\b(?!\()", re.IGNORECASE), "a host"),
    (re.compile(r"\+?\d[\d ()/-]{6,}\d"), "a number"),
    (re.compile(r"\b\d{5,}\b"), "a number"),
)
"""What is a name by its shape, and what stands for it; the first that fits counts."""
_CAPITAL = re.compile(r"\b[^\W\d_][\w'\u2019-]*")
_COMMON = """
    a about add adds after again all also always an and any anybody api are as ask at audit back
    bad be because been before both buffer bug but by call cannot cause certificates check cloud
    code connection connections could cpu customer customers data database db deploy disk dns do
    does done down during each error errors every everybody everything false first fix fixed
    fixes flag for found from full gateway gateways get go going good had has have he health
    here high how http https i if impact in incident index ingest io ip is it its just known
    last latency less let live load log logs look looking looks main many maybe me memory merge
    more most my new next no nobody none not note nothing now of off ok on once one only or os
    our out over p99 page paging please pods pool postgres primary probably production queue
    queues rate read reads ready reconnect redis release remove restart restarted retry revert
    right rings roll rollback rolling root scale search secondary seen server service she shift
    should since slow so some somebody something soon sorry sql ssh staging started step still
    stop summary support sure tag tcp telemetry test tests than thanks that the their them then
    there these they this those time timeout tls to today trying two udp under unknown until up
    update url use users utc version very view wait waiting wall was we well were what when
    where which who why will with without worked worker workers works would write writes yes
    yesterday you your
"""
_PLAIN = frozenset(_COMMON.split())
"""Words that name nobody, however they are capitalised."""


class Scrubber:
    """Replaces what it was told, and what looks like a name."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names` are originals and what stands for each; every word of them counts too."""
        whole = {key: value for key, value in names.items() if key.strip()}
        self._names = {key.casefold(): value for key, value in whole.items()}
        for key, value in whole.items():
            for word in _words(key):
                self._names.setdefault(word.casefold(), _first(value))
        longest = sorted(self._names, key=len, reverse=True)
        joined = "|".join(re.escape(name) for name in longest)
        self._known = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None
        self._standing = {w.casefold() for value in names.values() for w in _words(value)}

    def text(self, text: str) -> str:
        """The text on one line, without a name that can be told to be one."""
        line = " ".join(text.split())
        line = self._without_names(line)
        for pattern, instead in _PATTERNS:
            line = pattern.sub(instead, line)
        line = _CAPITAL.sub(self._capital, line)
        return self._without_names(line)

    def _without_names(self, line: str) -> str:
        if self._known is None:
            return line
        return self._known.sub(lambda found: self._names[found[0].casefold()], line)

    def _capital(self, found: re.Match[str]) -> str:
        word = found[0]
        bare = re.split(r"['\u2019]", word)[0].casefold()
        is_plain = bare in _PLAIN or bare in self._standing
        if word == word.lower() or is_plain or len(word) == 1:
            return word
        return SOMETHING


def _words(name: str) -> list[str]:
    """The words of a name that name somebody by themselves; of an id, only what is its own: "org"
    of "org_91d0e8" is every org's."""
    found = re.findall(r"[^\W_]{2,}", name)
    if "_" in name and re.search(r"\d", name) and not re.search(r"\s", name):
        found = [word for word in found if re.search(r"\d", word)]
    return [word for word in found if word.casefold() not in _PLAIN and not word.isdigit()]


_ARTICLES = ("a", "an", "the")


def _first(name: str) -> str:
    """What stands for one word of a name: the first one, and all of what is described."""
    first = name.split(maxsplit=1)[0] if name.split() else SOMETHING
    return name if first in _ARTICLES else first


def standing_for(
    names: Iterable[str], offered: Iterable[str], taken: Iterable[str]
) -> dict[str, str]:
    """For each name one of those that are offered, of which no word is one of the originals."""
    everybody = list(dict.fromkeys(names))
    words = {w.casefold() for name in (*everybody, *taken) for w in re.findall(r"\w+", name)}
    free = (o for o in offered if words.isdisjoint(re.findall(r"\w+", o.casefold())))
    return {name: next(free, f"Colleague {n}") for n, name in enumerate(everybody, start=1)}
