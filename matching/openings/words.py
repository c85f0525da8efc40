"""An opening in words, from the changes that were tried."""

from collections.abc import Sequence

from matching.criteria.lift import AGENCY, AUTHORITY, CARERS, Lift, LiftKind
from matching.criteria.words import listed, plural
from matching.openings.obstacles import Bit
from matching.verdicts import Standing

_WHO = {
    "authority": "the authority",
    "agency": "the agency",
    "carers": "the carers",
    "home authority": "the authority where the carers live",
    "responsible authorities": "the responsible authority of each child",
}
_NUMBERS = ("", "One change", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def sentence(
    bits: Sequence[Bit],
    lifts: Sequence[Lift],
    person: str,
    homes: int,
    best: Standing,
) -> str:
    """Say what an opening takes, how many homes it opens, and who can make it so."""
    opens = f"{plural(homes, 'home')} would open"
    if best is Standing.QUESTIONS:
        opens += ", with questions to ask"
    said = [says(bit, lift, person) for bit, lift in zip(bits, lifts, strict=True)]
    if len(said) == 1:
        return f"If {said[0]}, {opens}. {who_could(bits[0], lifts[0])}"
    many = _NUMBERS[len(said)] if len(said) < len(_NUMBERS) else str(len(said))
    return f"{many} changes together: if {listed(said)}, {opens}. {_whose(bits)}"


def further(lifts: Sequence[Lift], homes: int) -> str:
    """Say how many homes open when the same changes go further."""
    return f"If {listed(lift.says for lift in lifts)}, {plural(homes, 'home')}."


def says(bit: Bit, lift: Lift, person: str) -> str:
    """Say one change; one that is about a brother or sister says so."""
    if bit.ruling.asked.person.record.id == person:
        return lift.says
    return f"for their brother or sister, {lift.says}"


def who_could(bit: Bit, lift: Lift) -> str:
    """Say who can make one change."""
    if bit.by == AGENCY:
        could = "ask for that" if lift.kind is LiftKind.PERMISSION else "arrange that"
        return f"The agency could {could}."
    if bit.by in (AUTHORITY, CARERS):
        return f"{_capital(_WHO[bit.by[0]])} decide{'s' * (bit.by == AUTHORITY)}."
    return f"{_capital(listed(_WHO.get(p, p) for p in bit.by))} would need to agree."


def _whose(bits: Sequence[Bit]) -> str:
    named = (_WHO.get(party, party) for bit in bits for party in bit.by)
    parties = list(dict.fromkeys(named))
    return f"That is for {listed(parties)} to {'agree' if parties[1:] else 'say'}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
