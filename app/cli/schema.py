"""hearth schema: the JSON Schema of each format."""

import argparse
import json
from typing import Any

from app.cli.files import DONE
from matching.changes import CHANGES
from matching.difference import DIFFERENCE
from matching.report import REPORT
from matching.schema import case_schema

SCHEMAS = {
    "case": case_schema,
    "report": REPORT.json_schema,
    "changes": CHANGES.json_schema,
    "difference": DIFFERENCE.json_schema,
}


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("schema", help="print the JSON Schema of a format")
    parser.add_argument("what", choices=tuple(SCHEMAS))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    print(json.dumps(SCHEMAS[options.what](), indent=2))
    return DONE
