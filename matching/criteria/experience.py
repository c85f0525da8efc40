"""Experience and training: soft by default, filled by support, never a gate.

Newly approved carers did well with support in the Birmingham evaluation, so a lack of
experience is something support can stand in for.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from matching.case import Code, Experience, Household, Strict, Words
from matching.criteria import words
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Verdict,
    choose,
    parameters,
)
from matching.table import Column, Homes

Years = Annotated[float, Field(gt=0, le=50)]
BASIS = "The referral; Fostering Services: National Minimum Standards 2011, 15.1"
DAYS_A_YEAR = 365.25


def course(text: str) -> str:
    """Return a course's name so that spelling variants of it are the same."""
    return text.strip().casefold().replace(" ", "-").replace("_", "-")


def _fostering_since(home: Household) -> int | None:
    days = [c.fostering_since.value for c in home.carers.value or ()]
    known = [day.toordinal() for day in days if day is not None]
    return min(known, default=None)


SINCE = Column("fostering since", _fostering_since)

MET, TRAINED, NOT_MET, NOT_RECORDED = range(4)
_NUMBER = {level: number for number, level in enumerate(Experience)}


def _level(code: Code) -> Column:
    """Return the best level any carer has with a need.

    Missing where nobody is known to have met it and somebody's level is not recorded.
    """

    def best(home: Household) -> int | None:
        known = [c.experience.value for c in home.carers.value or ()]
        levels = [_NUMBER[r[code]] for r in known if r is not None and code in r]
        most = max(levels, default=None)
        if most is not None and most >= _NUMBER[Experience.SOME]:
            return most
        return most if levels and len(levels) == len(known) else None

    return Column(f"experience {code}", best, np.int8)


def years_fostering(home: Household, on: date) -> float | None:
    """Return for how many years the longer serving carer has fostered."""
    since = _fostering_since(home)
    return None if since is None else (on.toordinal() - since) / DAYS_A_YEAR


class ExperienceParameters(Strict):
    """Years of fostering, and the needs the carers should have met before."""

    years: Years | None = None
    with_: list[Code] | None = Field(default=None, min_length=1, alias="with")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.years is None and self.with_ is None:
            raise ValueError("needs years or with")
        return self


def _years_short(years: float | None, asked: Asked, homes: Homes) -> Any:
    """Return years missing (0 where enough, NaN where not recorded)."""
    if years is None:
        return np.zeros(len(homes))
    since = homes.column(SINCE)
    have = (asked.person.day.toordinal() - since) / DAYS_A_YEAR
    return np.where(since < 0, np.nan, np.maximum(years - have, 0))


