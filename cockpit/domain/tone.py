"""What a text for others should not say: blame of a person, no next time, a secret; pure.

Gentle: it finds what most would stumble over (G4), and would rather miss something than nag.
"""

import re
from collections.abc import Iterable, Iterator

from cockpit.domain.secrecy import secrets
from cockpit.domain.state import Case, State

__all__ = ["blamed", "names", "secrets"]

_MOST_NAMES = 2000
_SHORTEST = 2
"""Characters of a name that stands for a person by itself."""

_MORE_THAN_NAMES = (
    "an ci cd db dr hr id it me mr ms my no of on or pr qa so to us we "
    "admin alert alerts api app backup bill bot build built can chance chase cloud cron "
    "database deploy deployer dev docker drew faith fix github gitlab grace grant hope jack "
    "jenkins job joy lane mark marketing may might miles monitor night ops page pager patience "
    "pat production reed release renovate rich robot root rose sandy server service skip slack "
    "sky staging status stone summer support system team teams test the this user ward web "
    "west will worker"
)
_NO_FIRST_NAMES = frozenset(_MORE_THAN_NAMES.split())
"""Words that are more than somebody's first name: they count as part of a full name alone."""

_HEDGE = (
    r"(?:\s+(?:has|have|had|just|really|again|apparently|probably|accidentally|also|simply|clearly"
    r"|obviously|somehow|once|already|even))*"
)
_DID = (
    r"(?:broke|breaks|caused|causes|messed|screwed|forgot|forgotten|botched|ruined|wrecked"
    r"|fucked|bungled|neglected|overlooked|crashed|killed\s+(?:prod|production)|sabotaged"
    r"|(?:took|brought)\s+(?:us|everything|(?:the\s+)?(?:site|prod|production|service))\s+down"
    r"|(?:took|brought)\s+down\s+(?:us|everything|(?:the\s+)?(?:site|prod|production|service))"
    r"|failed\s+to\s+(?:test|check|notice|tell|warn|review|read|follow|think)"
    r"|did\s?n[o']t\s+(?:bother|test|check|think)|never\s+(?:tests?|tested|checks?|checked|thinks?)"
    r"|should(?:n't)?(?:\s+not)?(?:'ve|\s+have)(?:\s+\w+ly)?\s+"
    r"(?:\w+ed|known|done|seen|caught|told|thought|read|run|been\s+more)"
    r"|(?:is|was|are|were)\s+(?:to\s+blame|at\s+fault|careless|reckless|negligent|sloppy"
    r"|incompetent|stupid|lazy|guilty|responsible\s+for\s+(?:this|the)\s+(?:outage|mess|failure"
    r"|bug|breakage))"
    r"|pushed\s+(?:a\s+)?(?:bad|broken|untested))\b"
)
_FAULT = (
    r"'s?\s+(?:own\s+|stupid\s+|bad\s+|careless\s+|sloppy\s+)*(?:fault|mistakes?|blunders?"
    r"|screw-?\s?ups?|negligence|carelessness|incompetence|stupidity|oversight"
    r"|errors?(?!\s+(?:rates?|budgets?|logs?|reports?|pages?|counts?|codes?|messages?)))\b"
    r"|'s?\s+(?:bad|broken|sloppy|careless|untested|buggy)\s+\w+"
)
_FOR = (
    r"(?:caused\s+by|broken\s+by|blam(?:e|es|ed|ing)|(?:fault|mistake|carelessness)\s+of"
    r"|(?:is|was|are)\s+on\s+account\s+of|screwed\s+up\s+by|messed\s+up\s+by)\s+@?"
)
_WHY = r"(?:because\s+of|due\s+to)\s+@?"
_CHANGES = (
    r"'s?\s+(?:\w+\s+)?(?:change|commit|deploy|deployment|merge|push|mistake|error|bug|code"
    r"|config|release|migration|script|typo)\b"
)
_NOBODY = re.compile(
    r"\b(?:his|her|your|whose)\s+(?:own\s+)?(?:fault|mistake|blunder|carelessness)\b"
    rf"|\b(?:he|she|you|the\s+(?:intern|new\s+(?:guy|girl|hire|one)|junior|trainee)){_HEDGE}\s+"
    r"(?:broke|forgot|messed|screwed|botched|ruined|neglected)\b"
    r"|\b(?:the\s+intern|idiots?|morons?)'s?\s+\w+|\b(?:idiots?|morons?)\b",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.!?;\n]+(?:\s|$)|\n")
_HINTS = re.compile(
    r"'s?\s|\b(?:because|due|caus|fault|mistake|blam|br[eo]k|mess|screw|forg[eo]t|should|fail"
    r"|did\s?n|never|ruin|wreck|botch|bungl|neglect|overlook|crash|kill|took|taken|brought|sabot"
    r"|fuck|push|is|was|are|were)",
    re.IGNORECASE,
)


def blamed(text: str, people: Iterable[str]) -> tuple[str, ...]:
    """The places in which a person is blamed, each in its own words; () for none.

    Args:
        text: what others would read.
        people: full names, as `names` finds them.
    """
    text = text.replace("\u2019", "'")
    found = [match[0] for match in _NOBODY.finditer(text)]
    if _HINTS.search(text):
        found += _named(text, people)
    return tuple(dict.fromkeys(" ".join(words.split()) for words in found))


def _named(text: str, people: Iterable[str]) -> Iterator[str]:
    known = sorted(called(people), key=lambda name: (-len(name), name))
    lower = text.casefold()
    present = [re.escape(name).replace(r"\ ", r"\s+") for name in known if _first(name) in lower]
    if not present:
        return
    who = rf"(?<!\w)@?(?:{'|'.join(present)})(?!\w)"
    blame = re.compile(
        rf"{who}{_HEDGE}\s+{_DID}|{who}(?:{_FAULT})|{_FOR}{who}(?!\s+(?:rate|budget))"
        rf"|{_WHY}{who}(?:{_CHANGES}|(?=\s*(?:[.,;:!?)]|$)))",
        re.IGNORECASE,
    )
    for sentence in _STOPS.split(text):
        for match in blame.finditer(sentence):
            yield match[0]


def _first(name: str) -> str:
    return name.split(" ", 1)[0].casefold()


def called(people: Iterable[str]) -> set[str]:
    """What these people are called: their full names, and their first and last ones."""
    called: set[str] = set()
    for person in people:
        words = person.split()
        if all(word.casefold() in _NO_FIRST_NAMES for word in words):
            continue
        called.add(" ".join(words))
        for word in {words[0], words[-1]}:
            plain = word.strip(".,()")
            if len(plain) >= _SHORTEST and plain.casefold() not in _NO_FIRST_NAMES:
                called.add(plain)
    return called


def names(state: State, case: Case) -> tuple[str, ...]:
    """Everybody whose name is known here: who is paged, who answers, who commits."""
    incident = case.incident
    people = [a.person for a in (*incident.assignments, *incident.acknowledgements)]
    people += [r.person for r in incident.responders]
    people += [o.person for o in state.on_call]
    people += [holder.person for holder in case.roles.values()]
    people += state.people.values()
    people += [state.me] if state.me else []
    authors = [d.author for r in state.repositories.values() for d in r.deploys]
    authors += [reply.author for reply in case.replies.values()]
    authors += [moment.author for moment in case.moments]
    every = dict.fromkeys([*(p.name for p in people), *authors])
    return tuple(name for name in every if name.strip())[:_MOST_NAMES]
