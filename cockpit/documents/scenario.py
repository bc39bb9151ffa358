"""A real incident as a scenario of a drill: the same course, at the stand-ins' organisation.

People become colleagues there; services, hosts, repositories, customers, ids and links lose their
names. What people wrote is scrubbed word by word, and the head says what a person must still read.
"""

import json
from datetime import timedelta

from cockpit.documents.scenario_course import Course, course
from cockpit.documents.scenario_names import Names, names_of
from cockpit.domain.film import Film
from cockpit.domain.model import Reply
from cockpit.domain.response_figures import mitigated_at
from cockpit.domain.scrubbing import Scrubber
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case
from cockpit.domain.talk import Mitigation, Stage

_LEAD_S = 60
"""The pager rings so long before the drill begins, seconds."""
_MOST_REPLIES, _MOST_COMMITS = 40, 12
_LEAST_S = 2700
_NUMBER = 7001
_BASE = "bad-deploy"
_PAGE = ("PCLOUD1", "cloud", "gateway")
"""A service and the repositories of the stand-ins' organisation."""
_LOOK_AT = "the title, the answers in the thread, the subjects of the commits"


def recorded(film: Film, stage: Situation, profile: str = "") -> tuple[str, str]:
    """The scenario as TOML, and what a person must still look at, in words.

    `profile` is one that everybody has; empty: the one of the stand-ins' organisation.
    """
    state = film.last
    case = state.cases[film.incident_id]
    names = names_of(film, stage)
    scrub = Scrubber(names.all)
    found = course(film, stage)
    helped = next((m for m in case.mitigations if m.stage is Stage.WORKED), None)
    lines = [
        *_head(),
        'name = "recorded"',
        f"title = {_text(scrub.text(case.incident.title))}",
        f"extends = {_text(_BASE)}",
        *([f"profile = {_text(profile)}"] if profile else []),
        f"ends = {_ends(film)}",
        f"truth = {_text(_truth(case, helped, scrub))}",
        *_people(names),
        "",
        "[[pages]]",
        f"at = -{_LEAD_S}",
        f"title = {_text(scrub.text(case.incident.title))}",
        f"service = {_text(_PAGE[0])}",
        f"number = {_NUMBER if case.incident.number != _NUMBER else _NUMBER + 1}",
        f"urgency = {_text(case.incident.urgency.value)}",
        f"priority = {_text(_priority(case))}",
        *_replies(case, names, scrub, helped),
        *_commits(film, names, scrub),
        *found.on_the_clock(waits=helped is not None),
        *_turns(case, helped, found, scrub),
    ]
    return "\n".join(lines) + "\n", _LOOK_AT


def _head() -> list[str]:
    return [
        "# Recorded from a real incident; `cockpit drill --scenario THIS-FILE` plays it.",
        "# Names of people, services, hosts, repositories, customers, ids and links were replaced,",
        "# and so was every word that looks like a name. A program cannot read: before you give",
        "# this to anybody, read " + _LOOK_AT + ",",
        "# and take out what only your own people may know. Not recorded at all: what was said in",
        "# other channels, what commits changed, reports, errors, customers, samples of probes.",
        "",
    ]


def _ends(film: Film) -> int:
    return max(_LEAST_S, int((film.ends - film.events[0]).total_seconds()) + 600)


def _priority(case: Case) -> str:
    """One that the stand-ins have; whatever it was, it paged."""
    said = case.severity or case.incident.priority
    return said if said in ("P1", "P2", "P3") else "P1"


