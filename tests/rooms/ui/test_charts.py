import re
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template

from renbina.ui import charts
from renbina.ui.gallery import drawings
from renbina.ui.labels import broken


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own drawing, not foreign data


@pytest.mark.parametrize("chart", drawings(), ids=lambda chart: chart.title)
def test_every_chart_is_well_formed_and_carries_its_title_and_description(chart):
    root = parse(chart.svg)
    assert root.find("title").text == chart.title
    assert root.find("desc").text == chart.description
    assert root.get("role") == "img"


@pytest.mark.parametrize("chart", drawings(), ids=lambda chart: chart.title)
def test_no_chart_uses_styles_or_scripts_or_numbers_that_are_none(chart):
    assert not re.search(r"style=|<script|<style|\son\w+=|\"nan\"|\bnan\b|\binf\b", str(chart.svg))


def test_bars_are_as_long_as_their_values_say():
    chart = charts.bar_chart("T", "D", [charts.Bar("a", 2, "2"), charts.Bar("b", 1, "1")], head=("N", "V"))
    widths = [float(bar.get("width")) for bar in parse(chart.svg).iter("rect") if bar.get("class") == "s1"]
    assert widths == [360, 180]


def test_a_value_beyond_the_maximum_fills_the_bar_and_no_more():
    chart = charts.bar_chart("T", "D", [charts.Bar("a", 1.4, "140 %")], head=("N", "V"), maximum=1)
    assert max(float(bar.get("width")) for bar in parse(chart.svg).iter("rect")) == 360


LONG = "Prosedur (SOP) tidak jelas atau berubah-ubah sejak tahun lalu"


def test_a_name_too_long_for_its_line_goes_on_below_and_moves_what_follows():
    bars = [charts.Bar(LONG, 2, "6 (17 %; 8–33 %)"), charts.Bar("b", 1, "1")]
    drawing = parse(charts.bar_chart("T", "D", bars, head=("N", "V")).svg)
    names = [(part.text, int(part.get("y"))) for part in drawing.iter("text") if part.get("class") == "ink"]
    assert " ".join(text for text, _y in names[:-1]) == LONG
    assert [y for _text, y in names] == [12, 27, 63]
    assert [float(bar.get("y")) for bar in drawing.iter("rect") if bar.get("class") == "track"] == [33, 69]
    assert drawing.get("viewBox") == "0 0 360 87"
    drawing = parse(charts.stacked_bar_chart("T", "D", ["a"], [charts.Stack(LONG, [1], "1")], head="H", show=str).svg)
    assert drawing.get("viewBox") == "0 0 360 51"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("satu dua", ["satu dua"]),
        ("satu dua tiga", ["satu dua", "tiga"]),
        ("satuduatiga empat", ["satuduati", "ga empat"]),
        ("satu dua tiga empat lima enam", ["satu dua", "tiga empat…"]),
    ],
)
def test_names_break_between_words_and_are_cut_only_beyond_two_lines(text, lines):
    assert broken(text, 9, 12) == lines


def test_answers_on_a_scale_share_one_line_by_their_number():
    bars = [charts.Bar("1", 0, "0"), charts.Bar("2", 1, "1"), charts.Bar("3", 3, "3")]
    drawing = parse(charts.scale_bar("T", "D", bars, head=("N", "V")).svg)
    parts = [part for part in drawing.iter("rect") if part.get("class") != "track"]
    assert [(part.get("x"), part.get("width")) for part in parts] == [("0.0", "90.0"), ("90.0", "270.0")]


def test_a_chart_without_rows_says_so():
    chart = charts.bar_chart("T", "D", [], head=("N", "V"))
    html = Template("{% load ui %}{% chart chart %}").render(Context({"chart": chart}))
    assert "<svg" not in html
    assert "<table" not in html


def test_a_line_goes_up_when_its_values_grow():
    chart = charts.line_chart(
        "T", "D", [charts.Line("naik", [(0, 0), (1, 5)])], x_head="x", show_x=str, show_y=str, y_high=5
    )
    path = next(part.get("d") for part in parse(chart.svg).iter("path") if part.get("class") == "l1")
    start, end = [[float(number) for number in point.split()] for point in path[1:].split("L")]
    assert (end[0] > start[0], end[1] < start[1]) == (True, True)


def test_the_table_of_two_lines_joins_their_places():
    chart = charts.line_chart(
        "T", "D", [charts.Line("a", [(0, 1), (2, 3)]), charts.Line("b", [(2, 4)])], x_head="x", show_x=str, show_y=str
    )
    assert chart.table.rows == (("0", "1", "–"), ("2", "3", "4"))


def test_all_zero_values_still_draw():
    line = charts.line_chart("T", "D", [charts.Line("a", [(0, 0)])], x_head="x", show_x=str, show_y=str)
    heat = charts.heat_map("T", "D", ["a"], ["b"], [[0]], head="U", show=str)
    assert [parse(chart.svg).find("title").text for chart in (line, heat)] == ["T", "T"]


def test_where_much_is_good_the_low_end_is_dark_and_the_key_says_so():
    values, short = [[1, 3, 5]], "{:.1f}".format
    good = charts.heat_map(
        "T", "D", ["a"], ["b", "c", "d"], values, head="U", show=short, maximum=5, best=True, least=1
    )
    bad = charts.heat_map("T", "D", ["a"], ["b", "c", "d"], values, head="U", show=short, maximum=5)
    shades = [[cell.get("class") for cell in parse(chart.svg).iter("rect")] for chart in (good, bad)]
    assert shades == [["q5", "q3", "q0"], ["q1", "q3", "q5"]]
    assert [(each.label, each.tone) for each in good.key][:: len(good.key) - 1] == [("5.0", "q0"), ("≤ 1.8", "q5")]
    assert [(each.label, each.tone) for each in bad.key][:: len(bad.key) - 1] == [("0.0", "q0"), ("≥ 4.0", "q5")]


def test_names_in_a_chart_are_never_markup():
    chart = charts.bar_chart("<b>", "&", [charts.Bar("<script>", 1, "<i>")], head=("N", "V"))
    assert parse(chart.svg).find("title").text == "<b>"


def test_cells_of_a_heat_map_say_how_sure_they_are_and_lead_on_from_map_and_table():
    heat = charts.heat_map(
        "T", "D", ["a"], ["b", "c"], [[1, None]], head="U", show=str, sure=[[2, 0]], links=[["/kebutuhan/x/", None]]
    )
    drawing = parse(heat.svg)
    assert drawing.get("role") == "group"
    assert [each.get("href") for each in drawing.iter("a")] == ["/kebutuhan/x/"]
    assert drawing.find(".//a/path").get("d").count("h") == 2
    assert '<td><a href="/kebutuhan/x/">1 ●●○</a></td><td>–</td>' in heat.table.body
