"""Real git repositories for tests, made with dates of one's own choice."""

import os
import subprocess
from datetime import datetime
from pathlib import Path

ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.com",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.com",
}


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Run git and give what it prints."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **ISOLATED, **environment},
    )
    return done.stdout.strip()


class Repository:
    """A working copy on branch main."""

    def __init__(self, folder: Path, *options: str) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        git(folder, "init", "-q", "-b", "main", *options)

    @classmethod
    def at(cls, folder: Path) -> "Repository":
        """The one that is there already."""
        found = cls.__new__(cls)
        found.folder = folder
        return found

    def commit(self, subject: str, at: datetime, author: str = "Ana", **files: str) -> str:
        """Commit at a time; gives the sha."""
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
            git(self.folder, "add", name)
        when = at.isoformat()
        git(
            self.folder,
            "commit",
            "-q",
            "--allow-empty",
            "--cleanup=verbatim",
            "-m",
            subject,
            GIT_COMMITTER_DATE=when,
            GIT_AUTHOR_DATE=when,
            GIT_AUTHOR_NAME=author,
        )
        return git(self.folder, "rev-parse", "HEAD")

    def merge(self, branch: str, at: datetime) -> str:
        """Bring a branch in with a merge commit; gives the sha."""
        when = at.isoformat()
        words = f"Merge {branch}"
        times = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
        self.git("merge", "-q", "--no-ff", "-m", words, branch, **times)
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str, at: datetime, commit: str = "HEAD") -> None:
        """An annotated tag made at a time."""
        self.git(
            "tag", "-a", name, "-m", f"Release {name}", commit, GIT_COMMITTER_DATE=at.isoformat()
        )

    def git(self, *arguments: str, **environment: str) -> str:
        """Run git in it."""
        return git(self.folder, *arguments, **environment)
