"""One deploy in full: why it is suspected, whom to ask, how it is taken back, what it says."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.domain import authors
from cockpit.domain.deploy_details import DeployDetails, FileChange
from cockpit.domain.evidence import Deploy, DeployKind
from cockpit.domain.on_duty import on_duty
from cockpit.domain.onset import onset
from cockpit.domain.rota_words import role, until
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion
from cockpit.domain.watch import PAGER
from cockpit.view import deploy_errors
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.words import age, day, is_read, moment

_LABEL = 12
_BAR = 16
"""Cells of a file's bar."""
_PATH = 44
_NUMBER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far the details of a deploy have been read."""

    details: DeployDetails | None = None
    """None: not yet, or they could not be."""
    reason: str = ""
    """Why they could not be read; empty: they were, or are being read."""
    mend: str = ""


def facts(situation: Situation, suspicion: Suspicion, reading: Reading, now: datetime) -> Sheet:
    """Everything but the diff."""
    deploy, details = suspicion.deploy, reading.details
    rows = [text(deploy.subject or "(no subject)", Tone.STRONG), text("")]
    rows += _what(situation, deploy, now)
    rows += _suspicion(situation, suspicion)
    rows += deploy_errors.rows(situation, suspicion, now)
    rows += _whom(situation, deploy, details, now)
    rows += _back(deploy, details)
    rows += _failure(deploy, reading)
    if details is not None:
        rows += _message(details)
        rows += _files(details)
    return Sheet(_title(suspicion), tuple(rows))


def _title(suspicion: Suspicion) -> str:
    kind = "Change" if suspicion.deploy.kind is DeployKind.CHANGE else "Deploy"
    return f"{kind}, suspect {suspicion.rank}" if suspicion.rank else kind


def _field(name: str, value: str, tone: Tone = Tone.PLAIN) -> Row:
    return Row((Cell(name, Tone.DIM, width=_LABEL), Cell(value, tone, grow=True)))


def _heading(words: str) -> list[Row]:
    return [text(""), text(words, Tone.TITLE)]


def _what(situation: Situation, deploy: Deploy, now: datetime) -> list[Row]:
    at = f"{day(deploy.at, situation.zone)} {moment(deploy.at, situation.zone)}"
    is_change = deploy.kind is DeployKind.CHANGE
    rows = [_field("told by" if is_change else "repository", deploy.repository)]
    rows += [_field("event" if is_change else "commit", deploy.sha)]
    by = deploy.author if is_change or not deploy.email else f"{deploy.author} <{deploy.email}>"
    rows += [_field("sent by" if is_change else "author", by or "nobody is named")]
    rows += [_field("at", f"{at}, {ago(deploy.at, now)}")]
    rows += [_field("tags", " ".join(deploy.tags), Tone.ACCENT)] if deploy.tags else []
    rows += [_field("runs in", ", ".join(deploy.rings))] if deploy.rings else []
    rows += [_field("branches", ", ".join(deploy.branches))] if deploy.branches else []
    return rows


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in words."""
    if at > now:
        return "in the future: the clock that dated it is wrong"
    return f"{age((now - at).total_seconds())} ago"


# --- why it is suspected -----------------------------------------------------------------------


def _suspicion(situation: Situation, suspicion: Suspicion) -> list[Row]:
    case = situation.case
    if case is None or not suspicion.reasons:
        hours = situation.procedure.suspect_s / 3600
        words = f"◆ one of the last {hours:g} h; no incident is open" if suspicion.prime else ""
        return [_field("suspicion", words, Tone.WARN)] if words else []
    began = onset(situation.state, case, situation.procedure)
    at = moment(began.at, situation.zone)
    heading = "Why it is suspected" if suspicion.rank else "Why it is not suspected"
    rows = _heading(heading)
    if suspicion.prime:
        hours = situation.procedure.suspect_s / 3600
        words = f"prime suspect: within {hours:g} h before {began.name}"
        rows.append(Row((Cell("◆", Tone.WARN, width=_NUMBER), Cell(words, Tone.WARN, grow=True))))
    for reason in suspicion.reasons:
        tone = Tone.PLAIN if reason.points > 0 else Tone.DIM
        points = Cell(f"{reason.points:+d}", Tone.DIM, width=_NUMBER)
        rows.append(Row((points, Cell(reason.words, tone, grow=True))))
    said = f"{at} is {began.words}" if began.is_sample else f"{began.words} ({at})"
    return [*rows, Row((Cell("", width=_NUMBER), Cell(said, Tone.DIM, grow=True)))]


# --- whom to ask -------------------------------------------------------------------------------


