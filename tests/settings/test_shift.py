"""`[procedure.shift]`: from the file to the domain's rules, and what is wrong in it."""

from datetime import UTC, date, time
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.shift_rules import Moves, Newcomer, Rhythm
from cockpit.settings.faults import ConfigurationError
from cockpit.settings.load import load

SUN = 'length = "follow-the-sun"\nparts = '


def test_a_shift_is_read_with_its_channels_by_purpose(write):
    write(
        """
        [slack]
        token_env = "SLACK"
        channels = { oncall = "C1", noise = "C2" }

        [procedure.shift]
        length = "daily"
        at = "09:30"
        zone = "America/New_York"
        moves = "down"
        people = ["ana@example.com", "Bo"]
        first = "2026-03-02"
        newcomers = { "Dee" = "2026-03-09" }
        triage = "noise"
        """
    )
    rules = load().procedure.shift

    assert (rules.rhythm, rules.hour, rules.moves) == (Rhythm.DAILY, time(9, 30), Moves.DOWN)
    assert rules.zone == ZoneInfo("America/New_York")
    assert (rules.channel, rules.triage_channel) == ("C1", "C2")
    assert rules.first == date(2026, 3, 2)
    assert rules.newcomers == (Newcomer(person="Dee", since=date(2026, 3, 9)),)


def test_every_profile_has_its_own_handover(write):
    found = {}
    for profile in ("novavms", "invisible", "generic", "amazeeio", "pulumi"):
        write(f'profile = "{profile}"')
        rules = load().procedure.shift
        found[profile] = (rules.rhythm, rules.day, rules.hour, rules.moves)

    assert found["novavms"] == (Rhythm.WEEKLY, 0, time(10), Moves.NOT)
    assert found["pulumi"] == (Rhythm.WEEKLY, 1, time(9), Moves.UP)
    assert found["amazeeio"][0] is Rhythm.SUN
    write('profile = "amazeeio"')
    parts = load().procedure.shift.parts
    assert [part.zone is not None for part in parts] == [True, True, True]


def test_a_zone_of_utc_is_utc_and_local_is_the_readers(write):
    write('[procedure.shift]\nzone = "UTC"')
    assert load().procedure.shift.zone is UTC
    write('[procedure.shift]\nzone = "local"')
    assert load().procedure.shift.zone is None


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('zone = "Europe/Berln"', 'did you mean "Europe/Berlin"'),
        ('first = "2026-02-30"', 'as "2026-03-02"'),
        ('length = "follow-the-sun"', "has parts"),
        (
            SUN + '[{ name = "A", at = "08:00" }, { name = "A", at = "20:00" }]',
            '"A" is used twice',
        ),
        (
            SUN + '[{ name = "A", at = "08:00" }, { name = "B", at = "08:00" }]',
            "is when another part begins",
        ),
        ('lenght = "daily"', "length"),
    ],
)
def test_what_is_wrong_is_said_with_the_mend(write, lines, words):
    write(f"[procedure.shift]\n{lines}")

    with pytest.raises(ConfigurationError) as raised:
        load()
    assert words in str(raised.value)
