"""The layers of the house: who may import whom, and how large a room may grow.

`ROOMS` below is the plan of the house. A room is a folder or a file directly under `cockpit/`,
or one file of a folder that is planned file by file; it may import itself and the rooms that
are written beside it. Imports inside functions count, and so do those that only the type
checker would see.
"""

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "cockpit"
PURE = {"domain"}
BORDER = {
    "domain",
    "ports/outside",
    "ports/told",
    "ports/errors",
    "ports/reports",
    "ports/repositories",
    "ports/changes",
    "ports/shell",
    "ports/papers",
    "ports/readiness",
    "ports/advice",
    "ports/plain",
    "ports/work",
    "ports/finding",
    "ports/aside",
    "ports/shelves",
    "ports/silences",
}
DRAWING = {"domain", "view", "panes"}

ROOMS: dict[str, set[str]] = {
    # Folders that are planned file by file, below: by itself such a folder is one sentence.
    "desk": set(),
    "outbox": set(),
    "keys": set(),
    "ports": set(),
    "terminal": set(),
    # The core: values and rules. No clock, no I/O.
    "domain": set(),
    # State and time, as lines of cells; state, as Markdown and JSON.
    "view": PURE,
    "documents": PURE,
    # What is needed from outside, and from a journal, as small Protocols.
    "ports/plain": set(),
    "ports/advice": set(),
    "ports/outside": PURE | {"ports/advice"},
    "ports/told": {"domain", "ports/outside"},
    "ports/errors": PURE,
    "ports/finding": PURE,
    "ports/aside": set(),
    "ports/secret": set(),
    "ports/services": {"domain", "ports/outside", "ports/secret"},
    "ports/journal": PURE | {"ports/advice"},
    "ports/reports": PURE,
    "ports/silences": PURE,
    "ports/repositories": PURE,
    "ports/changes": PURE,
    "ports/shell": {"domain", "ports/outside"},
    "ports/work": {"domain", "ports/outside"},
    "ports/shelves": {
        "domain",
        "ports/aside",
        "ports/finding",
        "ports/reports",
        "ports/repositories",
        "ports/shell",
    },
    "ports/papers": {"domain", "ports/outside"},
    "ports/readiness": PURE,
    # The workers. They know the core and the Protocols, and never one another.
    "keys/key": PURE,
    "keys/acting": PURE | {"keys/key"},
    "keys/looking": PURE | {"keys/key"},
    "keys/table": PURE | {"keys/key", "keys/acting", "keys/looking"},
    "keys/clashes": PURE | {"keys/key", "keys/table"},
    "settings": BORDER | {"ports/secret"},
    "sources": BORDER | {"ports/journal"},
    "adapters": BORDER | {"ports/secret", "ports/services"},
    "readiness": BORDER,
    "store": BORDER | {"ports/journal"},
    "journal": BORDER | {"ports/journal"},
    # One worker in several files: what to carry out next, how one does that, and what it shows.
    "outbox/outbox": BORDER | {"ports/journal", "outbox/delivery"},
    "outbox/hatch": {"ports/secret"},
    "outbox/calls": BORDER | {"ports/services", "outbox/hatch"},
    "outbox/outlets": BORDER | {"outbox/calls"},
    "outbox/changing": BORDER | {"outbox/outlets"},
    "outbox/delivery": BORDER | {"outbox/changing", "outbox/outcome", "outbox/outlets"},
    "outbox/outcome": BORDER,
    # What screens and commands ask for, behind one desk: who does it, what runs, what is on screen.
    "desk/crew": set(),
    "desk/pin": PURE,
    "desk/address_book": BORDER,
    "desk/chat_book": BORDER,
    "desk/customer_book": BORDER | {"ports/services", "desk/room"},
    "desk/doctor": BORDER,
    "desk/rounds": BORDER | {"ports/services", "desk/room"},
    "desk/lateness": PURE,
    "desk/paper_book": BORDER,
    "desk/library": BORDER,
    "desk/room": BORDER | {"desk/crew", "outbox/hatch", "outbox/outbox", "ports/services"},
    "desk/clerk": BORDER | {"ports/journal", "store", "desk/room"},
    "desk/knowledge": BORDER | {"ports/journal", "store", "desk/pin", "desk/room"},
    "desk/desk": BORDER
    | {
        "ports/journal",
        "store",
        "outbox/outbox",
        "desk/crew",
        "desk/pin",
        "desk/room",
        "desk/rounds",
        "desk/clerk",
        "desk/knowledge",
        "desk/address_book",
        "desk/chat_book",
        "desk/customer_book",
        "desk/doctor",
        "desk/lateness",
        "desk/paper_book",
        "desk/library",
    },
    # Everything that draws. Panes know no store and no desk.
    "panes": {"domain", "view"},
    "themes": set(),
    "terminal/device": set(),
    "terminal/crash": {"panes", "terminal/device"},
    "terminal/abilities": PURE,
    "terminal/typed": {"ports/plain"},
    "terminal/tidy": {"panes", "terminal/crash", "terminal/device", "terminal/typed"},
    "screens": DRAWING
    | {
        "desk/desk",
        "keys/key",
        "keys/table",
        "ports/aside",
        "ports/outside",
        "ports/plain",
        "ports/journal",
        "terminal/abilities",
        "documents",
    },
    "app": DRAWING
    | {
        "screens",
        "desk/desk",
        "keys/key",
        "keys/table",
        "ports/outside",
        "ports/journal",
        "themes",
        "terminal/tidy",
        "terminal/crash",
    },
    # The same over an incident of the past.
    "replaying": {"screens", "terminal/tidy", "themes"},
    # The same as a drill.
    "practice": DRAWING | {"app", "screens", "desk/desk", "ports/outside"},
    # The composition root: the only place that knows concrete classes.
    "services": BORDER | {"adapters", "settings", "sources"},
    "paper_places": BORDER | {"adapters", "journal", "settings"},
    "listeners": BORDER | {"adapters", "settings", "sources"},
    "ways": BORDER
    | {
        "adapters",
        "outbox/calls",
        "outbox/hatch",
        "outbox/outlets",
        "services",
        "settings",
    },
    "wiring": {"*"},
    "once": {"*"},
    "checkup": {"*"},
    "checkups": PURE | {"checkup", "settings", "ports/readiness"},
    "drilling": {"*"},
    "earlier": {"*"},
    "past": {"*"},
    "earlier_incident": PURE,
    # Commands parse, then hand over. Heavy rooms are imported inside the command.
    "cli": PURE
    | {
        "wiring",
        "once",
        "settings",
        "documents",
        "ports/outside",
        "ports/plain",
        "ports/journal",
        "desk/desk",
        "keys/table",
        "keys/clashes",
        "app",
        "practice",
        "drilling",
        "earlier",
        "past",
        "replaying",
        "screens",
        "terminal/device",
        "terminal/abilities",
    },
    "__main__": {"cli"},
    # Another world: a pager, a chat and a product for the demo and the tests.
    "standins": set(),
}
"""Room -> the rooms that it may import; `*` is every one."""

