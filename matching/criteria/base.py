"""What a criterion is: one way a home can suit a young person or not.

A criterion judges arrays of pairs: for one young person it gives every home the number
of a *clause*. A clause carries the verdict, who may lift it and the sentence, so what
the page says and what the plan uses cannot disagree. Sentences are filled from the
figures that were judged with.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.case import (
    Authority,
    Code,
    Household,
    Need,
    Strength,
    Strict,
    YoungPerson,
)
from matching.criteria.lift import Lift, Obstacle, only_preferred
from matching.policy import Considered, Policy
from matching.table import Homes

Lifters = tuple[tuple[str, ...], ...]
"""Alternatives, each the parties who must agree together; empty means nobody."""


class Verdict(IntEnum):
    """A criterion's answer for one young person and one household."""

    MET = 0
    PART_MET = 1
    NOT_MET = 2
    NOT_KNOWN = 3

    @property
    def word(self) -> str:
        """The verdict as the report and the page say it."""
        return self.name.lower().replace("_", " ")


class Kind(StrEnum):
    """Why something is judged: always, because it was asked, or because law says so."""

    GATE = "gate"
    NEED = "need"
    CONSIDERED = "considered"


class NoParameters(Strict):
    """A criterion that takes no parameters."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One way a criterion can come out.

    ``sentence``, ``detail`` and ``question`` are format strings over the criterion's
    words. ``detail`` holds what only one's own side may see. ``ask`` is who can answer
    ``question``; both are set where the verdict is *not known*, or where a part met
    needs asking.
    """

    verdict: Verdict
    sentence: str
    lifted_by: Lifters = ()
    ask: str | None = None
    question: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class SiblingGroup:
    """Brothers and sisters a home is sought for, and whether they may be separated.

    ``strength`` is the strongest any of them states for living together (None where
    nobody states it); ``sub_groups`` the parts they may be split into, if any;
    ``essential`` whose needs (and which) state it as essential.
    """

    id: str
    members: tuple[str, ...]
    strength: Strength | None = None
    sub_groups: tuple[tuple[str, ...], ...] = ()
    essential: tuple[tuple[str, int], ...] = ()

    def sub_group_of(self, member: str) -> tuple[str, ...]:
        """Return the declared part this member belongs to, or nobody."""
        return next((part for part in self.sub_groups if member in part), ())


@dataclass(frozen=True, slots=True)
class Person:
    """A young person as the criteria see them.

    ``day`` is the day a home is needed: ``needed_by``, or the case's date where that
    has passed. ``age`` is completed years on that day.
    """

    record: YoungPerson
    day: date
    age: int
    as_of: date
    policy: Policy
    authorities: Mapping[str, Authority]
    group: SiblingGroup | None = None

    @property
    def siblings(self) -> frozenset[str]:
        """The ids of the brothers and sisters a home is sought for too."""
        members = self.group.members if self.group else ()
        return frozenset(members) - {self.record.id}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is judged about one young person.

    ``need`` is its place in the young person's list of needs (None for gates and what
    is considered anyway); ``behaviour`` the code a consideration is about.
    """

    person: Person
    kind: Kind
    parameters: Strict
    weight: float = 0.0
    need: int | None = None
    strength: Strength | None = None
    behaviour: Code | None = None
    source: str | None = None
    confirmed_on: date | None = None

    @property
    def decides(self) -> bool:
        """Whether a not met verdict keeps a home from being an option."""
        return self.kind is Kind.GATE or self.strength is Strength.ESSENTIAL

    @property
    def stated(self) -> Need | None:
        """The need as the referral states it, if it does."""
        return None if self.need is None else self.person.record.needs[self.need]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one criterion says of one young person and many homes.

    ``clause`` indexes the criterion's clauses, shape (homes,). ``degree`` is 0..1, how
    much of it is met, where a verdict alone does not say (None: 1 met, the policy's
    share for part met, 0 otherwise). ``shortfall`` is NaN where there is none.
    ``figures`` are further arrays, shape (homes,), that sentences speak of.
    """

    clause: NDArray[np.int8]
    shortfall: NDArray[np.float64] | None = None
    degree: NDArray[np.float64] | None = None
    figures: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def at(self, i: int) -> dict[str, Any]:
        """Return the figures of the home at position ``i`` as plain numbers."""
        figures = {name: values[i].item() for name, values in self.figures.items()}
        if self.shortfall is not None:
            figures["shortfall"] = float(self.shortfall[i])
        return figures


