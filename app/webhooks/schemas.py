"""Webhooks as the API takes and gives them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.webhooks.models import DeliveryState

EXAMPLE: dict[str, JsonValue] = {
    "name": "Case system",
    "address": "https://case-system.example/hearth",
    "membership": "0198c2f0-0000-7000-8000-000000000006",
    "about": ["household", "referral"],
}


class WebhookWrite(BaseModel):
    """Where to tell of changes, in whose role it hears, and of what."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    name: str = Field(max_length=2000, description="Which program it is for.")
    address: str = Field(max_length=10_000)
    membership: str = Field(
        max_length=40,
        description="In whose role it hears: an id of `GET /webhooks/roles`.",
    )
    about: list[str] = Field(
        max_length=20,
        description="One or more of household, referral, young_person (decisions about "
        "them) and match_run.",
    )


class WebhookRead(BaseModel):
    """A webhook, and how much is to be sent to it."""

    id: str
    name: str
    address: str
    hears_as: str = Field(description="In whose role it hears, in words.")
    about: list[str]
    made_at: datetime
    paused_at: datetime | None
    state: str = Field(description="Whether it is in use, in words.")
    waiting: int
    given_up: int = Field(description="Messages that nobody took within 3 days.")


class WebhookMade(WebhookRead):
    """A webhook that was made, with what its messages are signed with."""

    secret: str | None = Field(
        description="Given this once, to the request that made it; never again."
    )


class WebhookList(BaseModel):
    """An organisation's webhooks, the oldest first."""

    items: list[WebhookRead]


class SecretRead(BaseModel):
    """What messages are signed with from now on."""

    secret: str


class RoleRead(BaseModel):
    """A role that a webhook can hear in."""

    id: str
    words: str = Field(description="Who holds it, and what it is called.")


class RoleList(BaseModel):
    """The roles a webhook can hear in, by name."""

    items: list[RoleRead]


class DeliveryRead(BaseModel):
    """One message: what it tells of, and how far its sending is."""

    id: str = Field(description="Goes with every attempt as `webhook-id`.")
    number: int
    type: str = Field(description="What happened, as the message says it.")
    record_type: str
    record_id: str
    by: str
    at: datetime
    state: DeliveryState
    attempts: int
    tried_at: datetime | None
    ended: str | None = Field(
        description="How the last attempt ended: the status of the answer, or "
        "not_allowed, timed_out or no_answer."
    )


class DeliveryList(BaseModel):
    """One page of messages, the newest first."""

    items: list[DeliveryRead]
    page: int
    pages: int
    total: int


class SendAgain(BaseModel):
    """Which message is sent again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {}})

    delivery: str | None = Field(
        default=None,
        max_length=40,
        description="One that is over; without it, all that were given up.",
    )
