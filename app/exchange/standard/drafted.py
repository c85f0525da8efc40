"""What the fields of the standard's draft of July 2025 are as answers of the form."""

import re
from collections.abc import Mapping
from typing import Any

from app.referral_form import service as form
from app.web.forms.asking import NO, YES
from matching.places import Precision, full_postcode, locate, spaced_postcode

Answers = dict[str, str | list[str]]
A_PLACE = re.compile(r"avoid_[0-9]+")
"""The questions of the form on places to stay away from."""
TWO_CARERS = ("2:1", ">2:1")
SAYS_NOTHING = ("Not specified", "Not applicable")


def take_drafted(given: Mapping[str, Any], answers: Answers, notes: list[str]) -> None:
    """Take what a file has of the draft: answers, and in words what has none."""
    _take_when(given, answers, notes)
    _take_home(given, answers, notes)
    _take_school(given, answers, notes)
    _take_elsewhere(given, answers, notes)
    ratio = given.get("minimumAdultRatio", SAYS_NOTHING[0])
    if ratio in TWO_CARERS:
        answers["carers"] = "two"
    if ratio not in SAYS_NOTHING:
        notes.append(f"Minimum adult support ratio: {ratio}")
    if (split := given.get("siblingSplit")) is not None:
        was = "were" if split else "were not"
        notes.append(f"Brothers and sisters {was} placed apart")


def sector_of(written: str, notes: list[str]) -> str | None:
    """Return a postcode sector written with or without its space; None for no place.

    The draft writes GL7 1 as GL71. ST11 can be the sector ST1 1 and the outcode ST11:
    the draft says it is a sector, and whoever confirms is told.
    """
    code = " ".join(written.upper().split())
    if full_postcode(code):
        return spaced_postcode(code)
    if " " not in code and len(code) > 1:
        sector = f"{code[:-1]} {code[-1]}"
        found = locate(sector)
        if found is not None and found.precision is Precision.SECTOR:
            if locate(code) is not None:
                notes.append(f"{code} was read as the postcode sector {sector}")
            return sector
    return code if locate(code) is not None else None


def _take_when(given: Mapping[str, Any], answers: Answers, notes: list[str]) -> None:
    search = given.get("plannedOrEmergency")
    if search == "Emergency":
        answers["placement_type"] = "emergency"
    elif search:
        notes.append("The search for a home is planned")
    if day := given.get("latestStartDate"):
        year, month, date = day.split("-")
        answers |= {
            "needed_by-day": str(int(date)),
            "needed_by-month": str(int(month)),
            "needed_by-year": year,
        }


def _take_home(given: Mapping[str, Any], answers: Answers, notes: list[str]) -> None:
    where = given.get("primaryFamilyLocation")
    if where and (sector := sector_of(where, notes)):
        if preferred := answers.pop("home", ""):
            answers.pop("near", None)
            notes.append(f"Preferred location: {preferred}")
        answers["home"] = sector
    elif where:
        notes.append(f"Primary family location: {where}")
    near = given.get("nearPrimaryFamilyLocation")
    if near is not None:
        answers["near"] = YES if near else NO


def _take_school(given: Mapping[str, Any], answers: Answers, notes: list[str]) -> None:
    attends = given.get("attendsSchool")
    if attends:
        notes.append("They go to school. Say which kind, under School")
    elif attends is False:
        answers["education"] = "none"
    where = given.get("schoolLocation")
    if where and (sector := sector_of(where, notes)):
        answers["school"] = sector
    elif where:
        notes.append(f"School: {where}")
    stays = given.get("mustContinueAtSchool")
    if stays is not None:
        answers["keep_school"] = YES if stays else NO


def _take_elsewhere(
    given: Mapping[str, Any], answers: Answers, notes: list[str]
) -> None:
    often = given.get("otherLocationsFrequency", "")
    how_often = f" ({often})" if often else ""
    places = given.get("otherLocations", [])
    if not places and (given.get("hasOtherLocations") or often):
        places = ["not said which"]
    notes += [f"A place they need to go to regularly{how_often}: {p}" for p in places]
    avoided = given.get("locationsToAvoid", [])
    known = given.get("hasLocationsToAvoid")
    if avoided or known is not None:
        answers["avoid"] = YES if avoided or known else NO
    free = iter(name for name in form.QUESTIONS if A_PLACE.fullmatch(name))
    for place in avoided:
        sector = sector_of(place, notes)
        question = next(free, None) if sector else None
        if sector and question:
            answers[question] = sector
        else:
            notes.append(f"To stay away from: {place}")
