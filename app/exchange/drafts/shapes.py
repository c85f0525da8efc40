"""Lists of young people as authorities' case systems are found to write them.

Shapes, from columns such extracts commonly have: no claim to be any product's own
extract. Names of people in them are left out: a name to use when sharing is chosen.
"""

from app.exchange.mapping import LEFT_OUT, shape

_GENDER = {"M": "male", "F": "female", "Male": "male", "Female": "female"}
_LIVES = {
    "K2": "children's home",
    "K2 - Children's Homes": "children's home",
    "Children's Home": "children's home",
    "Childrens Home": "children's home",
    "Residential": "children's home",
    "Residential Home": "children's home",
    "R1": "children's home",
    "S1": "residential school",
    "Residential School": "residential school",
    "Foster Care": "foster home",
    "Foster Placement": "foster home",
    "Fostering": "foster home",
    **dict.fromkeys(("U4", "U5", "U6"), "foster home"),
    **dict.fromkeys(("U1", "U2", "U3", "P1"), "family"),
    "Kinship": "family",
    "Connected Person": "family",
    **dict.fromkeys(("K1", "H5", "K3", "P2", "R2", "R3", "R5", "Z1"), "other"),
    "Supported Accommodation": "other",
    "Secure": "other",
}
_VALUES = {"gender": {**_GENDER, "1": "male", "2": "female"}, "lives_now": _LIVES}
_NOT_READ = dict.fromkeys(
    (
        *("Forename", "First Name", "Surname", "Last Name", "Full Name", "Name"),
        *("Child Name", "Person Name", "NHS Number", "UPN", "Age", "Ethnicity"),
        *("Legal Status", "Team", "Allocated Team", "Allocated Worker", "Key Worker"),
        *("Social Worker", "Placement Start Date", "Placement Address", "URN"),
        *("Placement Postcode", "Placement Provider", "Provider", "Start Date"),
    ),
    LEFT_OUT,
)

MORE = (
    "Your own ID",
    "State",
    "Referred on",
    "Closed on",
    "Closed because",
    "Referred together with",
    "Shared with",
    "What carers should know",
    "What was asked for",
    "Stay away from",
    "Who agencies can talk to",
)
"""What a file Hearth wrote has beside the list's columns; reading leaves it out."""

SHAPES = (
    shape("a file Hearth wrote", dict.fromkeys(MORE, LEFT_OUT)),
    shape(
        "a Mosaic-like list of children looked after",
        {
            **_NOT_READ,
            "Person ID": "child_id",
            "Mosaic ID": "child_id",
            "Date of Birth": "born",
            "Gender": "gender",
            "Placement Type": "lives_now",
            "Placement Type Description": "lives_now",
            "Home Postcode": "home",
            "First Language": "languages",
            "Religion": "faith",
        },
        _VALUES,
    ),
    shape(
        "an LCS-like list of children looked after",
        {
            **_NOT_READ,
            "LCS ID": "child_id",
            "Client ID": "child_id",
            "Child LCS ID": "child_id",
            "DoB": "born",
            "Birth Date": "born",
            "Sex": "gender",
            "Placement": "lives_now",
            "Placement Code": "lives_now",
            "Current Placement Type": "lives_now",
            "Permanent Address Postcode": "home",
            "Main Language": "languages",
            "Religion": "faith",
        },
        _VALUES,
    ),
    shape(
        "an Eclipse-like list of children looked after",
        {
            **_NOT_READ,
            "Eclipse ID": "child_id",
            "Person Identifier": "child_id",
            "PersonID": "child_id",
            "Date Of Birth": "born",
            "DateOfBirth": "born",
            "Gender Identity": "gender",
            "Placement Classification": "lives_now",
            "PlacementType": "lives_now",
            "Home Address Postcode": "home",
            "First Language": "languages",
            "Religion": "faith",
        },
        _VALUES,
    ),
)
