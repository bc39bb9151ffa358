"""The kinds of value that a configuration is made of, each with its rule in words; no tables."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from cockpit.settings.words import nearest

UNIT_SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
"""Units that a duration may be written in, longest first."""

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?", re.ASCII)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_WEBCAL = frozenset({"webcal", "webcals"})
_KEY = re.compile(r"(?<![a-z0-9])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{20,}(?![a-z0-9])", re.IGNORECASE)
"""A word of an address so long and so mixed that it is a key."""
_NAMES_A_CALENDAR = re.compile("@|%40")
"""In a word of an address that is as long as a key, and public."""
_KEY_NAMES = re.compile(
    r"[?&](?:\w*token|\w*key|secret|sig|auth|password)=(?!\{token\})", re.IGNORECASE
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*)(?:\.[A-Za-z0-9-]+)*", re.ASCII)
_PAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,100}")
_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def wrong(reason: str, mend: str) -> PydanticCustomError:
    """A broken rule, in words for people; neither part may hold the value itself."""
    return PydanticCustomError("rule", "{reason}", {"reason": reason, "mend": mend})


def seconds_of(text: str) -> float | None:
    """Seconds that "90s", "15m" or "1h30m" stand for; None when it is no duration."""
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None or not any(found.groups()):
        return None
    parts = zip(found.groups(), UNIT_SECONDS.values(), strict=True)
    return sum(float(number) * unit for number, unit in parts if number)


def duration_of(seconds: float) -> str:
    """The shortest way to write a duration: 5400 is "1h30m", 0.5 is "0.5s"."""
    if seconds != int(seconds) or not seconds:
        return f"{seconds:g}s"
    rest, text = int(seconds), ""
    for letter, unit in UNIT_SECONDS.items():
        count, rest = divmod(rest, unit)
        text += f"{count}{letter}" if count else ""
    return text


@dataclass(frozen=True, slots=True)
class Seconds:
    """A duration between two bounds: a number of seconds, or a text such as "90s" or "15m"."""

    low: float
    high: float

    def parse(self, value: object) -> float:
        """The duration in seconds; raises `PydanticCustomError` when it breaks the rule."""
        seconds = seconds_of(value) if isinstance(value, str) else value
        if not isinstance(seconds, int | float) or isinstance(seconds, bool):
            mend = 'write seconds (90) or a text such as "90s", "15m", "1h30m"'
            raise wrong("is not a duration", mend)
        if not self.low <= seconds <= self.high:
            low, high = duration_of(self.low), duration_of(self.high)
            mend = f'write a duration from "{low}" to "{high}"'
            raise wrong(f"is not between {low} and {high}", mend)
        return float(seconds)

    def __get_pydantic_core_schema__(
        self, source: type[object], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.parse, serialization=core_schema.plain_serializer_function_ser_schema(duration_of)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        number: dict[str, Any] = {"type": "number", "minimum": self.low, "maximum": self.high}
        pattern = r"^(?=.)(\d+d)?(\d+h)?(\d+m)?(\d+(\.\d+)?s)?$"
        return {"anyOf": [number, {"type": "string", "pattern": pattern}]}


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_a_number = SplitResult("", "", "", "", ""), False
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_a_number:
        raise wrong("is not a web address", 'write it in full, as "https://api.example.com/path"')
    if parts.username is not None or parts.password is not None:
        raise wrong(
            "has a name or a password in the address",
            "take it out: addresses are shown on screen and kept in the journal",
        )
    if any(letter.isspace() for letter in url):
        raise wrong("has a space in the address", "take the space out, or write it as %20")
    return parts


def is_loopback(host: str) -> bool:
    """Whether the host can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host in an address; empty when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _probe_url(url: str) -> str:
    _split(url)
    return url


def _base_url(url: str) -> str:
    parts = _split(url)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise wrong(
            "is not https, so the token would travel in the clear",
            "write https://; plain http is for this machine alone (127.0.0.1, ::1, localhost)",
        )
    if parts.query or parts.fragment:
        raise wrong("has more than a path after the host", "leave out everything from ? or # on")
    return url


def _feed_url(url: str) -> str:
    if not url:
        return url
    scheme, colon, rest = url.partition(":")
    parts = _split(f"https:{rest}" if scheme.lower() in _WEBCAL and colon else url)
    path = f"{parts.path}?{parts.query}"
    words = [
        word for word in re.findall(r"[^/?&=;:#]+", path) if not _NAMES_A_CALENDAR.search(word)
    ]
    if _KEY_NAMES.search(path) or any(_KEY.search(word) for word in words):
        raise wrong(
            "has a key in the address (it is not shown here)",
            "write {token} in its place, and add token_env, token_command or token_file",
        )
    return url


