"""Why a referral is changed, and what the parts of a record are called."""

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
