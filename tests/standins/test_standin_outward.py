"""The mail server and the status page of the demo, as clients that are not ours see them."""

import smtplib
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from patience import PATIENCE_S
from stand import Stand

LETTER = (
    "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n"
    "Date: Tue, 21 Apr 2026 08:44:10 +0000\r\nMessage-ID: <1@example.com>\r\n\r\nHello.\r\n"
)
TOKEN = "standin-statuspage-token"


@pytest.fixture
def post(stand: Stand) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, logged in."""
    place = urlsplit(stand.mail)
    with smtplib.SMTP(place.hostname or "", place.port or 0, "here", PATIENCE_S) as client:
        client.ehlo()
        client.login("cockpit", "standin-mail-password")
        yield client


@pytest.fixture
def page(stand: Stand) -> Iterator[httpx.Client]:
    """The status page as whoever has the token sees it."""
    base = f"{stand.statuspage}/pages/standinpage1/"
    headers = {"Authorization": f"OAuth {TOKEN}"}
    with httpx.Client(base_url=base, headers=headers, trust_env=False, timeout=PATIENCE_S) as http:
        yield http


# --- the mail server ---------------------------------------------------------------------------


def test_another_client_can_send(stand: Stand, post: smtplib.SMTP) -> None:
    assert post.sendmail("a@example.com", ["b@example.com"], LETTER) == {}

    (letter,) = stand.mails()
    assert (letter["sender"], letter["recipients"]) == ("a@example.com", ["b@example.com"])
    assert letter["text"] == "Hello.\n"


def test_a_dot_at_the_beginning_of_a_line_stays_one(stand: Stand, post: smtplib.SMTP) -> None:
    post.sendmail("a@example.com", ["b@example.com"], f"{LETTER}.one\r\n..two\r\n.\r\nend\r\n")

    assert stand.mails()[0]["text"] == "Hello.\n.one\n..two\n.\nend\n"


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (LETTER.replace("Message-ID", "X-ID"), "Message-ID"),
        (LETTER.replace("Hello", "H\u00e9llo"), "8-bit"),
        (LETTER.replace("Subject: x", "Subject: x\r\nSubject: y"), "Subject"),
        (LETTER + "x" * 999 + "\r\n", "too long"),
    ],
)
def test_a_letter_that_is_none_is_refused(
    stand: Stand, post: smtplib.SMTP, letter: str, words: str
) -> None:
    with pytest.raises(smtplib.SMTPDataError, match=words):
        post.sendmail("a@example.com", ["b@example.com"], letter.encode())

    assert stand.mails() == []


def test_nobody_sends_without_a_login(stand: Stand) -> None:
    place = urlsplit(stand.mail)
    with smtplib.SMTP(place.hostname or "", place.port or 0, "here", PATIENCE_S) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("cockpit", "wrong")
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("a@example.com", ["b@example.com"], LETTER)

    assert stand.mails() == []


def test_an_unknown_mailbox_is_refused_and_the_others_get_it(
    stand: Stand, post: smtplib.SMTP
) -> None:
    refused = post.sendmail("a@example.com", ["nobody@novavms.example", "b@example.com"], LETTER)

    assert set(refused) == {"nobody@novavms.example"}
    assert stand.mails()[0]["recipients"] == ["b@example.com"]


def test_the_order_of_commands_is_kept(stand: Stand) -> None:
    place = urlsplit(stand.mail)
    with smtplib.SMTP(place.hostname or "", place.port or 0, "here", PATIENCE_S) as client:
        assert client.docmd("MAIL", "FROM:<a@example.com>")[0] == 503
        assert client.docmd("EHLO", "here")[0] == 250
        assert client.docmd("STARTTLS")[0] == 502
        assert client.docmd("DATA")[0] == 503
        assert client.docmd("VRFY", "x")[0] == 502


def test_failures_come_when_ordered_and_go_when_taken_back(
    stand: Stand, post: smtplib.SMTP
) -> None:
    stand.mail_fault("mail", code=452, text="full", times=0)
    with pytest.raises(smtplib.SMTPSenderRefused, match="452"):
        post.sendmail("a@example.com", ["b@example.com"], LETTER)
    stand.clear_faults()
    post.sendmail("a@example.com", ["b@example.com"], LETTER)

    assert len(stand.mails()) == 1


def test_letters_outlive_a_kill(tmp_path) -> None:
    with Stand(tmp_path) as stand:
        place = urlsplit(stand.mail)
        with smtplib.SMTP(place.hostname or "", place.port or 0, "here", PATIENCE_S) as client:
            client.login("cockpit", "standin-mail-password")
            client.sendmail("a@example.com", ["b@example.com"], LETTER)
        before, address = stand.mails(), stand.mail
        stand.kill()
    with Stand(tmp_path) as again:
        assert again.mails() == before
        assert again.mail == address


# --- the status page ---------------------------------------------------------------------------


def test_an_incident_is_opened_changed_and_listed(stand: Stand, page: httpx.Client) -> None:
    given = {"name": "x", "status": "investigating", "body": "one", "component_ids": ["cmpapi0001"]}
    made = page.post("incidents", json={"incident": given})
    stand.advance(5)
    place = f"incidents/{made.json()['id']}"
    changed = page.patch(place, json={"incident": {"status": "resolved", "body": "two"}})

    assert (made.status_code, changed.status_code) == (201, 200)
    assert [said["body"] for said in changed.json()["incident_updates"]] == ["two", "one"]
    assert page.get(place).json() == changed.json()
    assert [i["id"] for i in page.get("incidents").json()] == [made.json()["id"]]
    assert page.get("incidents/unresolved").json() == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "identified"}, "Name"),
        ({"name": "x", "status": "broken"}, "Status"),
        ({"name": "x", "metadata": {"a": "b"}}, "Metadata"),
        ({"name": "x", "component_ids": ["nope"]}, "Component"),
        ({"name": "x", "components": {"cmpapi0001": "dead"}}, "Component status"),
        ({"name": "x", "body": "y" * 25_001}, "Body"),
        ({"name": "x", "message": "y"}, "not known"),
        ({"name": "x", "deliver_notifications": "yes"}, "wrong type"),
    ],
)
def test_what_the_page_does_not_take_is_refused(
    stand: Stand, page: httpx.Client, given: dict, words: str
) -> None:
    answer = page.post("incidents", json={"incident": given})

    assert answer.status_code == 422
    assert words in str(answer.json()["error"])
    assert stand.page() == []


def test_another_token_and_another_page_are_refused(stand: Stand, page: httpx.Client) -> None:
    wrong = page.get("incidents", headers={"Authorization": f"Bearer {TOKEN}"})
    elsewhere = page.get(f"{stand.statuspage}/pages/other/incidents")

    assert (wrong.status_code, elsewhere.status_code) == (401, 404)


def test_sixty_questions_a_minute_are_answered(stand: Stand, page: httpx.Client) -> None:
    answers = [page.get("incidents") for _ in range(61)]

    assert [a.status_code for a in answers] == [200] * 60 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 60
