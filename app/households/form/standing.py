"""Where each fact of a home stands: the page of its record on which it is kept."""

CARER, EXPERIENCE = "record/carer-1", "record/experience-1"
PAGES = {
    "available_from": "availability",
    "bedrooms_free": "availability",
    "considerations": "considerations",
    "status": "record/approval",
    "terms": "record/terms",
    "carers": "record/carers",
    "carers.gender": CARER,
    "carers.drives": CARER,
    "carers.smokes": CARER,
    "carers.at_home": CARER,
    "carers.training": CARER,
    "carers.experience": EXPERIENCE,
    "children": "record/children",
    "animals": "record/animals",
    "location": "record/where",
    "setting": "record/where",
    "adaptations": "record/adaptations",
    "hopes": "record/offers",
    "offers": "record/offers",
    "takes_alone": "record/offers",
    "interests": "record/offers",
    "can_support": "record/support",
}


def page_of(fact: str) -> str:
    """Return the page on which a fact is kept, after the home's own address."""
    return PAGES.get(fact, "")
