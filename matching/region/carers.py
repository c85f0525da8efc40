"""Invented foster carers, and what they say when asked."""

from matching.region import heritage, names, rates, words
from matching.region.draw import Draw, Record, kept

COURSES = {"practised": (4, 7), "willing": (2, 4), "cautious": (1, 3)}
"""How many courses carers have done."""


def carers(draw: Draw, readiness: str, since: str | None) -> list[Record]:
    """Draw one or two carers who have fostered since this day."""
    first = "female" if draw.often(rates.FIRST_CARER_FEMALE) else "male"
    genders = [first]
    if not draw.often(rates.SINGLE_CARER):
        other = "male" if first == "female" else "female"
        same = draw.often(rates.SECOND_CARER_SAME_GENDER)
        genders.append(first if same else other)
    own = heritage.heritage(draw, heritage.CARERS)
    met = _experience(draw, readiness)
    return [
        kept(
            {
                "gender": gender,
                "drives": draw.often(rates.DRIVES),
                "smokes": draw.often(rates.SMOKES),
                "languages": own.languages,
                "faith": own.faith,
                "cultures": draw.fact([own.culture] if own.culture else []),
                "ethnicity": own.ethnicity,
                "at_home": draw.fact(_at_home(draw)),
                "fostering_since": draw.recorded(since, "register") if since else None,
                "experience": met,
                "training": draw.fact(draw.some(names.COURSES, *COURSES[readiness])),
                "training_booked": _booked(draw),
            }
        )
        for gender in genders
    ]


def label(draw: Draw, carers: list[Record]) -> str:
    """Return first names to call the household by."""
    found: list[str] = []
    for carer in carers:
        left = [n for n in names.CARERS[carer["gender"]] if n not in found]
        found.append(draw.any(left))
    return " and ".join(found)


def considerations(draw: Draw, readiness: str) -> Record:
    """Draw what the carers say about each behaviour or need."""
    not_asked = draw.one(rates.NOT_ASKED)
    answers: Record = {}
    for code in rates.BEHAVIOURS:
        if draw.often(not_asked):
            continue
        table = rates.HARD_ANSWERS if code in rates.HARD else rates.ANSWERS
        said = draw.one(table[readiness])
        answers[code] = {"answer": said, "confirmed_on": draw.confirmed(risk=True)}
        if said == "yes with support":
            answers[code]["support"] = draw.any(words.SUPPORT_ASKED)
        elif said == "no" and draw.often(0.1):
            answers[code]["may_say"] = draw.any(words.MAY_SAY)
    return answers


def _at_home(draw: Draw) -> list[str]:
    return [when for when, share in rates.AT_HOME.items() if draw.often(share)]


def _experience(draw: Draw, readiness: str) -> Record:
    table = rates.EXPERIENCE[readiness]
    return {code: draw.one(table) for code in rates.ASKED_EXPERIENCE}


def _booked(draw: Draw) -> list[Record]:
    if not draw.often(rates.TRAINING_BOOKED):
        return []
    return [{"course": draw.any(names.COURSES), "booked_for": draw.day(5, 90)}]
