"""The looked-after children return, read: by its columns, and over several years."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from app.exchange.port import About
from app.exchange.ssda903.codes import TABLES
from app.exchange.ssda903.reader import read, table_named
from app.exchange.tables import File, UnreadableFileError

SAMPLE = Path(__file__).parent / "ssda903"
AS_OF = date(2018, 3, 31)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,2,17/04/2008,WBRI,,,\n"
EPISODES = ",".join(TABLES["Episodes"]) + "\n"


def reading(*contents: bytes | str, as_of: date = AS_OF):
    files = []
    for number, content in enumerate(contents):
        raw = content.encode() if isinstance(content, str) else content
        files.append(File(f"file{number}", BytesIO(raw), len(raw)))
    found = read(None, None, files, About("Case system", as_of))
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
    assert len(told) == 4
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
