"""What programs and the token endpoint say to each other, as RFC 6749 words it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class TokenWanted(BaseModel):
    """A form by which a program asks for a token.

    It says who it is in `Authorization: Basic`, or by `client_id` and `client_secret`.
    """

    model_config = ConfigDict(extra="forbid")

    grant_type: Literal["client_credentials"]
    scope: str | None = Field(
        default=None,
        description="What the token is for, with spaces between; all the key may do "
        "if it is left out.",
    )
    client_id: str | None = Field(
        default=None, description="What the key begins with: hearth_ and 12 characters."
    )
    client_secret: str | None = Field(
        default=None, description="The rest of the key, after the second underscore."
    )


class TokenGiven(BaseModel):
    """A token, to be sent as `Authorization: Bearer`."""

    access_token: str = Field(description="The token.")
    token_type: Literal["Bearer"] = Field(description="How it is sent.")
    expires_in: int = Field(description="Seconds until it ends.")
    scope: str = Field(description="What it may do, with spaces between.")


class TokenRefused(BaseModel):
    """Why there is no token (RFC 6749 §5.2)."""

    error: str = Field(
        description="invalid_request, invalid_client, invalid_scope or "
        "unsupported_grant_type."
    )
    error_description: str | None = Field(
        default=None, description="What can be done about it."
    )
