"""Where a draft stands: what is answered, and what is left before it can be sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.referral_form.behaviours import ABOUT, ticked
from app.referral_form.importance import needs
from app.referral_form.models import ReferralDraft
from app.referral_form.questions import names_of, pages_of, tasks_of
from app.web.forms.asking import Page, Task, text_of

COMPLETED, IN_PROGRESS = "Completed", "In progress"
TO_CONFIRM = "Filled in, to confirm"
"""Where what is answered was copied, or came from records, and nobody said it is so."""
CHANGED, AS_IT_IS = "Changed", "As it is"
"""How a section stands of a draft that changes a live referral."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where one line of the task list stands."""

    task: Task
    words: str
    first: str
    """The page to open."""


def statuses(draft: ReferralDraft) -> list[Status]:
    """Return where each task of the form stands."""
    if draft.changes_id:
        return [one for task in tasks_of(draft) for one in _of_pages(draft, task)]
    return [_status(draft, task) for task in tasks_of(draft)]


def left(draft: ReferralDraft) -> list[tuple[str, str]]:
    """Return what has still to be done before it can be sent: an address and words.

    What is left of brothers and sisters is said with whom it is about.
    """
    if draft.changes_id and not is_different(draft):
        return [(f"/referrals/{draft.id}/tasks", "Nothing is changed yet")]
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
        if _is_left(draft, status)
    ]
    if text_of(draft.answers, "may_share") == "not yet":
        found.append(("pages/may-share", "You are not allowed to share this yet"))
    found += [
        (f"needs/{need.asked.key}", f"Say how important this is: {need.asked.says}")
        for need in needs(draft)
        if need.open
    ]
    return [(f"/referrals/{draft.id}/{at}", words) for at, words in found]


def is_different(draft: ReferralDraft) -> bool:
    """Tell whether anything is answered differently than the live referral has it."""
    base = draft.base or {}
    return base.get("share_with") != draft.share_with or any(
        one.base is not None
        and (one.base["answers"], one.base["importance"])
        != (one.answers, one.importance)
        for one in draft.together
    )


def _is_left(draft: ReferralDraft, status: Status) -> bool:
    if draft.changes_id:
        # What nobody opened stays as the live referral has it.
        return status.words == IN_PROGRESS
    return status.task.needed and status.words != COMPLETED


def _status(draft: ReferralDraft, task: Task) -> Status:
    pages = pages_of(task, draft.answers)
    ids = [page.id for page in pages]
    open_pages = [one for one in ids if one not in draft.done]
    if not open_pages:
        return Status(task, COMPLETED, ids[0])
    if any(one in draft.versions for one in ids):
        words = IN_PROGRESS
    else:
        filled = any(is_to_confirm(draft, page) for page in pages)
        words = TO_CONFIRM if filled else "Not started"
    return Status(task, words, open_pages[0])


def is_to_confirm(draft: ReferralDraft, page: Page) -> bool:
    """Tell whether a page has answers that nobody gave for this referral."""
    if draft.changes_id or page.id in draft.versions:
        return False
    fields = (field for question in page.questions for field in question.fields)
    return any(draft.answers.get(field) for field in fields)


def _of_pages(draft: ReferralDraft, task: Task) -> Iterator[Status]:
    """Yield where each page of a task stands of a referral that is live."""
    before = set(ticked((draft.base or {})["answers"]))
    for page in pages_of(task, draft.answers):
        line = Task(task.id, page.title, (page,), task.needed)
        is_new = page.id.startswith(ABOUT) and page.id[len(ABOUT) :] not in before
        if page.id not in draft.versions and not is_new:
            words = AS_IT_IS
        else:
            words = CHANGED if page.id in draft.done else IN_PROGRESS
        yield Status(line, words, page.id)
