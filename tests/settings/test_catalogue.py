"""`[[procedure.services]]`: what is refused, and what is only worth a look."""

import io
from collections.abc import Callable

import pytest

from cockpit.cli.config import check
from cockpit.settings.load import load

BASE = 'profile = "novavms"\n'
SERVICE = '[[procedure.services]]\nname = "Cloud API"\n'
PROBE = '[[health.probes]]\nname = "api"\nurl = "https://api.example.com/health"\n'
REPOSITORY = '[[repositories]]\nname = "cloud"\npath = "cloud"\n'
OTHER = '[[procedure.services]]\nname = "Postgres"\naliases = ["database"]\n'

CASES = {
    "a service that there is not": (
        f'{SERVICE}depends_on = ["Kafka"]\n{OTHER}',
        (
            'config.toml:4: procedure.services[0].depends_on[0] (of "Cloud API") needs "Kafka", '
            "which is no service of the catalogue here: add it, or leave it out; "
            "the services are Cloud API, Postgres and database"
        ),
    ),
    "a service by a name that is nearly right": (
        f'{SERVICE}depends_on = ["Postgre"]\n{OTHER}',
        (
            'config.toml:4: procedure.services[0].depends_on[0] (of "Cloud API") needs "Postgre", '
            'which is no service of the catalogue here: did you mean "Postgres"?'
        ),
    ),
    "a probe that is not configured": (
        f'{SERVICE}probes = ["reads"]\n{PROBE}',
        (
            'config.toml:4: procedure.services[0].probes[0] (of "Cloud API") is watched by '
            '"reads", which is no probe here: add it, or leave it out; the probes are api'
        ),
    ),
    "a probe that is capitalised otherwise": (
        f'{SERVICE}probes = ["API"]\n{PROBE}',
        (
            'config.toml:4: procedure.services[0].probes[0] (of "Cloud API") is watched by '
            '"API", which is no probe here: did you mean "api"?'
        ),
    ),
    "a repository where there are none": (
        f'{SERVICE}homes = [{{ repository = "cloud" }}]\n',
        (
            'config.toml:4: procedure.services[0].homes[0].repository (of "Cloud API") lives in '
            '"cloud", which is no repository here: add it, or leave it out; '
            "there are no repositories"
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_loose_end_is_said_word_for_word_and_is_no_fault(write: Callable, name: str) -> None:
    text, expected = CASES[name]
    file = write(BASE + text)
    settings = load()
    out, err = io.StringIO(), io.StringIO()

    assert [str(w).replace(f"{file.parent}/", "") for w in settings.warnings] == [expected]
    assert check(out, err) == 0
    assert out.getvalue().splitlines()[-1].startswith("worth a look: ")
    assert err.getvalue() == ""


def test_a_catalogue_without_loose_ends_says_nothing(write: Callable) -> None:
    write(
        f'{BASE}{SERVICE}depends_on = ["DATABASE"]\nprobes = ["api"]\n'
        f'homes = [{{ repository = "cloud", paths = ["api"] }}]\n{OTHER}{PROBE}{REPOSITORY}'
    )

    assert load().warnings == ()


def test_two_services_of_one_name_are_a_fault(faults: Callable) -> None:
    (said,) = faults(BASE + SERVICE + SERVICE)

    assert 'procedure.services[1].name (of "Cloud API") is used twice' in said


def test_a_blank_that_cannot_be_filled_is_a_fault(faults: Callable) -> None:
    look = '[[procedure.services.looks]]\ntitle = "x"\nurl = "https://x.example/{from}"\n'
    (said,) = faults(BASE + SERVICE + look)

    assert "has a blank that cannot be filled" in said
    assert "{since_ms}" in said
