"""What carers should know, as it is asked: labels for the codes of `matching.case`.

The words are of what young people do and feel, never of what they are.
"""

from datetime import date
from functools import partial

from app.web.forms.asking import (
    NO,
    YES,
    Answers,
    Choice,
    Kind,
    Page,
    Question,
    Wrong,
    chosen,
    text_of,
)

LAST_MONTH, EARLIEST, LATEST = 12, 1990, 2100

GROUPS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "people",
        "How they get on with people",
        (
            ("VERB", "Shouts or says hurtful things when distressed"),
            ("PHYS_ADULT", "Has hurt an adult when distressed"),
            ("PHYS_CHILD", "Has hurt a younger child when distressed"),
            ("PHYS_PEER", "Has hurt another young person when distressed"),
            ("BULLY", "Has hurt or left out others"),
            ("BULLIED", "Has been hurt or left out"),
            ("ATTENTION", "Needs an adult to themselves"),
            ("ATTACH", "Finds trust hard"),
            ("LOSS", "Is grieving"),
            ("TRAUMA", "Is affected by what happened to them"),
            ("CARER_SEX", "Does not feel safe with men, or with women"),
            ("ALLEG", "Something was said about a carer before"),
        ),
    ),
    (
        "safe",
        "Keeping safe",
        (
            ("SELF_HARM", "Hurts themselves"),
            ("SUICIDAL", "Has thought about not living"),
            ("EATING", "Finds food hard"),
            ("SUBST", "Uses alcohol, drugs or vapes"),
            ("MISSING", "Goes missing or stays away"),
            ("CSE", "Has been sexually exploited or is at risk of it"),
            ("CCE", "Has been criminally exploited"),
            ("GANG", "There is worry about groups they are near"),
            ("TRAFF", "Has been trafficked, or may have been"),
            ("RADICAL", "There is worry about extreme ideas"),
            ("WEAPON", "Has carried something to protect themselves or to hurt"),
            ("SEXUALISED", "Needs help to be safe with others and online"),
            ("HSB", "Needs support about sexual behaviour"),
            ("FIRE", "Has set fires"),
            ("ANIMAL", "Has hurt an animal"),
            ("ANIMAL_FEAR", "Is afraid of animals"),
            ("ALLERGY", "Is allergic to animals"),
            ("PROP", "Breaks things when distressed"),
            ("OFFEND", "Has been in trouble with the police"),
            ("THEFT", "Takes things"),
        ),
    ),
    (
        "daily",
        "Daily life",
        (
            ("SCHOOL_REF", "Does not go to school"),
            ("EXCL", "Has been excluded"),
            ("SLEEP", "Wakes or is afraid at night"),
            ("CONTINENCE", "Needs help with the toilet, or has wet beds"),
            ("HYGIENE", "Needs help with washing"),
            ("INSTIT", "Is used to living in a home with staff"),
            ("FAM_DISRUPT", "What happens in their family makes settling hard"),
            ("PREGNANT", "Is expecting a child"),
            ("PARENT", "Has a child"),
        ),
    ),
    (
        "mind",
        "Mind and body",
        (
            ("ASD", "Autism: diagnosed, being assessed or thought likely"),
            ("ADHD", "Attention deficit hyperactivity disorder"),
            ("FASD", "Foetal alcohol spectrum disorder"),
            ("LD", "A learning disability"),
            ("SLCN", "Speech, language and communication needs"),
            ("PHYS_HEALTH", "A health condition that needs looking after"),
            ("DISAB", "A disability"),
        ),
    ),
    (
        "who",
        "Who they are",
        (
            (
                "IDENTITY",
                "Culture, faith, sexuality or gender that carers need to understand",
            ),
        ),
    ),
)
LABELS = {code: label for _, _, codes in GROUPS for code, label in codes}
NONE = "none"
ABOUT = "about-"
"""What the ids of the pages on one thing each begin with."""

_LEVELS = (
    Choice("historic", "In the past, not now"),
    Choice("low", "A little"),
    Choice("medium", "Some of the time"),
    Choice("high", "A lot"),
    Choice("none known", "Not as far as we know"),
)


def group_pages() -> tuple[Page, ...]:
    """Return a page for each group: what there is to know."""
    return tuple(
        Page(
            f"care-{name}",
            f"What should carers know? {title}",
            (
                Question(
                    f"care-{name}",
                    Kind.CHECKBOXES,
                    title,
                    "Select all that apply. You say how much, and what helps, next.",
                    (
                        *(Choice(code, label) for code, label in codes),
                        Choice(NONE, "None of these, as far as we know"),
                    ),
                    "Select what carers should know, or none of these",
                ),
            ),
            at_odds=partial(_none_and_some, f"care-{name}"),
        )
        for name, title, codes in GROUPS
    )


CARE_CHECKED = Page(
    "care-checked",
    "Have you checked the file?",
    (
        Question(
            "care_checked",
            Kind.RADIOS,
            "Have you checked the file for everything you did not select?",
            "If you have, the rest is put down as none known today. If not, carers see "
            "that it has not been checked.",
            (Choice(YES, "Yes"), Choice(NO, "No, not yet")),
            "Select whether you have checked the file",
        ),
    ),
)


def detail_page(code: str) -> Page:
    """Return the page on one thing carers should know."""
    label = LABELS[code]
    return Page(
        f"{ABOUT}{code}",
        label,
        (
            Question(
                f"{code}-level",
                Kind.RADIOS,
                "How much does this affect daily life now?",
                choices=_LEVELS,
                missing="Select how much this affects daily life now",
            ),
            Question(
                f"{code}-last",
                Kind.TEXT,
                "When was the last time? (optional)",
                "Month and year, for example 8 2026",
            ),
            Question(f"{code}-often", Kind.TEXT, "How often? (optional)"),
            Question(
                f"{code}-helps",
                Kind.AREA,
                "What helps?",
                "If nobody knows yet, say so",
                missing="Enter what helps, or say that it is not known",
            ),
            Question(
                f"{code}-source",
                Kind.TEXT,
                "Who says so? (optional)",
                "Such as the children’s home, the school or the young person",
            ),
        ),
        at_odds=partial(_not_a_month, f"{code}-last"),
    )


def ticked(answers: Answers) -> list[str]:
    """Return the codes that were ticked, in the order they are asked."""
    given = {code for name, _, _ in GROUPS for code in chosen(answers, f"care-{name}")}
    return [code for code in LABELS if code in given]


def month_of(text: str) -> str | None:
    """Return a month as the case writes it (2026-08) from "8 2026" or "08/2026"."""
    parts = text.replace("/", " ").replace("-", " ").split()
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    first, second = map(int, parts)
    month, year = (first, second) if second > LAST_MONTH else (second, first)
    real = 1 <= month <= LAST_MONTH and EARLIEST <= year <= LATEST
    return f"{year}-{month:02}" if real else None


def _none_and_some(name: str, answers: Answers, _today: date) -> list[Wrong]:
    given = chosen(answers, name)
    if NONE in given and len(given) > 1:
        return [(name, "Select what carers should know, or none of these")]
    return []


def _not_a_month(name: str, answers: Answers, today: date) -> list[Wrong]:
    typed = text_of(answers, name)
    if not typed:
        return []
    month = month_of(typed)
    if month is None:
        return [(name, "Enter a month and a year, for example 8 2026")]
    if month > today.isoformat()[:7]:
        return [(name, "Date must be in the past")]
    return []
