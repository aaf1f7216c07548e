"""Storing a file of the dictionary, so that it can be taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from renbina.competency.access import require
from renbina.competency.actions.dictionary import CompetencyRefused, NewWords
from renbina.competency.imports.dictionary import CHANGED, ENTRY, SIGNS, Entry, entries_of, level_values
from renbina.competency.models import BehaviourIndicator, Competency, CompetencyLevel, CompetencyVersion
from renbina.competency.queries.dictionary import LevelWords
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Row
from renbina.foundation.imports.declare import key_text
from renbina.foundation.imports.journal import Journal
from renbina.organisation.models import Agency
from renbina.organisation.queries import agency_of, day_for

_OF_VERSIONS: Final = ("definition", "definition_en")


@action
def apply_dictionary(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store checked rows of a file: other Indonesian words begin a version once people were assessed, English none.

    Returns counts. Raises CompetencyRefused where somebody was assessed against the words meanwhile.
    """
    require(by, "load_dictionary")
    agency = agency_of(by)
    on = journal.on or day_for(by)
    known = entries_of(agency.pk)
    together: dict[str, list[Row]] = {}
    for row in rows:
        together.setdefault(key_text(row.values["code"]), []).append(row)
    new = {code: _new(agency, group) for code, group in together.items() if code not in known}
    journal.create(new.values())
    changed = []
    texts = _Texts(journal, on)
    for code, group in together.items():
        entry = known.get(code) or Entry(new[code], None, None)
        said = _said(group)
        if code in known:
            _put(entry.competency, said)
            changed.append(entry.competency)
        texts.take(entry, _words(entry, said, group), _reason(group))
    journal.update(changed, [name for name in ENTRY if name not in _OF_VERSIONS])
    texts.store()
    counts = {"competencies_added": len(new), "competencies_changed": len(changed), "versions_begun": texts.begun}
    record(obj=agency, old=None, new=counts)
    outbox.publish(CHANGED, {}, by=by, at=at)
    return counts


def _told(row: Row) -> dict[str, Any]:
    """What the row says and is not stored so already."""
    if row.verdict == "changed":
        return {name: after for name, (_before, after) in row.changes.items()}
    return {name: value for name, value in row.values.items() if value is not None}


def _said(group: Iterable[Row]) -> dict[str, Any]:
    """What the rows say of the competency itself; the check has seen that they agree."""
    return {name: value for row in group for name, value in _told(row).items() if name in ENTRY and value is not None}


def _new(agency: Agency, group: Sequence[Row]) -> Competency:
    made = Competency(agency=agency, code=group[0].values["code"])
    _put(made, _said(group))
    return made


