"""A scenario that somebody wrote: what is wrong with it is said by its key."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.standins.codec import DataError
from cockpit.standins.library import names, read_scenario, summaries

TURN = '[[turns]]\nid = "a"\nwhen = [{ merged = 2 }]'
HEAD = 'name = "mine"\ntitle = "Mine"\nextends = "bad-deploy"\n'


def _read(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_scenario(str(path))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('colour = "red"', "unknown key 'colour'"),
        ('[[pages]]\nat = 1\ntitle = "x"\nservice = "PCLOUD1"', "pages[0]: 'number' is missing"),
        ('[[pages]]\nat = "now"\ntitle = "x"\nservice = "P"\nnumber = 1', "pages[0].at: float"),
        ('[[turns]]\nid = "a"\nwhen = []', "turns[0].when: nothing brings"),
        ('[[turns]]\nid = "a"\nwhen = [{}]', "turns[0].when[0]: a cue needs one of said"),
        (
            '[[turns]]\nid = "a"\nwhen = [{ paged = "eve" }]',
            "turns[0].when.paged: there is no",
        ),
        ('[[turns]]\nid = "a"\nwhen = [{ said = ["("] }]', "turns[0].when[0].said: '('"),
        (
            f'{TURN}\n[[turns.courses]]\nendpoint = "x"\nstatus = 1',
            "turns[0].courses.endpoint: there is no 'x'; there are: api health",
        ),
        (
            '[[turns]]\nid = "a"\nwhen = [{ merged = 2 }]\nneeds = ["b"]',
            "turns[0].needs: there is no 'b'; there are: a",
        ),
        ('[[replies]]\nafter = 1\nwho = "ana"\ntext = "x"\nunless = ["z"]', "replies.unless"),
        ('[[said]]\nat = 1\nchannel = "nowhere"\nwho = "ana"\ntext = "x"', "'nowhere'"),
    ],
)
def test_what_is_wrong_is_said_by_its_key(tmp_path, text, named):
    with pytest.raises(DataError) as raised:
        _read(tmp_path, text)

    assert named in str(raised.value)


def test_a_file_that_an_editor_has_marked_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert read_scenario(str(path)).name == "mine"


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"\xff\xfe\x00", "is not text"), (b"#" * 1_000_001, "bigger than a megabyte")],
)
def test_a_file_that_is_no_scenario_is_refused_in_words(tmp_path, raw, words):
    path = tmp_path / "mine.toml"
    path.write_bytes(raw)

    with pytest.raises(DataError, match=words):
        read_scenario(str(path))


def test_a_scenario_that_extends_nothing_known_says_what_there_is(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('extends = "nothing"', encoding="utf-8")

    with pytest.raises(DataError, match=r"extends: 'nothing' is none of alert-storm"):
        read_scenario(str(path))


def test_what_extends_another_has_its_people_on_a_quiet_day(tmp_path):
    mine, elder = _read(tmp_path, ""), read_scenario("bad-deploy")

    assert mine.people == elder.people
    assert mine.pages == mine.turns == mine.replies == ()
    assert {e.name: e.phases[-1].status for e in mine.endpoints}["api health"] == 200
    assert all(c.at <= -7200 for r in mine.repositories for c in r.commits)


def test_an_entry_of_the_same_name_is_laid_over_its_elder(tmp_path):
    text = '[[endpoints]]\nname = "reads"\nphases = [{ at = -5, status = 500, latency_ms = 1 }]'
    reads = next(e for e in _read(tmp_path, text).endpoints if e.name == "reads")

    assert [phase.status for phase in reads.phases] == [200, 500]
    assert reads.token == "standin-reads-token"


def test_every_delivered_scenario_is_in_the_list():
    done = subprocess.run(
        [sys.executable, "-m", "cockpit.standins", "--list"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == summaries()
    assert [one["name"] for one in summaries()] == list(names())
    assert len(names()) >= 6


def test_the_scenario_in_the_readme_can_be_played(tmp_path):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("## Drills") :]
    path = tmp_path / "mine.toml"
    path.write_text(section.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    scenario = read_scenario(str(path))

    assert [turn.id for turn in scenario.turns] == ["scaled"]
    assert scenario.ends == 2700
