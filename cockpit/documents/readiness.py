"""A check-up as text and as JSON, for the command line."""

from cockpit.domain.readiness import (
    Found,
    Result,
    count,
    grouped,
    is_ready,
    summary,
)

MARKS = {
    Found.PASSED: "✔",
    Found.WARNED: "▲",
    Found.FAILED: "✖",
    Found.UNSEEN: "?",
    Found.SKIPPED: "-",
}
"""What stands before a result; shape, and not colour, tells them apart."""
_WIDEST = 24


def text(results: tuple[Result, ...]) -> str:
    """Every result by group, what failed with its meaning and its mend; the verdict is last."""
    lines: list[str] = []
    width = min(max((len(r.topic.title) for r in results), default=0), _WIDEST)
    for group, part in grouped(results):
        lines.append(group.value)
        for result in part:
            said = "not configured" if result.found is Found.SKIPPED and not result.words else ""
            words = said or result.words
            lines.append(f"  {MARKS[result.found]} {result.topic.title:<{width}}  {words}")
            lines += [f"      {name:<8} {value}" for name, value in beneath(result)]
        lines.append("")
    return "\n".join([*lines, verdict(results)]) + "\n" if results else ""


def beneath(result: Result) -> tuple[tuple[str, str], ...]:
    """What is said below a result that is not well: what it means, and how it is put right."""
    if result.found is Found.PASSED:
        return ()
    if result.found is Found.SKIPPED:
        return (("add", result.mend),) if result.mend else ()
    pairs = (("tonight", result.meaning), ("mend", result.mend))
    return tuple((name, value) for name, value in pairs if value)


def verdict(results: tuple[Result, ...]) -> str:
    """The last line: ready or not, and what was not looked at."""
    skipped = count(results, Found.SKIPPED)
    rest = f"; {skipped} left out" if skipped else ""
    word = "" if is_ready(results) else "not ready: "
    return f"{word}{summary(results)} ({len(results)} checks{rest})"


def jsonable(results: tuple[Result, ...]) -> dict[str, object]:
    """Keys: `ready`, `summary`, counts by outcome, and `checks` with all that is known of each."""
    return {
        "ready": is_ready(results),
        "summary": summary(results),
        "counts": {found.name.lower(): count(results, found) for found in Found},
        "checks": [
            {
                "id": r.topic.id,
                "group": r.topic.group.value,
                "title": r.topic.title,
                "found": r.found.name.lower(),
                "words": r.words,
                "meaning": r.meaning,
                "mend": r.mend,
                "took_s": round(r.took_s, 3),
            }
            for r in results
        ],
    }
