"""What can be said of a repository, and what is wrong with what was said."""

from pathlib import Path

import pytest

from cockpit.domain.watch import DeployTime, FetchSpec, RingSpec
from cockpit.settings.faults import ConfigurationError
from cockpit.settings.load import settings_of

WHOLE = """
[procedure]
deploy_time = "merge"

[[repositories]]
name = "cloud"
path = "/srv/cloud.git"
releases = ["rel-*"]
fetch = true
fetch_interval = "1m"
fetch_protocols = ["ssh"]
commit_url = "https://git.example.com/cloud/commit/{sha}"
stale = "2h"
rings = [
  { ring = "beta", branch = "rel-*" },
  { ring = "production", tag = "v*" },
  { file = "deploy/rings.toml" },
]

[[repositories]]
name = "gateway"
path = "/srv/gateway"
time = "commit"
"""


def test_rings_and_fetching_are_converted(tmp_path: Path) -> None:
    cloud, gateway = settings_of(WHOLE, tmp_path / "config.toml").repositories

    assert cloud.rings == (
        RingSpec(ring="beta", branch="rel-*"),
        RingSpec(ring="production", tag="v*"),
        RingSpec(file="deploy/rings.toml"),
    )
    assert cloud.fetch == FetchSpec(interval_s=60.0, timeout_s=120.0, protocols=("ssh",))
    assert (cloud.time, gateway.time) == (DeployTime.MERGE, DeployTime.COMMIT)
    assert (gateway.fetch, cloud.stale_s) == (None, 7200.0)


@pytest.mark.parametrize(
    ("rings", "words"),
    [
        ('{ ring = "beta" }', "does not say what runs there"),
        ('{ ring = "beta", tag = "v*", branch = "x" }', "says it twice"),
        ('{ tag = "v*" }', "name the ring"),
        ('{ ring = "a", tag = "x" }, { ring = "a", tag = "y" }', 'names "a" a second time'),
    ],
)
def test_a_ring_is_read_in_one_way(tmp_path: Path, rings: str, words: str) -> None:
    text = f'[[repositories]]\nname = "cloud"\npath = "x"\nrings = [{rings}]\n'

    with pytest.raises(ConfigurationError) as caught:
        settings_of(text, tmp_path / "config.toml")

    assert any(words in f"{fault}" for fault in caught.value.faults)


def test_a_commits_address_has_one_blank(tmp_path: Path) -> None:
    text = '[[repositories]]\nname = "c"\npath = "x"\ncommit_url = "https://x.example/{id}"\n'

    with pytest.raises(ConfigurationError) as caught:
        settings_of(text, tmp_path / "config.toml")

    assert any("the blanks are {sha}" in f"{fault}" for fault in caught.value.faults)
