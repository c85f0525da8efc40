"""Arrows point inwards."""

import sys

from tests.architecture.source import imports, modules

ENGINE_MAY_IMPORT = {
    "matching",
    "msgspec",
    "numpy",
    "scipy",
    "pydantic",
    "pydantic_core",
    "ortools",
}
# What every feature stands on, and what puts them together.
CORE = {"core", "web", "jobs"}
COMPOSITION = ("app.main", "app.tables", "app.cli", "app.demo")
# What a feature shows to the others.
DOORS = {
    "service",
    "schemas",
    "dependencies",
    "holds",
    "words",
    "erasing",
    "waiting",
}
LAYERS = ["models", "repository", "service", "tasks", "api", "pages"]


def test_the_engine_knows_nobody() -> None:
    wrong = [
        f"{name} imports {each}"
        for name, tree in modules("matching").items()
        for each in imports(name, tree)
        if (top := each.split(".")[0]) not in ENGINE_MAY_IMPORT
        and top not in sys.stdlib_module_names
    ]
    assert wrong == []


def test_features_meet_through_their_doors() -> None:
    wrong = []
    for name, each in _arrows():
        own, other = name.split(".")[1], each.split(".")[1]
        door = each.split(".")[2] if each.count(".") > 1 else ""
        if other not in CORE and own != other and door not in DOORS:
            wrong.append(f"{name} imports {each}")
    assert wrong == []


def test_the_core_knows_no_feature() -> None:
    wrong = [
        f"{name} imports {each}"
        for name, each in _arrows()
        if name.split(".")[1] in CORE and each.split(".")[1] not in CORE
    ]
    assert wrong == []


def test_nothing_imports_a_page() -> None:
    wrong = [
        f"{name} imports {each}"
        for name, each in _arrows()
        if "pages" in each.split(".") and name.split(".")[1] != each.split(".")[1]
    ]
    assert wrong == []


def test_each_layer_of_a_feature_knows_only_those_beneath() -> None:
    wrong = []
    for name, each in _arrows():
        own, other = name.split("."), each.split(".")
        if own[1] != other[1] or len(own) < 3 or len(other) < 3:
            continue
        if own[2] in LAYERS and other[2] in LAYERS:
            above = LAYERS.index(other[2]) > LAYERS.index(own[2])
            if above:
                wrong.append(f"{name} imports {each}")
    assert wrong == []


def test_only_the_jobs_port_knows_its_engine() -> None:
    wrong = [
        name
        for name, tree in modules("app").items()
        if not name.startswith("app.jobs.")
        and any(each.split(".")[0] == "dbos" for each in imports(name, tree))
    ]
    assert wrong == []


def _arrows() -> list[tuple[str, str]]:
    return [
        (name, each)
        for name, tree in modules("app").items()
        if not name.startswith(COMPOSITION)
        for each in imports(name, tree)
        if each.startswith("app.")
    ]
