"""A young person's needs as a form to try them otherwise, and back as changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.errors import FieldError, InvalidError
from app.what_ifs.words import FIGURES, figures
from matching.case import Change, Need, Strength, YoungPerson
from matching.criteria import CRITERIA
from matching.criteria.words import number

NOT_ASKED = "not asked for"


@dataclass(frozen=True, slots=True)
class Figure:
    """How much a need asks for, as it is written in a field."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class NeedTried:
    """A need, the strengths it may have, and its figures."""

    title: str
    need: Need
    strength: str
    strengths: tuple[str, ...]
    figures: tuple[Figure, ...]


def as_recorded(person: YoungPerson) -> list[NeedTried]:
    """Return the needs of a young person as a form."""
    return [
        NeedTried(
            title=CRITERIA[need.criterion].title,
            need=need,
            strength=need.strength,
            strengths=_strengths(need),
            figures=tuple(
                Figure(name, FIGURES[name], number(value))
                for name, value in figures(need).items()
            ),
        )
        for need in person.needs
    ]


def changes_in(
    person: YoungPerson, strengths: Sequence[str], given: Sequence[str]
) -> list[Change]:
    """Return what a form changes: a strength for each need, then a text a figure.

    Raises
    ------
    InvalidError
        With every field to put right, ``/figures/0`` for the first figure.
    """
    form = as_recorded(person)
    if len(strengths) != len(form) or len(given) != sum(len(n.figures) for n in form):
        at = FieldError(pointer="/changes", detail="Fill in the form again")
        raise InvalidError(errors=[at])
    found: list[Change | FieldError] = []
    texts = enumerate(given)
    for place, (asked, strength) in enumerate(zip(form, strengths, strict=True)):
        rows = [(figure, *next(texts)) for figure in asked.figures]
        found += _of_strength(person.id, place, asked, strength)
        if strength != NOT_ASKED:
            for row in rows:
                found += _of_figure(person.id, place, asked, *row)
    wrong = [one for one in found if isinstance(one, FieldError)]
    if wrong:
        raise InvalidError(errors=wrong)
    return [one for one in found if isinstance(one, Change)]


def _of_strength(
    person: str, place: int, asked: NeedTried, strength: str
) -> Iterator[Change | FieldError]:
    if strength not in asked.strengths:
        detail = "Select how important this is"
        yield FieldError(pointer=f"/strengths/{place}", detail=detail)
    elif strength == NOT_ASKED:
        yield Change(young_person=person, at=f"/needs/{place}", to=None)
    elif strength != asked.strength:
        yield Change(young_person=person, at=f"/needs/{place}/strength", to=strength)


def _of_figure(
    person: str, place: int, asked: NeedTried, figure: Figure, field: int, text: str
) -> Iterator[Change | FieldError]:
    if text.strip() == figure.value:
        return
    at = f"/needs/{place}/parameters/{figure.name}"
    try:
        yield Change(young_person=person, at=at, to=_number(text))
    except ValueError:
        detail = f"Enter a number for “{asked.title}”, like 10"
        yield FieldError(pointer=f"/figures/{field}", detail=detail)


def _number(text: str) -> float:
    """Return a number that is written out; what else Python takes for one is not."""
    if not text.strip().replace(".", "", 1).isdecimal():
        raise ValueError(text)
    value = float(text)
    return int(value) if value.is_integer() else value


def _strengths(need: Need) -> tuple[str, ...]:
    never = CRITERIA[need.criterion].never_essential

    def may_be() -> Iterator[str]:
        for strength in Strength:
            if strength is Strength.ESSENTIAL and never:
                continue
            if strength is not Strength.NOT_KNOWN or need.strength is strength:
                yield strength
        yield NOT_ASKED

    return tuple(may_be())
