"""The form that was sent, for pages whose fields are named by record or as data."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData


async def _sent(request: Request) -> FormData:
    return await request.form()


Sent = Annotated[FormData, Depends(_sent)]


async def _typed(request: Request) -> dict[str, list[str]]:
    form = await request.form()
    return {
        name: [one for one in form.getlist(name) if isinstance(one, str)]
        for name in form
    }


Typed = Annotated[dict[str, list[str]], Depends(_typed)]
"""Every field of the form that was sent; which of them are asked, the page knows."""
