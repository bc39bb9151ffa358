"""The demo of a company that has to be told, from a shell: e-mail, groups, status page, rooms."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from command import Said, cockpit, rewritten
from mail_rig import certificate, post_office
from stand import Stand

from cockpit.standins.outward import MailServer


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The incident declared; the tests use parts of it that are not in each other's way."""
    folder: Path = tmp_path_factory.mktemp("company")
    with Stand(folder, scenario="stuck-queue") as stand:
        _done(stand, "declare")
        yield stand


def _done(stand: Stand, *arguments: str) -> Said:
    said = cockpit(stand.config, *arguments)
    assert said.code == 0, said.err
    return said


def test_everybody_is_told_in_their_own_way_and_the_list_ticks_itself(company: Stand) -> None:
    """Procedures I4 and P7."""
    for who in ("stakeholders", "company", "customers"):
        _done(company, "tell", who, "--yes")
    _done(company, "update", "--no-change")
    listed = _done(company, "tell").out.splitlines()
    (letter,) = company.mails()
    tagged = company.messages("incidents")[1]

    assert [line[:3] for line in listed] == ["[x]"] * 5
    assert letter["recipients"] == ["everyone@invisible.example"]
    assert letter["headers"]["Subject"] == "[P1] No task handed out for 5 minutes"
    assert tagged["notifies"] == ["!subteam^S0LEADS", "!subteam^S0OPERATORS", "!subteam^S0PRODUCT"]
    assert [incident["name"] for incident in company.page()] == ["Trouble with Task queue"]


def test_security_is_told_in_its_own_channel_with_the_group_tagged(company: Stand) -> None:
    """Procedure I6."""
    _done(company, "tell", "security", "--text", "A bot's password is in a ticket", "--yes")
    (told,) = company.messages("security")

    assert told["notifies"] == ["!subteam^S0ONCALL"]


def test_the_shift_begins_with_the_group_of_whoever_was_on_call_before(company: Stand) -> None:
    """Procedure I10."""
    said = _done(company, "group", "--yes")

    assert "@oncall is tom; it becomes ana" in said.err
    assert said.out == "@oncall is ana\n"


def test_a_room_has_whoever_holds_the_incident_and_a_second_one_another_name(
    company: Stand,
) -> None:
    _done(company, "room", "--yes")
    _done(company, "room", "--close", "--yes")
    again = _done(company, "room", "--yes")
    invited = company.writes("slack", "/api/conversations.invite")

    assert again.out == "done: open the channel #inc-1182-2\n"
    assert ["U0ANA" in write["body"] for write in invited] == [True, True]


async def test_an_e_mail_waits_until_the_servers_certificate_is_trusted(
    company: Stand, tmp_path: Path
) -> None:
    ca = trustme.CA()
    about = MailServer(user="cockpit", password="standin-mail-password")
    async with post_office(about, certificate(ca)) as post:
        config = company.config.with_name("starttls.toml")
        config.write_text(company.config.read_text("utf-8"), "utf-8")
        rewritten(config, f"port = {company.mail.rsplit(':', 1)[1]}", f"port = {post.port}")
        rewritten(config, 'security = "none"', 'security = "starttls"')
        refused = await asyncio.to_thread(cockpit, config, "tell", "company", "--yes")
        kept = list(post.letters)
        path = tmp_path / "ca.pem"
        ca.cert_pem.write_to_path(str(path))
        trusted = {"SSL_CERT_FILE": str(path)}
        sent = await asyncio.to_thread(cockpit, config, "outbox", "--release", "1", **trusted)

        assert (refused.code, kept) == (1, [])
        assert "certificate is not trusted; nothing was sent" in refused.err
        assert "set SSL_CERT_FILE" in refused.err
        assert sent.code == 0, sent.err
        assert [letter["secure"] for letter in post.letters] == [True]


def test_a_company_adds_an_act_of_its_own_to_its_profile(company: Stand) -> None:
    _done(company, "customer", "ws_4410")
    asked = cockpit(company.config, "act", "disable-flag", "ws_4410", "--input", "bulk-import")
    assert asked.code == 2
    assert "bulk-import is off for everybody in Brightside Clinics at once." in asked.err
    assert company.received()["disabled"] == []

    done = _done(company, "act", "disable-flag", "ws_4410", "--input", "bulk-import", "--yes")
    assert done.out == "Disable a feature flag: done, flag bulk-import\n"
    assert company.received()["disabled"] == ["ws_4410/bulk-import"]
