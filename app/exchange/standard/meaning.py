"""What answers of the form are in the standard, and the other way round.

The standard says less than the form: that there is a risk, not how much or which of
several. So out of it comes what it says and no more, and the rest stays to be asked.
Where it takes words, what carers should know is named there, so that it is not lost.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.exchange.standard.draft import DRAFT, FIELDS
from app.exchange.standard.drafted import take_drafted
from app.exchange.standard.fields import (
    AVAILABILITY,
    HIGH,
    LOW,
    NO_PREFERENCE,
    NO_RISK,
    NOT_SPECIFIED,
    PLACEMENT,
    PREFERRED,
    PRESENT,
    QUALITY,
    RECOMMENDATION,
    REQUIREMENTS,
    RISKS,
    SOLO,
    UNSUITABLE,
    WITH_OLDER,
    WITH_OTHERS,
    WITH_YOUNGER,
)
from app.referral_form import service as form
from app.web.forms.asking import NO, NOT_KNOWN, YES, Answers, chosen, lines_of, text_of
from matching.places import locate

Record = Mapping[str, Mapping[str, Any]]
"""A young person in the standard: its fields by entity."""

NEEDED_BY = {
    "urgent": "Today",
    "high": "in less than 5 days",
    "standard": "in more than 5 days",
}
SUPPORT = {
    "supervision": "additional supervision",
    "clinical advice": "therapeutic support",
    "short breaks": "a worker for respite",
    "transport": "taxis to school",
}
OTHER_SUPPORT, NO_SUPPORT = "other (please specify)", "NA"
LANGUAGES = ("ESOL", "BSL", "Makaton")
OTHER = "Other"
SPEECH = "SLCN"
RISK_OF = {
    "riskSelfHarm": ("SELF_HARM", "SUICIDAL"),
    "riskSexualExploitation": ("CSE",),
    "riskCriminalExploitation": ("CCE", "GANG"),
    "riskDrugAlcohol": ("SUBST",),
    "riskEatingDisorder": ("EATING",),
    "riskMissing": ("MISSING",),
    "riskToOthersPhysical": ("PHYS_ADULT", "PHYS_CHILD", "PHYS_PEER"),
    "riskToOthersSexual": ("HSB",),
    "riskToOthersFire": ("FIRE",),
    "riskToOthersAnimals": ("ANIMAL",),
    "riskToOthersCriminal": ("OFFEND", "THEFT"),
}
"""What carers should know by the risk it is; of several the field says not which."""
LEVEL_OF = {PRESENT: "", LOW: "low", HIGH: "high"}
"""How much a risk affects daily life, as far as its field says."""
UNNAMED = ("riskToOthersPhysical", "riskToOthersCriminal")
"""Risks whose field alone tells of none of them: a person says which."""
OTHER_RISKS = {
    "riskOther": ("RADICAL", "TRAFF", "SEXUALISED", "BULLIED"),
    "riskToOthersOther": ("VERB", "BULLY", "WEAPON", "PROP"),
}
QUESTIONS_ON_RISKS = tuple(
    question for name, question in form.QUESTIONS.items() if name.startswith("care-")
)
LABELS = {
    choice.value: choice.text
    for question in QUESTIONS_ON_RISKS
    for choice in question.choices
}


@dataclass(slots=True)
class Meant:
    """What a record of the standard says: answers, and in words what has none.

    ``own_id`` is Hearth's, where Hearth wrote it. ``from_draft`` names what is of the
    draft of July 2025 and not of v2.
    """

    answers: dict[str, str | list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    day: date | None = None
    own_id: str = ""
    from_draft: str = ""


def in_the_standard(
    answers: Answers, record: Mapping[str, Any], siblings: int, referred: date
) -> dict[str, dict[str, Any]]:
    """Return a young person in the standard; what is not known is not in it.

    ``siblings`` counts those who are to be placed with them.
    """
    availability: dict[str, Any] = {"siblingCount": siblings}
    if (number := text_of(answers, "child_id")).isdecimal():
        availability["childId"] = int(number)
    if soon := NEEDED_BY.get(text_of(answers, "how_soon")):
        availability["neededBy"] = soon
    if text_of(answers, "near") == YES and text_of(answers, "home"):
        availability["preferredLocation"] = text_of(answers, "home")
    return {
        AVAILABILITY: availability,
        REQUIREMENTS: _requirements(answers, record),
        RECOMMENDATION: {
            "fosterCareSuitability": PREFERRED,
            "residentialCareSuitability": NOT_SPECIFIED,
            "supportedAccommodationSuitability": NOT_SPECIFIED,
        },
        RISKS: _risks(_known(answers)),
        QUALITY: {"referralDate": referred.isoformat()},
    }


def meaning_of(record: Record) -> Meant:
    """Return what a record that was read says, as answers of the form."""
    meant = Meant()
    referred = record.get(QUALITY, {}).get("referralDate")
    meant.day = date.fromisoformat(referred) if referred else None
    _take_availability(record.get(AVAILABILITY, {}), meant)
    drafted = record.get(DRAFT, {})
    take_drafted(drafted, meant.answers, meant.notes)
    asked = [FIELDS[name][1][0] for name in drafted]
    if {LOW, HIGH}.intersection(record.get(RISKS, {}).values()):
        asked.append("how high a risk is")
    meant.from_draft = "; ".join(asked)
    known = set(_take_requirements(record.get(REQUIREMENTS, {}), meant))
    if record.get(RECOMMENDATION, {}).get("fosterCareSuitability") == UNSUITABLE:
        meant.notes.append("Foster care: unsuitable. Hearth finds foster homes only")
    known |= set(_take_risks(record.get(RISKS, {}), meant))
    if record.get(PLACEMENT):
        meant.notes.append("It has an agreed placement, which Hearth does not keep")
    for question in QUESTIONS_ON_RISKS:
        codes = [one.value for one in question.choices if one.value in known]
        if codes:
            meant.answers[question.name] = codes
    return meant


def _requirements(answers: Answers, record: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    said = text_of(answers, "communication")
    ways = [way for way in LANGUAGES if re.search(rf"\b{way}\b", said, re.IGNORECASE)]
    rest = re.sub(rf"\b({'|'.join(LANGUAGES)})\b", "", said, flags=re.IGNORECASE)
    if re.search(r"\w", rest):
        ways.append(OTHER)
    needs = bool(ways) or SPEECH in _known(answers)
    found["communicationNeeds"] = "Y" if needs else "Not Specified"
    found["specificCommunicationRequirements"] = ways or ["None"]
    found["homeAdaptation"] = bool(chosen(answers, "adaptations"))
    cultural = text_of(answers, "faith") or lines_of(answers, "cultures")
    found["culturalNeeds"] = "Required" if cultural else "Not Known"
    if companions := _companions(answers):
        found["livingCompanions"] = companions
    found["pets"] = _pets(answers, record)
    support = chosen(answers, "support")
    if support:
        told = [words for kind, words in SUPPORT.items() if kind in support]
        found["additionalSupport"] = (told or [OTHER_SUPPORT])[0]
    if (order := text_of(answers, "liberty_order")) in (YES, NO):
        found["deprivationOfLiberty"] = order == YES
    return found


def _companions(answers: Answers) -> str:
    others, younger = text_of(answers, "other_children"), text_of(answers, "younger")
    if others == "only":
        return SOLO
    if younger in ("youngest", "oldest"):
        return WITH_OLDER if younger == "youngest" else WITH_YOUNGER
    return {"company": WITH_OTHERS, "any": NO_PREFERENCE}.get(others, "")


def _pets(answers: Answers, record: Mapping[str, Any]) -> str:
    for need in record.get("needs", []):
        wanted = need["criterion"] == "animals" and "wants" in need["parameters"]
        if wanted and need["strength"] == "essential":
            return "Yes - must"
    animals = text_of(answers, "animals")
    if animals == "any":
        return "Yes - can"
    return "Not Known" if animals in ("", NOT_KNOWN) else "No"


def _known(answers: Answers) -> set[str]:
    """Return what carers should know, as it was ticked and is not known to be over."""
    return {
        code
        for question in QUESTIONS_ON_RISKS
        for code in chosen(answers, question.name)
        if text_of(answers, f"{code}-level") != "none known"
    }


def _risks(known: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    named: dict[str, list[str]] = {
        name: [code for code in codes if code in known]
        for name, codes in OTHER_RISKS.items()
    }
    for name, codes in RISK_OF.items():
        there = [code for code in codes if code in known]
        found[name] = PRESENT if there else NO_RISK
        if there and (name in UNNAMED or there != [codes[0]]):
            others = name.startswith("riskToOthers")
            named["riskToOthersOther" if others else "riskOther"] += there
    for name, codes_named in named.items():
        if codes_named:
            found[name] = "; ".join(LABELS[code] for code in codes_named)
    return found


def _take_availability(given: Mapping[str, Any], meant: Meant) -> None:
    if "childId" in given:
        meant.answers["child_id"] = str(given["childId"])
    soon = {words: code for code, words in NEEDED_BY.items()}
    if "neededBy" in given:
        meant.answers["how_soon"] = soon[given["neededBy"]]
    where = given.get("preferredLocation", "")
    if where and locate(where) is not None:
        meant.answers |= {"home": " ".join(where.upper().split()), "near": YES}
    elif where:
        meant.notes.append(f"Preferred location: {where}")
    if count := given.get("siblingCount"):
        said = "Brothers and sisters to be placed with them"
        meant.notes.append(f"{said}: {count}. Add each to the referral")


def _take_requirements(given: Mapping[str, Any], meant: Meant) -> Iterator[str]:
    """Take what is required of a home; yield what carers should know of it."""
    ways = [
        one
        for one in given.get("specificCommunicationRequirements", [])
        if one != "None"
    ]
    if ways:
        meant.answers["communication"] = ", ".join(ways)
    elif given.get("communicationNeeds") == "Y":
        yield SPEECH
    if given.get("homeAdaptation"):
        meant.notes.append("The home needs to be adapted. Say how, under Health")
    if given.get("culturalNeeds") in ("Required", OTHER):
        meant.notes.append("There are cultural needs. Say which, under Who they are")
    meant.answers |= {
        SOLO: {"other_children": "only"},
        WITH_OTHERS: {"other_children": "company"},
        WITH_OLDER: {"younger": "youngest"},
        WITH_YOUNGER: {"younger": "oldest"},
        NO_PREFERENCE: {"other_children": "any"},
    }.get(given.get("livingCompanions", ""), {})
    pets = given.get("pets", "")
    animals = {"Yes - must": "any", "Yes - can": "any", "No": "none"}
    if pets:
        meant.answers["animals"] = animals.get(pets, NOT_KNOWN)
    if pets == "Yes - must":
        meant.notes.append("There must be animals in the home. Say which, as a wish")
    support = given.get("additionalSupport", "")
    kinds = {words: kind for kind, words in SUPPORT.items()}
    if support in kinds:
        meant.answers["support"] = [kinds[support]]
    elif support == OTHER_SUPPORT:
        meant.notes.append("Other support is needed. Say which")
    if "deprivationOfLiberty" in given:
        meant.answers["liberty_order"] = YES if given["deprivationOfLiberty"] else NO


def _take_risks(given: Mapping[str, Any], meant: Meant) -> Iterator[str]:
    """Yield what carers should know; what cannot be told apart is noted."""
    codes = {label: code for code, label in LABELS.items()}
    named: set[str] = set()
    for name, what in (
        ("riskOther", "Another risk to them"),
        ("riskToOthersOther", "Another risk to others"),
    ):
        for part in filter(None, map(str.strip, given.get(name, "").split(";"))):
            if part in codes:
                named.add(codes[part])
            else:
                meant.notes.append(f"{what}: {part}")
    yield from named
    for name, of in RISK_OF.items():
        level = LEVEL_OF.get(given.get(name, ""))
        if level is None or named.intersection(of):
            continue
        if name in UNNAMED:
            which = " or ".join(f"“{LABELS[code]}”" for code in of)
            graded = "" if given[name] == PRESENT else f" ({given[name].lower()})"
            meant.notes.append(f"Risk to others{graded}. Say which: {which}")
            continue
        if level:
            meant.answers[f"{of[0]}-level"] = level
        yield of[0]
