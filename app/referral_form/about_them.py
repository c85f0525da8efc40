"""Questions about the young person: who they are, the move, and what they say."""

from app.referral_form import at_odds
from app.web.forms.asking import NOT_KNOWN, Choice, Kind, Page, Question

SHARING = Page(
    "may-share",
    "Are you allowed to share this with agencies?",
    (
        Question(
            "may_share",
            Kind.RADIOS,
            "Are you allowed to share this with agencies?",
            choices=(
                Choice("agreed", "Yes, it is agreed"),
                Choice("duty", "Yes, by court order or another duty"),
                Choice("not yet", "Not yet", "You can save, but not send"),
            ),
            missing="Select whether you are allowed to share this",
        ),
        Question(
            "team",
            Kind.AREA,
            "Who can agencies talk to? (optional)",
            "Names and roles: social worker, team manager",
        ),
    ),
)
ABOUT = Page(
    "about",
    "About them",
    (
        Question(
            "sharing_name",
            Kind.TEXT,
            "Name to use when sharing",
            "Not their real name. Let them choose if they can",
            missing="Enter a name to use when sharing. Do not use their real name",
            what="Name",
        ),
        Question("born", Kind.DATE, "Date of birth", missing="Enter a date of birth"),
        Question(
            "gender",
            Kind.RADIOS,
            "Gender",
            choices=(
                Choice("female", "Girl"),
                Choice("male", "Boy"),
                Choice("another", "Another way"),
                Choice(NOT_KNOWN, "Not known"),
            ),
            missing="Select a gender, or not known",
        ),
        Question(
            "lives_now",
            Kind.RADIOS,
            "Where do they live now?",
            choices=(
                Choice("foster home", "In a foster home"),
                Choice("children's home", "In a children’s home"),
                Choice("residential school", "In a residential school"),
                Choice("family", "With family or friends"),
                Choice("other", "Somewhere else"),
            ),
            missing="Select where they live now",
        ),
    ),
    at_odds=at_odds.born_late,
)
MOVE = Page(
    "move",
    "The move",
    (
        Question(
            "placement_type",
            Kind.RADIOS,
            "What kind of home?",
            choices=(
                Choice("short-term", "Short-term"),
                Choice("long-term", "Long-term"),
                Choice("step-down", "Step-down from residential care"),
                Choice("short breaks", "Short breaks"),
                Choice("parent and child", "Parent and child"),
                Choice("emergency", "Emergency"),
                Choice("bridging", "Bridging"),
                Choice("other", "Another kind"),
            ),
            missing="Select what kind of home",
        ),
        Question(
            "needed_by",
            Kind.DATE,
            "When is it needed by?",
            "For example, 27 3 2027",
            missing="Enter when it is needed by",
        ),
        Question(
            "how_soon",
            Kind.RADIOS,
            "How soon does somebody have to act?",
            choices=(
                Choice("urgent", "Today"),
                Choice("high", "Within 5 days"),
                Choice("standard", "Later"),
            ),
            missing="Select how soon somebody has to act",
        ),
        Question("why_now", Kind.AREA, "Why now, and what is the plan? (optional)"),
    ),
    at_odds=at_odds.move,
)
WORDS = Page(
    "words",
    "In their words",
    (
        Question(
            "voice",
            Kind.AREA,
            "What would they like us to know?",
            "As they said it. It is shown first, everywhere.",
        ),
        Question(
            "voice_not_asked",
            Kind.AREA,
            "If you could not ask, why?",
            "Leave this empty if they have been asked",
        ),
        Question(
            "wishes",
            Kind.CHECKBOXES,
            "What kind of family would they like? (optional)",
            "Only what they said themselves",
            (
                Choice("with_other_children", "Other children near their age"),
                Choice("solo", "No other children"),
                Choice("dog", "A dog"),
                Choice("cat", "A cat"),
                Choice("no animals", "No animals"),
                Choice("urban", "In a town"),
                Choice("rural", "In the country"),
                Choice("two_carers", "Two carers"),
            ),
        ),
        Question(
            "interests",
            Kind.LINES,
            "What do they enjoy? (optional)",
            "One on each line, such as football or drawing",
        ),
    ),
    at_odds=at_odds.words,
)
IDENTITY = Page(
    "identity",
    "Who they are",
    (
        Question(
            "languages",
            Kind.LINES,
            "Languages that matter to them (optional)",
            "One on each line",
        ),
        Question("faith", Kind.TEXT, "Faith (optional)"),
        Question(
            "cultures",
            Kind.LINES,
            "What matters about culture? (optional)",
            "One on each line, such as food, hair or festivals",
        ),
    ),
)
SUPPORT = Page(
    "support",
    "Support you offer with the move",
    (
        Question(
            "support",
            Kind.CHECKBOXES,
            "What can you offer? (optional)",
            choices=(
                Choice("clinical advice", "Clinical advice or therapy"),
                Choice("key worker", "A key worker"),
                Choice("short breaks", "Short breaks"),
                Choice("supervision", "More supervision for the carers"),
                Choice("transport", "Transport"),
                Choice("training", "Training"),
                Choice("equipment", "Equipment"),
            ),
        ),
    ),
)
