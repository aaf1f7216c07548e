"""Runs in a process of its own, with little memory and time: reads one file and prints its rows (see formats.stream).

Called as `python -I child.py KIND PATH [KIND PATH ...]`; several files give several ends.
"""

import resource
import sys
import types
from pathlib import Path


def bare_packages() -> None:
    """Makes `renbina.foundation.imports.*` importable without what their packages load: neither Django nor settings."""
    folder = Path(__file__).resolve().parent
    for name in ("renbina.foundation.imports", "renbina.foundation", "renbina"):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
        folder = folder.parent


def confine() -> None:
    """No more memory and time than a large honest file needs, no core dumps, and not one byte written to a file."""
    from renbina.foundation.imports import limits  # noqa: PLC0415,RUF100 - only importable after bare_packages

    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(kind: str, path: str) -> None:
    """One file, to its last line, whatever it holds."""
    from renbina.foundation.imports.formats import stream  # noqa: PLC0415,RUF100

    out = stream.Writer()
    try:
        reader_of(kind)(path, out)
        out.finish({"end": True})
    except stream.Refused as error:
        out.finish({"refused": str(error)})
    except (MemoryError, RecursionError):
        out.finish({"refused": "too_many_cells"})


def reader_of(kind: str):  # type: ignore[no-untyped-def]  # the types are siblings that load on demand
    """Only the reader that is needed is loaded."""
    if kind == "xlsx":
        from renbina.foundation.imports.formats import xlsx  # noqa: PLC0415,RUF100

        return xlsx.read_xlsx
    if kind == "ods":
        from renbina.foundation.imports.formats import ods  # noqa: PLC0415,RUF100

        return ods.read_ods
    if kind == "xls":
        from renbina.foundation.imports.formats import xls  # noqa: PLC0415,RUF100

        return xls.read_xls
    if kind == "html":
        from renbina.foundation.imports.formats import html  # noqa: PLC0415,RUF100

        return html.read_html
    from renbina.foundation.imports.formats import text  # noqa: PLC0415,RUF100

    return text.read_csv


if __name__ == "__main__":
    bare_packages()
    confine()
    for _kind, _path in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        read(_kind, _path)
