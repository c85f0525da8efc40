"""A client made from the description alone works against the API."""

import asyncio
import importlib
import json
import subprocess
import sys

import httpx
import pytest

from app.core.columns import new_id
from tests.app.browser import ADDRESS

PACKAGE = "hearth_client"


@pytest.fixture
def client(app, tmp_path, monkeypatch):
    """A package made by openapi-python-client, as its users would."""
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(app.openapi()))
    asked = ["generate", "--path", str(description), "--meta", "none"]
    asked += ["--output-path", str(tmp_path / PACKAGE)]
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *asked],
        capture_output=True,
        text=True,
        check=True,
    )
    left_out = [line for line in made.stderr.splitlines() if "WARNING" in line]
    # It knows no lines of JSON; all else is there.
    assert len(left_out) == 2, made.stderr
    assert all("POST /api/v1/systems/{system}/" in line for line in left_out)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module(f"{PACKAGE}.client")
    for name in [one for one in sys.modules if one.startswith(PACKAGE)]:
        del sys.modules[name]


def test_it_keeps_a_home_and_hears_that_it_changed(app, client, world):
    def named(name):
        return importlib.import_module(f"{PACKAGE}.{name}")

    put = named("api.case_systems.put_household").asyncio
    changes = named("api.changes.list_changes").asyncio
    read = named("api.households.read_household").asyncio
    home = {"label": "Amara and Jo", "record": {"bedrooms_free": 1}, "offered_to": []}
    body = named("models").HouseholdWrite.from_dict(home)
    key = world.client("agency").headers["Authorization"].removeprefix("Bearer ")

    async def works() -> None:
        program = client.AuthenticatedClient(base_url=ADDRESS, token=key)
        program.set_async_httpx_client(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app),
                base_url=ADDRESS,
                headers=world.client("agency").headers,
            )
        )
        kept = await put("mosaic", "4711", client=program, body=body)
        assert (kept.outcome, kept.version) == ("created", 1)
        same = await put("mosaic", "4711", client=program, body=body)
        assert same.outcome == "same"
        there = await read(kept.id, client=program)
        assert there.label == "Amara and Jo"
        heard = await changes(client=program)
        assert [(one.type_, one.record_id) for one in heard.items] == [
            ("household.created", kept.id)
        ]
        problem = await read(new_id(), client=program)
        assert (type(problem).__name__, problem.code) == ("Problem", "not_found")

    asyncio.run(works())
