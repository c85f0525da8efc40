"""What the draft of the standard of July 2025 asks that v2 does not.

The names are those of `specification.md` in SocialCareData/placements-standard, the
last version before v2 that was at hand (likely commit e37152e). It has them as
questions and says nothing of how a file writes them, so a field is known by its
question or by a short name, whatever its case, spaces and punctuation: that is an
assumption. They come in and never go out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.exchange.cells import CellError, plain, quoted
from app.exchange.standard.fields import (
    AVAILABILITY,
    DAY,
    ENTITIES,
    FLAG,
    QUALITY,
    RECOMMENDATION,
    REQUIREMENTS,
    RISKS,
    TEXT,
    Field,
    category,
)

DRAFT = "the draft of July 2025"
"""The entity under which these fields are kept once they are read."""
IN_BRACKETS = re.compile(r"\([^)]*\)")
RATIOS = ("1:1", "2:1", ">2:1", "Standard ratio", "Not specified", "Not applicable")
OFTEN = ("daily", "few times a week", "weekly", "every two weeks", "monthly", "other")


@dataclass(frozen=True, slots=True)
class Known:
    """A field as it was found: where it is kept, and how its value is read."""

    entity: str
    name: str
    read: Callable[[Any], Any]

    @property
    def of_the_draft(self) -> bool:
        """Whether v2 has no such field."""
        return self.entity == DRAFT


def _texts(value: Any) -> list[str]:
    return [TEXT.read(one) for one in (value if isinstance(value, list) else [value])]


def _ratio(value: Any) -> str:
    # Nothing but its signs tells 2:1 from more than 2:1.
    written = TEXT.read(value)
    for ratio in RATIOS:
        if "".join(written.casefold().split()) == "".join(ratio.casefold().split()):
            return ratio
    raise CellError(f"{quoted(written)} is not one of: {', '.join(RATIOS)}")


def _attends(value: Any) -> bool | None:
    if isinstance(value, str) and plain(value) in ("na", "n a"):
        return None
    return bool(FLAG.read(value))


TEXTS = Field(_texts, several=True)
FIELDS: Mapping[str, tuple[Field, tuple[str, ...]]] = {
    "plannedOrEmergency": (
        category("Planned", "Emergency"),
        ("Is this a planned emergency home search?", "Planned/emergency"),
    ),
    "latestStartDate": (DAY, ("Latest date for placement to start by",)),
    "primaryFamilyLocation": (
        TEXT,
        ("Primary family location", "Primary family postcode sector"),
    ),
    "nearPrimaryFamilyLocation": (
        FLAG,
        (
            "Is it recommended to find a home close to the primary family location?",
            "Close to primary family location",
        ),
    ),
    "attendsSchool": (
        Field(_attends),
        ("Does child go to school currently?", "Does the child attend school?"),
    ),
    "schoolLocation": (TEXT, ("School location", "School postcode sector")),
    "mustContinueAtSchool": (
        FLAG,
        (
            "Does the child need to continue to attend this school?",
            "Must continue at this school?",
        ),
    ),
    "hasOtherLocations": (
        FLAG,
        (
            "Are there other location(s) of importance for the child that the child "
            "needs to visit regularly?",
            "Other locations of importance?",
        ),
    ),
    "otherLocations": (
        TEXTS,
        ("Please specify which location", "Other locations to visit"),
    ),
    "otherLocationsFrequency": (
        category(*OFTEN),
        ("How often does the child need to go to other location of importance?",),
    ),
    "hasLocationsToAvoid": (
        FLAG,
        (
            "Are you aware of any locations to avoid?",
            "Are there any locations to avoid?",
        ),
    ),
    "locationsToAvoid": (TEXTS, ("Location(s) to avoid",)),
    "minimumAdultRatio": (Field(_ratio, RATIOS), ("Minimum adult support ratio",)),
    "siblingSplit": (FLAG, ("Whether Sibling Split",)),
}
"""The fields of the draft that v2 dropped, each with the draft's own question first."""
QUESTIONS_OF_V2: Mapping[str, Mapping[str, str]] = {
    AVAILABILITY: {
        "childId": "Child ID",
        "siblingCount": "Number of siblings to place with",
        "preferredLocation": "Preferred location for home search",
    },
    REQUIREMENTS: {
        "communicationNeeds": "Communication, language and learning needs",
        "specificCommunicationRequirements": "Specific communication and language "
        "requirements",
        "homeAdaptation": "Adaptation to the home",
        "culturalNeeds": "Cultural needs",
        "livingCompanions": "Who can the child be cared for alongside",
        "pets": "Can child live with pets/animals?",
        "additionalSupport": "Additional support",
    },
    RECOMMENDATION: {
        "fosterCareSuitability": "Foster care suitability",
        "residentialCareSuitability": "Residential suitability",
        "supportedAccommodationSuitability": "Supported home suitability",
    },
    RISKS: {
        "riskSelfHarm": "Risk to child: Self-harm",
        "riskSexualExploitation": "Risk to child: Sexual exploitation",
        "riskCriminalExploitation": "Risk to child: Criminal exploitation",
        "riskDrugAlcohol": "Risk to child: Drug and alcohol use",
        "riskEatingDisorder": "Risk to child: Eating disorder",
        "riskMissing": "Risk to child: Going missing",
        "riskOther": "Risk to child: Other",
        "riskToOthersPhysical": "Risk to others or property: Physical harm",
        "riskToOthersSexual": "Risk to others or property: Sexual harm",
        "riskToOthersFire": "Risk to others or property: Fire-setting",
        "riskToOthersAnimals": "Risk to others or property: Harm to animals",
        "riskToOthersCriminal": "Risk to others or property: Criminal exploitation",
        "riskToOthersOther": "Risk to others or property: Other",
    },
    QUALITY: {"referralDate": "Date of referral form filling"},
}
"""How the draft asks what v2 has a name for."""
VALUES_OF_V2: Mapping[str, Mapping[str, str]] = {
    "culturalNeeds": {"not yet known": "Not Known"},
    "pets": {"y": "Yes - can", "n": "No", "don t know": "Not Known"},
}
"""What the draft's answers are in v2, where it has others."""


def known(entity: str, name: str) -> Known | None:
    """Return v2's field of this very name, or the draft's of one like it."""
    field = ENTITIES.get(entity, {}).get(name)
    return Known(entity, name, field.read) if field else _NAMES.get(_compared(name))


def _compared(name: str) -> str:
    written = IN_BRACKETS.sub("", name).casefold()
    return "".join(letter for letter in written if letter.isalnum())


def _read_as_v2(entity: str, name: str) -> Callable[[Any], Any]:
    field, values = ENTITIES[entity][name], VALUES_OF_V2.get(name, {})

    def read(value: Any) -> Any:
        said = plain(value) if isinstance(value, str) else ""
        return field.read(values.get(said, value))

    return read


_NAMES = {
    _compared(question): Known(entity, name, _read_as_v2(entity, name))
    for entity, questions in QUESTIONS_OF_V2.items()
    for name, question in questions.items()
} | {
    _compared(written): Known(DRAFT, name, field.read)
    for name, (field, questions) in FIELDS.items()
    for written in (name, *questions)
}
