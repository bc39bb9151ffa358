from pathlib import Path

import pytest

from cockpit.domain.probes import HttpProbe
from cockpit.domain.watch import ReportFolderSpec, RepositorySpec
from cockpit.settings.faults import ConfigurationError, NoConfiguration
from cockpit.settings.load import find, load
from cockpit.settings.secrets import SecretSpec

WHOLE = """
profile = "novavms"

[person]
name = "Ana"
email = "ana@example.com"

[pagerduty]
api_url = "http://127.0.0.1:8001"
token_env = "PAGERDUTY_TOKEN"
poll = "2s"

[slack]
token_file = "secrets/slack"
channels.incident = "C012ABCDEF"

[[health.probes]]
name = "reads"
url = "http://intranet.example/reads"
interval = 0.5
timeout = "1m"
expected = [200, 401]

[[repositories]]
name = "cloud"
path = "../repos/cloud"
branch = "main"

[[reports]]
repository = "cloud"
branch = "reports"

[[reports]]
name = "local"
path = "~/reports"

[state]
dir = "journal"
"""


def test_everything_is_converted_to_the_domains_words(write, tmp_path):
    write(WHOLE)
    settings = load()

    assert settings.probes == (
        HttpProbe(
            name="reads",
            url="http://intranet.example/reads",
            interval_s=0.5,
            timeout_s=60.0,
            expected=(200, 401),
        ),
    )
    assert settings.repositories == (
        RepositorySpec(
            name="cloud",
            path=f"{tmp_path}/../repos/cloud",
            branch="main",
            releases=("release/*", "releases/*", "release-*", "hotfix/*"),
        ),
    )
    assert settings.reports == (
        ReportFolderSpec(
            name="reports",
            path="docs/reliability-reports",
            repository=f"{tmp_path}/../repos/cloud",
            branch="reports",
        ),
        ReportFolderSpec(name="local", path=f"{tmp_path}/reports"),
    )
    assert settings.pagerduty_token == SecretSpec(service="PagerDuty", variable="PAGERDUTY_TOKEN")
    assert settings.slack_token == SecretSpec(service="Slack", file=f"{tmp_path}/secrets/slack")
    assert settings.state_dir == tmp_path / "journal"
    assert settings.config.pagerduty is not None
    assert settings.config.pagerduty.poll == 2.0


def test_an_id_in_the_slack_table_stands_for_the_profiles_channel_and_keeps_its_name(write):
    write(WHOLE)
    channels = load().procedure.channels

    assert channels.incident == "C012ABCDEF"
    assert channels.name("C012ABCDEF") == "#novavms-incident-live"
    assert channels.oncall == "#novavms-oncall"


def test_the_users_keys_win_over_the_profiles_table_by_table(write):
    write('[procedure]\ncadence = "10m"\n[procedure.texts]\nno_change_known = "Same as before."')
    procedure = load().procedure

    assert procedure.cadence_s == 600
    assert procedure.no_change_known == "Same as before."
    assert procedure.call_secondary_s == 1800
    assert procedure.no_change_trying == "Still investigating."


def test_a_list_replaces_the_profiles_list(write):
    write('[[procedure.steps]]\nid = "look"\ntitle = "Look"\n[health]\nprobes = []')
    settings = load()

    assert [step.id for step in settings.procedure.steps] == ["look"]
    assert settings.probes == ()


def test_an_empty_file_is_the_default_profile_and_leaves_the_services_out(write):
    write("")
    settings = load()

    assert settings.procedure.name == "novavms"
    assert settings.pagerduty_token is None
    assert settings.slack_token is None


def test_a_profile_of_ones_own_is_found_beside_the_configuration(write, tmp_path):
    (tmp_path / "mine.toml").write_text('[procedure]\ntitle = "Mine"\nsuspect = "1h"')
    write('profile = "mine.toml"')
    settings = load()

    assert (settings.procedure.name, settings.procedure.title) == ("mine", "Mine")
    assert settings.procedure.suspect_s == 3600
    assert settings.procedure.steps == ()


def test_a_profile_may_not_bring_commands_or_people(faults, tmp_path):
    (tmp_path / "mine.toml").write_text('[pagerduty]\ntoken_command = ["sh"]')

    assert faults('profile = "./mine.toml"') == [
        (
            "mine.toml:1: pagerduty does not belong in a profile: "
            "a profile holds health, procedure, reports and screen; "
            "write the rest in your own configuration"
        )
    ]


