"""A fostering household: carers, their home, who lives there, terms of approval."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from matching.case.codes import (
    Answer,
    ApprovalStatus,
    Code,
    Experience,
    Gender,
    KeptApart,
    PlacementType,
    Setting,
    TakesAlone,
    When,
)
from matching.case.facts import (
    STRICT,
    Day,
    Fact,
    Id,
    OrBare,
    Strict,
    Words,
    unrecorded,
)
from matching.case.place import Place

Age = Annotated[int, Field(ge=0, le=25, description="Completed years.")]
Count = Annotated[int, Field(ge=0, le=50)]
AgeRange = Annotated[
    list[Age], Field(min_length=2, max_length=2, description="Youngest and oldest.")
]


class Terms(Strict):
    """Terms of approval (Fostering Services Regs 2011 reg 27(5)).

    A term left out sets no limit; ``{}`` is approved without terms.
    """

    places: Count | None = None
    ages: AgeRange | None = None
    genders: list[Gender | Literal["any"]] | None = None
    types: list[PlacementType] | None = None
    named_children: list[Id] | None = None

    @model_validator(mode="after")
    def _ages_in_order(self) -> "Terms":
        if self.ages and self.ages[0] > self.ages[1]:
            raise ValueError("ages must be written youngest first")
        return self


class Exemption(Strict):
    """An exemption from the usual fostering limit (Children Act 1989 Sch 7 para 4).

    Given by the authority in whose area the carers live, for the children it names.
    """

    authority: Id
    young_people: Annotated[list[Id], Field(min_length=1)]
    conditions: Words | None = None
    valid_from: Day
    valid_to: Day | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the exemption is in force on ``day``."""
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )


class SharingAgreement(Strict):
    """A written agreement that two named young people share a bedroom (NMS 10.6)."""

    between: Annotated[list[Id], Field(min_length=2, max_length=2)]
    agreed_by: Annotated[
        list[Id],
        Field(min_length=1, description="Responsible authorities that agreed."),
    ]
    agreed_on: Day


class Booking(Strict):
    """A course a carer is booked on."""

    course: Words
    booked_for: Day


class Carer(Strict):
    """One approved (or soon to be approved) foster carer."""

    gender: Gender | None = None
    drives: Fact[bool | None] = unrecorded()
    smokes: Fact[bool | None] = unrecorded()
    languages: Fact[list[Words] | None] = unrecorded()
    faith: Fact[Words | None] = unrecorded()
    cultures: Fact[list[Words] | None] = unrecorded()
    ethnicity: Words | None = None
    at_home: Fact[list[When] | None] = unrecorded()
    fostering_since: Fact[Day | None] = unrecorded()
    experience: Fact[dict[Code, Experience] | None] = unrecorded()
    training: Fact[list[Words] | None] = unrecorded()
    training_booked: Fact[list[Booking] | None] = unrecorded()


class OtherAdult(Strict):
    """An adult in the home who is not a carer."""

    gender: Gender | None = None
    smokes: bool | None = None


class ChildAtHome(Strict):
    """A child of the family, or another child who lives there and is not fostered."""

    id: Id | None = None
    age: Age
    gender: Gender | None = None
    kind: Literal["birth", "adopted", "other"] = "birth"


class Placement(Strict):
    """A young person who is fostered in this home now."""

    young_person: Id
    age: Age
    gender: Gender | None = None
    authority: Id | None = None
    solo_promised: bool = False
    siblings: list[Id] = []
    cannot_live_with: list[Id] = []


class Animals(Strict):
    """Animals of one species."""

    species: Words
    count: Annotated[int, Field(ge=1, le=500)] = 1
    kept_apart: KeptApart | None = None


@dataclass(frozen=True, slots=True)
class Consideration:
    """What the carers say about one behaviour or need (NMS 15.1).

    ``may_say`` is a sentence about the answer that may be shared.
    """

    __pydantic_config__: ClassVar = STRICT

    answer: Answer
    support: Words | None = None
    may_say: Words | None = None
    source: Words | None = None
    confirmed_on: Day | None = None


class Hopes(Strict):
    """Whom the carers hope to look after: a wish, not a term of approval."""

    ages: AgeRange | None = None
    genders: list[Gender] | None = None
    types: list[PlacementType] | None = None


class CanSupport(Strict):
    """What the carers can support without sharing it themselves."""

    languages: list[Words] = []
    faiths: list[Words] = []
    cultures: list[Words] = []


@dataclass(frozen=True, slots=True)
class Adaptation:
    """An adaptation of the home; planned where it carries a date to come."""

    __pydantic_config__: ClassVar = STRICT

    kind: Words
    planned_for: Day | None = None


class HouseholdFacts(Strict):
    """What an agency records of one fostering household."""

    location: Fact[Place | None] = unrecorded()
    authority: Id | None = Field(
        default=None, description="The authority in whose area the home lies."
    )
    status: Fact[ApprovalStatus | None] = unrecorded()
    approved_on: Day | None = None
    approval_ended: Day | None = Field(
        default=None, description="The day approval ended, where it has."
    )
    approval_expected: Fact[Day | None] = unrecorded()
    terms: Fact[Terms | None] = unrecorded()
    exemptions: list[Exemption] = []
    available_from: Fact[Day | None] = unrecorded()
    bedrooms_free: Fact[Count | None] = unrecorded()
    sharing_agreements: list[SharingAgreement] = []
    carers: Fact[list[Carer] | None] = unrecorded()
    other_adults: Fact[list[OtherAdult] | None] = unrecorded()
    children: Fact[list[ChildAtHome] | None] = unrecorded()
    placements: Fact[list[Placement]] = Field(
        default=Fact(value=[]),
        description="Live placements: they stay. Left out means none.",
    )
    animals: Fact[list[Animals] | None] = unrecorded()
    considerations: dict[Code, Annotated[Consideration, OrBare()]] = {}
    hopes: Fact[Hopes | None] = unrecorded()
    takes_alone: Fact[TakesAlone | None] = unrecorded()
    offers: Fact[list[PlacementType] | None] = unrecorded()
    can_support: Fact[CanSupport | None] = unrecorded()
    adaptations: Fact[list[Annotated[Adaptation, OrBare()]] | None] = unrecorded()
    setting: Fact[Setting | None] = unrecorded()
    interests: Fact[list[Words] | None] = unrecorded()
    weekly_fee: Fact[Annotated[float, Field(ge=0)] | None] = unrecorded()
    retained_until: Day | None = None


class Household(HouseholdFacts):
    """Everything the engine may know of one fostering household."""

    id: Id
    agency: Id | None = None
    offered_to: list[Id] = Field(
        description="The authorities this household is offered to."
    )
    not_right_for: list[Id] = Field(
        default=[],
        description="Young people its agency has said this home is not right for.",
    )
