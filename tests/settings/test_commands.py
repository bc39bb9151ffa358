import io
import json
import tomllib
from pathlib import Path

from cockpit.cli import config
from cockpit.settings.reference import reference

CANARY = "canary-4f1d9c"
WHOLE = f"""
[person]
name = "Ana"
email = "ana@example.com"
[pagerduty]
token_env = "PAGERDUTY_TOKEN"
[slack]
token_command = ["sh", "-c", "echo {CANARY}"]
channels.incident = "C012"
[[health.probes]]
name = "reads"
url = "https://a.example/reads"
[keys]
acknowledge = ["a", "f2"]
[procedure]
cadence = "10m"
"""


def run(command) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = command(out, err)
    return code, out.getvalue(), err.getvalue()


def test_a_token_whose_variable_is_not_set_is_not_called_found(write, monkeypatch):
    monkeypatch.delenv("PAGERDUTY_TOKEN", raising=False)
    write(WHOLE)

    code, said, _ = run(config.check)

    assert code == 0
    assert "PagerDuty: token from $PAGERDUTY_TOKEN, which is not set in this shell\n" in said


def test_check_says_ok_and_what_was_found(write, tmp_path, monkeypatch):
    monkeypatch.setenv("PAGERDUTY_TOKEN", "t")
    file = write(WHOLE)

    assert run(config.check) == (
        0,
        (
            f"ok: {file}\n"
            "  profile novavms: NovaVMS on-call\n"
            "  PagerDuty: token from $PAGERDUTY_TOKEN\n"
            '  Slack: token from the command "sh"\n'
            "  Status page: left out\n"
            "  Sentry: left out\n"
            "  Jira: left out\n"
            "  Mail: left out\n"
            "  health probes: 1\n"
            "  criterion (b): no probe is called gateways online, people answer it\n"
            "  criterion (c): no probe is called ingest age, people answer it\n"
            "  repositories: 0\n"
            "  report folders: 0\n"
            f"  journal: {tmp_path}/xdg-state/cockpit\n"
        ),
        "",
    )


def test_check_says_every_fault_and_exits_with_2(write):
    file = write('[person]\nnmae = "x"\n[screen]\nbell = 1')

    code, out, err = run(config.check)
    assert (code, out) == (2, "")
    assert err == (
        f'{file}:2: person.nmae is not a known key: did you mean "name"?\n'
        f"{file}:4: screen.bell is not a yes or no: write true or false, without quotes\n"
    )


def test_check_and_show_without_a_configuration_say_where_it_would_be():
    for command in (config.check, config.show):
        code, out, err = run(command)
        assert (code, out) == (2, "")
        assert err.startswith("There is no configuration yet: ")


def test_check_knows_the_actions_that_it_is_told_of(write):
    write(WHOLE)

    code, _, err = run(lambda out, err: config.check(out, err, actions=("declare",)))
    assert code == 2
    assert "keys.acknowledge is not an action: the actions are declare" in err


def test_show_is_toml_that_says_where_each_value_comes_from(write):
    write(WHOLE)
    code, out, err = run(config.show)
    lines = out.splitlines()

    assert (code, err) == (0, "")
    assert 'name = "Ana"  # user' in lines
    assert 'cadence = "10m"  # user' in lines
    assert 'suspect = "2h"  # profile' in lines
    assert 'theme = "cockpit-dark"  # default' in lines
    assert 'interval = "5s"  # default' in lines
    shown = tomllib.loads(out)
    assert shown["health"]["probes"][0]["url"] == "https://a.example/reads"
    assert shown["keys"] == {"acknowledge": ["a", "f2"]}


def test_show_masks_tokens_and_keeps_the_arguments_of_commands_to_itself(write, monkeypatch):
    write(WHOLE)
    monkeypatch.setenv("PAGERDUTY_TOKEN", CANARY)
    _, out, _ = run(config.show)

    assert 'token = "*** (from $PAGERDUTY_TOKEN)"  # user' in out
    assert 'token = "*** (from the command \\"sh\\")"  # user' in out
    assert CANARY not in out


def test_what_show_prints_can_be_put_in_force_again(write):
    texts = "[procedure.texts]\nupdate = 'a \"b\" \\ {known}'"
    write(f'[procedure.addresses]\ncompany = ["all@example.com"]\n{texts}')
    _, first, _ = run(config.show)
    write(first)
    _, second, _ = run(config.show)

    assert tomllib.loads(first) == tomllib.loads(second)


def test_show_says_that_the_environment_moved_the_journal(write, monkeypatch, tmp_path):
    write("")
    monkeypatch.setenv("COCKPIT_STATE_DIR", str(tmp_path / "here"))

    assert f'dir = "{tmp_path}/here"  # $COCKPIT_STATE_DIR' in run(config.show)[1]


def test_the_schema_describes_every_key():
    out = io.StringIO()
    assert config.schema(out) == 0
    schema = json.loads(out.getvalue())

    tables = [schema, *schema["$defs"].values()]
    for table in (table for table in tables if "properties" in table):
        assert table["additionalProperties"] is False
        for name, key in table["properties"].items():
            assert key.get("description"), name
    poll = schema["$defs"]["PagerDutyTable"]["properties"]["poll"]
    assert poll["anyOf"][0] == {"type": "number", "minimum": 1, "maximum": 300}


def test_the_reference_has_a_row_of_four_cells_for_every_key():
    rows = reference().splitlines()

    assert rows[:2] == ["| key | kind | default | meaning |", "| --- | --- | --- | --- |"]
    assert all(row.replace("\\|", "").count("|") == 5 for row in rows)
    assert (
        '| `pagerduty.poll` | duration, 1s to 5m | `"5s"` | How often PagerDuty is asked. |' in rows
    )
    assert "| `health.probes[].name` | text | required | What the health pane calls it. |" in rows
    assert not any(row.endswith("|  |") for row in rows)


def test_no_shipped_file_of_settings_holds_a_path_of_a_machine():
    folder = Path(config.__file__).parents[1] / "settings"
    texts = [path.read_text() for path in folder.rglob("*.toml")]

    assert texts
    assert not any("/home/" in text or "/root" in text for text in texts)
