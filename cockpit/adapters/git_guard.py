"""What git is told so that nothing runs that a repository names, nobody is asked, nothing is sent.

A repository's own configuration, attributes and hooks can name programs. The settings here go
through the environment, which wins over every configuration file, includes among them.
"""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

_OVERRIDES = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.alternateRefsCommand": "false",
    "core.gitProxy": "",
    "core.attributesFile": os.devnull,
    "credential.helper": "",
    "diff.external": "",
    "diff.orderFile": os.devnull,
    "fetch.recurseSubmodules": "false",
    "fetch.writeCommitGraph": "false",
    "gc.auto": "0",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "log.diffMerges": "separate",
    "log.follow": "false",
    "log.mailmap": "true",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "submodule.recurse": "false",
}

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_FLUSH": "0",
    "GIT_PAGER": "cat",
    "GIT_ASKPASS": "false",
    "SSH_ASKPASS": "false",
}
"""`GIT_ALLOW_PROTOCOL` wins over `protocol.ext.allow = always` of a repository, which would start
any program when an object is missing; "none" is no protocol that there is. Without `GIT_FLUSH`,
git hands over each commit by itself, and wakes us for each."""

_OF_OTHERS = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_EXTERNAL_DIFF",
)
"""Set where cockpit was started by a hook, these would make every repository look like that one."""

Setting = tuple[str, str]


def environment(path: Path, more: Sequence[Setting] = ()) -> dict[str, str]:
    """Ours on top of the person's own, whose GIT_CONFIG_... may be what makes git work here."""
    for name in _OF_OTHERS:
        os.environ.pop(name, None)
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    found = _settings(int(given) if given.isdecimal() else 0, tuple(more))
    return {**found, "GIT_CEILING_DIRECTORIES": os.fspath(path.parent.absolute())}


@lru_cache(maxsize=16)
def _settings(first: int, more: tuple[Setting, ...]) -> dict[str, str]:
    """Everything but what differs between repositories; counted on from the person's own."""
    found = dict(_ENVIRONMENT)
    settings = (*_OVERRIDES.items(), *more)
    for place, (key, value) in enumerate(settings, start=first):
        found |= {f"GIT_CONFIG_KEY_{place}": key, f"GIT_CONFIG_VALUE_{place}": value}
    return found | {"GIT_CONFIG_COUNT": str(first + len(settings))}


def for_fetching(
    path: Path, protocols: Sequence[str], helpers: Sequence[Setting], own: Mapping[str, str]
) -> dict[str, str]:
    """As `environment`, with these protocols open, and the person's own keys and helpers.

    Where it may write at all, git also writes its graph of commits down, which makes looking
    through a long history several times as fast.

    Args:
        path: the repository.
        protocols: "https", "ssh", "file".
        helpers: the person's own credential helpers, as their own configuration names them; those
            of the repository are forgotten.
        own: the environment that cockpit was started in.
    """
    ssh = own.get("GIT_SSH_COMMAND") or "ssh -o BatchMode=yes -o ConnectTimeout=15"
    settings = [
        ("core.sshCommand", ssh),
        ("fetch.writeCommitGraph", "true"),
        *((f"protocol.{name}.allow", "always") for name in protocols),
        *helpers,
    ]
    found = environment(path, settings)
    return found | {
        "GIT_ALLOW_PROTOCOL": ":".join(protocols) or "none",
        "GIT_SSH_COMMAND": ssh,
        "GIT_SSH_VARIANT": "auto",
        "GIT_HTTP_LOW_SPEED_LIMIT": "1",
        "GIT_HTTP_LOW_SPEED_TIME": "30",
    }
