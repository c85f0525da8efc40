"""What two runs found for one young person, side by side: which homes, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Line = Mapping[str, Any]
About = tuple[str, str | None, int | None]
OPTIONS = ("open", "open with questions")
"""The standings of a home that is an option."""


@dataclass(frozen=True, slots=True)
class ReasonThen:
    """A need or a rule whose verdict became another: its sentence in either run.

    None where it was not judged, or did not stand in the way of a home that was out.
    """

    criterion: str
    behaviour: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class HomeThen:
    """A home that stands differently for a young person, or for other reasons.

    ``before`` and ``after`` are its standings; None where it was not looked at.
    """

    household: str
    before: str | None
    after: str | None
    fit_before: float | None
    fit_after: float | None
    reasons: list[ReasonThen]


@dataclass(frozen=True, slots=True)
class Becoming:
    """How what a run found for a young person differs from the run before.

    ``new`` and ``gone`` are homes that became options and were, ``changed`` options
    that stand differently or for other reasons, ``out`` homes that are near or closed
    and were the other. ``other_reasons`` counts homes that stayed out for other
    reasons.
    """

    young_person: str
    options_before: int
    options_after: int
    new: list[HomeThen] = field(default_factory=list)
    gone: list[HomeThen] = field(default_factory=list)
    changed: list[HomeThen] = field(default_factory=list)
    out: list[HomeThen] = field(default_factory=list)
    other_reasons: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether nothing became different."""
        homes = self.new or self.gone or self.changed or self.out
        return not (homes or self.other_reasons)


def became(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    asked: tuple[Sequence[str], Sequence[str]],
) -> Becoming:
    """Return how the result after differs from the one before, homes in its order.

    ``asked`` holds the criteria of the young person's needs then and now.
    """
    were, are = _by_home(before), _by_home(after)
    new, gone, changed, out, other_reasons = [], [], [], [], 0
    for home in dict.fromkeys([*are, *were]):
        was, now = were.get(home), are.get(home)
        if was == now:
            continue
        then = _then(home, _Row.of(was, asked[0]), _Row.of(now, asked[1]))
        was_one, is_one = then.before in OPTIONS, then.after in OPTIONS
        if is_one and not was_one:
            new.append(then)
        elif was_one and not is_one:
            gone.append(then)
        elif is_one and (then.before != then.after or then.reasons):
            changed.append(then)
        elif then.before and then.after and then.before != then.after:
            out.append(then)
        elif then.before == then.after and then.reasons:
            other_reasons += 1
    return Becoming(
        young_person=after["id"],
        options_before=len(before["options"]),
        options_after=len(after["options"]),
        new=new,
        gone=gone,
        changed=changed,
        out=out,
        other_reasons=other_reasons,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """What a run found of one home: its row, and each line by what it is about."""

    found: Line
    lines: Mapping[About, Line]

    @classmethod
    def of(cls, found: Line | None, needs: Sequence[str]) -> "_Row":
        """Return a home's row, or an empty one."""
        lines = (found or {}).get("verdicts") or (found or {}).get("failed") or ()
        return cls(found or {}, {_about(line, needs): line for line in lines})

    @property
    def is_option(self) -> bool:
        """Tell whether the home is an option."""
        return self.found["standing"] in OPTIONS

    def verdict(self, about: About) -> str | None:
        """Return what an option was judged of one thing; None where it was not."""
        verdict: str | None = self.lines.get(about, {}).get("verdict")
        return verdict


def _by_home(result: Mapping[str, Any]) -> dict[str, Line]:
    return {row["household"]: row for row in (*result["options"], *result["excluded"])}


def _about(line: Line, needs: Sequence[str]) -> About:
    """Return what a line is about, alike in both runs.

    The second need of its kind, not the fifth of all: one that is added would move
    the others.
    """
    code, need = line["criterion"], line["need"]
    place = None if need is None else needs[:need].count(code)
    return code, line["behaviour"], place


def _then(home: str, was: _Row, now: _Row) -> HomeThen:
    return HomeThen(
        household=home,
        before=was.found.get("standing"),
        after=now.found.get("standing"),
        fit_before=was.found.get("fit"),
        fit_after=now.found.get("fit"),
        reasons=list(_reasons(was, now)) if was.found and now.found else [],
    )


def _reasons(was: _Row, now: _Row) -> Iterator[ReasonThen]:
    """Yield what was judged differently, or what stands in the way of one and no more.

    Of a home that is no option only what stands in its way is kept.
    """
    told = [*{**was.lines, **now.lines}]
    out = [row.lines for row in (was, now) if not row.is_option]
    if len(out) == 1:
        told = [*out[0]]
    elif out:
        told = [key for key in told if (key in was.lines) != (key in now.lines)]
    else:
        told = [key for key in told if was.verdict(key) != now.verdict(key)]
    for key in told:
        lines = was.lines.get(key, {}), now.lines.get(key, {})
        yield ReasonThen(key[0], key[1], *(line.get("sentence") for line in lines))