DRAWS = {
    "panes",
    "screens",
    "app",
    "practice",
    "replaying",
    "themes",
    "terminal/tidy",
    "terminal/crash",
    "terminal/typed",
}
"""The only rooms that may import the terminal library."""

LIBRARIES: dict[str, set[str]] = {
    "textual": DRAWS,
    "rich": DRAWS,
    "pydantic": {"settings", "journal"},
    "pydantic_core": {"settings", "journal"},
    "platformdirs": {"settings"},
    "pdpyras": {"adapters/pagerduty"},
    "requests": {"adapters/pagerduty"},
    "urllib3": {"adapters/pagerduty"},
    "slack_sdk": {"adapters/slack"},
    "git": {"adapters/git"},
    "gitdb": {"adapters/git"},
    "httpx": {
        "adapters/http",
        "adapters/certificates",
        "adapters/wire_httpx",
    },
    "aiosmtplib": {"adapters/mail_session"},
    "httpcore": {"adapters/http"},
    "pygments": {"screens/syntax"},
    "markdown_it": {"documents/paper_html", "adapters/notion"},
    "icalendar": {"adapters/calendar"},
    "recurring_ical_events": {"adapters/calendar"},
}
"""Library -> the rooms, or the beginnings of file names in a room, that may import it."""

MOST_LINES = 300
MOST_FUNCTION_LINES = 40
MOST_CLASS_LINES = 200
LARGER = {"ports/outside.py": 360}
"""One list of everything that is needed from outside reads better than two."""
LARGER_CLASSES = {"store/scribe.py": 230}
"""The whole life of the one thread that owns the journal stands in one place."""
MOST_NOQA = 57
"""Exceptions to the linter's rules in the whole package, each with its reason."""

BROAD_EXCEPT = "sources/keeper.py"
NO_ROOM_HELPS = re.compile(r"util|helper|manager|common|misc")


def room_of(parts: list[str]) -> str:
    """A file of a folder where the plan knows that file; the folder where it does not."""
    alone = "/".join(parts[:2])
    return alone if alone in ROOMS else parts[0]


@dataclass(frozen=True)
class File:
    """A file of the package, parsed."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        return room_of(self.name.removesuffix(".py").split("/"))

    @property
    def module(self) -> str:
        dotted = self.name.removesuffix(".py").replace("/", ".")
        return f"cockpit.{dotted}".removesuffix(".__init__")

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


FILES = tuple(File(path) for path in sorted(ROOT.rglob("*.py")))
MODULES = {file.module for file in FILES}
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def _imported(tree):
    """Every module that is imported anywhere in a file, and members that are modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            members = (f"{node.module}.{alias.name}" for alias in node.names)
            own = [member for member in members if member in MODULES]
            yield from own
            if len(own) < len(node.names):
                yield node.module


