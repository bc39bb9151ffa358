"""From an obligation to the mail server and the status page, by the demo's configuration."""

import asyncio
from pathlib import Path

from patience import PATIENCE_S
from stand import Stand

from cockpit.domain.actions import SetSeverity
from cockpit.domain.actions_talk import Tell
from cockpit.domain.state import Phase
from cockpit.settings.load import load
from cockpit.wiring import build

LEVELS = """
[[procedure.levels]]
name = "P1"
tells = [
  { id = "company", who = "everyone", way = "email", to = ["everyone@novavms.example"] },
  { id = "customers", who = "customers", way = "status", to = ["cmpapi0001"] },
]
[[procedure.levels]]
name = "P2"
[[procedure.levels]]
name = "P3"
"""


async def until(desk, holds) -> None:
    """Wait until this holds of the desk."""
    changed = asyncio.Event()
    leave = desk.listen(changed.set)
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await changed.wait()
            changed.clear()
    leave()


def is_over(desk, word: str) -> bool:
    """Whether what was asked for is done, or has failed."""
    over = (Phase.DONE, Phase.FAILED)
    return any(word in e and p.phase in over for e, p in desk.state.parcels.items())


async def test_the_company_and_the_customers_are_told(tmp_path: Path) -> None:
    with Stand(tmp_path) as stand:
        config = stand.config.read_text("utf-8")
        stand.config.write_text(config + LEVELS, "utf-8")
        desk = build(load(stand.config))
        await desk.open()
        desk.start()
        try:
            await until(desk, lambda: desk.incident_id)
            incident = desk.incident_id
            await desk.act(SetSeverity(incident_id=incident, level="P1"))
            for telling in ("company", "customers"):
                text = f"To {telling}: we know."
                action = Tell(
                    incident_id=incident, telling=telling, subject="API errors", text=text
                )
                assert isinstance(await desk.act(action), tuple)
            await until(desk, lambda: is_over(desk, ".mail") and is_over(desk, ".status"))

            (letter,) = stand.mails()
            (shown,) = stand.page()
            assert {p.phase for p in desk.state.parcels.values()} == {Phase.DONE}
            secrets = {
                (tmp_path / "secrets" / name).read_text("utf-8").strip()
                for name in ("mail", "statuspage")
            }
            assert secrets <= set(desk.tokens)
        finally:
            await desk.close()

    assert letter["recipients"] == ["everyone@novavms.example"]
    assert letter["headers"]["From"] == "Ana Ribeiro <ana@novavms.example>"
    assert letter["headers"]["Subject"] == "API errors"
    assert letter["text"] == "To company: we know.\n"
    assert (shown["name"], shown["status"]) == ("API errors", "investigating")
    assert [c["id"] for c in shown["components"]] == ["cmpapi0001"]
    assert shown["incident_updates"][0]["body"] == "To customers: we know."
