"""Which passwords nobody can choose."""

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.identity.passwords import SHORTEST_PASSWORD, weakness


def test_no_breached_password_of_the_list_can_be_chosen() -> None:
    """It is too short, or easy to guess; so is one with a little added to it."""
    breached = FREQUENCY_LISTS["passwords"]
    long = [one for one in breached if len(one) >= SHORTEST_PASSWORD]
    assert len(breached) > 3_000
    assert long
    near = ["Password1234!", "Liverpool1234", "iloveyou2024!", "trustno1trustno1"]
    assert [one for one in [*long, *near] if weakness(one, ()) is None] == []
