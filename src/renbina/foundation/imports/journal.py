"""What an applied file wrote, kept so that it can be taken back exactly.

A kind's `apply` writes through the journal. Every step is kept with the values before and after; `reverse` walks the
steps backwards, looks whether what was written still stands, and puts back what was there. Images are packed JSON:

    create, delete   [[pk, value, value, ...], ...]          the values of `_names(model)`
    update           [[pk, {name: [before, after]}], ...]    only what came out different
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.db import connection, connections
from django.db.models import BinaryField, DecimalField, Field, JSONField, Model
from django.utils.translation import gettext as _

from renbina.foundation.errors import Refused
from renbina.foundation.models import ImportBatch, ImportJournal

M = TypeVar("M", bound=Model)
CHUNK: Final = 500
_EMPTY: Final[Mapping[type, str]] = {dict: "{}", list: "[]"}
CREATE, UPDATE, DELETE = "create", "update", "delete"
Image = list[Any]


class RowGone(Refused):
    """Something that a file changes was removed by somebody else meanwhile."""


class Journal:
    """Writes rows of any model and remembers them. Without a batch nothing is remembered (set-up commands, tests).

    on: the day that the file was compared with, for kinds that write dated facts; None: today.
    progress: called with the objects written so far and those expected in all (0: not known).
    """

    def __init__(
        self,
        batch: ImportBatch | None,
        *,
        on: date | None = None,
        progress: Callable[[int, int], None] = lambda written, expected: None,
    ) -> None:
        self._batch, self._progress, self.on = batch, progress, on
        self._position = 0
        self._expected = 0
        self.written = 0
        self.notes: dict[str, Any] = {}

    def create(self, objects: Iterable[M]) -> list[M]:
        """Insert; the objects come back with their keys."""
        made: list[M] = []
        for chunk in _chunks(objects):
            model = type(chunk[0])
            insert(model, chunk)
            made += chunk
            self._keep(CREATE, model, images_of(chunk))
        return made

    def update(self, objects: Iterable[M], fields: Sequence[str]) -> int:
        """Store these fields of known objects; returns how many objects came out different. Raises RowGone."""
        changed = 0
        for chunk in _chunks(objects):
            model = type(chunk[0])
            names = [model._meta.get_field(name).attname for name in fields]  # type: ignore[union-attr]  # concrete ones
            before = stored_images(model, [each.pk for each in chunk], names)
            steps = [step for after in images_of(chunk, names) if (step := _step(before, after, names)) is not None]
            write_values(model, [(pk, {name: pair[1] for name, pair in pairs.items()}) for pk, pairs in steps])
            changed += len(steps)
            self._keep(UPDATE, model, [[pk, pairs] for pk, pairs in steps])
        return changed

    def delete(self, objects: Iterable[M]) -> int:
        """Remove rows on which nothing else depends; returns how many. Raises RowGone."""
        removed = 0
        for chunk in _chunks(objects):
            model = type(chunk[0])
            keys = [each.pk for each in chunk]
            before = stored_images(model, keys, _names(model))
            if len(before) != len(set(keys)) or still_needed(model, keys):
                raise RowGone(_gone())
            remove(model, keys)
            removed += len(before)
            self._keep(DELETE, model, [[pk, *values] for pk, values in before.items()])
        return removed

    def expect(self, number: int) -> None:
        """How many objects are about to be written, for a kind that knows it: progress is told against it."""
        self._expected = self.written + number

    def note(self, **words: Any) -> None:
        """Facts about the whole file that its page may tell; plain values."""
        self.notes |= words

    def _keep(self, change: str, model: type[Model], images: Sequence[Image]) -> None:
        self.written += len(images)
        self._progress(self.written, self._expected)
        if self._batch is None or not images:
            return
        ImportJournal.objects.create(
            batch=self._batch,
            position=self._position,
            model=model._meta.label_lower,
            change=change,
            objects_count=len(images),
            images=pack(images),
        )
        self._position += 1


def _gone() -> str:
    return _("Something that this file changes was removed or is in use meanwhile. Upload the file again.")


def _step(before: Mapping[Any, Image], after: Image, names: Sequence[str]) -> tuple[Any, dict[str, Image]] | None:
    pk = after[0]
    if pk not in before:
        raise RowGone(_gone())
    pairs = zip(names, before[pk], after[1:], strict=True)
    different = {name: [old, new] for name, old, new in pairs if old != new}
    return (pk, different) if different else None


def _chunks(objects: Iterable[M]) -> Iterator[list[M]]:
    """At most CHUNK objects of one model at a time, in the order given."""
    chunk: list[M] = []
    for each in objects:
        if chunk and (len(chunk) == CHUNK or type(each) is not type(chunk[0])):
            yield chunk
            chunk = []
        chunk.append(each)
    if chunk:
        yield chunk


# --- images: what is kept of an object


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def images_of(objects: Sequence[Model], names: Sequence[str] | None = None) -> list[Image]:
    """[pk, value, ...] of each object, as plain JSON values."""
    model = type(objects[0])
    names = _names(model) if names is None else names
    places = _decimals(model, names)
    return [
        [each.pk, *_plain([getattr(each, name) for name in names], places)]
        for each in objects
    ]  # fmt: skip


def stored_images(model: type[Model], keys: Sequence[Any], names: Sequence[str] | None = None) -> dict[Any, Image]:
    """pk -> values as they are stored now; what is not there is left out."""
    names = _names(model) if names is None else names
    places = _decimals(model, names)
    rows = model._base_manager.filter(pk__in=keys).values_list("pk", *names)
    return {row[0]: _plain(row[1:], places) for row in rows}


def _decimals(model: type[Model], names: Sequence[str]) -> dict[int, int]:
    """Place among the names -> decimal places: a decimal is stored with as many, however it was written."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        place: field.decimal_places
        for place, name in enumerate(names)
        if isinstance(field := fields[name], DecimalField)
    }


