"""Whether what is reported for each young person is what the case says."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from matching.check.ground import Ground, rests_on_minutes
from matching.check.judgement import Key, Standing, Verdict
from matching.check.openings import wrong_in_openings
from matching.check.options import wrong_in_ranking, wrong_in_sums
from matching.check.pair import JudgedPair, judged
from matching.check.reported import Excluded, Option, PersonResult, Reported

EVERY_PAIR = 100_000
"""Up to so many pairs all are judged again; beyond, those the report lists."""
SHOWN = 5
TOLERANCE = 0.06
"""Shortfalls are printed to a tenth at most."""
SILENT_WHEN_MET = frozenset(
    {"solo_promise", "cannot_live_with", "agency_word", "avoid_place"}
)


def wrong_for_people(ground: Ground, report: Reported) -> Iterator[str]:
    """Say what is wrong with the options and exclusions of every young person."""
    pairs = sum(len(ground.homes_for(person)) for person in ground.case.young_people)
    for person in report.young_people:
        if person.id not in ground.people:
            yield f"{person.id}: no young person in the case has this id"
            continue
        yield from wrong_in_ranking(person, ground.policy)
        yield from chain.from_iterable(
            wrong_in_sums(person, option) for option in person.options
        )
        yield from _wrong_lists(ground, person)
        judged_pairs = _judge(ground, person, every=pairs <= EVERY_PAIR)
        yield from _wrong_verdicts(person, judged_pairs)
        yield from wrong_in_openings(ground, person)
        # Of homes a summary leaves out it does not say which are too many minutes away.
        known = report.is_full or not rests_on_minutes(ground, person.id)
        if pairs <= EVERY_PAIR and known:
            yield from _wrong_counts(person, judged_pairs)
            yield from _hidden(person, judged_pairs, report.is_full)


def _judge(ground: Ground, person: PersonResult, every: bool) -> dict[str, JudgedPair]:
    """Judge this young person's pairs, believing the report's minutes."""
    one = ground.people[person.id]
    said: dict[str, dict[Key, Verdict]] = {
        option.household: {line.key: line.verdict for line in option.verdicts}
        for option in person.options
    }
    for left_out in person.excluded:
        failed = {failure.key for failure in left_out.failed}
        said[left_out.household] = dict.fromkeys(failed, Verdict.NOT_MET)
    return {
        home.id: judged(ground, one, home).believing(said.get(home.id, {}))
        for home in ground.homes_for(one)
        if every or home.id in said
    }


def _wrong_lists(ground: Ground, person: PersonResult) -> Iterator[str]:
    homes = {home.id for home in ground.homes_for(ground.people[person.id])}
    if person.considered != len(homes):
        yield (
            f"{person.id}: {person.considered} households are said to be considered; "
            f"{len(homes)} are offered"
        )
    listed = Counter(option.household for option in person.options)
    listed.update(left_out.household for left_out in person.excluded)
    for household, times in listed.items():
        if household not in homes:
            yield f"{person.id}: {household} is listed and not offered to them"
        if times > 1:
            yield f"{person.id}: {household} is listed {times} times"


def _wrong_verdicts(
    person: PersonResult, pairs: dict[str, JudgedPair]
) -> Iterator[str]:
    for option in person.options:
        if pair := pairs.get(option.household):
            yield from _wrong_option(f"{person.id} at {option.household}", option, pair)
    for left_out in person.excluded:
        if pair := pairs.get(left_out.household):
            at = f"{person.id} at {left_out.household}"
            yield from _wrong_exclusion(at, left_out, pair)


def _wrong_option(at: str, option: Option, pair: JudgedPair) -> Iterator[str]:
    if option.standing != pair.standing:
        yield f"{at}: stands as {option.standing!r}, and is {_why(pair)}"
    said = {line.key: line for line in option.verdicts}
    for key, own in pair.judgements.items():
        line = said.get(key)
        if line is None:
            considered = not own.decides and own.need is None
            silent = key[0] in SILENT_WHEN_MET and own.verdict is Verdict.MET
            if not (considered or silent):
                yield f"{at}: nothing is said of {_name(key)}, which is {own.verdict}"
        elif own.verdict and line.verdict is not own.verdict:
            said_to_be = f"{_name(key)} is said to be {line.verdict}"
            yield f"{at}: {said_to_be}; it is {own.verdict}"
        elif own.verdict is Verdict.NOT_MET:
            yield from _wrong_shortfall(at, key, line.shortfall, own.shortfall)
    for key in said.keys() - pair.judgements.keys():
        yield f"{at}: a verdict on {_name(key)}, which nobody asked for"


def _wrong_exclusion(at: str, left_out: Excluded, pair: JudgedPair) -> Iterator[str]:
    if left_out.standing != pair.standing:
        yield f"{at}: left out as {left_out.standing!r}, and is {_why(pair)}"
    said = {failure.key: failure for failure in left_out.failed}
    for key in pair.failed - said.keys():
        yield f"{at}: {_name(key)} keeps it out, and is not named"
    for key in said.keys() - pair.failed:
        own = pair.judgements.get(key)
        verdict = own.verdict if own else "not asked for"
        yield f"{at}: {_name(key)} is said to keep it out; it is {verdict}"
    for key in said.keys() & pair.failed:
        own, line = pair.judgements[key], said[key]
        yield from _wrong_shortfall(at, key, line.shortfall, own.shortfall)
        if bool(line.lifted_by) != own.liftable:
            lifters = "somebody" if own.liftable else "nobody"
            yield f"{at}: {_name(key)} can be lifted by {lifters}"


def _wrong_shortfall(
    at: str, key: Key, said: float | None, own: float | None
) -> Iterator[str]:
    if own is not None and (said is None or abs(said - own) > TOLERANCE):
        yield f"{at}: {_name(key)} is said to be short by {said}; it is by {own:g}"


def _wrong_counts(person: PersonResult, pairs: dict[str, JudgedPair]) -> Iterator[str]:
    standings = Counter(pair.standing for pair in pairs.values())
    if said := person.standings:
        for standing in Standing:
            count = getattr(said, standing.replace(" ", "_"))
            if count != standings[standing]:
                yield (
                    f"{person.id}: {count} households are said to stand "
                    f"{standing.value!r}; {standings[standing]} do"
                )
    failing = [{key[0] for key in pair.failed} for pair in pairs.values()]
    by = Counter(chain.from_iterable(failing))
    alone = Counter(next(iter(codes)) for codes in failing if len(codes) == 1)
    yield from _wrong_tally(f"{person.id}: excluded_by", person.excluded_by, by)
    yield from _wrong_tally(
        f"{person.id}: excluded_by_alone", person.excluded_by_alone, alone
    )


def _wrong_tally(
    at: str, said: dict[str, int] | None, own: Counter[str]
) -> Iterator[str]:
    if said is None:
        return
    for code in sorted(said.keys() | own.keys()):
        if said.get(code, 0) != own[code]:
            yield f"{at} counts {said.get(code, 0)} for {code}; {own[code]} do"


def _hidden(
    person: PersonResult, pairs: dict[str, JudgedPair], full: bool
) -> Iterator[str]:
    """Say which options and exclusions the report keeps back."""
    listed = {option.household for option in person.options}
    options = {household for household, pair in pairs.items() if pair.is_option}
    if full:
        for household in sorted(options - listed):
            yield f"{person.id}: {household} is an option and is not listed"
        left_out = {excluded.household for excluded in person.excluded}
        for household in sorted(pairs.keys() - options - left_out):
            yield f"{person.id}: {household} is not an option and nothing says why"
    elif len(listed) < min(SHOWN, len(options)):
        yield f"{person.id}: {len(listed)} of {len(options)} options are listed"


def _why(pair: JudgedPair) -> str:
    deciding = sorted(
        f"{_name(key)} {own.verdict}"
        for key, own in pair.judgements.items()
        if own.decides and own.verdict in (Verdict.NOT_MET, Verdict.NOT_KNOWN)
    )
    return (
        f"{pair.standing.value!r} ({'; '.join(deciding) or 'nothing speaks against'})"
    )


def _name(key: Key) -> str:
    criterion, need, behaviour = key
    if behaviour is not None:
        return f"{criterion} {behaviour}"
    return criterion if need is None else f"{criterion} (need {need})"
