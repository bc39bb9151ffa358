"""Which deploys are suspected, in which order, and the reasons in words."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from situations import (
    PAGED,
    after,
    case_of,
    deploy,
    incident,
    procedure,
    state_of,
    turned,
)

from cockpit.domain.catalogue import Home, Service
from cockpit.domain.evidence import DeployKind, Health, Related
from cockpit.domain.facts import ChangesFound, ChangesRelated, DeploysFound, IncidentSeen
from cockpit.domain.model import Status
from cockpit.domain.suspects import ranked, recent, top
from cockpit.domain.suspicion import Ground
from cockpit.domain.texts import drafted

HOUR = 60
API = Service(
    name="Cloud API",
    aliases=("cloud api",),
    homes=(Home(repository="cloud", paths=("api", "db/")),),
    ring="production",
    depends_on=("queue",),
)
QUEUE = Service(name="queue", homes=(Home(repository="broker"),), depends_on=("disks",))
DISKS = Service(
    name="disks", homes=(Home(repository="infra", paths=("disks",)),), depends_on=("queue",)
)
NOVA = replace(procedure(), services=(API, QUEUE, DISKS))
NOW = after(5)


def _commit(sha, minutes, *paths, **more):
    plain = deploy(sha, at=after(minutes), repository=more.pop("repository", "cloud"))
    return replace(plain, paths=paths, files=more.pop("files", len(paths)), **more)


def _state(*commits, changes=(), bad_from=-2):
    found = [DeploysFound(repository=c.repository, found=(c,)) for c in commits]
    bad = [turned("api", Health.BAD, after(bad_from))] if bad_from is not None else []
    seen = IncidentSeen(incident=incident())
    return state_of(*found, *bad, seen, ChangesRelated(incident_id="Q1", changes=changes))


def _ranked(*commits, rules=NOVA, **more):
    state = _state(*commits, **more)
    return ranked(state, case_of(state), rules, NOW)


def _order(*commits, **more):
    return [s.deploy.sha for s in _ranked(*commits, **more)]


def _words(*commits, **more):
    return [reason.words for s in _ranked(*commits, **more) for reason in s.reasons]


def _change(minutes, subject="cloud v2 to production", sha="C1", reason="the latest change"):
    change = replace(
        deploy(sha, at=after(minutes), repository="PagerDuty", subject=subject, author="bot"),
        kind=DeployKind.CHANGE,
    )
    return Related(change=change, reason=reason)


def test_the_two_hours_count_back_from_the_first_bad_sample_and_not_from_now():
    edge = after(-40 - 2 * HOUR)
    inside, outside = _commit("a", -40 - 2 * HOUR), _commit("b", -40 - 2 * HOUR - 1)

    found = _ranked(inside, outside, bad_from=-40, rules=procedure())

    assert [(s.deploy.at, s.prime) for s in found] == [(edge, True)]


def test_what_came_after_the_first_bad_sample_is_no_suspect_and_says_why():
    state = _state(_commit("late", -10, "api/x.py", lines=900), bad_from=-40)
    (found,) = recent(state, case_of(state), NOVA, NOW)

    assert (found.rank, found.prime) == (0, False)
    assert found.reasons[-1].words == "30 min after the first bad sample: it did not begin with it"


def test_without_a_bad_sample_the_page_is_what_counts():
    assert "12 min before the page" in _words(_commit("a", -12), bad_from=None)


def test_the_failing_services_code_weighs_more_than_being_the_latest():
    pool = _commit("pool", -50, "db/pool.py")
    search = _commit("search", -3, "search/index.py")

    assert _order(search, pool) == ["pool", "search"]
    assert "touches db, which is Cloud API" in _words(pool)
    assert "touches nothing of Cloud API, and nothing that it needs" in _words(search)


def test_a_folder_is_not_touched_by_one_that_begins_with_the_same_letters():
    assert "touches nothing of Cloud API, and nothing that it needs" in _words(
        _commit("a", -3, "apiary/x.py")
    )


def test_what_the_failing_service_needs_is_suspected_through_other_services_too():
    disks = _commit("d", -10 * HOUR, "disks/main.tf", repository="infra")

    assert "touches disks, which is disks: Cloud API needs it" in _words(disks)
    assert "touches the repository broker, which is queue: Cloud API needs it" in _words(
        _commit("q", -3, repository="broker")
    )


def test_files_that_were_not_read_are_not_taken_for_files_elsewhere():
    words = _words(_commit("a", -3))

    assert "in cloud, where Cloud API is; which files it touches is not known" in words
    assert not any("nothing of Cloud API" in w for w in _words(_commit("b", -3, "x.py", files=900)))


def test_a_deploy_that_runs_elsewhere_comes_after_one_that_runs_where_it_hurts():
    staged = _commit("staged", -5, "api/x.py", rings=("staging",))
    live = _commit("live", -90, "api/y.py", rings=("staging", "production"))

    assert _order(staged, live) == ["live", "staged"]
    assert "runs in staging, and not in production, where it hurts" in _words(staged)
    assert "runs in production, where it hurts" in _words(live)


def test_reverts_configuration_and_size_are_named():
    words = _words(
        replace(_commit("a", -3, "api/x.py", lines=812), subject='Revert "Pool"'),
        _commit("b", -4, "helm/api/values.yaml"),
        _commit("c", -5, reverts="a1b2c3d"),
    )

    assert "takes back an earlier change" in words
    assert "large: 812 lines in 1 file" in words
    assert "changes configuration: helm/api/values.yaml" in words
    assert words.count("takes back an earlier change") == 2


def test_documentation_and_tests_are_hardly_suspected():
    docs = _commit("docs", -3, "docs/config/api.md", "tests/test_api.py")

    assert _order(docs, _commit("old", -115, "search/x.py")) == ["old", "docs"]
    assert "touches documentation or tests alone" in _words(docs)
    assert not any("configuration" in w for w in _words(docs))


def test_a_change_that_the_pager_relates_joins_the_list():
    found = _ranked(_commit("a", -100, "search/x.py"), changes=(_change(-30),))

    assert [s.deploy.sha for s in found] == ["C1", "a"]
    words = "the pager relates it to the incident: the latest change"
    assert words in [r.words for r in found[0].reasons]


def test_a_deploy_that_such_a_change_names_by_its_tag_is_suspected_more():
    other, named = _commit("x", -30, "a.py"), _commit("y", -30, "b.py", tags=("v2",))

    assert _order(other, named, changes=(_change(-29),))[:2] == ["C1", "y"]
    assert _order(other, named, changes=(_change(-29, "cloud v21"),))[1:] == ["y", "x"]
    assert not [w for w in _words(named, changes=(_change(-29, "cloud v21"),)) if "named" in w]


def test_the_words_do_not_lie_when_the_service_is_not_in_the_catalogue():
    grounds = {
        r.ground for s in _ranked(_commit("a", -3, "x.py"), rules=procedure()) for r in s.reasons
    }

    assert grounds == {Ground.RECENT}


def test_the_top_suspect_of_an_incident_that_is_over_is_still_known():
    state = _state(_commit("pool", -50, "db/pool.py"), _commit("late", 3, "db/pool.py"))
    over = state_of(
        *(DeploysFound(repository="cloud", found=r.deploys) for r in state.repositories.values()),
        IncidentSeen(incident=incident(status=Status.RESOLVED)),
    )

    assert top(over, case_of(over), NOVA).deploy.sha == "pool"
    assert ranked(over, case_of(over), NOVA, after(600)) == ()


def test_an_update_names_the_top_suspect_and_not_the_newest():
    pool = replace(_commit("pool", -50, "db/pool.py"), subject="Pool of 40")
    newest = replace(_commit("new", -3, "search/x.py"), subject="Search")
    state = _state(pool, newest)

    known, _, _ = drafted(state, case_of(state), NOVA, "identified")

    assert "The likely cause is the change in cloud: Pool of 40." in known


def test_without_a_suspect_an_update_names_no_cause():
    state = _state(_commit("late", 3, "db/pool.py"))

    known, _, _ = drafted(state, case_of(state), NOVA, "identified")

    assert "likely cause" not in known


# --- whatever the deploys are ------------------------------------------------------------------

PATHS = st.sampled_from(("api/a.py", "db/b.py", "x.py", "docs/a.md", "helm/v.yaml", "disks/a.tf"))


@st.composite
def _commits(draw):
    count = draw(st.integers(0, 6))
    return [
        _commit(
            f"{n}",
            draw(st.integers(-1500, 30)),
            *draw(st.lists(PATHS, max_size=3, unique=True)),
            repository=draw(st.sampled_from(("cloud", "broker", "infra", "other"))),
            lines=draw(st.sampled_from((0, 120, 900))),
            rings=draw(st.sampled_from(((), ("staging",), ("production",)))),
        )
        for n in range(count)
    ]


CHANGES = st.sampled_from(((), (_change(-30),), (_change(2),)))


@given(_commits(), CHANGES)
def test_every_suspect_has_reasons_in_words_and_ranks_have_no_gap(commits, changes):
    state = _state(*commits, changes=changes)
    judged = recent(state, case_of(state), NOVA, NOW)
    suspects = ranked(state, case_of(state), NOVA, NOW)

    assert all(s.reasons and all(r.words and r.short for r in s.reasons) for s in judged)
    assert [s.rank for s in suspects] == list(range(1, len(suspects) + 1))
    assert [s.score for s in suspects] == sorted((s.score for s in suspects), reverse=True)
    assert all(s.rank for s in judged if s.prime)
    assert not [s for s in suspects if after(-2) < s.deploy.at <= NOW]


@given(_commits(), st.randoms())
def test_the_order_does_not_depend_on_the_order_in_which_deploys_were_found(commits, chance):
    shuffled = list(commits)
    chance.shuffle(shuffled)

    assert _order(*shuffled) == _order(*commits)


@given(_commits(), st.integers(2 * HOUR, 22 * HOUR))
def test_an_older_unrelated_deploy_changes_nothing_for_the_others(commits, minutes):
    unrelated = _commit("new", -3 - minutes, "y.py", repository="other")

    before, now = _order(*commits), _order(*commits, unrelated)

    assert [sha for sha in now if sha != "new"] == before
    assert now[:1] == before[:1]


@given(_commits(), st.integers(1, 10_000))
def test_the_order_stays_while_the_incident_goes_on(commits, minutes):
    """Nothing moves under the hand. What was dated in the future may come true."""
    past = [c for c in commits if c.at <= NOW]
    state = _state(*past)
    later = NOW + timedelta(minutes=minutes)

    first = ranked(state, case_of(state), NOVA, NOW)

    assert ranked(state, case_of(state), NOVA, later) == first
    assert PAGED <= NOW


# --- the pager's list of changes -----------------------------------------------------------------


def _listed(*related, changes=()):
    listed = ChangesFound(found=tuple(one.change for one in changes))
    seen = IncidentSeen(incident=incident())
    return state_of(listed, seen, ChangesRelated(incident_id="Q1", changes=related))


def test_a_change_that_is_related_and_listed_counts_once():
    one, other = _change(-10), _change(-20, "queue 3", sha="C2")
    state = _listed(one, changes=(one, other))
    found = ranked(state, case_of(state), NOVA, NOW)

    assert [s.deploy.sha for s in found] == ["C1", "C2"]
    assert Ground.PAGER in {r.ground for r in found[0].reasons}
    assert Ground.PAGER not in {r.ground for r in found[1].reasons}


def test_a_related_change_that_the_list_has_not_is_kept():
    state = _listed(_change(-10), changes=(_change(-20, sha="C2"),))

    assert {s.deploy.sha for s in ranked(state, case_of(state), NOVA, NOW)} == {"C1", "C2"}


def test_changes_are_listed_without_an_incident():
    state = state_of(ChangesFound(found=(_change(-10).change,)))
    (found,) = recent(state, None, NOVA, NOW)

    assert (found.deploy.sha, found.prime, found.rank) == ("C1", True, 0)


def test_whose_change_it_is_counts_where_the_pager_says_it():
    def change(sha, *services):
        return Related(change=replace(_change(-10, sha=sha).change, services=services))

    changes = (change("own", "cloud api"), change("needed", "queue"), change("apart", "web"))
    state = _listed(changes=changes)
    found = {s.deploy.sha: s for s in ranked(state, case_of(state), NOVA, NOW)}

    grounds = {sha: {r.ground for r in one.reasons} for sha, one in found.items()}
    assert [s.deploy.sha for s in found.values()] == ["own", "needed", "apart"]
    assert Ground.HOME in grounds["own"]
    assert Ground.DEPENDENCY in grounds["needed"]
    assert Ground.ELSEWHERE in grounds["apart"]
