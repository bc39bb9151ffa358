"""`[mail]` and `[statuspage]`: what may be written, what is refused, and what is never shown."""

import io
import os
from pathlib import Path

import pytest

from cockpit.cli import config
from cockpit.ports.outside import Refused
from cockpit.settings.load import load
from cockpit.settings.secrets import SecretSpec, resolve

CANARY = "canary-77aa mail ü"
PERSON = '[person]\nemail = "ana@example.com"\n'
MAIL = f'{PERSON}[mail]\nhost = "smtp.example.com"\n'
PAGE = '[statuspage]\npage_id = "kctbh9vrtdwd"\n'

CLEAR = (
    "is none, so e-mails and the password would travel in the clear: "
    'write "tls" or "starttls"; "none" is for this machine alone (127.0.0.1, localhost)'
)
MEND_PASSWORD = (
    "use password_env, password_command or password_file, "
    "and change the secret if others saw this file"
)

CASES = {
    "a server elsewhere without encryption": (
        f'{MAIL}security = "none"',
        f"config.toml:5: mail.security {CLEAR}",
    ),
    "no such security": (
        f'{MAIL}security = "ssl"',
        ('config.toml:5: mail.security cannot be "ssl": It may be tls, starttls or none'),
    ),
    "no server": (
        f'{PERSON}[mail]\nuser = "ana"\npassword_env = "P"',
        (
            "config.toml:3: mail.host is missing: "
            'add host = "…" (the mail server\'s name, as its certificate has it)'
        ),
    ),
    "a server with its port": (
        f'{PERSON}[mail]\nhost = "smtp.example.com:465"',
        (
            "config.toml:4: mail.host is not the name of a server: "
            'write its name alone, as "smtp.example.com"; the port has a key of its own'
        ),
    ),
    "a server's address": (
        f'{PERSON}[mail]\nhost = "smtp://smtp.example.com"',
        (
            "config.toml:4: mail.host is not the name of a server: "
            'write its name alone, as "smtp.example.com"; the port has a key of its own'
        ),
    ),
    "no such port": (
        f"{MAIL}port = 70000",
        "config.toml:5: mail.port is too big: it may be 65535 at most",
    ),
    "nobody it comes from": (
        '[mail]\nhost = "smtp.example.com"',
        "config.toml:1: mail.sender is missing: add the address that e-mails come from",
    ),
    "a user without a password": (
        f'{MAIL}user = "ana"',
        (
            "config.toml:5: mail.user has no password: "
            'add password_env = "MAIL_PASSWORD", or a command or a file that has it'
        ),
    ),
    "a password without a user": (
        f'{MAIL}password_env = "P"',
        'config.toml:5: mail.password_env is nobody\'s password: add user = "…", or leave it out',
    ),
    "two passwords": (
        f'{MAIL}user = "ana"\npassword_env = "P"\npassword_file = "~/p"',
        (
            "config.toml:7: mail.password_file says a second time where the password is, "
            "after password_env: keep one of password_env and password_file"
        ),
    ),
    "the password itself": (
        f'{MAIL}user = "ana"\npassword = "{CANARY}"',
        f"config.toml:6: mail.password is a secret in the configuration: {MEND_PASSWORD}",
    ),
    "a password for a variable's name": (
        f'{MAIL}user = "ana"\npassword_env = "{CANARY}"',
        (
            "config.toml:6: mail.password_env is not the name of an environment variable "
            "(its value is not shown here): write the variable's name in capitals, as "
            "PAGERDUTY_TOKEN; never the secret itself"
        ),
    ),
    "longer than the outbox waits": (
        f'{MAIL}timeout = "30s"',
        (
            "config.toml:5: mail.timeout is not between 1s and 18s: "
            'write a duration from "1s" to "18s"'
        ),
    ),
    "a page without a token": (
        PAGE,
        (
            "config.toml:1: statuspage does not say where its token is: "
            'add token_env = "STATUSPAGE_TOKEN"'
        ),
    ),
    "a token that would travel in the clear": (
        f'{PAGE}token_env = "T"\napi_url = "http://statuspage.example.com/v1"',
        (
            "config.toml:4: statuspage.api_url is not https, so the token would travel in the "
            "clear: write https://; plain http is for this machine alone "
            "(127.0.0.1, ::1, localhost)"
        ),
    ),
    "no id of a page": (
        '[statuspage]\npage_id = "../x"\ntoken_env = "T"',
        (
            "config.toml:2: statuspage.page_id is not the id of a page: "
            'copy it from the page, as "kctbh9vrtdwd"'
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_word_for_word(faults, name):
    text, expected = CASES[name]

    found = faults(text)
    assert found == [expected]
    assert CANARY not in " ".join(found)


def test_left_out_nothing_is_sent(write):
    settings = load(write(PERSON))

    assert (settings.config.mail, settings.config.statuspage) == (None, None)
    assert (settings.mail_password, settings.statuspage_token) == (None, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_alone_nothing_need_be_encrypted(write, host):
    settings = load(write(f'{PERSON}[mail]\nhost = "{host}"\nsecurity = "none"'))

    assert settings.config.mail is not None
    assert settings.mail_password is None


def run(command) -> str:
    out, err = io.StringIO(), io.StringIO()
    assert command(out, err) == 0, err.getvalue()
    return out.getvalue()


def test_show_and_check_say_where_secrets_come_from_and_never_what_they_are(write, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", CANARY)
    monkeypatch.setenv("STATUSPAGE_TOKEN", CANARY)
    login = 'user = "ana"\npassword_env = "MAIL_PASSWORD"\n'
    write(f'{MAIL}{login}{PAGE}token_env = "STATUSPAGE_TOKEN"')

    shown, checked = run(config.show), run(config.check)
    assert 'password = "*** (from $MAIL_PASSWORD)"  # user' in shown
    assert 'token = "*** (from $STATUSPAGE_TOKEN)"  # user' in shown
    assert "Mail: smtp.example.com, password from $MAIL_PASSWORD" in checked
    assert "Status page: token from $STATUSPAGE_TOKEN" in checked
    assert CANARY not in shown + checked
    assert CANARY not in repr(load())


def test_show_says_that_nobody_logs_in(write):
    write(MAIL)

    assert "# password: left out" in run(config.show)
    assert "Mail: smtp.example.com, no login" in run(config.check)


def test_show_knows_where_the_secret_of_a_calendar_comes_from(write):
    rows = (
        '[[calendars]]\nname = "rota"\nurl = "https://c.example/{token}.ics"\ntoken_env = "C"\n'
        '[[calendars]]\nname = "open"\nurl = "https://c.example/open.ics"'
    )
    write(rows)

    shown = run(config.show)
    assert 'token = "*** (from $C)"  # user' in shown
    assert "# token: left out" in shown


async def test_a_password_may_hold_what_can_be_typed(monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", f"{CANARY}\n")
    spec = SecretSpec(service="the mail", kind="password", variable="MAIL_PASSWORD")

    assert (await resolve(spec)).reveal() == CANARY


@pytest.mark.parametrize("value", [b"two\nlines", b"tab\there", b"\xff\xfe", b"nul-less \x1b[2J"])
async def test_a_password_that_nobody_can_type_is_refused_unseen(monkeypatch, value):
    monkeypatch.setitem(os.environb, b"MAIL_PASSWORD", value)
    spec = SecretSpec(service="the mail", kind="password", variable="MAIL_PASSWORD")

    with pytest.raises(Refused) as caught:
        await resolve(spec)
    assert caught.value.reason == (
        "No password for the mail: $MAIL_PASSWORD holds characters that no password has."
    )
    assert caught.value.mend == "Put the password there, on one line, without anything else."


async def test_a_password_file_that_others_can_read_is_not_used(tmp_path: Path):
    path = tmp_path / "password"
    path.write_text(CANARY)
    path.chmod(0o644)

    with pytest.raises(Refused) as caught:
        await resolve(SecretSpec(service="the mail", kind="password", file=str(path)))
    assert "can be read or changed by others" in caught.value.reason
    assert CANARY not in f"{caught.value.reason}{caught.value.mend}"
