"""`cockpit tell` by e-mail, as a process: refused recipients and repetitions are said."""

from pathlib import Path

from command import cockpit
from stand import Stand

LEVELS = """
[[procedure.levels]]
name = "P1"
tells = [{ id = "company", who = "everyone", way = "email", to = ["all@a.example", "b@a.example"] }]
[[procedure.levels]]
name = "P2"
[[procedure.levels]]
name = "P3"
"""


def test_a_success_that_is_not_whole_is_not_shown_as_one(tmp_path: Path) -> None:
    """Section D3, success assumed: one of two was refused; a second telling says that it is one."""
    with Stand(tmp_path) as stand:
        stand.config.write_text(stand.config.read_text("utf-8") + LEVELS, "utf-8")
        assert cockpit(stand.config, "severity", "P1").code == 0
        stand.mail_fault("rcpt", code=550, text="5.1.1 no such user", address="b@a.example")

        first = cockpit(stand.config, "tell", "company", "--yes")
        listed = cockpit(stand.config, "tell")
        again = cockpit(stand.config, "tell", "company")

        assert first.code == 0
        assert "not delivered to b@a.example (550 5.1.1 no such user)" in first.err
        assert "not delivered to b@a.example" in listed.out
        assert "everyone was told" in again.err
        assert "this is one more" in again.err
        assert len(stand.mails()) == 1
