"""Learning hours: what counts, what a cap takes off, and that nothing disappears in silence."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.situations_reader import situations

from binacore.hours_caps import Span
from binacore.learning import EntryStatus, LearningEntry, Ledger, convert, ledger, repeated_certificates
from binacore.people import EmploymentKind, RecordMalformed
from binacore.rules import AgencyOverride, Confidence, Rulebook, RuleNotInForce, load_rules

RULES = load_rules()
BOOK = Rulebook(RULES)
YEAR = Span.year(2026)


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def entry(row: dict[str, Any]) -> LearningEntry:
    return LearningEntry(
        row["id"],
        row["form"],
        day(row["from"]),
        day(row.get("to", row["from"])),
        certificate_hours=row.get("hours"),
        certificate=row.get("certificate", ""),
        sessions=row.get("sessions", 1),
        session_days=tuple(day(text) for text in row.get("on", [])),
        place=row.get("place", ""),
        confirmed=row.get("confirmed", False),
    )


def year_of(*entries: LearningEntry, book: Rulebook = BOOK, kind: EmploymentKind = EmploymentKind.PNS) -> Ledger:
    return ledger(entries, YEAR, book, kind)


@pytest.mark.parametrize("case", situations("learning"))
def test_a_learning_situation(case: dict[str, Any]) -> None:
    entries = [entry(row) for row in case["given"]]
    got = ledger(entries[::-1], YEAR, BOOK, EmploymentKind(case["kind"]))
    seen = {
        "total": got.total,
        "held": got.held,
        "met": got.is_met,
        "short": got.short,
        "over": got.over,
        "counted": [line.counted for line in got.lines],
        "status": [line.status for line in got.lines],
        "lines": [[why.code for why in line.reasons] for line in got.lines],
        "reasons": [why.code for why in got.reasons],
        "percent": next((why.numbers["percent"] for why in got.reasons if "percent" in why.numbers), None),
        "outside": list(got.outside),
    }
    assert {key: seen[key] for key in case["expect"]} == case["expect"]


def test_the_minimum_and_the_limit_carry_their_source() -> None:
    pns, pppk = year_of(), year_of(kind=EmploymentKind.PPPK)
    assert pns.minimum is not None
    assert "PP 11/2017" in pns.minimum.citation
    assert pns.limit is None
    assert pppk.limit is not None
    assert "PP 49/2018" in pppk.limit.citation
    assert pppk.minimum is None


def test_every_counted_line_carries_the_rule_it_was_counted_by() -> None:
    got = year_of(entry({"id": "a", "form": "KL06", "from": "05-04"}))
    [line] = got.lines
    assert line.rule is not None
    assert (line.rule.rule_id, line.rule.confidence) == ("jp.KL06", Confidence.FROM_IMPLEMENTATION)


def test_an_agency_may_set_a_target_for_its_pppk() -> None:
    target = AgencyOverride("learning.pppk_target_hours", date(2026, 1, 1), 10, "Keputusan Wali Kota 5/2026")
    got = year_of(book=Rulebook(RULES, [target]), kind=EmploymentKind.PPPK_PART_TIME)
    assert (got.is_met, got.short) == (False, 10)
    assert got.minimum is not None
    assert got.minimum.confidence is Confidence.AGENCY_DECISION


def test_an_activity_follows_the_rule_of_the_day_it_finished() -> None:
    change = AgencyOverride("jp.KL06", date(2026, 7, 1), {"basis": "per_day", "jp": 6}, "Keputusan 9/2026")
    entries = [entry({"id": d, "form": "KL06", "from": d}) for d in ("06-30", "07-01")]
    got = year_of(*entries, book=Rulebook(RULES, [change]))
    assert [line.counted for line in got.lines] == [4, 6]


def test_the_cap_that_was_applied_is_told_with_its_numbers() -> None:
    [line] = year_of(entry({"id": "a", "form": "NKL01", "from": "03-02", "to": "03-27", "sessions": 3})).lines
    assert dict(line.reasons[1].numbers) == {"hours": 6, "counted": 4, "cap": 4, "period": "month"}


def test_days_before_the_rules_are_refused_not_guessed() -> None:
    old = LearningEntry("a", "KL06", date(2015, 5, 4), date(2015, 5, 4))
    with pytest.raises(RuleNotInForce):
        ledger([old], Span.year(2015), BOOK, EmploymentKind.PNS)


def test_an_activity_of_before_the_rules_does_not_disturb_a_later_year() -> None:
    old = LearningEntry("a", "KL06", date(2015, 5, 4), date(2015, 5, 4))
    assert year_of(old).outside == ("a",)


def test_study_counts_for_every_year_it_touches() -> None:
    study = LearningEntry("s2", "PDK", date(2025, 8, 1), date(2027, 7, 31))
    assert [ledger([study], Span.year(y), BOOK, EmploymentKind.PNS).is_met for y in (2024, 2025, 2026, 2027)] == [
        False,
        True,
        True,
        True,
    ]


def test_an_activity_is_converted_alone_for_a_plan() -> None:
    rules = BOOK.at(date(2026, 11, 2))
    coaching = convert("NKL01", rules=rules, sessions=4)
    assert coaching is not None
    assert (coaching.hours, coaching.units) == (8, 4)
    bare = convert("KL03", rules=rules)
    assert bare is not None
    assert bare.hours is None
    assert convert("KL99", rules=rules) is None


def test_one_number_in_two_hands_is_found_across_an_agency() -> None:
    pairs = [("a", "01/X/2026"), ("b", "01 x 2026"), ("c", "02/X/2026"), ("d", ""), ("e", " - ")]
    assert repeated_certificates(pairs) == {"01x2026": ("a", "b")}


def test_a_contract_year_begins_on_the_day_of_the_contract() -> None:
    assert Span.contract_year(date(2024, 4, 1), date(2026, 3, 31)) == Span(date(2025, 4, 1), date(2026, 4, 1))
    assert Span.contract_year(date(2024, 4, 1), date(2026, 4, 1)) == Span(date(2026, 4, 1), date(2027, 4, 1))
    assert Span.contract_year(date(2024, 2, 29), date(2025, 6, 1)) == Span(date(2025, 3, 1), date(2026, 3, 1))
    with pytest.raises(ValueError, match="2024-04-01"):
        Span.contract_year(date(2024, 4, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    "wrong",
    [
        {"finished_on": date(2026, 1, 1)},
        {"certificate_hours": -1},
        {"days": -1},
        {"session_days": (date(2027, 1, 1),)},
    ],
)
def test_an_activity_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    fields = {"entry_id": "a", "form": "KL06", "started_on": date(2026, 5, 4), "finished_on": date(2026, 5, 4)} | wrong
    with pytest.raises(RecordMalformed, match="activity a"):
        LearningEntry(**fields)


FORMS = sorted(rule.rule_id.removeprefix("jp.") for rule in RULES if rule.topic == "jp_conversion")


@st.composite
def activities(draw: st.DrawFn) -> list[LearningEntry]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        start = draw(st.dates(date(2025, 10, 1), date(2027, 3, 1)))
        end = start + timedelta(days=draw(st.integers(0, 70)))
        dated = draw(st.lists(st.dates(start, end), max_size=6))
        made.append(
            LearningEntry(
                f"e{number}",
                draw(st.sampled_from(FORMS)),
                start,
                end,
                certificate_hours=draw(st.none() | st.integers(0, 120)),
                certificate=draw(st.sampled_from(["", "1/A", "2/A", "3/A"])),
                sessions=draw(st.integers(0, 9)),
                session_days=tuple(dated),
                confirmed=draw(st.booleans()),
            )
        )
    return made


@given(activities())
def test_nothing_disappears_and_the_total_is_the_sum_of_the_lines(entries: list[LearningEntry]) -> None:
    got = year_of(*entries)
    assert sorted([line.entry.entry_id for line in got.lines] + list(got.outside)) == sorted(
        e.entry_id for e in entries
    )
    assert got.total == sum(line.counted for line in got.lines)
    assert all(0 <= line.counted <= max(line.claimed, 0) for line in got.lines)
    assert all(line.reasons or line.status is EntryStatus.FULFILS_MINIMUM for line in got.lines)


@given(activities())
def test_a_ledger_never_exceeds_a_cap(entries: list[LearningEntry]) -> None:
    total: Counter[str] = Counter()
    for line in year_of(*entries).lines:
        total[line.entry.form] += line.counted
    assert total["NKL01"] <= 12 * 4
    assert total["NKL02"] <= 12 * 4
    assert total["NKL09"] <= 365 * 2
    in_march = [e for e in entries if e.form == "NKL01" and e.started_on.month == 3 == e.finished_on.month]
    assert year_of(*(e for e in in_march if e.started_on.year == 2026)).total <= 4


@given(activities(), st.randoms(use_true_random=False))
def test_the_order_of_the_papers_does_not_matter(entries: list[LearningEntry], shuffle: Any) -> None:
    mixed = list(entries)
    shuffle.shuffle(mixed)
    assert year_of(*mixed) == year_of(*entries)


@given(activities())
def test_a_dated_session_counts_in_one_year_only(entries: list[LearningEntry]) -> None:
    coaching = [e for e in entries if e.form == "NKL01" and e.session_days]
    spans = [Span.year(2025), Span.year(2026), Span.year(2027)]
    apart = sum(ledger(coaching, span, BOOK, EmploymentKind.PNS).total for span in spans)
    together = ledger(coaching, Span(date(2025, 1, 1), date(2028, 1, 1)), BOOK, EmploymentKind.PNS).total
    assert apart == together
