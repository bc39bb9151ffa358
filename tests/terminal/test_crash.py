"""A crash report says where, and holds neither secrets nor anything to obey."""

import pytest
from textual.worker import WorkerFailed

from cockpit.terminal.crash import MASK, crash_report


def crashed(message: str) -> RuntimeError:
    with pytest.raises(RuntimeError) as caught:
        fail(message)
    return caught.value


def fail(message: str) -> None:
    local = "a local variable's value"
    if local:
        raise RuntimeError(message)


@pytest.mark.parametrize(
    "secret",
    ["xoxb-1234-abcd", "Bearer abc.def", "Token token=abcdef", "authorization: bearer zzz"],
)
def test_what_looks_like_a_token_is_masked(secret: str) -> None:
    report = crash_report(crashed(f"refused {secret}"))

    assert secret.rpartition(" ")[2].removeprefix("token=") not in report
    assert MASK in report


def test_known_secrets_are_masked_also_in_the_cause() -> None:
    error = crashed("outer hunter2")
    error.__cause__ = ValueError("inner hunter2")

    report = crash_report(error, ["hunter2"])

    assert "hunter2" not in report
    assert f"after ValueError: inner {MASK}" in report


def test_it_says_the_place_and_no_variable() -> None:
    report = crash_report(crashed("boom"))

    assert "test_crash.py" in report
    assert "in fail" in report
    assert "local variable" not in report.replace("values of variables", "")


def test_the_error_of_a_worker_is_the_one_that_is_told() -> None:
    assert "RuntimeError: boom" in crash_report(WorkerFailed(crashed("boom")))


def test_long_and_hostile_messages_are_cut_and_made_harmless() -> None:
    report = crash_report(crashed("\x1b[2J" + "x" * 5000))

    assert "\x1b" not in report
    assert len(report) < 2000
