"""A forum pack: tagged, whole, and of what its reader may see."""

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.db import open_session, open_system_session
from app.match_runs.models import MatchRun
from app.packs.content import About, Pack, Sheet
from app.packs.pdf import as_pdf
from app.packs.word import as_word
from app.referrals.models import YoungPerson
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_match_runs import start
from tests.app.features.test_withdrawn_homes import withdraw

HOSTILE = '#panic("x") $y$ *b* ] } \\ @ref <lab> `c` // # = -'


@pytest.fixture
def run(world, household, referral, engine):
    with open_session(engine, world.authority.actor) as session:
        key = referral["young_people"][0]["id"]
        session.get_one(YoungPerson, key).voice = HOSTILE
        session.commit()
    started = start(world)
    job(engine)(started)
    return started


def taken(app, world, run, referral, form, who="authority", **other):
    key = referral["young_people"][0]["id"]
    typed = {"young_person": [key], "form": form} | other
    return signed_in(app, getattr(world, who)).post(f"/runs/{run}/pack", typed)


def words_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split())


def nodes(node):
    """Every node of a structure tree, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from nodes(node.get("/K", []))


def tagged(tree, tag):
    return [node for node in nodes(tree) if node["/S"] == tag]


@pytest.mark.check(9)
def test_the_pdf_is_tagged_and_says_what_was_typed(app, world, run, referral):
    answer = taken(app, world, run, referral, "pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pdf = PdfReader(BytesIO(answer.content))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title.startswith("Forum pack, ")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    tree = root["/StructTreeRoot"]
    there = [node["/S"] for node in nodes(tree)]
    assert there.count("/Table") == 3
    assert len(tagged(tree, "/TH")) >= 5
    for table in tagged(tree, "/Table"):
        assert tagged(tagged(table["/K"], "/TR")[0]["/K"], "/TH"), "no headers first"
    for head in tagged(tree, "/TH"):
        assert head["/A"][0]["/Scope"] in ("/Row", "/Column", "/Both")
    headings = [tag for tag in there if tag in ("/H1", "/H2")]
    assert headings[:4] == ["/H1", "/H2", "/H2", "/H1"]
    said = words_of(answer.content)
    assert HOSTILE in said
    order = ["Robin", "What they say", "What was asked for", "Homes side by side"]
    places = [said.index(one, said.index("Agenda")) for one in order]
    assert places == sorted(places)
    assert f"Copy for {world.authority.person.name}" in said
    assert "Amara" not in said


def test_the_word_document_and_the_page_say_the_same(app, world, run, referral):
    document = Document(BytesIO(taken(app, world, run, referral, "docx").content))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[1] == "Robin"
    assert HOSTILE in [p.text for p in document.paragraphs]
    assert document.core_properties.language == "en-GB"
    assert document.styles["Normal"].element.xpath("w:rPr/w:lang/@w:val") == ["en-GB"]
    for table in document.tables:
        first, *others = (row._tr.xpath("w:trPr/w:tblHeader") for row in table.rows)
        assert first, "no headers first"
        assert not any(others)
    cells = [cell.text for table in document.tables for cell in table._cells]
    assert "Option 1: Home R-1" in cells
    page = taken(app, world, run, referral, "page").text
    assert "Option 1: Home R-1" in page


def test_order_and_fit_can_be_hidden(app, world, run, referral):
    said = words_of(taken(app, world, run, referral, "pdf", order="hidden").content)
    assert "Home A" in said
    assert "R-1" not in said
    assert "of 100" not in said


def test_a_withdrawn_home_is_in_no_pack(app, world, run, referral, household):
    withdraw(world, household["id"])
    for form in ("pdf", "page"):
        answer = taken(app, world, run, referral, form)
        said = words_of(answer.content) if form == "pdf" else answer.text
        assert "R-1" not in said
    assert "No option yet" in said


def test_somebody_has_to_be_chosen_and_is_on_record(app, world, run, referral, engine):
    answer = taken(app, world, run, referral, "pdf", young_person=["nobody"])
    assert answer.status_code == 422
    assert "Select between 1 and 120 young people" in answer.text
    taken(app, world, run, referral, "pdf")
    with open_system_session(engine) as session:
        made = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "pack.made")
        )
        assert [one.record_id for one in made] == [referral["young_people"][0]["id"]]


LONG = "A long sentence about what was asked for and what this home can offer. " * 28


def test_long_words_and_other_scripts_are_no_trouble():
    sheet = Sheet(["About", "Home A"], [[["What fits"], [LONG, "שלום 👋 ไทย"]]])
    person = About(
        name="x" * 200,
        strip="",
        voice=LONG + "\x00\x0b‮ abc",
        asked=[],
        options=sheet,
        openings=[],
        closing="",
        verdicts=sheet,
        why_not=[LONG],
    )
    pack = Pack("A pack", "Confidential.", [], [], sheet, [person] * 60, None, "")
    made = as_pdf(pack)
    assert len(PdfReader(BytesIO(made)).pages) > 60
    assert "Some letters cannot be shown" in words_of(made)[:300]
    assert len(Document(BytesIO(as_word(pack))).tables) == 121


def test_a_brief_says_kinds_of_home_and_no_small_number(app, world, run, engine):
    where = {"area": "Ashmere", "also": ["Oldbury"], "placed": 1}
    kind = {"profile": "two carers, no animals", **where}
    with open_session(engine, world.authority.actor) as session:
        kept = session.get_one(MatchRun, run)
        kept.summary = {
            **(kept.summary or {}),
            "recruitment": [
                {**kind, "suits": 7, "opens": 2},
                {**kind, "profile": "one carer", "suits": 2, "opens": 1},
            ],
        }
        session.commit()
    browser = signed_in(app, world.authority)
    path = f"/runs/{run}/recruitment"
    assert f"{path}/brief?form=docx" in browser.get(path).text
    pdf = browser.get(f"{path}/brief?form=pdf").content
    text = words_of(pdf)
    assert "A home with two carers, no animals" in text
    assert "Ashmere and Oldbury" in text
    assert "Fewer than 3" in text
    assert "1 other kind of home would help fewer than 3 young people each" in text
    assert "one carer" not in text
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert tagged(root["/StructTreeRoot"], "/Table")
    word = Document(BytesIO(browser.get(f"{path}/brief?form=docx").content))
    assert word.tables[0].rows[1].cells[3].text == "Fewer than 3"
