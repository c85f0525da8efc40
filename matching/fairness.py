"""Fair to whom: who has an option and a home in the plan, and who does not.

For the people who oversee the tool. It is worked out from a finished report and the
case's ``monitoring`` annex, which nothing that judges, ranks or plans ever reads.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scipy.special import betaincinv

from matching.case import Case, Monitored, YoungPerson
from matching.criteria.asking import completed_years
from matching.criteria.words import listed, plural
from matching.report import Characteristic, Fairness, GroupShare, Report, Share
from matching.suppression import FEW, Column, Told, pooled, told

NOT_RECORDED = "not recorded"
AGES = {0: "under 5", 5: "5 to 9", 10: "10 to 12", 13: "13 to 15", 16: "16 and over"}
"""By the completed years a band begins with."""
GENDERS = {"female": "female", "male": "male", "another": "another gender"}
ETHNICITY = {
    "White": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    "mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian": ("AIND", "APKN", "ABAN", "AOTH", "CHNE"),
    "Black": ("BCRB", "BAFR", "BOTH"),
    "another ethnic group": ("OOTH",),
}
"""The codes of the SSDA903 return by the groups the statistics use."""
NO_DISABILITY = ["NONE"]
DISABILITY = ("disabled", "not disabled")
SIBLINGS = ("waiting with brothers or sisters", "waiting alone")

NOTES = [
    "Figures below 5 are told as fewer than 5, small groups are counted together with "
    "another, and some other figures are not shown, so that no small one can be worked "
    "out from the totals.",
    "The range behind a percentage is what chance leaves open, 95 times in 100. Where "
    "everyone's percentage lies outside it, look into why: groups differ in what they "
    "need, and about one figure in twenty lies outside by chance alone.",
]


@dataclass(frozen=True, slots=True)
class _Counted:
    """One young person: their group by each characteristic, and what was found."""

    group: Mapping[str, str]
    option: bool
    open: bool
    home: bool


def fairness(case: Case, report: Report) -> Fairness | None:
    """Count who has what in a report; None where it is not about everybody."""
    if len(report.young_people) != len(case.young_people):
        return None
    people = list(_counted(case, report))
    if len(people) < FEW:
        few = f"There are fewer than {FEW} young people: nothing is counted."
        return Fairness(None, [], [few])
    whole = _columns([people])
    how = told([len(people)], whole)
    as_told = {column.name: how[column.name, 0] for column in whole}
    everyone = _group_share(["everyone"], people, as_told, None)
    characteristics = [
        Characteristic(
            name,
            title,
            [_group_share(*row, everyone) for row in _by(name, groups, people)],
        )
        for name, (title, groups) in _characteristics(case).items()
    ]
    return Fairness(everyone, characteristics, NOTES)


def _characteristics(case: Case) -> dict[str, tuple[str, list[str]]]:
    """Return each characteristic's title and groups, in the order they are shown."""
    authorities = {_authority(case, person) for person in case.young_people}
    return {
        "age": ("Age", [*AGES.values()]),
        "gender": ("Gender", [*GENDERS.values(), NOT_RECORDED]),
        "ethnicity": ("Ethnicity", [*ETHNICITY, NOT_RECORDED]),
        "disability": ("Disability", [*DISABILITY, NOT_RECORDED]),
        "siblings": ("Brothers and sisters", [*SIBLINGS]),
        "authority": ("Authority", sorted(authorities)),
    }


def _counted(case: Case, report: Report) -> Iterator[_Counted]:
    records = {record.id: record for record in case.young_people}
    placed = {a.young_person for a in report.plan.assignments} if report.plan else set()
    for result in report.young_people:
        record = records[result.id]
        annex = case.monitoring.get(result.id, Monitored())
        years = completed_years(record.born, case.as_of)
        yield _Counted(
            {
                "age": AGES[max(first for first in AGES if first <= years)],
                "gender": GENDERS.get(
                    annex.gender or record.gender or "", NOT_RECORDED
                ),
                "ethnicity": _ethnicity(annex),
                "disability": _disability(annex),
                "siblings": SIBLINGS[record.sibling_group is None],
                "authority": _authority(case, record),
            },
            option=result.standings.open + result.standings.open_with_questions > 0,
            open=result.standings.open > 0,
            home=result.id in placed,
        )


def _ethnicity(annex: Monitored) -> str:
    return next(
        (group for group, codes in ETHNICITY.items() if annex.ethnicity in codes),
        NOT_RECORDED,
    )


