"""What requests are called on pages."""

STATES = {
    "waiting": ("Waiting for an answer", "blue"),
    "overdue": ("No answer yet", "red"),
    "talk": ("They want to talk", "yellow"),
    "agreed": ("Agreed", "green"),
    "in_part": ("Agreed in part", "green"),
    "answered": ("Answered", "green"),
    "cannot": ("Cannot agree", "grey"),
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
