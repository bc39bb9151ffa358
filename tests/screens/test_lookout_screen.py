"""`l`: where to look, each address copied by its digit or by Enter."""

from dataclasses import replace
from pathlib import Path

from desks import bad_deploy, procedure
from watching import Watching, watching

from cockpit.domain.catalogue import Contact, Look, LookKind, Service

SERVICE = Service(
    name="Cloud API",
    looks=(
        Look(kind=LookKind.LOGS, title="logs", url="https://logs.example/{since_s}"),
        Look(kind=LookKind.METRICS, title="board", url="https://board.example/{incident}"),
    ),
    contacts=(Contact(level="L2", who="Lea", reach="telephone 5550103"),),
)


def opened(folder: Path, *services: Service, size: tuple[int, int] = (120, 36)):
    plain = procedure()
    known = tuple(replace(s, aliases=("cloud api", "Cloud")) for s in services)
    return watching(folder, *bad_deploy(), size=size, by=replace(plain, services=known))


def service_of(watch: Watching) -> str:
    case = watch.seat.desk.situation().case
    assert case is not None
    return case.incident.service


async def test_a_digit_and_enter_copy_the_address(tmp_path: Path) -> None:
    async with opened(tmp_path, SERVICE) as watch:
        assert SERVICE.is_called(service_of(watch))
        shown = await watch.press("l")
        digit = await watch.press("2")
        entered = await watch.press("enter")

    assert shown.index("metrics") < shown.index("logs")
    assert "ask L2   Lea: telephone 5550103" in shown
    assert "copied, if the terminal allows: https://logs.example/17" in digit
    assert "copied, if the terminal allows: https://board.example/4217" in entered


async def test_a_number_without_an_address_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path, SERVICE) as watch:
        text = await watch.press("l", "7")

    assert "there is no address 7" in text


async def test_an_unknown_service_says_how_to_add_it_on_the_smallest_terminal(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, size=(80, 24)) as watch:
        text = await watch.press("l")
        back = await watch.press("escape")

    assert "nobody has said where to look" in " ".join(text.split())
    assert "[[procedure.services.looks]]" in text
    assert "1 Escalation" in back
