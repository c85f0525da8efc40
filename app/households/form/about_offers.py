"""Questions about what the family offers, and whom they hope to look after."""

from datetime import date
from typing import Any

from app.households.form.about_approval import GENDERS, KINDS, ages, wrong_ages
from app.households.form.subject import Home, Subject, subject
from app.households.form.values import answers_to, plain, values_of
from app.web.forms.asking import (
    NOT_KNOWN,
    Answers,
    Choice,
    Kind,
    Question,
    Wrong,
    choices_of,
)

_OFFERS = {
    "offers": Question(
        "offers",
        Kind.CHECKBOXES,
        "Which kinds of placement do they offer? (optional)",
        choices=choices_of(KINDS),
    ),
    "takes_alone": Question(
        "takes_alone",
        Kind.RADIOS,
        "Would they look after one young person and no other child?",
        choices=(
            Choice("can be", "Yes, if that is needed"),
            Choice("only", "Yes, and only so"),
            Choice("no", "No"),
            Choice(NOT_KNOWN, "Not known"),
        ),
        missing="Select whether they would look after one young person alone",
    ),
    "interests": Question(
        "interests",
        Kind.LINES,
        "What does the family like to do? (optional)",
        "One on each line, such as football or baking",
    ),
}
_AGES = ages("hopes_", " they hope to look after")
_HOPES = {
    "genders": Question(
        "hopes_genders",
        Kind.CHECKBOXES,
        "Do they hope to look after girls, boys or another gender? (optional)",
        "A wish, not a term of approval",
        (*GENDERS, Choice("another", "Another gender")),
    )
}
_SUPPORT = {
    name: Question(
        f"support_{name}",
        Kind.LINES,
        f"Which {text} can they support? (optional)",
        "One on each line",
    )
    for name, text in (
        ("languages", "languages that they do not speak"),
        ("faiths", "faiths that are not their own"),
        ("cultures", "cultures that are not their own"),
    )
}


def _read_offers(home: Home) -> Answers:
    hopes = plain(home.get("hopes")) or {}
    between = dict(zip(_AGES, hopes.get("ages") or (), strict=False))
    return {
        **answers_to(_OFFERS, home),
        **answers_to(_AGES, between),
        **answers_to(_HOPES, hopes),
    }


def _write_offers(answers: Answers, home: Home) -> dict[str, Any]:
    between = list(values_of(_AGES, answers).values())
    given = {
        **values_of(_HOPES, answers),
        "ages": None if None in between else between,
    }
    hopes = {**(plain(home.get("hopes")) or {}), **given}
    hopes = {name: value for name, value in hopes.items() if value is not None}
    return {**values_of(_OFFERS, answers), "hopes": hopes or None}


def _at_odds(answers: Answers, _today: date) -> list[Wrong]:
    return wrong_ages(_AGES, answers)


def _write_support(answers: Answers, _home: Home) -> dict[str, Any]:
    given = values_of(_SUPPORT, answers)
    kept = {name: value for name, value in given.items() if value is not None}
    return {"can_support": kept or None}


OFFERS: Subject = subject(
    "offers",
    "What they offer",
    [*_OFFERS.values(), *_AGES.values(), *_HOPES.values()],
    _read_offers,
    _write_offers,
    at_odds=_at_odds,
)
SUPPORT: Subject = subject(
    "support",
    "What they can support",
    list(_SUPPORT.values()),
    lambda home: answers_to(_SUPPORT, plain(home.get("can_support")) or {}),
    _write_support,
)
