"""Why a referral can end, in words."""

HOME_FOUND = "home_found"
BECAUSE = {
    HOME_FOUND: "They are moving to a home that was found here",
    "other_home": "They are moving to another home",
    "staying": "They are staying where they are",
    "left_care": "They have left care",
    "mistake": "It was made by mistake",
}
