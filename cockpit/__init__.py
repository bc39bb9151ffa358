"""cockpit: what an on-call engineer opens when paged.

The package itself holds only the version; `ARCHITECTURE.md` says which room is for what.
"""

__version__ = "0.1.0"
