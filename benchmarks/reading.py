"""What the reader of imports takes: a roster of 100,000 rows as .xlsx and .csv, a zip bomb, refusals.

    python benchmarks/reading.py [ROWS]

Prints one JSON line: seconds and MiB. Reading happens in a child process, checking of cells in this one, side by side
on two cores; the memory is that of the larger of the two.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROWS = 100_000
HEADER = (
    "NIP BARU", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TANGGAL LAHIR", "JENIS KELAMIN", "STATUS CPNS PNS",
    "KEDUDUKAN HUKUM NAMA", "GOL AKHIR NAMA", "TINGKAT PENDIDIKAN NAMA", "UNOR NAMA", "JABATAN NAMA", "TMT JABATAN",
)  # fmt: skip


def main(rows: int) -> None:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        # Files are written in processes of their own: a child's peak begins with what its parent had in use.
        for name in ("roster.xlsx", "roster.csv"):
            path = Path(folder) / name
            alone(f"write-{rows}", path)
            found |= {f"{path.suffix[1:]}_{key}": value for key, value in alone("read", path).items()}
        path = Path(folder) / "header.xlsx"
        alone("write-0", path)
        header = alone("read", path)
        bomb = Path(folder) / "bomb.xlsx"
        alone("bomb", bomb)
        refused = alone("guard", bomb)
        found |= {"bomb_ms": refused["guard_ms"], "bomb_mib": round(refused["mib"] - alone("guard", path)["mib"], 1)}
        long = Path(folder) / "long.xlsx"
        alone("long", long)
        late = alone("read", long)
        found |= {"late_refusal_s": round(late["s"] - header["s"], 2)}
        found |= {"late_refusal_mib": round(late["mib"] - header["mib"], 1)}
    print(json.dumps(found))


def alone(what: str, path: Path) -> dict[str, float]:
    """Measured in a process of its own, so that nothing else counts as its memory."""
    command = [sys.executable, __file__, f"--{what}", str(path)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | {"RENBINA_MODE": "test"}
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run(what: str, path: Path) -> None:
    if what.startswith("write-"):
        write_roster(path, int(what.removeprefix("write-")))
    elif what == "bomb":
        path.write_bytes(bomb_bytes())
    elif what == "long":
        write_long(path)
    else:
        measure(what, path)
        return
    print("{}")


def measure(what: str, path: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")
    import django

    django.setup()
    from renbina.foundation.imports.guard import FileRefused, inspect_file
    from renbina.foundation.imports.reading import read_sheets
    from renbina.foundation.imports.rows import rows_of
    from renbina.organisation.imports import roster_import

    kind = roster_import(lambda **_: {})
    found: dict[str, float] = {}
    began = time.perf_counter()
    try:
        of_kind = inspect_file(path, path.name)
        found["guard_ms"] = round(1000 * (time.perf_counter() - began), 1)
        if what == "read":
            read = rows_of(read_sheets(path, of_kind), kind)
            found["rows"] = len(read.rows)
            found["held"] = sum(row.held for row in read.rows)
    except FileRefused:
        found.setdefault("guard_ms", round(1000 * (time.perf_counter() - began), 1))
    found["s"] = round(time.perf_counter() - began, 2)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found |= {
        "mib": round(max(each.ru_maxrss for each in used) / 1024, 1),
        "child_mib": round(used[1].ru_maxrss / 1024, 1),
    }
    found["cpu_s"] = round(sum(each.ru_utime + each.ru_stime for each in used), 2)
    print(json.dumps(found))


def write_roster(path: Path, rows: int) -> None:
    """Invented people in 400 units; days are days, NIPs are text."""
    import datetime as dt

    import xlsxwriter

    lines = []
    for number in range(rows):
        born = dt.date(1967, 1, 1) + dt.timedelta(days=number % 12_000)
        nip = f"{born:%Y%m%d}{born.year + 24}{1 + number % 12:02}{1 + number % 2}{900 + number // 12_000:03}"
        lines.append((
            nip, f"Orang Contoh {number}", "", "S.Sos", born, "LP"[number % 2], "PNS", "Aktif",
            ("III/a", "III/b", "III/c", "II/d")[number % 4], "S1", f"Bidang {number % 400} Dinas Contoh",
            f"Analis Contoh {number % 250}", dt.date(2020, 1 + number % 12, 1),
        ))  # fmt: skip
    if path.suffix == ".csv":
        text = "\r\n".join(";".join(str(cell) for cell in line) for line in [HEADER, *lines])
        path.write_text(text, encoding="utf-8")
        return
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("PNS")
    for number, line in enumerate([HEADER, *lines]):
        sheet.write_row(number, 0, line)
    book.close()


def write_long(path: Path) -> None:
    """More rows than are taken: refused once they are counted."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("PNS")
    sheet.write_row(0, 0, HEADER[:2])
    for number in range(1, 400_000):
        sheet.write(number, 0, f"19900101201503{number % 1000:04}")
    book.close()


def bomb_bytes() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b"<c/>" * (300 * 2**20 // 4))
    return stream.getvalue()


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1].startswith("--"):
        run(sys.argv[1][2:], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
