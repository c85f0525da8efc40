"""Templates keep to what the content security policy allows."""

import re

import pytest

from tests.architecture.source import ROOT

TEMPLATES = sorted((ROOT / "app").glob("*/templates/**/*.html"))
BANNED = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "event handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "another host": re.compile(r"(src|href|action)=[\"'](https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("kind", BANNED)
def test_templates_have_no(kind: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        if BANNED[kind].search(path.read_text())
    ]
    assert TEMPLATES
    assert wrong == []
