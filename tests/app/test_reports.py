"""Figures of an authority: few are not told apart."""

from app.match_runs.charts import fairness_chart
from app.reports.service import Ending, median_of, told


def test_few_make_no_median_and_are_not_counted():
    assert median_of([3, 5, 8, 9]) is None
    assert median_of([3, 5, 8, 9, -1]) == 5
    assert told(["E11"] * 2 + ["X1"] * 5) == [
        Ending("Another placement or legal status began the same day", 5),
        Ending("Adopted", None),
    ]


def test_a_group_too_small_to_tell_has_no_bar():
    def group(name, percent):
        return {"groups": [name], "option": {"percent": percent}}

    everyone = group("everyone", 60.0)
    groups = [group("girl", 50.0), group("boy", None)]
    found = {"title": "Gender", "groups": groups}
    chart = fairness_chart(everyone, found)
    assert chart is not None
    assert dict(chart.rows) == {"Everyone: 60%": (60, 40), "Girl: 50%": (50, 50)}
    assert fairness_chart(everyone, found | {"groups": groups[1:]}) is None