class ExperienceCriterion(Criterion):
    """Ask for experience; training may stand in for it."""

    code = "experience"
    title = "Experience"
    basis = BASIS
    facts = ("carers.fostering_since", "carers.experience")
    about = "the carers' experience"
    Parameters = ExperienceParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "{had}."),
        Clause(
            Verdict.PART_MET,
            "Less experience than asked for, but training in {trained}; support would "
            "stand in for the rest.",
        ),
        Clause(
            Verdict.NOT_MET,
            "{had}; {wanted} was asked for. Newly approved carers can do well with "
            "support.",
            lifted_by=(("authority",), ("agency",)),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The carers' experience is not recorded.",
            ask="agency",
            question="What experience do the carers have: {wanted}?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge years and needs; years missing as shortfall."""
        wanted = parameters(asked, ExperienceParameters)
        short = _years_short(wanted.years, asked, homes)
        levels = [homes.column(_level(code)) for code in wanted.with_ or ()]
        some = _NUMBER[Experience.SOME]
        least = np.min(levels, axis=0) if levels else np.full(len(homes), some)
        known_less = (least >= 0) & (least < _NUMBER[Experience.TRAINING_ONLY])
        trained = (least == _NUMBER[Experience.TRAINING_ONLY]) & (short == 0)
        clause = choose(
            (known_less | (short > 0), NOT_MET),
            (np.isnan(short) | (least < 0), NOT_RECORDED),
            (trained, TRAINED),
            otherwise=MET,
        )
        return Judgement(clause, np.where(short > 0, short, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say what they have and what was asked for."""
        wanted = parameters(asked, ExperienceParameters)
        codes = wanted.with_ or []
        some = [c for c in codes if _level(c).of(home) in (2, 3)]
        only = [c for c in codes if _level(c).of(home) == 1]
        years = years_fostering(home, asked.person.day)
        return {
            "had": _had(years, some),
            "trained": words.listed(words.BEHAVIOURS[c] for c in only),
            "wanted": _wanted(wanted.years, codes),
        }

    def unit(self, asked: Asked) -> str:
        """Years missing."""
        return "years"


def _had(years: float | None, some: list[Code]) -> str:
    if years is None:
        said = "Experience"
    elif years < 2:
        said = f"{words.plural(max(round(years * 12), 0), 'month')} of fostering"
    else:
        said = f"{words.plural(int(years), 'year')} of fostering"
    if some:
        met = words.listed(words.BEHAVIOURS[c] for c in some)
        return f"{said}, with experience of {met}"
    return said


def _wanted(years: float | None, codes: list[Code]) -> str:
    parts = []
    if years is not None:
        parts.append(f"{words.plural(years, 'year')} of fostering")
    if codes:
        named = words.listed(words.BEHAVIOURS[c] for c in codes)
        parts.append(f"experience of {named}")
    return words.listed(parts)


def _done(home: Household) -> frozenset[str] | None:
    known = [c.training.value for c in home.carers.value or ()]
    recorded = [courses for courses in known if courses is not None]
    if not recorded:
        return None
    return frozenset(course(name) for courses in recorded for name in courses)


def _booked(home: Household) -> dict[str, date]:
    return {
        course(booking.course): booking.booked_for
        for carer in home.carers.value or ()
        for booking in carer.training_booked.value or ()
    }


class TrainingParameters(Strict):
    """Courses of which any one, or all, should be done."""

    any_of: Annotated[list[Words], Field(min_length=1)] | None = None
    all_of: Annotated[list[Words], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.any_of is None and self.all_of is None:
            raise ValueError("needs any_of or all_of")
        return self

    def missing(self, done: frozenset[str]) -> list[str]:
        """Return the courses that still have to be done."""
        short = [c for c in map(course, self.all_of or ()) if c not in done]
        any_of = list(map(course, self.any_of or ()))
        if any_of and done.isdisjoint(any_of):
            short.append(any_of[0])
        return short

    def all_booked(self, done: frozenset[str], booked: Mapping[str, date]) -> bool:
        """Tell whether what is missing is booked."""
        return not self.missing(done | frozenset(booked))


class Training(Criterion):
    """Ask for training that is done; a booked course is part met."""

    code = "training"
    title = "Training"
    basis = BASIS
    facts = ("carers.training",)
    about = "the carers' training"
    Parameters = TrainingParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "The training asked for is done: {asked}."),
        Clause(Verdict.PART_MET, "{missing} is booked for {when}."),
        Clause(
            Verdict.NOT_MET,
            "{missing} is not done yet. The agency could arrange it.",
            lifted_by=(("authority",), ("agency",)),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The carers' training is not recorded.",
            ask="agency",
            question="Has this training been done: {asked}?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the courses done and booked; courses missing as shortfall."""
        wanted = parameters(asked, TrainingParameters)

        def outcome(home: Household) -> int:
            done = _done(home)
            if done is not None and not wanted.missing(done):
                return MET
            if wanted.all_booked(done or _NONE, _booked(home)):
                return TRAINED
            return NOT_RECORDED if done is None else NOT_MET

        key = wanted.model_dump_json()
        clause = homes.column(Column(f"training {key}", outcome, np.int8))
        count = homes.column(
            Column(f"courses {key}", lambda h: len(wanted.missing(_done(h) or _NONE)))
        )
        return Judgement(clause, np.where(clause == NOT_MET, count, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name the courses."""
        wanted = parameters(asked, TrainingParameters)
        missing = wanted.missing(_done(home) or _NONE)
        booked = _booked(home)
        days = [booked[c] for c in missing if c in booked]
        named = words.listed(map(_title, missing))
        return {
            "asked": words.listed(
                [_title(c) for c in wanted.all_of or ()]
                + [words.listed(map(_title, wanted.any_of or ()), "or")]
                if wanted.any_of
                else [_title(c) for c in wanted.all_of or ()]
            ),
            "missing": named[:1].upper() + named[1:],
            "when": words.day(max(days)) if days else "a day to be told",
        }

    def unit(self, asked: Asked) -> str:
        """Courses missing."""
        return "courses"


_NONE: frozenset[str] = frozenset()


def _title(name: str) -> str:
    return course(name).replace("-", " ")


class EitherParameters(Strict):
    """Years of fostering, or any one of these courses."""

    years: Years
    any_of: Annotated[list[Words], Field(min_length=1)]


class TrainingOrExperience(Criterion):
    """Ask for either years of fostering or one of some courses."""

    code = "training_or_experience"
    title = "Training or experience"
    basis = BASIS
    facts = ("carers.fostering_since", "carers.training")
    about = "the carers' experience and training"
    Parameters = EitherParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "{had}, or the training asked for, is there."),
        Clause(Verdict.PART_MET, "{courses} is booked for {when}."),
        Clause(
            Verdict.NOT_MET,
            "{had}; {years} or training in {courses} was asked for. Newly approved "
            "carers can do well with support.",
            lifted_by=(("authority",), ("agency",)),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "Neither experience nor training is recorded.",
            ask="agency",
            question="How long have the carers fostered, and has {courses} been done?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge both; years missing as shortfall."""
        wanted = parameters(asked, EitherParameters)
        short = _years_short(wanted.years, asked, homes)
        courses = TrainingParameters(any_of=wanted.any_of)

        def trained(home: Household) -> int:
            done = _done(home)
            if done is not None and not courses.missing(done):
                return MET
            if courses.all_booked(done or _NONE, _booked(home)):
                return TRAINED
            return NOT_RECORDED if done is None else NOT_MET

        key = courses.model_dump_json()
        training = homes.column(Column(f"either {key}", trained, np.int8))
        clause = choose(
            ((short == 0) | (training == MET), MET),
            (training == TRAINED, TRAINED),
            (np.isnan(short) | (training == NOT_RECORDED), NOT_RECORDED),
            otherwise=NOT_MET,
        )
        return Judgement(clause, np.where(clause == NOT_MET, short, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say what there is and what was asked for."""
        wanted = parameters(asked, EitherParameters)
        booked = _booked(home)
        days = [booked[c] for c in map(course, wanted.any_of) if c in booked]
        return {
            "had": _had(years_fostering(home, asked.person.day), []),
            "years": f"{words.plural(wanted.years, 'year')} of fostering",
            "courses": words.listed(map(_title, wanted.any_of), "or"),
            "when": words.day(min(days)) if days else "a day to be told",
        }

    def unit(self, asked: Asked) -> str:
        """Years missing."""
        return "years"
