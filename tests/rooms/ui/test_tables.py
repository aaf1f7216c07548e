from dataclasses import dataclass
from io import BytesIO

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from renbina.ui import cells
from renbina.ui.shapes import Level
from renbina.ui.tables import Column, Table, linked

LEVEL = Level(1, 3, 2)


@dataclass(frozen=True)
class Row:
    name: str
    hours: float | None
    cost: int | None = None
    level: Level = LEVEL


ROWS = [Row(f"Orang {number:03}", float(number % 40), number * 1_000_000) for number in range(120)]


def table(**changes) -> Table:
    settings = {
        "columns": [
            Column("name", "Nama", sort="name", heading=True),
            Column("hours", "JP", kind="hours", sort="hours"),
            Column("cost", "Biaya", kind="money", sort="cost"),
            Column("level", "Tingkat", kind="level"),
        ],
        "caption": "Orang",
        "search": ("name",),
        "default_sort": "name",
    }
    return Table(**{**settings, **changes})


def shown(page) -> list[str]:
    soup = BeautifulSoup("".join(page.rows), "html.parser")
    return [cell.get_text() for cell in soup.select("th[scope=row]")]


def test_a_page_holds_25_rows_and_says_how_many_there_are():
    page = table().page(QueryDict(""), ROWS)
    assert len(page.rows) == 25
    assert page.total == 120
    assert "120" in page.count


def test_the_second_page_goes_on_where_the_first_ended():
    assert shown(table().page(QueryDict("page=2"), ROWS))[0] == "Orang 025"


@pytest.mark.parametrize("number", ["0", "-3", "999", "x", "٣"])
def test_a_page_number_out_of_range_or_not_a_number_shows_a_page(number):
    assert shown(table().page(QueryDict(f"page={number}"), ROWS))


def test_a_heading_sorts_and_then_turns_round():
    page = table().page(QueryDict("sort=-cost"), ROWS)
    assert shown(page)[0] == "Orang 119"
    assert [head.aria_sort for head in page.heads] == ["", "", "descending", ""]
    assert page.heads[2].url == "?sort=cost"


def test_a_sort_that_no_column_offers_falls_back_to_the_default():
    for crafted in ("level", "password", "name__isnull", "-"):
        assert shown(table().page(QueryDict(f"sort={crafted}"), ROWS))[0] == "Orang 000"


def test_unknown_values_come_last_in_both_directions():
    rows = [Row("tanpa", None), Row("dua", 2), Row("satu", 1)]
    assert shown(table().page(QueryDict("sort=hours"), rows)) == ["satu", "dua", "tanpa"]
    assert shown(table().page(QueryDict("sort=-hours"), rows)) == ["dua", "satu", "tanpa"]


def test_a_search_narrows_the_rows_and_keeps_the_sort():
    page = table().page(QueryDict("q=orang 11&sort=-name"), ROWS)
    assert page.total == 10
    assert ("sort", "-name") in page.keep


def test_other_filters_survive_in_every_link():
    page = table().page(QueryDict("unit=rsud&page=2"), ROWS)
    assert "unit=rsud" in page.heads[0].url
    assert "page=" not in page.heads[0].url
    assert all("unit=rsud" in url for url, _words, _icon in page.exports)


def test_what_people_typed_is_never_markup():
    rows = [Row('<script>alert("x")</script>', 1)]
    page = table().page(QueryDict(""), rows)
    assert "<script" not in page.rows[0]


def test_the_shown_table_has_a_caption_sort_states_and_labels_for_phones():
    html = render_to_string("ui/components/table.html", {"page": table().page(QueryDict("sort=hours"), ROWS)})
    soup = BeautifulSoup(html, "html.parser")
    assert soup.caption.get_text() == "Orang"
    assert soup.select_one("th[aria-sort=ascending]").get_text() == "JP"
    assert all(cell["data-label"] for cell in soup.select("tbody td"))


def test_an_empty_table_says_how_to_fill_it():
    page = table(empty_title="Belum ada orang", empty_text="Impor data pegawai.").page(QueryDict(""), [])
    html = render_to_string("ui/components/table.html", {"page": page})
    assert "Impor data pegawai." in html
    assert "<table" not in html


def test_an_export_holds_all_filtered_rows_in_the_shown_order():
    response = table().export(QueryDict("export=xlsx&q=orang 11&sort=-name"), ROWS, filename="orang")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == ["Nama", "JP", "Biaya", "Tingkat"]
    assert [row[0] for row in cells[1:]] == [f"Orang {number}" for number in range(119, 109, -1)]
    assert cells[1][2] == 119_000_000


