"""Language, faith and culture: shared, or something the home can support."""

from matching.case import CanSupport
from matching.check.carers import recorded
from matching.check.ground import Pair, carers_of, same
from matching.check.judgement import MET, NOT_KNOWN, PART_MET, Found, not_met, worst
from matching.check.others import Parameters


def language(pair: Pair, parameters: Parameters) -> Found:
    """A carer speaks each language; part met where the home can support it."""
    spoken = [carer.languages.value for carer in carers_of(pair.home)]
    support = _support(pair)
    supported = support.languages if support else None
    return worst(_held(pair, one, spoken, supported) for one in parameters["languages"])


def faith(pair: Pair, parameters: Parameters) -> Found:
    """What matters to the young person is shared, or the home can support it."""
    faiths = [carer.faith.value for carer in carers_of(pair.home)]
    support = _support(pair)
    supported = support.faiths if support else None
    return worst(
        _held(pair, one, [None if f is None else [f] for f in faiths], supported)
        for one in parameters["what"]
    )


def culture(pair: Pair, parameters: Parameters) -> Found:
    """What matters to the young person is shared, or the home can support it."""
    cultures = [carer.cultures.value for carer in carers_of(pair.home)]
    support = _support(pair)
    supported = support.cultures if support else None
    return worst(_held(pair, one, cultures, supported) for one in parameters["what"])


def _support(pair: Pair) -> CanSupport | None:
    return pair.home.can_support.value


def _held(
    pair: Pair,
    asked: str,
    by_carer: list[list[str] | None],
    supported: list[str] | None,
) -> Found:
    known = [words for words in by_carer if words is not None]
    if any(same(asked) == same(word) for words in known for word in words):
        return MET
    if supported is not None and same(asked) in {same(word) for word in supported}:
        return PART_MET
    if not recorded(pair) or len(known) < len(by_carer) or supported is None:
        return NOT_KNOWN
    return not_met()
