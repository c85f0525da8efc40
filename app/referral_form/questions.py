"""The referral form as data: its tasks, and which pages of questions each has.

The wording follows `pages.md` §5.1 of the design; what each answer makes of the
referral is in `record.py`.
"""

from app.referral_form.about_care import FAMILY, HEALTH, skills_page
from app.referral_form.about_the_home import CHILDREN, HOME, NEAR, SCHOOL, avoid_page
from app.referral_form.about_them import (
    ABOUT,
    IDENTITY,
    LEGAL,
    MOVE,
    READY,
    SHARING,
    SUPPORT,
    WORDS,
)
from app.referral_form.behaviours import (
    CARE_CHECKED,
    GROUPS,
    detail_page,
    group_pages,
    ticked,
)
from app.referral_form.models import ReferralDraft
from app.referral_form.siblings import together_page
from app.web.forms.asking import Answers, Page, Task, text_of

NEEDED_FIRST = "Needed before you can send"
HELPS = "Helps a good match"
TASKS: tuple[Task, ...] = (
    Task("share", "Sharing", (SHARING,), needed=True),
    Task("about", "About them", (ABOUT,), needed=True),
    Task("move", "The move", (MOVE,), needed=True),
    Task("words", "In their words", (WORDS,), needed=True),
    Task("where", "Where", (NEAR, avoid_page()), needed=True),
    Task("school", "School", (SCHOOL,), needed=True),
    Task("home", "Home and people", (CHILDREN, HOME), needed=True),
    Task("care", "Care and safety", (*group_pages(), CARE_CHECKED), needed=True),
    Task("legal", "Legal status", (LEGAL,)),
    Task("ready", "Being ready for a move", (READY,)),
    Task("family", "Family time", (FAMILY,)),
    Task("health", "Health", (HEALTH,)),
    Task("identity", "Who they are", (IDENTITY,)),
    Task("skills", "Carers’ skills", (skills_page({}),)),
    Task("support", "Support on offer", (SUPPORT,)),
)


SHARED = frozenset({"share", "where"})
"""What is asked once for brothers and sisters."""
SHARED_FIELDS = frozenset(
    field
    for task in TASKS
    if task.id in SHARED
    for page in task.pages
    for question in page.questions
    for field in question.fields
)

COPIED = frozenset(
    {"about", "legal", "where", "school", "family", "health", "identity"}
)
"""What may still be so when somebody is referred again. What they want, what carers
should know, the dates and whether it may be shared is asked anew."""


def copied_from(answers: Answers) -> dict[str, str | list[str]]:
    """Return those of somebody's answers that may still be so."""
    fields = {"interests"}
    for task in TASKS:
        if task.id in COPIED:
            for page in task.pages:
                fields.update(f for question in page.questions for f in question.fields)
    return {name: given for name, given in answers.items() if name in fields}


def tasks_of(draft: ReferralDraft) -> list[Task]:
    """Return the tasks of one young person's part of the form."""
    if draft.lead and not asked_apart(draft):
        return [task for task in TASKS if task.id not in SHARED]
    if draft.lead:
        return list(TASKS[1:])
    if not draft.siblings:
        return list(TASKS)
    ask = Task("siblings", "Brothers and sisters", (together_of(draft),), needed=True)
    return [*TASKS[:2], ask, *TASKS[2:]]


def together_of(draft: ReferralDraft) -> Page:
    """Return the page on who should live together."""
    return together_page(names_of(draft))


def names_of(draft: ReferralDraft) -> dict[str, str]:
    """Return what each young person of the referral is called, by their draft's id."""
    return {
        one.id: text_of(one.answers, "sharing_name") or f"young person {place}"
        for place, one in enumerate(draft.together, 1)
    }


def answers_of(draft: ReferralDraft) -> Answers:
    """Return one young person's answers, with those that are asked once for all."""
    if draft.lead is None:
        return draft.answers
    return {**draft.answers, **shared_of(draft, draft.lead.answers)}


def asked_apart(draft: ReferralDraft) -> bool:
    """Tell whether each is asked by themselves what is asked once of others.

    A referral from elsewhere may say other things of each.
    """
    return bool(draft.base and draft.base["apart"])


def shared_of(draft: ReferralDraft, answers: Answers) -> Answers:
    """Return those of the answers of who leads that count for a brother or sister."""
    if asked_apart(draft):
        return {}
    return {k: v for k, v in answers.items() if k in SHARED_FIELDS}


def pages_of(task: Task, answers: Answers) -> list[Page]:
    """Return the pages of a task for what has been answered: details follow ticks."""
    if task.id == "skills":
        return [skills_page(answers)]
    if task.id != "care":
        return list(task.pages)
    details = {code: detail_page(code) for code in ticked(answers)}
    found: list[Page] = []
    for page, (_, _, codes) in zip(task.pages, GROUPS, strict=False):
        found.append(page)
        found += [details[code] for code, _ in codes if code in details]
    return [*found, CARE_CHECKED]


def page_named(name: str, draft: ReferralDraft) -> tuple[Task, Page] | None:
    """Return the page with this id and its task, if it is asked at all."""
    for task in tasks_of(draft):
        for page in pages_of(task, draft.answers):
            if page.id == name:
                return task, page
    return None
