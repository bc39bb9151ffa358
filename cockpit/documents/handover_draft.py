"""A handover note that is being written: its text, what of it was generated, and whom it is for.

It is kept as one draft, so that what was generated and what was edited never part; pure.
"""

import json
from dataclasses import dataclass, replace

from cockpit.documents.filing import bare
from cockpit.documents.merging import Merged, merged
from cockpit.documents.paper import Paper, Part, parts, standing, text
from cockpit.domain.model import Person

Base = tuple[tuple[str, str, str], ...]
"""Id, title and body of each section as it was generated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The note as it stands at its writer's."""

    text: str = ""
    """As Markdown, with the marks that a paper has; empty: nothing was written yet."""
    base: Base = ()
    incoming: Person | None = None
    """Who takes over, where the writer has said so; None: whoever is next by the plan."""

    @property
    def is_own(self) -> bool:
        """Somebody has written in it, or has said whom it is for."""
        touched = any(not part.is_untouched for part in self.parts) if self.text else False
        return touched or self.incoming is not None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its sections in order; the first is the title, and what stands before the sections."""
        return standing(self.text).parts


def with_incoming(draft: Draft, person: Person) -> Draft:
    """The draft for this person."""
    return replace(draft, incoming=person)


def readable(part: Part) -> str:
    """A part's words as one edits them: without what makes foreign words inert."""
    return bare("\n".join(part.lines))


def rewritten(part: Part, words: str) -> str:
    """What was edited as one reads it, as Markdown again: untouched lines stay as they were."""
    known = {bare(line): line for line in part.lines}
    return "\n".join(known.get(line, line) for line in words.splitlines())


def draft_key(paper: str) -> str:
    """The key under which the draft of this paper is kept."""
    return f"handover:{paper}"


def renewed(paper: Paper, draft: Draft) -> tuple[Draft, Merged]:
    """The draft with what is generated now merged in; nothing that somebody wrote goes."""
    result = merged(paper, draft.text, draft.base)
    base = tuple((part.id, part.title, "\n".join(part.lines)) for part in parts(paper))
    return replace(draft, text=result.text, base=base), result


def edited(draft: Draft, place: int, body: str) -> Draft:
    """The draft with another body of the section at this place; one beyond the last adds one.

    A heading that somebody writes in it begins a section of their own.
    """
    known = standing(draft.text)
    lines = tuple(body.strip("\n").splitlines())
    kept = list(known.parts)
    if place >= len(kept):
        kept.append(Part(id="", title="Further", lines=lines))
    else:
        kept[place] = replace(kept[place], lines=lines)
    return replace(draft, text=text(known.paper, kept))


def dumped(draft: Draft) -> str:
    """The draft as it is kept."""
    to = draft.incoming
    person = None if to is None else {"id": to.id, "name": to.name, "email": to.email}
    return json.dumps({"text": draft.text, "base": draft.base, "incoming": person})


def loaded(body: str | None) -> Draft:
    """The draft that was kept; an empty one where there is none or it cannot be read."""
    try:
        found = json.loads(body or "{}")
        base = tuple((str(n), str(t), str(b)) for n, t, b in found.get("base", ()))
        to = found.get("incoming")
        incoming = (
            Person(id=str(to["id"]), name=str(to["name"]), email=str(to["email"])) if to else None
        )
        return Draft(text=str(found.get("text", "")), base=base, incoming=incoming)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Draft()
