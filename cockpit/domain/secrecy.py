"""What looks like a secret in a text, told without repeating it; pure.

Shapes are those that issuers give their tokens; what has no shape of its own is taken for a secret
where words call it one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log2

MASK = "•••"
"""What stands in place of a secret."""
_BREAK = "\n"
_HIGH = 3.2
"""Bits per character from which a string is no word; English has about 2.5 in such lengths."""
_LEAST = 20
"""Characters from which a string without a shape may be a secret."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of secret looks; only texts that hold one of the hints are searched for it."""

    name: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    """In small letters; each match holds one of them."""
    small: bool
    """It is searched for in small letters: whoever writes it may write it as they like."""


def _shape(name: str, pattern: str, *hints: str, small: bool = False) -> Shape:
    return Shape(name, re.compile(pattern), hints, small)


_SHAPES = (
    _shape("a Slack token", r"\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,300}", "xox"),
    _shape("a Sentry token", r"\bsntry[a-z]_[A-Za-z0-9_=/+-]{16,300}", "sntry"),
    _shape("a Slack app token", r"\bxapp-[A-Za-z0-9-]{8,300}", "xapp-"),
    _shape(
        "a Slack webhook", r"hooks\.slack\.com/(?:services|workflows)/\S{8,200}", "hooks.slack.com"
    ),
    _shape(
        "a GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{16,300}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"
    ),
    _shape("a GitHub token", r"\bgithub_pat_[A-Za-z0-9_]{16,300}", "github_pat_"),
    _shape("a GitLab token", r"\bgl(?:pat|ptt|dt|rt|cbt|soat)-[A-Za-z0-9_-]{16,300}", "gl"),
    _shape("an AWS access key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", "akia", "asia"),
    _shape("a Stripe key", r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,200}", "k_live_", "k_test_"),
    _shape("a Stripe webhook secret", r"\bwhsec_[A-Za-z0-9+/=]{16,200}", "whsec_"),
    _shape("a Google API key", r"\bAIza[0-9A-Za-z_-]{30,60}", "aiza"),
    _shape("a Google token", r"\bya29\.[0-9A-Za-z_-]{20,300}", "ya29."),
    _shape("a JSON web token", r"\beyJ[\w-]{8,4000}\.[\w-]{8,8000}\.[\w-]{0,2000}", "eyj"),
    _shape("a private key", r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----", "-----begin"),
    _shape("an npm token", r"\bnpm_[A-Za-z0-9]{30,60}", "npm_"),
    _shape("a PyPI token", r"\bpypi-[A-Za-z0-9_-]{30,400}", "pypi-"),
    _shape("a SendGrid key", r"\bSG\.[\w-]{16,32}\.[\w-]{16,64}", "sg."),
    _shape("a Vault token", r"\bhv[sb]\.[\w-]{20,300}", "hvs.", "hvb."),
    _shape("a DigitalOcean token", r"\bdo[opr]_v1_[0-9a-f]{32,80}", "_v1_"),
    _shape("an API key", r"\bsk-(?:[a-z]{2,10}[0-9]{0,2}-)?[A-Za-z0-9_-]{32,300}", "sk-"),
    _shape("a PagerDuty key", r"(?<![\w+])[uye]\+[A-Za-z0-9_+-]{18}(?![\w+-])", "+"),
    _shape(
        "a PagerDuty key",
        r"\b(?:routing|integration|service|pagerduty)[ _-]?key[\"']?[ \t]{0,3}(?:[:=]|is)?"
        r"[ \t]{0,3}[\"'`]?[a-z0-9]{32}\b",
        "key",
        small=True,
    ),
    _shape(
        "an authorization header",
        r"\b(?:bearer|token token=|basic)[ \t]{0,3}[\"']?(?=[a-z+/_.~-]{0,200}[0-9=])"
        r"[a-z0-9._~+/=-]{16,4000}",
        "bearer",
        "token",
        "basic",
        small=True,
    ),
    _shape(
        "a password in an address",
        r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{0,100}:(?P<value>[^\s/@]{1,200})@",
        "://",
        small=True,
    ),
    _shape(
        "a password",
        r"(?:pass(?:word|wd|phrase|code)|(?:\b|_)(?:pass|pwd|secret))[\"']?[ \t]{0,3}=[ \t]{0,3}"
        r"[\"'`]?(?P<value>[^\s\"'`&;,]{4,200})",
        "pass",
        "pwd",
        "secret",
        small=True,
    ),
    _shape(
        "a password",
        r"(?:pass(?:word|wd|phrase|code)|(?:\b|_)(?:pass|pwd|secret))[\"']?(?:[ \t]{0,3}:|[ \t]+is)"
        r"[ \t]{0,3}[\"'`]?(?P<coded>[^\s\"'`&;,]{6,200})",
        "pass",
        "pwd",
        "secret",
        small=True,
    ),
    _shape(
        "a cookie",
        r"\bcookie[\"']?[ \t]{0,3}:[ \t]{0,3}"
        r"(?P<value>[a-z0-9_.-]{1,60}=[^\s;]{12,4000}(?:;[^\r\n]{0,4000})?)",
        "cookie",
        small=True,
    ),
    _shape(
        "a secret",
        r"(?:token|secret|api[ _-]?key|access[ _-]?key|account[ _-]?key|auth[ _-]?key"
        r"|private[ _-]?key|signing[ _-]?key|secret[ _-]?key[ _-]?base|credentials?)"
        r"[\"']?[ \t]{0,3}[:=][ \t]{0,3}[\"'`]?"
        r"(?P<coded>[a-z0-9+/=_.~-]{12,400})",
        "token",
        "secret",
        "key",
        "credential",
        small=True,
    ),
)

_CALLED = re.compile(r"(?:keys?|tokens?|secrets?|passwords?|credentials?)(?![a-z])")
_STRING = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/=_-]{20,400}(?![A-Za-z0-9+/=_-])")
_NEAR = 60
"""Characters before the string in which the word stands that calls it a secret."""
_ENOUGH = 20
"""Findings after which nobody needs more."""
_SMALL = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
"""From ASCII capitals to small letters: every place stays where it is."""
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_PLACEHOLDER = re.compile(
    r"(?:[*.xX_•…-]+|[<\[{(].*|\$.*|%.*|(?:null|none|true|false|yes|no|empty|unset|redacted"
    r"|masked|hidden|removed|changed|rotated|expired|missing|wrong|required|invalid|unknown"
    r"|password|secret|token|changeme|example)[.!?)]*)",
    re.IGNORECASE,
)
_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?"
    r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def secrets(text: str) -> tuple[str, ...]:
    """What looks like secrets: what it seems to be and in which line it stands, never itself."""
    found = sorted(islice(_found(text), _ENOUGH), key=lambda item: item[1])
    return tuple(
        dict.fromkeys(f"{name} in line {text.count(_BREAK, 0, at) + 1}" for name, at, _ in found)
    )


