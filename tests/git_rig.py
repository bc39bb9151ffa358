"""The git port on real repositories, at a fixed time, as the tests of it ask."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cockpit.adapters.git import GitRepositories
from cockpit.domain.evidence import Deploy
from cockpit.domain.watch import RepositorySpec
from cockpit.ports.repositories import RepositoryReading

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = NOW - timedelta(hours=24)


def ago(**span: float) -> datetime:
    """So long before now."""
    return NOW - timedelta(**span)


def spec_of(path: Path, **more: object) -> RepositorySpec:
    """A repository called cloud."""
    return RepositorySpec(name="cloud", path=str(path), **more)


async def scan(
    port: GitRepositories, path: Path, *, limit: int = 50, since: datetime = DAY, **more: object
) -> RepositoryReading:
    """One whole look at the last day."""
    reading = await port.scan(spec_of(path, **more), since, limit, "")
    assert reading is not None
    return reading


def subjects(reading: RepositoryReading) -> list[str]:
    """What was found, the newest first."""
    return [deploy.subject for deploy in reading.deploys]


def called(reading: RepositoryReading, subject: str) -> Deploy:
    """The one of this subject."""
    (found,) = [deploy for deploy in reading.deploys if deploy.subject == subject]
    return found


def another_git(place: Path, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """A git in front of the real one, that does this first, as a shell says it."""
    wrapper = place / "bin/git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\n{first}\nexec {shutil.which("git")} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
