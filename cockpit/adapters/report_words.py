"""What a report is about, as a few words that an incident can be held against; pure."""

from collections import Counter
from collections.abc import Sequence

from cockpit.domain.precedents import significant
from cockpit.ports.plain import plain

MOST = 24
"""Words that are kept of a report: it stands in the journal, and need not be there whole."""
_LEAST_OFTEN = 2
_LOOKED_AT = 65_536
"""Characters in which words are counted."""


def topics(title: str, headings: Sequence[str], body: str) -> tuple[str, ...]:
    """The words of the title, then of headings, then those that come again and again."""
    often = Counter(significant(body[:_LOOKED_AT], every=True))
    found = dict.fromkeys((*significant(title), *significant(" ".join(headings))))
    found |= dict.fromkeys(word for word, n in often.most_common(MOST) if n >= _LEAST_OFTEN)
    return tuple(plain(word, 40) for word in list(found)[:MOST])
