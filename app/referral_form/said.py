"""An answer as people read it back: on the page that checks, and on paper."""

from app.referral_form.asking import (
    Answers,
    Kind,
    Page,
    Question,
    chosen,
    lines_of,
    text_of,
)
from app.referral_form.models import ReferralDraft
from app.referral_form.questions import pages_of, tasks_of
from app.referral_form.reading import day_of
from app.web.templates import day

Answered = list[tuple[str, list[tuple[Page, list[tuple[str, str]]]]]]
"""By task: its pages, and each question with its answer in words."""

NOT_ANSWERED = "Not answered yet"


def answered(draft: ReferralDraft) -> Answered:
    """Return everything that was asked of one young person, and what was answered."""
    answers = draft.answers
    return [
        (
            task.title,
            [
                (page, [(q.label, said(q, answers)) for q in page.questions])
                for page in pages_of(task, answers)
            ],
        )
        for task in tasks_of(draft)
    ]


def said(question: Question, answers: Answers) -> str:
    """Return the answer in words."""
    texts = {choice.value: choice.text for choice in question.choices}
    match question.kind:
        case Kind.DATE:
            when = day_of(answers, question.name)
            return day(when) if when else NOT_ANSWERED
        case Kind.CHECKBOXES:
            ticked = [texts[one] for one in chosen(answers, question.name)]
            return "; ".join(ticked) or NOT_ANSWERED
        case Kind.RADIOS:
            return texts.get(text_of(answers, question.name), NOT_ANSWERED)
        case Kind.LINES:
            return "; ".join(lines_of(answers, question.name)) or NOT_ANSWERED
        case _:
            return text_of(answers, question.name) or NOT_ANSWERED
