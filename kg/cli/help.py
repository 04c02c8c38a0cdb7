"""Help texts."""


def examples(*lines: str) -> str:
    """Return the end of a help text: example calls, each on a line of its own."""
    # Click wraps a paragraph unless it starts with a backspace on its own line.
    return "\n".join(["\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)])