def test_a_fault_of_the_profile_names_the_profiles_file_and_line(faults, tmp_path):
    (tmp_path / "mine.toml").write_text('[procedure]\n\ncadence = "often"')

    assert faults('profile = "./mine.toml"') == [
        (
            "mine.toml:3: procedure.cadence is not a duration: "
            'write seconds (90) or a text such as "90s", "15m", "1h30m"'
        )
    ]


@pytest.mark.parametrize("name", ["novavm", "NovaVMS", "nova-vms"])
def test_an_unknown_profile_names_the_known_ones_and_the_nearest(faults, name):
    assert faults(f'\nprofile = "{name}"') == [
        (
            f'config.toml:2: profile names an unknown profile "{name}": did you mean "novavms"? '
            "Shipped: amazeeio, generic, invisible, novavms and pulumi; "
            "a profile of your own is named by its path"
        )
    ]


def test_a_profile_file_that_is_not_there_is_not_called_an_unknown_name(faults):
    assert faults('\nprofile = "handbook/on-call.toml"') == [
        (
            'config.toml:2: profile names the file "handbook/on-call.toml", and there is none: '
            "a path is relative to this configuration; `cockpit config profile` begins one"
        )
    ]


def test_the_state_folder_of_the_environment_wins(write, tmp_path, monkeypatch):
    write('[state]\ndir = "journal"')
    monkeypatch.setenv("COCKPIT_STATE_DIR", str(tmp_path / "elsewhere"))

    assert load().state_dir == tmp_path / "elsewhere"


def test_without_a_word_the_state_is_in_the_users_state_folder(write, tmp_path):
    write("")

    assert load().state_dir == tmp_path / "xdg-state" / "cockpit"


def test_the_file_is_found_in_the_users_configuration_folder(tmp_path):
    assert find() == tmp_path / "xdg-config" / "cockpit" / "config.toml"


def test_no_file_offers_the_demo_and_init(tmp_path):
    with pytest.raises(NoConfiguration) as caught:
        load()

    where = tmp_path / "xdg-config" / "cockpit" / "config.toml"
    assert caught.value.file == where
    assert caught.value.reason == f"There is no configuration yet: it would be {where}."
    assert "`cockpit demo`" in caught.value.mend
    assert "`cockpit init`" in caught.value.mend


def test_a_variable_that_names_no_file_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_CONFIG", str(tmp_path / "gone.toml"))

    with pytest.raises(NoConfiguration, match=r"\$COCKPIT_CONFIG names .*gone\.toml") as caught:
        load()
    assert caught.value.named


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\n\xff", ":2: the file is not UTF-8: save it as UTF-8 text"),
        (b"#" * 1_000_001, ": the file is bigger than a megabyte: name a TOML file written for"),
        (b"[person\n", ":1: the file is not valid TOML here: "),
        (b"[person]\nname = Ana\n", ":2: the file is not valid TOML here: text goes in quotes"),
        (b"a = 1\na = 2\n", ":2: the file is not valid TOML here: a key is written twice"),
        (b"a = " + b"9" * 5000, ":1: the file is not valid TOML here: "),
        (b"a" + b".a" * 2_000 + b" = 1", ": the file nests too deep: "),
        (b"a = " + b"[" * 20_000, ": the file nests too deep: "),
    ],
)
def test_a_file_that_is_no_configuration_is_named_with_its_line(write, raw, said):
    file = write("")
    file.write_bytes(raw)

    with pytest.raises(ConfigurationError) as caught:
        load()
    assert str(caught.value).startswith(f"{file}{said}")


def test_a_folder_is_not_read(write, tmp_path):
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigurationError, match="the file is not a file: name a TOML file"):
        load(tmp_path / "config.toml")


def test_a_file_that_everybody_can_write_is_not_obeyed(write):
    write("").chmod(0o666)

    with pytest.raises(ConfigurationError, match="can be changed by every user"):
        load()


def test_what_is_in_a_broken_file_is_not_repeated(write):
    write('[slack]\ntoken = canary-secret"\n')

    with pytest.raises(ConfigurationError) as caught:
        load()
    assert "canary" not in str(caught.value)


def test_a_file_may_be_named_outright(write, tmp_path):
    other = Path(tmp_path / "other.toml")
    other.write_text('[person]\nname = "Ben"')

    assert load(other).config.person.name == "Ben"
