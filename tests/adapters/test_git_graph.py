"""What holds what, and when it came in, in histories of any shape; without git."""

from datetime import datetime, timedelta

from git_rig import NOW
from hypothesis import given
from hypothesis import strategies as st

from cockpit.adapters.git_graph import Graph, of_branch
from cockpit.adapters.git_log import Commit, by_merge
from cockpit.domain.evidence import Deploy

Parents = dict[str, list[str]]


@st.composite
def histories(draw: st.DrawFn) -> Parents:
    """Commits "0", "1", ... whose parents are older ones, up to three of them."""
    found: Parents = {"0": []}
    for number in range(1, draw(st.integers(1, 12))):
        older = st.integers(0, number - 1).map(str)
        found[str(number)] = draw(st.lists(older, min_size=1, max_size=3, unique=True))
    return found


def below(parents: Parents, tip: str) -> set[str]:
    found, left = set(), [tip]
    while left:
        sha = left.pop()
        if sha not in found:
            found.add(sha)
            left += parents[sha]
    return found


@given(histories(), st.data())
def test_a_graph_holds_what_can_be_reached(parents: Parents, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(sorted(parents))) for _ in "ab")
    common = below(parents, one) & below(parents, other)
    graph = Graph({sha: p for sha, p in parents.items() if sha not in common}, whole=True)

    for tip in (one, other):
        for sha in below(parents, one) | below(parents, other):
            assert graph.holds(tip, sha) == (sha in below(parents, tip))
    assert graph.ahead(one, other) == len(below(parents, one) - below(parents, other))


@given(histories(), st.data())
def test_the_newest_part_of_a_branch_tells_of_tips_that_hold_its_base_and_of_no_others(
    parents: Parents, data: st.DataObject
) -> None:
    """Also when it has grown by what came above it since."""
    commits = sorted(parents)
    before = data.draw(st.sampled_from(commits))
    base = before
    for _ in range(data.draw(st.integers(0, 4))):
        base = next(iter(parents[base]), base)
    cut = below(parents, base) if base != before else set()
    known = {sha: parents[sha] for sha in below(parents, before) - cut}
    graph = of_branch(before, known)
    tips = data.draw(st.lists(st.sampled_from(commits), min_size=1, max_size=3))
    seen = below(parents, before).union(*(below(parents, tip) for tip in tips))
    fresh = {sha: parents[sha] for sha in seen - below(parents, before)}
    grown = graph.grown(fresh)

    if grown is not None and grown.serves(tips):
        for tip in tips:
            assert {sha for sha in seen if grown.holds(tip, sha)} == below(parents, tip)
            assert all(sha in below(parents, tip) for sha in seen if grown.has_below(tip, sha))
            ahead = below(parents, tip) - below(parents, tips[-1])
            assert grown.ahead(tip, tips[-1]) == len(ahead)
    assert graph.serves([before])
    assert graph.is_all == (not cut)


@given(histories())
def test_a_commit_comes_in_with_the_oldest_commit_of_the_branch_that_holds_it(
    parents: Parents,
) -> None:
    tip = max(parents, key=int)
    commits = [commit(sha, parents[sha]) for sha in sorted(below(parents, tip), key=int)]
    line = [tip]
    while parents[line[-1]]:
        line.append(parents[line[-1]][0])

    found = {c.sha: c.at for c in by_merge(tip, commits)}

    for sha in below(parents, tip):
        brought = next(at for at in reversed(line) if sha in below(parents, at))
        assert found[sha] == when(brought)


def when(sha: str) -> datetime:
    return NOW + timedelta(minutes=int(sha))


def commit(sha: str, parents: list[str]) -> Commit:
    deploy = Deploy(repository="cloud", sha=sha, at=when(sha), author="Ana", subject=sha)
    return Commit(deploy, tuple(parents))


def test_a_graph_grows_by_nothing_that_its_base_may_hold_as_well() -> None:
    """Such a commit would seem to be missing wherever only the base is held."""
    graph = of_branch("3", {"3": ["2"], "2": ["1"]})

    assert graph.grown({"4": ["3", "side"], "side": ["0"], "0": []}) is None
    assert graph.grown({"4": ["3", "side"], "side": ["1"]}) is not None
    assert graph.grown({"4": ["new"], "new": ["3"]}) is not None
    assert of_branch("1", {"1": []}).grown({"2": ["1", "0"], "0": []}) is not None
