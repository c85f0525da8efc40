"""What requests are called on pages."""

from collections.abc import Mapping
from typing import Any

from app.requests.models import SUGGESTION

STATES = {
    "waiting": ("Waiting for an answer", "blue"),
    "overdue": ("No answer yet", "red"),
    "talk": ("They want to talk", "yellow"),
    "agreed": ("Agreed", "green"),
    "in_part": ("Agreed in part", "green"),
    "answered": ("Answered", "green"),
    "cannot": ("Cannot agree", "grey"),
    "reply": ("Wrote back", "yellow"),
    "withdrawn": ("Withdrawn", "grey"),
}
"""Each state in words, and the colour of its tag."""
OF_A_CHANGE = {
    "agreed": "Agree: make this change to the record",
    "in_part": "Agree in part",
    "cannot": "Cannot agree",
    "talk": "Need to talk first",
}
OF_A_QUESTION = {
    "answered": "Here is the answer",
    "cannot": "We cannot say",
    "talk": "Need to talk first",
}


OF_A_SUGGESTION_SAID = {"answered": "Will be looked at", "cannot": "Not this home"}
OF_A_SUGGESTION = {
    "answered": "We will look at this home",
    "cannot": "Not this home",
    "talk": "Need to talk first",
}


def said(state: str, content: Mapping[str, Any]) -> tuple[str, str]:
    """Say the state of a request, or what an answer is, and the colour of its tag.

    ``content`` is the request's.
    """
    words, colour = STATES[state]
    if content.get("about") == SUGGESTION:
        words = OF_A_SUGGESTION_SAID.get(state, words)
    elif state == "cannot" and not content["is_change"]:
        words = "They cannot say"
    return words, colour
