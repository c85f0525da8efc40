"""Ethnicity, faith, language and culture in realistic proportions for England.

Ethnicity codes are those of the SSDA903 return. Shares of young people follow the
children looked after in England on 31 March 2025: White 71, Mixed 11, Black 8, Asian 5,
other 4, not known 1.
"""

from dataclasses import dataclass

from matching.region.draw import Draw

NO_FAITH = "no religion"
YOUNG_PEOPLE = {
    "WBRI": 66,
    "WIRI": 1,
    "WROM": 1,
    "WOTH": 3,
    "MWBC": 5,
    "MWBA": 2,
    "MWAS": 2,
    "MOTH": 2,
    "BCRB": 3,
    "BAFR": 4,
    "BOTH": 1,
    "APKN": 2,
    "ABAN": 1,
    "AIND": 1,
    "AOTH": 1,
    "OOTH": 4,
    "NOBT": 1,
}
CARERS = {
    "WBRI": 77,
    "WIRI": 1,
    "WOTH": 3,
    "MWBC": 3,
    "BCRB": 5,
    "BAFR": 4,
    "APKN": 3,
    "AIND": 2,
    "ABAN": 1,
    "OOTH": 1,
}
_FAITHS = {
    "APKN": {"Muslim": 92, NO_FAITH: 8},
    "ABAN": {"Muslim": 92, NO_FAITH: 8},
    "AIND": {"Sikh": 40, "Hindu": 40, NO_FAITH: 20},
    "BAFR": {"Christian": 62, "Muslim": 28, NO_FAITH: 10},
    "BCRB": {"Christian": 65, NO_FAITH: 35},
    "OOTH": {"Muslim": 55, "Christian": 20, NO_FAITH: 25},
}
_ANY_FAITH = {NO_FAITH: 56, "Christian": 42, "Buddhist": 1, "Jewish": 1}
_LANGUAGES = {
    "APKN": ("ur", "pa"),
    "ABAN": ("bn",),
    "AIND": ("pa", "gu"),
    "BAFR": ("so", "fr", "ti"),
    "WOTH": ("pl", "ro"),
    "WROM": ("ro",),
    "OOTH": ("ar", "ku", "fa"),
}
_CULTURES = {
    "WIRI": "Irish",
    "WROM": "Roma",
    "WOTH": "Eastern European",
    "MWBC": "Black Caribbean",
    "MWBA": "Black African",
    "MWAS": "South Asian",
    "BCRB": "Black Caribbean",
    "BAFR": "Black African",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AIND": "Indian",
    "OOTH": "Middle Eastern",
}
ALL_FAITHS = ("Christian", "Hindu", "Muslim", "Sikh")
ALL_LANGUAGES = ("ar", "bn", "fr", "pa", "pl", "ro", "ur")
ALL_CULTURES = ("Black African", "Black Caribbean", "Indian", "Pakistani", "Roma")
_SECOND_LANGUAGE = 0.5
_WELL_KNOWN = 0.06
"""How often somebody speaks a language that is not of their heritage."""


@dataclass(frozen=True, slots=True)
class Heritage:
    """Who a family is, as far as a record says it."""

    ethnicity: str
    faith: str
    languages: list[str]
    culture: str | None


def heritage(draw: Draw, shares: dict[str, int]) -> Heritage:
    """Draw a heritage in these proportions."""
    ethnicity = draw.one(shares)
    of_family = _LANGUAGES.get(ethnicity, ())
    languages = ["en"]
    if of_family and draw.often(_SECOND_LANGUAGE):
        languages.append(draw.any(of_family))
    elif draw.often(_WELL_KNOWN):
        languages.append("fr")
    return Heritage(
        ethnicity=ethnicity,
        faith=draw.one(_FAITHS.get(ethnicity, _ANY_FAITH)),
        languages=languages,
        culture=_CULTURES.get(ethnicity),
    )
