"""`[[calendars]]`: what can be written, what is refused, and that no secret stands in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cockpit.domain.watch import CalendarSpec
from cockpit.settings.load import load


def calendar(*lines: str) -> str:
    return "\n".join(("[[calendars]]", 'name = "team"', *lines))


def test_a_calendar_with_everything(write: Callable[[str], Path]) -> None:
    lines = (
        'url = "webcal://calendar.example/{token}/rota.ics"',
        'token_env = "CALENDAR_TOKEN"',
        "level = 2",
        "shadow = true",
        'title = "{person} on call*"',
        'me = "Ani"',
        'interval = "10m"',
        "timeout = 5",
    )
    file = write('[person]\nemail = "ana@example.com"\n' + calendar(*lines))
    settings = load()

    assert settings.calendars == (
        CalendarSpec(
            name="team",
            url="webcal://calendar.example/{token}/rota.ics",
            level=2,
            shadow=True,
            title="{person} on call*",
            own_name="Ani",
            own_email="ana@example.com",
            interval_s=600,
            timeout_s=5,
        ),
    )
    assert settings.calendar_tokens["team"].source == "$CALENDAR_TOKEN"
    assert file.is_file()


def test_a_file_is_relative_to_the_configuration_and_needs_no_token(
    write: Callable[[str], Path],
) -> None:
    file = write(calendar('file = "rota.ics"'))
    settings = load()

    assert settings.calendars[0].file == str(file.parent / "rota.ics")
    assert settings.calendar_tokens == {}


PUBLIC = [
    "https://calendar.google.com/calendar/ical/c_0123456789abcdef0123456789abcdef%40group.calendar.google.com/public/basic.ics",
    "https://calendar.example/engineering-on-call-rotation-2026.ics",
    "http://127.0.0.1:8080/rota.ics",
    "webcals://calendar.example/rota",
    "https://calendar.example/rota.ics?team=platform&token={token}",
]


@pytest.mark.parametrize("url", PUBLIC)
def test_addresses_without_a_secret(write: Callable[[str], Path], url: str) -> None:
    write(calendar(f'url = "{url}"', 'token_env = "T"'))

    assert load().calendars[0].url == url


KEYS = [
    "https://calendar.google.com/calendar/ical/ana%40example.com/private-0123456789abcdef0123456789abcdef/basic.ics",
    "https://acme.pagerduty.example/private/0123456789abcdef0123456789abcdef01234567/feed/PXYZ",
    "webcal://calendar.example/feed/A1b2C3d4E5f6G7h8I9j0K1",
    "https://calendar.example/rota.ics?token=abc",
    "https://calendar.example/rota.ics?team=x&api_key=abc",
]


@pytest.mark.parametrize("url", KEYS)
def test_an_address_with_a_key_is_refused_without_showing_it(
    faults: Callable[..., list[str]], url: str
) -> None:
    (fault,) = faults(calendar(f'url = "{url}"'))

    assert 'calendars[0].url (of "team") has a key in the address' in fault
    assert "{token}" in fault
    assert not any(word in fault for word in ("0123456789", "A1b2", "=abc"))


WRONG = {
    "neither": ((), "is missing"),
    "both": (('url = "https://a.example/x"', 'file = "x"'), "is there beside a file"),
    "no address": (('url = "calendar"',), "is not a web address"),
    "a password": (('url = "webcal://a:b@c.example/x"',), "has a name or a password"),
    "no token": (('url = "https://a.example/{token}"',), "does not say where its {token} is"),
    "two tokens": (
        ('url = "https://a.example/x"', 'token_env = "A"', 'token_file = "./t"'),
        "says a second time where the token is",
    ),
    "clear text": (
        ('url = "http://a.example/x"', 'token_env = "A"'),
        "is not https, so the token would travel in the clear",
    ),
    "no person": (('file = "x"', 'title = "on call"'), "does not say where the name is"),
    "level": (('file = "x"', "level = 0"), "is too small"),
    "unknown": (('file = "x"', "colour = 1"), "is not a known key"),
    "twice": (('file = "x"', "[[calendars]]", 'name = "team"', 'file = "y"'), "is used twice"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said(faults: Callable[..., list[str]], case: str) -> None:
    lines, words = WRONG[case]
    found = faults(calendar(*lines))

    assert len(found) == 1
    assert words in found[0]


def test_shadow_schedules_are_ids(write: Callable[[str], Path]) -> None:
    text = '[person]\nemail = "a@b.example"\n[pagerduty]\ntoken_env = "T"\n'
    write(text + 'shadow_schedule_ids = ["PSCHED3"]')
    table = load().config.pagerduty

    assert table is not None
    assert table.shadow_schedule_ids == ("PSCHED3",)
