"""What changed, as programs are told: ids and codes, never what a record says."""

from datetime import datetime

from pydantic import BaseModel, Field


class RecordChange(BaseModel):
    """One change of a record."""

    type: str = Field(description="What happened, for example household.changed.")
    record_type: str = Field(description="household, referral, young_person, match_run")
    record_id: str = Field(description="Read the record under this id.")
    by: str = Field(description="Id of the organisation that did it.")
    at: datetime


class RecordChanges(BaseModel):
    """Some changes, and where to go on."""

    items: list[RecordChange]
    next: str = Field(description="Send it as `after` the next time.")
    more: bool = Field(description="Whether there is more to read now.")
