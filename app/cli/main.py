"""Reading the command line. Each command is a module and imports only what it needs."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = (
    "schema",
    "match",
    "what-if",
    "check",
    "region",
    "migrate",
    "backup",
    "restore",
    "erased",
    "doctor",
    "serve",
    "worker",
    "demo",
    "organisation",
    "rotate-keys",
    "api-key",
    "audit",
    "import",
    "undo-import",
    "export",
    "postcodes",
)
# A module cannot be called by a word of the language.
MODULES = {"import": "imports"}
INTERRUPTED = 130
BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="hearth", description="Helps people find the right foster home."
    )
    subparsers = parser.add_subparsers(dest="command", required=True)
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = given[0] if given and given[0] in COMMANDS else None
    for name in COMMANDS:
        if wanted in (None, name):
            module = MODULES.get(name, name.replace("-", "_"))
            importlib.import_module(f"app.cli.{module}").add(subparsers)
    options = parser.parse_args(given)
    try:
        code: int = options.run(options)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to tell them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return code
