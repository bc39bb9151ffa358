"""A profile of one's own: begun as a copy, checked by itself, described by a schema."""

import io
import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from cockpit.cli import config, own_profile
from cockpit.cli.init import Answers, init
from cockpit.settings.load import load
from cockpit.settings.profiles import shipped, text
from cockpit.settings.read import SHARED
from cockpit.settings.schema import profile_schema


def begun(tmp_path: Path, **said: str | bool) -> tuple[int, str, str]:
    wanted = {"output": str(tmp_path / "config.toml"), "write_profile": str(tmp_path / "mine.toml")}
    out, err = io.StringIO(), io.StringIO()
    code = init(Answers(**{**wanted, "name": "Ana", **said}), io.StringIO(), out, err)
    return code, out.getvalue(), err.getvalue()


def looked_over(file: Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return own_profile.check_profile(str(file), out, err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize("name", shipped())
def test_a_copy_of_any_shipped_profile_is_in_order_and_says_the_same(tmp_path, write, name):
    write(f'profile = "{name}"')
    original = load().procedure

    code, out, err = begun(tmp_path, profile=name, force=True)

    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"Wrote {tmp_path}/mine.toml, and its schema beside it."
    settings = load(tmp_path / "config.toml")
    assert settings.config.profile == "./mine.toml"
    assert replace(settings.procedure, name=name) == original
    assert looked_over(tmp_path / "mine.toml")[0] == 0


def test_a_profile_in_another_folder_is_named_by_its_whole_path(tmp_path):
    file = tmp_path / "handbook" / "on-call.toml"

    assert begun(tmp_path, profile="generic", write_profile=str(file))[0] == 0
    assert load(tmp_path / "config.toml").config.profile == str(file)
    assert (file.parent / own_profile.SCHEMA_FILE).is_file()


def test_a_profile_that_is_there_is_not_replaced_unless_one_says_so(tmp_path):
    (tmp_path / "mine.toml").write_text("# years of work\n")

    code, _, err = begun(tmp_path, profile="generic")

    assert (code, (tmp_path / "mine.toml").read_text()) == (1, "# years of work\n")
    assert "exists already: --force replaces it" in err
    assert not (tmp_path / "config.toml").exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"profile": "./mine.toml"}, 'names the file "./mine.toml", and there is none'),
        ({"profile": "genric"}, 'did you mean "generic"?'),
        ({"profile": "generic", "write_profile": "mine"}, "let it end in .toml"),
    ],
)
def test_what_cannot_be_copied_is_said_and_nothing_is_written(tmp_path, monkeypatch, said, words):
    monkeypatch.chdir(tmp_path)

    code, _, err = begun(tmp_path, **said)

    assert code == 2
    assert words in err
    assert list(tmp_path.glob("*.toml")) == []


def test_a_shipped_profile_is_printed_without_writing_anything(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()

    assert own_profile.profile("pulumi", "", out, io.StringIO()) == 0
    assert out.getvalue().endswith(text("pulumi"))
    assert list(tmp_path.iterdir()) == []


def test_a_profile_is_looked_over_by_itself_with_line_key_and_mend(tmp_path):
    begun(tmp_path, profile="generic")
    file = tmp_path / "mine.toml"
    wrong = file.read_text().replace('evidence = "declared"', 'evidence = "declred"')
    line = wrong.splitlines().index('evidence = "declred"') + 1
    file.write_text(wrong)

    code, _, err = looked_over(file)

    assert code == 2
    assert f'{file}:{line}: procedure.steps[3].evidence (of "declare") cannot be "declred"' in err
    assert 'did you mean "declared"?' in err


def test_what_is_one_persons_does_not_belong_in_a_profile(tmp_path):
    begun(tmp_path, profile="generic")
    file = tmp_path / "mine.toml"
    file.write_text(file.read_text() + '\n[pagerduty]\ntoken_env = "X"\n')

    code, _, err = looked_over(file)

    assert code == 2
    assert "pagerduty does not belong in a profile" in err


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    code, _, err = looked_over(tmp_path / "gone.toml")

    assert code == 2
    assert err.startswith(f"there is no file {tmp_path}/gone.toml: ")


# --- the schema --------------------------------------------------------------------------------


def resolved(schema: dict, shape: dict) -> list[dict]:
    """A shape, or what it refers to or chooses from."""
    if "$ref" in shape:
        return resolved(schema, schema["$defs"][shape["$ref"].rpartition("/")[2]])
    inner = [*shape.get("anyOf", ()), *shape.get("allOf", ())]
    return [s for one in inner for s in resolved(schema, one)] or [shape]


def unknown(schema: dict, shape: dict, value: object, place: str) -> list[str]:
    """Keys of a value that its shape does not know."""
    shapes = resolved(schema, shape)
    if isinstance(value, list):
        items = [s["items"] for s in shapes if "items" in s]
        return [bad for one in value for bad in unknown(schema, items[0], one, f"{place}[]")]
    if not isinstance(value, dict):
        return []
    known = {k: v for s in shapes for k, v in s.get("properties", {}).items()}
    free = any(s.get("additionalProperties") not in (False, None) for s in shapes)
    return [
        bad
        for key, inner in value.items()
        for bad in (
            unknown(schema, known[key], inner, f"{place}.{key}")
            if key in known
            else ([] if free else [f"{place}.{key}"])
        )
    ]


@pytest.mark.parametrize("name", shipped())
def test_the_schema_of_profiles_knows_every_key_of_the_shipped_ones(name):
    schema = profile_schema()

    assert tuple(schema["properties"]) == SHARED
    assert unknown(schema, schema, tomllib.loads(text(name)), "") == []


def test_the_schema_of_profiles_knows_nothing_else_and_explains_every_key():
    out = io.StringIO()
    assert config.schema(out, of_profile=True) == 0
    schema = json.loads(out.getvalue())

    assert unknown(schema, schema, {"pagerduty": {}, "procedure": {"cadnce": 1}}, "") == [
        ".pagerduty",
        ".procedure.cadnce",
    ]
    assert "PagerDutyTable" not in schema["$defs"]
    for shape in (s for s in schema["$defs"].values() if "properties" in s):
        assert all(key.get("description") for key in shape["properties"].values())
