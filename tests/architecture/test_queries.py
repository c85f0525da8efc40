"""Queries live in repositories, and none goes round the scope of a session."""

from tests.architecture.source import ROOT, called, modules

QUERIES = {"select", ".select", ".execute", ".scalar", ".scalars", ".query"}
# `visible_to` is made of selects; they are never run there.
EXPRESSIONS = {"select", ".select"}
UNSCOPED = {
    "text",
    "literal_column",
    "insert",
    ".insert",
    "Session",
    "sessionmaker",
    ".from_statement",
    ".bulk_save_objects",
    ".bulk_insert_mappings",
    ".bulk_update_mappings",
    ".exec_driver_sql",
}
# Opening, migrating and copying databases is what these are for.
DATABASE = {
    "app.core.backup",
    "app.core.db",
    # Asks itself whose rows it writes.
    "app.core.many",
    "app.core.migrate",
    "app.core.row_security",
}
MAY_SEE_EVERYTHING = {
    "app.cli.erased": "an operator keeps the list of who was erased",
    "app.cli.restore": "who was erased after a backup is erased again",
    "app.frameworks.pages": "one gives a place on a framework, another takes it",
    "app.erasure.tasks": "what was never sent goes in every authority",
    "app.erasure.pages": "other organisations' copies tell of somebody erased too",
    "app.cli.api_key": "an operator makes a key before any program can act",
    "app.cli.rotate_keys": "an operator seals anew what an older key sealed",
    "app.cli.organisation": "an operator takes an organisation in",
    "app.cli.doctor": "an operator asks whether what is sealed can be opened",
    "app.cli.operator": "an operator names whose records they are",
    "app.cli.postcodes": "where postcodes are belongs to no organisation",
    "app.cli.audit": "an operator checks every organisation's record",
    "app.core.db": "where it is made",
    "app.households.undoing": "what speaks of a home may be any organisation's",
    "app.identity.account_pages": "sign-ins and passwords belong to no organisation",
    "app.identity.code_pages": "signing in, before there is an actor",
    "app.identity.oauth_api": "a program signs in, before there is an actor",
    "app.identity.area_pages": "where an authority lies belongs to no organisation",
    "app.identity.ofsted_pages": "an organisation belongs to no organisation",
    "app.identity.link_pages": "choosing a password, before there is an actor",
    "app.identity.people_pages": "people may act for several organisations",
    "app.identity.dependencies": "who asks is found before there is an actor",
    "app.identity.provider_admin_pages": "a secret and accounts, for an administrator",
    "app.identity.provider_pages": "signing in, before there is an actor",
    "app.identity.pages": "signing in, before there is an actor",
    "app.demo.seed": "writes a whole region at once, all of it invented",
    "app.notifications.tasks": "e-mails of every organisation are sent in turn",
    "app.monitoring.pages": "figures of every organisation's work, and no record",
    "app.subject_access.pages": "who saw a record stands in several organisations'",
    "app.jobs.attempt": "the worker's own note of where its work stands",
    "app.webhooks.sending": "whose turn it is, before there is an actor",
    "app.jobs.roll_call": "workers tell each other that they are there",
}


def test_queries_are_in_repositories() -> None:
    wrong = []
    for name, tree in modules("app").items():
        layer = name.rsplit(".", 1)[-1]
        if layer == "repository" or name in DATABASE:
            continue
        banned = QUERIES - EXPRESSIONS if _holds_tables(name) else QUERIES
        wrong += [f"{name}:{at} {call}" for call, at in called(tree) if call in banned]
    assert wrong == []


def test_nothing_goes_round_the_scope_of_a_session() -> None:
    wrong = [
        f"{name}:{line} {call}"
        for name, tree in modules("app").items()
        if name not in DATABASE
        for call, line in called(tree)
        if call in UNSCOPED
    ]
    assert wrong == []


def test_no_table_is_used_bare() -> None:
    wrong = [
        name
        for name in modules("app")
        if name not in DATABASE and "__table__" in _text(name)
    ]
    assert wrong == []


def test_whoever_sees_everything_has_a_reason() -> None:
    users = {
        name
        for name, tree in modules("app").items()
        for call, _ in called(tree)
        if call in ("open_system_session", "SystemSession")
    }
    assert users == set(MAY_SEE_EVERYTHING)


def _holds_tables(name: str) -> bool:
    return name.endswith(".models") or name == "app.core.sharing"


def _text(name: str) -> str:
    return (ROOT / (name.replace(".", "/") + ".py")).read_text()
