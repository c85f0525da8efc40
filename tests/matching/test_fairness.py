"""Fair to whom: counted rightly, told carefully, and never an input."""

import json

import pytest
from scipy.stats import binomtest

from matching.fairness import ETHNICITY, interval
from matching.region.region import Region, region
from matching.report import GroupShare, Report, to_json
from matching.run import Ask, run
from tests.matching.check.small import PERSON, case_of, two_and_two


@pytest.fixture(scope="module")
def made() -> Region:
    return region(3, young_people=60, households=150)


@pytest.fixture(scope="module")
def report(made: Region) -> Report:
    return run(made.case)


def groups_of(report: Report, name: str) -> list[GroupShare]:
    assert report.fairness is not None
    found = {c.name: c.groups for c in report.fairness.characteristics}
    return found[name]


def test_what_is_told_exactly_is_so(made: Region, report: Report) -> None:
    monitoring = made.case.monitoring
    with_option = {p.id for p in report.young_people if p.options}
    opened = {p.id for p in report.young_people if p.standings.open}
    assert report.plan is not None
    placed = {a.young_person for a in report.plan.assignments}
    for group in groups_of(report, "gender"):
        genders = {name.removesuffix(" gender") for name in group.groups}
        them = {p for p, m in monitoring.items() if m.gender in genders}
        assert group.option.count == len(them & with_option)
        assert group.open.count in (None, len(them & opened))
        assert group.home.count in (None, len(them & placed))
        assert f"With an option: {len(them & with_option)} (" in group.sentence


def test_everyone_is_in_one_group(made: Region, report: Report) -> None:
    for name in ("age", "gender", "ethnicity", "disability", "siblings", "authority"):
        assert sum(g.young_people for g in groups_of(report, name)) == 60, name
    for group in groups_of(report, "ethnicity"):
        codes = {code for name in group.groups for code in ETHNICITY.get(name, ())}
        them = [m for m in made.case.monitoring.values() if m.ethnicity in codes]
        assert group.young_people == len(them)


def test_no_small_figure_is_told(report: Report) -> None:
    assert report.fairness is not None
    for characteristic in report.fairness.characteristics:
        for group in characteristic.groups:
            assert group.young_people >= 5
            for share in (group.option, group.open, group.home):
                assert share.count is None or 5 <= share.count <= group.young_people - 5


def test_a_group_without_options_stands_out() -> None:
    needs = [{"criterion": "two_carers", "strength": "essential"}]
    people = [PERSON | {"id": f"C{n}"} for n in range(60)]
    people += [PERSON | {"id": f"N{n}", "needs": needs} for n in range(6)]
    people += [PERSON | {"id": f"E{n}", "authority": "A2"} for n in range(20)]
    content = two_and_two() | {"young_people": people}
    here, elsewhere = groups_of(run(case_of(content)), "authority")
    assert (here.option.words, here.option.stands_out) == ("not shown", None)
    assert elsewhere.option.words == "fewer than 5"
    assert elsewhere.option.stands_out == "below"
    assert "Fewer of them have an option than of everyone (70%)." in elsewhere.sentence


def test_the_annex_changes_nothing_but_the_account(made: Region) -> None:
    content = json.loads(json.dumps(made.content))
    for n, annex in enumerate(content["monitoring"].values()):
        annex.update(ethnicity="BCRB" if n % 2 else "WBRI", disability=["AUT"])
    before, after = (
        json.loads(to_json(run(case_of(given)))) for given in (made.content, content)
    )
    for own in ("case", "seconds"):
        before.pop(own), after.pop(own)
    assert before.pop("fairness") != after.pop("fairness")
    assert before == after


def test_a_few_are_not_counted_and_one_alone_never(made: Region) -> None:
    found = run(case_of(two_and_two())).fairness
    assert found is not None
    assert found.everyone is None
    assert found.characteristics == []
    one = run(made.case, Ask(young_person="C0001"))
    assert one.fairness is None


@pytest.mark.parametrize(("count", "size"), [(0, 7), (7, 7), (5, 12), (31, 43)])
def test_intervals_are_exact(count: int, size: int) -> None:
    exact = binomtest(count, size).proportion_ci(0.95, method="exact")
    assert interval(count, count, size) == pytest.approx(
        (100 * exact.low, 100 * exact.high), abs=0.051
    )
