"""Kinds of value that several tables of a procedure share: durations, short names, addresses."""

from typing import Annotated

from pydantic import Field

from cockpit.settings.kinds import Seconds

Span = Annotated[float, Seconds(0, 2_592_000)]
"""A duration of up to thirty days."""
StepId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
"""A short name in small letters."""
