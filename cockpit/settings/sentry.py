"""`[sentry]`: where errors are collected; what is made of them is people's business."""

from typing import Annotated

from pydantic import AfterValidator

from cockpit.settings.kinds import BaseUrl, Kind, Name, Seconds, slug
from cockpit.settings.tokens import TokenTable

Slug = Annotated[str, Kind("text"), AfterValidator(slug)]
"""A name as Sentry's addresses have it."""


class SentryTable(TokenTable):
    """`[sentry]`: the errors of your projects; left out: none are read."""

    organisation: Slug
    """The organisation's slug, as in `https://sentry.io/organizations/SLUG/`."""
    projects: tuple[Slug, ...] = ()
    """Slugs of the projects; empty: all that the token may see."""
    environments: tuple[Name, ...] = ()
    """Only what happened in these environments, as `["production"]`; empty: in any."""
    api_url: BaseUrl = "https://sentry.io/api/0/"
    """Where the web API begins; `https://de.sentry.io/api/0/` for organisations in Europe."""
    poll: Annotated[float, Seconds(10, 3600)] = 30.0
    """How often Sentry is asked."""
    timeout: Annotated[float, Seconds(0.5, 60)] = 10.0
    """How long an answer may take."""
