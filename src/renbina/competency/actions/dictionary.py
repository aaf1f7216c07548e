"""The writes of the dictionary. Words that somebody was assessed against stay as they are: new ones get a version."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from binacore.names import fold_name
from renbina.competency.access import require
from renbina.competency.enums import CompetencyKind
from renbina.competency.models import (
    Assessment,
    BehaviourIndicator,
    Competency,
    CompetencyLevel,
    CompetencyVersion,
)
from renbina.competency.queries.dictionary import LevelWords, Words, codes_of, versions_of, words_of
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.models import Agency
from renbina.organisation.queries import agency_of
from renbina.ui import formats
from renbina.ui.spoken import spoken

BATCH = 1000
TOP_LEVEL = 5


class CompetencyRefused(Refused):
    """A dictionary entry without a code, name or known kind, or two with one code; words that came too late."""


@dataclass(frozen=True, slots=True)
class EnglishRow:
    """The English of an entry, text by text in the order of its Indonesian; "" where there is none."""

    name: str = ""
    family: str = ""
    definition: str = ""
    origin: str = ""
    levels: tuple[str, ...] = ()
    indicators: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """A dictionary entry; `levels` are the descriptions from level 1 on (fewer are allowed).

    `indicators` are the behaviours of each level, in the same order. Without levels the words stay as they are.
    Without `english` the English of every text that stays the same stays too.
    """

    code: str
    name: str
    kind: str  # CompetencyKind
    family: str = ""
    levels: tuple[str, ...] = ()
    definition: str = ""
    indicators: tuple[tuple[str, ...], ...] = ()
    by_class: bool = False
    origin: str = ""
    english: EnglishRow | None = None


@dataclass(frozen=True, slots=True)
class NewWords:
    """What a competency means from a day on; five levels, each with its behaviours, and the English beside them."""

    name: str
    definition: str
    levels: tuple[LevelWords, ...]
    name_en: str = ""
    definition_en: str = ""

    @property
    def indonesian(self) -> tuple[object, ...]:
        """What people are assessed against: another one makes a version."""
        return (
            self.name,
            self.definition,
            tuple((each.level, each.description, each.indicators) for each in self.levels),
        )

    @property
    def english(self) -> tuple[object, ...]:
        """What may be corrected at any time."""
        return (
            self.name_en,
            self.definition_en,
            tuple(tuple(said for _text, said in each.texts) for each in self.levels),
        )


def _words_of(standing: Words) -> NewWords:
    return NewWords(standing.name, standing.definition, standing.levels, standing.name_en, standing.definition_en)


def _level_words(row: CompetencyRow) -> tuple[LevelWords, ...]:
    english = row.english or EnglishRow()
    seen = [*row.indicators, *([()] * (len(row.levels) - len(row.indicators)))]
    said = [*english.levels, *([""] * (len(row.levels) - len(english.levels)))]
    told = [*english.indicators, *([()] * (len(row.levels) - len(english.indicators)))]
    return tuple(
        LevelWords(
            level, text, tuple((f"{level}.{place}", words) for place, words in enumerate(behaviours, start=1)),
            said[level - 1], tuple(told[level - 1])[: len(behaviours)],
        )
        for level, (text, behaviours) in enumerate(zip(row.levels, seen, strict=False), start=1)
    )  # fmt: skip


def _with_known_english(words: NewWords, standing: Words) -> NewWords:
    """Texts that stay the same keep the English that they have."""
    known = dict(pair for each in standing.levels for pair in each.texts)
    known |= {standing.definition: standing.definition_en} if standing.definition else {}
    levels = tuple(
        replace(
            each,
            description_en=known.get(each.description, ""),
            indicators_en=tuple(known.get(text, "") for _code, text in each.indicators),
        )
        for each in words.levels
    )
    name = standing.name_en if words.name == standing.name else ""
    return replace(words, levels=levels, name_en=name, definition_en=known.get(words.definition, ""))


@action
def load_dictionary(*, rows: Sequence[CompetencyRow], since: date | None = None, by: Actor, at: datetime) -> int:
    """Write competencies by their code (new ones added, known ones renamed) with their words; none is removed.

    Other words than those that stand become a new version where somebody was assessed against the old. They hold
    from `since`, or from today.
    """
    require(by, "load_dictionary")
    agency = agency_of(by)
    _check_rows(rows)
    for said in (True, False):
        _load_entries([row for row in rows if (row.english is not None) is said], agency, with_english=said)
    codes = codes_of(agency.pk)
    _load_words(rows, codes, since or at.astimezone(ZoneInfo(agency.timezone)).date())
    record(obj=agency, old=None, new={"competencies": len(rows)})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return len(rows)


def _load_entries(rows: Sequence[CompetencyRow], agency: Agency, *, with_english: bool) -> None:
    known = ("name_en", "family_en", "origin_en") if with_english else ()
    Competency.objects.bulk_create(
        [
            Competency(
                agency=agency, code=row.code, name=row.name, kind=row.kind, family=row.family, by_class=row.by_class,
                origin=row.origin, **_english_of(row),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["agency", "code"],
        update_fields=["name", "kind", "family", "by_class", "origin", *known],
    )  # fmt: skip


def _english_of(row: CompetencyRow) -> dict[str, str]:
    english = row.english or EnglishRow()
    return {"name_en": english.name, "family_en": english.family, "origin_en": english.origin}


def _check_rows(rows: Sequence[CompetencyRow]) -> None:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not row.code or not row.name or row.kind not in CompetencyKind.values or len(row.levels) > TOP_LEVEL:
            raise CompetencyRefused(
                _("Row %(row)s: a competency needs a code, a name, a known kind and at most five levels.")
                % {"row": number}
            )
        if row.code in seen:
            raise CompetencyRefused(
                _("Row %(row)s: the code “%(code)s” is used twice.") % {"row": number, "code": row.code}
            )
        seen.add(row.code)


def _load_words(rows: Sequence[CompetencyRow], codes: dict[str, int], on: date) -> None:
    known = words_of([codes[row.code] for row in rows])
    used = set(Assessment.objects.filter(competency_id__in=known).values_list("competency_id", "assessed_on"))
    new: list[tuple[int, int, date, NewWords]] = []
    for number, row in enumerate(rows, start=1):
        key = codes[row.code]
        standing = known[key][0] if key in known else None
        words = _row_words(row, standing)
        if standing is None:
            new.append((key, 1, on, words))
        elif words.indonesian == _words_of(standing).indonesian:
            if words.english != _words_of(standing).english:
                say_in_english(key, standing.number, words)
        else:
            days = [day for competency, day in used if competency == key]
            if not _in_use(standing, days):
                CompetencyVersion.objects.filter(competency_id=key, number=standing.number).delete()
                new.append((key, standing.number, standing.since, words))
            elif standing.since >= on or max(days) >= on:
                raise CompetencyRefused(
                    _("Row %(row)s: people were assessed today against the words of “%(name)s”; change them tomorrow.")
                    % {"row": number, "name": row.name}
                )
            else:
                new.append((key, standing.number + 1, on, words))
    _store(new)


def _row_words(row: CompetencyRow, standing: Words | None) -> NewWords:
    """A row's words; what it leaves out is as it stands."""
    said = row.english or EnglishRow()
    if standing is None:
        return NewWords(row.name, row.definition, _level_words(row), said.name, said.definition)
    words = NewWords(
        row.name,
        row.definition or standing.definition,
        _level_words(row) if row.levels else standing.levels,
        said.name,
        said.definition if row.definition else standing.definition_en,
    )
    return words if row.english is not None else _with_known_english(words, standing)


