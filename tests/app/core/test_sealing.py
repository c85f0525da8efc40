"""What is sealed opens in its own place only, and only as it was."""

import base64

import pytest

from app.core.sealing import KeyRing, SealBrokenError, Sealed

KEYS = {name: base64.b64encode(bytes([n] * 32)).decode() for n, name in enumerate("ab")}
RING = KeyRing.parsed(f"b:{KEYS['b']},a:{KEYS['a']}")
OLD = KeyRing.parsed(f"a:{KEYS['a']}")


def test_a_new_key_seals_and_an_old_one_still_opens():
    before = OLD.seal("Zoë lives at 4 Mill Lane", "person.name:1")
    assert RING.open(before, "person.name:1") == "Zoë lives at 4 Mill Lane"
    now = RING.seal("Zoë", "person.name:1")
    assert (before.key, now.key) == ("a", "b")
    assert "Zo" not in now.text
    assert b"Zo" not in now.bytes
    assert Sealed.of_text(now.text) == Sealed.of_bytes(now.bytes) == now
    # Two sealed texts do not tell that what is in them is the same.
    assert RING.seal("Zoë", "person.name:1") != now
    with pytest.raises(SealBrokenError):
        OLD.open(now, "person.name:1")


@pytest.mark.parametrize("place", ["person.name:2", "person.email:1", ""])
def test_it_does_not_open_in_another_row_or_column(place):
    sealed = RING.seal("Zoë", "person.name:1")
    with pytest.raises(SealBrokenError):
        RING.open(sealed, place)


def test_what_was_altered_does_not_open():
    kept = RING.seal("Zoë", "p").bytes
    for at in range(len(kept)):
        altered = kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]
        with pytest.raises(SealBrokenError):
            RING.open(Sealed.of_bytes(altered), "p")
    for cut in range(len(kept)):
        with pytest.raises(SealBrokenError):
            RING.open(Sealed.of_bytes(kept[:cut]), "p")
    for text in ("", "v1.b.%", "Zoë"):
        with pytest.raises(SealBrokenError):
            Sealed.of_text(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a:", "a:AAAA", "a:%", f"a:{KEYS['a']},a:{KEYS['b']}"]
)
def test_a_ring_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing.parsed(text)


def test_keys_are_not_shown():
    assert KEYS["a"] not in repr(RING)
    assert "x01" not in repr(RING)
