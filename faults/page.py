"""The page of the figures, docs/faults.md."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from faults.racers import RACERS

HEAD = """# Faults

Made by `make faults` on {days}: real processes on real databases, {cores} cores,
shared with whatever else the machine did. A part ends after a time: the counts say how
far it came.
"""
KILLS = """
## Killed with -9 while people write

Two web and two worker processes; {kills} kills wanted on each database, web and
worker in turn, while three writers make and change homes and match runs go on.
*Lost*: acknowledged and not there, or an older version than was acknowledged. *By
halves*: a record without its entry in the audit record or its share, an entry
without its record, fewer or more entries than versions, a label that does not go
with its facts. *Unanswered*: the process died under the request, or was not there yet.
*Failed*: a run whose worker was killed three times is given up, as it is to be.

| database | kills | acknowledged | unanswered | refused | lost | by halves | runs | \
audit entries | chains |
|---|---|---|---|---|---|---|---|---|---|
"""
RACES = """
## Many for one bed

{racers} people of four authorities on two web processes decide in the same moment
to explore the same home ({rounds} rounds wanted, {others} of each other kind).
*Right*: one winner each round; two where there are two beds; where one who needs a
home alone meets a brother and a sister, either that one or they; where the carer is
suspended meanwhile, at most one, and nobody after it. Everybody else is told (409),
and nothing else is answered.

| database | race | rounds | winners: rounds | answers | not right | chains |
|---|---|---|---|---|---|---|
"""
RESTARTS = """
## PostgreSQL restarted in mid-request

{restarts} restarts wanted, in turn as an administrator does (fast) and as in a crash
(immediate, so that the log is replayed), each away for up to a second, while the same
people write and match runs go on. No process of Hearth is started again. 503: told
plainly; 412: a change was kept and its answer lost with the server, so the next one is
of a version that is over.

| restarts | acknowledged | unanswered | refused | lost | by halves | processes that \
ended | runs | chains |
|---|---|---|---|---|---|---|---|---|
"""
CALLS = """
## Programs that call the API

Schemathesis calls it as five roles, on SQLite: requests right and wrong, one after the
other, each with what those before were told. It ends at the first answer that the
API's description does not declare, or that is the service's own fault (5xx).

| role | requests | answers |
|---|---|---|
"""
FULL = """
## A disk that takes no more

SQLite in a real web process: its file may not grow (RLIMIT_FSIZE), its disk (a tmpfs)
is full, and whatever it wants to be sure is on the disk is refused (fsync answers EIO:
strace puts it there). Writes, and reads that have to go on record, are told so (503):
“Nothing you sent was saved. Try again in a moment.” Everything else is answered; with
room again it goes on, without a restart.

| what | write | audited read | description of the API | alive | sign-in page | write \
afterwards | acknowledged and lost | chains |
|---|---|---|---|---|---|---|---|---|
"""
NOT_DONE = """
## Not done here

The disk of a PostgreSQL server was neither filled nor made to fail.
Elsewhere: a PostgreSQL that has stopped without going away
(`tests/app/core/test_hung_database.py`), a row held too long
(`tests/app/core/test_unavailable.py`), and a worker killed
(`tests/app/jobs/`).
"""


def page(made: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page of the figures.

    Parameters
    ----------
    made
        Of each part that was made: the ``day``, what was ``asked`` and ``found``.
    """
    days = ", ".join(dict.fromkeys(one["day"] for one in made.values()))
    return (
        HEAD.format(days=days, cores=os.cpu_count())
        + _section(KILLS, made, "kills", _killed)
        + _section(RACES, made, "races", _raced)
        + _section(RESTARTS, made, "restarts", _restarted)
        + _section(CALLS, made, "callers", _called)
        + _section(FULL, made, "full", _no_room)
        + NOT_DONE
    )


def _section(
    head: str,
    made: Mapping[str, Mapping[str, Any]],
    part: str,
    rows: Callable[[str, Mapping[str, Any]], Iterator[str]],
) -> str:
    """Return a table with the rows of a part, on each database it was made on."""
    parts = {n: one for n, one in made.items() if n.partition("-")[0] == part}
    if not parts:
        return ""
    asked = next(iter(parts.values()))["asked"]
    lines = [
        line
        for name, one in parts.items()
        for line in rows(name.partition("-")[2], one["found"])
    ]
    return head.format(racers=RACERS, **asked) + "\n".join(lines) + "\n"


def _killed(kind: str, found: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"| {kind} | {found['kills']} | {found['acknowledged']:,} "
        f"| {found['unanswered']:,} | {_said(found['refused'])} | {found['lost']} "
        f"| {found['by halves']} | {_said(found['runs'])} | {found['entries']:,} "
        f"| {_chains(found)} |"
    )


def _raced(kind: str, found: Mapping[str, Any]) -> Iterator[str]:
    for name, race in found.items():
        yield (
            f"| {kind} | {name} | {race['rounds']:,} | {_said(race['winners'])} "
            f"| {_said(race['answers'])} | {_said(Counter(race['wrong']))} "
            f"| {_chains(race)} |"
        )


def _restarted(_kind: str, found: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"| {found['restarts']} | {found['acknowledged']:,} | {found['unanswered']:,} "
        f"| {_said(found['refused'])} | {found['lost']} | {found['by halves']} "
        f"| {', '.join(found['processes that ended']) or 'none'} "
        f"| {_said(found['runs'])} | {_chains(found)} |"
    )


def _called(_kind: str, found: Mapping[str, Any]) -> Iterator[str]:
    for name, answers in found.items():
        said = _said(dict(sorted(answers.items())))
        yield f"| {name} | {sum(answers.values()):,} | {said} |"


def _no_room(_kind: str, found: Mapping[str, Any]) -> Iterator[str]:
    for how, one in found.items():
        cells = [how, *(str(value) for key, value in one.items() if key != "said")]
        yield f"| {' | '.join(cells)} |"


def _chains(found: Mapping[str, Any]) -> str:
    return ", ".join(found["broken chains"]) or "whole"


def _said(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{key}: {many:,}" for key, many in counts.items()) or "none"
