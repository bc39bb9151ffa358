"""Makes whatever keeps papers, from the settings; asks nobody."""

from functools import partial
from pathlib import Path

from cockpit.adapters.papers import PaperPlaces
from cockpit.domain.papers import NotionSpec
from cockpit.journal.looking_back import found
from cockpit.settings.load import Settings
from cockpit.settings.secrets import reader


def papers(settings: Settings, tokens: list[str], journal: Path) -> PaperPlaces:
    """Where papers stand: files and branches of this machine always, a database if there is one."""
    table, spec = settings.config.papers.notion, settings.notion_token
    past = partial(found, journal)
    if table is None or spec is None:
        return PaperPlaces(past)
    database = NotionSpec(
        api_url=table.api_url,
        database_id=table.database_id,
        timeout_s=table.timeout,
        title_property=table.title_property,
        mark_property=table.mark_property,
    )
    return PaperPlaces(past, (database, reader(spec, tokens)))
