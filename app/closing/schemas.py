"""The end of a referral as the API takes it."""

from pydantic import BaseModel, ConfigDict, Field

from app.closing.words import BECAUSE


class Closing(BaseModel):
    """Why a referral is closed."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"because": "staying"}}
    )

    because: str = Field(
        max_length=20,
        description="; ".join(f"`{code}`: {said}" for code, said in BECAUSE.items()),
    )
    young_person: str | None = Field(
        default=None,
        max_length=36,
        description="Only this one of several brothers and sisters: for the others it "
        "goes on, and who leaves has a closed referral of their own.",
    )
