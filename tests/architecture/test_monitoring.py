"""Who somebody is by the fairness report never reaches what judges, ranks or plans."""

import ast

from tests.architecture.source import imports, modules

MAY_READ = ("matching.case", "matching.fairness", "matching.region")
MAY_COUNT = ("matching.fairness", "matching.run")
WORDS = {"monitoring", "Monitored", "ethnicity", "disability"}


def test_only_the_fairness_report_reads_the_annex() -> None:
    wrong = [
        f"{name} line {node.lineno}"
        for name, tree in modules("matching").items()
        if not name.startswith(MAY_READ)
        for node in ast.walk(tree)
        if _named(node) in WORDS
    ]
    assert wrong == []


def test_what_was_counted_goes_nowhere_but_into_the_report() -> None:
    wrong = [
        f"{name} imports {each}"
        for name, tree in modules("matching").items()
        if name not in MAY_COUNT
        for each in imports(name, tree)
        if each.startswith("matching.fairness")
    ]
    assert wrong == []


def _named(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.alias):
        return node.name
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
