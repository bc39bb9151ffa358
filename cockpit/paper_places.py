"""Makes whatever keeps papers, from the settings; asks nobody."""

from cockpit.adapters.papers import Database, PaperPlaces
from cockpit.settings.load import Settings
from cockpit.settings.secrets import reader


def papers(settings: Settings, tokens: list[str]) -> PaperPlaces:
    """Where papers stand: files and branches of this machine always, a database if there is one."""
    table, spec = settings.config.papers.notion, settings.notion_token
    if table is None or spec is None:
        return PaperPlaces(None)
    token = reader(spec, tokens)

    def database() -> Database:
        from cockpit.adapters.notion import Notion, Properties  # noqa: PLC0415 - when it is wanted

        return Notion(
            api_url=table.api_url,
            database_id=table.database_id,
            token=token,
            timeout_s=table.timeout,
            properties=Properties(title=table.title_property, mark=table.mark_property),
        )

    return PaperPlaces(database)
