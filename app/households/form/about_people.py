"""Questions about who and what else lives in the home."""

from collections.abc import Mapping

from app.households.form.rows import Rows
from app.web.forms.asking import (
    NOT_KNOWN,
    YES_NO,
    Choice,
    Kind,
    Question,
    choices_of,
)

OLDEST = 25
MOST_ANIMALS = 500
MOVED = "No longer lives here"
_AGE = Question(
    "age",
    Kind.COUNT,
    "age in years",
    missing="Enter their age, or say that they no longer live here",
    what="age in years",
    most=OLDEST,
)
_GIRL_OR_BOY = Question(
    "gender",
    Kind.RADIOS,
    "girl or boy? (optional)",
    choices=(
        Choice("female", "Girl"),
        Choice("male", "Boy"),
        Choice("another", "Another gender"),
    ),
)
CHILDREN = Rows(
    "children",
    "Children who live here",
    "Do children live here who are not fostered?",
    "child",
    (
        _AGE,
        _GIRL_OR_BOY,
        Question(
            "kind",
            Kind.RADIOS,
            "whose child? (optional)",
            choices=(
                Choice("birth", "The carers’ own"),
                Choice("adopted", "Adopted"),
                Choice("other", "Another child, such as a nephew"),
            ),
        ),
        Question("id", Kind.TEXT, "your own reference (optional)", "Never a name"),
    ),
    MOVED,
    "Enter at least one child, or select no",
)
ADULTS = Rows(
    "other_adults",
    "Other adults who live here",
    "Do adults live here who are not carers?",
    "adult",
    (
        Question(
            "gender",
            Kind.RADIOS,
            "woman or man?",
            choices=(
                Choice("female", "Woman"),
                Choice("male", "Man"),
                Choice("another", "Another gender"),
            ),
            missing="Select woman, man or another gender, or that they have moved out",
        ),
        Question("smokes", Kind.RADIOS, "smokes or vapes? (optional)", "", YES_NO),
    ),
    MOVED,
    "Enter at least one adult, or select no",
)
ANIMALS = Rows(
    "animals",
    "Animals",
    "Do animals live here?",
    "animal",
    (
        Question(
            "species",
            Kind.TEXT,
            "which?",
            "One word for one, such as dog",
            missing="Enter which animal, or say that it no longer lives here",
        ),
        Question(
            "count",
            Kind.COUNT,
            "how many of them? (optional)",
            what="how many",
            least=1,
            most=MOST_ANIMALS,
        ),
        Question(
            "kept_apart",
            Kind.RADIOS,
            "can they be kept away from a young person? (optional)",
            choices=(
                Choice("yes", "Yes"),
                Choice("sometimes", "Sometimes"),
                Choice("no", "No"),
                Choice(NOT_KNOWN, "Not known"),
            ),
        ),
    ),
    MOVED,
    "Enter at least one animal, or select no",
)


def placements(authorities: Mapping[str, str]) -> Rows:
    """Return who is fostered here now."""
    return Rows(
        "placements",
        "Young people fostered here now",
        "Is anybody fostered here now?",
        "young person",
        (
            Question(
                "young_person",
                Kind.TEXT,
                "your own reference",
                "Never a name. Others do not see it",
                missing="Enter your own reference, or say that they have moved out",
            ),
            _AGE,
            _GIRL_OR_BOY,
            Question(
                "authority",
                Kind.SELECT,
                "placed by which authority? (optional)",
                choices=choices_of(authorities),
            ),
            Question(
                "solo_promised",
                Kind.RADIOS,
                "were they promised to be the only child? (optional)",
                choices=YES_NO,
            ),
        ),
        MOVED,
        "Enter at least one young person, or select no",
        known_by="young_person",
    )
