"""hearth schema: the JSON Schema of a case or a report."""

import argparse
import json
from typing import Any

from app.cli.files import DONE
from matching.report import REPORT
from matching.schema import case_schema


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("schema", help="print the JSON Schema of a format")
    parser.add_argument("what", choices=("case", "report"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    schema = case_schema() if options.what == "case" else REPORT.json_schema()
    print(json.dumps(schema, indent=2))
    return DONE
