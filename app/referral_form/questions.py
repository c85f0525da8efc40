"""The referral form as data: its tasks, and which pages of questions each has.

The wording follows `pages.md` §5.1 of the design; what each answer makes of the
referral is in `record.py`.
"""

from app.referral_form.about_the_home import CHILDREN, HOME, NEAR, SCHOOL, avoid_page
from app.referral_form.about_them import (
    ABOUT,
    IDENTITY,
    MOVE,
    SHARING,
    SUPPORT,
    WORDS,
)
from app.referral_form.asking import Answers, Page, Task
from app.referral_form.behaviours import (
    CARE_CHECKED,
    GROUPS,
    detail_page,
    group_pages,
    ticked,
)

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
    Task("identity", "Who they are", (IDENTITY,)),
    Task("support", "Support on offer", (SUPPORT,)),
)


def pages_of(task: Task, answers: Answers) -> list[Page]:
    """Return the pages of a task for what has been answered: details follow ticks."""
    if task.id != "care":
        return list(task.pages)
    details = {code: detail_page(code) for code in ticked(answers)}
    found: list[Page] = []
    for page, (_, _, codes) in zip(task.pages, GROUPS, strict=False):
        found.append(page)
        found += [details[code] for code, _ in codes if code in details]
    return [*found, CARE_CHECKED]


def page_named(name: str, answers: Answers) -> tuple[Task, Page] | None:
    """Return the page with this id and its task, if it is asked at all."""
    for task in TASKS:
        for page in pages_of(task, answers):
            if page.id == name:
                return task, page
    return None
