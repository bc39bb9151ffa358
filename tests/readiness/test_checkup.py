"""The check-up against stand-ins over real HTTP, real mail, real repositories."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from cockpit.adapters.clock import SystemClock
from cockpit.domain.readiness import Found, Group, is_ready
from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.readiness import terminal

PUSH = {"kind": "push_notification"}
PATIENCE_OF_SLACK_S = 0.5 + 0.5
"""The time-out of the configuration, and what its thread gets besides."""
MACHINE, PAGER = frozenset({Group.MACHINE}), frozenset({Group.PAGER})
CHAT, SERVICES = frozenset({Group.CHAT}), frozenset({Group.SERVICES})
EVIDENCE = frozenset({Group.EVIDENCE})
NARROW = ("secrets/slack", "secrets/narrow")


def git(folder: Path, *arguments: str) -> None:
    """A git command there."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], env=env, check=True, capture_output=True)


def aged(path: Path, age: timedelta) -> None:
    """Make a file as old as that."""
    then = (SystemClock().now() - age).timestamp()
    os.utime(path, (then, then))


async def test_in_a_good_world_everything_is_looked_at_and_nothing_is_written(examine, stand):
    found = await examine()

    assert not [r for r in found.values() if r.found in (Found.FAILED, Found.UNSEEN)]
    assert is_ready(found.values())
    assert "push at once, phone after 2 min" in found["pager-ladder"].words
    assert found["pager-duty"].words.startswith("primary until")
    assert {r.topic.id for r in found.values() if r.found is Found.SKIPPED} == {"terminal"}
    assert stand.received()["requests"] == []
    assert stand.mails() == []


async def test_rules_for_low_urgency_do_not_count_as_a_way_to_be_woken(examine, stand):
    low = [{"kind": "push_notification", "urgency": "low"}, {"kind": "phone", "urgency": "low"}]
    stand.order("/pagerduty/notifying", who="ana", rules=low)
    ladder = (await examine(only=PAGER))["pager-ladder"]

    assert ladder.found is Found.FAILED
    assert (
        ladder.words
        == "no notification rule for high urgency (2 for low urgency, which pages nobody)"
    )
    assert "Notification Rules" in ladder.mend


async def test_a_telephone_that_the_pager_gave_up_on_is_found(examine, stand):
    methods = [PUSH, {"kind": "phone", "blacklisted": True}]
    stand.order("/pagerduty/notifying", who="ana", methods=methods)
    ladder = (await examine(only=PAGER))["pager-ladder"]

    assert (ladder.found, ladder.words) == (Found.FAILED, "phone (Phone) is blocked by the pager")


async def test_who_may_only_look_at_the_pager_is_not_ready(examine, stand):
    stand.order("/pagerduty/notifying", who="ana", role="read_only_user")
    token = (await examine(only=PAGER))["pager-token"]

    assert token.found is Found.FAILED
    assert "may only look" in token.words


async def test_a_token_of_somebody_else_and_one_of_the_account_are_told(examine):
    other = (await examine(('email = "ana@', 'email = "ben@'), only=PAGER))["pager-token"]

    assert other.found is Found.FAILED
    assert "ana@novavms.example" in other.words
    assert "ben@novavms.example" in other.words


async def test_what_a_narrow_token_may_not_do_is_told_by_scope_and_purpose(examine, stand):
    secret = stand.config.parent / "secrets/narrow"
    secret.write_text("xoxb-standin-narrow\n", encoding="utf-8")
    secret.chmod(0o600)
    found = await examine(NARROW, only=CHAT)

    assert found["chat-token"].found is Found.PASSED
    assert found["chat-scopes"].found is Found.FAILED
    assert "chat:write (to post)" in found["chat-scopes"].words
    assert "reinstall" in found["chat-scopes"].mend
    assert found["chat-channel-#ops"].found is Found.UNSEEN
    assert "xoxb" not in str(found)


