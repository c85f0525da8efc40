"""What the pages that ask share: errors at their fields, choices by name."""

from collections.abc import Sequence

from fastapi.responses import RedirectResponse

from app.core.errors import FieldError
from app.what_ifs.models import WhatIf

SEE_OTHER = 303
Errors = list[dict[str, str]]


def errors_at(
    wrong: Sequence[FieldError], fields: dict[str, str], first: str
) -> Errors:
    """Return each error with the field it is about, or else the first one.

    ``fields`` are theirs by the first two steps, or the first, of a JSON Pointer.
    """
    found = []
    for error in wrong:
        known = {"/reason": "reason"} | fields
        at = "/".join(error.pointer.split("/")[:3])
        field = known.get(at) or known.get("/" + at.split("/")[1]) or first
        found.append({"field": field, "text": error.detail})
    return found


def by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    """Return ids and names, by name."""
    return sorted(names.items(), key=lambda item: item[1])


def on_to(what_if: WhatIf) -> RedirectResponse:
    """Go to the page of a what-if."""
    return RedirectResponse(f"/what-ifs/{what_if.id}", SEE_OTHER)
