"""The adults in the home: how many, who they are, when they are there."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from matching.case import Carer, Fact, Gender, Household, Strict, When
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
from matching.criteria.lift import CARERS, Lift, LiftKind, Obstacle, at_home
from matching.table import Column, Homes

AUTHORITY = (("authority",),)
AUTHORITY_OR_CARERS = (("authority",), ("carers",))

NOT_THERE, THERE, NOT_RECORDED = 0, 1, -1


def any_carer(read: Callable[[Carer], Fact[Any]]) -> Callable[[Household], int | None]:
    """Return a reader: 1 where a carer's fact is true, 0 where all are known not to be.

    None where no carer is known to, and one is not recorded. A known yes is enough.
    """

    def reader(home: Household) -> int | None:
        carers = home.carers.value
        if not carers:
            return None
        answers = [read(carer).value for carer in carers]
        if any(answers):
            return THERE
        return None if any(a is None for a in answers) else NOT_THERE

    return reader


COUNT = Column(
    "carers", lambda h: None if h.carers.value is None else len(h.carers.value)
)
DRIVES = Column("drives", any_carer(lambda c: c.drives), np.int8)


class TwoCarers(Criterion):
    """Require two approved carers."""

    code = "two_carers"
    title = "Two carers"
    basis = "The young person's plan"
    facts = ("carers",)
    about = "the carers"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Two approved carers live here."),
        Clause(
            Verdict.NOT_MET,
            "One approved carer lives here; two were asked for.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded how many carers live here.",
            ask="agency",
            question="How many approved carers live here?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the number of carers."""
        count = homes.column(COUNT)
        return Judgement(choose((count >= 2, 0), (count >= 1, 1), otherwise=2))


class Driver(Criterion):
    """Require a carer who drives."""

    code = "driver"
    title = "A carer who drives"
    basis = "The young person's plan"
    facts = ("carers.drives",)
    about = "who drives"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.NOT_MET, "No carer drives.", lifted_by=AUTHORITY),
        Clause(Verdict.MET, "A carer drives."),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether a carer drives.",
            ask="agency",
            question="Does a carer drive?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge whether any carer drives."""
        drives = homes.column(DRIVES)
        return Judgement(choose((drives < 0, 2), (drives > 0, 1), otherwise=0))


def _smokers(home: Household) -> int | None:
    carers, adults = home.carers.value, home.other_adults.value
    answers = [c.smokes.value for c in carers or ()]
    answers += [a.smokes for a in adults or ()]
    if any(answers):
        return THERE
    return None if not carers or adults is None or None in answers else NOT_THERE


SMOKERS = Column("smokers", _smokers, np.int8)


