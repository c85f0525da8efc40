"""Who has an option and a home in the plan, as a table of plain text."""

from collections.abc import Iterator
from textwrap import wrap

from matching.criteria.words import listed
from matching.report import Fairness, GroupShare, Share

STANDS_OUT = {"below": " (below)", "above": " (above)", None: ""}


def fairness_table(fairness: Fairness | None) -> str:
    """Return one line a group, with what is worth looking into below."""
    return "\n".join(_lines(fairness)) if fairness else "Nothing was counted."


def _lines(fairness: Fairness) -> Iterator[str]:
    if fairness.everyone:
        yield _columns("", "young people", "an option", "an open one", "a home planned")
        yield _row(fairness.everyone)
    for characteristic in fairness.characteristics:
        yield ""
        yield characteristic.title
        yield from map(_row, characteristic.groups)
    for note in fairness.notes:
        yield ""
        yield from wrap(note, 88)


def _row(group: GroupShare) -> str:
    shares = [_cell(share) for share in (group.option, group.open, group.home)]
    return _columns(f"  {listed(group.groups)}", str(group.young_people), *shares)


def _cell(share: Share) -> str:
    if share.percent is None:
        return share.words
    rest = f"{share.percent:.0f}%, {share.low:.0f} to {share.high:.0f}"
    return f"{share.words} ({rest}){STANDS_OUT[share.stands_out]}"


def _columns(name: str, people: str, *cells: str) -> str:
    return f"{name:<36} {people:>12}  {'  '.join(f'{c:<29}' for c in cells)}".rstrip()