def _put(competency: Competency, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        if name not in _OF_VERSIONS:
            setattr(competency, name, value)


def _reason(group: Iterable[Row]) -> str:
    return next((row.values["reason"] for row in group if row.values.get("reason")), "") or _("Brought in from a file")


def _words(entry: Entry, said: Mapping[str, Any], group: Sequence[Row]) -> NewWords | None:
    """The words that stand with what the rows say of them; None for a competency without words."""
    standing = entry.words
    cells = {each.level: level_values(each) for each in standing.levels} if standing else {}
    for row in group:
        if (level := row.values.get("level")) is not None:
            cells.setdefault(level, {"level": level}).update(_told(row))
    if not cells and standing is None and not said.get("definition"):
        return None
    competency = entry.competency
    return NewWords(
        name=said.get("name") or (standing.name if standing else competency.name),
        definition=said.get("definition") or (standing.definition if standing else ""),
        levels=tuple(_level(cells[level]) for level in sorted(cells)),
        name_en=said.get("name_en") or (standing.name_en if standing else competency.name_en),
        definition_en=said.get("definition_en") or (standing.definition_en if standing else ""),
    )


def _level(cells: Mapping[str, Any]) -> LevelWords:
    level = cells["level"]
    signs = [place for place in SIGNS if cells.get(f"sign_{place}")]
    return LevelWords(
        level,
        cells["text"],
        tuple((f"{level}.{place}", cells[f"sign_{place}"]) for place in signs),
        cells.get("text_en") or "",
        tuple(cells.get(f"sign_{place}_en") or "" for place in signs),
    )


class _Texts:
    """Versions, levels and behaviours of many competencies, written together."""

    def __init__(self, journal: Journal, on: date) -> None:
        self.journal, self.on, self.begun = journal, on, 0
        self.new: list[tuple[CompetencyVersion, NewWords]] = []
        self.rewritten: list[tuple[int, int, NewWords]] = []

    def take(self, entry: Entry, words: NewWords | None, reason: str) -> None:
        standing = entry.words
        if words is None:
            return
        if standing is None:
            self._begin(entry, words, 1, "")
            return
        before = NewWords(standing.name, standing.definition, standing.levels, standing.name_en, standing.definition_en)
        if words.indonesian == before.indonesian or not entry.in_use:
            if words != before:
                self.rewritten.append((entry.competency.pk, standing.number, words))
        elif entry.changes_too_late(self.on):
            raise CompetencyRefused(
                _("People were assessed today against the words of “%(name)s”; change them tomorrow.")
                % {"name": standing.name}
            )
        else:
            self._begin(entry, words, standing.number + 1, reason)
            self.begun += 1

    def _begin(self, entry: Entry, words: NewWords, number: int, reason: str) -> None:
        version = CompetencyVersion(
            competency=entry.competency, number=number, since=self.on, name=words.name, name_en=words.name_en,
            definition=words.definition, definition_en=words.definition_en, reason=reason,
        )  # fmt: skip
        self.new.append((version, words))

    def store(self) -> None:
        self.journal.create([version for version, _words in self.new])
        wanted = self._rewritten_versions() + self.new
        there = {
            (each.version_id, each.level): each
            for each in CompetencyLevel.objects.filter(version__in=[version.pk for version, _words in wanted])
        }
        made: list[CompetencyLevel] = []
        changed: list[CompetencyLevel] = []
        levels: list[tuple[CompetencyLevel, LevelWords]] = []
        for version, words in wanted:
            for each in words.levels:
                level = there.get((version.pk, each.level))
                (changed if level else made).append(
                    level := level or CompetencyLevel(version=version, level=each.level)
                )
                level.description, level.description_en = each.description, each.description_en
                levels.append((level, each))
        self.journal.create(made)
        self.journal.update(changed, ["description", "description_en"])
        self._store_signs(levels)

    def _rewritten_versions(self) -> list[tuple[CompetencyVersion, NewWords]]:
        words = {(competency, number): each for competency, number, each in self.rewritten}
        rows = CompetencyVersion.objects.filter(competency_id__in={competency for competency, _number in words})
        found = []
        for version in rows.order_by("pk"):
            said = words.get((version.competency_id, version.number))
            if said is not None:
                version.name, version.name_en = said.name, said.name_en
                version.definition, version.definition_en = said.definition, said.definition_en
                found.append((version, said))
        names = ["name", "name_en", "definition", "definition_en"]
        self.journal.update([version for version, _said in found], names)
        return found

    def _store_signs(self, levels: Sequence[tuple[CompetencyLevel, LevelWords]]) -> None:
        """A file never takes a behaviour away: an empty cell says nothing."""
        there: dict[int, list[BehaviourIndicator]] = {}
        for each in BehaviourIndicator.objects.filter(level__in=[level.pk for level, _words in levels]).order_by("pk"):
            there.setdefault(each.level_id, []).append(each)
        made: list[BehaviourIndicator] = []
        changed: list[BehaviourIndicator] = []
        for level, words in levels:
            known = there.get(level.pk, [])
            for place, ((code, text), (_text, english)) in enumerate(
                zip(words.indicators, words.texts[1:], strict=True)
            ):
                sign = known[place] if place < len(known) else BehaviourIndicator(level=level)
                (changed if sign.pk else made).append(sign)
                sign.code, sign.text, sign.text_en = code, text, english
        self.journal.create(made)
        self.journal.update(changed, ["code", "text", "text_en"])