def masked(text: str) -> str:
    """The text with a mask in place of whatever looks like a secret; of a key, all of it."""
    text = _KEY_BLOCK.sub(MASK, text)
    parts, after = [], 0
    for _, start, end in sorted(_found(text), key=lambda item: item[1]):
        if start >= after:
            parts += [text[after:start], MASK]
            after = end
    return "".join((*parts, text[after:]))


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    """What each seems to be, and where it begins and ends."""
    small = text.translate(_SMALL)
    covered: list[tuple[int, int]] = []
    for shape in _SHAPES:
        if not any(hint in small for hint in shape.hints):
            continue
        for match in shape.pattern.finditer(small if shape.small else text):
            if _is_meant(match) and not _overlaps(match, covered):
                covered.append(match.span())
                yield shape.name, *_value_of(match)
    if any(word in small for word in ("key", "token", "secret", "password", "credential")):
        for match in _STRING.finditer(text):
            before = small[max(0, match.start() - _NEAR) : match.start()]
            called = _CALLED.search(before, before.rfind(_BREAK) + 1)
            if called and not _overlaps(match, covered) and _is_random(match[0]):
                yield "a secret", *match.span()


def _value_of(match: re.Match[str]) -> tuple[int, int]:
    """Where the secret itself stands in what was matched."""
    for name in ("value", "coded"):
        if match.groupdict().get(name) is not None:
            return match.span(name)
    return match.span()


def _overlaps(match: re.Match[str], covered: list[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in covered)


def _is_meant(match: re.Match[str]) -> bool:
    """Whether what was matched holds a secret, and not what stands for one."""
    groups = match.groupdict()
    value, coded = groups.get("value"), groups.get("coded")
    if value is not None:
        return _PLACEHOLDER.fullmatch(value) is None
    if coded is not None:
        return _PLACEHOLDER.fullmatch(coded) is None and _is_coded(coded)
    return True


def _is_coded(word: str) -> bool:
    """Neither a word nor a number: letters with digits or signs among them."""
    bare = word.rstrip(".,!?)")
    return (
        any(c.isalpha() for c in bare)
        and not bare.replace("-", "").replace("'", "").replace(".", "").isalpha()
        and not bare.startswith(("http", "/"))
        and any(c.isdigit() or not c.isalnum() for c in bare.replace("-", "").replace(".", ""))
    )


def _is_random(word: str) -> bool:
    """Whether so long a string looks drawn by lot."""
    if _UUID.fullmatch(word) or len(word) < _LEAST:
        return False
    if _HEX.fullmatch(word):
        return len(word) >= 32 and any(c.isalpha() for c in word)  # noqa: PLR2004 - 128 bits
    kinds = (str.isupper, str.islower, str.isdigit)
    if not all(any(kind(c) for c in word) for kind in kinds):
        return False
    return _bits(word) >= _HIGH


def _bits(word: str) -> float:
    """Entropy per character, bits."""
    shares = [word.count(c) / len(word) for c in set(word)]
    return -sum(share * log2(share) for share in shares)