def _rooms(tree):
    own = (name for name in _imported(tree) if name.startswith("cockpit."))
    return {room_of(name.split(".")[1:]) for name in own}


def _libraries(tree):
    tops = {name.split(".")[0] for name in _imported(tree)}
    return tops - set(sys.stdlib_module_names) - {"cockpit", "__future__"}


# --- who may import whom -----------------------------------------------------------------------


def test_every_room_is_on_the_plan():
    assert {file.room for file in FILES} - {"__init__"} <= set(ROOMS)


def test_the_plan_has_no_way_round_in_a_circle():
    plan = {room: allowed - {"*"} for room, allowed in ROOMS.items()}
    try:
        tuple(TopologicalSorter(plan).static_order())
    except CycleError as error:
        pytest.fail(f"the plan itself goes round: {error.args[1]}")


@every_file
def test_a_file_imports_only_the_rooms_that_the_plan_gives_it(file):
    allowed = ROOMS.get(file.room, set())
    entered = _rooms(file.tree) - {file.room}

    assert "*" in allowed or entered <= allowed


@every_file
def test_a_library_is_imported_only_where_it_lives(file):
    for library in _libraries(file.tree):
        places = LIBRARIES.get(library, set())

        assert any(file.room == p or file.name.startswith(p) for p in places), library


def test_the_core_is_pure():
    outside = {
        "asyncio",
        "datetime.now",
        "io",
        "os",
        "pathlib",
        "random",
        "socket",
        "sqlite3",
        "subprocess",
        "sys",
        "threading",
        "time",
        "urllib",
        "uuid",
        "zoneinfo",
    }
    for file in FILES:
        if file.room in {"domain", "view"}:
            tops = {name.split(".")[0] for name in _imported(file.tree)}

            assert not tops & outside, file.name
            assert not re.search(r"\b(now|utcnow|today)\(\)", file.text), file.name


@every_file
def test_nothing_of_ours_is_imported_for_the_type_checker_alone(file):
    if file.name == "domain/replacing.py":
        return  # It stands for a function of the standard library, and imports no more than that.
    assert "TYPE_CHECKING" not in file.text


def test_no_file_imports_itself_by_a_detour():
    graph = {
        file.module: {m for m in _imported(file.tree) if m in MODULES} - {file.module}
        for file in FILES
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_no_room_exists_only_to_help():
    assert not [file.name for file in FILES if NO_ROOM_HELPS.search(file.name)]


def test_the_core_brings_no_library_with_it():
    script = (
        "import sys, cockpit.domain.fold, cockpit.domain.decide, cockpit.view.timeline;"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *LIBRARIES],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=ROOT.parent,
    )

    assert done.stdout.strip() == "[]"


def test_the_screens_bring_no_client_library_with_them():
    clients = [
        name
        for name, places in LIBRARIES.items()
        if any(place.startswith("adapters/") for place in places)
    ]
    script = (
        "import sys, cockpit.app;"
        "print(sorted({m.split('.')[0] for m in sys.modules} & set(sys.argv[1:])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *clients],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=ROOT.parent,
    )

    assert done.stdout.strip() == "[]"


# --- how large, and which exceptions -----------------------------------------------------------


@every_file
def test_a_file_says_what_lives_in_it(file):
    assert ast.get_docstring(file.tree)


@every_file
def test_files_functions_and_classes_stay_small(file):
    sizes = {"the file": (len(file.text.splitlines()), LARGER.get(file.name, MOST_LINES))}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            most = MOST_FUNCTION_LINES
            if isinstance(node, ast.ClassDef):
                most = LARGER_CLASSES.get(file.name, MOST_CLASS_LINES)
            sizes[node.name] = ((node.end_lineno or 0) - node.lineno + 1, most)

    assert not {name: size for name, size in sizes.items() if size[0] > size[1]}


def _swallows_everything(handler):
    """Whether it catches every error; what only tidies up and raises again does not count."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"})
        for name in names
    )


def test_one_place_alone_catches_everything():
    broad = [
        file.name
        for file in FILES
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ExceptHandler) and _swallows_everything(node)
    ]

    assert broad == [BROAD_EXCEPT]


@every_file
def test_the_type_checker_is_silenced_only_with_a_code_and_a_reason(file):
    ignored = [line for line in file.text.splitlines() if "type: ignore" in line]

    assert all(re.search(r"type: ignore\[[\w-]+\]  # \w", line) for line in ignored)


def test_exceptions_to_the_linter_are_few_and_have_reasons():
    excused = [
        f"{file.name}: {line.strip()}"
        for file in FILES
        for line in file.text.splitlines()
        if re.search(r"#\s*noqa", line)
    ]

    assert len(excused) <= MOST_NOQA
    assert not [line for line in excused if not re.search(r"noqa: [A-Z]+\d+ - \w", line)]
