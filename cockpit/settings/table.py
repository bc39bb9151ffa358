"""What all tables of a configuration have in common; no keys of its own."""

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of the configuration: frozen, strict, documented, without unknown keys.

    A table that is another one's default is made by `model_construct`: called, it would build a
    schema of its own while its module is imported, and the whole builds that anew.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        defer_build=True,  # What is nested is built once, with the whole.
    )
