"""What is not configured: skipped with how to add it, or a failure where the procedure needs it."""

from collections.abc import Mapping

from cockpit.domain.readiness import Group, Topic
from cockpit.domain.readiness_wanted import Need
from cockpit.readiness.check import Check, always, failed, skipped

_WHAT: Mapping[Need, tuple[Group, str, str, str]] = {
    Need.PAGER: (Group.PAGER, "pager", "[pagerduty]", "no page is seen here"),
    Need.CHAT: (Group.CHAT, "chat", "[slack]", "nobody hears of an incident from here"),
    Need.MAIL: (Group.SERVICES, "mail server", "[mail]", "e-mails have to be sent by hand"),
    Need.STATUS: (
        Group.SERVICES,
        "status page",
        "[statuspage]",
        "customers have to be told by hand",
    ),
    Need.ERRORS: (Group.SERVICES, "error tracker", "[sentry]", "new errors are not seen here"),
    Need.SERVICES: (
        Group.SERVICES,
        "own services",
        "[[http]]",
        "customers cannot be looked up here",
    ),
    Need.REPOSITORIES: (
        Group.EVIDENCE,
        "repositories",
        "[[repositories]]",
        "deploys are not seen here",
    ),
    Need.REPORTS: (Group.EVIDENCE, "reports", "[[reports]]", "soak reports are not seen here"),
    Need.PROBES: (
        Group.EVIDENCE,
        "probes",
        "[[health.probes]]",
        "whether the product is up is not seen here",
    ),
}


def check(need: Need, *, is_wanted: bool) -> Check:
    """The check that stands where there is nothing to look at."""
    group, title, table, meaning = _WHAT[need]
    mend = f"add {table} to the configuration"
    said = skipped("not configured", mend)
    if is_wanted:
        said = failed("the procedure needs it, and it is not configured", meaning, mend)
    topic = Topic(id=f"no-{need}", group=group, title=title)
    return Check(topic=topic, look=always(said))
