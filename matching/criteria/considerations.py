"""What the carers have said: about each behaviour or need, and whom they hope for."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from matching.case import (
    Answer,
    Code,
    Gender,
    Household,
    Level,
    PlacementType,
)
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Kind,
    NoParameters,
    Person,
    Verdict,
    choose,
)
from matching.criteria.words import BEHAVIOURS, GENDERS
from matching.table import Column, Homes, Table

NMS = "Fostering Services: National Minimum Standards 2011, standard 15.1"
_ANSWERS = {answer: number for number, answer in enumerate(Answer)}
_CODES = {code: number for number, code in enumerate(Code)}


def _answers(table: Table) -> NDArray[np.int8]:
    """Return every answer of every home, shape (codes, homes); -1 where none is.

    In one pass: each home answers about dozens of behaviours and needs.
    """

    def make() -> NDArray[np.int8]:
        answers = np.full((len(_CODES), len(table)), -1, dtype=np.int8)
        for row, home in enumerate(table.households):
            for code, said in home.considerations.items():
                answers[_CODES[code], row] = _ANSWERS[said.answer]
        return answers

    return table.once("answers", make)


class Considerations(Criterion):
    """Respect what the carers said about each recorded behaviour or need."""

    code = "considerations"
    title = "What the carers said"
    basis = NMS
    gate = True
    risk = True
    fact = "considerations"
    person_fact = "behaviours"
    about = "what the carers said"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "The carers said yes to: {need}."),
        Clause(Verdict.PART_MET, "The carers said yes to {need}, with {support}."),
        Clause(
            Verdict.NOT_KNOWN,
            "The carers would like to talk about {need} first.",
            ask="agency",
            question="What would the carers like to know about {need}? They would like "
            "to talk about it first.",
        ),
        Clause(
            Verdict.NOT_MET,
            "Asked about {need}, the carers have said they cannot offer what is "
            "needed.{said}",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The carers have not been asked about {need}.",
            ask="agency",
            question="Would the carers feel able to offer a home? They have not been "
            "asked about {need}.",
        ),
    )

    def gates(self, person: Person) -> Iterator[Asked]:
        """Ask about each behaviour or need that is recorded, none known left out."""
        policy = person.policy
        weight = policy.strengths.consideration * policy.weights.get(self.code, 1.0)
        for code, behaviour in sorted(person.record.behaviours.items()):
            if behaviour.level is not Level.NONE_KNOWN:
                yield Asked(
                    person=person,
                    kind=Kind.GATE,
                    parameters=NoParameters(),
                    weight=weight,
                    behaviour=code,
                    source=behaviour.source,
                    confirmed_on=behaviour.confirmed_on,
                )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the carers' answer about one behaviour or need."""
        answer = _answers(homes.table)[_CODES[_code(asked)], homes.rows]
        return Judgement(np.where(answer < 0, 4, answer).astype(np.int8))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the need, the support, and what may be said about a no."""
        code = _code(asked)
        said = home.considerations.get(code)
        support = said.support if said and said.support else "support"
        reason = f" {said.may_say}" if said and said.may_say else ""
        return {"need": BEHAVIOURS[code], "support": support, "said": reason}

    def facts_for(self, asked: Asked) -> tuple[str, ...]:
        """Rest on the answer about this behaviour or need."""
        return (f"considerations.{asked.behaviour}",)

    def about_for(self, asked: Asked) -> str:
        """Name the behaviour or need."""
        return f"what the carers said about {BEHAVIOURS[_code(asked)]}"

    def support(self, asked: Asked, home: Household) -> list[str]:
        """Return what the carers asked for, then what the policy would add."""
        code, policy = _code(asked), asked.person.policy
        said = home.considerations.get(code)
        named = [_sentence(said.support)] if said and said.support else []
        return named + (policy.support.get(code) or policy.support["default"])


def _code(asked: Asked) -> Code:
    if asked.behaviour is None:
        raise ValueError("a consideration is about a behaviour or need")
    return asked.behaviour


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


INSIDE, OUTSIDE, NOT_RECORDED, GENDER_NOT_RECORDED = range(4)
HOPES = Column("hopes recorded", lambda h: h.hopes.value is not None, np.bool_)
YOUNGEST_HOPED = Column(
    "youngest hoped for",
    lambda h: h.hopes.value.ages[0] if h.hopes.value and h.hopes.value.ages else 0,
)
OLDEST_HOPED = Column(
    "oldest hoped for",
    lambda h: h.hopes.value.ages[1] if h.hopes.value and h.hopes.value.ages else 99,
)


def _hoped(field: str, wanted: Gender | PlacementType | None) -> Column:
    """Return where the carers hope for this, or name nothing there."""

    def inside(home: Household) -> bool:
        named = getattr(home.hopes.value, field, None)
        return not named or wanted in named

    return Column(f"hoped {field} {wanted}", inside, np.bool_)


class CarersWish(Criterion):
    """Say where the young person is other than whom the carers hope for: ask them."""

    code = "carers_wish"
    title = "Whom the carers hope for"
    basis = NMS
    gate = True
    facts = ("hopes",)
    person_fact = "gender"
    about = "whom the carers hope for"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "The carers hope for someone like them."),
        Clause(
            Verdict.PART_MET,
            "The carers hope for {hopes}. It is a wish, not a rule: they can be asked.",
            ask="agency",
            question="The carers hope for {hopes}. Would they like to hear about "
            "someone else?",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whom the carers hope for.",
            ask="agency",
            question="Whom do the carers hope to look after?",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The carers hope for {hopes}; the young person's gender is not recorded.",
            ask="social worker",
            question="What is their gender, as they would say it?",
        ),
    )

    def gates(self, person: Person) -> Iterator[Asked]:
        """Judge it for everyone; a wish weighs nothing and keeps nobody out."""
        yield Asked(person=person, kind=Kind.CONSIDERED, parameters=NoParameters())

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge ages, genders and kinds of placement."""
        record, age = asked.person.record, asked.person.age
        young, old = homes.column(YOUNGEST_HOPED), homes.column(OLDEST_HOPED)
        type_hoped = homes.column(_hoped("types", record.placement_type))
        gender_hoped = homes.column(_hoped("genders", record.gender))
        outside = (age < young) | (age > old) | ~type_hoped
        return Judgement(
            choose(
                (~homes.column(HOPES), NOT_RECORDED),
                (outside, OUTSIDE),
                (gender_hoped, INSIDE),
                otherwise=OUTSIDE if record.gender else GENDER_NOT_RECORDED,
            )
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say whom they hope for."""
        hopes = home.hopes.value
        said = []
        if hopes and hopes.genders:
            said.append(" or ".join(GENDERS[g][1] for g in hopes.genders))
        if hopes and hopes.ages:
            said.append(f"ages {hopes.ages[0]} to {hopes.ages[1]}")
        if hopes and hopes.types:
            said.append(" or ".join(hopes.types))
        return {"hopes": ", ".join(said) or "someone"}