def _truth(case: Case, helped: Mitigation | None, scrub: Scrubber) -> str:
    words = "Recorded from a real incident."
    if helped is not None:
        words += f" What worked then: {helped.kind} {scrub.text(helped.target)}."
    at = mitigated_at(case)
    if at is not None:
        minutes = int((at - case.incident.created_at).total_seconds() // 60)
        words += f" Users were no longer hurt after {minutes} minutes."
    if case.relief is not None and case.relief.words:
        words += f" Seen by: {scrub.text(case.relief.words)}."
    return words


def _people(names: Names) -> list[str]:
    """Those whom the stand-ins do not have yet."""
    lines: list[str] = []
    for n, (key, name) in enumerate(names.guests, start=1):
        lines += [
            "",
            "[[people]]",
            f"key = {_text(key)}",
            f"name = {_text(name)}",
            f"email = {_text(f'{key}@novavms.example')}",
            f"pagerduty = {_text(f'PGUEST{n:02}')}",
            f"slack = {_text(f'U0GUEST{n:02}')}",
            'title = "Colleague"',
        ]
    return lines


def _replies(case: Case, names: Names, scrub: Scrubber, helped: Mitigation | None) -> list[str]:
    """What others wrote in the thread, so long after it was opened."""
    declared = case.declaration
    if declared is None:
        return []
    opened = declared.at
    relief = mitigated_at(case)
    lines: list[str] = []
    for reply in sorted(case.replies.values(), key=lambda r: r.at)[:_MOST_REPLIES]:
        if not _is_others(reply, names) or reply.at <= opened:
            continue
        if helped is not None and relief is not None and reply.at >= relief:
            continue
        lines += [
            "",
            "[[replies]]",
            f"after = {(reply.at - opened).total_seconds():.0f}",
            f"who = {_text(names.keys[reply.author])}",
            f"text = {_text(scrub.text(reply.text))}",
        ]
    return lines


def _is_others(reply: Reply, names: Names) -> bool:
    return not reply.ours and not reply.is_deleted and reply.author in names.keys


def _commits(film: Film, names: Names, scrub: Scrubber) -> list[str]:
    """What was committed in the day before, in the repositories of the stand-ins."""
    paged = film.last.cases[film.incident_id].incident.created_at
    lines: list[str] = []
    tags = 0
    for place, (_, known) in enumerate(sorted(film.last.repositories.items())[:2]):
        day = [d for d in known.deploys if paged - timedelta(days=1) <= d.at <= paged]
        rows: list[str] = []
        for deploy in sorted(day, key=lambda d: d.at)[-_MOST_COMMITS:]:
            at = (deploy.at - paged).total_seconds() - _LEAD_S
            tags += bool(deploy.tags)
            tag = f", tag = {_text(f'release-{tags}')}" if deploy.tags else ""
            who = names.all.get(deploy.author, "The Engineer")
            who = f"{who} <somebody@novavms.example>"
            subject = scrub.text(deploy.subject) or "a change"
            row = f"at = {at:.0f}, author = {_text(who)}, subject = {_text(subject)}"
            rows.append(f'  {{ {row}, path = "src/part{len(rows) + 1}.py"{tag} }},')
        if rows:
            lines += ["", "[[repositories]]", f"name = {_text(_PAGE[1 + place])}"]
            lines += ["commits = [", *rows, "]"]
    return lines


def _turns(case: Case, helped: Mitigation | None, found: Course, scrub: Scrubber) -> list[str]:
    """What worked then works again; what did not is told so."""
    lines: list[str] = []
    if helped is not None:
        what = f"{helped.kind} {scrub.text(helped.target)}"
        lines += [
            *_turn("helped", helped.kind, 60),
            *found.in_a_turn(),
            f"good = {_text(f'What had worked then was done: {what}.')}",
            f"missed = {_text(f'What had worked then was not done: {what}.')}",
        ]
    failed = [m for m in case.mitigations if m.stage in (Stage.FAILED, Stage.UNDONE)]
    kinds = dict.fromkeys(m.kind for m in failed if helped is None or m.kind != helped.kind)
    for n, kind in enumerate(kinds, start=1):
        lines += [
            *_turn(f"failed{n}", kind, 60),
            f"bad = {_text(f'{kind} was tried: it had not helped then either.')}",
        ]
    return lines


def _turn(key: str, kind: str, after_s: int) -> list[str]:
    cue = json.dumps([f"^(About to|Started): {kind}"])
    return [
        "",
        "[[turns]]",
        f"id = {_text(key)}",
        f"when = [{{ said = {cue} }}]",
        f"after = {after_s}",
    ]


def _text(value: str) -> str:
    """A TOML basic string; JSON escapes the same characters."""
    return json.dumps(value, ensure_ascii=False)
