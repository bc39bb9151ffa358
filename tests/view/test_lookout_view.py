"""The places to look at, as the screen and the command line say them."""

from dataclasses import replace

from situations import NOW, running

from cockpit.documents import lookout as document
from cockpit.domain.catalogue import Contact, Look, LookKind, Service
from cockpit.domain.lookout import lookout
from cockpit.domain.situation import Situation
from cockpit.settings.load import settings_of
from cockpit.view import lookout as view
from cockpit.view.cells import Sheet, Space

SPACE = Space(110, 30)
API = Service(
    name="cloud api",
    looks=(Look(kind=LookKind.LOGS, title="API logs", url="https://logs.example/{since_s}"),),
    contacts=(Contact(level="L2", who="Cleo", reach="#api", url="https://chat.example/api"),),
    depends_on=("postgres",),
)
BARE = Service(name="cloud api")


def situation(*services: Service) -> Situation:
    plain = running()
    return replace(plain, procedure=replace(plain.procedure, services=services))


def texts(sheet: Sheet) -> list[str]:
    return [" ".join(c.text for c in row.cells if c.text.strip()) for row in sheet.rows]


def test_each_place_has_a_number_that_gives_its_address() -> None:
    plain = situation(API)
    sheet = view.sheet(plain, NOW, SPACE)

    assert [row.id for row in sheet.rows if row.id] == ["look:1", "look:1", "look:2"]
    assert view.address(plain, 1, NOW) == "https://logs.example/1776759900"
    assert view.address(plain, 2, NOW) == "https://chat.example/api"
    assert [view.address(plain, n, NOW) for n in (0, 3, -1)] == ["", "", ""]
    assert "2 ask L2 Cleo: #api" in texts(sheet)
    assert sheet.note == "2 addresses"


def test_what_is_not_configured_is_said_with_the_key_that_mends_it() -> None:
    said = "\n".join(texts(view.sheet(situation(BARE), NOW, SPACE)))

    assert "nowhere to look is configured: add [[procedure.services.looks]]" in said
    assert "nobody to ask is configured: add [[procedure.services.contacts]]" in said


def test_a_needed_service_that_nobody_configured_is_named() -> None:
    said = texts(view.sheet(situation(API), NOW, SPACE))

    assert "postgres cloud api needs it" in said
    assert "  not in the catalogue: add it as [[procedure.services]]" in said


def test_an_unknown_service_is_said_with_what_to_write_and_that_is_a_good_configuration(
    tmp_path,
) -> None:
    rows = texts(view.sheet(situation(), NOW, SPACE))
    (place,) = [n for n, row in enumerate(rows) if row.startswith("▸")]
    example = "\n".join(row.strip() for row in rows[place + 1 :])
    settings = settings_of(f'profile = "novavms"\n{example}\n', tmp_path / "config.toml")

    assert "the catalogue knows no service “cloud api”: nobody has said where to look" in rows
    assert settings.procedure.services[0].name == "cloud api"
    assert settings.procedure.services[0].looks[0].url.endswith("from={since_ms}&to={until_ms}")


def test_the_document_says_the_same_and_owns_up_to_what_is_unknown() -> None:
    plain = situation(API)
    said = document.text(plain, lookout(plain, NOW))
    unknown = document.text(situation(), lookout(situation(), NOW))

    assert "logs     API logs\n           https://logs.example/1776759900" in said
    assert "ask L2   Cleo: #api" in said
    assert 'knows no service "cloud api"' in unknown


def test_scripts_get_all_of_it() -> None:
    told = document.jsonable(situation(API), NOW)

    assert (told["unknown"], told["is_open"]) == ("", True)
    assert [(s["name"], s["known"]) for s in told["services"]] == [
        ("cloud api", True),
        ("postgres", False),
    ]
