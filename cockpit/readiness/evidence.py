"""Checks of what is looked at in an incident: repositories, reports, probes, machines by SSH."""

from collections.abc import Sequence
from datetime import datetime

from cockpit.domain.evidence import Health
from cockpit.domain.probes import CommandProbe, Probe
from cockpit.domain.readiness import Group, Topic
from cockpit.domain.watch import ReportFolderSpec, RepositorySpec, reports_source
from cockpit.ports.outside import Prober
from cockpit.ports.readiness import CopyCondition, WorkingCopies
from cockpit.ports.reports import Reports
from cockpit.readiness.check import Check, Look, Said, failed, passed, unseen, warned

SSH_S = 10.0
"""How long a machine may take to let us in, seconds."""
_HOUR_S, _DAY_S = 3600, 86_400


def repositories(
    port: WorkingCopies, specs: Sequence[RepositorySpec], fetched_s: int, now: datetime
) -> list[Check]:
    """Whether each is there, in order, and fetched of late (A3)."""
    return [
        Check(
            topic=_topic(f"repository-{spec.name}", f"repository {spec.name}"),
            look=_repository(port, spec, fetched_s, now),
            timeout_s=spec.timeout_s + 1.0,
            meaning="recent deploys of it will be missing",
        )
        for spec in specs
    ]


def reports(port: Reports, specs: Sequence[ReportFolderSpec]) -> list[Check]:
    """Whether each folder can be read, and has anything in it."""
    return [
        Check(
            topic=_topic(f"reports-{spec.name}", reports_source(spec.name)),
            look=_reports(port, spec),
            timeout_s=spec.timeout_s + 1.0,
            meaning="a soak that failed lately will not be seen",
        )
        for spec in specs
    ]


def probes(prober: Prober, specs: Sequence[Probe]) -> list[Check]:
    """Whether each gives an answer, good or bad; each looks once."""
    return [
        Check(
            topic=_topic(f"probe-{spec.name}", f"probe {spec.name}"),
            look=_probe(prober, spec),
            timeout_s=spec.timeout_s + 2.0,
            meaning="what it watches is not watched",
        )
        for spec in specs
    ]


def machines(prober: Prober, names: Sequence[str]) -> list[Check]:
    """Whether each lets us in without asking anything (N8.3)."""
    return [
        Check(
            topic=_topic(f"ssh-{name}", f"ssh {name}"),
            look=_machine(prober, name),
            timeout_s=SSH_S + 2.0,
            meaning="you cannot look at it from here in an incident",
        )
        for name in dict.fromkeys(names)
    ]


def reached_by(specs: Sequence[Probe]) -> tuple[str, ...]:
    """The machines on which probes run programs."""
    return tuple(dict.fromkeys(s.ssh for s in specs if isinstance(s, CommandProbe) and s.ssh))


def _topic(name: str, title: str) -> Topic:
    return Topic(id=name.replace(" ", "-"), group=Group.EVIDENCE, title=title)


def _repository(port: WorkingCopies, spec: RepositorySpec, fetched_s: int, now: datetime) -> Look:
    async def look() -> Said:
        found = await port.condition(spec)
        age_s = (now - found.fetched_at).total_seconds() if found.fetched_at else None
        if found.has_remote and fetched_s:
            mend = f"git -C {spec.path} fetch, or fetch = true in [[repositories]]"
            if age_s is None:
                return warned("nothing tells when it was fetched", mend=mend)
            if age_s > fetched_s:
                words = f"last fetched {_ago(age_s)} ago, wanted within {_ago(fetched_s)}"
                return failed(words, mend=mend)
        return _order(found, spec, age_s)

    return look


def _order(found: CopyCondition, spec: RepositorySpec, age_s: float | None) -> Said:
    """Fresh enough; what else is unusual about it is worth a word."""
    fetched = f", fetched {_ago(age_s)} ago" if age_s is not None else ""
    where = found.branch or "a commit"
    if found.doing:
        mend = f"git -C {spec.path} status says how to end it"
        meaning = "a command of a runbook may run on half of a change"
        return warned(f"{found.doing} is going on{fetched}", meaning, mend)
    if not found.branch:
        mend = f"git -C {spec.path} switch {spec.branch or 'main'}"
        return warned(f"on no branch{fetched}", "its commands are not those of a branch", mend)
    if found.changed is None:
        return passed(f"on {where}{fetched}; too large to count what is changed")
    if found.changed:
        files = "1 file" if found.changed == 1 else f"{found.changed} files"
        return passed(f"on {where}, {files} changed by hand{fetched}")
    return passed(f"on {where}{fetched}")


def _reports(port: Reports, spec: ReportFolderSpec) -> Look:
    async def look() -> Said:
        found = await port.scan(spec, "")
        count = len(found[0]) if found else 0
        if not count:
            mend = "look whether the path of [[reports]] is the right one"
            return warned("readable, and empty", "there is nothing to compare with", mend)
        return passed(f"{count} readable")

    return look


def _probe(prober: Prober, spec: Probe) -> Look:
    async def look() -> Said:
        sample = await prober.look(spec)
        match sample.health:
            case Health.GOOD:
                return passed(sample.detail)
            case Health.BAD:
                meaning = "it answers, and what it watches is ill now"
                return warned(f"bad: {sample.detail}", meaning, "look at it now, before it pages")
            case _:
                mend = "check its address and its token, and the way there (VPN, SSH)"
                return failed(sample.detail or "no answer", mend=mend)

    return look


def _machine(prober: Prober, name: str) -> Look:
    spec = CommandProbe(name=f"ssh {name}", command=("true",), ssh=name, timeout_s=SSH_S)

    async def look() -> Said:
        sample = await prober.look(spec)
        match sample.health:
            case Health.GOOD:
                return passed("lets you in, and asks nothing")
            case Health.BAD:
                return unseen(sample.detail, mend=f"try: ssh {name} true")
            case _:
                mend = f"ssh-add, then try: ssh -o BatchMode=yes {name} true"
                return failed(sample.detail or "does not let you in", mend=mend)

    return look


def _ago(seconds: float) -> str:
    """Coarsely: "12 min", "3 h", "2 d"."""
    if seconds < _HOUR_S:
        return f"{max(round(seconds / 60), 0)} min"
    if seconds < 2 * _DAY_S:
        return f"{round(seconds / _HOUR_S)} h"
    return f"{round(seconds / _DAY_S)} d"
