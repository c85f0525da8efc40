"""Language, faith and culture: given due consideration, never held against anyone.

Judged only where the young person's record or a need says what matters to them
(Children Act 1989 section 22(5)(c)).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from matching.case import CanSupport, Carer, Fact, Household, Strict, Words
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Person,
    Verdict,
    parameters,
)
from matching.criteria.words import listed
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

    def _shares(self, home: Household) -> set[str] | None:
        carers = home.carers.value
        values = [type(self).shared(c).value for c in carers or ()]
        if not any(v is not None for v in values):
            return None
        return _folded(
            word
            for v in values
            if v is not None
            for word in ([v] if isinstance(v, str) else v)
        )

    def _outcome(self, home: Household, wanted: frozenset[str]) -> int:
        shares = self._shares(home)
        if shares is not None and wanted <= shares:
            return MET
        can = home.can_support.value
        if can is not None and wanted <= (
            _folded(self.supported(can)) | (shares or set())
        ):
            return PART_MET
        return NOT_RECORDED if shares is None or can is None else NOT_MET

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge what is shared, then what can be supported."""
        wanted = frozenset(_folded(self.wanted(asked)))
        column = Column(
            f"{self.code} {sorted(wanted)}",
            lambda h: self._outcome(h, wanted),
            np.int8,
        )
        return Judgement(homes.column(column))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name what matters."""
        return {"what": listed(self.wanted(asked))}


def _folded(texts: Iterable[str]) -> set[str]:
    return {text.strip().casefold() for text in texts}


class Language(_Shared):
    """Ask for a home where their language is spoken, or kept up."""

    code = "language"
    title = "Their language"
    basis = "Children Act 1989 section 22(5)(c)"
    facts = ("carers.languages",)
    about = "the languages spoken"
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
            "It is not recorded which languages are spoken here.",
            ask="agency",
            question="Which languages are spoken here? {what} matters to them.",
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
    facts = ("can_support",)
    about = "the faiths this home can support"
    Parameters = WhatMatters
    shared = staticmethod(lambda carer: carer.faith)
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "This home shares {what}."),
        Clause(Verdict.PART_MET, "This home can support {what}."),
        Clause(
            Verdict.NOT_MET,
            "Support for {what} is not recorded as something this home offers.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded which faiths this home shares or can support.",
            ask="agency",
            question="Can this home support {what}?",
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
    facts = ("can_support",)
    about = "the cultures this home can support"
    Parameters = WhatMatters
    shared = staticmethod(lambda carer: carer.cultures)
    clauses: ClassVar[tuple[Clause, ...]] = (
        *Faith.clauses[:3],
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded which cultures this home shares or can support.",
            ask="agency",
            question="Can this home support {what}?",
        ),
    )

    def supported(self, can: CanSupport) -> list[str]:
        """Return the cultures the home can support."""
        return can.cultures

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the cultures recorded."""
        cultures = person.record.cultures.value
        return WhatMatters(what=cultures) if cultures else None
