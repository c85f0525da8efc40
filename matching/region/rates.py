"""How often what is so in the demonstration region: every rate, to be tuned here.

Shares are of 1, weights are relative. Where there are published figures for England
(ages and ethnicity of young people, single carers, places vacant) they are followed;
the rest is set so that the region is as hard as practice says: about one home in twenty
suits a young person stepping down from residential care.
"""

from datetime import date

AS_OF = date(2026, 11, 22)
VACANCY = {"plenty": 0.30, "scarce": 0.08}
"""Share of approved households with a place free by the time it is needed."""

# Records: about a third of all facts is old, undated or missing.
FACT_OLD = 0.22
FACT_MISSING = 0.07
FACT_UNDATED = 0.04
FACT_OLD_AFTER = 180
RISK_OLD_AFTER = 90

# Size: one authority's area for so many households, of so many outcodes.
HOUSEHOLDS_AN_AUTHORITY = 150
OUTCODES_AN_AUTHORITY = 15
AUTHORITIES_AT_MOST = 150
AUTHORITIES_AN_AGENCY = (4, 6)

# Households.
STATUS = {
    "approved": 91,
    "in assessment": 4,
    "on hold": 3,
    "suspended": 1,
    "resigned": 1,
}
PLACES = {1: 42, 2: 38, 3: 20}
OTHERWISE_FULL = 0.75
BEDROOM_SHORT = 0.1
TERMS = {"full": 74, "no terms": 18, "not recorded": 8}
TERM_AGES = {
    (0, 17): 40,
    (5, 17): 15,
    (8, 17): 15,
    (10, 17): 10,
    (0, 11): 12,
    (4, 14): 8,
}
TERM_GENDERS = {("any",): 86, ("female",): 8, ("male",): 6}
TERM_TYPES = {
    ("short-term", "long-term"): 42,
    ("short-term", "long-term", "step-down"): 14,
    ("long-term", "step-down"): 8,
    ("step-down",): 4,
    ("short-term",): 26,
    ("short-term", "short breaks"): 8,
    ("long-term",): 4,
}
SINGLE_CARER = 0.35
FIRST_CARER_FEMALE = 0.90
SECOND_CARER_SAME_GENDER = 0.07
DRIVES = 0.86
SMOKES = 0.10
OTHER_ADULT = 0.12
CHILDREN_AT_HOME = {0: 52, 1: 24, 2: 18, 3: 6}
ANIMALS = {"dog": 0.38, "cat": 0.24, "rabbit": 0.06, "horse": 0.03, "chicken": 0.03}
KEPT_APART = {"yes": 30, "sometimes": 25, "no": 40, None: 5}
TAKES_ALONE = {"can be": 62, "only": 10, "no": 16, None: 12}
SOLO_PROMISED = 0.10
"""Of homes where one young person lives and no other child."""
SIBLINGS_PLACED = 0.4
AT_HOME = {"weekdays": 0.55, "after school": 0.75, "weekends": 0.95, "nights": 0.98}
RURAL = 0.25
ADAPTED = 0.06
TRAINING_BOOKED = 0.14
RETAINED = 0.02

# What carers say when asked, by how ready they are for a young person stepping down.
READINESS = {"practised": 10, "willing": 36, "cautious": 54}
ANSWERS = {
    "practised": {"yes": 56, "yes with support": 31, "discuss": 6, "no": 7},
    "willing": {"yes": 38, "yes with support": 25, "discuss": 9, "no": 28},
    "cautious": {"yes": 21, "yes with support": 14, "discuss": 9, "no": 56},
}
HARD_ANSWERS = {
    "practised": {"yes": 20, "yes with support": 40, "discuss": 14, "no": 26},
    "willing": {"yes": 7, "yes with support": 19, "discuss": 16, "no": 58},
    "cautious": {"yes": 2, "yes with support": 5, "discuss": 9, "no": 84},
}
NOT_ASKED = {0.03: 55, 0.12: 35, 0.5: 10}
"""Share of questions not asked yet, by how well a household's record is kept."""
EXPERIENCE = {
    "practised": {"none": 6, "training only": 14, "some": 45, "extensive": 35},
    "willing": {"none": 30, "training only": 28, "some": 34, "extensive": 8},
    "cautious": {"none": 55, "training only": 25, "some": 18, "extensive": 2},
}

# Young people.
PRIORITY = {"urgent": 10, "high": 30, "standard": 60}
PLACEMENT_TYPE = {"step-down": 76, "long-term": 19, "short-term": 5}
AGES = {8: 3, 9: 4, 10: 6, 11: 10, 12: 14, 13: 19, 14: 19, 15: 14, 16: 8, 17: 3}
GENDER = {"female": 43, "male": 55, "another": 2}
IN_SIBLING_GROUP = 0.12
SIBLING_GROUP_SIZES = {2: 68, 3: 24, 4: 8}
SUB_GROUPS = 0.5
YOUNGEST_SIBLING = 4
TOGETHER = {"essential": 50, "strongly preferred": 20, "preferred": 12, None: 18}
STRENGTH = {
    "essential": 58,
    "strongly preferred": 22,
    "preferred": 18,
    "not known": 4,
}
WISH = {"strongly preferred": 30, "preferred": 70}

