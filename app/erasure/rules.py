"""How long a closed referral is kept: the rules of `rules.toml`, read once."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

BECAUSE = {
    "time": "The time it is kept has run out",
    "asked": "They, or somebody for them, asked for it",
    "mistake": "It should not have been recorded here",
}
"""Why everything about a young person is erased; kept as a code."""
IN_TIME = "time"


@dataclass(frozen=True, slots=True)
class Rule:
    """Referrals closed for one of these reasons go so many days after they closed."""

    code: str
    closed_because: frozenset[str]
    days: int
    title: str
    reason: str
    valid_from: date

    def due(self, closed_at: datetime) -> date:
        """Return the day from which a referral closed then is to be erased."""
        return closed_at.date() + timedelta(days=self.days)


@cache
def rules() -> dict[str, Rule]:
    """Return the rule for each reason a referral can be closed for."""
    text = Path(__file__).with_name("rules.toml").read_text(encoding="utf-8")
    found = TypeAdapter(list[Rule]).validate_python(tomllib.loads(text)["rule"])
    return {code: rule for rule in found for code in rule.closed_because}
