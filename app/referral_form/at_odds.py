"""What answers that are each right by themselves have to agree on."""

from datetime import date

from app.web.forms.asking import YES, Answers, Wrong, text_of
from app.web.forms.reading import day_of, number_of

ADULT = 18
PLACES_TO_AVOID = (1, 2, 3)


def about(answers: Answers, today: date) -> list[Wrong]:
    """Look at when they were born, and that nobody is told their real name."""
    wrong: list[Wrong] = []
    shared, real = (
        text_of(answers, name).casefold() for name in ("sharing_name", "real_name")
    )
    if shared and (shared == real or shared in real.split()):
        said = "This looks like their real name. Use a different one to share"
        wrong.append(("sharing_name", said))
    born = day_of(answers, "born")
    if born and born >= today:
        wrong.append(("born-day", "Date of birth must be in the past"))
    return wrong


def move(answers: Answers, today: date) -> list[Wrong]:
    """Look at when the home is needed."""
    needed, born = day_of(answers, "needed_by"), day_of(answers, "born")
    if needed and needed < today:
        return [("needed_by-day", "Needed by must be today or later")]
    if needed and born and (needed.month, needed.day) >= (born.month, born.day):
        years = needed.year - born.year
    elif needed and born:
        years = needed.year - born.year - 1
    else:
        return []
    if years >= ADULT:
        return [("needed_by-day", "They would be over 18 on the day needed")]
    return []


def words(answers: Answers, _today: date) -> list[Wrong]:
    """Look at whether they were asked."""
    if text_of(answers, "voice") or text_of(answers, "voice_not_asked"):
        return []
    return [("voice", "Enter what they think, or why you could not ask")]


def near(answers: Answers, _today: date) -> list[Wrong]:
    """Look at how far from home it may be."""
    wrong: list[Wrong] = []
    ideal, furthest = (number_of(answers, f"near_{x}") for x in ("ideal", "furthest"))
    if text_of(answers, "near") == YES:
        if not text_of(answers, "home"):
            wrong.append(("home", "Enter the postcode they should live near"))
        if furthest is None:
            wrong.append(("near_furthest", "Enter the furthest distance in miles"))
    if ideal is not None and furthest is not None and furthest <= ideal:
        said = "Furthest distance must be more than the ideal distance"
        wrong.append(("near_furthest", said))
    return wrong


def avoid(answers: Answers, _today: date) -> list[Wrong]:
    """Look at the places they need to stay away from."""
    wrong: list[Wrong] = []
    if text_of(answers, "avoid") == YES and not text_of(answers, "avoid_1"):
        wrong.append(("avoid_1", "Enter the postcode they need to stay away from"))
    for n in PLACES_TO_AVOID:
        if text_of(answers, f"avoid_{n}") and not number_of(
            answers, f"avoid_{n}_miles"
        ):
            wrong.append((f"avoid_{n}_miles", "Enter a distance in miles, like 10"))
    return wrong


def school(answers: Answers, _today: date) -> list[Wrong]:
    """Look at whether and how far from it they keep their school."""
    wrong: list[Wrong] = []
    if text_of(answers, "keep_school") == YES:
        if not text_of(answers, "school"):
            wrong.append(("school", "Enter the postcode of their school"))
        if not number_of(answers, "school_furthest"):
            wrong.append(("school_furthest", "Enter the furthest distance in miles"))
    return wrong


def children(answers: Answers, _today: date) -> list[Wrong]:
    """Look at the age below which there should be no child."""
    years = text_of(answers, "younger_age")
    asked = text_of(answers, "younger") == "none under"
    if asked and not (years.isdigit() and 1 <= int(years) <= ADULT):
        return [("younger_age", "Enter an age from 1 to 18")]
    return []
