"""What can be answered when a decision is recorded, in words."""

from app.decisions.models import Outcome

OUTCOMES = {
    Outcome.EXPLORE: "Explore one home",
    Outcome.EXPLORE_IN_ORDER: "Explore two homes, in order",
    Outcome.NONE: "None of these homes",
    Outcome.LATER: "Keep looking and decide later",
}
PASSED_OVER = {
    "question": "A question was answered no",
    "children_there": "What it would mean for children there",
    "wish": "The young person’s wish",
    "distance": "Distance or school",
    "carers": "The carers’ view",
    "someone_else": "Someone else needs it more",
    "other": "Another reason",
}
"""Why the first home in order was not chosen."""
CLOSENESS = {
    "as_planned": "As planned",
    "adjusted": "Adjusted, with support",
    "compromise": "A compromise",
}
HOLD_DAYS = (7, 14, 28)
USUAL_HOLD = 14
SECOND_THOUGHTS = (
    "Someone else has recorded a decision for them since you opened this page. Nothing "
    "of yours was saved. Read theirs first."
)
HELD_ELSEWHERE = (
    "Another organisation has decided for them and holds a place until {day}. Ask them "
    "to let it go, then record this."
)


def passed_over(codes: list[str]) -> str:
    """Say why the first home in order was not chosen."""
    return "; ".join(PASSED_OVER[code] for code in codes)
