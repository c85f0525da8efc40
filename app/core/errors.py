"""What can go wrong, in words people and programs can act on."""

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Row = TypeVar("Row")


class FieldError(BaseModel):
    """One thing to put right in what was sent."""

    model_config = ConfigDict(frozen=True)

    pointer: str = Field(
        description="JSON Pointer to the field, for example /needs/0/strength."
    )
    detail: str = Field(description="What to put right.")


class AppError(Exception):
    """Root of every error Hearth tells someone about; features subclass it.

    `code` is for programs, `title` and `detail` for people. None of them may carry
    personal data: they are logged and shown on error pages.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]

    def __init__(
        self, detail: str | None = None, *, errors: Sequence[FieldError] = ()
    ) -> None:
        super().__init__(self.code)
        self.detail = detail
        self.errors = tuple(errors)


class UnreadableError(AppError):
    """What was sent is not in the form it says it is."""

    code = "unreadable"
    title = "What was sent cannot be read"
    status = 400


class NotSignedInError(AppError):
    """Nobody is signed in, or the credentials do not hold."""

    code = "not_signed_in"
    title = "You are not signed in"
    status = 401
    page: ClassVar[str] = "/sign-in"


class NotPermittedError(AppError):
    """The actor's roles do not allow this."""

    code = "not_permitted"
    title = "You cannot do this"
    status = 403


class ScopeMissingError(NotPermittedError):
    """The role allows this, but the key of the program was not made for it."""

    code = "scope_missing"
    title = "The key may not do this"

    def __init__(self, scope: str) -> None:
        super().__init__(f"The key needs the scope {scope}.")
        self.scope = scope


class NotFoundError(AppError):
    """The record does not exist or is another's: the two must look alike.

    It takes no detail, so that no caller can make the one differ from the other.
    """

    code = "not_found"
    title = "Page not found"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            "If you typed the address, check it is correct. If you followed a link, "
            "the record may not be shared with your organisation."
        )


class ConflictError(AppError):
    """The record is not in a state that allows this."""

    code = "conflict"
    title = "This has changed since you opened it"
    status = 409


class PreconditionFailedError(AppError):
    """The record was changed by someone else since it was read."""

    code = "precondition_failed"
    title = "Someone else saved first"
    status = 412


class InvalidError(AppError):
    """What was sent has something to put right; `errors` says everything at once."""

    code = "invalid"
    title = "There is a problem"
    status = 422


class TooManyAttemptsError(AppError):
    """Something was tried too often in a short time."""

    code = "too_many_attempts"
    title = "You have tried too many times"
    status = 429


class TooLargeError(AppError):
    """More was sent than Hearth takes at once."""

    code = "too_large"
    title = "What you sent is too large"
    status = 413


class TooOftenError(AppError):
    """Somebody asks so often that others would wait."""

    code = "too_often"
    title = "You have asked too often"
    status = 429


class UnavailableError(AppError):
    """The database is away, full or too slow; the same may work in a moment."""

    code = "unavailable"
    title = "Hearth cannot reach its records"
    status = 503


class UnsureError(UnavailableError):
    """The database went away while it was asked to keep what is written."""

    def __init__(self) -> None:
        super().__init__(
            "What you sent may have been saved, or not. Look before you send it again."
        )


class Problem(BaseModel):
    """An error as RFC 9457 problem details."""

    type: str = Field(description="What kind of problem this is.")
    title: str = Field(description="The problem in a few words.")
    status: int = Field(description="The HTTP status.")
    code: str = Field(description="The kind of problem, for programs.")
    detail: str | None = Field(default=None, description="What can be done about it.")
    reference: str | None = Field(
        default=None, description="Quote this when you report an unexpected problem."
    )
    errors: list[FieldError] = Field(
        default=[], description="Everything to put right in what was sent."
    )


PROBLEM_JSON = "application/problem+json"


def problem_responses(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Declare in a route's `responses` the errors it may answer with."""
    titles: dict[int, list[str]] = {}
    for error in errors:
        titles.setdefault(error.status, []).append(error.title)
    return {
        status: {
            "description": " · ".join(named),
            "content": {
                PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status, named in sorted(titles.items())
    }


def or_not_found(row: Row | None) -> Row:
    """Return what was found.

    Raises
    ------
    NotFoundError
        When it is None: it is not there, or another's.
    """
    if row is None:
        raise NotFoundError
    return row