async def test_a_channel_that_the_app_is_not_in_is_told_with_the_invitation(examine, stand):
    stand.order("/slack/expel", channel="novavms-oncall")
    channel = (await examine(only=CHAT))["chat-channel-#novavms-oncall"]

    assert channel.found is Found.FAILED
    assert channel.words == "the app is not in it"
    assert "/invite" in channel.mend


async def test_a_revoked_token_fails_its_own_check_and_blinds_those_that_need_it(examine, stand):
    stand.order("/slack/revoke", token="xoxb-standin-cockpit")
    found = await examine()

    assert found["chat-token"].found is Found.FAILED
    assert found["chat-token"].meaning == "nobody hears of an incident from here: declare by hand"
    assert found["pager-token"].found is Found.PASSED
    assert "xoxb" not in str(found)


async def test_a_service_that_hangs_costs_its_own_time_and_a_second_at_most(examine, stand):
    stand.fault("slack", "hang", times=0)
    slack = ('poll = "3s"', 'poll = "3s"\ntimeout = "0.5s"')
    found = await examine(slack)
    chat = [r.took_s for r in found.values() if r.topic.group is Group.CHAT]

    assert found["chat-token"].found is Found.FAILED
    assert found["chat-scopes"].found is Found.UNSEEN
    assert all(r.found is Found.PASSED for r in found.values() if r.topic.group is Group.PAGER)
    assert max(chat) < PATIENCE_OF_SLACK_S + 1.0


async def test_what_the_procedure_needs_and_nobody_configured_is_a_failure(examine, stand):
    text = stand.config.read_text(encoding="utf-8")
    table = text[text.index("[statuspage]") : text.index("[sentry]")]
    wanted = (
        'policy_ids = ["PPOLICY"]\n',
        'policy_ids = ["PPOLICY"]\n[procedure.readiness]\nneeds = ["status"]\n',
    )
    skipped = (await examine((table, ""), only=SERVICES))["no-status"]
    needed = await examine(
        (table, ""), (wanted[0] + 'poll = "2s"', 'poll = "2s"\n' + wanted[1]), only=SERVICES
    )

    assert (skipped.found, skipped.mend) == (Found.SKIPPED, "add [statuspage] to the configuration")
    assert needed["no-status"].found is Found.FAILED


async def test_where_tickets_and_papers_cannot_be_filed_is_told_beforehand(examine, stand):
    well = await examine(only=SERVICES)
    ill = await examine(
        ('project = "OPS"', 'project = "GONE"'),
        ('path = "papers"', 'path = "config.toml"'),
        ('[papers.git]\nrepository = "cloud"', '[papers.git]\nrepository = "nowhere"'),
        only=SERVICES,
    )

    names = ("work", "papers-folder", "papers-git")
    assert [well[name].found for name in names] == [Found.PASSED] * 3
    assert well["work"].words == "may open tickets in OPS"
    assert [ill[name].found for name in names] == [Found.FAILED] * 3
    assert all(ill[name].mend and ill[name].meaning for name in names)
    assert not (stand.config.parent / "papers").exists(), "nothing was filed"


async def test_a_repository_is_told_by_its_age_and_by_what_is_going_on_in_it(examine, stand):
    folder = stand.config.parent / "repos/cloud"
    git(folder, "remote", "add", "origin", "https://git.example/cloud.git")
    fetched = folder / ".git/FETCH_HEAD"
    fetched.touch()
    aged(fetched, timedelta(days=3))
    old = (await examine(only=EVIDENCE))["repository-cloud"]
    aged(fetched, timedelta(hours=3))
    git(folder, "switch", "--detach")
    detached = (await examine(only=EVIDENCE))["repository-cloud"]
    (folder / ".git/rebase-merge").mkdir()
    rebasing = (await examine(only=EVIDENCE))["repository-cloud"]

    assert (old.found, old.words) == (Found.FAILED, "last fetched 3 d ago, wanted within 24 h")
    assert (detached.found, detached.words) == (Found.WARNED, "on no branch, fetched 3 h ago")
    assert rebasing.words == "a rebase is going on, fetched 3 h ago"


