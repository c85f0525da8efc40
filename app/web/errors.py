"""Error pages in plain words."""

from fastapi import Request
from fastapi.responses import Response

from app.web.templates import render

WORDS = {
    404: "If you typed the address, check it is correct. If you followed a link, the "
    "record may not be shared with your organisation. Ask your administrator.",
    500: "Your saved answers are safe. Try again later.",
}


def render_error(
    request: Request,
    *,
    status: int,
    title: str,
    detail: str | None = None,
    reference: str | None = None,
) -> Response:
    """Render the page for an error."""
    return render(
        request,
        "web/error.html",
        status_code=status,
        title=title,
        detail=detail or WORDS.get(status),
        reference=reference,
    )
