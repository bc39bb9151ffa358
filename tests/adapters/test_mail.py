"""The mail port on real SMTP: what arrives, what is refused, and what stays unclear."""

import asyncio
import socket
import ssl
from pathlib import Path

import pytest
import trustme
from mail_rig import (
    AT,
    CANARY,
    SENDER,
    TEXT,
    certificate,
    outcome,
    post_office,
    to_all,
    told,
    trusted,
    verbs,
)
from patience import PATIENCE_S

from cockpit.adapters import mail_words
from cockpit.adapters.mail_letter import MOST_RECIPIENTS, Sender, checked_address, letter
from cockpit.ports.outside import Changed, Refused, Unreachable
from cockpit.standins.outward import MailServer

LOGIN = MailServer(user="cockpit", password=CANARY)
BEFORE = ("greet", "ehlo", "mail", "rcpt", "data")
"""Steps at which a letter has not left yet."""


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


# --- what arrives ------------------------------------------------------------------------------


async def test_an_e_mail_arrives_as_it_was_written() -> None:
    async with post_office() as post:
        changed = await post.mail().send(to_all(to=("a@example.com", "b@example.com")))

        (arrived,) = post.letters
    headers = arrived["headers"]
    assert arrived["text"] == f"{TEXT}\n"
    assert arrived["recipients"] == ["a@example.com", "b@example.com"]
    assert arrived["sender"] == "oncall@example.com"
    assert headers["From"] == "Ana Ribeiro <oncall@example.com>"
    assert headers["To"] == "a@example.com, b@example.com"
    assert headers["Reply-To"] == "ana@example.com"
    assert headers["Subject"] == "[P1] Cloud API answers 5xx — über alles"
    assert headers["Date"] == "Tue, 21 Apr 2026 08:44:10 +0000"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Content-Type"] == 'text/plain; charset="utf-8"'
    assert changed == Changed(ref=headers["Message-ID"])
    assert changed.ref == "<cockpit.r1.mail@example.com>"


async def test_another_attempt_has_the_same_message_id() -> None:
    async with post_office() as post:
        post.fault("dot", "drop", act=True)
        first = await outcome(post.mail().send(to_all()))
        post.clock.advance(600)
        again = await post.mail().send(to_all())

        one, two = post.letters
    assert isinstance(first, Unreachable)
    assert one["headers"]["Message-ID"] == two["headers"]["Message-ID"] == again.ref
    assert one["headers"]["Date"] != two["headers"]["Date"]


