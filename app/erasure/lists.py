"""The list of who was erased, outside the database: a restore is told by it.

One JSON object a line: an id, whose, when and why. It names nobody.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from app.erasure.models import YOUNG_PERSON, Erased


def line(row: Erased) -> str:
    """Return a row as a line of the list."""
    return json.dumps(
        {
            "id": row.id,
            "what": row.what,
            "organisation": row.organisation_id,
            "because": row.because,
            "erased_at": row.erased_at.isoformat(),
        }
    )


def note(path: Path, row: Erased) -> None:
    """Add a row to a list; it is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(opened, f"{line(row)}\n".encode())
        os.fsync(opened)
    finally:
        os.close(opened)


def read(path: Path) -> Iterator[Erased]:
    """Return the rows of a list.

    Raises
    ------
    ValueError
        Naming the first line that is none of Hearth's.
    """
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            said = json.loads(text)
            yield Erased(
                id=said["id"],
                # Lists from before homes were erased too do not say.
                what=said.get("what", YOUNG_PERSON),
                organisation_id=said["organisation"],
                because=said["because"],
                erased_at=datetime.fromisoformat(said["erased_at"]),
            )
        except (ValueError, KeyError, TypeError):
            wrong = f"{path}: line {number} is not as Hearth wrote it"
            raise ValueError(wrong) from None
