"""Experience and training: soft by default, filled by support, never a gate.

Newly approved carers did well with support in the Birmingham evaluation, so a lack of
experience is something support can stand in for.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
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
from matching.criteria.lift import (
    AGENCY,
    Lift,
    LiftKind,
    Obstacle,
    at_home,
    down,
    of_parameter,
    only_preferred,
)
from matching.table import Column, Homes

Years = Annotated[float, Field(gt=0, le=50)]
BASIS = "The referral; Fostering Services: National Minimum Standards 2011, 15.1"
DAYS_A_YEAR = 365.25


@lru_cache(maxsize=4096)
def course(text: str) -> str:
    """Return a course's name so that spelling variants of it are the same."""
    return text.strip().casefold().replace(" ", "-").replace("_", "-")


def _fostering_since(home: Household) -> int | None:
    days = [c.fostering_since.value for c in home.carers.value or ()]
    known = [day.toordinal() for day in days if day is not None]
    return min(known, default=None)


def _since_complete(home: Household) -> bool:
    carers = home.carers.value or ()
    return bool(carers) and all(c.fostering_since.value is not None for c in carers)


SINCE = Column("fostering since", _fostering_since)
SINCE_COMPLETE = Column("fostering since complete", _since_complete, np.bool_)

MET, PART_MET, NOT_MET, NOT_RECORDED = range(4)
WORST_FIRST = (NOT_MET, NOT_RECORDED, PART_MET, MET)


def worst(parts: list[NDArray[np.int8]]) -> NDArray[np.int8]:
    """Return the worst outcome of several parts that must all hold, by home."""
    stacked = np.stack(parts)
    return choose(
        *[(np.logical_or.reduce(stacked == o, axis=0), o) for o in WORST_FIRST],
        otherwise=MET,
    )


def _has_met(code: Code) -> Column:
    """Tell whether a carer has met a need before; training stands in for it."""

    def outcome(home: Household) -> int:
        carers = home.carers.value
        levels = [(c.experience.value or {}).get(code) for c in carers or ()]
        if Experience.SOME in levels or Experience.EXTENSIVE in levels:
            return MET
        if Experience.TRAINING_ONLY in levels:
            return PART_MET
        return NOT_RECORDED if not levels or None in levels else NOT_MET

    return Column(f"has met {code}", outcome, np.int8)


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


