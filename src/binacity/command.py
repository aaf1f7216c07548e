"""`renbina city`: write a synthetic city to a folder."""

import argparse
import csv
import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from binacity.appraisal import Appraisal
from binacity.export import write_siasn_xlsx
from binacity.figures import figures
from binacity.generate import SMALLEST, digest, generate
from binacity.records import City


def main(argv: Sequence[str]) -> int:
    """Write the SIASN workbook and a CSV per table to `--out`, print the figures; 0 when done, 2 for a bad size."""
    parser = argparse.ArgumentParser(
        prog="renbina city", description="Generate a synthetic agency. Every person in it is invented."
    )
    parser.add_argument(
        "--size", type=int, default=None, help=f"number of people, at least {SMALLEST} (default: the city of 2,914)"
    )
    parser.add_argument("--seed", type=int, default=2027)
    parser.add_argument("--out", type=Path, required=True, help="folder, made if missing")
    options = parser.parse_args(argv)
    if options.size is not None and options.size < SMALLEST:
        print(f"--size: must be at least {SMALLEST}, got {options.size}")
        return 2
    city = generate(size=options.size, seed=options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    write_siasn_xlsx(city, options.out / "siasn.xlsx")
    write_tables(city, options.out)
    print(f"{city.agency.name}, seed {options.seed}, digest {digest(city)[:16]}")
    for name, value in figures(city).items():
        print(f"  {name:<28} {value:,}")
    return 0


def write_tables(city: City, folder: Path) -> None:
    """One CSV per table (UTF-8, header line); lists inside a cell are joined with "|", facts become name,value."""
    for name, value in _tables(city):
        rows = sorted(value.items()) if name == "facts" else value if isinstance(value, tuple) else (value,)
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            if name == "facts":
                writer.writerow(("name", "value"))
                writer.writerows(rows)
            elif rows:
                names = [column.name for column in dataclasses.fields(rows[0])]
                writer.writerow(names)
                writer.writerows([_cell(getattr(row, each)) for each in names] for row in rows)


def _tables(city: City) -> Iterator[tuple[str, Any]]:
    """Name and rows of every table; what follows from predicates is several."""
    for field in dataclasses.fields(City):
        value = getattr(city, field.name)
        if isinstance(value, Appraisal):
            yield from ((f"{field.name}_{part.name}", getattr(value, part.name)) for part in dataclasses.fields(value))
        else:
            yield field.name, value


def _cell(value: object) -> object:
    return "|".join(str(part) for part in value) if isinstance(value, tuple) else value
