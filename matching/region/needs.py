"""What referrals ask of a home, following what is known of the young person."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from matching.region import heritage, names, rates, words
from matching.region.areas import Ground
from matching.region.draw import Draw, Record
from matching.region.people import Child, spoken_of

Asked = tuple[str, Record, Mapping[str, float]]
"""A criterion, its parameters, and how often it is of which strength."""

FIRM = {"essential": 75, "strongly preferred": 25}
USUAL = rates.STRENGTH
WISH = rates.WISH


@dataclass(frozen=True, slots=True)
class Assessment:
    """A young person, and what it takes to ask what they need."""

    draw: Draw
    ground: Ground
    child: Child

    def because(self, share: float, more: dict[str, float]) -> bool:
        """Draw yes at this rate, or at the higher one of what is recorded."""
        return self.draw.often(max(share, self.child.has(more)))

    def clear(self, outcode: str) -> bool:
        """Tell whether a place is outside the areas they need to stay away from."""
        avoid = self.child.avoid
        return all(self.ground.km(outcode, place) > km for place, km in avoid)


def needs(draw: Draw, ground: Ground, child: Child) -> list[Record]:
    """Draw the needs of a young person."""
    assessment = Assessment(draw, ground, child)
    asked = [found for ask in ASKING for found in ask(assessment)]
    return [_written(draw, *found) for found in asked]


def _written(
    draw: Draw, criterion: str, parameters: Record, strengths: Mapping[str, float]
) -> Record:
    need: Record = {
        "criterion": criterion,
        "strength": draw.one(strengths),
        "parameters": parameters,
    }
    key = spoken_of(need)
    need["reason"] = draw.any(words.REASONS[key])
    need["source"] = draw.any(words.SOURCES.get(key, words.ANYONE))
    need["confirmed_on"] = draw.confirmed()
    return need


def _other_children(it: Assessment) -> Iterator[Asked]:
    if len(it.child.family.ids) > 1:
        # Brothers and sisters are company for each other.
        return
    if it.because(rates.SOLO, rates.SOLO_BECAUSE):
        yield "solo", {}, FIRM
        return
    if it.because(rates.NO_YOUNGER, rates.NO_YOUNGER_BECAUSE):
        age = it.draw.number(5, max(min(it.child.age - 2, 11), 5))
        yield "no_children_under", {"age": age}, FIRM
    elif it.draw.often(rates.YOUNGEST):
        yield "youngest", {"gap_years": it.draw.number(0, 2)}, USUAL
    elif it.draw.often(rates.OLDEST):
        yield "oldest", {"gap_years": it.draw.number(0, 2)}, USUAL
    if it.draw.often(rates.COMPANY):
        yield "with_other_children", {}, WISH
    elif it.draw.often(rates.NOT_THIS_GENDER):
        yield "no_children_of_gender", {"gender": it.draw.any(["female", "male"])}, FIRM


def _together(it: Assessment) -> Iterator[Asked]:
    family = it.child.family
    if family.together:
        parts = {"sub_groups": family.sub_groups} if family.sub_groups else {}
        yield "siblings_together", parts, {family.together: 1}


def _school(it: Assessment) -> Iterator[Asked]:
    if it.draw.often(rates.KEEP_SCHOOL) and it.clear(it.child.school):
        yield (
            "keep_school",
            {
                "place": {"postcode": it.child.school},
                "max_miles": it.draw.any([6.0, 8.0, 10.0, 12.0, 15.0]),
                "transport": it.draw.one(
                    {"carer": 35, "taxi": 30, "bus": 15, "not settled": 20}
                ),
            },
            USUAL,
        )


def _near(it: Assessment) -> Iterator[Asked]:
    family = it.child.family
    places = (
        ("contact", family.family_time, rates.NEAR_FAMILY, [15.0, 20.0, 25.0]),
        ("home", family.home, rates.NEAR_HOME, [10.0, 15.0, 20.0]),
        (
            "activity",
            it.draw.any(it.ground.near(family.home)[:6]),
            rates.NEAR_ACTIVITY,
            [12.0],
        ),
    )
    for why, outcode, share, most in places:
        if it.draw.often(share) and it.clear(outcode):
            yield (
                "near",
                {
                    "place": {"postcode": outcode},
                    "why": why,
                    "ideal_miles": 5.0,
                    "max_miles": it.draw.any(most),
                },
                WISH if why == "activity" else USUAL,
            )


def _area(it: Assessment) -> Iterator[Asked]:
    if it.draw.often(rates.IN_AREA):
        yield "in_area", {}, WISH
    if it.draw.often(rates.SETTING):
        yield "setting", {"setting": it.draw.any(["urban", "rural", "rural"])}, WISH


def _animals(it: Assessment) -> Iterator[Asked]:
    if it.because(rates.AVOID_ANIMALS, rates.AVOID_ANIMALS_BECAUSE):
        kinds: list[str | list[str]] = [
            ["dog"],
            ["dog"],
            ["cat"],
            ["dog", "cat"],
            "any",
        ]
        avoid = "any" if it.child.has({"ANIMAL": 1.0}) else it.draw.any(kinds)
        yield "animals", {"avoid": avoid}, FIRM
    elif it.draw.often(rates.WANTS_ANIMALS):
        yield (
            "animals",
            {"wants": [it.draw.one({"dog": 60, "cat": 25, "horse": 15})]},
            WISH,
        )


def _adults(it: Assessment) -> Iterator[Asked]:
    two = it.because(rates.TWO_CARERS, rates.TWO_CARERS_BECAUSE)
    if two:
        yield "two_carers", {}, USUAL
    if it.because(rates.CARER_GENDER, rates.CARER_GENDER_BECAUSE):
        # Hardly any couple would be left for both.
        with_a_woman = two or it.draw.often(0.6)
        asked = {"includes": "female"} if with_a_woman else {"excludes": "male"}
        yield "carer_gender", asked, FIRM
    if it.because(rates.AT_HOME_NEEDED, rates.AT_HOME_NEEDED_BECAUSE):
        when = it.draw.one({("weekdays",): 45, ("after school",): 45, ("nights",): 10})
        yield "carer_at_home", {"when": [*when]}, USUAL
    if it.because(rates.SMOKE_FREE, rates.SMOKE_FREE_BECAUSE):
        yield "smoke_free", {}, FIRM
    if it.draw.often(rates.DRIVER):
        yield "driver", {}, USUAL


def _skills(it: Assessment) -> Iterator[Asked]:
    met = [code for code in rates.ASKED_EXPERIENCE if code in it.child.behaviours]
    if it.draw.often(rates.EXPERIENCED):
        asked: Record = (
            {"years": float(it.draw.number(1, 3))} if it.draw.often(0.6) else {}
        )
        if met:
            asked["with"] = it.draw.some(met, 1, 2)
        yield "experience", asked or {"years": 2.0}, USUAL
    if it.draw.often(rates.TRAINED):
        yield "training", {"any_of": it.draw.some(names.COURSES[:2], 1, 2)}, USUAL
    elif it.draw.often(rates.TRAINED_OR_EXPERIENCED):
        courses = it.draw.some(names.COURSES[3:9], 1, 3)
        yield "training_or_experience", {"years": 2.0, "any_of": courses}, USUAL


def _identity(it: Assessment) -> Iterator[Asked]:
    own = it.child.family.heritage
    if len(own.languages) > 1 and it.draw.often(0.4):
        yield "language", {"languages": own.languages[1:]}, WISH
    if own.faith != heritage.NO_FAITH and it.draw.often(0.12):
        yield "faith", {"what": [own.faith]}, USUAL
    if own.culture and it.draw.often(0.3):
        yield "culture", {"what": [own.culture]}, WISH
    if it.child.adaptations:
        yield "accessibility", {"adaptations": it.child.adaptations}, FIRM


def _plan(it: Assessment) -> Iterator[Asked]:
    kind = it.child.placement_type
    if kind == "long-term" or (kind != "short-term" and it.draw.often(rates.LONG_TERM)):
        yield "long_term", {}, USUAL
    if it.draw.often(rates.SHARED_INTERESTS):
        yield "interests", {"interests": it.child.interests}, {"preferred": 1}
    if it.draw.often(rates.BUDGET):
        yield "budget", {"weekly": it.draw.number(90, 150) * 10.0}, FIRM


ASKING: tuple[Callable[[Assessment], Iterator[Asked]], ...] = (
    _together,
    _other_children,
    _school,
    _near,
    _area,
    _animals,
    _adults,
    _skills,
    _identity,
    _plan,
)
