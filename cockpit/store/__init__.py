"""The one store of what happened: the only writer, the current state, and who listens to it."""

from cockpit.store.facade import Store

__all__ = ["Store"]
