"""Questions about the home itself, and who may see it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.households.form.subject import Home, Subject, subject
from app.households.form.values import (
    NONE_OF_THESE,
    answer_to,
    answers_to,
    plain,
    value_of,
    values_of,
)
from app.households.schemas import LONGEST_LABEL
from app.households.words import ADAPTATIONS
from app.web.forms.asking import (
    NOT_KNOWN,
    Answers,
    Choice,
    Kind,
    Question,
    Wrong,
    choices_of,
    lines_of,
    text_of,
)

PLANNED = (1, 2)
"""Adaptations that are planned, of which a page takes so many."""


def where(authorities: Mapping[str, str]) -> Subject:
    """Return the page on what the home is called and where it is."""
    asked = {
        "label": Question(
            "label",
            Kind.TEXT,
            "What do you call this home?",
            "Such as the carers’ first names. Other organisations never see it",
            missing="Enter what you call this home",
        ),
        "location": Question(
            "location",
            Kind.POSTCODE,
            "Postcode, or the first part of it (optional)",
            "Others see at most the first part, and how far away the home is",
        ),
        "authority": Question(
            "authority",
            Kind.SELECT,
            "In which authority’s area? (optional)",
            choices=choices_of(authorities),
        ),
        "setting": Question(
            "setting",
            Kind.RADIOS,
            "Town or country?",
            choices=(
                Choice("urban", "Town"),
                Choice("rural", "Country"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select town, country or not known",
        ),
    }

    def read(home: Home) -> Answers:
        place = plain(home.get("location")) or {}
        return answers_to(asked, {**home, "location": place.get("postcode")})

    def write(answers: Answers, home: Home) -> dict[str, Any]:
        postcode = text_of(answers, "location").upper()
        place = plain(home.get("location")) or {}
        # A point on the map is not asked for here, and stays unless a postcode is said.
        kept = None if "postcode" in place else place or None
        given = {"postcode": " ".join(postcode.split())} if postcode else kept
        return {**values_of(asked, answers), "location": given}

    return subject(
        "where", "Name and place", list(asked.values()), read, write, at_odds=_too_long
    )


def adaptations(home: Home) -> Subject:
    """Return the page on what the home has for somebody with a disability."""
    recorded = _adaptations(home)
    others = {one["kind"]: one["kind"] for one in recorded}
    kinds = choices_of({**others, **ADAPTATIONS})
    here = Question(
        "adaptations",
        Kind.CHECKBOXES,
        "What is there now? (optional)",
        "Leave it empty if nobody has looked yet",
        (*kinds, NONE_OF_THESE),
    )
    more = Question(
        "adaptations_more",
        Kind.LINES,
        "What else is there now? (optional)",
        "One on each line",
    )
    planned = [
        (
            Question(
                f"planned_{n}",
                Kind.SELECT,
                f"{which} that is planned (optional)",
                choices=kinds,
            ),
            Question(f"planned_{n}_for", Kind.DATE, "If so, for when?"),
        )
        for n, which in zip(PLANNED, ("Something", "Something else"), strict=True)
    ]

    def read(home: Home) -> Answers:
        if plain(home.get("adaptations")) is None:
            return {}
        there = [one for one in _adaptations(home) if not one.get("planned_for")]
        typed = dict(answer_to(here, [one["kind"] for one in there]))
        coming = [one for one in _adaptations(home) if one.get("planned_for")]
        for (kind, day), one in zip(planned, coming, strict=False):
            typed |= answer_to(kind, one["kind"]) | answer_to(day, one["planned_for"])
        return typed

    def write(answers: Answers, home: Home) -> dict[str, Any]:
        now = value_of(here, answers)
        kept = [*(now or ()), *lines_of(answers, more.name)]
        found = [{"kind": kind} for kind in dict.fromkeys(kept)]
        coming = [one for one in _adaptations(home) if one.get("planned_for")]
        found += [
            {"kind": text_of(answers, kind.name), "planned_for": value_of(day, answers)}
            for kind, day in planned
            if text_of(answers, kind.name)
        ] + coming[len(PLANNED) :]
        return {"adaptations": found or now}

    def at_odds(answers: Answers, _today: date) -> list[Wrong]:
        return [
            (day.fields[0], "Enter the date it is planned for")
            for kind, day in planned
            if text_of(answers, kind.name) and not text_of(answers, day.fields[2])
        ]

    questions = [here, more, *(one for pair in planned for one in pair)]
    return subject(
        "adaptations", "Adaptations", questions, read, write, at_odds=at_odds
    )


def offered(authorities: Mapping[str, str]) -> Subject:
    """Return the page on which authorities may see the home."""
    asked = Question(
        "offered_to",
        Kind.CHECKBOXES,
        "Which authorities may see this home? (optional)",
        choices=choices_of(authorities),
    )
    return subject(
        "offered",
        "Who may see this home",
        [asked],
        lambda home: {"offered_to": list(home["offered_to"])},
        lambda answers, _home: {"offered_to": value_of(asked, answers) or []},
        intro="They, and forums you take part in, see an outline: how many children "
        "and which animals live there, and when a place is free. Names, the postcode "
        "and the carers’ own words stay with you.",
        sources=(),
    )


def _too_long(answers: Answers, _today: date) -> list[Wrong]:
    used = len(text_of(answers, "label"))
    if used <= LONGEST_LABEL:
        return []
    said = f"Name must be {LONGEST_LABEL} characters or fewer. You have used {used}"
    return [("label", said)]


def _adaptations(home: Home) -> list[dict[str, Any]]:
    """Return each adaptation whole; one that is there may be written bare."""
    found = plain(home.get("adaptations")) or ()
    return [{"kind": one} if isinstance(one, str) else one for one in found]
