"""Looks into the wheel and the source archive, built here without a network."""

import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

import pytest

import cockpit

TOP = Path(__file__).parent.parent


@dataclass(frozen=True)
class Built:
    """What a build gave: the wheel, whose source was the archive beside it."""

    wheel: Path
    archive: Path

    def names(self) -> set[str]:
        with zipfile.ZipFile(self.wheel) as opened:
            return set(opened.namelist())

    def read(self, name: str) -> bytes:
        with zipfile.ZipFile(self.wheel) as opened:
            return opened.read(name)


def build(source: Path, into: Path, *kinds: str) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), *kinds]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The archive of this checkout, and the wheel that is built from the archive."""
    into = tmp_path_factory.mktemp("built")
    build(TOP, into)
    return Built(next(into.glob("*.whl")), next(into.glob("*.tar.gz")))


@pytest.fixture(scope="session")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The wheel that is built from the checkout itself, as `pip install .` does."""
    into = tmp_path_factory.mktemp("direct")
    build(TOP, into, "--wheel")
    return Built(next(into.glob("*.whl")), into)


def modules() -> set[str]:
    package = TOP / "cockpit"
    return {str(path.relative_to(TOP)) for path in package.rglob("*.py")}


def data() -> set[str]:
    package = TOP / "cockpit"
    found = {str(path.relative_to(TOP)) for path in package.rglob("*.toml")}
    return found | {"cockpit/cockpit.tcss", "cockpit/py.typed"}


def test_the_wheel_carries_every_module_and_everything_that_they_read(built: Built):
    names = built.names()

    assert modules() | data() <= names
    assert "cockpit/settings/profiles/novavms.toml" in names
    assert "cockpit/standins/scenarios/bad-deploy.toml" in names


def test_the_wheel_carries_nothing_else(built: Built):
    beside = {name for name in built.names() if not name.startswith("cockpit-")}

    assert beside - modules() - data() == set()


def test_the_stylesheet_in_the_wheel_is_the_one_of_the_checkout(built: Built):
    assert built.read("cockpit/cockpit.tcss") == (TOP / "cockpit.tcss").read_bytes()


def test_a_wheel_from_the_archive_is_the_wheel_from_the_checkout(built: Built, direct: Built):
    assert built.names() == direct.names()
    assert all(built.read(name) == direct.read(name) for name in modules() | data())


def test_the_wheel_gives_the_command(built: Built):
    entries = ConfigParser()
    info = next(name for name in built.names() if name.endswith("entry_points.txt"))
    entries.read_string(built.read(info).decode())

    assert dict(entries["console_scripts"]) == {"cockpit": "cockpit.__main__:main"}


def test_the_wheel_says_its_version_its_licence_and_which_pythons_it_wants(built: Built):
    info = next(name for name in built.names() if name.endswith("/METADATA"))
    said = Parser().parsestr(built.read(info).decode())

    assert said["Version"] == cockpit.__version__
    assert said["License-Expression"] == "MIT"
    assert said["Requires-Python"] == ">=3.11"


def test_the_archive_carries_what_is_needed_to_test_it(built: Built):
    with tarfile.open(built.archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}

    wanted = {"pyproject.toml", "constraints.txt", "README.md", "LICENSE", "cockpit.tcss"}
    assert wanted <= names
    assert "tests/test_packaging.py" in names
    assert "screenshots/draw.py" in names
