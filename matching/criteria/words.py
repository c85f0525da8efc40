"""How numbers, dates and lists are said in a sentence. One place for all criteria."""

from collections.abc import Iterable
from datetime import date

from matching.case import Code, Gender


def number(value: float) -> str:
    """Say a number without a trailing ``.0``."""
    return f"{value:g}"


def plural(count: float, one: str, many: str | None = None) -> str:
    """Say a count with its noun: 1 child, 2 children."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def day(value: date | int) -> str:
    """Say a day: 22 November 2026."""
    when = date.fromordinal(value) if isinstance(value, int) else value
    return f"{when.day} {when:%B %Y}"


def month(value: date | int) -> str:
    """Say a month: November 2026."""
    when = date.fromordinal(value) if isinstance(value, int) else value
    return f"{when:%B %Y}"


def iso(value: date | None) -> str | None:
    """Write a day as data has it, if there is one."""
    return None if value is None else value.isoformat()


def listed(items: Iterable[str], last: str = "and") -> str:
    """Say a list: a, b and c."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def folded(texts: Iterable[str]) -> set[str]:
    """Return words as they are compared: case and outer space do not matter."""
    return {text.strip().casefold() for text in texts}


GENDERS = {
    Gender.FEMALE: ("girl", "girls", "woman", "female"),
    Gender.MALE: ("boy", "boys", "man", "male"),
    Gender.ANOTHER: ("young person", "young people", "person", "another gender"),
}

BEHAVIOURS: dict[Code, str] = {
    Code.VERB: "shouting or hurtful words when distressed",
    Code.PHYS_ADULT: "hurting an adult when distressed",
    Code.PHYS_CHILD: "hurting a younger child when distressed",
    Code.PHYS_PEER: "hurting another young person when distressed",
    Code.PROP: "breaking things when distressed",
    Code.WEAPON: "carrying something to protect or hurt",
    Code.SELF_HARM: "self-harm",
    Code.SUICIDAL: "thoughts of not living",
    Code.EATING: "food being hard",
    Code.SUBST: "alcohol, drugs or vapes",
    Code.MISSING: "going missing or staying away",
    Code.CSE: "sexual exploitation",
    Code.CCE: "criminal exploitation",
    Code.GANG: "worry about groups",
    Code.RADICAL: "worry about extreme ideas",
    Code.TRAFF: "trafficking",
    Code.HSB: "support about sexual behaviour",
    Code.SEXUALISED: "help to be safe online",
    Code.FIRE: "setting fires",
    Code.ANIMAL: "hurting animals",
    Code.ANIMAL_FEAR: "fear of animals",
    Code.ALLERGY: "an allergy to animals",
    Code.OFFEND: "trouble with the police",
    Code.THEFT: "taking things",
    Code.BULLY: "hurting or leaving out others",
    Code.BULLIED: "having been hurt or left out",
    Code.ATTENTION: "needing an adult to themselves",
    Code.ALLEG: "something said about a carer before",
    Code.CARER_SEX: "not feeling safe with some adults",
    Code.SCHOOL_REF: "not going to school",
    Code.EXCL: "exclusion from school",
    Code.SLEEP: "waking or being afraid at night",
    Code.CONTINENCE: "help with the toilet or wet beds",
    Code.HYGIENE: "help with washing",
    Code.ATTACH: "finding trust hard",
    Code.TRAUMA: "being affected by what happened to them",
    Code.LOSS: "grief",
    Code.ASD: "autism",
    Code.ADHD: "ADHD",
    Code.FASD: "fetal alcohol spectrum disorder",
    Code.LD: "a learning disability",
    Code.SLCN: "speech, language and communication needs",
    Code.PHYS_HEALTH: "a health condition",
    Code.DISAB: "a disability",
    Code.FAM_DISRUPT: "family making settling hard",
    Code.INSTIT: "being used to living in a home with staff",
    Code.IDENTITY: "who they are: culture, faith, sexuality or gender",
    Code.PREGNANT: "expecting a child",
    Code.PARENT: "having a child",
}
"""What each code is called (pages.md §5.3), completing "The carers said yes to: …"."""
