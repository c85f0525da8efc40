"""What the answers make of the referral: the young person's facts and needs.

The same schema takes it as takes what the API is sent; nothing is checked twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.households.words import COURSES
from app.referral_form.about_care import FAMILY_TIME
from app.referral_form.at_odds import PLACES_TO_AVOID
from app.referral_form.behaviours import GROUPS, LABELS, NONE, month_of, ticked
from app.referrals.schemas import YoungPersonWrite
from app.web.forms.asking import NOT_KNOWN, YES, Answers, chosen, lines_of, text_of
from app.web.forms.reading import day_of, number_of
from matching.case import Strength
from matching.criteria.words import listed

KM_PER_MILE = 1.609344
YOUNG_PERSON = "the young person"


@dataclass(frozen=True, slots=True)
class Asked:
    """A need the answers made: its sentence, and how it is told apart from others.

    ``strength`` is set where the answer itself says how much it matters: a wish of the
    young person, or something nobody knows yet.
    """

    key: str
    criterion: str
    says: str
    parameters: Mapping[str, Any]
    strength: Strength | None = None
    source: str | None = None


Importance = Mapping[str, Mapping[str, str]]
"""What was said about each need, by key: strength, reason, source, confirmed_on."""


def needs_of(answers: Answers) -> list[Asked]:
    """Return the needs the answers make, each once, in the order they are asked."""
    made = {need.key: need for need in _wishes(answers)}
    # What is needed goes before what is wished for of the same kind.
    made.update({need.key: need for need in _needs(answers)})
    return list(made.values())


def young_person(answers: Answers, importance: Importance) -> YoungPersonWrite:
    """Return the young person as the answers describe them."""
    born, needed_by = day_of(answers, "born"), day_of(answers, "needed_by")
    gender = text_of(answers, "gender")
    facts: dict[str, Any] = {
        "born": _iso(born),
        "needed_by": _iso(needed_by),
        "placement_type": text_of(answers, "placement_type"),
        "priority": text_of(answers, "how_soon") or "standard",
        "needs": [_need(asked, importance) for asked in needs_of(answers)],
        "behaviours": _behaviours(answers),
        "avoid_places": list(_avoid_places(answers)),
        "support_offered": [{"kind": kind} for kind in chosen(answers, "support")],
    }
    if gender not in ("", NOT_KNOWN):
        facts["gender"] = gender
    for fact in ("home", "school"):
        if text_of(answers, fact):
            facts[fact] = {"postcode": text_of(answers, fact).upper()}
    for fact in ("languages", "cultures", "interests"):
        if lines_of(answers, fact):
            facts[fact] = lines_of(answers, fact)
    if text_of(answers, "faith"):
        facts["faith"] = text_of(answers, "faith")
    return YoungPersonWrite(
        sharing_name=text_of(answers, "sharing_name"),
        voice=text_of(answers, "voice") or None,
        record=facts,
    )


def _need(asked: Asked, importance: Importance) -> dict[str, Any]:
    said = importance.get(asked.key, {})
    need: dict[str, Any] = {
        "criterion": asked.criterion,
        "strength": said.get("strength") or asked.strength or Strength.PREFERRED,
        "parameters": dict(asked.parameters),
    }
    source = said.get("source") or asked.source
    for name, value in (
        ("reason", said.get("reason")),
        ("source", source),
        ("confirmed_on", said.get("confirmed_on")),
    ):
        if value:
            need[name] = value
    return need


def _needs(answers: Answers) -> Iterator[Asked]:
    yield from _about_places(answers)
    yield from _about_children(answers)
    yield from _about_the_home(answers)
    yield from _about_identity(answers)
    yield from _about_family(answers)
    yield from _about_care(answers)


def _unknown(answers: Answers, name: str) -> Strength | None:
    return Strength.NOT_KNOWN if text_of(answers, name) == NOT_KNOWN else None


def _about_places(answers: Answers) -> Iterator[Asked]:
    home, furthest = text_of(answers, "home"), number_of(answers, "near_furthest")
    if text_of(answers, "near") == YES and home and furthest:
        parameters: dict[str, Any] = {
            "place": {"postcode": home.upper()},
            "why": "home",
            "max_miles": furthest,
        }
        says = f"Within {furthest:g} miles of home"
        if ideal := number_of(answers, "near_ideal"):
            parameters["ideal_miles"] = ideal
            says += f"; {ideal:g} would be ideal"
        yield Asked("near", "near", says, parameters)
    if text_of(answers, "in_area") == YES:
        yield Asked("in_area", "in_area", "In your authority’s area", {})
    school, far = text_of(answers, "school"), number_of(answers, "school_furthest")
    if text_of(answers, "keep_school") == YES and school and far:
        kept: dict[str, Any] = {
            "place": {"postcode": school.upper()},
            "max_miles": far,
        }
        if travel := text_of(answers, "school_travel"):
            kept["transport"] = travel
        says = f"Keeping their school: no more than {far:g} miles from it"
        yield Asked("keep_school", "keep_school", says, kept)


def _about_children(answers: Answers) -> Iterator[Asked]:
    others = text_of(answers, "other_children")
    if others in ("only", NOT_KNOWN):
        says = "No other children in the home"
        yield Asked("solo", "solo", says, {}, _unknown(answers, "other_children"))
    if others == "company":
        says = "Company near their age"
        yield Asked("with_other_children", "with_other_children", says, {})
    younger, age = text_of(answers, "younger"), text_of(answers, "younger_age")
    if younger == "none under" and age.isdigit():
        says = f"No child under {age} in the home"
        yield Asked("younger", "no_children_under", says, {"age": int(age)})
    if younger in ("youngest", NOT_KNOWN):
        says = "To be the youngest"
        yield Asked("younger", "youngest", says, {}, _unknown(answers, "younger"))
    if younger == "oldest":
        yield Asked("younger", "oldest", "To be the oldest", {})
    gender = text_of(answers, "no_gender")
    if gender in ("female", "male"):
        says = "No girls in the home" if gender == "female" else "No boys in the home"
        yield Asked("no_gender", "no_children_of_gender", says, {"gender": gender})


def _about_the_home(answers: Answers) -> Iterator[Asked]:
    animals = text_of(answers, "animals")
    avoid: dict[str, Any] = {
        "no dogs": ["dog"],
        "no cats": ["cat"],
        "none": "any",
        NOT_KNOWN: "any",
    }
    if animals in avoid:
        says = {"no dogs": "No dogs", "no cats": "No cats"}.get(animals, "No animals")
        unknown = _unknown(answers, "animals")
        parameters = {"avoid": avoid[animals]}
        yield Asked("animals", "animals", says, parameters, unknown)
    if text_of(answers, "carers") in ("two", NOT_KNOWN):
        unknown = _unknown(answers, "carers")
        yield Asked("two_carers", "two_carers", "Two carers", {}, unknown)
    which, _, gender = text_of(answers, "adults").partition(" ")
    if which in ("includes", "excludes"):
        woman = gender == "female"
        says = {
            "includes": f"A {'woman' if woman else 'man'} among the carers",
            "excludes": f"No {'women' if woman else 'men'} in the home",
        }[which]
        yield Asked("adults", "carer_gender", says, {which: gender})
    when = chosen(answers, "at_home")
    if when:
        says = f"Someone at home: {', '.join(when)}"
        yield Asked("at_home", "carer_at_home", says, {"when": when})
    if text_of(answers, "smoke_free") == YES:
        yield Asked("smoke_free", "smoke_free", "Nobody smokes there", {})


def _about_identity(answers: Answers) -> Iterator[Asked]:
    if languages := lines_of(answers, "languages"):
        says = f"{', '.join(languages)} spoken in the home"
        yield Asked("language", "language", says, {"languages": languages})
    if faith := text_of(answers, "faith"):
        yield Asked("faith", "faith", f"Their faith: {faith}", {"what": [faith]})
    if cultures := lines_of(answers, "cultures"):
        says = f"Their culture: {', '.join(cultures)}"
        yield Asked("culture", "culture", says, {"what": cultures})


def _about_family(answers: Answers) -> Iterator[Asked]:
    for n in FAMILY_TIME:
        where = f"contact_{n}"
        # A record that did not come from the form need not say whom.
        who = text_of(answers, f"{where}_who") or "family"
        place, miles = text_of(answers, where), number_of(answers, f"{where}_miles")
        if place and miles:
            yield Asked(
                where,
                "near",
                f"Within {miles:g} miles of where they spend time with {who}",
                {
                    "place": {"postcode": place.upper()},
                    "why": "contact",
                    "max_miles": miles,
                },
            )
    if text_of(answers, "driver") in (YES, NOT_KNOWN):
        unknown = _unknown(answers, "driver")
        yield Asked("driver", "driver", "A carer who drives", {}, unknown)


def _about_care(answers: Answers) -> Iterator[Asked]:
    if needed := chosen(answers, "adaptations"):
        says = f"In the home: {listed(needed)}"
        yield Asked("adaptations", "accessibility", says, {"adaptations": needed})
    # What was not ticked any more is not asked for any more.
    met = [c for c in chosen(answers, "experience_with") if c in ticked(answers)]
    years = number_of(answers, "experience_years")
    if met or years:
        asked: dict[str, Any] = {}
        said: list[str] = []
        if years:
            asked["years"] = years
            said.append(f"have fostered for {years:g} years")
        if met:
            asked["with"] = met
            before = listed(LABELS[code].lower() for code in met)
            said.append(f"have met this before: {before}")
        says = f"Carers who {listed(said)}"
        yield Asked("experience", "experience", says, asked)
    if courses := chosen(answers, "training"):
        says = f"Training: {listed((COURSES[one] for one in courses), 'or')}"
        yield Asked("training", "training", says, {"any_of": courses})


def _wishes(answers: Answers) -> Iterator[Asked]:
    wished = chosen(answers, "wishes")
    for value, key, criterion, says, parameters in (
        ("solo", "solo", "solo", "No other children in the home", {}),
        (
            "with_other_children",
            "with_other_children",
            "with_other_children",
            "Company near their age",
            {},
        ),
        ("no animals", "animals", "animals", "No animals", {"avoid": "any"}),
        ("urban", "setting", "setting", "In a town", {"setting": "urban"}),
        ("rural", "setting", "setting", "In the country", {"setting": "rural"}),
        ("two_carers", "two_carers", "two_carers", "Two carers", {}),
    ):
        if value in wished:
            yield Asked(
                key, criterion, says, parameters, Strength.PREFERRED, YOUNG_PERSON
            )
    wanted = [animal for animal in ("dog", "cat") if animal in wished]
    if wanted:
        says = f"A {' or a '.join(wanted)} in the home"
        yield Asked(
            "animals_wished",
            "animals",
            says,
            {"wants": wanted},
            Strength.PREFERRED,
            YOUNG_PERSON,
        )
    if interests := lines_of(answers, "interests"):
        says = f"Shared interests: {', '.join(interests)}"
        yield Asked(
            "interests",
            "interests",
            says,
            {"interests": interests},
            Strength.PREFERRED,
            YOUNG_PERSON,
        )


def _behaviours(answers: Answers) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code in ticked(answers):
        level = text_of(answers, f"{code}-level")
        if not level:
            continue
        about: dict[str, Any] = {
            "level": level,
            "last_incident": month_of(text_of(answers, f"{code}-last")),
            "frequency": text_of(answers, f"{code}-often"),
            "what_helps": text_of(answers, f"{code}-helps"),
            "source": text_of(answers, f"{code}-source"),
        }
        found[code] = {name: value for name, value in about.items() if value}
    if text_of(answers, "care_checked") == YES:
        for _, _, codes in GROUPS:
            for code, _ in codes:
                if code != NONE:
                    found.setdefault(code, {"level": "none known"})
    return found


def _avoid_places(answers: Answers) -> Iterator[dict[str, Any]]:
    if text_of(answers, "avoid") != YES:
        return
    for n in PLACES_TO_AVOID:
        place, miles = (
            text_of(answers, f"avoid_{n}"),
            number_of(answers, f"avoid_{n}_miles"),
        )
        if place and miles:
            avoided: dict[str, Any] = {
                "place": {"postcode": place.upper()},
                "radius_km": round(miles * KM_PER_MILE, 3),
            }
            if why := text_of(answers, f"avoid_{n}_why"):
                avoided["reason"] = why[:2000]
            yield avoided


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