async def test_a_recipient_who_is_named_twice_gets_one() -> None:
    async with post_office() as post:
        await post.mail().send(to_all(to=("a@example.com", "a@example.com")))

        assert post.letters[0]["recipients"] == ["a@example.com"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_everything_goes_encrypted_after_a_login(
    security: str, ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by an authority of a company's own, named in SSL_CERT_FILE (other tools' D7.59)."""
    trusted(ca, tmp_path, monkeypatch.setenv)
    async with post_office(LOGIN, certificate(ca), implicit=security == "tls") as post:
        await post.mail(security, user="cockpit").send(to_all())

        assert [arrived["secure"] for arrived in post.letters] == [True]
        assert post.asked == ["password"]


# --- nothing goes in the clear -----------------------------------------------------------------


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_certificate_that_nobody_vouches_for_ends_it_before_a_word(
    security: str, ca: trustme.CA
) -> None:
    async with post_office(LOGIN, certificate(ca), implicit=security == "tls") as post:
        error = await outcome(post.mail(security, user="cockpit").send(to_all()))

        assert not {"AUTH", "MAIL"} & set(verbs(post))
    assert isinstance(error, Unreachable)
    assert (error.maybe_sent, "certificate is not trusted" in error.reason) == (False, True)
    assert "SSL_CERT_FILE" in error.mend


async def test_a_certificate_for_another_name_ends_it(
    ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted(ca, tmp_path, monkeypatch.setenv)
    async with post_office(LOGIN, certificate(ca, "smtp.elsewhere.example")) as post:
        error = await outcome(post.mail("starttls", user="cockpit").send(to_all()))

        assert not {"AUTH", "MAIL"} & set(verbs(post))
    assert isinstance(error, Unreachable)
    assert "certificate is not trusted" in error.reason


async def test_who_takes_the_offer_of_starttls_away_gets_nothing() -> None:
    async with post_office(LOGIN) as post:
        error = await outcome(post.mail("starttls", user="cockpit").send(to_all()))

        assert set(verbs(post)) == {"EHLO"}
    assert isinstance(error, Refused)
    assert (error.code, error.retry_after_s) == ("no_starttls", None)
    assert "in the clear" in error.reason


@pytest.mark.parametrize(("code", "retries"), [(454, True), (501, False)])
async def test_a_server_that_takes_its_offer_back_gets_nothing(
    code: int, retries: bool, ca: trustme.CA
) -> None:
    async with post_office(LOGIN, certificate(ca)) as post:
        post.fault("starttls", code=code)
        error = await outcome(post.mail("starttls", user="cockpit").send(to_all()))

        assert set(verbs(post)) == {"EHLO", "STARTTLS"}
    assert isinstance(error, Refused)
    assert (error.retry_after_s is not None) == retries


async def test_tls_to_a_port_without_it_says_which_port_is_usual() -> None:
    async with post_office() as post:
        error = await outcome(post.mail("tls").send(to_all()))

    assert isinstance(error, Unreachable)
    assert not error.maybe_sent
    assert "465" in error.mend


# --- what the server refuses -------------------------------------------------------------------


@pytest.mark.parametrize("step", [*BEFORE, "dot"])
@pytest.mark.parametrize(("code", "retries"), [(451, True), (421, True), (554, False)])
async def test_a_refusal_at_any_step_says_so_with_the_servers_words(
    step: str, code: int, retries: bool
) -> None:
    async with post_office() as post:
        post.fault(step, code=code, text="5.7.1 not \x1b[2Jtoday", times=0)
        error = await outcome(post.mail().send(to_all()))

        assert post.letters == []
    assert isinstance(error, Refused)
    assert f"{code} 5.7.1 not today" in error.reason
    assert (error.retry_after_s is not None) == retries
    assert error.mend


async def test_some_recipients_are_refused_and_the_others_get_it() -> None:
    async with post_office(MailServer(unknown=("nobody@example.com",))) as post:
        changed = await post.mail().send(to_all(to=("a@example.com", "nobody@example.com")))

        assert post.letters[0]["recipients"] == ["a@example.com"]
    assert changed.warning == "not delivered to nobody@example.com (550 5.1.1 no such mailbox)"


async def test_all_recipients_are_refused() -> None:
    gone = ("nobody@example.com", "noone@example.com")
    async with post_office(MailServer(unknown=gone)) as post:
        error = await outcome(post.mail().send(to_all(to=gone)))

        assert "DATA" not in verbs(post)
    assert isinstance(error, Refused)
    assert all(name in error.reason for name in gone)
    assert error.retry_after_s is None


async def test_if_one_of_them_may_be_taken_later_it_is_tried_later() -> None:
    async with post_office(MailServer(unknown=("nobody@example.com",))) as post:
        post.fault("rcpt", address="a@example.com", code=450)
        people = ("a@example.com", "nobody@example.com")
        error = await outcome(post.mail().send(to_all(to=people)))

    assert isinstance(error, Refused)
    assert error.retry_after_s == mail_words.LATER_S


async def test_a_wrong_password_is_asked_for_again_and_shown_nowhere() -> None:
    async with post_office(MailServer(user="cockpit", password="another")) as post:
        port = post.mail(user="cockpit")
        error = await outcome(port.send(to_all()))
        await outcome(port.send(to_all()))

        assert post.asked == ["password", "password"]
        assert "MAIL" not in verbs(post)
    assert isinstance(error, Refused)
    assert error.credentials
    assert "535" in error.reason
    assert CANARY not in told(error)
    assert CANARY not in repr(port)


async def test_a_server_that_repeats_the_password_is_not_quoted() -> None:
    async with post_office(LOGIN) as post:
        post.fault("rcpt", code=550, text=f"5.1.1 you said {CANARY}, did you")
        port = post.mail(user="cockpit", password=CANARY)
        error = await outcome(port.send(to_all()))

    assert isinstance(error, Refused)
    assert "you said ***, did you" in error.reason
    assert CANARY not in error.reason


async def test_a_server_that_lets_nobody_log_in() -> None:
    async with post_office() as post:
        error = await outcome(post.mail(user="cockpit").send(to_all()))

        assert "MAIL" not in verbs(post)
    assert isinstance(error, Refused)
    assert error.credentials
    assert "mail.user" in error.mend
    assert CANARY not in told(error)


# --- what breaks, and what is unclear then -----------------------------------------------------


@pytest.mark.parametrize("kind", ["drop", "garbage"])
@pytest.mark.parametrize("step", BEFORE)
async def test_what_breaks_before_the_letter_has_left_was_not_sent(step: str, kind: str) -> None:
    async with post_office() as post:
        post.fault(step, kind)
        error = await outcome(post.mail().send(to_all()))

        assert post.letters == []
    assert isinstance(error, Unreachable)
    assert not error.maybe_sent
    assert error.mend


@pytest.mark.parametrize("kind", ["drop", "garbage"])
@pytest.mark.parametrize("taken", [True, False])
async def test_what_breaks_after_the_last_dot_is_unclear(kind: str, taken: bool) -> None:
    async with post_office() as post:
        post.fault("dot", kind, act=taken)
        error = await outcome(post.mail().send(to_all()))

        assert len(post.letters) == taken
    assert isinstance(error, Unreachable)
    assert error.maybe_sent


async def test_a_receipt_that_says_neither_yes_nor_no_is_unclear() -> None:
    async with post_office() as post:
        post.fault("dot", code=354, text="go on", act=True)
        error = await outcome(post.mail().send(to_all()))

    assert isinstance(error, Unreachable)
    assert error.maybe_sent


@pytest.mark.parametrize(("step", "unclear"), [("greet", False), ("dot", True)])
async def test_a_server_that_says_nothing_is_given_up_in_time(step: str, unclear: bool) -> None:
    async with post_office() as post:
        post.fault(step, "hang", act=True)
        error = await outcome(post.mail(timeout_s=3).send(to_all()))

    assert isinstance(error, Unreachable)
    assert (error.maybe_sent, "within 3 s" in error.reason) == (unclear, True)


async def test_a_receipt_counts_though_the_goodbye_fails() -> None:
    async with post_office() as post:
        post.fault("quit", "drop")
        changed = await post.mail().send(to_all())

        assert len(post.letters) == 1
    assert changed.warning == ""


async def test_whoever_is_not_waited_for_hangs_up() -> None:
    async with post_office() as post:
        post.fault("dot", "hang", act=True)
        sending = asyncio.create_task(post.mail().send(to_all()))
        async with asyncio.timeout(PATIENCE_S):
            while not post.letters:
                await asyncio.sleep(0)
            sending.cancel()
            ended = await asyncio.gather(sending, return_exceptions=True)
            while post.server._talks:
                await asyncio.sleep(0)

    assert isinstance(ended[0], asyncio.CancelledError)


async def test_nothing_listens_there() -> None:
    async with post_office() as post:
        port = post.mail()
    error = await outcome(port.send(to_all()))

    assert isinstance(error, Unreachable)
    assert not error.maybe_sent
    assert "nothing listens" in error.reason


def test_a_name_that_is_not_found_says_what_to_check() -> None:
    cause = OSError("wrapped")
    cause.__cause__ = socket.gaierror(-2, "Name or service not known")
    error = mail_words.broken(cause, "smtp.example.com:465", maybe_sent=False)

    assert "name is not found" in error.reason
    assert "mail.host" in error.mend


def test_a_broken_tls_record_after_the_dot_stays_unclear() -> None:
    error = mail_words.broken(ssl.SSLError("bad record"), "127.0.0.1:465", maybe_sent=True)

    assert isinstance(error, Unreachable)
    assert error.maybe_sent


# --- nobody breaks out of a header -------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "  ",
        "a\r\nBcc: x@example.com",
        "a\nb",
        "a\rb",
        "a\x00b",
        "a\u2028b",
        "\udc80",
        "s" * 251,
    ],
)
async def test_a_subject_that_is_none_is_refused_before_anybody_is_asked(subject: str) -> None:
    async with post_office() as post:
        error = await outcome(post.mail().send(to_all(subject=subject)))

        assert list(verbs(post)) == []
    assert isinstance(error, Refused)
    assert error.code == "subject"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "everyone",
        "a@b@c",
        "a b@example.com",
        "a@example.com\r\nRCPT TO:<x@example.com>",
        "a@example.com\n",
        "a@example.com>",
        "<a@example.com>",
        "Ana <a@example.com>",
        "a@example.com, b@example.com",
        '"a b"@example.com',
        "ä@example.com",
        "a@exämple.com",
        "a@-example.com",
        "a@" + "b" * 260,
        "a@" + "b." * 120 + "!",
    ],
)
async def test_an_address_that_is_none_is_refused_before_anybody_is_asked(address: str) -> None:
    async with post_office() as post:
        error = await outcome(post.mail().send(to_all(to=(address,))))
        sender = Sender(name="x", address=address)
        from_there = await outcome(post.mail(sender=sender).send(to_all()))

        assert list(verbs(post)) == []
    assert isinstance(error, Refused)
    assert isinstance(from_there, Refused)
    assert (error.code, from_there.code) == ("address", "address")


def test_addresses_as_people_have_them_are_taken() -> None:
    for address in ("a@example.com", "first.last+tag@mail.example.co", "o'neil@x", "a_b@1.2"):
        assert checked_address(address, "it") == address


def test_nobody_and_too_many_are_refused() -> None:
    crowd = tuple(f"p{n}@example.com" for n in range(MOST_RECIPIENTS + 1))
    for people, code in ((), "nobody"), (crowd, "too_many"):
        with pytest.raises(Refused) as caught:
            letter(to_all(to=people), SENDER, AT)
        assert caught.value.code == code


async def test_a_hostile_name_stays_a_name() -> None:
    sender = Sender(
        name='Ana"\r\nBcc: x@example.com\r\n\x1b]0;owned\x07 <y@example.com>',
        address="oncall@example.com",
    )
    async with post_office() as post:
        await post.mail(sender=sender).send(to_all())

        (arrived,) = post.letters
    assert arrived["recipients"] == ["everyone@example.com"]
    assert "Bcc" not in arrived["headers"]
    assert "\x1b" not in arrived["headers"]["From"]
    assert arrived["headers"]["From"].endswith("<oncall@example.com>")
