"""compose.yaml, the Dockerfile and the documents name what there is."""

import argparse
import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.routing import iter_route_contexts

from app.cli.main import COMMANDS, MODULES
from app.core.settings import Settings
from app.main import create_app
from tests.app.conftest import settings_for

ROOT = Path(__file__).parents[2]
SECRETS = {
    "POSTGRES_PASSWORD": "a-password",
    "SERVICE_PASSWORD": "another",
    "SITE": "hearth.example.org",
    "HEARTH_SECRET_KEY": "s" * 44,
    "HEARTH_AUDIT_KEY": "a" * 44,
    "HEARTH_FIELD_KEYS": "k202611:" + "A" * 43 + "=",
    "HEARTH_METRICS_TOKEN": "m" * 48,
}
TELLS = [
    "README.md",
    "Dockerfile",
    "compose.yaml",
    "deploy/hearth.env.example",
    *(f"docs/{page}.md" for page in ("deployment", "operations", "security")),
]
HEARTH = re.compile(r"(?:^ *|[`/]|ExecStart=\S*/|\bmigrate )hearth ([a-z-]+)(.*)", re.M)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def ours(compose: dict[str, Any]) -> dict[str, Any]:
    """Return the services that run Hearth."""
    services = compose["services"]
    return {name: one for name, one in services.items() if one["image"] == "hearth"}


def test_two_web_and_two_worker_processes_wait_for_the_migration(compose):
    commands = {name: one["command"] for name, one in ours(compose).items()}
    assert commands == {
        "migrate": ["hearth", "migrate"],
        "web-1": ["hearth", "serve"],
        "web-2": ["hearth", "serve"],
        "worker-1": ["hearth", "worker"],
        "worker-2": ["hearth", "worker"],
    }
    for name, one in ours(compose).items():
        waits = one["depends_on"].get("migrate", {}).get("condition")
        assert name == "migrate" or waits == "service_completed_successfully"
        assert "ports" not in one, "only the proxy is reached from outside"


def test_its_settings_are_settings_of_production(compose, monkeypatch):
    example = (ROOT / "deploy/hearth.env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", example, re.M)) == SECRETS.keys()
    for name, one in ours(compose).items():
        given = {key: _filled(said) for key, said in one["environment"].items()}
        assert given.pop("FORWARDED_ALLOW_IPS"), name
        assert {key.removeprefix("HEARTH_").lower() for key in given} <= set(
            Settings.model_fields
        )
        for key, said in given.items():
            monkeypatch.setenv(key, said)
        settings = Settings()
        assert settings.environment == "production"
        assert settings.database.host in compose["services"]
        assert settings.secure_cookies
        # Who asks the database all day owns nothing of it.
        assert settings.database.username == "service"
        owner = settings.as_owner.database.username
        assert owner == ("hearth" if name == "migrate" else "service")
        for key in given:
            monkeypatch.delenv(key)


def test_its_proxy_and_health_checks_ask_what_answers(compose, tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite3"))
    paths = {found.path for found in iter_route_contexts(app.routes)}
    app.state.engine.dispose()
    proxy = (ROOT / "deploy/Caddyfile").read_text()
    upstream = re.search(r"reverse_proxy (.*) {", proxy)
    assert upstream
    assert upstream[1].split() == [
        f"{name}:8000" for name in compose["services"] if name.startswith("web")
    ]
    asked = re.findall(r"health_uri (\S+)", proxy)
    for text in (proxy, (ROOT / "compose.yaml").read_text(), _read("Dockerfile")):
        asked += re.findall(r"127\.0\.0\.1:8000(/[a-z/]+)", text)
    assert set(asked) == {"/healthz"}
    assert set(asked) <= paths
    for mounted in compose["services"]["proxy"]["volumes"]:
        source = mounted.split(":")[0]
        assert source in compose["volumes"] or (ROOT / source).exists()


@pytest.mark.parametrize("page", TELLS)
def test_every_command_and_setting_named_is_there(page):
    text = _read(page)
    for command, rest in HEARTH.findall(text):
        assert command in COMMANDS, f"hearth {command}"
        flags = re.findall(r"(?<![\w-])--[a-z-]+", rest.split("`")[0].split("#")[0])
        assert set(flags) <= _flags(command), f"hearth {command}"
    named = set(re.findall(r"HEARTH_([A-Z_]+)", text))
    assert {name.lower() for name in named if name != "HEARTH_"} <= set(
        Settings.model_fields
    )


def test_every_setting_is_explained():
    text = _read("docs/operations.md")
    missing = [n for n in Settings.model_fields if f"HEARTH_{n.upper()}" not in text]
    assert missing == []


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _filled(said: str) -> str:
    return re.sub(r"\$\{(\w+):\?\}", lambda found: SECRETS[found[1]], said)


def _flags(command: str) -> set[str]:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    module = MODULES.get(command, command.replace("-", "_"))
    importlib.import_module(f"app.cli.{module}").add(commands)
    waiting, flags = [commands.choices[command]], set()
    while waiting:
        for action in waiting.pop()._actions:
            flags |= set(action.option_strings)
            if isinstance(action, argparse._SubParsersAction):
                waiting += action.choices.values()
    return flags
