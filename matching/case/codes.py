"""The fixed vocabularies of a case. Labels for people live with the sentences."""

from enum import StrEnum


class Strength(StrEnum):
    """How much a need matters; *not known* is a need nobody has answered yet."""

    ESSENTIAL = "essential"
    STRONGLY_PREFERRED = "strongly preferred"
    PREFERRED = "preferred"
    NOT_KNOWN = "not known"


class Priority(StrEnum):
    """How soon a home is needed; the policy says what each weighs."""

    URGENT = "urgent"
    HIGH = "high"
    STANDARD = "standard"


class Gender(StrEnum):
    """As recorded; *another* is somebody who describes themself another way."""

    FEMALE = "female"
    MALE = "male"
    ANOTHER = "another"


class PlacementType(StrEnum):
    """The kind of home asked for, approved for or offered."""

    SHORT_TERM = "short-term"
    LONG_TERM = "long-term"
    STEP_DOWN = "step-down"
    SHORT_BREAKS = "short breaks"
    PARENT_AND_CHILD = "parent and child"
    EMERGENCY = "emergency"
    BRIDGING = "bridging"
    OTHER = "other"


class ApprovalStatus(StrEnum):
    """Where a household stands with its fostering service."""

    IN_ASSESSMENT = "in assessment"
    APPROVED = "approved"
    ON_HOLD = "on hold"
    SUSPENDED = "suspended"
    RESIGNED = "resigned"


class Answer(StrEnum):
    """What carers say when asked about a behaviour or need."""

    YES = "yes"
    YES_WITH_SUPPORT = "yes with support"
    DISCUSS = "discuss"
    NO = "no"
    NOT_RECORDED = "not recorded"


class Level(StrEnum):
    """How much a behaviour or need affects daily life now."""

    NONE_KNOWN = "none known"
    HISTORIC = "historic"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Experience(StrEnum):
    """How much a carer has met a behaviour or need before."""

    NONE = "none"
    TRAINING_ONLY = "training only"
    SOME = "some"
    EXTENSIVE = "extensive"


class When(StrEnum):
    """Times at which an adult may be at home."""

    WEEKDAYS = "weekdays"
    AFTER_SCHOOL = "after school"
    WEEKENDS = "weekends"
    NIGHTS = "nights"


class TakesAlone(StrEnum):
    """Whether carers take a young person with no other child in the home."""

    ONLY = "only"
    CAN_BE = "can be"
    NO = "no"


class KeptApart(StrEnum):
    """Whether animals can be kept away from a young person."""

    YES = "yes"
    SOMETIMES = "sometimes"
    NO = "no"


class Setting(StrEnum):
    """Where the home lies."""

    URBAN = "urban"
    RURAL = "rural"


class Code(StrEnum):
    """A behaviour or need of a young person (domain list, pages.md §5.3)."""

    VERB = "VERB"
    PHYS_ADULT = "PHYS_ADULT"
    PHYS_CHILD = "PHYS_CHILD"
    PHYS_PEER = "PHYS_PEER"
    PROP = "PROP"
    WEAPON = "WEAPON"
    SELF_HARM = "SELF_HARM"
    SUICIDAL = "SUICIDAL"
    EATING = "EATING"
    SUBST = "SUBST"
    MISSING = "MISSING"
    CSE = "CSE"
    CCE = "CCE"
    GANG = "GANG"
    RADICAL = "RADICAL"
    TRAFF = "TRAFF"
    HSB = "HSB"
    SEXUALISED = "SEXUALISED"
    FIRE = "FIRE"
    ANIMAL = "ANIMAL"
    ANIMAL_FEAR = "ANIMAL_FEAR"
    ALLERGY = "ALLERGY"
    OFFEND = "OFFEND"
    THEFT = "THEFT"
    BULLY = "BULLY"
    BULLIED = "BULLIED"
    ATTENTION = "ATTENTION"
    ALLEG = "ALLEG"
    CARER_SEX = "CARER_SEX"
    SCHOOL_REF = "SCHOOL_REF"
    EXCL = "EXCL"
    SLEEP = "SLEEP"
    CONTINENCE = "CONTINENCE"
    HYGIENE = "HYGIENE"
    ATTACH = "ATTACH"
    TRAUMA = "TRAUMA"
    LOSS = "LOSS"
    ASD = "ASD"
    ADHD = "ADHD"
    FASD = "FASD"
    LD = "LD"
    SLCN = "SLCN"
    PHYS_HEALTH = "PHYS_HEALTH"
    DISAB = "DISAB"
    FAM_DISRUPT = "FAM_DISRUPT"
    INSTIT = "INSTIT"
    IDENTITY = "IDENTITY"
    PREGNANT = "PREGNANT"
    PARENT = "PARENT"
