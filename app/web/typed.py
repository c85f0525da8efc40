"""What is typed into a form, and what is too long of it."""

from typing import Annotated

from pydantic import StringConstraints

LONGEST = 4000
Short = Annotated[str, StringConstraints(max_length=40)]
# What is too long is typed again from what stands there: it is not cut off.
Long = Annotated[str, StringConstraints(max_length=10 * LONGEST)]


def too_long(label: str, text: str, longest: int = LONGEST) -> str:
    """Say by how much a text is too long; nothing where it is not."""
    used = len(text.strip())
    if used <= longest:
        return ""
    return f"{label} must be {longest:,} characters or fewer. You have used {used:,}"
