"""How an error that has a mend is said in one line; what it says is whose error it is."""


def advice(reason: str, mend: str) -> str:
    """What happened and what to do about it, as one line of prose."""
    if not mend:
        return reason
    return f"{reason} {mend}" if reason.endswith((".", "!", "?")) else f"{reason}; {mend}"
