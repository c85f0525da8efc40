"""Why a referral is changed, what its parts are called, and legal statuses."""

CHANGED_BECAUSE = {
    "said": "They said something new",
    "needs": "What they need is different now",
    "move": "The move or its date is different",
    "known": "Something is known now that was not before",
    "mistake": "Something was wrong",
    "sharing": "Other agencies should see it",
}
PARTS = {
    "sharing_name": "the name to use when sharing",
    "voice": "what they say",
    "born": "when they were born",
    "gender": "their gender",
    "priority": "how soon somebody has to act",
    "needed_by": "when a home is needed by",
    "placement_type": "what kind of home",
    "current_household": "whom they live with now",
    "home": "where they come from",
    "school": "where their school is",
    "languages": "their languages",
    "faith": "their faith",
    "cultures": "what matters about culture",
    "adaptations": "what a home needs to have",
    "interests": "what they enjoy",
    "behaviours": "what carers should know",
    "needs": "what they need from a home",
    "avoid_places": "where they need to stay away from",
    "cannot_live_with": "whom they cannot live with",
    "support_offered": "support with the move",
    "shared_with": "who may see it",
}
LEGAL_STATUS = {
    "C1": "An interim care order",
    "C2": "A full care order",
    "D1": "A freeing order",
    "E1": "A placement order",
    "V2": "Accommodated under section 20",
    "V3": "Short breaks, each one recorded",
    "V4": "Short breaks, as agreed in advance",
    "L1": "Police protection",
    "L2": "An emergency protection order",
    "L3": "A child assessment order",
    "J1": "Remanded to the authority, or in youth detention accommodation",
    "J2": "Detained by the police, in the authority’s accommodation",
    "J3": "A youth rehabilitation order with residence or intensive fostering",
}
"""What the looked-after children return (SSDA903) calls by a code: column LS."""
