"""A draft's answers as people read them back: to check them, and on paper."""

from app.referral_form.models import ReferralDraft
from app.referral_form.questions import pages_of, tasks_of
from app.web.forms.asking import Page
from app.web.forms.said import said

Answered = list[tuple[str, list[tuple[Page, list[tuple[str, str]]]]]]
"""By task: its pages, and each question with its answer in words."""


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
