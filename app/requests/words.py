"""What requests are called on pages."""

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


def said(state: str, *, is_change: bool) -> tuple[str, str]:
    """Say the state of a request, or what an answer is, and the colour of its tag."""
    words, colour = STATES[state]
    if state == "cannot" and not is_change:
        words = "They cannot say"
    return words, colour
