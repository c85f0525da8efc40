"""The header with which a program says that it may send a request twice."""

from typing import Annotated

from fastapi import Header

IdempotencyKey = Annotated[
    str | None,
    Header(
        pattern=r"^[!-~]{1,200}$",
        description="Anything of your own that is new for each thing you ask for, such "
        "as a UUID. Sent again within 7 days with the same key, the same request is "
        "not done twice: the answer is what the first one made, as it is now.",
    ),
]
