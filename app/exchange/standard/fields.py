"""The Placements Data Standard v2 (2025): its entities, fields and options.

Names and options are those of SocialCareData/placements-standard. How it is written
as a file the standard does not say: here one object a young person, an entity a key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.exchange.cells import CellError, as_text, day, plain, quoted, yes_or_no
from app.web.forms.asking import LONGEST_AREA

TITLE, VERSION = "Placements Data Standard", "v2"
METADATA, RECORDS = "metadata", "records"
LONGEST_NUMBER = 15
AVAILABILITY, REQUIREMENTS = "PlacementAvailability", "PlacementRequirements"
RECOMMENDATION, RISKS = "PlacementRecommendation", "Risks"
PLACEMENT, QUALITY = "ActualPlacement", "QualityAssurance"

SOLO = "Solo placement recommended"
WITH_OTHERS = "With other children recommended"
WITH_OLDER = "Only with other older children"
WITH_YOUNGER = "Only with other younger children"
NO_PREFERENCE = "No preference"
PRESENT, NO_RISK = "Risk Present", "No known risk"
LOW, HIGH = "Low risk", "High risk"
"""How the draft of July 2025 graded a risk that v2 calls present."""
PREFERRED, UNSUITABLE, NOT_SPECIFIED = "Preferred", "Unsuitable", "Not specified"
_SUITABLE = (PREFERRED, "Suitable but not preferred", UNSUITABLE, NOT_SPECIFIED)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how its value is read, and for a category what it may be."""

    read: Callable[[Any], Any]
    options: tuple[str, ...] = field(default=())
    several: bool = False


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise CellError("is not text")
    written = as_text(value.replace("\r\n", "\n"))
    if len(written) > LONGEST_AREA:
        raise CellError(f"is longer than {LONGEST_AREA:,} characters")
    if not all(c.isprintable() or c in "\n\t" for c in written):
        raise CellError("has a character that cannot be kept")
    return written


def _number(value: Any) -> int:
    written = f"{value:d}" if _is_int(value) else value
    is_text = isinstance(written, str) and written.isascii() and written.isdigit()
    if not is_text or len(written) > LONGEST_NUMBER:
        raise CellError("is not a whole number")
    return int(written)


def _is_int(value: Any) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and 0 <= value < 10**LONGEST_NUMBER


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return yes_or_no(_text(value))


def _day(value: Any) -> str:
    return day(_text(value)).isoformat()


def category(*options: str) -> Field:
    """Return a field that takes one of these."""
    known = {plain(option): option for option in options}

    def read(value: Any) -> str:
        written = _text(value)
        if plain(written) not in known:
            raise CellError(f"{quoted(written)} is not one of: {', '.join(options)}")
        return known[plain(written)]

    return Field(read, options)


def categories(*options: str) -> Field:
    """Return a field that takes several of these."""
    one = category(*options)

    def read(value: Any) -> list[str]:
        parts = value if isinstance(value, list) else [value]
        return list(dict.fromkeys(one.read(part) for part in parts))

    return Field(read, options, several=True)


TEXT, NUMBER, FLAG, DAY = Field(_text), Field(_number), Field(_flag), Field(_day)
RISK, SUITABILITY = category(NO_RISK, PRESENT, LOW, HIGH), category(*_SUITABLE)

ENTITIES: Mapping[str, Mapping[str, Field]] = {
    AVAILABILITY: {
        "childId": NUMBER,
        "neededBy": category("Today", "in less than 5 days", "in more than 5 days"),
        "siblingCount": NUMBER,
        "preferredLocation": TEXT,
    },
    REQUIREMENTS: {
        "communicationNeeds": category("Y", "N", "Not Specified"),
        "specificCommunicationRequirements": categories(
            "ESOL", "BSL", "Makaton", "Other", "None"
        ),
        "homeAdaptation": FLAG,
        "culturalNeeds": category("Required", "Not required", "Not Known", "Other"),
        "livingCompanions": category(
            SOLO, WITH_OTHERS, WITH_OLDER, WITH_YOUNGER, NO_PREFERENCE
        ),
        "pets": category("Yes - must", "Yes - can", "No", "Not Known"),
        "additionalSupport": category(
            "additional supervision",
            "therapeutic support",
            "a worker for respite",
            "taxis to school",
            "NA",
            "other (please specify)",
        ),
        "deprivationOfLiberty": FLAG,
    },
    RECOMMENDATION: {
        "fosterCareSuitability": SUITABILITY,
        "residentialCareSuitability": SUITABILITY,
        "supportedAccommodationSuitability": SUITABILITY,
    },
    RISKS: {
        "riskSelfHarm": RISK,
        "riskSexualExploitation": RISK,
        "riskCriminalExploitation": RISK,
        "riskDrugAlcohol": RISK,
        "riskEatingDisorder": RISK,
        "riskMissing": RISK,
        "riskOther": TEXT,
        "riskToOthersPhysical": RISK,
        "riskToOthersSexual": RISK,
        "riskToOthersFire": RISK,
        "riskToOthersAnimals": RISK,
        "riskToOthersCriminal": RISK,
        "riskToOthersOther": TEXT,
    },
    PLACEMENT: {
        "totalWeeklyCost": NUMBER,
        "placementLocation": TEXT,
        "preferabilityLocation": FLAG,
        "educationContinuity": FLAG,
        "providerURN": TEXT,
        "siblingsPlacedTogether": NUMBER,
        "placementType": category("Residential", "Foster", "Supported Accommodation"),
    },
    QUALITY: {
        "referralOfficerName": TEXT,
        "referralDate": DAY,
        "placementOfficerName": TEXT,
        "placementDate": DAY,
        "costOfficerName": TEXT,
        "costDate": DAY,
    },
}
