"""Where a draft stands: what is answered, and what is left before it can be sent."""

from dataclasses import dataclass

from app.referral_form.importance import needs
from app.referral_form.models import ReferralDraft
from app.referral_form.questions import names_of, pages_of, tasks_of
from app.web.forms.asking import Task, text_of


@dataclass(frozen=True, slots=True)
class Status:
    """Where one line of the task list stands."""

    task: Task
    words: str
    first: str
    """The page to open."""


def statuses(draft: ReferralDraft) -> list[Status]:
    """Return where each task of the form stands."""
    return [_status(draft, task) for task in tasks_of(draft)]


def left(draft: ReferralDraft) -> list[tuple[str, str]]:
    """Return what has still to be done before it can be sent: an address and words.

    What is left of brothers and sisters is said with whom it is about.
    """
    if not draft.siblings:
        return left_of(draft)
    return [
        (at, f"{name}: {words}")
        for one, name in zip(draft.together, names_of(draft).values(), strict=True)
        for at, words in left_of(one)
    ]


def left_of(draft: ReferralDraft) -> list[tuple[str, str]]:
    """Return what is left of one young person's part."""
    found = [
        (f"pages/{status.first}", f"{status.task.title} is not complete")
        for status in statuses(draft)
        if status.task.needed and status.words != "Completed"
    ]
    if text_of(draft.answers, "may_share") == "not yet":
        found.append(("pages/may-share", "You are not allowed to share this yet"))
    found += [
        (f"needs/{need.asked.key}", f"Say how important this is: {need.asked.says}")
        for need in needs(draft)
        if need.open
    ]
    return [(f"/referrals/{draft.id}/{at}", words) for at, words in found]


def _status(draft: ReferralDraft, task: Task) -> Status:
    ids = [page.id for page in pages_of(task, draft.answers)]
    open_pages = [one for one in ids if one not in draft.done]
    if not open_pages:
        return Status(task, "Completed", ids[0])
    begun = any(one in draft.versions for one in ids)
    return Status(task, "In progress" if begun else "Not started", open_pages[0])
