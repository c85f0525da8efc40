"""Every criterion of one pair, and how the pair stands by them."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.case import Case, Household, YoungPerson
from matching.check.ground import Ground, Pair
from matching.check.judgement import (
    Judgement,
    Key,
    Standing,
    Verdict,
    standing_of,
)
from matching.check.rules import judge_alone
from matching.check.siblings import judge_siblings
from matching.policy import Policy


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """The checker's own verdicts on one pair."""

    judgements: dict[Key, Judgement]
    standing: Standing

    @property
    def failed(self) -> set[Key]:
        """What keeps the household from being an option."""
        return {
            key
            for key, j in self.judgements.items()
            if j.decides and j.verdict is Verdict.NOT_MET
        }

    def believing(self, said: Mapping[Key, Verdict]) -> "JudgedPair":
        """Return this with the report's verdict where the checker has none.

        Where the report lists no verdict either, nothing keeps the household out.
        """
        if all(j.verdict for j in self.judgements.values()):
            return self
        judgements = {
            key: j if j.verdict else j._replace(verdict=said.get(key, Verdict.MET))
            for key, j in self.judgements.items()
        }
        return JudgedPair(judgements, standing_of(judgements.values()))

    @property
    def is_option(self) -> bool:
        """Whether the pair is open, with questions or without."""
        return self.standing in (Standing.OPEN, Standing.WITH_QUESTIONS)


def judge_pair(
    case: Case, policy: Policy, person: YoungPerson, household: Household
) -> list[Judgement]:
    """Judge every criterion for one pair.

    Minutes come from a router or an estimate that is the engine's own, so a need in
    minutes has no verdict here: the report's is believed.
    """
    return list(judged(Ground.of(case, policy), person, household).judgements.values())


def judged(ground: Ground, person: YoungPerson, household: Household) -> JudgedPair:
    """Judge one pair on ground that is laid out already."""
    pair = Pair(ground, person, household)
    found = [*judge_alone(pair), *judge_siblings(pair)]
    return JudgedPair({j.key: j for j in found}, standing_of(found))
