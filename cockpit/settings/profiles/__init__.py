"""The procedures that are shipped, as TOML beside this file; no logic but finding them."""

from importlib import resources

DEFAULT = "novavms"
"""The profile of a configuration that names none."""


def shipped() -> tuple[str, ...]:
    """Names of the profiles that are shipped, sorted."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def text(name: str) -> str:
    """The TOML of a shipped profile; raises `FileNotFoundError` for a name that is not shipped."""
    return (resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8")
