"""Charts say what they show, and draw it to scale."""

import re
from datetime import date
from types import SimpleNamespace

from app.households.ages import ages_chart
from app.match_runs.charts import standings_chart, why_not_chart
from app.match_runs.dots import where
from app.match_runs.drawing import drawing
from app.match_runs.seen import Counts
from app.web.charts import Chart, Part
from app.web.templates import environment


def test_bars_are_drawn_from_zero_to_scale():
    chart = Chart("Two.", ("A", "B"), [("x", (1, 3)), ("y", (0, 2)), ("z", (0, 0))])
    assert list(chart.bars()) == [
        ("x", [Part(1, 0, 25), Part(2, 25, 75)]),
        ("y", [Part(2, 0, 50)]),
        ("z", []),
    ]


def test_a_chart_has_a_sentence_and_a_pattern_for_each_part():
    chart = Chart("Bea & Cy need 2.", ("A", "B"), [("x", (1, 3))])
    drawn = environment().from_string(
        '{% from "web/charts.html" import bars %}{{ bars("one", chart) }}'
    )
    html = drawn.render(chart=chart)
    assert 'role="img" aria-label="Bars: Bea &amp; Cy need 2."' in html
    assert html.count("url(#one-1)") == html.count("url(#one-2)") == 2
    assert "style=" not in html


def test_what_each_chart_says():
    people = [
        {"name": "Ash", "found": Counts(0, 0, 5)},
        {"name": "Brook", "found": Counts(2, 1, 5)},
    ]
    chart = standings_chart(people)
    assert chart.finding == "1 of 2 young people has no option yet."
    assert dict(chart.rows)["2 or 3: 1"] == (1, 0)
    why = why_not_chart([("Training", 3, "training")], {"training": 1})
    assert why.finding.endswith("stands in the way of most: 3 homes, 1 by this alone.")


def test_the_plan_is_drawn_with_what_a_home_is_to_each():
    scarce = [
        {
            "household": "h",
            "among_options_of": ["a", "b", "c", "gone"],
            "only_option_of": ["b"],
            "first_option_of": ["a", "b"],
            "planned_for": ["a"],
        }
    ]
    names = {"young_people": {"a": "Ash", "b": "Brook", "c": "Cy"}, "homes": {"h": "H"}}
    made = drawing(scarce, names)
    assert [name for name, _ in made.people] == ["Ash", "Brook"]
    assert [name for name, _ in made.homes] == ["H (and 2 others)"]
    assert [line.kind for line in made.lines] == ["only", "planned"]
    assert "1 young person does not have their only option" in made.finding
    assert drawing([], names) is None


def test_only_their_authority_is_drawn_where_a_young_person_is_or_must_not_be():
    homes = [("Home R-1", "ST4"), ("Home R-2", "ST4"), ("Home R-3", "nowhere")]
    place = {"place": {"postcode": "ST8 6AA"}}
    record = {
        "needs": [{"criterion": "near", "why": "school", **place}],
        "avoid_places": [{"place": {"postcode": "WV3"}, "radius_km": 5}],
    }
    own, others = where(homes, record), where(homes, None)
    assert [dot.kind for dot in own.map.dots] == ["home", "place", "avoid"]
    assert [dot.label for dot in own.map.dots][:2] == ["ST4: 2 homes", "School (ST8)"]
    assert re.fullmatch(r"([5-9]|1[01]) miles", own.rows[0].distances[0])
    record["needs"].append({"criterion": "near", "place": {"postcode": "ST4"}})
    both = where(homes, record)
    assert both.rows[0].distances[1] == "the same postcode area"
    home, _, beside, _ = both.map.dots
    assert (beside.x, beside.label_y) != (home.x, home.label_y)
    assert abs(beside.label_y - home.label_y) >= 20
    assert [dot.kind for dot in others.map.dots] == ["home"]
    assert others.places == []
    assert where([("Home R-3", "nowhere")], record) is None


def test_facts_are_counted_by_their_age():
    fact = {"value": 1, "source": "agency", "confirmed_on": "2026-11-01"}
    old = fact | {"confirmed_on": "2024-11-01"}
    home = SimpleNamespace(
        record={"bedrooms_free": fact, "animals": old | {"value": []}}
    )
    chart = ages_chart([home], date(2026, 11, 28))
    assert dict(chart.rows)["Less than a month"] == (1,)
    assert dict(chart.rows)["Over a year"] == (1,)
    assert chart.finding.startswith("1 of 2 facts")
