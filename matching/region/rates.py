"""How often what is so in the demonstration region. Sources: docs of the field.

Rates follow published figures where there are any (places vacant, reasons homes do not
suit, ages of young people stepping down) and are otherwise set so that the region is as
hard as practice says: about one home in twenty suits a young person stepping down.
"""

from datetime import date

AS_OF = date(2026, 11, 22)
VACANCY = {"plenty": 0.30, "scarce": 0.08}
"""Share of households with a place free by the time it is needed."""

FACT_OLD = 0.20
FACT_MISSING = 0.06
"""With these, about a third of what decides is old or missing."""

STATUS = {
    "approved": 90,
    "in assessment": 5,
    "on hold": 3,
    "suspended": 1,
    "resigned": 1,
}
SINGLE_CARER = 0.35
CHILDREN_AT_HOME = {0: 45, 1: 28, 2: 20, 3: 7}
PLACEMENTS = {0: 45, 1: 35, 2: 17, 3: 3}
ANIMALS = {"dog": 0.38, "cat": 0.25, "rabbit": 0.05, "horse": 0.03}
TERMS = {"full": 72, "no terms": 20, "not recorded": 8}
TAKES_ALONE = {"can be": 62, "only": 8, "no": 15, None: 15}
ANSWER = {"yes": 40, "yes with support": 27, "discuss": 10, "no": 10, None: 13}
HARD_ANSWER = {"yes": 12, "yes with support": 28, "discuss": 18, "no": 27, None: 15}
HARD = ("FIRE", "HSB", "PHYS_CHILD", "PHYS_ADULT", "WEAPON", "CSE", "CCE", "SUICIDAL")

PRIORITY = {"urgent": 10, "high": 30, "standard": 60}
AGES = {8: 3, 9: 4, 10: 6, 11: 10, 12: 14, 13: 19, 14: 19, 15: 14, 16: 8, 17: 3}
IN_SIBLING_GROUP = 0.12
SOLO = 0.20
KEEP_SCHOOL = 0.45
AVOID_PLACE = 0.20
AVOID_ANIMALS = 0.15
NO_YOUNGER = 0.22
TWO_CARERS = 0.16
AT_HOME = 0.15
EXPERIENCE = 0.25
NEAR_FAMILY = 0.6

BEHAVIOURS = {
    "VERB": 55,
    "PHYS_PEER": 25,
    "PHYS_ADULT": 15,
    "PHYS_CHILD": 10,
    "PROP": 30,
    "SELF_HARM": 28,
    "SUICIDAL": 8,
    "MISSING": 30,
    "CSE": 12,
    "CCE": 12,
    "SUBST": 20,
    "SCHOOL_REF": 30,
    "SLEEP": 25,
    "ATTACH": 55,
    "TRAUMA": 60,
    "INSTIT": 35,
    "ADHD": 30,
    "ASD": 20,
    "LD": 12,
    "FIRE": 5,
    "HSB": 5,
    "ANIMAL": 3,
    "ANIMAL_FEAR": 6,
}
ETHNICITY = {
    "WBRI": 66,
    "WOTH": 5,
    "MWBC": 5,
    "MWAS": 3,
    "MOTH": 3,
    "APKN": 4,
    "AIND": 1,
    "BCRB": 4,
    "BAFR": 4,
    "OOTH": 5,
}
