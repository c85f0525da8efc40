"""Animals the young person needs to be away from, or hopes for."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from matching.case import Animals as AnimalsThere
from matching.case import Household, KeptApart, Strict, Words
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

ANY = "any"
RECORDED = Column("animals recorded", lambda h: h.animals.value is not None, np.bool_)


@lru_cache(maxsize=4096)
def species_of(text: str) -> str:
    """Return a species as one word for one animal: ``Dogs`` is ``dog``."""
    name = text.strip().casefold()
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


class AnimalsParameters(Strict):
    """Species to be away from (or any), and species hoped for."""

    avoid: Literal["any"] | Annotated[list[Words], Field(min_length=1)] | None = None
    wants: Annotated[list[Words], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.avoid is None and self.wants is None:
            raise ValueError("needs avoid or wants")
        return self


def _avoided(asked: Asked) -> frozenset[str]:
    avoid = parameters(asked, AnimalsParameters).avoid
    if avoid is None:
        return frozenset()
    return frozenset([ANY] if avoid == ANY else map(species_of, avoid))


def _wanted(asked: Asked) -> frozenset[str]:
    return frozenset(map(species_of, parameters(asked, AnimalsParameters).wants or ()))


def _in_the_way(animals: AnimalsThere, avoided: frozenset[str]) -> bool:
    return ANY in avoided or species_of(animals.species) in avoided


def _offending(
    home: Household, avoided: frozenset[str], apart: frozenset[KeptApart | None]
) -> int:
    """Count animals to be avoided, of which this is said about keeping them apart."""
    return sum(
        a.count
        for a in home.animals.value or ()
        if _in_the_way(a, avoided) and a.kept_apart in apart
    )


class Animals(Criterion):
    """Require animals to be avoided to be absent, and ask for those hoped for."""

    code = "animals"
    title = "Animals"
    basis = "The young person's plan"
    facts = ("animals",)
    about = "the animals"
    Parameters = AnimalsParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "No {avoided} {live} here."),
        Clause(Verdict.MET, "{wanted} here, as they hoped."),
        Clause(Verdict.PART_MET, "{there} here and can be kept apart."),
        Clause(
            Verdict.NOT_MET,
            "{there} here; a home without {avoided} was asked for.",
            lifted_by=(("authority",), ("carers",)),
        ),
        Clause(
            Verdict.NOT_MET,
            "No {hoped} lives here, as they had hoped.",
            lifted_by=(("authority",),),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether animals live here.",
            ask="agency",
            question="Which animals live here, and can they be kept apart?",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "{there} here; it is not recorded whether they can be kept apart.",
            ask="agency",
            question="{there} here. Could they be kept apart?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the animals there; those in the way as shortfall."""
        avoided, wanted = _avoided(asked), _wanted(asked)
        there = self._count(homes, avoided, *KeptApart, None)
        loose = self._count(homes, avoided, KeptApart.NO, KeptApart.SOMETIMES)
        unsaid = self._count(homes, avoided, None)
        has = homes.column(
            Column(
                f"has {sorted(wanted)}",
                lambda h: any(
                    species_of(a.species) in wanted for a in h.animals.value or ()
                ),
                np.bool_,
            )
        )
        clause = choose(
            (~homes.column(RECORDED), 5),
            (loose > 0, 3),
            (np.full(len(homes), bool(wanted)) & ~has, 4),
            (unsaid > 0, 6),
            (there > 0, 2),
            (np.full(len(homes), bool(wanted)), 1),
            otherwise=0,
        )
        shortfall = np.where(
            clause == 3, loose + unsaid, np.where(clause == 4, 1.0, np.nan)
        )
        return Judgement(clause, shortfall)

    def _count(
        self, homes: Homes, avoided: frozenset[str], *said: KeptApart | None
    ) -> NDArray[np.int32]:
        apart = frozenset(said)
        name = f"animals {sorted(avoided)} {sorted(map(str, apart))}"
        counts: NDArray[np.int32] = homes.column(
            Column(name, lambda h: _offending(h, avoided, apart))
        )
        return counts

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name the animals."""
        avoided, wanted = _avoided(asked), _wanted(asked)
        animals = home.animals.value or ()
        in_the_way = [a for a in animals if _in_the_way(a, avoided)]
        hoped = [a for a in animals if species_of(a.species) in wanted]
        many = ANY in avoided
        return {
            "avoided": "animals" if many else words.listed(sorted(avoided), "or"),
            "live": "live" if many else "lives",
            "there": _lives(in_the_way),
            "wanted": _lives(hoped),
            "hoped": words.listed(sorted(wanted), "or"),
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask the carers to keep them apart, or ask for it less strongly."""
        if obstacle.by != CARERS:
            return super().lift(obstacle, home)
        avoided, to = _avoided(obstacle.asked), KeptApart.YES.value
        named = "animals" if ANY in avoided else words.listed(sorted(avoided), "or")
        return Lift(
            says=f"any {named} could be kept apart",
            changes=tuple(
                at_home(home.id, f"/animals/{place}/kept_apart", to)
                for place, there in enumerate(home.animals.value or ())
                if _in_the_way(there, avoided) and there.kept_apart is not KeptApart.YES
            ),
            to=to,
            kind=LiftKind.SUPPORT,
        )

    def unit(self, asked: Asked) -> str:
        """Animals in the way."""
        return "animals"


def _lives(animals: list[Any]) -> str:
    count = sum(a.count for a in animals)
    named = [words.plural(a.count, species_of(a.species)) for a in animals]
    return f"{words.listed(named)} {'lives' if count == 1 else 'live'}"
