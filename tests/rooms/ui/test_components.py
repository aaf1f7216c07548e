import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from renbina.ui import gallery, shapes
from renbina.ui.shapes import Level

SITE = {
    "agency_name": "BKPSDM", "demo_band": True, "user_label": "Rina Analis", "user_initials": "RA", "theme": "light",
    "navigation": [{"label": "Rencana", "url": "/rencana/", "active": True}],
}  # fmt: skip


def show(source: str, **values: object) -> BeautifulSoup:
    return BeautifulSoup(Template("{% load ui %}" + source).render(Context(values)), "html.parser")


def gallery_page(site: dict = SITE) -> str:
    values = {**gallery.page(QueryDict(""), gallery.people_table()), "site": site, "request": RequestFactory().get("/")}
    return render_to_string("ui/gallery.html", values)


def test_the_gallery_shows_every_component_without_unknown_variables():
    page = BeautifulSoup(gallery_page(), "html.parser")
    wanted = (".rb-kpi", ".rb-proof", ".rb-steps", ".rb-strip", "progress", ".rb-journey", ".rb-badge", ".rb-facts",
              ".rb-empty", ".rb-alert", ".rb-money", ".rb-person", ".rb-tabs", ".rb-pages", ".rb-filters", ".rb-field",
              ".rb-drop", ".rb-job", ".rb-reason", ".rb-table", ".rb-chart")  # fmt: skip
    assert [name for name in wanted if not page.select(name)] == []


def test_nothing_breaks_the_strict_content_policy():
    html = gallery_page()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", html)
    assert all(script.get("src") for script in BeautifulSoup(html, "html.parser").find_all("script"))


def test_a_visitor_sees_no_person_in_the_frame():
    visitor = gallery_page({**SITE, "user_label": "", "user_initials": "", "navigation": []})
    assert "Rina Analis" in gallery_page()
    assert "Rina Analis" not in visitor


def test_the_page_has_one_main_heading_and_a_way_past_the_menu():
    page = BeautifulSoup(gallery_page(), "html.parser")
    assert len(page.find_all("h1")) == 1
    assert page.select_one("a.rb-skip")["href"] == "#" + page.main["id"]


def test_a_place_of_the_menu_says_where_it_leads_which_one_is_open_and_never_becomes_markup():
    places = [
        {"label": "Rencana", "url": "/rencana/", "active": True},
        {"label": "<b>", "url": '/"x"/', "active": False},
    ]
    shown = show("{% for place in places %}{{ place|menu_item }}{% endfor %}", places=places).find_all("a")
    assert [(each["href"], each.get("aria-current"), each.get_text()) for each in shown] == [
        ("/rencana/", "page", "Rencana"),
        ('/"x"/', None, "<b>"),
    ]


@pytest.mark.parametrize(
    ("level", "classes"),
    [
        (Level(1, 3, 3), [["h"], ["p"], ["p", "r"], [], []]),
        (Level(2, 3), [["h"], ["h"], ["r"], [], []]),
        (Level(None, 3), [[], [], ["r"], [], []]),
        (Level(5, 4), [["h"], ["h"], ["h"], ["h", "r"], ["h"]]),
    ],
)
def test_the_level_strip_draws_held_planned_and_required(level, classes):
    strip = BeautifulSoup(shapes.level_strip(level), "html.parser")
    assert [segment.get("class", []) for segment in strip.find_all("i")] == classes


def test_the_level_strip_says_in_words_what_it_draws():
    with translation.override("en"):
        assert Level(1, 3, 3).spoken == "1 → 3 after the plan, required 3"
        assert Level(2, 3).sentence == "2 of 3"
        assert Level(None, 3).spoken == "Not assessed yet, required 3"


def test_a_figure_that_is_not_known_yet_says_so():
    with translation.override("en"):
        assert "Not known yet" in show('{% kpi "PNS" None %}').get_text()
    assert show('{% kpi "PNS" 0 %}').select_one(".n").get_text() == "0"


def test_money_carries_the_exact_amount():
    money = show("{{ amount|money }}", amount=4_170_123_456).abbr
    with translation.override("id"):
        assert money["title"] == "Rp4.170.123.456"


def test_the_rail_marks_where_we_are_for_readers_too():
    current = show("{% steps items %}", items=gallery.STEPS).select("[aria-current=step]")
    assert [step.b.get_text() for step in current] == ["Susun"]


def test_a_bar_never_leaves_its_ends():
    assert show("{% progress 30 20 'x' %}").progress["value"] == "20"


def test_an_unknown_tone_is_refused():
    with pytest.raises(ValueError, match="unknown tone"):
        shapes.badge("x", "purple")


def test_a_wrong_field_is_tied_to_its_message():
    form = gallery.SampleForm({"name": ""})
    page = show("{% form_body form %}", form=form)
    field = page.select_one("input[name=name]")
    assert field["aria-invalid"] == "true"
    described = [page.find(id=name) for name in field["aria-describedby"].split()]
    assert None not in described
    assert page.select_one("label[for=id_name]")


def test_running_work_asks_again_and_ended_work_does_not():
    running = {"label": "Susun", "message": "", "done": 1, "total": 2, "running": True, "failed": False}
    assert show("{% job item '/kerja/' %}", item=running).select_one("[hx-get='/kerja/']")
    assert show("{% job item '/kerja/' %}", item=running).select_one("a[href='/kerja/']")
    assert not show("{% job item '/kerja/' %}", item={**running, "running": False}).select_one("[hx-get]")


@pytest.mark.parametrize("name", ["404.html", "403.html", "500.html", "403_csrf.html"])
def test_error_pages_render_with_nothing_at_all_and_say_what_to_do(name):
    page = BeautifulSoup(render_to_string(name), "html.parser")
    assert page.html["lang"]
    assert len(page.main.p.get_text()) > 40
    assert page.main.a["href"] == "/"


def test_the_form_renderer_is_ours():
    assert settings.FORM_RENDERER == "renbina.ui.forms.UiFormRenderer"
