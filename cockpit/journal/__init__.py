"""The journal on disk: SQLite, the codec of facts, opening and salvage; it decides nothing."""
