"""Holds the documents to the code: tables made from it, commands, packages, links, versions."""

import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import cockpit
from cockpit.cli.arguments import parser
from cockpit.keys import table as keys
from cockpit.settings.load import settings_of
from cockpit.settings.reference import profile_reference, reference

TOP = Path(__file__).parent.parent
README = TOP / "README.md"
DOCUMENTS = tuple(sorted(TOP.glob("*.md")))
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]

MADE: dict[str, Callable[[], str]] = {
    "keys": keys.markdown,
    "configuration": reference,
    "profile": profile_reference,
}
"""Parts of the README that the code writes, by the name in their markers."""


def part(name: str) -> str:
    """What stands between two markers of the README."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end of {name} -->", text_of(README), re.DOTALL)
    assert found, f"the README has no part called {name}"
    return found[1]


def text_of(document: Path) -> str:
    return document.read_text("utf-8")


def written_anew(name: str, made: str) -> None:
    """With COCKPIT_WRITE_DOCS set, the README gets this part as the code has it."""
    if os.environ.get("COCKPIT_WRITE_DOCS"):
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text_of(README).partition(begin)
        README.write_text(before + begin + made + end + rest.partition(end)[2], "utf-8")


@pytest.mark.parametrize("name", MADE)
def test_a_table_of_the_readme_is_what_the_code_says(name: str):
    made = MADE[name]().strip() + "\n"
    written_anew(name, made)

    assert part(name) == made


@pytest.mark.parametrize("extra", ["", "test", "dev"])
def test_the_readme_justifies_every_package_of_the_project(extra: str):
    wanted = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    names = {Requirement(text).name for text in wanted} - {"cockpit"}
    section = text_of(README).partition("## Dependencies")[2].partition("\n## ")[0]

    told = {name for name in names if re.search(rf"(?<![\w-]){name}(?![\w-])", section)}

    assert told == names


def test_the_readme_lists_no_package_that_the_project_has_not():
    section = text_of(README).partition("## Dependencies")[2].partition("\n## ")[0]
    rows = set(re.findall(r"^\| ([a-z][\w-]+) \|", section, re.MULTILINE)) - {"package"}

    assert rows == {Requirement(text).name for text in PROJECT["dependencies"]}


def test_the_constraints_pin_every_package_that_the_project_asks_for():
    lines = text_of(TOP / "constraints.txt").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    pinned = {canonicalize_name(pin.name): pin.specifier for pin in pins}
    extras = PROJECT["optional-dependencies"].values()
    asked = [Requirement(t) for texts in (PROJECT["dependencies"], *extras) for t in texts]

    for wanted in asked:
        if wanted.name != "cockpit":
            pin = str(pinned[canonicalize_name(wanted.name)])
            assert pin.startswith("=="), wanted.name
            assert wanted.specifier.contains(pin.removeprefix("==")), wanted.name


def test_each_of_the_two_commands_is_a_single_line():
    test = part("test command").strip().splitlines()

    assert test[0] == "```sh"
    assert test[2:] == ["```"]
    assert "-m pytest" in test[1]
    assert re.search(r"^```sh\n.* && \.venv/bin/cockpit demo\n```$", text_of(README), re.MULTILINE)


def test_the_readme_lists_every_command():
    actions = parser()._subparsers._group_actions
    names = {name for action in actions for name in action.choices}
    told = set(re.findall(r"^\| `cockpit ([a-z-]+)", text_of(README), re.MULTILINE))

    assert told == names


def test_the_configuration_in_the_readme_is_a_good_one(tmp_path: Path):
    block = re.search(r"```toml\n(.*?)```", text_of(README), re.DOTALL)
    assert block

    settings = settings_of(block[1], tmp_path / "config.toml")

    assert [spec.name for spec in settings.repositories] == ["cloud"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_into_the_project_leads_somewhere(document: Path):
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text_of(document))

    assert [target for target in targets if not (TOP / target).is_file()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_holds_two_versions_of_itself(document: Path):
    marks = re.findall(
        r"^(?:<{7} |={7}$|>{7} )", document.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert marks == []


def test_the_changelog_knows_the_version():
    text = text_of(TOP / "CHANGELOG.md")

    assert f"## [{cockpit.__version__}]" in text or "## [Unreleased]" in text


def test_the_architecture_names_every_room_that_there_is():
    told = set(re.findall(r"`([a-z_]+(?:/|\.py))`", text_of(TOP / "ARCHITECTURE.md")))
    package = TOP / "cockpit"
    folders = {f"{p.name}/" for p in package.iterdir() if (p / "__init__.py").is_file()}
    modules = {p.name for p in package.glob("*.py")} - {"__init__.py"}

    assert folders | modules <= told
