"""The looked-after children return, read: by its columns, and over several years."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from app.exchange.port import About
from app.exchange.ssda903.codes import TABLES
from app.exchange.ssda903.reader import read_files, table_named
from app.exchange.tables import File, UnreadableFileError

SAMPLE = Path(__file__).parent / "ssda903"
AS_OF = date(2018, 3, 31)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,2,17/04/2008,WBRI,,,\n"
EPISODES = ",".join(TABLES["Episodes"]) + "\n"


def reading(*contents: bytes | str, as_of: date = AS_OF, listed=()):
    files = []
    for number, content in enumerate(contents):
        raw = content.encode() if isinstance(content, str) else content
        files.append(File(f"file{number}", BytesIO(raw), len(raw)))
    found = read_files(files, About("Case system", as_of), listed)
    return found, list(found.records)


def episode(began, place, ended="", legal="C2", post="ST4 2AB", why=""):
    return f"A1,{began},P,{legal},N1,{place},PR1,{ended},,{why},,{post},\n"


def test_the_sample_has_the_counts_it_says():
    found, records = reading(*(p.read_bytes() for p in sorted(SAMPLE.glob("*.csv"))))
    assert (found.tables, found.children, found.rows_refused) == (12, 2675, 2)
    assert found.candidates == len(records) == 117
    assert {one.content["answers"]["lives_now"] for one in records} == {
        "children's home",
        "residential school",
    }
    told = {(p.table, p.column, p.said) for p in found.problems}
    assert {said for _, column, said in told if column == "LS"} == {
        said for _, _, said in told if said.startswith("D1 was a code up to")
    }
    assert len(told) == 5
    assert any("SWLAZY is not a code we know" in said for _, _, said in told)


def test_xml_gives_the_same_tables():
    found, records = reading((SAMPLE / "fake_903.xml").read_bytes())
    assert (found.children, found.rows_refused) == (253, 0)
    assert len(records) == found.candidates == 11


def test_a_table_is_known_by_its_columns_whatever_their_order():
    for name, columns in TABLES.items():
        assert table_named([*reversed(columns), "EXTRA"]) == (name, "")
    name, said = table_named(["CHILD", "DECOM", "RNE", "LS", "CIN"])
    assert name == ""
    assert "Nearest: Episodes (missing: PLACE" in said
    assert table_named(["Colour"]) == ("", "We do not recognise these columns.")


def test_several_years_make_one_history():
    years = [
        episode("01/05/2016", "U4"),
        episode("01/05/2016", "U4", "02/06/2017", why="CREQB")
        + episode("02/06/2017", "K2", legal="V2"),
        # Their status changed and they stayed where they were.
        episode("02/06/2017", "K2", "01/09/2017", legal="V2")
        + episode("01/09/2017", "K2"),
    ]
    found, [record] = reading(HEADER, *(EPISODES + rows for rows in years))
    assert (found.children, found.candidates) == (1, 1)
    told = record.content["answers"]["why_now"]
    assert "In a children’s home since 2 June 2017." in told
    assert "2 places so far. 1 place ended against the plan." in told
    # In whatever order the years come.
    _, [again] = reading(*(EPISODES + rows for rows in reversed(years)), HEADER)
    assert again.content == record.content


@pytest.mark.parametrize(
    ("rows", "as_of"),
    [
        (episode("01/05/2016", "U4"), AS_OF),
        (episode("01/05/2016", "K2", "02/05/2016"), AS_OF),
        (episode("01/05/2016", "K2", legal="V4"), AS_OF),
        (episode("01/05/2016", "K2"), date(2026, 4, 17)),
        (episode("01/05/2016", "K2"), date(2012, 1, 1)),
        (episode("01/05/2016", "K2") + episode("01/06/2016", "U6"), AS_OF),
    ],
    ids=["foster", "ended", "short breaks", "grown up", "young", "moved on"],
)
def test_who_is_not_for_the_long_list(rows, as_of):
    found, records = reading(HEADER, EPISODES + rows, as_of=as_of)
    assert (found.candidates, records) == (0, [])


def test_sex_is_read_in_both_spellings_and_retired_codes_are_kept():
    for written, gender in (("2", "female"), ("F", "female"), ("M", "male")):
        header = HEADER.replace("A1,2", f"A1,{written}")
        found, [record] = reading(header, EPISODES + episode("01/05/2016", "K2"))
        assert record.content["answers"]["gender"] == gender
    found, _ = reading(HEADER, EPISODES + episode("01/05/2016", "Q9"))
    assert [p.said for p in found.problems] == [
        "Q9 is not a code we know. It was kept, in 1 row"
    ]


@pytest.mark.parametrize(
    ("place", "ended", "as_of", "said"),
    [
        ("H5", "01/04/2025", AS_OF, "H5 was a code up to 31 March 2025"),
        ("H5", "31/03/2025", AS_OF, ""),
        ("Z1", "", date(2026, 3, 31), "Z1 was a code up to 31 March 2025"),
        ("Z12", "", date(2026, 3, 31), ""),
        ("Z12", "", date(2025, 3, 31), "Z12 is a code from 1 April 2025 on"),
        ("P2", "01/11/2023", AS_OF, "P2 was a code up to 27 October 2023"),
        ("K3", "01/05/2023", AS_OF, "K3 is a code from 1 April 2024 on"),
        ("K2", "", date(2027, 3, 31), ""),
    ],
)
def test_codes_are_valid_by_year_and_kept_whenever(place, ended, as_of, said):
    rows = episode("01/05/2016", place, ended)
    found, _ = reading(HEADER, EPISODES + rows, as_of=as_of)
    told = [p.said for p in found.problems]
    assert told == ([f"{said}. It was kept, in 1 row"] if said else [])
    assert found.rows_refused == 0


def test_a_five_year_history_is_one_a_child_in_whatever_order_and_however_often():
    """Each return has what overlaps its year, and closes what was open in the last."""
    life = [
        # began, ended, place, legal status, why it changed
        (date(2019, 6, 1), date(2020, 2, 1), "U4", "C1", "CREQB"),
        (date(2020, 2, 1), date(2021, 7, 9), "U6", "C1", "ALLEG"),
        (date(2021, 7, 9), date(2022, 4, 1), "K2", "C1", ""),
        (date(2022, 4, 1), date(2023, 3, 31), "K2", "C2", ""),
        (date(2023, 3, 31), None, "K2", "C2", ""),
    ]
    # The last begins where the one before ended, in the same home: no move.
    years = []
    for year in range(2019, 2024):
        first, last = date(year, 4, 1), date(year + 1, 3, 31)
        rows = "".join(
            episode(
                f"{began:%d/%m/%Y}",
                place,
                f"{ended:%d/%m/%Y}" if ended and ended <= last else "",
                legal,
                "ST4 2AB" if place == "K2" else f"ST5 {place[-1]}AA",
                why if ended and ended <= last else "",
            )
            for began, ended, place, legal, why in life
            if began <= last and (ended is None or ended >= first)
        )
        years.append(EPISODES + rows)
    said = None
    for order in (years, years[::-1], years[::2] + years[1::2], years * 2):
        found, [record] = reading(HEADER, *order, as_of=date(2024, 3, 31))
        assert (found.children, found.rows_refused) == (1, 0)
        said = said or record.content
        assert record.content == said
    told = said["answers"]["why_now"]
    assert "In a children’s home since 9 July 2021." in told
    assert "3 places so far. 2 places ended against the plan." in told


def test_half_a_return_is_told():
    found, records = reading(EPISODES + episode("01/05/2016", "K2"))
    assert [p.said.split(",")[0] for p in found.problems] == [
        "There is no Header table among these files"
    ]
    assert records == []
    found, _ = reading(HEADER)
    assert "There is no Episodes table" in found.problems[0].said
    # A file that was cut off in its last row.
    whole = EPISODES + episode("01/05/2016", "K2").replace("A1,", "A1,")
    cut = whole + "A1,02/06/20"
    found, records = reading(HEADER, cut)
    assert [(p.row, p.column) for p in found.problems] == [(3, "DECOM")]
    assert "no full year" in found.problems[0].said
    assert len(records) == 1


def test_what_became_of_who_is_listed_is_told():
    moved = episode("01/05/2016", "K2", "01/06/2017") + episode("01/06/2017", "U6")
    found, records = reading(HEADER, EPISODES + moved, listed={"A1", "gone"})
    assert records == []
    assert [p.said for p in found.problems] == [
        "A1 is on the long list, and by these files no longer for it: in foster care "
        "since 1 June 2017. The draft stays; look at it"
    ]
    # Nobody of the list is there: a return of another authority, most likely.
    rows = EPISODES + episode("01/05/2016", "K2")
    found, records = reading(HEADER, rows, listed={"X1", "X2"})
    assert "None of the 2 young people on your list" in found.problems[0].said
    assert "Are they another authority's" in found.problems[0].said
    assert len(records) == 1


def test_the_standard_safeguarding_datasets_tables_are_read():
    people = (
        "pers_person_id,pers_sex,pers_gender,pers_ethnicity,pers_dob\n"
        "P1,F,01,WBRI,2008-04-17\n"
    )
    placements = (
        "clap_cla_placement_id,clap_cla_id,clap_person_id,"
        "clap_cla_placement_start_date,clap_cla_placement_type,"
        "clap_cla_placement_postcode,clap_cla_placement_end_date,"
        "clap_cla_placement_change_reason\n"
        "1,1,P1,2015-01-02,U6,ST1 1AA,2016-05-01 00:00:00,CREQB\n"
        "2,1,P1,2016-05-01,K2,ST4 2AB,,\n"
    )
    found, [record] = reading(people, placements)
    assert (found.tables, found.rows_refused, found.problems) == (2, 0, [])
    answers = record.content["answers"]
    assert (answers["child_id"], answers["gender"]) == ("P1", "female")
    assert "2 places so far. 1 place ended against the plan." in answers["why_now"]


def test_a_row_that_cannot_be_read_is_told_and_the_rest_is():
    rows = (
        episode("30/02/2016", "K2")
        + episode("01/05/2016", "K2", "01/04/2016")
        + episode("", "K2")
        + episode("01/05/2016", "K2").replace("A1", "B2")
        + episode("01/05/2016", "K2")
    )
    found, records = reading(HEADER, EPISODES + rows)
    assert (found.rows_refused, len(records)) == (4, 1)
    assert [(p.row, p.column) for p in found.problems] == [
        (2, "DECOM"),
        (3, "DEC"),
        (4, "DECOM"),
        (5, "CHILD"),
    ]


BOMB = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            "<EXPSSDA903><CHILD>&a;</CHILD></EXPSSDA903>",
            "declares a document type",
        ),
        (
            f'<!DOCTYPE x [<!ENTITY a0 "x">{BOMB}]><EXPSSDA903>&a9;</EXPSSDA903>',
            "declares a document type|not whole XML",
        ),
        ("<EXPSSDA903><CHILD>", "not whole XML"),
        ("<html></html>", "not a return"),
    ],
    ids=["external entity", "exploding", "half a file", "another kind"],
)
def test_xml_that_is_no_return_is_refused(content, said):
    with pytest.raises(UnreadableFileError) as refused:
        reading(content)
    assert any(one in refused.value.said for one in said.split("|"))
