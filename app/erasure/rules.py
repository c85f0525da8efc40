"""How long what is kept is kept: the rules of `rules.toml`, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from app.web.templates import plural

REFERRAL, DRAFT, HOME, RUN, PART = "referral", "draft", "home", "run", "part"
"""What there are rules of."""
BECAUSE = {
    "time": "The time they are kept has run out",
    "asked": "They, or somebody for them, asked for it",
    "mistake": "It should not have been recorded here",
}
"""Why everything about somebody is erased; kept as a code."""
IN_TIME = "time"
YEAR = 365


@dataclass(frozen=True, slots=True)
class Rule:
    """What is kept of one kind goes so many days after something happened.

    ``when`` are the codes it holds for: why a referral was closed, or where approval of
    a home stands. An organisation may choose from ``least`` to ``most`` days.
    """

    code: str
    of: str
    when: frozenset[str]
    days: int
    least: int
    most: int
    after: str
    reason: str
    valid_from: date

    @property
    def title(self) -> str:
        """Say how long it is."""
        return f"{length(self.days)} after {self.after}"

    def due(self, since: datetime | date) -> date:
        """Return the day from which what ended then is to be erased."""
        day = since.date() if isinstance(since, datetime) else since
        return day + timedelta(days=self.days)


def length(days: int) -> str:
    """Say so many days in years, where they are whole ones."""
    years, rest = divmod(days, YEAR)
    # Every fourth year has a day more, and whoever counts on is never short of one.
    if years == 0 or (rest and (years < 4 or rest > years // 4 + 1)):
        return plural(days, "day")
    return "A year" if years == 1 else plural(years, "year")


@cache
def proposed() -> tuple[Rule, ...]:
    """Return every rule as Hearth proposes it."""
    text = Path(__file__).with_name("rules.toml").read_text(encoding="utf-8")
    return tuple(TypeAdapter(list[Rule]).validate_python(tomllib.loads(text)["rule"]))


def rules(of: str, chosen: Mapping[str, int]) -> dict[str, Rule]:
    """Return the rule for each code of a kind, with the days an organisation chose."""
    return {
        code: replace(rule, days=chosen.get(rule.code, rule.days))
        for rule in proposed()
        if rule.of == of
        for code in rule.when
    }
