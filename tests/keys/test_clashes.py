"""Keys of one's own: none of them may be another action's, or one that the widgets need."""

import io
from pathlib import Path

import pytest

from cockpit.cli import config
from cockpit.cli.command import run
from cockpit.keys.clashes import LIST, WIDGETS, clashes, named
from cockpit.keys.table import FIXED, TABLE
from cockpit.panes.pane import Pane
from cockpit.screens.incident_detail import DetailScreen
from cockpit.screens.incidents import IncidentsScreen
from cockpit.screens.main import MainScreen

GIVE = 'choose another key, or give {0} one too: {0} = ["…"]'


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, []),
        ({"acknowledge": ["f2"], "note": ["N"]}, []),
        ({"acknowledge": ["d"], "declare": ["a"]}, []),
        ({"acknowledge": ["d"]}, [(0, "is taken by declare", GIVE.format("declare"))]),
        ({"quit": ["f9", "?"]}, [(1, "is taken by help", GIVE.format("help"))]),
        (
            {"declare": ["f2"], "acknowledge": ["f2"]},
            [(0, "is taken by declare", GIVE.format("declare"))],
        ),
        ({"note": ["tab"]}, [(0, "is needed for going from pane to pane", "choose another key")]),
        ({"note": ["ctrl+s"]}, [(0, "is needed for posting", "choose another key")]),
        ({"snooze": ["space"]}, [(0, "is needed for selecting in the list", "choose another key")]),
        ({"panes": ["x"]}, [(None, "cannot be given other keys", "take it out")]),
        ({"no-such-action": ["a"]}, []),
    ],
)
def test_what_clashes(wanted, found):
    assert [tuple(clash)[1:] for clash in clashes(wanted)] == found


def test_the_table_itself_clashes_nowhere():
    assert list(clashes({key.id: key.keys for key in TABLE if key.id not in FIXED})) == []


def test_every_key_of_the_widgets_is_known():
    def keys(*widgets):
        bound = (binding for w in widgets for binding in w.BINDINGS if binding.id is None)
        return {named(key) for binding in bound for key in binding.key.split(",")}

    assert keys(Pane, MainScreen) <= set(WIDGETS)
    assert keys(*IncidentsScreen.__mro__[:3], DetailScreen) <= set(WIDGETS) | set(LIST)


def test_the_check_and_the_start_refuse_a_clash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "config.toml"
    file.write_text('[keys]\nacknowledge = ["d"]\n')
    monkeypatch.setenv("COCKPIT_CONFIG", str(file))
    out, err = io.StringIO(), io.StringIO()
    said = f"{file}:2: keys.acknowledge[0] is taken by declare: {GIVE.format('declare')}"

    assert config.check(out, err, actions=[k.id for k in TABLE], clashes=clashes) == 2
    assert said in err.getvalue()
    assert (run(["config", "check"]), run([])) == (2, 2)
    assert capsys.readouterr().err.count(said) == 2