def _title(pattern: str) -> str:
    if pattern and pattern.count("{person}") != 1:
        raise wrong("does not say where the name is", 'write it as "{person} on call"')
    return pattern


def _variable(name: str) -> str:
    if not _VARIABLE.fullmatch(name):
        raise wrong(
            "is not the name of an environment variable (its value is not shown here)",
            "write the variable's name in capitals, as PAGERDUTY_TOKEN; never the secret itself",
        )
    return name


def _command(argv: tuple[str, ...]) -> tuple[str, ...]:
    if not argv or not argv[0].strip():
        mend = 'write program and arguments: ["pass", "show", "pagerduty"]'
        raise wrong("is an empty command", mend)
    return argv


def _secret_path(path: str) -> str:
    if "/" not in path:
        raise wrong(
            "is not a path with a folder (its value is not shown here)",
            'write where the file is, as "~/.secrets/pagerduty"; never the secret itself',
        )
    return path


def _email(address: str) -> str:
    if address and not _EMAIL.fullmatch(address):
        raise wrong("is not an e-mail address", 'write it as "ana@example.com"')
    return address


def _host(name: str) -> str:
    if not is_loopback(name) and not HOST.fullmatch(name):
        mend = 'write its name alone, as "smtp.example.com"; the port has a key of its own'
        raise wrong("is not the name of a server", mend)
    return name


def _page_id(text: str) -> str:
    if not _PAGE_ID.fullmatch(text):
        raise wrong("is not the id of a page", 'copy it from the page, as "kctbh9vrtdwd"')
    return text


def slug(text: str) -> str:
    """A word that may stand in an address; raises `PydanticCustomError` for any other."""
    if not _SLUG.fullmatch(text):
        mend = 'copy it from the address of its page, as "my-company": letters, digits, - and _'
        raise wrong("is not a slug", mend)
    return text


def _name(text: str) -> str:
    if not text.strip() or "\n" in text:
        raise wrong("is empty or has more than one line", "write a short name")
    return text


def _time_zone(name: str) -> str:
    if name in {"UTC", "local"}:
        return name
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(name, available_timezones())
        meant = f'did you mean "{near}"? Else ' if near else ""
        mend = f'{meant}write "UTC" or "local"'
        raise wrong("is not a time zone that this machine knows", mend) from None
    return name


def _time_of_day(text: str) -> str:
    if not _TIME_OF_DAY.fullmatch(text):
        raise wrong("is not a time of day", 'write hours and minutes, as "09:00"')
    return text


def _status(code: int) -> int:
    if code not in range(100, 600):
        raise wrong("is not an HTTP status", "write numbers from 100 to 599, as [200, 204]")
    return code


@dataclass(frozen=True, slots=True)
class Kind:
    """What the reference calls a kind of value."""

    words: str


ProbeUrl = Annotated[str, Kind("web address"), AfterValidator(_probe_url)]
"""Any http or https address, without a name or a password in it."""
BaseUrl = Annotated[str, Kind("https address"), AfterValidator(_base_url)]
"""Where a service's API begins; https, or this machine."""
FeedUrl = Annotated[str, Kind("web address"), AfterValidator(_feed_url)]
"""An http, https or webcal address, without any secret in it."""
Title = Annotated[str, Kind("text"), AfterValidator(_title)]
"""A pattern with one `{person}` in it, or nothing."""
Variable = Annotated[str, Kind("name of a variable"), AfterValidator(_variable)]
"""The name of an environment variable, in capitals."""
Command = Annotated[tuple[str, ...], Kind("list of texts"), AfterValidator(_command)]
"""Program and arguments; no shell."""
SecretPath = Annotated[str, Kind("path"), AfterValidator(_secret_path)]
"""A file, written with at least one slash, so that a pasted secret is not taken for a name."""
Email = Annotated[str, Kind("e-mail address"), AfterValidator(_email)]
"""An e-mail address, or nothing."""
Host = Annotated[str, Kind("name of a server"), AfterValidator(_host)]
"""A host's name or address, without a port."""
PageId = Annotated[str, Kind("text"), AfterValidator(_page_id)]
"""The id of a status page, which becomes part of an address."""
Name = Annotated[str, Kind("text"), AfterValidator(_name)]
"""One line that is not empty."""
TimeZone = Annotated[str, Kind("time zone"), AfterValidator(_time_zone)]
"""An IANA name, "UTC" or "local"."""
TimeOfDay = Annotated[str, Kind("time of day"), AfterValidator(_time_of_day)]
"""Hours and minutes, as "09:00"."""
Status = Annotated[int, Kind("HTTP status"), AfterValidator(_status)]
"""An HTTP status code."""
