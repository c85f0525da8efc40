"""Questions about approval and its terms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.households.availability import SOURCES
from app.households.form.rows import Rows
from app.households.form.subject import Home, Subject, facts, subject
from app.households.form.values import answers_to, plain, values_of
from app.web.forms.asking import (
    NOT_KNOWN,
    Answers,
    Choice,
    Kind,
    Question,
    Wrong,
    choices_of,
    text_of,
)
from app.web.forms.reading import count_of, day_of
from matching.case import ApprovalStatus, PlacementType

MOST_PLACES = 50
OLDEST = 25
SOURCES_OF_APPROVAL = ("panel", *SOURCES)
SOME, NO_TERMS = "some", "none"
KINDS = {kind.value: kind.value.capitalize() for kind in PlacementType}
GENDERS = (Choice("female", "Girls"), Choice("male", "Boys"))


def ages(start: str, of: str = "") -> dict[str, Question]:
    """Return the questions about the youngest and the oldest age."""
    return {
        which: Question(
            f"{start}{which}",
            Kind.COUNT,
            f"{which.capitalize()} age{of} (optional)",
            what=f"{which.capitalize()} age",
            most=OLDEST,
        )
        for which in ("youngest", "oldest")
    }


def wrong_ages(asked: dict[str, Question], answers: Answers) -> list[Wrong]:
    """Return what is wrong with two ages beside one another."""
    youngest, oldest = (asked[which] for which in ("youngest", "oldest"))
    for one, other in ((youngest, oldest), (oldest, youngest)):
        if text_of(answers, other.name) and not text_of(answers, one.name):
            return [(one.name, f"Enter the {one.what.lower()} too")]
    first, last = count_of(answers, youngest), count_of(answers, oldest)
    if first is not None and last is not None and first > last:
        return [(oldest.name, "Oldest age must be the same as the youngest or more")]
    return []


def exemptions(authorities: Mapping[str, str]) -> Rows:
    """Return the exemptions from the usual fostering limit."""
    return Rows(
        "exemptions",
        "Exemptions from the usual fostering limit",
        "Has an authority agreed an exemption?",
        "exemption",
        (
            Question(
                "authority",
                Kind.SELECT,
                "agreed by which authority?",
                "The one in whose area the carers live",
                choices_of(authorities),
                "Select the authority that agreed it, or say that it holds no longer",
            ),
            Question(
                "young_people",
                Kind.LINES,
                "for which children?",
                "Your own reference for each, on a line of its own. Never a name",
                missing="Enter your own reference for each child it is for",
            ),
            Question(
                "valid_from",
                Kind.DATE,
                "holds from",
                missing="Enter the date it holds from",
            ),
            Question("valid_to", Kind.DATE, "holds until (optional)"),
            Question("conditions", Kind.TEXT, "its conditions (optional)"),
        ),
        "No longer holds",
        "Enter at least one exemption, or select no",
        sources=(),
    )


def _days(answers: Answers, today: date) -> list[Wrong]:
    said = "Date must be today or in the past"
    approved, ended = (day_of(answers, k) for k in ("approved_on", "approval_ended"))
    wrong = []
    if approved and approved > today:
        wrong.append(("approved_on-day", said))
    if ended and ended > today:
        wrong.append(("approval_ended-day", said))
    elif ended and approved and ended < approved:
        later = "The day approval ended must be after the day of approval"
        wrong.append(("approval_ended-day", later))
    elif ended and text_of(answers, "status") not in (ApprovalStatus.RESIGNED, ""):
        open_still = "Leave this empty, or select above that approval has ended"
        wrong.append(("approval_ended-day", open_still))
    return wrong


APPROVAL = facts(
    "approval",
    "Approval",
    (
        Question(
            "status",
            Kind.RADIOS,
            "Where does approval stand?",
            choices=(
                *choices_of({one.value: one.capitalize() for one in ApprovalStatus}),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select where approval stands",
        ),
        Question("approved_on", Kind.DATE, "Approved on (optional)"),
        Question(
            "approval_expected",
            Kind.DATE,
            "If they are being assessed, when is approval expected? (optional)",
        ),
        Question(
            "approval_ended",
            Kind.DATE,
            "If approval ended, on which day? (optional)",
            "What is kept of the home is kept for at least 10 years from that day",
        ),
    ),
    at_odds=_days,
    sources=SOURCES_OF_APPROVAL,
)


def terms(home: Home) -> Subject:
    """Return the page on the terms of approval."""
    gate = Question(
        "terms",
        Kind.RADIOS,
        "Are there terms of approval?",
        choices=(
            Choice(SOME, "Yes", "Say which below"),
            Choice(NO_TERMS, "No, they are approved without terms"),
            Choice(NOT_KNOWN, "Not known"),
        ),
        missing="Select whether there are terms of approval",
    )
    years = ages("terms_", " they are approved for")
    limits = {
        "places": Question(
            "terms_places",
            Kind.COUNT,
            "How many places? (optional)",
            what="Places",
            most=MOST_PLACES,
        ),
        "genders": Question(
            "terms_genders",
            Kind.CHECKBOXES,
            "Girls, boys or another gender? (optional)",
            "Leave it empty if the terms do not say",
            (*GENDERS, Choice("another", "Another gender"), Choice("any", "Any")),
        ),
        "types": Question(
            "terms_types",
            Kind.CHECKBOXES,
            "Which kinds of placement? (optional)",
            "Leave it empty if the terms do not say",
            choices_of(KINDS),
        ),
    }
    recorded = plain(home.get("terms"))
    questions = [
        gate,
        limits["places"],
        *years.values(),
        limits["genders"],
        limits["types"],
    ]
    asked_in_terms = {"ages", *limits}

    def read(home: Home) -> Answers:
        recorded = plain(home.get("terms"))
        if recorded is None:
            return {}
        between = dict(zip(years, recorded.get("ages") or (), strict=False))
        return {
            "terms": SOME if recorded else NO_TERMS,
            **answers_to(limits, recorded),
            **answers_to(years, between),
        }

    def write(answers: Answers, home: Home) -> dict[str, Any]:
        said = text_of(answers, "terms")
        if said != SOME:
            return {"terms": {} if said == NO_TERMS else None}
        given = values_of(limits, answers)
        between = list(values_of(years, answers).values())
        given["ages"] = None if None in between else between
        # Such as the children it is for, by name: they are not asked here.
        kept = plain(home.get("terms")) or {}
        kept = {name: v for name, v in kept.items() if name not in asked_in_terms}
        return {"terms": {**kept, **{k: v for k, v in given.items() if v is not None}}}

    def at_odds(answers: Answers, _today: date) -> list[Wrong]:
        wrong = wrong_ages(years, answers)
        filled = any(answers.get(f) for q in questions[1:] for f in q.fields)
        said = text_of(answers, "terms")
        more = set(recorded or ()) - asked_in_terms
        if said == SOME and not filled and not more:
            wrong.append(("terms", "Enter at least one term, or select no terms"))
        if said in (NO_TERMS, NOT_KNOWN) and filled and not recorded:
            wrong.append(("terms", "Select yes, or take away the terms below"))
        return wrong

    return subject(
        "terms",
        "Terms of approval",
        questions,
        read,
        write,
        at_odds=at_odds,
        sources=SOURCES_OF_APPROVAL,
    )
