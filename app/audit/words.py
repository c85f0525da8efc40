"""What an entry of the record tells of, in words."""

ACTIONS = {
    "api_key.ended": "Took back a key for a program",
    "api_key.made": "Made a key for a program",
    "audit.read": "Looked at the record of who did what",
    "audit.checked": "Checked that the record is whole",
    "audit.exported": "Took the record out as a file",
    "draft.changed": "Changed a referral that is being written",
    "draft.deleted": "Deleted a referral that was being written",
    "draft.read": "Read a referral that is being written",
    "draft.sent": "Sent a referral",
    "draft.started": "Started a referral",
    "household.changed": "Changed a home",
    "household.created": "Added a home",
    "household.read": "Read a home",
    "codes_set_up": "Set up an app for codes",
    "password_changed": "Changed their password",
    "password_chosen": "Chose a password through a one-time link",
    "person.access_ended": "Ended somebody's access",
    "person.invited": "Let somebody in",
    "person.link_made": "Made somebody a one-time link",
    "person.paused": "Was paused: they chose a password through another organisation",
    "person.roles_changed": "Changed what somebody may do",
    "referral.changed": "Changed a referral",
    "referral.created": "Made a referral",
    "referral.read": "Read a referral",
    "result.read": "Read what a run found for a young person",
    "run.read": "Read a match run",
    "run.started": "Started a match run",
    "run.finished": "A match run they started finished",
    "run.failed": "A match run they started could not be finished",
    "run.stopping": "Asked a match run to stop",
    "run.stopped": "Stopped a match run",
    "signed_in": "Signed in",
    "signed_out": "Signed out",
    "signed_out_everywhere": "Signed out everywhere",
    "what_if.adopted": "Adopted a what-if",
    "what_if.created": "Tried a what-if",
    "what_if.failed": "A what-if they tried could not be finished",
    "what_if.finished": "A what-if they tried finished",
    "what_if.read": "Read a what-if",
    "what_if.stopped": "Stopped a what-if",
    "what_if.stopping": "Asked a what-if to stop",
    "young_person.exported": "Took out everything kept about a young person",
    "young_person.read": "Read a young person's record",
}
KINDS = {
    "audit": "this record",
    "draft": "referral being written",
    "household": "home",
    "match_run": "match run",
    "person": "person who signs in",
    "referral": "referral",
    "what_if": "what-if",
    "young_person": "young person",
}
REASONS = {
    "inspection": "An inspection",
    "subject_access": "Someone has asked what is kept about them",
    "complaint": "A complaint",
    "investigation": "Looking into an incident",
    "routine": "A routine check",
}
"""Why somebody may take the record out; kept as a code, as all of the record is."""


def done(action: str) -> str:
    """Say what was done."""
    return ACTIONS.get(action) or action.replace(".", " ").replace("_", " ")
