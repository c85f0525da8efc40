"""What is said about a verdict: its line, its gap and its questions.

Everything is filled from the figures the verdict was judged with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matching.case import Household, Strength
from matching.criteria.base import Asked, Clause, Kind, Verdict
from matching.criteria.words import BEHAVIOURS
from matching.report import Failure, Gap, Question, VerdictLine
from matching.table import ALWAYS, UNDATED, confirmed
from matching.verdicts import Ruling


@dataclass(frozen=True, slots=True)
class Line:
    """A verdict's line with what it was made from."""

    ruling: Ruling
    clause: Clause
    verdict: VerdictLine
    question: Question | None
    home_day: int
    """When the household's facts were last confirmed (see table.confirmed)."""

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say (a gate that is met and says nothing)."""
        return not self.verdict.sentence


def line(ruling: Ruling, i: int, home: Household) -> Line:
    """Say the verdict on the home at position ``i``."""
    criterion, asked = ruling.criterion, ruling.asked
    clause, verdict = ruling.clause(i), Verdict(ruling.verdict[i])
    words = criterion.words(asked, ruling.judgement.at(i), home)
    day = confirmed(home, criterion.facts_for(asked))
    stated = asked.stated
    return Line(
        ruling,
        clause,
        VerdictLine(
            criterion=criterion.code,
            need=asked.need,
            behaviour=asked.behaviour,
            kind=asked.kind,
            strength=asked.strength,
            verdict=verdict.word,
            shortfall=_shortfall(ruling, i),
            unit=criterion.unit(asked) or None,
            sentence=clause.sentence.format_map(words),
            detail=clause.detail.format_map(words) if clause.detail else None,
            lifted_by=_lifted_by(ruling, clause),
            confirmed_on=_written(day),
            old=is_old(day, ruling),
            why=str(stated.parameters["why"])
            if stated and "why" in stated.parameters
            else None,
        ),
        _question(ruling, clause, verdict, words),
        day,
    )


def failure(ruling: Ruling, i: int, home: Household) -> Failure:
    """Say why this keeps the home at position ``i`` from being an option."""
    criterion, asked = ruling.criterion, ruling.asked
    clause = ruling.clause(i)
    words = criterion.words(asked, ruling.judgement.at(i), home)
    return Failure(
        criterion=criterion.code,
        need=asked.need,
        behaviour=asked.behaviour,
        shortfall=_shortfall(ruling, i),
        unit=criterion.unit(asked) or None,
        sentence=clause.sentence.format_map(words),
        detail=clause.detail.format_map(words) if clause.detail else None,
        lifted_by=_lifted_by(ruling, clause),
    )


def _lifted_by(ruling: Ruling, clause: Clause) -> list[list[str]]:
    policy = ruling.asked.person.policy
    return [list(who) for who in ruling.criterion.may_lift(clause, policy)]


def is_old(day: int, ruling: Ruling) -> bool:
    """Tell whether facts confirmed on this day should be asked about again."""
    person = ruling.asked.person
    limits = person.policy.facts
    limit = limits.risk_days if ruling.criterion.risk else limits.other_days
    return day != ALWAYS and person.as_of.toordinal() - day > limit


def gaps(lines: Iterable[Line], home: Household) -> list[Gap]:
    """Return the support that would fill what is part met.

    Support the authority already offers is marked so.
    """
    found = []
    for said in lines:
        verdict, asked = said.verdict, said.ruling.asked
        if verdict.verdict != Verdict.PART_MET.word or asked.kind is Kind.CONSIDERED:
            continue
        if said.clause.ask is not None:
            continue
        offered = {s.kind.casefold() for s in asked.person.record.support_offered}
        found += [
            Gap(
                verdict.criterion,
                verdict.need,
                verdict.behaviour,
                support,
                any(kind in support.casefold() for kind in offered),
            )
            for support in said.ruling.criterion.support(asked, home)
        ]
    return found


def questions(lines: Iterable[Line]) -> list[Question]:
    """Return what to find out before choosing this home, each thing once.

    What is not known comes first, then what decides and was confirmed too long ago.
    """
    unknown: dict[tuple[str, str], Question] = {}
    again: dict[tuple[str, str], Question] = {}
    for said in lines:
        if said.question is not None:
            unknown.setdefault(
                (said.question.ask, said.question.sentence), said.question
            )
            continue
        for question in _again(said):
            again.setdefault((question.ask, question.sentence), question)
    return [*unknown.values(), *again.values()]


def _question(
    ruling: Ruling, clause: Clause, verdict: Verdict, words: object
) -> Question | None:
    criterion, asked = ruling.criterion, ruling.asked
    if clause.ask and clause.question:
        sentence = clause.question.format_map(words)  # type: ignore[arg-type]
        return Question(clause.ask, criterion.code, sentence)
    if verdict is Verdict.NOT_KNOWN and asked.strength is Strength.NOT_KNOWN:
        return Question(
            asked.source or "social worker",
            criterion.code,
            f"Does it matter to them: {_lower(criterion.title)}? Nobody has said yet.",
        )
    return None


def _again(said: Line) -> Iterable[Question]:
    """Ask again about what the verdict rests on, on either side, where it decides."""
    criterion, asked = said.ruling.criterion, said.ruling.asked
    if not (asked.decides or asked.strength is Strength.STRONGLY_PREFERRED):
        return
    about = criterion.about_for(asked)
    if about and is_old(said.home_day, said.ruling):
        yield Question(
            criterion.ask,
            criterion.code,
            f"Is what is recorded about {about} still right? "
            f"{_last(said.home_day, asked.person.as_of)}.",
        )
    if asked.kind is Kind.NEED or asked.behaviour is not None:
        day = asked.confirmed_on.toordinal() if asked.confirmed_on else UNDATED
        if is_old(day, said.ruling):
            yield Question(
                asked.source or "social worker",
                criterion.code,
                f"{_says(said, asked)} Is that still right? "
                f"{_last(day, asked.person.as_of)}.",
            )


def _says(said: Line, asked: Asked) -> str:
    if asked.behaviour is not None:
        return f"The referral speaks of {BEHAVIOURS[asked.behaviour]}."
    return f"The referral asks for: {_lower(said.ruling.criterion.title)}."


def _last(day: int, today: date) -> str:
    if day == UNDATED:
        return "It carries no date"
    months = (today.toordinal() - day) // 30
    if months > 12:
        return f"Last confirmed {months // 12} year{'s' * (months >= 24)} ago"
    return f"Last confirmed {months} months ago"


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _shortfall(ruling: Ruling, i: int) -> float | None:
    shortfall = ruling.judgement.shortfall
    if shortfall is None or shortfall[i] != shortfall[i]:
        return None
    return round(float(shortfall[i]), 3)


def _written(day: int) -> str | None:
    return None if day in (UNDATED, ALWAYS) else date.fromordinal(day).isoformat()
