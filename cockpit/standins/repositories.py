"""Real git repositories from a scenario: the same start instant gives the same commits."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cockpit.standins.codec import DataError
from cockpit.standins.papers import Report
from cockpit.standins.scenario import Commit, Repository, Scenario

BRANCH = "main"
REPORTS_IN = "cloud"
"""The repository that holds the reliability reports."""
REPORTS_PATH = "docs/reliability-reports"
GIT_TIMEOUT_S = 30


@dataclass(frozen=True)
class Step:
    """One commit: when (seconds from the start), by whom, what it says, what it writes."""

    at: float
    author: str
    message: str
    path: str
    content: str
    tag: str = ""
    branch: str = BRANCH
    start: str = BRANCH
    """Where the branch begins, if it is new."""
    merges: str = ""
    zone: str = "+0000"


def make_repositories(folder: Path, scenario: Scenario, start: datetime) -> None:
    """Make the repositories that are not there yet; one appears complete or not at all.

    Raises:
        DataError: git is missing, or refuses.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    for repository in scenario.repositories:
        place = folder / repository.name
        if place.exists():
            continue
        making = folder / f".{repository.name}.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        _git(making, "init", "--quiet", "--template=")
        _git(making, "symbolic-ref", "HEAD", f"refs/heads/{BRANCH}")
        stream = fast_import(_steps(scenario, repository, start), start)
        _git(making, "fast-import", "--quiet", "--done", data=stream)
        _git(making, "reset", "--quiet", "--hard")
        making.rename(place)


def _steps(scenario: Scenario, repository: Repository, start: datetime) -> list[Step]:
    lines: dict[str, str] = {}
    steps = []
    for commit in repository.commits:
        path = "" if commit.merges else commit.path or "CHANGES.md"
        before = lines.get(path, f"{path}\n\n")
        lines[path] = commit.text.lstrip("\n") or before + f"- {commit.subject}\n"
        steps.append(
            Step(
                commit.at,
                _author(scenario, commit.author),
                _message(commit),
                path,
                lines[path],
                commit.tag,
                commit.branch,
                commit.start,
                commit.merges,
                commit.zone,
            )
        )
    if repository.name == REPORTS_IN:
        steps += [_report(scenario, report, start) for report in scenario.reports]
    return sorted(steps, key=lambda step: step.at)


def _message(commit: Commit) -> str:
    return f"{commit.subject}\n\n{commit.body}\n" if commit.body else f"{commit.subject}\n"


def _report(scenario: Scenario, report: Report, start: datetime) -> Step:
    day = (start + timedelta(seconds=report.at)).date().isoformat()
    name = report.name.replace("{date}", day)
    text = report.text.lstrip("\n").replace("{date}", day)
    author = _author(scenario, scenario.people[0].key)
    message = f"Reliability report: {name.removesuffix('.md')}\n"
    return Step(report.at, author, message, f"{REPORTS_PATH}/{name}", text)


def _author(scenario: Scenario, author: str) -> str:
    if "<" in author:
        return author
    person = scenario.person(author)
    return f"{person.name} <{person.email}>"


def fast_import(steps: list[Step], start: datetime) -> bytes:
    """The steps in the language of `git fast-import`."""
    out = []
    tips: dict[str, int] = {}
    brought: dict[str, list[Step]] = {}
    for mark, step in enumerate(steps, start=1):
        when = f"{int((start + timedelta(seconds=step.at)).timestamp())} {step.zone}"
        parent = tips.get(step.branch) or tips.get(step.start)
        written = brought.get(step.merges, []) if step.merges else [step]
        out += [
            f"commit refs/heads/{step.branch}\nmark :{mark}\n".encode(),
            f"author {step.author} {when}\ncommitter {step.author} {when}\n".encode(),
            _data(step.message),
            f"from :{parent}\n".encode() if parent else b"",
            f"merge :{tips[step.merges]}\n".encode() if step.merges else b"",
            *(part for one in written for part in _file(one)),
        ]
        if step.tag:
            out += [
                f"tag {step.tag}\nfrom :{mark}\ntagger {step.author} {when}\n".encode(),
                _data(f"{step.tag}\n"),
            ]
        tips[step.branch] = mark
        brought.setdefault(step.branch, []).extend(written)
    return b"".join([*out, b"done\n"])


def _file(step: Step) -> tuple[bytes, bytes]:
    return f"M 100644 inline {step.path}\n".encode(), _data(step.content)


def _data(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%s\n" % (len(raw), raw)


def _git(place: Path, *arguments: str, data: bytes = b"") -> None:
    """Run git with nobody's configuration, hooks or templates."""
    program = shutil.which("git")
    if program is None:
        raise DataError("git is not installed, and the demo makes real repositories: install git")
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(place),
        "LC_ALL": "C",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }
    safe = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false")
    done = subprocess.run(  # noqa: S603 - our own words only, no shell
        [program, *safe, *arguments],
        cwd=place,
        env=environment,
        input=data,
        capture_output=True,
        check=False,
        timeout=GIT_TIMEOUT_S,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise DataError(f"git {arguments[0]} failed: {said}")
