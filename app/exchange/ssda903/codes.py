"""The tables of the return by their columns, and the codes a matcher reads.

Columns and codes as in the guide to the return, 2017-18 to 2026-27. A code that is not
here is kept as it stands and told once: a return of another year has others.
"""

from datetime import date

from app.referrals.words import LEGAL_STATUS

TABLES = {
    name: tuple(columns.split(","))
    for name, columns in (
        ("Header", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"),
        (
            "Episodes",
            "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,"
            "HOME_POST,PL_POST,URN",
        ),
        ("Reviews", "CHILD,DOB,REVIEW,REVIEW_CODE"),
        ("UASC", "CHILD,SEX,DOB,DUC"),
        (
            "OC2",
            "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,"
            "TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,"
            "INTERVENTION_OFFERED",
        ),
        ("OC3", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM"),
        (
            "AD1",
            "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
        ),
        (
            "PlacedAdoption",
            "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
        ),
        ("PrevPerm", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM"),
        ("Missing", "CHILD,DOB,MISSING,MIS_START,MIS_END"),
        ("SWEpisodes", "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON"),
        ("DoLo", "CHILD,DOB,DOLO_START,DOLO_END"),
    )
}
OPTIONAL = {"MOTHER", "MC_DOB", "UPN", "URN", "REASON_PLACE_CHANGE"}
"""Columns that returns of some years, or children of some ages, do without."""
SEX = {"1": "male", "2": "female", "M": "male", "F": "female", "U": ""}
"""Up to 2023-24 in figures, from 2024-25 in letters."""
PLACE = {
    "K1": "a secure children’s home",
    "K2": "a children’s home",
    "R1": "a residential care home",
    "S1": "a residential school",
    **dict.fromkeys(("U1", "U2", "U3"), "foster care with family or friends"),
    **dict.fromkeys(("U4", "U5", "U6"), "foster care"),
    **dict.fromkeys(("A3", "A4", "A5", "A6"), "a home for adoption"),
    **dict.fromkeys(("H5", "P2", "P3", "K3"), "a place of their own, with support"),
    "P1": "home with a parent",
    "R2": "a hospital or nursing home",
    "R3": "a family centre",
    "R5": "custody",
    **dict.fromkeys(("T0", "T1", "T2", "T3", "T4"), "a temporary place"),
    **dict.fromkeys(("Z1", "Z11", "Z12", "Z13", "Z14"), "another place"),
}
MIGHT_STEP_DOWN = {
    "K2": "children's home",
    "R1": "children's home",
    "S1": "residential school",
}
"""Where who might move to a family lives, as the referral form says it."""
SHORT_BREAKS = {"V3", "V4"}
_FIRST = date.min
_LAST = date.max
VALID = {
    "PLACE": {
        # From the return of 2024-25 on, with the rules for supported accommodation.
        "K3": (date(2024, 4, 1), _LAST),
        "P2": (_FIRST, date(2023, 10, 27)),
        # Taken out of the return of 2025-26.
        "H5": (_FIRST, date(2025, 3, 31)),
        "Z1": (_FIRST, date(2025, 3, 31)),
        **dict.fromkeys(("Z11", "Z12", "Z13", "Z14"), (date(2025, 4, 1), _LAST)),
    },
    "LS": {"D1": (_FIRST, date(2005, 12, 31))},
}
"""From which day to which a code was one. It is kept on any day, and told."""
KNOWN = {
    "SEX": set(SEX),
    "PLACE": set(PLACE),
    "LS": set(LEGAL_STATUS),
    "CIN": {f"N{number}" for number in range(1, 9)},
    "RNE": set("SLPTBU"),
    "REASON_PLACE_CHANGE": {
        *("CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO"),
        *("CHILD", "LAREQ", "PLACE", "CUSTOD", "OTHER"),
    },
    "SW_REASON": {
        *("MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC"),
        *("CHCHAN", "PCCHAN", "SWDIED", "OTHERS"),
    },
    "MISSING": {"M", "A"},
    "REASON_PLACED_CEASED": {"RD1", "RD2", "RD3", "RD4"},
}
ENDED_AGAINST_PLAN = {"CREQB", "CREQO", "CHILD", "LAREQ", "ALLEG", "STAND"}
OTHER_NAMES = {
    "CLAP_PERSON_ID": "CHILD",
    "CLAP_CLA_PLACEMENT_START_DATE": "DECOM",
    "CLAP_CLA_PLACEMENT_END_DATE": "DEC",
    "CLAP_CLA_PLACEMENT_TYPE": "PLACE",
    "CLAP_CLA_PLACEMENT_PROVIDER": "PLACE_PROVIDER",
    "CLAP_CLA_PLACEMENT_POSTCODE": "PL_POST",
    "CLAP_CLA_PLACEMENT_URN": "URN",
    "CLAP_CLA_PLACEMENT_CHANGE_REASON": "REASON_PLACE_CHANGE",
    "PERS_PERSON_ID": "CHILD",
    "PERS_DOB": "DOB",
    "PERS_SEX": "SEX",
    "PERS_ETHNICITY": "ETHNIC",
}
"""Columns of the Standard Safeguarding Dataset that hold what the return's do."""
SHAPES = {
    "Episodes": ("CLAP_PERSON_ID", "CLAP_CLA_PLACEMENT_START_DATE"),
    "Header": ("PERS_PERSON_ID", "PERS_DOB"),
}
"""Its tables of placements and of people, each by what it cannot be without."""
DATES = {"DOB", "DECOM", "DEC", "MIS_START", "MIS_END", "SW_DECOM", "SW_DEC"}
"""Dates a history is made of. Others are not read."""
