"""A commit that is read as git keeps it says what `git log` says of it, however odd it is."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from repository import ISOLATED, git

from cockpit.adapters import git_raw, git_refs, git_told
from cockpit.adapters.git_command import Session
from cockpit.adapters.git_log import as_commit

FIELDS = "%H%x00%P%x00%ct%x00%an%x00%ae%x00%s%x00%b"
TREE = b"4b825dc642cb6eb9a060e54bf8d69288fbee4904"
ZONES = st.sampled_from([" +0000", " -0730", "", " +", " junk"])
WORDS = st.binary(max_size=40) | st.text(max_size=30).map(lambda text: text.encode("utf-8"))
NAMES = WORDS.map(lambda name: name.replace(b"\n", b"").replace(b"\0", b""))
TIMES = st.sampled_from(["0", "1772600000", "99999999999999", "", "-5", "12x"])
PEOPLE = st.builds(
    lambda name, email, at, zone: name + b" <" + email + b"> " + (at + zone).encode("ascii"),
    NAMES, NAMES, TIMES, ZONES,
)  # fmt: skip
HEADERS = st.sampled_from(
    [b"", b"encoding ISO-8859-1\n", b"encoding no-such-thing\n", b"gpgsig -----BEGIN\n \n x\n",
     b"encoding utf-8\nmergetag object 0\n encoding latin-1\n"]
)  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    git(folder, "init", "-q")
    git(folder, "hash-object", "-t", "tree", "-w", "/dev/null")
    return folder


def kept(folder: Path, content: bytes, kind: str = "commit") -> str:
    """The sha of an object that is made of these bytes."""
    command = ["git", "-C", str(folder), "hash-object", "-t", kind, "-w", "--stdin"]
    done = subprocess.run([*command, "--literally"], input=content, check=True, capture_output=True)
    return done.stdout.decode("ascii").strip()


def told(folder: Path, sha: str) -> list[str]:
    """What git itself says of it."""
    command = ["git", "-C", str(folder), "log", "-1", "-z", "--encoding=UTF-8"]
    done = subprocess.run(
        [*command, f"--format={FIELDS}", sha],
        check=True,
        capture_output=True,
        env={**os.environ, **ISOLATED},
    )
    return done.stdout.decode("utf-8", "replace").split("\0")[:7]


@settings(max_examples=60, deadline=None)
@given(PEOPLE, HEADERS, WORDS)
@example(b"Ana <a@x> <b> <c> 1772600000 +0000", b"", b"\n \nsubject \nand more\n\nbody")
@example(b"Jos\xe9 <j@x> 1772600000 +0000", b"encoding ISO-8859-1\n", b"caf\xe9\n\n\xe9")
@example(b"Jos\xe9 <j@x> 1772600000 +0000", b"encoding punycode\n", b"caf\xe9-abc\n\n\xe9")
@example(b"Ana <a@x> 1772600000 +0000", b"encoding unicode_escape\n", b"\\u00e9\n\n+AOk-")
@example(b"Ana <a@x> 18446744073709551617 +0000", b"", b"far\n")
@example(b"", b"", b"")
@example(b"Ana", b"", b'Revert "x"\n\nThis reverts commit 0123456789abcdef.\n')
def test_it_says_what_git_log_says(
    place: Path, person: bytes, header: bytes, message: bytes
) -> None:
    content = b"tree %s\nauthor %s\ncommitter %s\n%s\n%s" % (
        TREE, person, person, header, message,
    )  # fmt: skip
    sha = kept(place, content)

    raw = git_raw.parsed(sha, content)

    assert raw is not None
    assert as_commit("cloud", *raw.fields()) == as_commit("cloud", *told(place, sha))


@pytest.mark.parametrize(
    "content",
    [b"", b"junk", b"tree 00\n\n", b"tree 00\nauthor a\n", b"object 00\ntype commit\n",
     b"tree 00\nauthor a <b> 1 +0000\ncommitter a <b> " + b"9" * 5000 + b" +0000\n\nfar\n"],
)  # fmt: skip
def test_what_is_no_commit_is_left_to_git(content: bytes) -> None:
    assert git_raw.parsed("0" * 40, content) is None


@settings(max_examples=40, deadline=None)
@given(NAMES, NAMES, st.sampled_from([" +0000", " +0530", "", " junk"]), WORDS)
@example(b"", b"", "", b"")
@example(
    b"Ana",
    b"a@x",
    " +0000",
    b"v1\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n",
)
@example(b"Ana", b"a@x", " +0000", b"v1\nand\n-----BEGIN SSH SIGNATURE-----\nabc\n")
@example(b"Ana", b"ana@example.com", " +0000", b"\nRelease 1 \nof it\n\nmore")
def test_a_tag_says_what_git_says_of_it(
    place: Path, name: bytes, email: bytes, zone: str, message: bytes
) -> None:
    commit = kept(place, b"tree %s\nauthor a <b> 1 +0000\ncommitter a <b> 1 +0000\n\n" % TREE)
    tagger = b"tagger %s <%s> 1772600000%s\n" % (name, email, zone.encode("ascii"))
    content = b"object %s\ntype commit\ntag v1\n%s\n%s" % (
        commit.encode("ascii"), tagger if name else b"", message,
    )  # fmt: skip
    sha = kept(place, content, "tag")
    git(place, "update-ref", "refs/tags/v1", sha)

    found = git_told.of(lambda _: [(sha, "tag", content)], {"refs/tags/v1": sha})

    (told_by_git,) = git_refs.asked(Session(place, 10.0), ("refs/tags/",))
    assert found in ({"refs/tags/v1": (sha, told_by_git)}, None)
    assert found is not None or {b">", b"<"} & {bytes([byte]) for byte in email + name}


@pytest.mark.parametrize("tagger", [b"tagger a <b> -5 +0000\n", b"tagger a\n", b"tagger\n", b"x\n"])
def test_a_tag_that_git_would_read_in_its_own_way_is_left_to_it(tagger: bytes) -> None:
    content = b"object 00\ntype commit\ntag v1\n" + tagger + b"\nwords\n"

    assert git_raw.parsed_tag(content) is None
    assert git_raw.parsed_tag(b"object 00\ntype tag\ntag v1\n\nwords\n") is None
