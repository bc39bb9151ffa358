"""What validation found, in words for people; of the file, only harmless words are repeated."""

from pydantic_core import ErrorDetails

from cockpit.settings.outline import choices_at, keys_of, table_at
from cockpit.settings.tree import Place, value_at
from cockpit.settings.words import listed, nearest, shown

Trouble = tuple[Place, str, str]
"""Where, what is wrong, what to do."""

WAYS = ("token_env", "token_command", "token_file")
"""The keys that say where a token is."""
PASSWORD_WAYS = ("password_env", "password_command", "password_file")
"""The keys that say where a password is."""
MEND_TOLD = (
    "use token_env, token_command or token_file, and change the secret if others saw this file"
)
"""What to do about a secret that stands in the file."""
_MEND_PASSWORD = MEND_TOLD.replace("token_", "password_")

_SECRET_NAMES = ("token", "password", "passwd", "secret", "api_key", "apikey", "access_key")
_TYPES = {
    "string_type": ("is not a text", 'write it in quotes: "…"'),
    "int_type": ("is not a whole number", "write it without quotes and without a point"),
    "int_from_float": ("is not a whole number", "write it without a point"),
    "bool_type": ("is not a yes or no", "write true or false, without quotes"),
    "tuple_type": ("is not a list", 'write it in brackets: ["…", "…"]'),
    "dict_type": ("is not a table", "write it as [{key}], with its keys below"),
    "model_type": ("is not a table", "write it as [{key}], with its keys below"),
    "string_pattern_mismatch": ("is not a short name", "use small letters, digits and -"),
}


def explained(error: ErrorDetails, data: object) -> Trouble:
    """One error in words; `data` is what was validated."""
    place: Place = tuple(error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    if kind == "rule":
        return place, context["reason"], context["mend"]
    if kind == "missing":
        return place, "is missing", _mend_missing(place)
    if kind == "extra_forbidden":
        return _unknown_key(place)
    if kind in {"literal_error", "enum"}:
        return place, *_choice(place, value_at(data, place))
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = context.get("ge", context.get("le"))
        side = "too small" if "ge" in context else "too big"
        word = "least" if "ge" in context else "most"
        return place, f"is {side}", f"it may be {bound} at {word}"
    reason, mend = _TYPES.get(kind, ("is not valid", "`cockpit config schema` says what fits"))
    if kind in {"model_type", "dict_type"} and any(isinstance(part, int) for part in place):
        mend = "write each entry as [[{key}]], with its keys below"
    path = ".".join(shown(part) for part in place if isinstance(part, str))
    return place, reason, mend.replace("{key}", path)


def is_secret_name(name: str) -> bool:
    """Whether a key of this name would hold a secret."""
    low = name.lower().replace("-", "_")
    return low in _SECRET_NAMES or low.endswith(tuple(f"_{word}" for word in _SECRET_NAMES))


def _mend_missing(place: Place) -> str:
    table, name = table_at(place[:-1]), str(place[-1])
    meaning = next((key.meaning for key in keys_of(table) if key.name == name), "") if table else ""
    hint = f" ({meaning[0].lower()}{meaning[1:].rstrip('.')})" if meaning else ""
    return f'add {name} = "…"{hint}'


def _unknown_key(place: Place) -> Trouble:
    name = str(place[-1])
    table = table_at(place[:-1])
    known = [key.name for key in keys_of(table)] if table else []
    near = nearest(name, known)
    if is_secret_name(name) and near in {"", *WAYS, *PASSWORD_WAYS}:
        mend = _MEND_PASSWORD if set(PASSWORD_WAYS) <= set(known) else MEND_TOLD
        return place, "is a secret in the configuration", mend
    if near:
        return place, "is not a known key", f'did you mean "{near}"?'
    return place, "is not a known key", f"take it out; known here: {listed(known)}"


def _choice(place: Place, value: object) -> tuple[str, str]:
    words = choices_at(place)
    near = nearest(value, words) if isinstance(value, str) else ""
    meant = f'did you mean "{near}"? ' if near else ""
    reason = f'cannot be "{shown(value)}"' if isinstance(value, str) else "is not a text"
    return reason, f"{meant}It may be {listed(words, 'or')}"
