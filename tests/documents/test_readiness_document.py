"""A check-up as text and JSON."""

from check_ups import result

from cockpit.documents import readiness
from cockpit.domain.readiness import Found, Group

RULES = result(
    "notification rules",
    Found.FAILED,
    "no rule uses phone or sms",
    meaning="a page at night may not wake you",
    mend="add phone within 5 min",
)
PAGE = result("status page", Found.SKIPPED, "not configured", group=Group.SERVICES, mend="add it")


def test_what_failed_is_told_with_its_meaning_and_its_mend_and_the_verdict_is_last():
    text = readiness.text((RULES, result("token"), PAGE))

    assert text.splitlines() == [
        "pager",
        "  ✖ notification rules  no rule uses phone or sms",
        "      tonight  a page at night may not wake you",
        "      mend     add phone within 5 min",
        "  ✔ token               all is well",
        "",
        "services",
        "  - status page         not configured",
        "      add      add it",
        "",
        "not ready: 1 failure (3 checks; 1 left out)",
    ]


def test_a_script_gets_counts_and_every_check():
    told = readiness.jsonable((RULES, result("token")))

    assert (told["ready"], told["summary"]) == (False, "1 failure")
    assert told["counts"] == {
        "passed": 1,
        "warned": 0,
        "failed": 1,
        "unseen": 0,
        "skipped": 0,
    }
    assert [check["id"] for check in told["checks"]] == ["notification-rules", "token"]
