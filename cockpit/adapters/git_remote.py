"""From the address of a remote to what people may see of it, and to where they read a commit."""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from cockpit.ports.plain import plain

_SCP = re.compile(r"(?:[^@/:\s]+@)?(?P<host>[A-Za-z0-9.-]+):(?!/)(?P<path>[^\s]+)")
_WEB = {"http", "https", "ssh", "git", "git+ssh", "ssh+git"}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_PATH = re.compile(r"[\w.~+-]+(?:/[\w.~+-]+)+", re.ASCII)
_FORMS = (
    (("github",), "commit"),
    (("gitlab",), "-/commit"),
    (("bitbucket",), "commits"),
    (("codeberg", "gitea", "forgejo"), "commit"),
)
"""What a forge's host is called, and how it addresses a commit; a word is looked for as a whole."""


def shown(address: str) -> str:
    """The address without a name, a password or a query; empty for none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme and host:
        port = re.search(r":(\d+)$", parts.netloc)
        place = f"{host}:{port[1]}" if port else host
        return plain(f"{parts.scheme}://{place}{parts.path}", 300)
    return plain(address, 300)


def commit_url(address: str, template: str, sha: str) -> str:
    """Where this commit is read in a browser; empty: nobody knows.

    Args:
        address: the remote's, as https, ssh, or "git@host:path".
        template: the person's own, with {sha}; it wins.
        sha: the commit.
    """
    if template:
        return template.replace("{sha}", quote(sha))
    place = _place(address)
    return f"{place}/{quote(sha)}" if place else ""


@lru_cache(maxsize=512)
def _place(address: str) -> str:
    """What all commits of a remote have in common; empty: nobody knows."""
    host, path = _parts(address)
    words = set(re.split(r"[.-]", host))
    form = next((form for names, form in _FORMS if words.intersection(names)), "")
    return f"https://{host}/{path}/{form}" if form else ""


def _parts(address: str) -> tuple[str, str]:
    """Host and path, if they are nothing but that."""
    found = _SCP.fullmatch(address)
    if found and "://" not in address:
        host, path = found["host"], found["path"]
    else:
        try:
            parts = urlsplit(address)
            host, path = (parts.hostname or ""), parts.path
        except ValueError:
            return "", ""
        if parts.scheme not in _WEB:
            return "", ""
    host, path = host.lower(), path.strip("/").removesuffix(".git")
    if not _HOST.fullmatch(host) or not _PATH.fullmatch(path) or ".." in path:
        return "", ""
    return host, path
