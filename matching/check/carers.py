"""The carers: how many, who they are, when they are at home, what they have done."""

from collections.abc import Iterable
from datetime import date

from matching.case import Carer, Experience
from matching.check.ground import Pair, carers_of, same
from matching.check.judgement import (
    MET,
    NOT_KNOWN,
    PART_MET,
    Found,
    all_true,
    any_true,
    met_if,
    not_met,
    worst,
)
from matching.check.others import Parameters

DAYS_A_YEAR = 365.25


def recorded(pair: Pair) -> bool:
    """Tell whether anybody recorded who the carers are."""
    return pair.home.carers.value is not None


def two_carers(pair: Pair, _: Parameters) -> Found:
    """Two approved carers."""
    if not recorded(pair):
        return NOT_KNOWN
    count = len(carers_of(pair.home))
    return met_if(count >= 2)


def carer_gender(pair: Pair, parameters: Parameters) -> Found:
    """A carer of the gender asked for is there; no adult of the one to be without."""
    carers = [carer.gender for carer in carers_of(pair.home)]
    others = pair.home.other_adults.value
    adults = carers + [adult.gender for adult in others or ()]
    if not recorded(pair):
        carers, adults = [*carers, None], [*adults, None]
    if others is None:
        adults.append(None)
    answers = []
    if wanted := parameters.get("includes"):
        answers.append(any_true(None if g is None else g == wanted for g in carers))
    if unwanted := parameters.get("excludes"):
        answers.append(all_true(None if g is None else g != unwanted for g in adults))
    return met_if(all_true(answers))


def carer_at_home(pair: Pair, parameters: Parameters) -> Found:
    """Somebody is at home at every time asked for."""
    if not recorded(pair):
        return NOT_KNOWN
    at_home = [carer.at_home.value for carer in carers_of(pair.home)]
    return met_if(
        all_true(
            any_true(None if times is None else when in times for times in at_home)
            for when in parameters["when"]
        )
    )


def driver(pair: Pair, _: Parameters) -> Found:
    """A carer drives."""
    return met_if(a_carer_drives(pair))


def a_carer_drives(pair: Pair) -> bool | None:
    """Tell whether one of the carers drives; None where not known."""
    if not recorded(pair):
        return None
    return any_true(carer.drives.value for carer in carers_of(pair.home))


def smoke_free(pair: Pair, _: Parameters) -> Found:
    """Nobody in the home smokes."""
    others = pair.home.other_adults.value
    smoke = [carer.smokes.value for carer in carers_of(pair.home)]
    smoke += [adult.smokes for adult in others or ()]
    if others is None or not recorded(pair):
        smoke.append(None)
    smokes = any_true(smoke)
    return met_if(None if smokes is None else not smokes)


def experience(pair: Pair, parameters: Parameters) -> Found:
    """Enough years, and each behaviour met before; training stands in for the last."""
    if not recorded(pair):
        return NOT_KNOWN
    found = []
    if parameters.get("years"):
        found.append(_years(pair, parameters["years"]))
    found += [_has_met(pair, code) for code in parameters.get("with") or ()]
    return worst(found)


def training(pair: Pair, parameters: Parameters) -> Found:
    """The courses are done; part met where what is missing is booked."""
    if not recorded(pair):
        return NOT_KNOWN
    found = [_course(pair, [course]) for course in parameters.get("all_of") or ()]
    if courses := parameters.get("any_of"):
        found.append(_course(pair, courses))
    return worst(found)


def training_or_experience(pair: Pair, parameters: Parameters) -> Found:
    """Enough years, or one of the courses."""
    if not recorded(pair):
        return NOT_KNOWN
    either = _years(pair, parameters["years"]), _course(pair, parameters["any_of"])
    verdicts = {found.verdict for found in either}
    for best in (MET, PART_MET, NOT_KNOWN):
        if best.verdict in verdicts:
            return best
    return either[0]


def _years(pair: Pair, asked: float) -> Found:
    since = [carer.fostering_since.value for carer in carers_of(pair.home)]
    years = [_years_from(day, pair.day) for day in since if day]
    longest = max(years, default=0.0)
    if longest >= asked:
        return MET
    return NOT_KNOWN if None in since else not_met(asked - longest)


def _years_from(start: date, end: date) -> float:
    return (end - start).days / DAYS_A_YEAR


def _has_met(pair: Pair, code: str) -> Found:
    levels = [_level(carer, code) for carer in carers_of(pair.home)]
    if Experience.SOME in levels or Experience.EXTENSIVE in levels:
        return MET
    if Experience.TRAINING_ONLY in levels:
        return PART_MET
    return NOT_KNOWN if None in levels else not_met()


def _level(carer: Carer, code: str) -> Experience | None:
    by_code = {str(c): level for c, level in (carer.experience.value or {}).items()}
    return by_code.get(code)


def _course(pair: Pair, any_of: Iterable[str]) -> Found:
    wanted = {same(course) for course in any_of}
    carers = carers_of(pair.home)
    done = [_among(wanted, carer.training.value) for carer in carers]
    booked = [
        booking
        for carer in carers
        for booking in carer.training_booked.value or ()
        if same(booking.course) in wanted
    ]
    found = any_true(done)
    return PART_MET if booked and found is False else met_if(found)


def _among(wanted: set[str], courses: list[str] | None) -> bool | None:
    if courses is None:
        return None
    return any(same(course) in wanted for course in courses)
