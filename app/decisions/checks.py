"""What there is to put right in a decision before it is recorded, all at once."""

from collections.abc import Iterator, Sequence, Set
from typing import Any

from app.core.errors import FieldError
from app.decisions.models import EXPLORES, Outcome
from app.decisions.schemas import DecisionWrite
from app.decisions.words import PASSED_OVER


def errors_in(
    wanted: DecisionWrite, options: Sequence[dict[str, Any]], homes: Set[str]
) -> list[FieldError]:
    """Return an error at every field that is to be put right.

    ``options`` are those the run found for the young person, in order; ``homes`` all
    the homes it looked at, of which any may be left out.
    """
    wrong = [*_about_homes(wanted, options), *_about_reasons(wanted)]
    if not homes >= set(wanted.rule_out):
        wrong.append(("rule_out", "Select homes this run looked at"))
    return [FieldError(pointer=f"/{field}", detail=said) for field, said in wrong]


def passes_over(wanted: DecisionWrite, options: Sequence[dict[str, Any]]) -> bool:
    """Tell whether another home than the first in order is explored first."""
    explores = wanted.outcome in EXPLORES
    return explores and bool(options) and wanted.household != options[0]["household"]


def _about_homes(
    wanted: DecisionWrite, options: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    known = {option["household"] for option in options}
    if wanted.outcome in EXPLORES and wanted.household not in known:
        yield "household", "Select the home to explore first"
    in_order = wanted.outcome is Outcome.EXPLORE_IN_ORDER
    if in_order and wanted.reserve not in known - {wanted.household}:
        yield "reserve", "Select another home to explore after it"
    if wanted.household in known and passes_over(wanted, options):
        if not wanted.passed_over or not PASSED_OVER.keys() >= set(wanted.passed_over):
            yield "passed_over", "Select why the first option was not chosen"
        if not wanted.passed_over_because.strip():
            yield "passed_over_because", "Enter why the first option was not chosen"
    if wanted.outcome in EXPLORES and wanted.household in wanted.rule_out:
        yield "rule_out", "The home to explore cannot be left out"


def _about_reasons(wanted: DecisionWrite) -> Iterator[tuple[str, str]]:
    if not wanted.because.strip():
        yield "because", "Enter why this was decided"
    if wanted.outcome in EXPLORES:
        if wanted.closeness is None:
            yield "closeness", "Select how close this is to what was asked"
        if wanted.closeness == "compromise" and not wanted.compromise.strip():
            yield "compromise", "Enter what was given up, and how it will be made up"
    if not (wanted.their_view.strip() or wanted.not_asked_because.strip()):
        yield "their_view", "Enter what they say, or below why they were not asked"
    if not wanted.decided_by:
        yield "decided_by", "Enter at least one person who decided"
