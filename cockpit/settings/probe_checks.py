"""What must hold between the keys of a probe: those of its kind, and where its secret is."""

from collections.abc import Iterator, Mapping

from cockpit.settings.explain import WAYS, Trouble
from cockpit.settings.kinds import host_of, is_loopback
from cockpit.settings.probes import COMMON, KEYS, NEEDED
from cockpit.settings.tree import Place, rows
from cockpit.settings.words import listed


def probes(data: object) -> Iterator[Trouble]:
    """Everything that does not go together in one of `[[health.probes]]`."""
    for where, row in rows(data, "health", "probes"):
        kind = row.get("kind", "http")
        if isinstance(kind, str) and kind in KEYS:
            yield from _keys(where, row, kind)
            yield from _needed(where, row, kind)
            yield from _token(where, row)
            yield from _conditions(where, row, kind)


def _keys(where: Place, row: Mapping[str, object], kind: str) -> Iterator[Trouble]:
    every = COMMON.union(*KEYS.values())
    for key in row:
        if key in every and key not in COMMON and key not in KEYS[kind]:
            fits = listed((f'"{k}"' for k, keys in KEYS.items() if key in keys), "or")
            mend = f"take it out, or write kind = {fits}"
            yield (*where, key), f'is no key of a probe of the kind "{kind}"', mend


def _needed(where: Place, row: Mapping[str, object], kind: str) -> Iterator[Trouble]:
    for key in NEEDED[kind]:
        if not row.get(key):
            others = [k for k, needed in NEEDED.items() if k != kind and needed[0] in row]
            meant = f'add it, or write kind = "{others[0]}"' if others else _EXAMPLES[key]
            yield (*where, key), f'is missing for the kind "{kind}"', meant


_EXAMPLES = {
    "url": 'add url = "https://…", the address in full',
    "query": 'add query = "…", in PromQL; it has to give one number',
    "address": 'add address = "db.example.com:5432"',
    "command": 'add command = ["program", "argument"]',
}


def _token(where: Place, row: Mapping[str, object]) -> Iterator[Trouble]:
    said = [way for way in WAYS if way in row]
    if len(said) > 1:
        reason = f"says a second time where the token is, after {said[0]}"
        yield (*where, said[1]), reason, f"keep one of {listed(said)}"
    for key in ("header", "scheme"):
        if key in row and not said:
            mend = 'add token_env = "READS_TOKEN", or a command or a file that has it'
            yield (*where, key), "is for a token, and none is named", mend
    url = row.get("url")
    clear = isinstance(url, str) and url.lower().startswith("http:")
    if said and clear and not is_loopback(host_of(str(url))):
        reason = "is not https, so the token would travel in the clear"
        yield (*where, "url"), reason, "write https://"


def _conditions(where: Place, row: Mapping[str, object], kind: str) -> Iterator[Trouble]:
    if row.get("equals") and not row.get("value"):
        yield (*where, "value"), "is missing, but equals says what it is", 'add value = "status"'
    low, high = row.get("below"), row.get("above")
    for key in ("above", "below"):
        if kind == "http" and row.get(key) is not None and not row.get("value"):
            mend = 'add value = "gateways.online", the path of the value'
            yield (*where, key), "is for a value, and none is read", mend
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield (*where, "below"), "leaves no value that is good", "make below less than above"
    if kind == "connect" and not row.get("tls"):
        for key in ("server_name", "authorities", "expiry_warn", "expiry_bad"):
            if key in row:
                yield (*where, key), "is for TLS, which is off", "add tls = true"
