"""What must hold of runbooks: each is somewhere, and is about something that there is."""

from collections.abc import Iterator

from cockpit.settings.explain import Trouble
from cockpit.settings.tree import rows


def runbooks(data: object) -> Iterator[Trouble]:
    """Each has an address or a file, a title of its own, and a criterion that there is."""
    criteria = [row.get("id") for _, row in rows(data, "procedure", "criteria")]
    seen = set[object](row.get("title") for _, row in rows(data, "procedure", "playbooks"))
    for place, row in rows(data, "procedure", "runbooks"):
        if bool(row.get("url")) is bool(row.get("file")):
            mend = "give it one of them: an address to copy, or a file to read here"
            yield (*place, "url"), "has to stand in one place: url or file", mend
        title = row.get("title")
        if title in seen:
            yield (*place, "title"), "is used twice", "give each runbook a title of its own"
        seen.add(title)
        criterion = row.get("criterion")
        if criterion and criterion not in criteria:
            known = ", ".join(str(name) for name in criteria) or "none"
            yield (*place, "criterion"), "names no criterion", f"there are: {known}"
