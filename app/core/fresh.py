"""How long what is recorded stays fresh, and confirming that it is still true."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from matching.policy import load_policy, shipped


@cache
def days_fresh() -> int:
    """Return for how many days facts stay fresh: as the strictest policy has it."""
    return min(load_policy(name).facts.risk_days for name in shipped())


def is_old(confirmed_on: date | None, today: date) -> bool:
    """Tell whether it is to be asked again; what has no date always is."""
    limit = today - timedelta(days=days_fresh())
    return confirmed_on is None or confirmed_on < limit


def confirmed_fact(kept: Any, today: date, source: str | None = None) -> dict[str, Any]:
    """Return a fact as it is, confirmed today; by whom it was said, or now by whom."""
    whole = kept if isinstance(kept, dict) and "value" in kept else {"value": kept}
    stamp = {"source": source} if source else {}
    return {**whole, **stamp, "confirmed_on": today.isoformat()}
