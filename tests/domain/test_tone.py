"""What a text for others should not say, and what only looks like it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.secrecy import secrets
from cockpit.domain.tone import blamed

PEOPLE = ("Ana Ortiz", "Bo Lindqvist", "Dan Okoye", "May Rivers", "Deploy Bot", "Cleo O'Neil")

BLAME = """\
Ana broke the login
Known: Dan Okoye forgot to renew the certificate
It is Bo's fault
this was caused by Ana
caused by Ana's deploy of 08:02
because of Dan
because of Dan's change
The outage is Dan\u2019s mistake.
Dan messed up the migration again
Bo Lindqvist should have tested this
we blame Ana
@ana pushed a broken build
May Rivers forgot the flag
the intern broke it
he forgot to run the migration
Ana took down production
Cleo O'Neil screwed up
Ana is to blame
Dan never tests anything
an error due to Dan's bad config
It's your fault
""".splitlines()

NO_BLAME = """\
Ana is rolling back cloud
Dan takes over from Ana at 10:00
Ana found the cause: the deploy of 08:02
Bo's fix for the error is out
caused by the deploy of 08:02
The database broke at 08:42
The deploy caused 5xx for 4 % of requests
because of the migration
Ana's error rate dashboard shows a drop
thanks to Dan we know the cause
Ana should have the results by 10:00
Dan failed over the database
Ana failed to reproduce it so far
We forgot nothing; customers are not hit
Ana: can you take #12 from Dan? API caused errors
On it: Ana Ortiz. Updates in this thread.
May have been caused by a bad config
Dan restarted the broken pods
Dan took the replica down to repair it
Deploy Bot broke nothing
Bo is responsible for the incident
the cache forgot its keys
Ana joined because of Dan's call
Will post again at 09:15, Dan has the lead
Ana broken pods: none left
""".splitlines()

SECRETS = """\
xoxb-123456789012-abcdefABCDEF
ghp_0123456789abcdefghijABCDEFGHIJ012345
github_pat_11ABCDEFG0123456789_abcdefghij
glpat-abcdefghij0123456789
AKIAIOSFODNN7EXAMPLE
sk_live_abcdefghijklmnop
AIzaSyA1234567890abcdefghijklmnopqrstuv
eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N
-----BEGIN RSA PRIVATE KEY-----
-----BEGIN PRIVATE KEY-----
Authorization: Bearer abcdef0123456789abcdef
Authorization: Token token=y_NbAkKc66ryYTWUXYEu
u+wo9sPAXsoS1dFY12Zg
routing key R0ABCDEFGHIJKLMNOPQRSTUVWXYZ0123
integration_key=0123456789abcdef0123456789abcdef
password=hunter2
DB_PASSWORD=correcthorse
password: hunter22!
the password is S3cr3t!pass
https://bob:swordfish@db.example.com/x
redis://:hunter2@10.0.0.1:6379
api_key: 4f9d8e7c6b5a43210f1e2d3c
client secret aB3dE5fG7hI9jK1lM3nO5pQ7
the token 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 leaked
{"password": "hunter22x"}
token="abc123def456ghi"
SECRET=abcd1234
""".splitlines()

NO_SECRETS = """\
the password was reset by the user
password: wrong
password: unchanged since Monday
token expired at 08:42
token = invalid
the secret of success is patience
password=*** and password=<redacted>
PASSWORD=$DB_PASSWORD
commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b broke it
the key point: rollback finished, deploy 0f2a9c1 is out
cache key product:2024-10-01:prices misses
https://example.pagerduty.com/incidents/Q1ABCDEFGHIJKL
https://grafana.example.com/d/abc123DEF456ghi789JKL/dashboard?orgId=1
http://localhost:8080/health@now
see the runbook: https://wiki.example.com/Token-Rotation-For-The-Api-Gateway-2024
request id 123e4567-e89b-12d3-a456-426614174000 failed its token check
basic authentication is broken for everybody
bearer tokens are refused since 08:42
primary key of table customer_orders_2024_archive_v2
the keyboard-interactive-authentication-method failed
error: secret not found: cloud-api-database-credentials
api key: rotated
token: expired-session-after-timeout
Key: s3://bucket/path/to/the/object/with-a-long-name.parquet
glance at gl-something and sg. and a+b
""".splitlines()


@pytest.mark.parametrize("words", BLAME)
def test_blame_is_found(words: str) -> None:
    assert blamed(words, PEOPLE)


@pytest.mark.parametrize("words", NO_BLAME)
def test_a_name_beside_a_failure_is_no_blame(words: str) -> None:
    assert blamed(words, PEOPLE) == ()


@pytest.mark.parametrize("words", BLAME[:3])
def test_whoever_is_not_known_cannot_be_told_from_a_thing(words: str) -> None:
    assert blamed(words, ()) == ()


def test_the_finding_names_the_words_that_it_is_about() -> None:
    text = "Known: 5xx on reads.\nDan  forgot\nto rotate the key"

    assert blamed("All is well. Dan  forgot to rotate the key.", PEOPLE) == ("Dan forgot",)
    assert blamed(text, ["Dan Okoye"]) == ("Dan forgot",)


@pytest.mark.parametrize("words", SECRETS)
def test_a_secret_is_found_and_not_repeated(words: str) -> None:
    (found,) = secrets(f"all is well\n{words}\nmore")

    assert found.endswith("in line 2")
    assert not any(
        words[place : place + 5] in found
        for place in range(len(words) - 4)
        if any(c.isdigit() for c in words[place : place + 5])
    )


@pytest.mark.parametrize("words", NO_SECRETS)
def test_what_only_speaks_of_secrets_is_none(words: str) -> None:
    assert secrets(words) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert isinstance(secrets(text), tuple)
    assert isinstance(blamed(text, (*PEOPLE, text)), tuple)


@pytest.mark.parametrize(
    "piece",
    ["a", "A1", "key ", "eyJ", "xox", "password is ", "Token token=", "bearer ", "x:/", "-"],
)
def test_a_log_of_any_make_is_looked_through_in_a_moment(piece: str) -> None:
    """Linear in the length: ten times the text takes ten times as long, and not a hundred."""
    text = piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    secrets(text)

    assert time.perf_counter() - start < 10
