"""Referrals as the API takes and gives them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

EXAMPLE: dict[str, JsonValue] = {
    "share_with": ["0198c2f0-0000-7000-8000-000000000002"],
    "young_people": [
        {
            "sharing_name": "Robin",
            "voice": "I would like to stay at my school.",
            "record": {
                "born": "2013-04-01",
                "gender": "female",
                "priority": "high",
                "needed_by": "2027-01-15",
                "placement_type": "step-down",
                "needs": [
                    {
                        "criterion": "keep_school",
                        "strength": "essential",
                        "parameters": {"place": {"postcode": "ST4"}, "max_miles": 10},
                        "reason": "Settled, and with friends there",
                        "source": "virtual school",
                        "confirmed_on": "2026-10-20",
                    }
                ],
            },
        }
    ],
}
RECORD = (
    "The young person's facts, behaviours and needs: the fields of a young person in a "
    "case, as printed by `hearth schema case`, without id, authority and sibling_group."
)


class YoungPersonWrite(BaseModel):
    """One young person of a referral."""

    model_config = ConfigDict(extra="forbid")

    sharing_name: str = Field(
        min_length=1,
        max_length=60,
        description="Name to use when sharing; not their real name.",
    )
    voice: str | None = Field(
        default=None, max_length=4000, description="What they say, in their own words."
    )
    record: dict[str, Any] = Field(description=RECORD)


class ReferralWrite(BaseModel):
    """A referral for one young person, or for brothers and sisters together."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    young_people: list[YoungPersonWrite] = Field(
        min_length=1,
        max_length=12,
        description="More than one are a sibling group. In a siblings_together need "
        "name them by their place in this list, from 1: [[1, 2], [3]]; in "
        'cannot_live_with too: ["2"].',
    )
    share_with: list[str] = Field(
        default=[],
        description="Ids of the agencies it is shared with, and of frameworks.",
    )


class YoungPersonRead(BaseModel):
    """A young person as the asking organisation may see them."""

    id: str
    sharing_name: str
    voice: str | None
    age: int = Field(description="Completed years today.")
    record: dict[str, Any] = Field(description=RECORD)


class ReferralRead(BaseModel):
    """A referral as the asking organisation may see it."""

    id: str
    authority: str = Field(description="Id of the authority.")
    state: str = Field(description="live or closed.")
    young_people: list[YoungPersonRead]
    share_with: list[str] = Field(description="Agencies it is shared with; own only.")
    version: int = Field(description="Grows with every change; send it as If-Match.")
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    closed_because: str | None = Field(description="A code; own only.")


class ReferralList(BaseModel):
    """One page of referrals."""

    items: list[ReferralRead]
    page: int
    pages: int
    total: int
