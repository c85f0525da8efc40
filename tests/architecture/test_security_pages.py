"""The pages on security name files that are there, and every requirement once."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| (met|n/a|open) \| (.+) \|$", re.MULTILINE)
LEVEL_2 = 253
"""How many requirements ASVS 5.0.0 has at levels 1 and 2."""


def test_every_requirement_is_answered_once() -> None:
    rows = ROW.findall((ROOT / "docs" / "asvs.md").read_text())
    assert len({number for number, _, _ in rows}) == len(rows) == LEVEL_2


@pytest.mark.parametrize("page", ["asvs.md", "security.md"])
def test_what_they_name_is_there(page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    named = re.findall(r"`((?:app|tests|matching|docs)/[\w./-]+)`", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
