"""`[sentry]`: what may be written, what is refused, and what is never shown."""

import pytest

from cockpit.settings.load import load

CANARY = "sntryu_canarycanarycanary5512"
SENTRY = '[sentry]\norganisation = "acme"\n'

CASES = {
    "no token": (
        SENTRY,
        'config.toml:1: sentry does not say where its token is: add token_env = "SENTRY_TOKEN"',
    ),
    "two tokens": (
        f'{SENTRY}token_env = "T"\ntoken_file = "~/x"',
        (
            "config.toml:4: sentry.token_file says a second time where the token is, after "
            "token_env: keep one of token_env and token_file"
        ),
    ),
    "a token that would travel in the clear": (
        f'{SENTRY}token_env = "T"\napi_url = "http://sentry.example.com/api/0/"',
        (
            "config.toml:4: sentry.api_url is not https, so the token would travel in the "
            "clear: write https://; plain http is for this machine alone "
            "(127.0.0.1, ::1, localhost)"
        ),
    ),
    "a project that is no slug": (
        f'{SENTRY}token_env = "T"\nprojects = ["cloud", "a b] is:resolved"]',
        (
            "config.toml:4: sentry.projects[1] is not a slug: copy it from the address of its "
            'page, as "my-company": letters, digits, - and _'
        ),
    ),
    "an organisation that is a path": (
        '[sentry]\norganisation = "../users/me"\ntoken_env = "T"',
        (
            "config.toml:2: sentry.organisation is not a slug: copy it from the address of its "
            'page, as "my-company": letters, digits, - and _'
        ),
    ),
    "asked too often": (
        f'{SENTRY}token_env = "T"\npoll = "1s"',
        (
            "config.toml:4: sentry.poll is not between 10s and 1h: "
            'write a duration from "10s" to "1h"'
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_word_for_word(faults, name):
    text, expected = CASES[name]

    assert faults(text) == [expected]


def test_a_token_in_the_configuration_is_not_repeated(faults):
    (said,) = faults(f'{SENTRY}token_env = "T"\nenvironments = ["{CANARY}"]')

    assert "looks like a secret" in said
    assert CANARY not in said


def test_without_the_table_nothing_is_asked(write):
    settings = load(write('profile = "novavms"\n'))

    assert (settings.config.sentry, settings.sentry_token) == (None, None)