def _years(
    years: float, asked: Asked, homes: Homes
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Return the outcome for years of fostering, and the years missing."""
    since = homes.column(SINCE)
    have = (asked.person.day.toordinal() - since) / DAYS_A_YEAR
    short = np.where(since < 0, years, np.maximum(years - have, 0))
    complete = homes.column(SINCE_COMPLETE)
    outcome = choose((short == 0, MET), (complete, NOT_MET), otherwise=NOT_RECORDED)
    return outcome, np.where(outcome == NOT_MET, short, np.nan)


class ExperienceCriterion(Criterion):
    """Ask for experience; training may stand in for it."""

    code = "experience"
    title = "Experience"
    basis = BASIS
    facts = ("carers.fostering_since", "carers.experience")
    fact = "carers.experience"
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
        parts = [homes.column(_has_met(code)) for code in wanted.with_ or ()]
        short = np.full(len(homes), np.nan)
        if wanted.years is not None:
            outcome, short = _years(wanted.years, asked, homes)
            parts.append(outcome)
        return Judgement(worst(parts), short)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say what they have and what was asked for."""
        wanted = parameters(asked, ExperienceParameters)
        codes = wanted.with_ or []
        some = [c for c in codes if _has_met(c).of(home) == MET]
        only = [c for c in codes if _has_met(c).of(home) == PART_MET]
        years = years_fostering(home, asked.person.day)
        return {
            "had": _had(years, some),
            "trained": words.listed(words.BEHAVIOURS[c] for c in only),
            "wanted": _wanted(wanted.years, codes),
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask for fewer years, or let training stand in for needs not met before.

        Nobody can add years; where both are asked for, fewer years may not be enough.
        """
        wanted = parameters(obstacle.asked, ExperienceParameters)
        if obstacle.by != AGENCY:
            return _fewer_years(obstacle, None if wanted.with_ else wanted.years, self)
        if obstacle.shortfall == obstacle.shortfall:
            return None
        codes = [c for c in wanted.with_ or () if _has_met(c).of(home) == NOT_MET]
        to = Experience.TRAINING_ONLY.value
        named = words.listed(words.BEHAVIOURS[c] for c in wanted.with_ or ())
        return Lift(
            says=f"training stood in for experience of {named}",
            changes=tuple(
                at_home(home.id, f"/carers/0/experience/{c}", to) for c in codes
            ),
            to=to,
            kind=LiftKind.SUPPORT,
        )

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


def _done(home: Household) -> frozenset[str]:
    known = [c.training.value or () for c in home.carers.value or ()]
    return frozenset(course(name) for courses in known for name in courses)


def _complete(home: Household) -> bool:
    carers = home.carers.value or ()
    return bool(carers) and all(c.training.value is not None for c in carers)


def _booked(home: Household) -> dict[str, date]:
    return {
        course(booking.course): booking.booked_for
        for carer in home.carers.value or ()
        for booking in carer.training_booked.value or ()
    }


def _any_course(home: Household, any_of: list[str]) -> int:
    """Return the outcome for one of these courses."""
    wanted = set(map(course, any_of))
    if wanted & _done(home):
        return MET
    if not _complete(home):
        return NOT_RECORDED
    return PART_MET if wanted & _booked(home).keys() else NOT_MET


class TrainingParameters(Strict):
    """Courses of which any one, or all, should be done."""

    any_of: Annotated[list[Words], Field(min_length=1)] | None = None
    all_of: Annotated[list[Words], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.any_of is None and self.all_of is None:
            raise ValueError("needs any_of or all_of")
        return self

    @property
    def groups(self) -> list[list[str]]:
        """The courses as groups, of each of which one must be done."""
        groups = [[name] for name in self.all_of or ()]
        return [*groups, self.any_of] if self.any_of else groups


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
        groups = parameters(asked, TrainingParameters).groups
        parts = [homes.column(_course_column(group)) for group in groups]
        missing = np.sum([part == NOT_MET for part in parts], axis=0)
        return Judgement(worst(parts), np.where(missing > 0, missing, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name the courses."""
        groups = parameters(asked, TrainingParameters).groups
        missing = [group for group in groups if _any_course(home, group) != MET]
        booked = _booked(home)
        days = [
            booked[c] for group in missing for c in map(course, group) if c in booked
        ]
        named = _groups(missing)
        return {
            "asked": _groups(groups),
            "missing": named[:1].upper() + named[1:],
            "when": words.day(max(days)) if days else "a day to be told",
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Train the carers, or ask for it less strongly."""
        if obstacle.by != AGENCY:
            return super().lift(obstacle, home)
        groups = parameters(obstacle.asked, TrainingParameters).groups
        missing = [g[0] for g in groups if _any_course(home, g) == NOT_MET]
        return _trained(groups, missing, home)

    def unit(self, asked: Asked) -> str:
        """Courses missing."""
        return "courses"


def _course_column(any_of: list[str]) -> Column:
    name = f"course {sorted(map(course, any_of))}"
    return Column(name, lambda h: _any_course(h, any_of), np.int8)


def _groups(groups: list[list[str]]) -> str:
    return words.listed(words.listed(map(_title, group), "or") for group in groups)


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
    fact = "carers.training"
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
        """Judge both, and take the better; years missing as shortfall."""
        wanted = parameters(asked, EitherParameters)
        years, short = _years(wanted.years, asked, homes)
        courses = homes.column(_course_column(wanted.any_of))
        clause = choose(
            ((years == MET) | (courses == MET), MET),
            (courses == PART_MET, PART_MET),
            ((years == NOT_RECORDED) | (courses == NOT_RECORDED), NOT_RECORDED),
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

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Train the carers, or ask for fewer years."""
        wanted = parameters(obstacle.asked, EitherParameters)
        if obstacle.by != AGENCY:
            return _fewer_years(obstacle, wanted.years, self)
        return _trained([wanted.any_of], wanted.any_of[:1], home)

    def unit(self, asked: Asked) -> str:
        """Years missing."""
        return "years"


def _fewer_years(
    obstacle: Obstacle, years: float | None, criterion: Criterion
) -> Lift | None:
    """Return that fewer years are asked for; where none would do, less strongly."""
    to = down(years - obstacle.shortfall, 1) if years else 0.0
    if not years or to <= 0:
        return only_preferred(obstacle, criterion.title)
    says = "{to} years of fostering were enough instead of {was}"
    return of_parameter(obstacle, "years", years, float(to), "years", says)


def _trained(groups: list[list[str]], missing: list[str], home: Household) -> Lift:
    return Lift(
        says=f"training in {_groups(groups)} were done",
        changes=tuple(
            at_home(home.id, "/carers/0/training/-", course(name)) for name in missing
        ),
        to=[course(name) for group in groups for name in group],
        kind=LiftKind.SUPPORT,
    )