def _disability(annex: Monitored) -> str:
    if not annex.disability:
        return NOT_RECORDED
    return DISABILITY[annex.disability == NO_DISABILITY]


def _authority(case: Case, record: YoungPerson) -> str:
    names = {authority.id: authority.name for authority in case.authorities}
    return names.get(record.authority, record.authority)


def _by(
    name: str, groups: list[str], people: Sequence[_Counted]
) -> Iterator[tuple[list[str], list[_Counted], dict[str, Told]]]:
    """Yield who is counted together, and how each of their counts is told."""
    members = [[p for p in people if p.group[name] == group] for group in groups]
    together = list(pooled([len(them) for them in members]))
    rows = [[person for i in row for person in members[i]] for row in together]
    columns = _columns(rows)
    how = told([len(row) for row in rows], columns)
    for n, row in enumerate(together):
        as_told = {column.name: how[column.name, n] for column in columns}
        yield [groups[i] for i in row], rows[n], as_told


def _columns(rows: Sequence[Sequence[_Counted]]) -> list[Column]:
    # Only people's own decisions place somebody for whom nothing is an option.
    inside = all(person.option or not person.home for row in rows for person in row)
    return [
        Column("option", [sum(p.option for p in row) for row in rows]),
        Column("open", [sum(p.open for p in row) for row in rows], part_of="option"),
        Column(
            "home",
            [sum(p.home for p in row) for row in rows],
            inside="option" if inside else None,
        ),
    ]


def _group_share(
    groups: list[str],
    members: Sequence[_Counted],
    as_told: Mapping[str, Told],
    everyone: GroupShare | None,
) -> GroupShare:
    size, count = len(members), {c.name: c.counts[0] for c in _columns([members])}
    option = _share(count["option"], as_told["option"], size, size)
    opened = _share(count["open"], as_told["open"], size, option.count)
    home = _share(count["home"], as_told["home"], size, size)
    said = [
        f"{_capital(listed(groups))}: {plural(size, 'young person', 'young people')}. "
        f"With an option: {_said(option)}; with an open one: {_said(opened)}. "
        f"With a home in the plan: {_said(home)}."
    ]
    if everyone:
        option = _beside(option, everyone.option)
        opened = _beside(opened, everyone.open)
        home = _beside(home, everyone.home)
        said += _standing_out(option, everyone.option, "an option")
        said += _standing_out(opened, everyone.open, "an open option")
        said += _standing_out(home, everyone.home, "a home in the plan")
    return GroupShare(groups, size, option, opened, home, " ".join(said))


def _share(count: int, how: Told, size: int, whole: int | None) -> Share:
    """Tell a count; ``whole`` is what it is a part of, where that is told."""
    if how is Told.EXACT:
        percent = round(100 * count / size, 1)
        return Share(count, str(count), percent, *interval(count, count, size))
    if how is Told.FEW:
        return Share(None, f"fewer than {FEW}", None, *interval(0, FEW - 1, size))
    if how is Told.ALL_BUT_FEW:
        least, most = (0, size) if whole is None else (whole - FEW + 1, whole)
        words = f"all but fewer than {FEW}"
        if whole != size:
            words += " of these"
        return Share(None, words, None, *interval(least, most, size))
    return Share(None, "not shown", None, None, None)


def interval(least: int, most: int, size: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a share, in percent.

    Clopper and Pearson (1934). Where the count may be anything from ``least`` to
    ``most``, the interval covers that of each.
    """
    low = betaincinv(least, size - least + 1, 0.025) if least > 0 else 0.0
    high = betaincinv(most + 1, size - most, 0.975) if most < size else 1.0
    return round(100 * float(low), 1), round(100 * float(high), 1)


def _beside(share: Share, everyone: Share) -> Share:
    """Mark a share that stands out beside everyone's."""
    if everyone.percent is None or share.low is None or share.high is None:
        return share
    if share.high < everyone.percent:
        return replace(share, stands_out="below")
    if share.low > everyone.percent:
        return replace(share, stands_out="above")
    return share


def _said(share: Share) -> str:
    if share.percent is None:
        return share.words
    return (
        f"{share.words} ({share.percent:.0f}%; {share.low:.0f}% to {share.high:.0f}%)"
    )


def _standing_out(share: Share, everyone: Share, what: str) -> list[str]:
    if share.stands_out is None:
        return []
    fewer = "Fewer" if share.stands_out == "below" else "More"
    return [f"{fewer} of them have {what} than of everyone ({everyone.percent:.0f}%)."]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
