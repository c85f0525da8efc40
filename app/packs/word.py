"""A pack, or a paper, as a Word document, to be written in."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from app.packs.content import About, Pack, Paper, Sheet

LANGUAGE = "en-GB"
# What XML cannot hold; a document with one would not open.
NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)}


def as_word(made: Pack | Paper) -> bytes:
    """Return a pack or a paper as a .docx file."""
    document = _begun(made.title)
    if isinstance(made, Pack):
        _pack(document, made)
    else:
        _paper(document, made)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _begun(title: str) -> Any:
    document = Document()
    document.core_properties.title = title
    document.core_properties.language = LANGUAGE
    document.core_properties.author = "Hearth"
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    return document


def _pack(document: Any, pack: Pack) -> None:
    document.sections[0].header.paragraphs[0].text = _clean(pack.confidential)
    document.add_heading(pack.title, 1)
    _paragraphs(document, pack.lead)
    document.add_heading("How to read this", 2)
    _bullets(document, pack.how_to_read)
    document.add_heading("Agenda", 2)
    _sheet(document, pack.agenda)
    for person in pack.people:
        _person(document, person)
    _appendices(document, pack)


def _paper(document: Any, paper: Paper) -> None:
    document.add_heading(paper.title, 1)
    _paragraphs(document, paper.lead)
    for part in paper.parts:
        document.add_heading(part.title, 2)
        _paragraphs(document, part.said)
        if part.sheet is not None:
            _sheet(document, part.sheet)
        _bullets(document, part.points)


def _person(document: Any, person: About) -> None:
    document.add_page_break()
    document.add_heading(_clean(person.name), 1)
    document.add_paragraph().add_run(_clean(person.strip)).bold = True
    document.add_heading("What they say", 2)
    document.add_paragraph(_clean(person.voice), style="Quote")
    document.add_heading("What was asked for", 2)
    if not person.asked:
        document.add_paragraph("Nothing has been asked for yet.")
    for strength, titles in person.asked:
        document.add_paragraph(f"{strength}: {'; '.join(titles)}")
    if person.options is not None:
        document.add_heading("Homes side by side", 2)
        _sheet(document, person.options)
    else:
        document.add_heading("No option yet: what would open one", 2)
        _bullets(document, person.openings or ["No small change would open a home."])
    document.add_paragraph(_clean(person.closing))
    if person.known:
        document.add_heading("What people know that Hearth cannot see", 2)
        _bullets(document, person.known)
    document.add_heading("Decision", 2)
    _paragraphs(document, ["Decision and reason:", "", "Who decided, and when:", ""])


def _appendices(document: Any, pack: Pack) -> None:
    document.add_page_break()
    document.add_heading("Appendix A: verdicts", 1)
    for person in pack.people:
        if person.verdicts is not None:
            document.add_heading(_clean(person.name), 2)
            _sheet(document, person.verdicts)
    document.add_heading("Appendix B: why other homes are not options", 1)
    for person in pack.people:
        document.add_heading(_clean(person.name), 2)
        _bullets(document, person.why_not or ["No home was left out."])
    document.add_heading("Appendix C: homes that more than one young person needs", 1)
    if pack.scarce is None:
        document.add_paragraph("No home is needed by more than one young person.")
    else:
        _sheet(document, pack.scarce)
    document.add_heading("Appendix D: the age of what is known", 1)
    document.add_paragraph(pack.age_of_facts)
    document.add_heading("Appendix E: how this was made", 1)
    _bullets(document, pack.method)


def _paragraphs(document: Any, texts: list[str]) -> None:
    for text in texts:
        document.add_paragraph(_clean(text))


def _bullets(document: Any, texts: list[str]) -> None:
    for text in texts:
        document.add_paragraph(_clean(text), style="List Bullet")


def _sheet(document: Any, sheet: Sheet) -> None:
    table = document.add_table(rows=1, cols=len(sheet.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, sheet.head, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    # Repeated on every page, and told as a header to who listens.
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in sheet.rows:
        cells = table.add_row().cells
        for place, paragraphs in enumerate(row):
            cells[place].text = _clean("\n".join(paragraphs))
    document.add_paragraph()


def _clean(text: str) -> str:
    return text.translate(NOT_IN_XML)