def say_in_english(competency_id: int, number: int, words: NewWords) -> None:
    """Write the English of a version beside its Indonesian, which must be that of `words`; no version begins."""
    version = CompetencyVersion.objects.get(competency_id=competency_id, number=number)
    version.name_en, version.definition_en = words.name_en, words.definition_en
    version.save(update_fields=["name_en", "definition_en"])
    levels, indicators = [], []
    said = {each.level: [english for _text, english in each.texts] for each in words.levels}
    for level in version.levels.prefetch_related(Prefetch("indicators", BehaviourIndicator.objects.order_by("pk"))):
        level.description_en, *rest = said[level.level]
        levels.append(level)
        for indicator, english in zip(level.indicators.all(), rest, strict=True):
            indicator.text_en = english
            indicators.append(indicator)
    CompetencyLevel.objects.bulk_update(levels, ["description_en"], batch_size=BATCH)
    BehaviourIndicator.objects.bulk_update(indicators, ["text_en"], batch_size=BATCH)


def _in_use(standing: Words, days: Sequence[date]) -> bool:
    """Whether somebody was assessed against the newest words."""
    return any(standing.number == 1 or day >= standing.since for day in days)


def _store(new: Sequence[tuple[int, int, date, NewWords]], *, reason: str = "") -> None:
    versions = CompetencyVersion.objects.bulk_create(
        [
            CompetencyVersion(
                competency_id=key, number=number, since=since, name=words.name, definition=words.definition,
                name_en=words.name_en, definition_en=words.definition_en, reason=reason,
            )
            for key, number, since, words in new
        ]
    )  # fmt: skip
    levels = [
        (
            CompetencyLevel(
                version=version, level=each.level, description=each.description, description_en=each.description_en
            ),
            each,
        )
        for version, (_key, _number, _since, words) in zip(versions, new, strict=True)
        for each in words.levels
    ]
    CompetencyLevel.objects.bulk_create([row for row, _each in levels], batch_size=BATCH)
    BehaviourIndicator.objects.bulk_create(
        [
            BehaviourIndicator(level=row, code=code, text=text, text_en=english)
            for row, each in levels
            for (code, text), (_text, english) in zip(each.indicators, each.texts[1:], strict=True)
        ],
        batch_size=BATCH,
    )


