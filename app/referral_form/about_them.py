"""Questions about the young person: who they are, the move, and what they say."""

from app.referral_form import at_odds
from app.referrals.words import LEGAL_STATUS
from app.web.forms.asking import (
    NOT_KNOWN,
    YES_NO,
    Choice,
    Kind,
    Page,
    Question,
    choices_of,
)

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
        Question(
            "real_name",
            Kind.TEXT,
            "Real name (optional)",
            "Only your authority ever sees it: no agency, forum, run or pack does",
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
    at_odds=at_odds.about,
)
LEGAL = Page(
    "legal",
    "Legal status",
    (
        Question(
            "legal_status",
            Kind.SELECT,
            "What is their legal status? (optional)",
            "As in the looked-after children return",
            choices_of(
                # No court has made a freeing order since 2005.
                {code: text for code, text in LEGAL_STATUS.items() if code != "D1"}
            ),
        ),
        Question(
            "liberty_order",
            Kind.RADIOS,
            "Is there a deprivation of liberty order? (optional)",
            choices=YES_NO,
        ),
        Question(
            "orders",
            Kind.AREA,
            "Orders, bail or conditions that a home has to know of (optional)",
            "Where they need to stay away from is asked under Where",
        ),
    ),
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
            "wishes_words",
            Kind.AREA,
            "What would they wish for, in their own words? (optional)",
        ),
        Question(
            "hard_day",
            Kind.AREA,
            "What helps on a hard day? (optional)",
        ),
        Question(
            "who_matters",
            Kind.AREA,
            "Who matters to them, people and animals? (optional)",
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
READY = Page(
    "ready",
    "Being ready for a move",
    (
        Question(
            "ready_thinks",
            Kind.AREA,
            "What do they know about a move, and what do they think of it? (optional)",
            "As they said it",
        ),
        Question(
            "ready_talked",
            Kind.AREA,
            "Who talked with them, and when? (optional)",
        ),
        Question(
            "ready_agreed",
            Kind.CHECKBOXES,
            "Who says it is time? (optional)",
            choices=(
                Choice("young person", "The young person"),
                Choice("social worker", "Their social worker"),
                Choice("home", "The people they live with now"),
                Choice("virtual school", "The virtual school"),
                Choice("reviewing officer", "Their independent reviewing officer"),
            ),
        ),
        Question(
            "ready_when",
            Kind.RADIOS,
            "When would they be ready? (optional)",
            choices=(
                Choice("now", "Now"),
                Choice("3 months", "In about 3 months"),
                Choice("6 to 12 months", "In 6 to 12 months"),
                Choice(NOT_KNOWN, "Not known"),
            ),
        ),
        Question(
            "ready_steady",
            Kind.AREA,
            "What keeps things steady for them now? (optional)",
            "Such as staff at all hours, routines or rewards, and whether it comes "
            "from the home’s rules or from them",
        ),
    ),
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
