"""Questions about the home that is sought: where it is, and who lives there."""

from app.referral_form import at_odds
from app.referral_form.at_odds import PLACES_TO_AVOID
from app.web.forms.asking import (
    NO,
    NOT_KNOWN,
    YES,
    YES_NO,
    Choice,
    Kind,
    Page,
    Question,
)


def avoid_page() -> Page:
    """Return the page on places to stay away from, up to three."""
    places = []
    for n in PLACES_TO_AVOID:
        which = "" if n == 1 else " (optional)"
        place = ("The", "A second", "A third")[n - 1]
        places += [
            Question(
                f"avoid_{n}",
                Kind.POSTCODE,
                f"{place} postcode, or the first part of it{which}",
            ),
            Question(
                f"avoid_{n}_miles",
                Kind.NUMBER,
                "How far around it, in miles?",
                what="Distance",
            ),
            Question(f"avoid_{n}_why", Kind.AREA, "Why? (optional)"),
        ]
    return Page(
        "avoid",
        "Is there anywhere they need to stay away from?",
        (
            Question(
                "avoid",
                Kind.RADIOS,
                "Is there anywhere they need to stay away from?",
                "Agencies are never told where. No home inside becomes an option.",
                YES_NO,
                "Select yes, no or not known",
            ),
            *places,
        ),
        at_odds=at_odds.avoid,
    )


NEAR = Page(
    "near",
    "Where they come from",
    (
        Question(
            "home",
            Kind.POSTCODE,
            "Postcode of their family home, or the first part of it (optional)",
            "Agencies are never told it, only how far away a home is",
        ),
        Question(
            "near",
            Kind.RADIOS,
            "Should they live near it?",
            choices=YES_NO,
            missing="Select yes, no or not known",
        ),
        Question(
            "near_ideal",
            Kind.NUMBER,
            "If so, what distance would be ideal, in miles? (optional)",
            what="Ideal distance",
        ),
        Question(
            "near_furthest",
            Kind.NUMBER,
            "And what is the furthest, in miles?",
            what="Furthest distance",
        ),
        Question(
            "in_area",
            Kind.RADIOS,
            "Should they stay in your authority’s area?",
            choices=(
                Choice(YES, "Yes"),
                Choice(NO, "It does not matter"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select whether they should stay in your area",
        ),
    ),
    at_odds=at_odds.near,
)
SCHOOL = Page(
    "school",
    "School",
    (
        Question(
            "education",
            Kind.RADIOS,
            "Are they in education?",
            choices=(
                Choice("mainstream", "Mainstream school"),
                Choice("special", "Special school"),
                Choice("alternative", "Alternative provision"),
                Choice("college", "College or training"),
                Choice("elsewhere", "Educated otherwise"),
                Choice("none", "Not in education"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select whether they are in education",
        ),
        Question(
            "keep_school",
            Kind.RADIOS,
            "Must they keep their school?",
            choices=YES_NO,
            missing="Select yes, no or not known",
        ),
        Question(
            "school",
            Kind.POSTCODE,
            "Postcode of their school, or the first part of it",
            "Agencies are never told it. Leave it empty if they are not at school",
        ),
        Question(
            "school_furthest",
            Kind.NUMBER,
            "If they must keep it, how far may it be, in miles?",
            what="Furthest distance",
        ),
        Question(
            "school_travel",
            Kind.RADIOS,
            "How would they get there? (optional)",
            choices=(
                Choice("carer", "A carer takes them"),
                Choice("taxi", "By taxi"),
                Choice("bus", "By bus or train"),
                Choice("walks", "They walk or cycle"),
                Choice("not settled", "Not settled yet"),
            ),
        ),
        Question(
            "school_name",
            Kind.TEXT,
            "What is it called, and which year are they in? (optional)",
            "Agencies are never told it",
        ),
        Question(
            "school_support",
            Kind.RADIOS,
            "What support do they have there? (optional)",
            choices=(
                Choice("none", "None in particular"),
                Choice("sen support", "Support for special educational needs"),
                Choice("plan", "An education, health and care plan"),
                Choice(NOT_KNOWN, "Not known"),
            ),
        ),
        Question(
            "school_stays",
            Kind.AREA,
            "What about school has to stay as it is? (optional)",
            "Such as a teacher, a friend, a club or a timetable",
        ),
    ),
    at_odds=at_odds.school,
)
CHILDREN = Page(
    "children",
    "Other children in the home",
    (
        Question(
            "other_children",
            Kind.RADIOS,
            "Should they be the only child?",
            choices=(
                Choice("only", "Yes, no other children"),
                Choice("company", "Company near their age would be good"),
                Choice("any", "It does not matter"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select whether they should be the only child",
        ),
        Question(
            "younger",
            Kind.RADIOS,
            "What about younger children?",
            choices=(
                Choice("fine", "Fine"),
                Choice("none under", "None under an age", "Say which below"),
                Choice("youngest", "They should be the youngest"),
                Choice("oldest", "They should be the oldest"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select what is right about younger children",
        ),
        Question(
            "younger_age", Kind.NUMBER, "If none under an age, which?", what="Age"
        ),
        Question(
            "no_gender",
            Kind.RADIOS,
            "Girls and boys in the home",
            choices=(
                Choice("any", "Either is fine"),
                Choice("female", "No girls"),
                Choice("male", "No boys"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select what is right about girls and boys",
        ),
    ),
    at_odds=at_odds.children,
)
HOME = Page(
    "home",
    "The home and the carers",
    (
        Question(
            "animals",
            Kind.RADIOS,
            "Animals",
            choices=(
                Choice("any", "Any animals are fine"),
                Choice("no dogs", "No dogs"),
                Choice("no cats", "No cats"),
                Choice("none", "No animals at all"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select what is right about animals",
        ),
        Question(
            "carers",
            Kind.RADIOS,
            "One or two carers?",
            choices=(
                Choice("two", "Two carers"),
                Choice("any", "It does not matter"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select one or two carers",
        ),
        Question(
            "adults",
            Kind.RADIOS,
            "Who the adults are",
            choices=(
                Choice("any", "It does not matter"),
                Choice("includes female", "A woman among the carers"),
                Choice("includes male", "A man among the carers"),
                Choice("excludes male", "No men in the home"),
                Choice("excludes female", "No women in the home"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select what is right about the adults",
        ),
        Question(
            "at_home",
            Kind.CHECKBOXES,
            "Must someone be at home? (optional)",
            "Select when",
            (
                Choice("weekdays", "On weekdays in the day"),
                Choice("after school", "After school"),
                Choice("weekends", "At weekends"),
                Choice("nights", "At night"),
            ),
        ),
        Question(
            "smoke_free",
            Kind.RADIOS,
            "Must nobody smoke there?",
            choices=(Choice(YES, "Yes"), Choice(NO, "It does not matter")),
            missing="Select whether nobody may smoke there",
        ),
    ),
)
