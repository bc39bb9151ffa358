"""An organisation that begins with a shipped profile: each command works, no code is touched."""

from pathlib import Path

from command import cockpit


def test_a_profile_leads_to_a_working_configuration(tmp_path: Path) -> None:
    name = "generic"
    config, own = tmp_path / "config.toml", tmp_path / "on-call.toml"
    begun = cockpit(
        config, "init", "--profile", name, "--write-profile", str(own), "--name", "Ana", HOME="/x"
    )
    checked = cockpit(config, "config", "check", HOME="/x", COCKPIT_STATE_DIR=str(tmp_path / "s"))
    shown = cockpit(config, "config", "show", HOME="/x", COCKPIT_STATE_DIR=str(tmp_path / "s"))
    status = cockpit(config, "status", HOME="/x", COCKPIT_STATE_DIR=str(tmp_path / "s"))

    assert [said.code for said in (begun, checked, shown, status)] == [0, 0, 0, 0]
    assert checked.out.startswith(f"ok: {config}\n  profile on-call: ")
    assert f"over the profile {own}" in shown.out
    assert "No incident is known to be open." in status.out


def test_a_slip_in_ones_own_profile_is_told_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "on-call.toml"
    config = tmp_path / "config.toml"
    cockpit(config, "config", "profile", "generic", "--output", str(own))
    lines = own.read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines, start=1) if line.startswith("engage ="))
    lines[place - 1] = 'engage = "soon"'
    own.write_text("\n".join(lines), encoding="utf-8")

    said = cockpit(config, "config", "check", "--profile-file", str(own))

    assert said.code == 2
    assert said.err.startswith(f"{own}:{place}: procedure.engage is not a duration: write ")