class SmokeFree(Criterion):
    """Require a home in which nobody smokes."""

    code = "smoke_free"
    title = "Nobody smokes"
    basis = "The young person's plan"
    facts = ("carers.smokes",)
    about = "who smokes"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Nobody here smokes."),
        Clause(Verdict.NOT_MET, "Someone here smokes.", lifted_by=AUTHORITY_OR_CARERS),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether anyone here smokes.",
            ask="agency",
            question="Does anyone smoke or vape?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge carers and other adults; one known smoker is enough."""
        smokers = homes.column(SMOKERS)
        return Judgement(choose((smokers < 0, 2), (smokers > 0, 1), otherwise=0))

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask that nobody smokes there, or ask for it less strongly."""
        if obstacle.by != CARERS:
            return super().lift(obstacle, home)
        carers, adults = home.carers.value or (), home.other_adults.value or ()
        smoking = [
            f"/carers/{n}/smokes" for n, c in enumerate(carers) if c.smokes.value
        ]
        smoking += [
            f"/other_adults/{n}/smokes" for n, a in enumerate(adults) if a.smokes
        ]
        return Lift(
            says="nobody smoked in the home",
            changes=tuple(at_home(home.id, who, to=False) for who in smoking),
            to=False,
            kind=LiftKind.SUPPORT,
        )


class CarerGenderParameters(Strict):
    """Who should be among the carers, and who should not live there."""

    includes: Gender | None = None
    excludes: Gender | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.includes is None and self.excludes is None:
            raise ValueError("needs includes or excludes")
        if self.includes is self.excludes:
            raise ValueError("includes and excludes name the same gender")
        return self


def _adults(gender: Gender, *, carers_only: bool) -> Column:
    def there(home: Household) -> int | None:
        carers, adults = home.carers.value, home.other_adults.value
        others = () if carers_only else adults or ()
        genders = [adult.gender for adult in (*(carers or ()), *others)]
        if gender in genders:
            return THERE
        recorded = bool(carers) and (carers_only or adults is not None)
        return NOT_THERE if recorded and None not in genders else None

    return Column(f"{gender} adult, carers only {carers_only}", there, np.int8)


class CarerGender(Criterion):
    """Require the adults in the home to be who the young person can live with."""

    code = "carer_gender"
    title = "Who the adults are"
    basis = "The young person's plan"
    facts = ("carers", "other_adults")
    fact = "carers.gender"
    about = "the adults who live there"
    Parameters = CarerGenderParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "The adults here are who was asked for."),
        Clause(
            Verdict.NOT_MET,
            "A {excluded} lives here; they need a home without one.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_MET,
            "No {included} is among the carers; one was asked for.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded who all the adults here are.",
            ask="agency",
            question="Which adults live here?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the carers for who is wanted, all adults for who is not."""
        wanted = parameters(asked, CarerGenderParameters)
        nobody = np.full(len(homes), NOT_THERE, dtype=np.int8)
        someone = np.full(len(homes), THERE, dtype=np.int8)
        barred = (
            homes.column(_adults(wanted.excludes, carers_only=False))
            if wanted.excludes
            else nobody
        )
        there = (
            homes.column(_adults(wanted.includes, carers_only=True))
            if wanted.includes
            else someone
        )
        return Judgement(
            choose(
                (barred == THERE, 1),
                (there == NOT_THERE, 2),
                ((barred < 0) | (there < 0), 3),
                otherwise=0,
            )
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say who."""
        wanted = parameters(asked, CarerGenderParameters)
        return {
            "excluded": words.GENDERS[wanted.excludes][2] if wanted.excludes else "",
            "included": words.GENDERS[wanted.includes][2] if wanted.includes else "",
        }


class AtHomeParameters(Strict):
    """When somebody should be at home."""

    when: Annotated[list[When], Field(min_length=1)]


def _at_home(when: When) -> Column:
    def someone(home: Household) -> int | None:
        carers = home.carers.value
        if not carers:
            return None
        times = [carer.at_home.value for carer in carers]
        if any(when in known for known in times if known is not None):
            return THERE
        return None if None in times else NOT_THERE

    return Column(f"at home {when}", someone, np.int8)


class CarerAtHome(Criterion):
    """Require somebody to be at home at certain times."""

    code = "carer_at_home"
    title = "Someone at home"
    basis = "The young person's plan"
    facts = ("carers.at_home",)
    about = "who is at home when"
    Parameters = AtHomeParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Someone is at home {when}."),
        Clause(
            Verdict.NOT_MET,
            "Nobody is at home {missing}.",
            lifted_by=AUTHORITY_OR_CARERS,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded who is at home {when}.",
            ask="agency",
            question="Who is at home {when}?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge each time."""
        when = parameters(asked, AtHomeParameters).when
        covered = np.stack([homes.column(_at_home(time)) for time in when])
        nobody = np.logical_or.reduce(covered == NOT_THERE, axis=0)
        unknown = np.logical_or.reduce(covered < 0, axis=0)
        clause = choose(
            (nobody, 1),
            (unknown, 2),
            otherwise=0,
        )
        return Judgement(clause)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the times."""
        when = parameters(asked, AtHomeParameters).when
        missing = [time for time in when if _at_home(time).of(home) == NOT_THERE]
        return {
            "when": words.listed(map(_time, when)),
            "missing": words.listed(map(_time, missing), "or"),
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask the carers to be at home then, or ask for it less strongly."""
        if obstacle.by != CARERS:
            return super().lift(obstacle, home)
        when = parameters(obstacle.asked, AtHomeParameters).when
        missing = [time for time in when if _at_home(time).of(home) == NOT_THERE]
        return Lift(
            says=f"someone could be at home {words.listed(map(_time, when))}",
            changes=tuple(
                at_home(home.id, "/carers/0/at_home/-", time.value) for time in missing
            ),
            to=[time.value for time in when],
            kind=LiftKind.SUPPORT,
        )


def _time(when: When) -> str:
    return {When.WEEKDAYS: "on weekdays", When.NIGHTS: "at night"}.get(
        when, "at weekends" if when is When.WEEKENDS else when.value
    )
