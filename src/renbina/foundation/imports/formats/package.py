"""Parts of a zip package and their XML: never more than was allowed, no definitions, no entities, nothing fetched."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.parsers import expat

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.stream import Refused

_PIECE: Final = 1 << 18
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


@contextmanager
def opened(path: str) -> Iterator[zipfile.ZipFile]:
    """The package; whatever a broken one raises becomes a refusal."""
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
        KeyError,
        RuntimeError,
    ) as error:
        raise Refused("damaged") from error
    except (expat.ExpatError, LookupError) as error:  # an encoding that nobody knows is a LookupError
        raise Refused("xml_invalid") from error


class Handlers:
    """What a reader wants to hear of a part: elements (without their prefix) and text."""

    prefixed = False  # names always come with a prefix
    others = 0

    def pass_over(self) -> None:
        """An element that nobody asks for. No honest part has millions of them, and each costs time."""
        self.others += 1
        if self.others > limits.OTHER_ELEMENTS:
            raise Refused("too_many_cells")

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def parse(package: zipfile.ZipFile, member: str, handlers: Handlers) -> None:
    """Reads one part. Raises Refused("dtd"), and expat.ExpatError where it is no XML."""
    parser = parser_for(handlers)
    with package.open(member) as stream:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def parser_for(handlers: Handlers) -> expat.XMLParserType:
    """A parser that knows no definitions and tells the handlers what it reads."""
    parser = _strict_parser()
    parser.buffer_text = True
    parser.StartElementHandler = _first_start(parser, handlers)
    parser.CharacterDataHandler = handlers.text
    return parser


def check_other_parts(package: zipfile.ZipFile, read: set[str]) -> None:
    """Parts that no reader opens: their checksum must be right, and they may hold no definitions either."""
    for member in package.infolist():
        if member.filename in read or member.is_dir():
            continue
        parser = _strict_parser() if member.filename.casefold().endswith((".xml", ".rels", ".vml")) else None
        with package.open(member) as stream:
            while piece := stream.read(_PIECE):
                if parser is not None:
                    try:
                        parser.Parse(piece, False)
                    except expat.ExpatError:
                        parser = None  # broken, but nobody reads it


def _strict_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.EntityDeclHandler = _refuse_definitions
    return parser


def _refuse_definitions(*_: Any) -> None:
    raise Refused("dtd")


def _first_start(parser: expat.XMLParserType, handlers: Handlers) -> Start:
    """The first element shows whether names carry a prefix (`x:row`); nearly no file does, and is read faster."""

    def bare_start(name: str, attributes: dict[str, str]) -> None:
        handlers.start(name.rpartition(":")[2], attributes)

    def bare_end(name: str) -> None:
        handlers.end(name.rpartition(":")[2])

    def start(name: str, attributes: dict[str, str]) -> None:
        prefixed = handlers.prefixed or ":" in name
        parser.StartElementHandler = bare_start if prefixed else handlers.start
        parser.EndElementHandler = bare_end if prefixed else handlers.end
        parser.StartElementHandler(name, attributes)

    return start


def unpacked_size(package: zipfile.ZipFile) -> int:
    return sum(member.file_size for member in package.infolist())


def check_size(package: zipfile.ZipFile) -> None:
    """The guard looked already; the child does not rely on it."""
    if unpacked_size(package) > limits.UNPACKED_BYTES:
        raise Refused("bomb")
