"""The 96 programmes, what they raise, who they are for, and when they are on offer in 2027."""

from datetime import date

from binacity import tables
from binacity.plan_records import OfferRecord
from binacity.records import AudienceRecord, EffectRecord, PartnerRecord, ProgrammeRecord

PLAN_YEAR = 2027
SELF_PACED = "*"


def programmes() -> tuple[ProgrammeRecord, ...]:
    """All programmes in code order, with their fund in the plan year."""
    return tuple(
        ProgrammeRecord(
            code=row["code"], name=row["name"], form=row["form"], area=row["area"], hours=float(row["hours"]),
            days=float(row["days"]), delivery=row["delivery"], synchronous=row["synchronous"] == "true",
            capacity=int(row["capacity"]), batch_min=int(row["batch_min"]), cost_per_person=int(row["cost_per_person"]),
            cost_per_batch=int(row["cost_per_batch"]), prerequisite=row["prerequisite"] or None,
            partner=row["partner"] or None, fund=row["fund"], note=row["note"],
            own_funds=tables.words(row["own_funds"], " "),
        )
        for row in tables.rows("programmes")
    )  # fmt: skip


def effects() -> tuple[EffectRecord, ...]:
    """Lift and ceiling: e-learning reaches level 2, a class 3, mentoring and field work 4 (B14 has none: a planted
    defect).
    """
    return tuple(
        EffectRecord(row["programme"], row["competency"], int(row["lift"]), int(row["ceiling"]))
        for row in tables.rows("effects")
    )


def offers() -> tuple[OfferRecord, ...]:
    """One offer per programme and month; own classes sum to 52 batches."""
    result = []
    for row in tables.rows("programmes"):
        for part in row["offers"].split():
            month, _, batches = part.partition(":")
            number = None if month == SELF_PACED else int(month)
            key = f"{row['code']}-{PLAN_YEAR}-{month if number else 'mandiri'}"
            result.append(OfferRecord(key, row["code"], PLAN_YEAR, number, int(batches), row["own_class"] == "true"))
    return tuple(result)


def audiences(unit_keys: frozenset[str]) -> tuple[AudienceRecord, ...]:
    """Rows of tables/audiences.csv. A programme without a row is open to nominated people only.

    A row naming units none of which this agency has is dropped (smaller agencies).
    """
    result = []
    for row in tables.rows("audiences"):
        units = tables.words(row["units"], " ")
        present = tuple(key for key in units if key in unit_keys)
        if units and not present:
            continue
        lists = {
            name: tables.words(row[name], " ")
            for name in ("employments", "position_kinds", "levels", "families", "excluded_families")
        }
        result.append(AudienceRecord(row["programme"], units=present, **lists))
    return tuple(result)


def partners() -> tuple[PartnerRecord, ...]:
    """Twenty invented partners; two agreements have expired, one has no scope for trainers."""
    return tuple(
        PartnerRecord(
            row["key"], row["name"], row["kind"], row["agreement_number"],
            _day(row["agreement_from"]), _day(row["agreement_until"]),
        )
        for row in tables.rows("partners")
    )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
