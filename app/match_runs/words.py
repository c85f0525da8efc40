"""What stands in a result, in words."""

from typing import Any

from matching.criteria import CRITERIA
from matching.criteria.words import BEHAVIOURS


def title_of(line: dict[str, Any]) -> str:
    """Return what a verdict is about."""
    if line.get("behaviour"):
        return f"What the carers said: {BEHAVIOURS[line['behaviour']]}"
    return CRITERIA[line["criterion"]].title
