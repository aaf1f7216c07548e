from datetime import UTC, date, datetime

import pytest
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, override

from renbina.ui import formats

# Expected values use an ordinary blank where the product puts a no-break space.


def plain(text: str) -> str:
    return text.replace(formats.NBSP, " ")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "Rp0", "Rp0"),
        (950, "Rp950", "Rp950"),
        (54_000_000, "Rp54 jt", "Rp54 m"),
        (3_100_000, "Rp3,1 jt", "Rp3.1 m"),
        (192_000_000, "Rp192 jt", "Rp192 m"),
        (4_170_000_000, "Rp4,17 M", "Rp4.17 bn"),
        (4_200_000_000, "Rp4,2 M", "Rp4.2 bn"),
        (3_000_000_000_000, "Rp3 T", "Rp3 tn"),
        (-5_300_000, "−Rp5,3 jt", "−Rp5.3 m"),
    ],
)
def test_short_rupiah_reads_as_people_write_budgets(value, indonesian, english):
    assert plain(formats.rupiah_short(value, language="id")) == indonesian
    assert plain(formats.rupiah_short(value, language="en")) == english


@pytest.mark.parametrize(("value", "text"), [(999_600_000, "Rp1 M"), (999_400_000, "Rp999 jt"), (9_996_000, "Rp10 jt")])
def test_an_amount_that_rounds_up_to_the_next_unit_takes_that_unit(value, text):
    assert plain(formats.rupiah_short(value, language="id")) == text


def test_full_rupiah_keeps_every_digit():
    assert formats.rupiah(4_170_123_456, language="id") == "Rp4.170.123.456"


def test_numbers_follow_the_language():
    assert formats.number(1234.5, 1, language="id") == "1.234,5"
    assert formats.number(1234.5, 1, language="en") == "1,234.5"


def test_half_is_rounded_up_and_zero_never_carries_a_sign():
    assert formats.number(0.125, 2, language="id") == "0,13"
    assert formats.number(-0.04, 1, language="id") == "0,0"


def test_a_share_becomes_a_percentage():
    assert plain(formats.percent(0.973, language="id")) == "97,3 %"
    assert formats.percent(0.973, language="en") == "97.3%"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0,0 %"), (1e-9, "0,0 %"), (0.00047, "0,1 %"), (0.001, "0,1 %"), (0.0022611, "0,3 %"), (0.01, "1,0 %")],
)
def test_what_is_promised_not_to_be_exceeded_is_never_rounded_down(share, text):
    assert plain(formats.percent_up(share, language="id")) == text


def test_hours_show_a_fraction_only_when_there_is_one():
    assert [plain(formats.hours(value, language="id")) for value in (24, 4.5)] == ["24 JP", "4,5 JP"]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2027, 4, 14), date(2027, 4, 16), "14–16 April 2027"),
        (date(2027, 4, 28), date(2027, 5, 2), "28 April – 2 Mei 2027"),
        (date(2027, 12, 30), date(2028, 1, 2), "30 Desember 2027 – 2 Januari 2028"),
        (date(2027, 4, 14), date(2027, 4, 14), "14 April 2027"),
    ],
)
def test_a_range_of_days_says_month_and_year_once(start, end, text):
    assert formats.day_range(start, end, language="id") == text


def test_a_moment_shows_its_time_the_indonesian_way():
    moment = datetime(2027, 4, 14, 10, 42, tzinfo=UTC)
    assert plain(formats.moment(moment, language="id")) == "14 April 2027, 10.42 UTC"


def test_initials_leave_titles_out():
    assert formats.initials("Dr. Siti Aminah, S.Kom., M.Si.") == "SA"


def test_unknown_reads_as_a_dash():
    assert {formats.number(None), formats.rupiah(None), formats.day(None), formats.percent(None)} == {"–"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(105.0, "105"), (0.5, "0,5"), (2.71, "2,71"), (55.5, "55,5"), (2.0, "2"), (1.999, "2,00"), (None, "–")],
)
def test_a_measure_keeps_the_decimals_it_has(value: float | None, shown: str) -> None:
    assert formats.measured(value, language="id") == shown


class _Door(TextChoices):
    OPEN = "open", gettext_lazy("Open")


class _Campaign(TextChoices):
    OPEN = "open", gettext_lazy("Active")


def test_a_choice_is_named_in_the_language_of_the_page_and_by_its_own_list():
    named = {}
    for code in ("id", "en", "id"):
        with override(code):
            named[code] = (formats.label(_Door.OPEN), formats.label(_Campaign.OPEN))
            assert named[code] == (str(_Door.OPEN.label), str(_Campaign.OPEN.label))
    assert named["en"] == ("Open", "Active")
    assert named["id"] != named["en"]
