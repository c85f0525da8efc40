"""What the return asks about a move, in plain words: codes as of SSDA903."""

PLACEMENT = {
    "U4": "Foster carers, long term",
    "U6": "Foster carers, not long term",
    "U5": "Foster carers who are approved to adopt too",
    "U1": "Relatives or friends as foster carers, long term",
    "U3": "Relatives or friends as foster carers, not long term",
    "U2": "Relatives or friends who are approved to adopt too",
}
"""PLACE, as far as a home in Hearth can be one. All hold from 2017-18 to 2026-27."""
PROVIDER = {
    "PR1": "Your authority itself",
    "PR2": "Another authority",
    "PR4": "A private agency",
    "PR5": "A voluntary or charitable agency",
}
NEW_EPISODE = {
    "P": "They moved to other carers; the legal status stayed",
    "B": "They moved to other carers, and the legal status changed",
    "S": "They began to be looked after",
}
NEED = {
    "N1": "Abuse or neglect",
    "N2": "The child’s disability",
    "N3": "A parent’s illness or disability",
    "N4": "A family in acute stress",
    "N5": "Family dysfunction",
    "N6": "Behaviour that others do not accept",
    "N7": "Low income",
    "N8": "No parent there to care",
}
ENDED = {
    "X1": "Another placement or legal status began the same day",
    "E4A": "They returned home, as planned",
    "E4B": "They returned home, not as planned",
    "E13": "They live with somebody else who has no parental responsibility",
    "E48": "Special guardianship of other carers",
    "E45": "Special guardianship of their foster carers, who are relatives",
    "E46": "Special guardianship of their foster carers, who are not relatives",
    "E41": "A child arrangements order",
    "E11": "Adopted",
    "E5": "Independent living with support",
    "E6": "Independent living without support",
    "E17": "They are 18 and stay with the carers",
    "E3": "Another authority looks after them",
    "E9": "Custody",
    "E8": "Something else",
}
"""REC: why the episode ended."""
CHANGED = {
    "CARPL": "As the care plan says",
    "CREQB": "The carers asked for it, because of the child’s behaviour",
    "CREQO": "The carers asked for it, for another reason",
    "CHILD": "The young person asked for it",
    "LAREQ": "The authority asked for it",
    "STAND": "Standards of care",
    "ALLEG": "An allegation",
    "APPRR": "The carers’ approval was ended",
    "CLOSE": "The carers stopped fostering",
    "PLACE": "Only the kind of placement changed",
    "OTHER": "Another reason",
}
"""REASON_PLACE_CHANGE: asked where another placement began the same day."""
