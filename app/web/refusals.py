"""What a form's page says when what was sent has something to put right."""

from app.core.errors import AppError


def said_by_field(
    refused: AppError | None, otherwise: str = "content"
) -> list[dict[str, str]]:
    """Return each error beside the name of its field, for the summary and the field.

    What names no field is said at ``otherwise``.
    """
    if refused is None:
        return []
    if not refused.errors:
        said = ". ".join(filter(None, (refused.title, refused.detail)))
        return [{"field": otherwise, "text": said}]
    return [
        {"field": error.pointer.split("/")[1], "text": error.detail}
        for error in refused.errors
    ]
