"""Options side by side, in groups."""

from app.match_runs.beside import side_by_side


def judged(criterion, kind, strength, verdict):
    return {
        "criterion": criterion,
        "need": None,
        "behaviour": None,
        "kind": kind,
        "strength": strength,
        "verdict": verdict,
    }


def test_rows_stand_in_groups_and_those_that_differ_first():
    first = [
        judged("approval", "gate", None, "met"),
        judged("faith", "need", "preferred", "met"),
        judged("driver", "need", "preferred", "not met"),
        judged("near", "need", "essential", "met"),
    ]
    # The other home says nothing of the last.
    second = [*first[:2], judged("driver", "need", "preferred", "met")]
    chosen = [{"verdicts": first}, {"verdicts": second}]
    said = [
        (title, [row.line["criterion"] for row in rows])
        for title, rows in side_by_side(chosen, differing=False)
    ]
    assert said == [
        ("Essential", ["near"]),
        ("Preferred", ["driver", "faith"]),
        ("Basic rules", ["approval"]),
    ]
    differing = dict(side_by_side(chosen, differing=True))
    assert list(differing) == ["Essential", "Preferred"]
    assert differing["Essential"][0].cells[1] is None