@action
def reword(
    *, competency: Competency, words: NewWords, since: date, reason: str, family: tuple[str, str] | None = None,
    by: Actor, at: datetime,
) -> CompetencyVersion | None:  # fmt: skip
    """Give a competency other words from a day on; who was assessed before keeps the words of that time.

    Other English for the words that stand is written beside them at once: nobody was assessed against a translation.
    Another family (Indonesian, English; None: as it is) is only another place in the list and holds at once too.
    Returns None where no version begins. Raises CompetencyRefused for a day on which the old words were used already.
    """
    require(by, "load_dictionary")
    agency = agency_of(by)
    if competency.agency_id != agency.pk:
        raise NotFound
    if not words.name.strip():
        raise CompetencyRefused(_("Write the name of the competency."), "name")
    standing = next(iter(versions_of(competency)), None)
    if standing is not None and words.indonesian == _words_of(standing).indonesian:
        if words.english != _words_of(standing).english:
            say_in_english(competency.pk, standing.number, words)
            _rename(competency, words)
        moved = _move(competency, family)
        record(obj=competency, old=None, new={"version": standing.number, **moved})
        return None
    _check_since(competency, standing, since, reason)
    number = standing.number + 1 if standing else 1
    _store([(competency.pk, number, since, words)], reason=reason)
    _rename(competency, words)
    moved = _move(competency, family)
    record(obj=competency, old={"version": number - 1}, new={"version": number, "since": since.isoformat(), **moved})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return competency.versions.get(number=number)


def _rename(competency: Competency, words: NewWords) -> None:
    if (competency.name, competency.name_en) != (words.name, words.name_en):
        competency.name, competency.name_en = words.name, words.name_en
        competency.save(update_fields=["name", "name_en"])


def _move(competency: Competency, family: tuple[str, str] | None) -> dict[str, str]:
    """What the audit tells of it: nothing where the family stays."""
    if family is None or family == (competency.family, competency.family_en):
        return {}
    competency.family, competency.family_en = family
    competency.save(update_fields=["family", "family_en"])
    return {"family": competency.family}


def _check_since(competency: Competency, standing: Words | None, since: date, reason: str) -> None:
    if standing is None:
        return
    if not reason.strip():
        raise CompetencyRefused(_("Say why the words change; the history shows it."), "reason")
    if since <= standing.since:
        raise CompetencyRefused(
            _("Version %(number)s began on %(day)s. Choose a later day.")
            % {"number": standing.number, "day": formats.day(standing.since)},
            "since",
        )
    last = Assessment.objects.filter(competency=competency, assessed_on__gte=since).order_by("-assessed_on").first()
    if last is not None:
        raise CompetencyRefused(
            _("People were assessed against these words until %(day)s. Choose a later day, so that theirs stay.")
            % {"day": formats.day(last.assessed_on)},
            "since",
        )


@dataclass(frozen=True, slots=True)
class Adopted:
    """What came of taking over ready entries: codes that are new, that were there, and that are held, with why."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    held: tuple[tuple[str, str], ...]


@action
def adopt_entries(*, rows: Sequence[CompetencyRow], by: Actor, at: datetime) -> Adopted:
    """Add ready entries to the dictionary. What the agency has by this code or name stays as it is."""
    require(by, "load_dictionary")
    agency = agency_of(by)
    result = weigh_entries(rows, agency.pk)
    new = [row for row in rows if row.code in result.added]
    if new:
        load_dictionary(rows=new, by=by, at=at)
    record(obj=agency, old=None, new={"added": len(result.added), "held": len(result.held)})
    return result


def weigh_entries(rows: Sequence[CompetencyRow], agency_id: int) -> Adopted:
    """What `adopt_entries` would do; one query."""
    stored = Competency.objects.filter(agency_id=agency_id).values_list("code", "name", "name_en")
    names = {fold_name(name): code for code, name, _english in stored}
    codes = {code: spoken(name, english) for code, name, english in stored}
    added, known, held = [], [], []
    for row in rows:
        if fold_name(row.name) in names:
            known.append(row.code)
        elif row.code in codes:
            words = _("Your code %(code)s means “%(name)s”. Give that one another code first.")
            held.append((row.code, words % {"code": row.code, "name": codes[row.code]}))
        else:
            added.append(row.code)
    return Adopted(tuple(added), tuple(known), tuple(held))
