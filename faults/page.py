"""The page of the figures, docs/faults.md."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from faults.racers import RACERS, Race

HEAD = """# Faults

Made by `make faults` on {day}: real processes on real databases, {cores} cores,
shared with whatever else the machine did. A part ends after {seconds:g} seconds:
the counts say how far it came.

## Killed with -9 while people write

Two web and two worker processes; {kills} kills wanted on each database, web and
worker in turn, while three writers make and change homes and match runs go on.
*Lost*: acknowledged and not there, or an older version than was acknowledged. *By
halves*: a record without its entry in the audit record or its share, an entry
without its record, fewer or more entries than versions, a label that does not go
with its facts. *Unanswered*: the process died under the request, or was not there yet.

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

| database | race | rounds | winners: rounds | answers | not right |
|---|---|---|---|---|---|
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
“{said}”. Everything else is answered; with room again it goes on, without a restart.

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


def page(
    asked: Mapping[str, Any],
    killed: Mapping[str, Mapping[str, Any]],
    raced: Mapping[str, Mapping[str, Race]],
    restarted: Sequence[Mapping[str, Any]],
    called: Mapping[str, Mapping[int, int]],
    filled: Mapping[str, Mapping[str, Any]],
) -> str:
    """Return the page of the figures."""
    today = date.today()  # noqa: DTZ011
    day = f"{today.day} {today:%B %Y}"
    rows = [
        f"| {kind} | {one['kills']} | {one['acknowledged']:,} | {one['unanswered']:,} "
        f"| {_said(one['refused'])} | {one['lost']} | {one['by halves']} "
        f"| {_said(one['runs'])} | {one['entries']:,} "
        f"| {'whole' if not one['broken chains'] else one['broken chains']} |"
        for kind, one in killed.items()
    ]
    races = [
        f"| {kind} | {name} | {race.rounds:,} | {_said(race.winners)} "
        f"| {_said(race.answers)} | {_said(_counted(race.wrong))} |"
        for kind, found in raced.items()
        for name, race in found.items()
    ]
    return (
        HEAD.format(day=day, cores=os.cpu_count(), **asked)
        + "\n".join(rows)
        + "\n"
        + RACES.format(racers=RACERS, **asked)
        + "\n".join(races)
        + "\n"
        + RESTARTS.format(**asked)
        + "".join(_restarted(one) for one in restarted)
        + CALLS
        + "".join(_called(*one) for one in called.items())
        + _no_room(filled)
        + NOT_DONE
    )


def _restarted(one: Mapping[str, Any]) -> str:
    return (
        f"| {one['restarts']} | {one['acknowledged']:,} | {one['unanswered']:,} "
        f"| {_said(one['refused'])} | {one['lost']} | {one['by halves']} "
        f"| {', '.join(one['processes that ended']) or 'none'} | {_said(one['runs'])} "
        f"| {'whole' if not one['broken chains'] else one['broken chains']} |\n"
    )


def _called(name: str, answers: Mapping[int, int]) -> str:
    said = _said(dict(sorted(answers.items())))
    return f"| {name} | {sum(answers.values()):,} | {said} |\n"


def _no_room(filled: Mapping[str, Mapping[str, Any]]) -> str:
    if not filled:
        return ""
    said = next(iter(filled.values()))["said"]
    rows = [
        "| ".join([f"| {how} ", *(f"{v} " for k, v in one.items() if k != "said")])
        + "|"
        for how, one in filled.items()
    ]
    return FULL.format(said=said) + "\n".join(rows) + "\n"


def _said(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{key}: {many:,}" for key, many in counts.items()) or "none"


def _counted(wrong: list[str]) -> dict[str, int]:
    return {one: wrong.count(one) for one in dict.fromkeys(wrong)}
