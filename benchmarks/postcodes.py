"""Files of postcodes of the shape and size of the real ones, loaded by the command.

OS Code-Point Open: 1.7 million postcodes in 120 files, one an area, without headings.
ONS Postcode Directory: 2.7 million with those used no more, in one file of 50 columns.
Places are made up: on the map, and with the codes real files have in those columns.

python -m benchmarks.postcodes [DATABASE_URL]
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

AREAS = 120
CODE_POINT_ROWS, DIRECTORY_ROWS = 1_700_000, 2_700_000
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
HEARTH = [sys.executable, "-c", "from app.cli import main; raise SystemExit(main())"]
HEADINGS = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,"
    "osnrth1m,osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,"
    "statsward,oa01,casward,npark,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,"
    "sicbl,bua24,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21\n"
)


def codes(rows: int) -> Iterator[tuple[str, str]]:
    """Yield postcodes by area, each with its area: AA1 1AA and so on."""
    each = -(-rows // AREAS)
    for number in range(AREAS):
        area = LETTERS[number // 12] + LETTERS[number % 12]
        for one in range(each):
            unit, district = one % 400, 1 + one // 4_000
            sector = one // 400 % 10
            yield (
                area,
                f"{area}{district} {sector}{LETTERS[unit // 20]}"
                + (LETTERS[unit % 20]),
            )


def code_point(path: Path) -> None:
    """Write a file like OS Code-Point Open."""
    chance, files = random.Random(1), {}  # noqa: S311
    for area, code in codes(CODE_POINT_ROWS):
        east, north = chance.randint(240_000, 640_000), chance.randint(80_000, 600_000)
        first, _, second = code.partition(" ")
        # As it stands there: seven characters, without a space where there are seven.
        written = f"{first}{second}" if len(first) == 4 else f"{first:4}{second}"
        files.setdefault(area, []).append(
            f'"{written}",10,{east},{north},"E92000001","E19000001","E18000001","",'
            '"E06000001","E05000001"\n'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\n")
        for area, lines in files.items():
            archive.writestr(f"Data/CSV/{area.lower()}.csv", "".join(lines))


def directory(path: Path) -> None:
    """Write a file like the ONS Postcode Directory."""
    chance = random.Random(2)  # noqa: S311
    rest = ",".join(["E00000001"] * 7)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Documents/LA_UA names and codes.csv", "code,name\n")
        with archive.open("Data/ONSPD_FEB_2026_UK.csv", "w", force_zip64=True) as file:
            file.write(HEADINGS.encode())
            for number, (_, code) in enumerate(codes(DIRECTORY_ROWS)):
                lat, lon = chance.uniform(50, 58), chance.uniform(-5, 1)
                gone = "201206" if number % 3 == 0 else ""
                start = f'"{code.replace(" ", "")}","{code}","{code}",198001,{gone}'
                middle = ",".join(["E99999999"] * 36)
                file.write(f"{start},{middle},{lat:.6f},{lon:.6f},{rest}\n".encode())


def main() -> None:
    """Make each file, load it, and say how long that took and how much memory."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if sys.argv[1:] else f"sqlite:///{folder}/hearth.sqlite3"
        environment = {
            **os.environ,
            "HEARTH_ENVIRONMENT": "test",
            "HEARTH_DATABASE_URL": url,
        }
        subprocess.run([*HEARTH, "migrate"], env=environment, check=True)  # noqa: S603
        for name, make in (("Code-Point Open", code_point), ("ONSPD", directory)):
            path = Path(folder) / f"{name}.zip"
            make(path)
            began = time.monotonic()
            child = subprocess.Popen(  # noqa: S603
                [*HEARTH, "postcodes", "load", str(path)], env=environment
            )
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = status
            took = time.monotonic() - began
            processor = used.ru_utime + used.ru_stime
            print(
                f"{name}: {path.stat().st_size // 1_000_000} MB, {took:.1f} s, "
                f"{processor:.1f} s of processor, {used.ru_maxrss // 1_000} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