class Criterion(ABC):
    """One way a home can suit a young person or not."""

    code: ClassVar[str]
    title: ClassVar[str]
    basis: ClassVar[str]
    """The legal or practice source of the rule, as the record shows it."""
    gate: ClassVar[bool] = False
    room: ClassVar[bool] = False
    """Whether a home that does not meet it has no place for anybody now."""
    never_essential: ClassVar[bool] = False
    """Whether a need for it may be preferred but never essential."""
    risk: ClassVar[bool] = False
    """Whether its facts are about risk and so are asked about sooner."""
    facts: ClassVar[tuple[str, ...]] = ()
    """The household's facts it rests on (see table.confirmed)."""
    fact: ClassVar[str] = ""
    """The household's fact that answers what is not known, if not the first of them."""
    person_fact: ClassVar[str] = ""
    """The part of the young person's record that answers it, where that is missing."""
    about: ClassVar[str] = ""
    """What those facts are, completing "Is what is recorded about … still right?"."""
    ask: ClassVar[str] = "agency"
    """Who can confirm those facts."""
    clauses: ClassVar[tuple[Clause, ...]]
    Parameters: ClassVar[type[Strict]] = NoParameters

    @abstractmethod
    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge one young person against these homes."""

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Return the words the clause's sentence is filled from."""
        del asked, home
        return figures

    def applies(self, person: Person) -> bool:
        """Tell whether the criterion is judged at all under the person's policy."""
        del person
        return True

    def gates(self, person: Person) -> Iterator[Asked]:
        """Yield what this gate asks of the young person: once, unless it says more."""
        yield Asked(person=person, kind=Kind.GATE, parameters=NoParameters())

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Return parameters to judge by where the law asks and no need is stated.

        None where the record holds nothing to judge by.
        """
        del person, rule
        return None

    def unstated(self, person: Person) -> Iterator[Asked]:
        """Yield what is judged where the young person states no such need."""
        rule = person.policy.considered.get(self.code)
        parameters = self.considered(person, rule) if rule else None
        if rule and parameters is not None:
            yield Asked(
                person=person,
                kind=Kind.CONSIDERED,
                parameters=parameters,
                weight=rule.weight,
                source=rule.source,
            )

    @property
    def answered_by(self) -> str:
        """The household's fact that answers a question about this, or nothing."""
        return self.fact or (self.facts[0] if self.facts else "")

    def facts_for(self, asked: Asked) -> tuple[str, ...]:
        """Return the household's facts this verdict rests on."""
        del asked
        return self.facts

    def about_for(self, asked: Asked) -> str:
        """Return what those facts are about, in words."""
        del asked
        return self.about

    def unit(self, asked: Asked) -> str:
        """Return the unit of the shortfall."""
        del asked
        return ""

    def whole(self, asked: Asked) -> float:
        """Return what counts as one whole change, in the unit of the shortfall.

        So that ten miles more than ten is as large a change as one child more.
        """
        return 28.0 if self.unit(asked) == "days" else 1.0

    def support(self, asked: Asked, home: Household) -> list[str]:
        """Return the support that would fill the gap of a part met verdict."""
        policy = asked.person.policy
        del home
        return policy.support.get(self.code) or policy.support["default"]

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Return what would have to change for this not to keep the home out.

        The least that is enough, in the hands of those the obstacle names; None where
        they could do nothing about it. A need that says how much gives less than all
        of it up; of any other the authority can say that it is no longer essential.
        """
        del home
        authority = obstacle.by == ("authority",)
        return only_preferred(obstacle, self.title) if authority else None

    def verdicts(self, judgement: Judgement) -> NDArray[np.int8]:
        """Return the verdict of each home, shape (homes,)."""
        return self._of_clause[judgement.clause]

    @cached_property
    def _of_clause(self) -> NDArray[np.int8]:
        return np.array([c.verdict for c in self.clauses], dtype=np.int8)

    def may_lift(self, clause: Clause, policy: Policy) -> Lifters:
        """Return who may lift this clause, as far as the policy lets them."""
        allowed = policy.lifts.get(self.code)
        if allowed is None:
            return clause.lifted_by
        return tuple(
            together for together in clause.lifted_by if set(together) <= set(allowed)
        )


def choose(*cases: tuple[NDArray[np.bool_], int], otherwise: int) -> NDArray[np.int8]:
    """Return the clause of the first case that holds for each home."""
    # Not np.select: it takes several times as long, and this is called for everything
    # that is asked of anyone.
    clause = np.full(len(cases[0][0]), otherwise, dtype=np.int8)
    for condition, number in reversed(cases):
        clause[condition] = number
    return clause


P = TypeVar("P", bound=Strict)


def parameters(asked: Asked, model: type[P]) -> P:
    """Return the parameters as the criterion's own model."""
    if not isinstance(asked.parameters, model):
        raise TypeError(f"expected {model.__name__}, got {asked.parameters!r}")
    return asked.parameters