async def test_a_probe_that_is_bad_answers_and_one_without_answer_is_a_failure(examine, stand):
    stand.order("/product", path="/api/v1/health", status=503)
    found = await examine(('name = "uplink"', 'name = "uplink"\nserver_name = "elsewhere"'))
    health = found["probe-api-health"]

    assert (health.found, health.words) == (Found.WARNED, "bad: 503")
    assert found["probe-uplink"].found is not Found.PASSED


async def test_a_state_folder_that_others_may_read_is_told_with_the_command(examine, stand):
    state = Path(stand.config.parent / "state")
    state.mkdir(exist_ok=True)
    state.chmod(0o755)
    folder = (await examine(only=MACHINE))["state"]

    assert folder.found is Found.FAILED
    assert "open to others (mode 0755)" in folder.words
    assert folder.mend.startswith(f"chmod 700 {state}")


async def test_a_damaged_journal_is_found_and_left_as_it_is(examine, stand):
    state = stand.config.parent / "state"
    state.mkdir(exist_ok=True)
    journal = state / "journal.sqlite3"
    journal.write_bytes(b"no journal at all" * 300)
    try:
        found = (await examine(only=MACHINE))["journal"]
        left = journal.read_bytes()
    finally:
        journal.unlink()

    assert (found.found, found.words) == (Found.FAILED, "it is damaged")
    assert left == b"no journal at all" * 300


async def test_a_mail_server_that_refuses_the_password_is_told_and_no_letter_leaves(examine, stand):
    secret = stand.config.parent / "secrets/wrong"
    secret.write_text("not the password\n", encoding="utf-8")
    secret.chmod(0o600)
    mail = (await examine(("secrets/mail", "secrets/wrong"), only=SERVICES))["mail"]

    assert mail.found is Found.FAILED
    assert "not the password" not in str(mail)
    assert stand.mails() == []


@pytest.mark.parametrize(
    ("facts", "name", "found", "words"),
    [
        ({"columns": 60, "rows": 18}, "size", Found.WARNED, "60x18, small"),
        ({"utf8": False}, "unicode", Found.FAILED, "the locale is not UTF-8"),
        ({"widths": "no"}, "unicode", Found.WARNED, "some are drawn too wide"),
        ({"keyboard": "yes"}, "keyboard", Found.PASSED, "is told from Enter"),
        ({"multiplexer": "screen"}, "clipboard", Found.WARNED, "screen lets no copies through"),
        ({"term": "vt100"}, "colours", Found.WARNED, "TERM=vt100 shows none"),
        ({"colours": 16}, "colours", Found.WARNED, "sixteen"),
    ],
)
async def test_a_terminal_is_judged_by_what_it_can_do(facts, name, found, words):
    checks = terminal.checks(TerminalFacts(is_there=True, **facts), None)
    (look,) = [check.look for check in checks if check.topic.id == f"terminal-{name}"]
    said = await look()

    assert (said.found, said.words) == (found, words)


async def test_whose_turn_it_is_by_a_calendar_has_to_stand_first_in_the_policy(examine, stand):
    calendar = stand.config.parent / "turns.ics"
    day = SystemClock().now()
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1",
        f"DTSTART;VALUE=DATE:{day - timedelta(days=1):%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=2):%Y%m%d}",
        "SUMMARY:Ana Ribeiro", "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    calendar.write_text("\r\n".join(lines), encoding="utf-8")
    table = f'[[calendars]]\nname = "turns"\nlevel = 2\nfile = "{calendar}"\n\n[statuspage]'
    found = await examine(("[statuspage]", table))
    policy = found["pager-policy"]

    assert found["calendar-turns"].words == "readable: now Ana Ribeiro"
    assert policy.found is Found.FAILED
    assert "level 2 (secondary) pages" in policy.words
    assert "wanted Ana Ribeiro" in policy.words
    assert "cockpit policy rotate" in policy.mend
