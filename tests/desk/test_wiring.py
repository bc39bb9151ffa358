"""The composition root: what it builds from settings, and what it does not import for that."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from clocks import ManualClock
from command import environment, rewritten
from patience import PATIENCE_S
from repository import Repository, git
from stand import Stand

from cockpit.adapters.clock import SystemClock
from cockpit.domain.actions import WriteNote
from cockpit.domain.evidence import Standing
from cockpit.domain.model import SourceStatus
from cockpit.domain.timeline import of_case
from cockpit.domain.triage import assess
from cockpit.settings.load import load, settings_of
from cockpit.wiring import JOURNAL, PULSE, build, new_id

WHOLE = """
[person]
name = "Ana"
email = "ana@example.com"
[pagerduty]
token_env = "PAGERDUTY_TOKEN"
[slack]
token_env = "SLACK_TOKEN"
[mail]
host = "smtp.example.com"
user = "ana"
password_env = "MAIL_PASSWORD"
[statuspage]
page_id = "abc123"
token_env = "STATUSPAGE_TOKEN"
[sentry]
organisation = "acme"
token_env = "SENTRY_TOKEN"
[[health.probes]]
name = "api"
url = "http://127.0.0.1:1/"
[[repositories]]
name = "cloud"
path = "cloud"
[[reports]]
path = "reports"
[state]
dir = "state"
"""

BUILD = """
import sys
from pathlib import Path
import cockpit.app
from cockpit.settings.load import load
from cockpit.wiring import build
desk = build(load())
names = ("pdpyras", "slack_sdk", "aiosmtplib", "git", "httpx", "requests", "urllib3")
print([name for name in names if name in sys.modules])
"""


def test_building_everything_imports_no_client_library(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(WHOLE)
    ended = subprocess.run(
        [sys.executable, "-c", BUILD],
        env=environment(config),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.stdout, ended.stderr) == ("[]\n", "")


async def test_building_touches_nothing_and_opening_makes_the_journal_alone(
    tmp_path: Path,
) -> None:
    desk = build(settings_of(WHOLE, tmp_path / "config.toml"), clock=ManualClock())
    assert list(tmp_path.iterdir()) == []
    await desk.open()
    try:
        assert (tmp_path / "state" / JOURNAL).exists()
        assert not (tmp_path / "state" / PULSE).exists()
        assert desk.me.name == "Ana"
        assert [p.name for p in desk.situation().probes] == ["api"]
        assert desk.answered_at is None
        assert list(desk.tokens) == []
    finally:
        await desk.close()


async def test_without_a_pager_a_look_says_so_and_notes_work(tmp_path: Path) -> None:
    desk = build(settings_of('[state]\ndir = "s"\n', tmp_path / "config.toml"))
    await desk.open()
    try:
        assert await desk.look(1) == (
            "no pager is configured here; add [pagerduty] to the configuration"
        )
        records = await desk.act(WriteNote(incident_id="", text="alone"))
        assert [m.text for m in desk.state.shift] == ["alone"]
        assert isinstance(records, tuple)
    finally:
        await desk.close()


async def test_a_desk_watches_everything_and_ends(tmp_path: Path) -> None:
    with Stand(tmp_path / "world") as stand:
        rewritten(stand.config, 'interval = "5s"', 'interval = "1s"')
        desk = build(load(stand.config))
        await desk.open()
        desk.start()
        try:
            await until(
                desk,
                lambda: (
                    bool(desk.incident_id)
                    and sum(bool(r.deploys) for r in desk.state.repositories.values()) == 2
                    and len(desk.state.probes) == len(desk.situation().probes)
                    and bool(desk.state.folders)
                    and desk.state.me is not None
                ),
            )
            assert desk.answered_at is not None
            assert len(desk.tokens) >= 1
        finally:
            await desk.close()


MIRROR = """
[[repositories]]
name = "cloud"
path = "cloud.git"
fetch = true
fetch_protocols = ["file"]
interval = "1s"
rings = [{ ring = "production", tag = "v*" }]
[state]
dir = "state"
"""


async def test_a_mirror_is_fetched_and_read_without_being_asked(tmp_path: Path) -> None:
    now = SystemClock().now()
    origin = Repository(tmp_path / "origin")
    origin.commit("one", now - timedelta(hours=2))
    git(tmp_path, "clone", "-q", "--mirror", f"file://{origin.folder}", str(tmp_path / "cloud.git"))
    origin.commit("two", now - timedelta(hours=1))
    origin.tag("v2", now - timedelta(minutes=30))
    desk = build(settings_of(MIRROR, tmp_path / "config.toml"))
    await desk.open()
    desk.start()
    try:
        await until(
            desk,
            lambda: any(
                [d.subject for d in known.deploys] == ["two", "one"]
                and [(r.ring, r.ref) for r in known.rings] == [("production", "v2")]
                for known in desk.state.repositories.values()
            ),
        )
        assert desk.state.sources["fetch cloud"].status is SourceStatus.OK
        assert desk.state.sources["repository cloud"].reason == ""
    finally:
        await desk.close()


CRITERIA = """
[[health.probes]]
name = "newest event"
url = "{product}/api/v1/ingest/lag"
value = "lag_s"
interval = "0.2s"

[[health.probes]]
name = "health again"
url = "{product}/api/v1/health"
interval = "0.2s"

[[procedure.criteria]]
id = "a"
words = "5xx"
level = "P1"
kind = "status"
probes = ["health again"]

[[procedure.criteria]]
id = "b"
words = "nothing new for a minute"
level = "P1"
kind = "stall"
probes = ["newest event"]
lasts = "1m"

[state]"""


async def test_a_desk_judges_criteria_by_what_its_probes_find(tmp_path: Path) -> None:
    def stands(desk, standing: Standing) -> bool:
        return [desk.state.criteria[c].standing for c in "ab" if c in desk.state.criteria] == [
            standing
        ] * 2

    with Stand(tmp_path / "world") as stand:
        rewritten(stand.config, "[state]", CRITERIA.format(product=stand.product))
        desk = build(load(stand.config))
        await desk.open()
        desk.start(sending=False)
        try:
            await until(desk, lambda: bool(desk.incident_id) and stands(desk, Standing.MET))
            stand.order("product", path="/api/v1/health", status=200)
            stand.order("product", path="/api/v1/ingest/lag", status=200, body={"lag_s": 2})
            await until(desk, lambda: stands(desk, Standing.NOT_MET))

            told = [m.text for m in of_case(desk.state, desk.state.cases[desk.incident_id])]
            assert "(a) met: health again: 503" in told
            assert "(a) no longer met: health again: 200" in told
            assert "(b) met: newest event: newest event 95 s ago" in told
            assert all(f.was for f in assess(desk.situation(), desk.now()).findings[:2])
        finally:
            await desk.close()


async def until(desk, holds) -> None:
    """Wait until this holds of the desk."""
    changed = asyncio.Event()
    leave = desk.listen(changed.set)
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await changed.wait()
            changed.clear()
    leave()


def test_ids_are_short_and_do_not_come_twice() -> None:
    ids = {new_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert {len(i) for i in ids} == {12}
