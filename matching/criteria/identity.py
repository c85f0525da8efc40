"""Language, faith and culture: given due consideration, never held against anyone.

Judged only where the young person's record or a need says what matters to them
(Children Act 1989 section 22(5)(c)).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from matching.case import CanSupport, Carer, Fact, Household, Strict, Words
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Person,
    Verdict,
    choose,
    parameters,
)
from matching.criteria.words import folded, listed
from matching.policy import Considered
from matching.table import Column, Homes

MET, PART_MET, NOT_MET, NOT_RECORDED = range(4)
AUTHORITY = (("authority",),)
LANGUAGES = {
    "en": "English",
    "cy": "Welsh",
    "pl": "Polish",
    "ro": "Romanian",
    "ur": "Urdu",
    "pa": "Punjabi",
    "bn": "Bengali",
    "gu": "Gujarati",
    "ar": "Arabic",
    "so": "Somali",
    "pt": "Portuguese",
    "es": "Spanish",
    "fr": "French",
    "tr": "Turkish",
    "ku": "Kurdish",
    "fa": "Farsi",
    "ps": "Pashto",
    "ti": "Tigrinya",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "bfi": "British Sign Language",
}


def language(code: str) -> str:
    """Return a language's name, or what was written where the code is not known."""
    return LANGUAGES.get(code.casefold(), code)


class WhatMatters(Strict):
    """What matters to the young person."""

    what: Annotated[list[Words], Field(min_length=1)]


class LanguageParameters(Strict):
    """The languages that matter to the young person."""

    languages: Annotated[list[Words], Field(min_length=1)]


class _Shared(Criterion):
    """Ask for something the home shares, or can support."""

    shared: Callable[[Carer], Fact[Any]]

    def wanted(self, asked: Asked) -> list[str]:
        """Return what matters to the young person."""
        return parameters(asked, WhatMatters).what

    def supported(self, can: CanSupport) -> list[str]:
        """Return what the home says it can support."""
        raise NotImplementedError

    def _outcome(self, home: Household, wanted: str) -> int:
        carers, can = home.carers.value, home.can_support.value
        recorded = [type(self).shared(carer).value for carer in carers or ()]
        if wanted in folded(_each(recorded)):
            return MET
        if can is not None and wanted in folded(self.supported(can)):
            return PART_MET
        if can is None or carers is None or None in recorded:
            return NOT_RECORDED
        return NOT_MET

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge what is shared, then what can be supported; each thing counts."""
        each = np.array([self._one(word, homes) for word in folded(self.wanted(asked))])
        return Judgement(
            choose(
                ((each == NOT_MET).any(axis=0), NOT_MET),
                ((each == NOT_RECORDED).any(axis=0), NOT_RECORDED),
                ((each == PART_MET).any(axis=0), PART_MET),
                otherwise=MET,
            )
        )

    def _one(self, word: str, homes: Homes) -> NDArray[np.int8]:
        column = Column(
            f"{self.code} {word}", lambda h: self._outcome(h, word), np.int8
        )
        return homes.column(column)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name what matters, and which side of who they are it is."""
        return {"what": listed(self.wanted(asked)), "side": self.code}


def _each(recorded: Iterable[str | list[str] | None]) -> Iterator[str]:
    for words in recorded:
        yield from [words] if isinstance(words, str) else words or ()


class Language(_Shared):
    """Ask for a home where their language is spoken, or kept up."""

    code = "language"
    title = "Their language"
    basis = "Children Act 1989 section 22(5)(c)"
    facts = ("carers.languages", "can_support")
    fact = "can_support"
    about = "the languages spoken or supported here"
    Parameters = LanguageParameters
    shared = staticmethod(lambda carer: carer.languages)
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "{what} is spoken here."),
        Clause(
            Verdict.PART_MET,
            "{what} is not spoken here; the carers can support keeping it up.",
        ),
        Clause(
            Verdict.NOT_MET,
            "{what} is not spoken here and no support is recorded.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not fully recorded which languages this home speaks or can support.",
            ask="agency",
            question="Which languages are spoken here, or could be kept up? {what} "
            "matters to them.",
        ),
    )

    def wanted(self, asked: Asked) -> list[str]:
        """Return the languages that matter."""
        return parameters(asked, LanguageParameters).languages

    def supported(self, can: CanSupport) -> list[str]:
        """Return the languages the home can support."""
        return can.languages

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name the languages."""
        return {"what": listed(map(language, self.wanted(asked)))}

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the languages recorded, English apart."""
        spoken = [
            code
            for code in person.record.languages.value or ()
            if language(code) != "English"
        ]
        return LanguageParameters(languages=spoken) if spoken else None


class Faith(_Shared):
    """Ask for a home that shares their faith, or can support it."""

    code = "faith"
    title = "Their faith"
    basis = "Children Act 1989 section 22(5)(c)"
    facts = ("carers.faith", "can_support")
    fact = "can_support"
    about = "the faiths shared or supported here"
    Parameters = WhatMatters
    shared = staticmethod(lambda carer: carer.faith)
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "This home shares their {side} ({what})."),
        Clause(Verdict.PART_MET, "This home can support their {side} ({what})."),
        Clause(
            Verdict.NOT_MET,
            "Support for their {side} ({what}) is not recorded as something this home "
            "offers.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded which {side}s this home shares or can support.",
            ask="agency",
            question="Can this home support their {side} ({what})?",
        ),
    )

    def supported(self, can: CanSupport) -> list[str]:
        """Return the faiths the home can support."""
        return can.faiths

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the faith recorded."""
        faith = person.record.faith.value
        return WhatMatters(what=[faith]) if faith else None


class Culture(_Shared):
    """Ask for a home that shares their culture, or can support it."""

    code = "culture"
    title = "Their culture"
    basis = "Children Act 1989 section 22(5)(c)"
    facts = ("carers.cultures", "can_support")
    fact = "can_support"
    about = "the cultures shared or supported here"
    Parameters = WhatMatters
    shared = staticmethod(lambda carer: carer.cultures)
    clauses = Faith.clauses

    def supported(self, can: CanSupport) -> list[str]:
        """Return the cultures the home can support."""
        return can.cultures

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the cultures recorded."""
        cultures = person.record.cultures.value
        return WhatMatters(what=cultures) if cultures else None
