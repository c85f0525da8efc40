"""The engine from the terminal, as people and scripts use it."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HEARTH = [sys.executable, "-c", "from app.cli import main; raise SystemExit(main())"]


def hearth(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HEARTH, *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    path = tmp_path_factory.mktemp("terminal") / "case.json"
    done = hearth("region", "--young-people", 12, "--households", 80, "-o", path)
    assert done.returncode == 0, done.stderr
    return path


def test_from_a_region_to_a_checked_report(case, tmp_path):
    report = tmp_path / "report.json"
    matched = hearth("match", case, "--detail", "full", "-o", report)
    assert matched.returncode == 0, matched.stderr
    checked = hearth("check", case, report)
    assert (checked.returncode, checked.stdout) == (
        0,
        "The report agrees with the case.\n",
    )


def test_a_changed_report_does_not_pass(case, tmp_path):
    report = tmp_path / "report.json"
    hearth("match", case, "-o", report)
    content = json.loads(report.read_text())
    content["plan"]["levels"][0]["value"] += 1
    report.write_text(json.dumps(content))
    checked = hearth("check", case, report)
    assert checked.returncode == 1
    assert "placed" in checked.stdout


def test_the_summary_reads_as_text(case):
    done = hearth("match", case)
    assert done.returncode == 0
    assert "People decide" in done.stdout
    assert done.stderr == ""


def test_homes_to_choose_from_and_homes_that_would_help(case, tmp_path):
    said = hearth("match", case, "--choices", 2, "--recruit").stdout
    for part in ("promised twice", "Homes this region needs", "One change in the"):
        assert part in said
    report = tmp_path / "report.json"
    assert hearth("match", case, "--choices", 2, "-o", report).returncode == 0
    assert hearth("check", case, report).returncode == 0


def test_one_young_person_only(case):
    done = hearth("match", case, "--young-person", "C0001")
    assert "C0001:" in done.stdout
    assert "C0002:" not in done.stdout
    assert hearth("match", case, "--young-person", "nobody").returncode == 2


def test_whom_one_household_could_suit(case):
    done = hearth("match", case, "--household", "H00008")
    assert done.returncode == 0
    assert done.stdout.startswith("H00008: This home is an option for ")
    assert "People decide" in done.stdout


def test_who_has_an_option_as_a_table(case):
    done = hearth("match", case, "--fairness")
    assert done.returncode == 0
    assert "everyone" in done.stdout
    assert "Ethnicity" in done.stdout
    assert "C0001" not in done.stdout
    one = hearth("match", case, "--fairness", "--young-person", "C0001")
    assert one.returncode == 2


@pytest.mark.parametrize("content", ["", "{", '{"as_of": "tomorrow"}'])
def test_bad_input_is_said_and_never_a_traceback(tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_text(content)
    done = hearth("match", path)
    assert done.returncode == 2
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_said(tmp_path):
    done = hearth("match", tmp_path / "none.json")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("what", ["case", "report"])
def test_schemas_are_json_schemas(what):
    schema = json.loads(hearth("schema", what).stdout)
    assert schema["type"] == "object"
    assert "$defs" in schema


def test_an_interrupt_ends_in_words(tmp_path):
    path = tmp_path / "case.json"
    hearth("region", "--young-people", 150, "--households", 3000, "-o", path)
    terminal, its_end = pty.openpty()
    running = subprocess.Popen(
        [*HEARTH, "match", str(path), "--detail", "full", "-o", f"{path}.out"],
        stderr=its_end,
    )
    os.close(its_end)
    said = b""
    while b"Ranking options" not in said:
        said += os.read(terminal, 1024)
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 130
    said += os.read(terminal, 65536)
    os.close(terminal)
    assert b"Interrupted: there are options for" in said
    assert b"Traceback" not in said
    report = json.loads(Path(f"{path}.out").read_text())
    assert 0 < len(report["young_people"]) < 150
    assert report["plan"] is None


def test_what_if_says_who_gains_and_what_cannot_be_changed(case, tmp_path):
    report, changes = tmp_path / "report.json", tmp_path / "changes.json"
    hearth("match", case, "-o", report)
    [one, *_] = json.loads(report.read_text())["plan"]["assignments"]
    pair = {key: one[key] for key in ("young_person", "household")}
    changes.write_text(json.dumps([{"at": "/decisions/ruled_out/-", "to": pair}]))
    done = hearth("what-if", case, changes)
    assert done.returncode == 0, done.stderr
    assert f"{one['young_person']}: {one['household']}" in done.stdout
    output = tmp_path / "difference.json"
    assert hearth("what-if", case, changes, "-o", output).returncode == 0
    assert json.loads(output.read_text())["homes"]
    changes.write_text('[{"at": "needs", "to": 1}, {"household": "H9", "at": "/x"}]')
    wrong = hearth("what-if", case, changes)
    assert wrong.returncode == 2
    assert "/0/at" in wrong.stderr
    assert "/1/to" in wrong.stderr
