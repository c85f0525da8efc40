"""Questions about family, health, and what the carers should be able to do."""

from datetime import date

from app.households.words import ADAPTATIONS, COURSES
from app.referral_form.behaviours import LABELS, ticked
from app.web.forms.asking import (
    NOT_KNOWN,
    YES,
    Answers,
    Choice,
    Kind,
    Page,
    Question,
    Wrong,
    choices_of,
    text_of,
)
from app.web.forms.reading import number_of

FAMILY_TIME = (1, 2)
MOST_YEARS = 50


def _family_time(answers: Answers, _today: date) -> list[Wrong]:
    wrong: list[Wrong] = []
    for n in FAMILY_TIME:
        where, miles = (
            text_of(answers, f"contact_{n}"),
            number_of(answers, f"contact_{n}_miles"),
        )
        if where and not text_of(answers, f"contact_{n}_who"):
            wrong.append((f"contact_{n}_who", "Enter whom they spend time with"))
        if where and not miles:
            wrong.append((f"contact_{n}_miles", "Enter a distance in miles, like 10"))
        if miles and not where:
            said = "Enter the postcode where they spend time together"
            wrong.append((f"contact_{n}", said))
    return wrong


def _years(answers: Answers, _today: date) -> list[Wrong]:
    years = text_of(answers, "experience_years")
    if years and not 0 < (number_of(answers, "experience_years") or 0) <= MOST_YEARS:
        return [("experience_years", "Years must be from 1 to 50")]
    return []


FAMILY = Page(
    "family",
    "Family time",
    (
        *(
            question
            for n in FAMILY_TIME
            for question in (
                Question(
                    f"contact_{n}_who",
                    Kind.TEXT,
                    "Whom do they spend time with? (optional)"
                    if n == 1
                    else "And whom else? (optional)",
                    "Also called contact. Say who they are to them, such as their nan",
                ),
                Question(
                    f"contact_{n}",
                    Kind.POSTCODE,
                    "Where? Postcode, or the first part of it (optional)",
                    "Agencies are never told where, only how far away a home is",
                ),
                Question(
                    f"contact_{n}_miles",
                    Kind.NUMBER,
                    "How far from it may the home be, in miles? (optional)",
                    what="Distance",
                ),
            )
        ),
        Question(
            "driver",
            Kind.RADIOS,
            "Does a carer need to drive? (optional)",
            "For family time, school or appointments",
            (
                Choice(YES, "Yes"),
                Choice("any", "It does not matter"),
                Choice(NOT_KNOWN, "Not known"),
            ),
        ),
        Question(
            "family",
            Kind.AREA,
            "How do these relationships affect a move? (optional)",
        ),
    ),
    at_odds=_family_time,
)
HEALTH = Page(
    "health",
    "Health",
    (
        Question(
            "adaptations",
            Kind.CHECKBOXES,
            "What does the home need to have? (optional)",
            choices=choices_of(ADAPTATIONS),
        ),
        Question(
            "communication",
            Kind.AREA,
            "How do they communicate? (optional)",
            "Such as signs, pictures, or with an interpreter",
        ),
        Question(
            "health",
            Kind.AREA,
            "Health, allergies and medicine, and who helps now (optional)",
        ),
    ),
)


def skills_page(answers: Answers) -> Page:
    """Return the page on the carers' skills.

    Experience is asked of what carers should know about, and of nothing else.
    """
    with_ = tuple(Choice(code, LABELS[code]) for code in ticked(answers))
    met_before = Question(
        "experience_with",
        Kind.CHECKBOXES,
        "Should carers have met any of this before? (optional)",
        "What you said carers should know about",
        with_,
    )
    return Page(
        "skills",
        "Carers’ skills",
        (
            *((met_before,) if with_ else ()),
            Question(
                "experience_years",
                Kind.NUMBER,
                "How many years should they have fostered? (optional)",
                "Leave it empty if new carers would be right too",
                what="Years",
            ),
            Question(
                "training",
                Kind.CHECKBOXES,
                "Which training would help? (optional)",
                "Any one of those you select is enough",
                choices_of(COURSES),
            ),
        ),
        at_odds=_years,
    )
