"""Whatever is changed in a valid configuration: settings come of it, or faults for people."""

import copy
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cockpit.settings.emit import toml_key, toml_value
from cockpit.settings.faults import ConfigurationError
from cockpit.settings.layers import lines_of
from cockpit.settings.load import settings_of
from cockpit.settings.tree import Place, value_at

FILE = Path("/nowhere/config.toml")
CANARY = "xoxb-4f1d9c-canary"
WHOLE = {
    "profile": "novavms",
    "person": {"name": "Ana", "email": "ana@example.com", "slack_id": "U012"},
    "pagerduty": {
        "api_url": "https://api.pagerduty.com",
        "token_command": ["pass", "show", "pagerduty"],
        "team_ids": ["P1"],
        "poll": "5s",
    },
    "slack": {"token_env": "SLACK_TOKEN", "channels": {"incident": "C012"}, "timeout": 4},
    "health": {"probes": [{"name": "reads", "url": "https://a.example", "expected": [200]}]},
    "repositories": [{"name": "cloud", "path": "/srv/cloud", "interval": 2.5}],
    "reports": [{"repository": "cloud", "branch": "main"}],
    "screen": {"theme": "cockpit-light", "mouse": "off", "bell": False, "time_zone": "UTC"},
    "keys": {"acknowledge": ["a", "f2"]},
    "state": {"dir": "journal"},
    "procedure": {
        "cadence": "10m",
        "ladder": [{"role": "primary", "after": "5m"}],
        "steps": [{"id": "look", "title": "Look", "evidence": "health"}],
        "texts": {"update": "{known}"},
    },
}
WORDS = (
    "missing",
    "is ",
    "looks like",
    "has ",
    "cannot be",
    "names ",
    "does not say",
    "says a second time",
)
TECHNICAL = ("value_error", "input", "pydantic", "ctx", "Traceback", "None", "tuple", "dict")


def written(data: dict[str, object]) -> str:
    """A tree as TOML, with inline tables for everything inside the first level."""
    return "".join(f"{toml_key(key)} = {inline(value)}\n" for key, value in data.items())


def inline(value: object) -> str:
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{toml_key(key)} = {inline(entry)}' for key, entry in value.items())}}}"
        )
    if isinstance(value, list):
        return f"[{', '.join(inline(entry) for entry in value)}]"
    return toml_value(value)


def places(value: object, at: Place = ()) -> list[Place]:
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    else:
        return []
    inner = [place for key, entry in entries for place in places(entry, (*at, key))]
    return [*((*at, key) for key, _ in entries), *inner]


texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from([CANARY, "", "\x1b[2J", "{", "https://[", "~x/y", "../.."]),
)
scalars = st.one_of(
    texts,
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False, allow_infinity=False),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)


def judged(text: str) -> None:
    """Settings that hold no token, or faults that name file and key and hold none either."""
    try:
        said = repr(settings_of(text, FILE))
    except ConfigurationError as error:
        said = f"{error}{error!r}{error.faults!r}{error.__cause__}"
        faults = error.faults
    else:
        faults = ()

    assert CANARY not in said
    assert "\x1b" not in said
    for fault in faults:
        assert fault.file in {str(FILE), "novavms.toml (shipped)"}
        assert fault.key or "the file" in fault.reason
        assert fault.mend
        assert any(word in fault.reason for word in WORDS)
        assert not any(word in f"{fault.reason} {fault.mend}" for word in TECHNICAL)


def test_the_configuration_that_is_mutated_is_valid():
    assert settings_of(written(WHOLE), FILE).config.screen.theme == "cockpit-light"


def test_a_token_in_the_place_of_an_action_shows_nowhere():
    judged(written({**WHOLE, "keys": {CANARY: ["f2"]}}))


@given(st.sampled_from(places(WHOLE)), st.data())
def test_any_mutation_gives_settings_or_faults_for_people(place, data):
    tree = copy.deepcopy(WHOLE)
    parent, key = value_at(tree, place[:-1]), place[-1]
    kinds = ["drop", "retype", "rename"] if isinstance(parent, dict) else ["drop", "retype"]
    kind = data.draw(st.sampled_from(kinds))
    if kind == "retype":
        parent[key] = data.draw(values)
    else:
        taken = parent.pop(key)
        if kind == "rename":
            parent[data.draw(texts)] = taken

    judged(written(tree))


@given(st.integers(0, len(written(WHOLE)) - 1), st.text("\"'[]{}=.,#\n\\ax1", max_size=3))
def test_any_slip_of_the_hand_gives_settings_or_faults_for_people(at, slip):
    text = written(WHOLE)

    judged(text[:at] + slip + text[at + 1 :])


names = st.text("ab .\"'é#=[]", min_size=1, max_size=4)


@given(st.dictionaries(names, st.dictionaries(names, scalars, max_size=3), max_size=4))
def test_every_key_is_found_on_its_line(tables):
    lines, expected = [], {}
    for table, keys in tables.items():
        lines.append(f"[{toml_key(table)}] # [x]")
        expected[(table,)] = len(lines)
        for key, value in keys.items():
            start = len(lines) + 1
            lines.extend(f"{toml_key(key)} = [\n{toml_value(value)}, # '\n]".split("\n"))
            expected[(table, key)] = start
    text = "\n".join(lines)

    assert set(tomllib.loads(text)) == set(tables)
    assert lines_of(text) == expected
