"""Which homes could welcome brothers and sisters together."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.capacity import could_take, kept_apart
from matching.criteria import CRITERIA
from matching.criteria.base import SiblingGroup
from matching.criteria.siblings import Together
from matching.policy import Policy
from matching.table import Homes, Table
from matching.verdicts import PersonVerdicts, Standing


def judge_group(
    group: SiblingGroup,
    verdicts: Mapping[str, PersonVerdicts],
    table: Table,
    policy: Policy,
) -> dict[str, PersonVerdicts]:
    """Add to each member's verdicts whether a home could take the group together.

    ``verdicts`` holds every member's verdicts on everything else. A home could take
    them when it is an option for each of them, has room for all, and nothing keeps them
    from living together.
    """
    everyone = standing_of(group.members, verdicts, table, policy)
    judged = {}
    for member in group.members:
        mine = verdicts[member]
        part = group.sub_group_of(member)
        some = standing_of(part, verdicts, table, policy) if part else None
        together = _how_much(everyone, some)[mine.homes.rows]
        homes = Homes(table, mine.homes.rows, together)
        judged[member] = mine.with_ruling(CRITERIA["siblings_together"], homes)
    return judged


def standing_of(
    members: Sequence[str],
    verdicts: Mapping[str, PersonVerdicts],
    table: Table,
    policy: Policy,
) -> NDArray[np.int8]:
    """Return where every home stands for these young people as one, shape (homes,).

    The worst standing any of them has there; CLOSED where there is no room for all.
    """
    worst = np.zeros(len(table), dtype=np.int8)
    people = [verdicts[member].person for member in members]
    if kept_apart(people).any():
        return np.full(len(table), Standing.CLOSED, dtype=np.int8)
    for member in members:
        own = np.full(len(table), Standing.CLOSED, dtype=np.int8)
        own[verdicts[member].homes.rows] = verdicts[member].standing
        np.maximum(worst, own, out=worst)
    suits = np.flatnonzero(worst <= Standing.QUESTIONS)
    room = could_take(people, suits, table, policy)
    worst[suits[~room]] = Standing.CLOSED
    return worst


def _how_much(
    everyone: NDArray[np.int8], some: NDArray[np.int8] | None
) -> NDArray[np.int8]:
    together = np.full(len(everyone), Together.APART, dtype=np.int8)
    if some is not None:
        together[some == Standing.QUESTIONS] = Together.PART_WITH_QUESTIONS
        together[some == Standing.OPEN] = Together.PART
    together[everyone == Standing.QUESTIONS] = Together.ALL_WITH_QUESTIONS
    together[everyone == Standing.OPEN] = Together.ALL
    return together