def _whom(
    situation: Situation, deploy: Deploy, details: DeployDetails | None, now: datetime
) -> list[Row]:
    if deploy.kind is DeployKind.CHANGE:
        return []
    name = details.author if details else deploy.author
    email = (details.email if details else "") or deploy.email
    rows = [*_heading("Whom to ask"), _field("author", name, Tone.STRONG)]
    rows.append(_duty(situation, name, email, now))
    if details is not None:
        rows.append(_clock(details.utc_offset_m, now))
        if details.committer and details.committer != name:
            rows.append(_field("brought in", f"by {details.committer}"))
    return rows


def _duty(situation: Situation, name: str, email: str, now: datetime) -> Row:
    duties = on_duty(situation.state, now, is_fresh=is_read(situation, PAGER))
    if not duties:
        return _field("on call", "not known: nothing has said who is on call", Tone.DIM)
    held = authors.held(duties, name, email)
    if not held:
        return _field("on call", "no, as far as pager and calendars say", Tone.DIM)
    words = [
        f"{role(s.level, situation.procedure)} of {s.policy or s.policy_id}, "
        f"{until(s, situation.zone, now)}"
        for s in held
    ]
    return _field("on call", f"now: {'; '.join(words)}", Tone.GOOD)


def _clock(utc_offset_m: int, now: datetime) -> Row:
    clock = authors.clock(utc_offset_m, now)
    state = "probably awake" if clock.is_awake else "probably asleep"
    words = f"{clock.at:%H:%M} ({clock.zone}), {state}: a guess by the commit's time zone"
    return _field("their clock", words, Tone.PLAIN if clock.is_awake else Tone.WARN)


# --- how it is taken back, and what it says ----------------------------------------------------


def revert_of(deploy: Deploy, details: DeployDetails | None) -> str:
    """The command that takes it back; empty: there is none."""
    if deploy.kind is DeployKind.CHANGE:
        return ""
    return details.revert if details and details.revert else f"git revert {deploy.sha[:12]}"


def link_of(deploy: Deploy, details: DeployDetails | None) -> str:
    """Where people read it in a browser; empty: nowhere."""
    return (details.url if details else "") or deploy.url


def _back(deploy: Deploy, details: DeployDetails | None) -> list[Row]:
    revert, link = revert_of(deploy, details), link_of(deploy, details)
    rows = [_field("y to revert", revert, Tone.ACCENT)] if revert else []
    rows += [_field("o link", link, Tone.ACCENT)] if link else []
    reverts = (details.reverts if details else "") or deploy.reverts
    rows += [_field("takes back", reverts)] if reverts else []
    return [text(""), *rows] if rows else []


def _failure(deploy: Deploy, reading: Reading) -> list[Row]:
    if deploy.kind is DeployKind.CHANGE:
        words = "the pager knows no more of it: what was changed stands at the link, or nowhere"
        return [text(""), text(words, Tone.DIM)]
    if reading.reason:
        rows = [text(""), text(f"it could not be read: {reading.reason}", Tone.BAD)]
        return [*rows, text(f"▸ {reading.mend}")] if reading.mend else rows
    return [] if reading.details else [text(""), text("reading what it changed…", Tone.DIM)]


def _message(details: DeployDetails) -> list[Row]:
    _, _, body = details.message.partition("\n")
    lines = body.strip("\n").splitlines()
    return [*_heading("Message"), *(text(line) for line in lines)] if lines else []


def _files(details: DeployDetails) -> list[Row]:
    count = len(details.files) + details.more_files
    words = f"{count:,} file{'' if count == 1 else 's'}, +{details.added:,} -{details.removed:,}"
    against = ", against the first parent" if details.is_merge else ""
    rows = _heading(f"Files: {words}{against}")
    most = max((_size(f) for f in details.files), default=0)
    rows += [_file(f, most) for f in details.files]
    if details.more_files:
        rows.append(text(f"and {details.more_files:,} more that are not listed", Tone.DIM))
    return rows


def _size(file: FileChange) -> int:
    return (file.added or 0) + (file.removed or 0)


def _file(file: FileChange, most: int) -> Row:
    path = Cell(f"{file.path} (was {file.was})" if file.was else file.path, grow=True)
    if file.added is None or file.removed is None:
        return Row((path, Cell("binary, or too large to count", Tone.DIM)))
    size = _size(file)
    scale = min(1.0, _BAR / most) if most else 0.0
    plus = round(file.added * scale)
    minus = round(file.removed * scale)
    plus, minus = max(plus, file.added > 0), max(minus, file.removed > 0)
    return Row(
        (
            path,
            Cell(f"{size:,}", Tone.DIM, width=_NUMBER, right=True),
            Cell("+" * plus, Tone.GOOD),
            Cell("-" * minus, Tone.BAD, joined=bool(plus)),
            Cell("", width=max(0, _BAR + 1 - plus - minus), joined=True),
        )
    )
