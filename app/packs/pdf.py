"""A pack as a tagged PDF (PDF/UA-1), set by Typst.

What is typed never becomes Typst's own language: it goes in as JSON, and a string there
is text. Only the fonts that come with Typst are used, so it looks alike everywhere.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

import typst

from app.packs.content import Pack, Paper

HERE = Path(__file__).parent
CANNOT_SHOW = "could not be displayed"
SEE_WORD = (
    "Some letters cannot be shown in this PDF. They are in the Word document and on "
    "the page."
)


def as_pdf(made: Pack | Paper) -> bytes:
    """Return a pack or a paper as a PDF.

    PDF/UA has no place for a letter that no font has (an emoji, Thai). Such a pack is
    tagged all the same, and says that it is not complete.
    """
    try:
        return _set(made, "ua-1")
    except typst.TypstError as failed:
        if CANNOT_SHOW not in str(failed):
            raise
        return _set(replace(made, lead=[*made.lead, SEE_WORD]), None)


def _set(made: Pack | Paper, standard: Literal["ua-1"] | None) -> bytes:
    kind = type(made).__name__.lower()
    file = typst.compile(
        (HERE / f"{kind}.typ").read_bytes(),
        format="pdf",
        sys_inputs={kind: json.dumps(asdict(made))},
        pdf_standards=standard,
        ignore_system_fonts=True,
    )
    if not isinstance(file, bytes):
        raise TypeError("one document was asked for")
    return file