SOLO = 0.12
SOLO_BECAUSE = {"HSB": 0.7, "ATTENTION": 0.6}
NO_YOUNGER = 0.12
NO_YOUNGER_BECAUSE = {"PHYS_CHILD": 0.85, "BULLY": 0.4}
YOUNGEST = 0.10
OLDEST = 0.05
NOT_THIS_GENDER = 0.05
COMPANY = 0.12
KEEP_SCHOOL = 0.49
NEAR_FAMILY = 0.50
NEAR_HOME = 0.16
NEAR_ACTIVITY = 0.06
IN_AREA = 0.12
AVOID_PLACE = 0.08
AVOID_PLACE_BECAUSE = {"CSE": 0.6, "CCE": 0.6, "MISSING": 0.25}
AVOID_ANIMALS = 0.02
AVOID_ANIMALS_BECAUSE = {"ANIMAL": 1.0, "ANIMAL_FEAR": 0.95, "ALLERGY": 0.95}
WANTS_ANIMALS = 0.14
TWO_CARERS = 0.10
TWO_CARERS_BECAUSE = {"PHYS_ADULT": 0.4, "ALLEG": 0.5}
CARER_GENDER = 0.03
CARER_GENDER_BECAUSE = {"CARER_SEX": 0.9}
AT_HOME_NEEDED = 0.05
AT_HOME_NEEDED_BECAUSE = {"SCHOOL_REF": 0.4, "EXCL": 0.4, "SLEEP": 0.15}
EXPERIENCED = 0.18
TRAINED = 0.10
TRAINED_OR_EXPERIENCED = 0.08
SMOKE_FREE = 0.03
SMOKE_FREE_BECAUSE = {"PHYS_HEALTH": 0.5}
LONG_TERM = 0.20
DRIVER = 0.10
SETTING = 0.08
SHARED_INTERESTS = 0.40
BUDGET = 0.10
SUPPORT_OFFERED = 0.65
PLANNED_BEFORE = 0.06
CANNOT_LIVE_WITH = 0.04
EXEMPTED = 0.06
"""Of full homes for three, with one more named young person in mind."""
SHARING_AGREED = 0.3
"""Of homes with a place free and no bedroom."""

CONDITIONS = (
    "ASD",
    "ADHD",
    "FASD",
    "LD",
    "PHYS_HEALTH",
    "DISAB",
    "ALLERGY",
    "ATTACH",
    "TRAUMA",
    "LOSS",
    "INSTIT",
    "IDENTITY",
    "FAM_DISRUPT",
)
"""Part of somebody's life: they have neither a last time nor a past."""
LEVELS_OF_CONDITIONS = {"low": 38, "medium": 44, "high": 18}
LEVELS = {"historic": 22, "low": 30, "medium": 34, "high": 14}
BEHAVIOURS = {
    "TRAUMA": 0.50,
    "VERB": 0.45,
    "ATTACH": 0.45,
    "INSTIT": 0.30,
    "PROP": 0.25,
    "SELF_HARM": 0.25,
    "MISSING": 0.28,
    "SCHOOL_REF": 0.25,
    "ADHD": 0.25,
    "SLEEP": 0.22,
    "PHYS_PEER": 0.20,
    "SUBST": 0.18,
    "ASD": 0.18,
    "LOSS": 0.15,
    "FAM_DISRUPT": 0.15,
    "PHYS_ADULT": 0.17,
    "EXCL": 0.12,
    "BULLIED": 0.12,
    "ATTENTION": 0.12,
    "PHYS_CHILD": 0.10,
    "CCE": 0.10,
    "LD": 0.10,
    "THEFT": 0.10,
    "CSE": 0.09,
    "OFFEND": 0.08,
    "IDENTITY": 0.08,
    "PHYS_HEALTH": 0.08,
    "SUICIDAL": 0.07,
    "ANIMAL_FEAR": 0.06,
    "ALLEG": 0.06,
    "BULLY": 0.05,
    "HSB": 0.05,
    "EATING": 0.05,
    "SEXUALISED": 0.05,
    "FIRE": 0.04,
    "ALLERGY": 0.04,
    "FASD": 0.04,
    "CONTINENCE": 0.04,
    "CARER_SEX": 0.03,
    "DISAB": 0.03,
    "ANIMAL": 0.02,
}
"""Share of young people of whom each is recorded."""
NOT_BEFORE_AGE = {
    "CSE": 11,
    "CCE": 11,
    "SUBST": 11,
    "OFFEND": 11,
    "SUICIDAL": 11,
    "MISSING": 10,
    "SELF_HARM": 10,
}
HARD = (
    "FIRE",
    "HSB",
    "PHYS_CHILD",
    "PHYS_ADULT",
    "CSE",
    "CCE",
    "SUICIDAL",
    "ANIMAL",
    "ALLEG",
)
"""What carers say yes to least often."""
CHECKED = ("FIRE", "HSB", "ANIMAL")
CHECKED_NONE_KNOWN = 0.25
"""How often the file says that these were checked and nothing is known."""
ASKED_EXPERIENCE = (
    "SELF_HARM",
    "ASD",
    "ADHD",
    "TRAUMA",
    "ATTACH",
    "MISSING",
    "CSE",
    "CCE",
    "HSB",
    "FASD",
    "INSTIT",
    "LD",
)
"""What referrals ask experience of, and carers' records speak of."""
