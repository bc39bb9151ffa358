"""The chat port on real HTTP: how it is built in tests, and messages for it."""

from collections.abc import Awaitable, Callable, Sequence

from patience import PATIENCE_S
from stand import Stand

from cockpit.adapters.slack import Slack
from cockpit.domain.chat import Mention, Reach
from cockpit.domain.effects import PostMessage, Purpose

CHANNEL = "C0INCIDENT"
TOKEN = "xoxb-standin-cockpit"
CANARY = "xoxb-CANARY-CANARY"

ANA = Mention(reach=Reach.PERSON, name="ana", id="U0ANA", people=1)
BEN = Mention(reach=Reach.PERSON, name="ben", id="U0BEN", people=1)
ONCALL = Mention(reach=Reach.GROUP, name="oncall", id="S0ONCALL", people=2)
HERE = Mention(reach=Reach.HERE, name="here")
EVERYBODY = Mention(reach=Reach.CHANNEL, name="channel")


def chat(
    url: str,
    token: str = TOKEN,
    timeout_s: float = PATIENCE_S,
    find: Callable[[], Awaitable[str]] | None = None,
) -> Slack:
    """The port; `find` is asked for the token, if there is more than one."""

    async def given() -> str:
        return token

    return Slack(api_url=url, token=find or given, timeout_s=timeout_s)


def saying(
    text: str,
    effect: str,
    *,
    channel: str = CHANNEL,
    mentions: Sequence[Mention] = (),
    purpose: Purpose = Purpose.OTHER,
    about: Sequence[tuple[str, str]] = (),
) -> PostMessage:
    """What is to be posted."""
    return PostMessage(
        id=effect,
        incident_id="Q1",
        channel=channel,
        text=text,
        mentions=tuple(mentions),
        purpose=purpose,
        about=tuple(about),
    )


def posted(stand: Stand, marker: str) -> list[dict]:
    """What stands in the incident channel that this effect posted."""
    return [
        m
        for m in stand.messages()
        if ((m["metadata"] or {}).get("event_payload") or {}).get("id") == marker
    ]


def asked(stand: Stand, method: str) -> int:
    """How often a method was called."""
    return stand.received()["counts"].get(f"slack POST /api/{method}", 0)
