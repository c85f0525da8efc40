"""An answer as people read it back."""

from app.web.forms.asking import (
    Answers,
    Kind,
    Question,
    chosen,
    lines_of,
    text_of,
)
from app.web.forms.reading import day_of
from app.web.templates import day

NOT_ANSWERED = "Not answered yet"


def said(question: Question, answers: Answers) -> str:
    """Return the answer in words."""
    texts = {choice.value: choice.text for choice in question.choices}
    match question.kind:
        case Kind.DATE:
            when = day_of(answers, question.name)
            return day(when) if when else NOT_ANSWERED
        case Kind.CHECKBOXES:
            ticked = [
                texts[one] for one in chosen(answers, question.name) if one in texts
            ]
            return "; ".join(ticked) or NOT_ANSWERED
        case Kind.RADIOS | Kind.SELECT:
            return texts.get(text_of(answers, question.name), NOT_ANSWERED)
        case Kind.LINES:
            return "; ".join(lines_of(answers, question.name)) or NOT_ANSWERED
        case _:
            return text_of(answers, question.name) or NOT_ANSWERED
