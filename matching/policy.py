"""A policy: a named, versioned set of rules, weights and defaults.

Policies are TOML files in ``matching/policies``; a user's own file or an object in the
case ({"base": "step-down", "budget": true}) changes only what it names.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Annotated, Any

from pydantic import Field, JsonValue, model_validator

from matching.case import Code, Day, PlacementType, Strength, Strict, Words
from matching.case.codes import Priority

Weight = Annotated[float, Field(ge=0, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=100)]


class Law(Strict):
    """A figure set by law or statutory guidance, with the dates it holds from."""

    value: int
    source: Words
    valid_from: Day
    valid_to: Day | None = None


class StrengthWeights(Strict):
    """What a need of each strength weighs in the fit."""

    essential: Weight
    strongly_preferred: Weight
    preferred: Weight
    consideration: Weight = Field(description="A behaviour the carers were asked of.")

    def of(self, strength: Strength) -> float:
        """Return the weight of a need; one whose answer nobody has weighs as least."""
        return {
            Strength.ESSENTIAL: self.essential,
            Strength.STRONGLY_PREFERRED: self.strongly_preferred,
        }.get(strength, self.preferred)


class Considered(Strict):
    """A statutory consideration, judged as evidence where no need is stated."""

    weight: Weight
    parameters: dict[str, JsonValue] = {}
    source: Words


class FactLimits(Strict):
    """After how many days a fact is asked about again."""

    risk_days: Annotated[int, Field(ge=1)]
    other_days: Annotated[int, Field(ge=1)]


class TravelAssumptions(Strict):
    """How a travel time is estimated where no router is asked."""

    detour: Annotated[float, Field(ge=1, le=3)]
    town_kmh: Annotated[float, Field(gt=0)]
    mixed_kmh: Annotated[float, Field(gt=0)]
    open_kmh: Annotated[float, Field(gt=0)]


class Policy(Strict):
    """Everything a run may vary without changing the engine."""

    name: Words
    version: Words
    title: Words
    summary: Words
    valid_from: Day
    valid_to: Day | None = None
    usual_limit: Law
    own_bedroom_over_age: Law
    gates: list[str]
    needs: list[str]
    considered: dict[str, Considered]
    budget: bool = False
    strengths: StrengthWeights
    weights: dict[str, Weight] = Field(
        default={}, description="Multipliers by criterion; 1 where none is given."
    )
    part_met: Share = Field(description="How much of its points a part met need earns.")
    bands: list[Points] = Field(description="Fit bands, the lowest first.")
    tie: Points = Field(description="Fits this close are too close to separate.")
    weight_band: Annotated[float, Field(ge=0, lt=1)] = Field(
        default=0.25,
        description="An order is sure if it holds for weights moved by this share.",
    )
    priorities: dict[Priority, Annotated[int, Field(ge=1, le=100)]]
    facts: FactLimits
    plan_with_questions: bool = Field(
        description="Whether the plan may use options that are open with questions."
    )
    approval_serves: dict[PlacementType, list[PlacementType]] = Field(
        description="Which kinds of approval serve each kind of request."
    )
    company_years: Annotated[int, Field(ge=0, le=17)] = Field(
        description="How near in age counts as company."
    )
    lifts: dict[str, list[str]] = Field(
        default={}, description="Narrows who may lift a criterion; [] is nobody."
    )
    support: dict[str, list[Words]] = Field(
        description="Support that would fill a gap, by behaviour code or criterion."
    )
    travel: TravelAssumptions

    @model_validator(mode="after")
    def _check(self) -> "Policy":
        weights = self.strengths
        if not (weights.essential or weights.strongly_preferred or weights.preferred):
            raise ValueError("every weight is zero: no fit can be worked out")
        if sorted(set(self.bands)) != self.bands:
            raise ValueError("bands must be different and written lowest first")
        if set(self.priorities) != set(Priority):
            raise ValueError("priorities must weigh urgent, high and standard")
        codes = {*Code, *self.gates, *self.needs, "default"}
        if unknown := sorted(set(self.support) - codes):
            raise ValueError(f"support names unknown codes: {', '.join(unknown)}")
        return self

    def weight(self, criterion: str, strength: Strength) -> float:
        """Return what a need of this criterion and strength weighs in the fit."""
        return self.strengths.of(strength) * self.weights.get(criterion, 1.0)

    def digest(self) -> str:
        """Return ``sha256:…`` of the whole policy as used."""
        return "sha256:" + hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def shipped() -> list[str]:
    """Return the names of the policies that come with Hearth."""
    folder = resources.files("matching") / "policies"
    return sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))


def load_policy(given: str | Mapping[str, Any]) -> Policy:
    """Return the shipped policy of this name, or a base with changes laid over it.

    Raises
    ------
    UnknownPolicyError
        When no shipped policy has that name.
    pydantic.ValidationError
        When a changed field is not one a policy has, or out of its range.
    """
    changes = {} if isinstance(given, str) else dict(given)
    name = given if isinstance(given, str) else changes.pop("base", None)
    if name is None:
        return _validated(changes)
    if name not in shipped():
        raise UnknownPolicyError(str(name))
    file = resources.files("matching") / "policies" / f"{name}.toml"
    base = tomllib.loads(file.read_text("utf-8"))
    if not changes:
        return _validated(base)
    merged = _laid_over(base, changes)
    merged["name"] = changes.get("name", f"{name}, changed")
    return _validated(merged)


class UnknownPolicyError(ValueError):
    """No shipped policy has this name."""

    def __init__(self, name: str) -> None:
        names = ", ".join(shipped())
        super().__init__(f"no policy is called {name!r}; there are: {names}")


def _laid_over(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        inner = merged.get(key)
        if isinstance(inner, dict) and isinstance(value, Mapping):
            merged[key] = _laid_over(inner, value)
        else:
            merged[key] = value
    return merged


def _validated(content: Mapping[str, Any]) -> Policy:
    # Through JSON, because strict models take enum members and dates as text there.
    return Policy.model_validate_json(json.dumps(content, default=str))