def test_a_second_line_that_has_a_name_is_a_column_of_its_own_in_a_file():
    named = Column("name", "Nama", note=lambda row: f"unit {row.name}", note_label="Unit kerja")
    nameless = Column("hours", "JP", note=lambda row: "jarang")
    sheet = Table([named, nameless], "Orang").sheet(QueryDict(""), ROWS[:1])
    assert [column.label for column in sheet.columns] == ["Nama", "Unit kerja", "JP"]
    assert next(iter(sheet.rows)) == (ROWS[0].name, f"unit {ROWS[0].name}", ROWS[0].hours)


def test_no_export_is_made_unless_asked_for():
    assert table().export(QueryDict("export=exe"), ROWS, filename="orang") is None


def test_a_column_of_an_unknown_kind_is_refused_at_once():
    with pytest.raises(ValueError, match="unknown kind 'mony'"):
        Column("cost", "Biaya", kind="mony")


@pytest.mark.django_db
@pytest.mark.parametrize("size", [3, 80])
def test_a_page_of_a_queryset_costs_two_queries_at_any_size(size, django_assert_num_queries):
    Group.objects.bulk_create(Group(name=f"Kelompok {number:03}") for number in range(size))
    groups = Table([Column("name", "Nama", sort="name", heading=True)], "Kelompok", search=("name",))
    with django_assert_num_queries(2):
        page = groups.page(QueryDict("q=kelompok&sort=-name"), Group.objects.all())
    assert shown(page)[0] == f"Kelompok {size - 1:03}"
    assert page.total == size


@pytest.mark.django_db
def test_rows_of_a_page_are_prepared_together():
    Group.objects.bulk_create(Group(name=f"Kelompok {number:03}") for number in range(30))
    calls = []

    def prepare(groups):
        calls.append(len(groups))
        return [Row(group.name.upper(), 1.0) for group in groups]

    page = table(search=()).page(QueryDict("sort=name"), Group.objects.all(), prepare=prepare)
    assert calls == [25]
    assert shown(page)[0] == "KELOMPOK 000"


@pytest.mark.parametrize("code", ["id", "en"])
@pytest.mark.parametrize("value", [0, 7, 1234.5, 0.973, 45_678])
@pytest.mark.parametrize("kind", ["number", "decimal", "percent", "hours"])
def test_a_number_reads_alike_whether_the_language_is_asked_once_a_table_or_once_a_cell(kind, value, code):
    with override(code):
        assert cells.drawer(kind, code)(value) == cells.DRAW[kind](value)


def test_a_progress_bar_reads_in_a_file_as_its_words_or_as_the_value_that_the_column_gives_instead():
    done = Column("hours", "JP", kind="progress", value=lambda row: (row.hours, 40, f"{row.hours:g} dari 40"))
    share = Column("hours", "JP", kind="progress", value=lambda row: (row.hours, 40, ""), export=lambda row: row.hours)
    sheet = Table(columns=[done], caption="Orang").sheet({}, ROWS[:2])
    assert [row[0] for row in sheet.rows] == ["0 dari 40", "1 dari 40"]
    assert [row[0] for row in Table(columns=[share], caption="Orang").sheet({}, ROWS[:2]).rows] == [0.0, 1.0]


@pytest.mark.django_db
def test_an_unordered_queryset_still_pages_without_repeating_a_row():
    Group.objects.bulk_create(Group(name=f"Kelompok {number:03}") for number in range(60))
    plain = Table([Column("name", "Nama", heading=True)], "Kelompok")
    names = [name for page in (1, 2, 3) for name in shown(plain.page(QueryDict(f"page={page}"), Group.objects.all()))]
    assert len(set(names)) == 60


@pytest.mark.django_db
def test_a_zero_byte_in_the_search_breaks_nothing():
    page = Table([Column("name", "Nama")], "K", search=("name",)).page(QueryDict("q=%00"), Group.objects.all())
    assert page.total == 0


def test_a_filter_given_twice_is_carried_along_twice():
    page = table().page(QueryDict("unit=a&unit=b&export="), ROWS)
    assert [pair for pair in page.keep if pair[0] == "unit"] == [("unit", "a"), ("unit", "b")]


def test_the_page_of_a_row_is_linked_by_its_public_id():
    class Row:
        public_id = "abcdefgh234567"

    assert linked("organisation:superior")(Row) == reverse("organisation:superior", args=[Row.public_id])
