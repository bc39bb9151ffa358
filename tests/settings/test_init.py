import io
import stat
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

import pytest

from cockpit.cli.init import Answers, add_arguments, answers_of, init
from cockpit.settings.load import load

FULL = Answers(
    name='Ana "A" \\ B',
    email="ana@example.com",
    pagerduty_token_env="PAGERDUTY_TOKEN",
    slack_token_env="SLACK_TOKEN",
    incident_channel="C012",
    repositories=("/srv/cloud", "/srv/other/cloud", "/srv/gateway.git"),
    reports="/srv/reports",
)


class Terminal(io.StringIO):
    """What a person types, line by line."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "new" / "config.toml"


def run(answers: Answers, stdin: io.StringIO | None = None) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = init(answers, stdin or io.StringIO(), out, err)
    return code, out.getvalue(), err.getvalue()


def test_options_make_a_configuration_that_is_in_order(output):
    code, out, err = run(replace(FULL, output=str(output)))

    assert (code, err) == (0, "")
    assert out.startswith(f"Wrote {output}. ")
    settings = load(output)
    assert settings.config.person.name == 'Ana "A" \\ B'
    assert settings.procedure.channels.incident == "C012"
    assert [(entry.name, entry.path) for entry in settings.repositories] == [
        ("cloud", "/srv/cloud"),
        ("cloud-2", "/srv/other/cloud"),
        ("gateway", "/srv/gateway.git"),
    ]
    assert [folder.path for folder in settings.reports] == ["/srv/reports"]


def test_the_file_is_for_its_owner_alone(output):
    run(replace(FULL, output=str(output)))

    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert stat.S_IMODE(output.parent.stat().st_mode) == 0o700
    assert list(output.parent.iterdir()) == [output]


def test_the_usual_place_is_taken_when_none_is_named(tmp_path):
    run(FULL)

    assert load().file == tmp_path / "xdg-config" / "cockpit" / "config.toml"


def test_a_file_that_is_there_is_left_alone_without_force(output):
    output.parent.mkdir()
    output.write_text("# mine")
    code, out, err = run(replace(FULL, output=str(output)))

    assert (code, out) == (1, "")
    assert err == f"{output} exists already: --force replaces it, --output names another.\n"
    assert output.read_text() == "# mine"


def test_force_replaces_it(output):
    output.parent.mkdir()
    output.write_text("# mine")
    code, _, _ = run(replace(FULL, output=str(output), force=True))

    assert code == 0
    assert load(output).config.person.email == "ana@example.com"


def test_answers_that_do_not_fit_are_named_and_nothing_is_written(output):
    code, out, err = run(replace(FULL, email="ana", output=str(output)))

    assert (code, out) == (2, "")
    assert err.startswith("Nothing was written.\n")
    assert "person.email is not an e-mail address" in err
    assert not output.parent.exists()


def test_a_token_given_for_a_variable_is_refused_and_not_repeated(output):
    code, _, err = run(
        replace(FULL, pagerduty_token_env="u+CanaryCanaryCanary", output=str(output))
    )

    assert code == 2
    assert "Canary" not in err
    assert not output.exists()


def test_without_a_terminal_a_missing_address_is_wrong_usage(output):
    code, _, err = run(Answers(pagerduty_token_env="PAGERDUTY_TOKEN", output=str(output)))

    assert code == 2
    assert err == "--email is missing, and there is no terminal to ask on.\n"


def test_on_a_terminal_it_asks_for_what_was_not_said(output):
    typed = Terminal("/srv/cloud, /srv/gateway\n\nana@example.com\n\nSLACK_BOT\nC012\n")
    code, out, err = run(Answers(name="Ana", output=str(output)), typed)

    assert (code, err) == (0, "")
    assert "Your name" not in out
    assert "Variable with PagerDuty's token [PAGERDUTY_TOKEN]: " in out
    settings = load(output)
    assert settings.procedure.name == "novavms"
    assert settings.config.person.name == "Ana"
    assert settings.pagerduty_token is not None
    assert settings.pagerduty_token.source == "$PAGERDUTY_TOKEN"
    assert settings.slack_token is not None
    assert settings.slack_token.source == "$SLACK_BOT"
    assert [entry.name for entry in settings.repositories] == ["cloud", "gateway"]


def test_the_end_of_input_is_an_answer_too(output):
    code, _, err = run(Answers(output=str(output)), Terminal(""))

    assert code == 2
    assert "person.email is missing" in err


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = run(replace(FULL, output=str(tmp_path / "file" / "config.toml")))

    assert code == 1
    assert err.endswith("config.toml cannot be written (File exists): name another by --output.\n")


def test_the_options_are_read_back():
    parser = ArgumentParser()
    add_arguments(parser)
    options = parser.parse_args(
        ["--email", "ana@example.com", "--repository", "a", "--repository", "b", "--force"]
    )

    assert answers_of(options) == Answers(
        email="ana@example.com", repositories=("a", "b"), force=True
    )
