"""Where each part of a young person's record stands: the page of the form that asks."""

from app.referral_form.behaviours import group_pages

PAGES = {
    "gender": "pages/about",
    "home": "pages/near",
    "school": "pages/school",
    "avoid_places": "pages/avoid",
    "behaviours": f"pages/{group_pages()[0].id}",
}


def page_of(fact: str) -> str:
    """Return where a draft asks for a fact; else the list of needs."""
    return PAGES.get(fact, "needs")
