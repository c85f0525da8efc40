"""Opens every kind of exported file in LibreOffice, and looks for formulas.

Run as ``python -m tests.spreadsheets DATABASE`` with the demonstration region's
(``var/demo.sqlite3``); it needs ``soffice`` (Debian: ``libreoffice-calc-nogui``) and is
no part of ``make test``, whose tests read the same files with a library.
"""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import Element, parse

from app.core.spreadsheet import FORMS, written

HEARTH = [sys.executable, "-c", "from app.cli import main; raise SystemExit(main())"]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
EXPORTS = {
    "lantern": ("homes", "report"),
    "ashmere": ("referrals", "decisions", "episodes", "report"),
}
BEGINNINGS = "=+-@\t\r\n＝＋－＠"
AWKWARD = [[f"{begins}1+1", f"{begins}SUM(A1:A2)"] for begins in BEGINNINGS]


def main(database: str) -> int:
    """Export, open, and print what was found; 1 where a cell is a formula."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for organisation, kinds in EXPORTS.items():
            for kind in kinds:
                for form in FORMS:
                    out = folder / f"{organisation}-{kind}.{form}"
                    _export(database, organisation, kind, out)
        for form in FORMS:
            made = written(form, "Awkward", ["One", "Other"], AWKWARD)
            (folder / f"awkward.{form}").write_bytes(made)
        # The same not made inert: what finds no formula here would find none anywhere.
        with (folder / "control.csv").open("w") as file:
            csv.writer(file).writerows(AWKWARD)
        wrong = [path for path in sorted(folder.iterdir()) if not _fine(path)]
        return 1 if wrong else 0


def _export(database: str, organisation: str, kind: str, out: Path) -> None:
    environment = {
        **os.environ,
        "HEARTH_ENVIRONMENT": "demo",
        "HEARTH_DATABASE_URL": f"sqlite:///{database}",
    }
    asked = ["--organisation", organisation, "--reason", "To open it once"]
    command = [*HEARTH, "export", kind, *asked, "--out", str(out)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _fine(path: Path) -> bool:
    """Open a file, and tell whether it has rows and the formulas it should have."""
    office = shutil.which("soffice") or sys.exit("soffice is not installed")
    opened = path.with_name(f"opened-{path.name}")
    opened.mkdir()
    command = [office, "--headless", "--convert-to", "fods", "--outdir", opened, path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    root = parse(opened / f"{path.stem}.fods").getroot()  # noqa: S314 - our own file
    rows = sum(1 for row in root.iter(f"{TABLE}table-row") if "".join(row.itertext()))
    formulas = sum(_is_formula(cell) for cell in root.iter(f"{TABLE}table-cell"))
    sys.stdout.write(f"{path.name:<24} {rows:>6} rows {formulas:>4} formulas\n")
    return rows > 0 and (formulas > 0) == (path.stem == "control")


def _is_formula(cell: Element) -> bool:
    return f"{TABLE}formula" in cell.attrib


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
