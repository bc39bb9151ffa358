"""Makes the clients of outside services, and the sources of shifts, from settings; asks nobody."""

from collections.abc import Awaitable, Callable

from cockpit.adapters.calendar import FeedCalendars
from cockpit.adapters.pagerduty import PagerDuty
from cockpit.adapters.slack import Slack
from cockpit.adapters.zone import zone
from cockpit.domain.state import State
from cockpit.ports import Clock
from cockpit.settings.load import Settings
from cockpit.settings.secrets import SecretSpec, resolve
from cockpit.sources.rota import CalendarRota, PagerRota, Rota


def pager(settings: Settings, clock: Clock, tokens: list[str]) -> PagerDuty | None:
    """The pager; None: `[pagerduty]` was left out. A token that is read is added to `tokens`."""
    table, spec = settings.config.pagerduty, settings.pagerduty_token
    if table is None or spec is None:
        return None
    return PagerDuty(
        api_url=table.api_url,
        token=_token(spec, tokens),
        email=settings.config.person.email,
        timeout_s=table.timeout,
        clock=clock,
        team_ids=table.team_ids,
        shadow_schedules=table.shadow_schedule_ids,
    )


def chat(settings: Settings, tokens: list[str]) -> Slack | None:
    """The chat, likewise."""
    table, spec = settings.config.slack, settings.slack_token
    if table is None or spec is None:
        return None
    return Slack(api_url=table.api_url, token=_token(spec, tokens), timeout_s=table.timeout)


def calendars(settings: Settings, tokens: list[str]) -> FeedCalendars:
    """All calendars, likewise."""
    specs = settings.calendar_tokens
    return FeedCalendars({name: _token(spec, tokens) for name, spec in specs.items()})


def rotas(
    settings: Settings,
    ports: tuple[PagerDuty | None, FeedCalendars],
    state: Callable[[], State],
    clock: Clock,
) -> list[Rota]:
    """Everybody who says who is on call in the time to come: the pager, then each calendar."""
    found: list[Rota] = []
    port, table = ports[0], settings.config.pagerduty
    if port is not None and table is not None:
        shadows = table.shadow_schedule_ids
        found.append(
            PagerRota(port, state, clock, policy_ids=table.policy_ids, shadow_schedules=shadows)
        )
    here = zone(settings.config.screen.time_zone)
    found += [CalendarRota(ports[1], spec, here, state, clock) for spec in settings.calendars]
    return found


def _token(spec: SecretSpec, tokens: list[str]) -> Callable[[], Awaitable[str]]:
    async def token() -> str:
        value = (await resolve(spec)).reveal()
        if value not in tokens:
            tokens.append(value)
        return value

    return token
