"""What the charts of a run show, each in a sentence; its tables have the figures."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.web.charts import Chart
from matching.criteria.words import plural

Found = dict[str, Any]
COUNTS_OF_OPTIONS = (
    ("No option", 0, 0),
    ("1 option", 1, 1),
    ("2 or 3", 2, 3),
    ("4 to 6", 4, 6),
    ("7 or more", 7, 1_000_000),
)
MOST_BARS = 20
"""More than a page can show at once: the first rows of the table beside it."""
VERDICTS = ("met", "part met", "not met", "not known")


def fit_chart(option: Found) -> Chart:
    """Show the parts of an option's fit: got, still to find out, and not offered."""
    got, reach = option["fit"], option["could_reach"]
    figures = (got, round(reach - got, 1), round(100 - reach, 1))
    said = (
        f"{got:.1f} points got, {figures[1]:.1f} to find out, "
        f"{figures[2]:.1f} not offered."
    )
    return Chart(said, ("Got", "To find out", "Not offered"), [("", figures)])


def contributions_chart(option: Found, title_of: Callable[[Found], str]) -> Chart:
    """Show what each need adds to an option's fit, and could have added."""
    rows = [
        (title_of(c), (c["points"], max(c["of"] - c["points"], 0)))
        for c in option["contributions"]
    ]
    whole = sum(not left for _, (_, left) in rows)
    said = f"{plural(whole, 'need')} of {len(rows)} earned all its points."
    if whole != 1:
        said = f"{whole} of {plural(len(rows), 'need')} earned all their points."
    return Chart(said, ("Points", "Not earned"), rows)


def verdicts_chart(chosen: Sequence[Found], homes: Mapping[str, str]) -> Chart:
    """Show how many needs and rules each of the chosen homes meets."""
    rows = []
    for option in chosen:
        count = Counter(line["verdict"] for line in option["verdicts"])
        name = homes.get(option["household"], "Home")
        rows.append((name, [count[verdict] for verdict in VERDICTS]))
    said = "; ".join(
        f"{name}: {counts[0]} met, {counts[1]} part met, {counts[2]} not met, "
        f"{counts[3]} not known"
        for name, counts in rows
    )
    return Chart(f"{said}.", ("Met", "Part met", "Not met", "Not known"), rows)


def why_not_chart(reasons: Sequence[tuple[str, int, str]], alone: Found) -> Chart:
    """Show how many homes each reason stops, and how many it alone does."""
    rows = [
        (title, (by_itself := alone.get(code, 0), count - by_itself))
        for title, count, code in reasons
    ]
    title, count, code = reasons[0]
    said = (
        f"“{title}” stands in the way of most: {plural(count, 'home')}, "
        f"{alone.get(code, 0)} by this alone."
    )
    return Chart(said, ("By this alone", "With other reasons"), rows)


def openings_chart(openings: Sequence[Found]) -> Chart:
    """Show how many homes each set of changes would open, in the order of the page."""
    rows = []
    for one in openings[:MOST_BARS]:
        changes = "; and ".join(change["sentence"] for change in one["changes"])
        label = f"If {changes}: {plural(one['count'], 'home')}"
        rows.append((label, (one["count"],)))
        # Step by step, where more of the same would open more.
        rows += [
            (step["sentence"], (step["count"],)) for step in one.get("further", ())
        ]
    most = int(max(count for _, (count,) in rows))
    said = f"The most that one set of changes would open: {plural(most, 'home')}."
    return Chart(said, ("Homes",), rows)


def standings_chart(people: Sequence[Found]) -> Chart:
    """Show how many young people have how many options, and who an open one."""
    rows = []
    for label, least, most in COUNTS_OF_OPTIONS:
        found = [
            row["found"] for row in people if least <= row["found"].options <= most
        ]
        with_open = sum(one.open_options > 0 for one in found)
        rows.append((f"{label}: {len(found)}", (with_open, len(found) - with_open)))
    none = sum(not row["found"].options for row in people)
    said = (
        f"{none} of {plural(len(people), 'young person', 'young people')} "
        f"{'has' if none == 1 else 'have'} no option yet."
    )
    return Chart(said, ("An open option among them", "None that is open"), rows)


def fairness_chart(everyone: Found, characteristic: Found) -> Chart | None:
    """Show the share with an option in each group; nothing of one group, or of few."""
    groups = [("Everyone", everyone)]
    for one in characteristic["groups"]:
        groups.append((", ".join(one["groups"]).capitalize(), one))
    shares = [
        (name, percent)
        for name, one in groups
        if (percent := one["option"]["percent"]) is not None
    ]
    if len(shares) < 2 or len(groups) < 3:
        return None
    rows = [(f"{name}: {share:.0f}%", (share, 100 - share)) for name, share in shares]
    theirs = [round(share) for name, share in shares if name != groups[0][0]]
    least, most = min(theirs), max(theirs)
    of = f"between {least} and {most}" if least != most else f"{most}"
    said = f"{characteristic['title']}: {of} in 100 have an option, group by group."
    return Chart(said, ("With an option", "Without"), rows)


def scarce_chart(scarce: Sequence[Found], homes: Mapping[str, str]) -> Chart:
    """Show how many young people need each home, and whose only option it is."""
    shown = scarce[:MOST_BARS]
    rows = [
        (
            homes.get(home["household"], "Home"),
            (
                only := len(home["only_option_of"]),
                len(home["among_options_of"]) - only,
            ),
        )
        for home in shown
    ]
    only = sum(bool(home["only_option_of"]) for home in scarce)
    said = f"More than one young person needs {plural(len(scarce), 'home')}; "
    said += f"{only} {'is' if only == 1 else 'are'} somebody’s only option."
    if len(scarce) > len(shown):
        said += f" The first {len(shown)} are drawn."
    return Chart(said, ("Their only option", "One of several"), rows)


def recruitment_chart(kinds: Sequence[Found]) -> Chart:
    """Show for how many each kind of home would be an option, who has none first."""
    rows = [
        (
            f"{kind['profile'][:1].upper()}{kind['profile'][1:]}, {kind['area']}",
            (kind["opens"], kind["suits"] - kind["opens"]),
        )
        for kind in kinds
    ]
    first = kinds[0]
    who = plural(first["suits"], "young person", "young people")
    said = (
        f"The first kind of home would be an option for {who}, of whom "
        f"{first['opens']} {'has' if first['opens'] == 1 else 'have'} none now."
    )
    return Chart(said, ("Have none now", "Have another option"), rows)