def _plain(values: Sequence[Any], places: Mapping[int, int]) -> Image:
    plain = [value if value is None or type(value) in (str, int, bool) else _json(value) for value in values]
    for place, digits in places.items():
        if plain[place] is not None:
            plain[place] = str(round(Decimal(plain[place]), digits))
    return plain


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str):
        return str.__str__(value)  # a choice: only its text
    if isinstance(value, int):
        return int(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return json.loads(json.dumps(value, sort_keys=True))  # the value of a JSON field


def pack(images: Sequence[Image]) -> bytes:
    return zlib.compress(json.dumps(images, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(data: bytes | memoryview) -> list[Image]:
    images: list[Image] = json.loads(zlib.decompress(bytes(data)))
    return images


# --- writing and removing by key


def insert(model: type[M], objects: Sequence[M]) -> None:
    """Insert with keys taken beforehand, by COPY or by one statement executed many times: a third of the work of the
    ORM's bulk insert, which builds a statement as long as its rows."""
    fields = model._meta.local_concrete_fields
    if model._meta.parents or any(each.has_db_default() or each.generated for each in fields):
        model._base_manager.bulk_create(objects)
        return
    for each, pk in zip(objects, _free_keys(model, len(objects)), strict=True):
        each._prepare_related_fields_for_save(operation_name="bulk_create")  # type: ignore[attr-defined]  # keys of what was saved meanwhile
        if each.pk is None:
            each.pk = pk
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    reads = [_reader(field) for field in fields]
    rows = ([read(each) for read in reads] for each in objects)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", list(rows))  # noqa: S608 - names of our own models, values are parameters
    for each in objects:
        each._state.adding, each._state.db = False, connection.alias


def _reader(field: Any) -> Callable[[Any], Any]:
    """The value of a field of an object as the database takes it; plain texts and numbers need no care."""
    name = field.attname
    if isinstance(field, JSONField) and field.encoder is None:
        return _json_reader(name)
    careful = isinstance(field, JSONField | BinaryField | DecimalField)
    prepares = type(field).pre_save is not Field.pre_save
    database = connections[connection.alias]  # itself: asking its stand-in for everything takes as long as the work

    def read(each: Any) -> Any:
        value = field.pre_save(each, True) if prepares else getattr(each, name)
        if value is None or (type(value) in (str, int, bool) and not careful):
            return value
        if type(value) is date and not careful:
            return value.isoformat()  # both engines read a day so
        return field.get_db_prep_save(value, database)

    return read


def _json_reader(name: str) -> Callable[[Any], Any]:
    """JSON as text, which both engines take as it stands; most lists and mappings of staged rows are empty."""

    def read(each: Any) -> str | None:
        value = getattr(each, name)
        if value is None:
            return None
        return (not value and _EMPTY.get(type(value))) or json.dumps(value)

    return read


def _free_keys(model: type[Model], number: int) -> list[int]:
    """Keys that nobody else gets: from the sequence, or above the highest (SQLite has one writer at a time)."""
    table, column = model._meta.db_table, str(_key(model).column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f'"{table}"'
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [sequence, column, number]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        known = cursor.fetchone()
        last = known[0] if known else 0
        return list(range(last + 1, last + 1 + number))


def write_values(model: type[Model], changes: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """Set columns of many rows. One statement for rows whose same columns change, executed many times: the update in
    bulk of the ORM builds a CASE of every row and takes minutes for 100,000."""
    together: dict[tuple[str, ...], list[tuple[Any, Mapping[str, Any]]]] = defaultdict(list)
    for pk, values in changes:
        together[tuple(sorted(values))].append((pk, values))
    quote = connection.ops.quote_name
    fields = {field.attname: field for field in model._meta.concrete_fields}
    key = _key(model)
    for names, rows in together.items():
        wanted = [fields[name] for name in names]
        sets = ", ".join(f"{quote(str(field.column))} = %s" for field in wanted)
        statement = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(str(key.column))} = %s"  # noqa: S608 - names of our own models, values are parameters
        parameters = [
            [*(_stored(field, values[field.attname]) for field in wanted), key.get_db_prep_value(pk, connection)]
            for pk, values in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(statement, parameters)


def _stored(field: Any, image: Any) -> Any:
    return field.get_db_prep_save(field.to_python(image), connection)


def insert_images(model: type[Model], images: Sequence[Image]) -> None:
    """Rows again as they were, with the keys that they had."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    key = _key(model)
    objects = []
    for pk, *values in images:
        kept = {field.attname: field.to_python(value) for field, value in zip(fields, values, strict=True)}
        objects.append(model(**{key.attname: pk}, **kept))
    model._base_manager.bulk_create(objects)


def remove(model: type[Model], keys: Sequence[Any]) -> None:
    """Delete by key, and nothing that hangs on it: whoever calls has looked."""
    model._base_manager.filter(pk__in=keys)._raw_delete(using=connection.alias)  # no cascade


def still_needed(model: type[Model], keys: Sequence[Any]) -> set[Any]:
    """Keys that rows of other tables point at. Rows that are only computed (`is_derived` on their model) go with what
    they were computed from; they are removed here."""
    needed: set[Any] = set()
    for other, column in _pointing_at(model):
        rows = other._base_manager.filter(**{f"{column}__in": keys})
        if getattr(other, "is_derived", False):
            rows._raw_delete(using=connection.alias)  # nothing hangs on computed rows
            continue
        rows = rows.exclude(pk__in=keys) if other is model else rows
        needed |= set(rows.values_list(column, flat=True))
    return needed


def _key(model: type[Model]) -> Any:
    return model._meta.pk


def _pointing_at(model: type[Model]) -> list[tuple[type[Model], str]]:
    """(other model, its column) of everything that can point at a row of this model."""
    return [
        (relation.related_model, relation.field.attname)  # type: ignore[union-attr,misc]  # relations that point here
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
