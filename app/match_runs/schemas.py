"""Match runs as the API takes and gives them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class MatchRunStart(BaseModel):
    """What a run should use."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"policy": "step-down"}}
    )

    policy: str = Field(default="step-down", description="The policy to use.")


class MatchRunRead(BaseModel):
    """Where a run is."""

    id: str
    state: str = Field(
        description="waiting, running, stopping, stopped, done or failed."
    )
    stage: str = Field(description="What is being done now.")
    done: int = Field(description="How many of total are done in this stage.")
    total: int
    policy: str
    case: str | None = Field(description="Hash of the frozen case.")
    checked: bool | None = Field(description="Whether the independent check passed.")
    reference: str | None = Field(description="Quote this when a run failed.")
    created_at: datetime
    finished_at: datetime | None


class MatchRunList(BaseModel):
    """One page of runs."""

    items: list[MatchRunRead]
    page: int
    pages: int
    total: int


class Options(BaseModel):
    """The options of one young person (see `hearth schema report`)."""

    young_person: str
    considered: int
    standings: dict[str, int]
    sureness: dict[str, Any] | None = Field(
        description="How sure the order is, and what to ask first."
    )
    items: list[dict[str, Any]]
    page: int
    pages: int
    total: int


class Suits(BaseModel):
    """Whom a household is an option for, and whom it is near for.

    An agency reads of its own homes alone, and not what a choice takes from others.
    """

    household: str
    retained_until: str | None = Field(description="Held free until this day.")
    young_people: list[dict[str, Any]]
    near: list[dict[str, Any]]


class Exclusions(BaseModel):
    """The households that are not options, with every reason."""

    young_person: str
    considered: int
    excluded_by: dict[str, int]
    excluded_by_alone: dict[str, int]
    items: list[dict[str, Any]]
    page: int
    pages: int
    total: int


class Openings(BaseModel):
    """The smallest changes that would open a home (see `hearth schema report`).

    An agency reads those that are its own or its carers' to make.
    """

    young_person: str
    items: list[dict[str, Any]]


class PlanRead(BaseModel):
    """The joint plan, and homes to choose from (see `hearth schema report`).

    Null where there is none.
    """

    plan: dict[str, Any] | None
    choices: dict[str, Any] | None


class ReasonThen(BaseModel):
    """A need or a rule whose verdict became another, in the words of either run."""

    criterion: str
    behaviour: str | None
    before: str | None
    after: str | None


class HomeThen(BaseModel):
    """A home that stands differently: null where a run did not look at it."""

    household: str
    before: str | None
    after: str | None
    fit_before: float | None
    fit_after: float | None
    reasons: list[ReasonThen]


class PersonThen(BaseModel):
    """What changed for a young person both runs looked for."""

    young_person: str
    asked: list[str] = Field(description="What is asked for differently, in words.")
    options_before: int
    options_after: int
    new: list[HomeThen]
    gone: list[HomeThen]
    changed: list[HomeThen]
    out: list[HomeThen] = Field(description="Near that were closed, or the reverse.")
    other_reasons: int = Field(description="Homes that stayed out for other reasons.")


class ChangesRead(BaseModel):
    """What changed since the run before; ``before`` is null where there is none."""

    before: str | None
    homes_changed: dict[str, list[str]] = Field(
        description="Which facts of homes are recorded differently, in words."
    )
    items: list[PersonThen]
    page: int
    pages: int
    total: int


class FairnessRead(BaseModel):
    """Who has what, by group (see `hearth schema report`); null where not counted."""

    fairness: dict[str, Any] | None


class RecruitmentRead(BaseModel):
    """The homes a region needs, and the one change in homes that are there.

    See `hearth schema report`; which of its homes lacks what, only an agency reads.
    """

    items: list[dict[str, Any]]
    one_change: list[dict[str, Any]]
    in_your_homes: list[dict[str, Any]]
