"""How commands that go through very many records use memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (100_000, 15, 20)


@contextmanager
def looking_for_garbage_rarely() -> Iterator[None]:
    """Leave alone what is loaded: looking through it again and again takes a third."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
