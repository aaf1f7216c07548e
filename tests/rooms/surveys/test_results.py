"""Results: every kind of question, views that tell of nobody (P3, P4), files, reliability, words and their themes."""

import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.surveys.people import AT, answer, campaign_of, employee_actor, version_of, with_people, words

from binacore.survey import Hidden, Kind
from renbina.foundation.errors import Forbidden, NotFound
from renbina.surveys.actions import (
    add_theme,
    answer_named,
    close_campaign,
    code_texts,
)
from renbina.surveys.models import AnonymousAnswer, Coding, Invitation, Item, Theme
from renbina.surveys.previews import reliability_of, results_of, units_of
from renbina.surveys.queries import words_page

FOUR = (
    {"kind": Kind.LIKERT, "text": "Mudah?", "low": 1, "high": 5},
    {"kind": Kind.CHOICE, "text": "Anda?", "choices": ["PNS", "PPPK"]},
    {"kind": Kind.LIKERT, "text": "Cepat?", "low": 1, "high": 5},
    {"kind": Kind.TEXT, "text": "Hambatan?", "required": False},
)


def held(town, people, sheets, rows=FOUR, **changes):
    """A closed campaign in which each of these people gave the sheet beside them; None: did not answer."""
    campaign = campaign_of(town, people, version=version_of(town, rows), **changes)
    for person, sheet in zip(people, sheets, strict=True):
        if sheet is not None:
            given = dict.fromkeys(("q1", "q2", "q3")) | sheet
            if campaign.is_anonymous:
                answer(campaign, person, **given)
            else:
                answer_named(campaign=campaign, answers=given, by=employee_actor(person), at=AT)
    return close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)


def sheet(number, kind="PNS", **more):
    return {"q1": 1 + number % 5, "q2": kind, "q3": 1 + number * 3 % 5, **more}


def page(client, campaign, name="results", **query):
    return client.get(reverse(f"surveys:{name}", args=[campaign.public_id]), query)


def test_a_view_by_unit_and_by_answer_shows_its_own_figures(town, client):
    people = with_people(town, 24, "one") + with_people(town, 24, "two")
    sheets = [sheet(n, "PNS" if n % 2 else "PPPK") for n in range(48)]
    campaign = held(town, people, sheets, by_unit=True)
    view = {"unit": town.units["one"].public_id, "q2": "PNS"}
    found = results_of(town.actor("analyst"), campaign, view)
    inside = [each["q1"] for each in sheets[:24] if each["q2"] == "PNS"]
    assert found.n == 12
    assert found.items[0].result.mean == pytest.approx(sum(inside) / 12)
    assert "12" in words(page(client, campaign, **view))
    assert "Paling banyak dua" in words(client.get(
        reverse("surveys:results", args=[campaign.public_id]), {"unit": view["unit"], "q2": "PNS"}
    ))  # fmt: skip


def test_three_properties_at_once_are_refused_with_a_reason(town, client):
    rows = (FOUR[1], {**FOUR[1], "text": "Usia?", "choices": ["muda", "tua"]}, {**FOUR[1], "text": "Loket?"})
    people = with_people(town, 12)
    sheets = [{"q1": "PNS", "q2": "muda", "q3": "PNS" if n % 2 else "PPPK"} for n in range(12)]
    campaign = held(town, people, sheets, rows=rows)
    answered = page(client, campaign, q1="PNS", q2="muda", q3="PNS")
    assert answered.status_code == 422
    assert "tidak seorang pun" in words(answered)


def test_nobody_is_found_by_comparing_the_pages_of_a_campaign(town):
    """P4 on the product: all people of every view that shows a figure, in pairs; one to four apart is a leak."""
    people = with_people(town, 26, "one") + with_people(town, 11, "two") + with_people(town, 4, "inner")
    kinds = ["PNS"] * 23 + ["PPPK"] * 3 + ["PNS"] * 8 + ["PPPK"] * 3 + ["PNS"] * 4
    sheets = [sheet(n, kinds[n]) if n not in {27, 30} else None for n in range(41)]
    campaign = held(town, people, sheets, by_unit=True, mode="confidential")
    groups = dict(Invitation.objects.filter(campaign=campaign).values_list("employee_id", "group"))
    known = [(groups[person.pk], each) for person, each in zip(people, sheets, strict=True) if each]
    views = [{}, *({"q2": kind} for kind in ("PNS", "PPPK"))]
    views += [{"unit": unit, **rest} for unit in sorted({group for group, _ in known if group}) for rest in views[:3]]
    shown, every = {}, {}
    for view in views:
        every[str(view)] = {
            place for place, (group, each) in enumerate(known)
            if view.get("unit", group) == group and view.get("q2", each["q2"]) == each["q2"]
        }  # fmt: skip
        found = results_of(town.actor("analyst"), campaign, view)
        if not found.is_hidden and any(told.result.mean is not None for told in found.items):
            shown[str(view)] = every[str(view)]
    assert "{}" in shown
    assert len(shown) > 1
    assert not leaks(shown)
    assert leaks({name: group for name, group in every.items() if len(group) >= (10 if name.count(":") > 1 else 5)})


def leaks(shown):
    """Pairs of views that differ by one to four people."""
    return [(one, two) for one, large in shown.items() for two, small in shown.items()
            if small < large and len(large - small) < 5]  # fmt: skip


def test_results_do_not_change_after_the_closing_whoever_moves(town):
    people = with_people(town, 12, "one") + with_people(town, 12, "two")
    campaign = held(town, people, [sheet(n) for n in range(24)], by_unit=True, mode="confidential")
    before = units_of(town.actor("analyst"), campaign)
    from renbina.organisation.models import Placement

    Placement.objects.filter(employee=people[0]).update(unit=town.units["two"])
    assert units_of(town.actor("analyst"), campaign) == before
    assert [(line.name, line.n, line.invited) for line in before.lines] == [("Dua", 12, 12), ("Satu", 12, 12)]


def test_units_without_enough_answers_are_named_and_tell_nothing(town, client):
    people = with_people(town, 20, "one") + with_people(town, 12, "two")
    sheets = [sheet(n) if n < 22 else None for n in range(32)]  # two of the twelve answered
    campaign = held(town, people, sheets, by_unit=True, mode="confidential")
    report = units_of(town.actor("analyst"), campaign)
    assert [line.n for line in report.lines] == [None, None]  # the other one too: the whole minus it would be the two
    assert report.elsewhere == 22
    assert "tidak ditampilkan" in words(page(client, campaign, "results-units"))


def test_every_kind_of_question_has_its_result(town, client):
    rows = (
        {"kind": Kind.LEVEL, "text": "Tingkat?", "low": 1, "high": 5, "choices": ["a", "b", "c", "d", "e"]},
        {"kind": Kind.INDICATOR, "text": "Tampak?"},
        {"kind": Kind.MULTI, "text": "Alat?", "choices": ["Meja", "Kursi", "Layar"]},
        {"kind": Kind.RANKING, "text": "Urutkan", "choices": ["Meja", "Kursi"]},
        {"kind": Kind.MATRIX, "text": "Nilai", "low": 1, "high": 4, "rows": ["Ruang", "Waktu"]},
        {"kind": Kind.DATE, "text": "Sejak?"},
        {"kind": Kind.NUMBER, "text": "Hari?", "low": 0, "high": 30, "unknown": True, "required": False},
        {"kind": Kind.SHORT, "text": "Sebut"},
    )
    people = with_people(town, 10)
    sheets = [
        {"q1": 1 + n % 5, "q2": "yes" if n < 7 else "no", "q3": ["Meja", "Kursi"][: 1 + n % 2],
         "q4": ["Meja", "Kursi"] if n < 6 else ["Kursi", "Meja"], "q5": [1 + n % 4, 4], "q6": f"20{20 + n % 3}-05-01",
         **({"_unknown": ["q7"]} if n < 3 else {"q7": n}), "q8": f"kata {n}"}
        for n in range(10)
    ]  # fmt: skip
    campaign = held(town, people, sheets, rows=rows, mode="confidential")
    found = {(told.item.code, told.row): told for told in results_of(town.actor("analyst"), campaign).items}
    assert found["q1", ""].result.mean == pytest.approx(3)
    assert [bar.count for bar in found["q2", ""].result.bars] == [7, 3]
    assert [bar.count for bar in found["q3", ""].result.bars] == [10, 5, 0]
    assert [(bar.count, bar.place) for bar in found["q4", ""].result.bars] == [(6, 1.4), (4, 1.6)]
    assert found["q5", "Waktu"].result.mean == 4
    assert [(bar.value, bar.count) for bar in found["q6", ""].result.bars] == [("2020", 4), ("2021", 3), ("2022", 3)]
    assert (found["q7", ""].result.n, found["q7", ""].unknown) == (7, 3)
    assert len(found["q8", ""].result.words) == 10
    text = words(page(client, campaign))
    assert "Nilai – Ruang" in text
    assert "3 tidak tahu" in text


def test_the_file_holds_what_the_page_shows(town, client):
    people = with_people(town, 12)
    campaign = held(town, people, [sheet(n, q4=f"=kata {n}") for n in range(12)])
    book = openpyxl.load_workbook(io.BytesIO(page(client, campaign, export="xlsx").content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any(row[0] == "Mudah?" and row[2] == 12 for row in cells)
    assert any(cell.value == "=kata 3" and cell.data_type == "s" for row in book.worksheets[1] for cell in row)
    assert b"Mudah?" in page(client, campaign, export="csv").content


def test_scales_under_one_heading_have_their_reliability(town, client):
    people = with_people(town, 30)
    rows = tuple({"kind": Kind.LIKERT, "text": f"Butir {n}?", "low": 1, "high": 5} for n in range(4))
    sheets = [{f"q{i}": 1 + (n + (i == 4) * (n % 2)) % 5 for i in range(1, 5)} for n in range(30)]
    campaign = held(town, people, sheets, rows=rows)
    (report,) = reliability_of(town.actor("analyst"), campaign)
    assert report.n == 30
    assert report.found.alpha > 0.8
    assert "Cronbach" in words(page(client, campaign, "results-scales"))


def test_the_rows_of_a_matrix_are_a_scale_with_its_reliability(town, client):
    people = with_people(town, 30)
    rows = ({"kind": Kind.MATRIX, "text": "Di unit saya", "rows": ["adil", "aman", "akrab"], "low": 1, "high": 5},)
    sheets = [{"q1": [1 + n % 5, 1 + (n + n % 2) % 5, 1 + n % 5]} for n in range(30)]
    campaign = held(town, people, sheets, rows=rows)
    (report,) = reliability_of(town.actor("analyst"), campaign)
    assert report.n == 30
    assert len(report.found.items) == 3
    assert "Di unit saya – aman" in words(page(client, campaign, "results-scales"))


def test_a_figure_hidden_for_comparing_says_why(town, client):
    """Three of the second unit answered one question: the first unit's figure, subtracted, would tell of them."""
    people = with_people(town, 20, "one") + with_people(town, 20, "two")
    sheets = [sheet(n) if n < 23 else sheet(n, q3=None) for n in range(40)]
    rows = tuple({**row, "required": row["text"] in ("Mudah?", "Anda?")} for row in FOUR)
    campaign = held(town, people, sheets, rows=rows, by_unit=True)
    hidden = [
        told.item.code
        for unit in ("one", "two")
        for told in results_of(town.actor("analyst"), campaign, {"unit": town.units[unit].public_id}).items
        if told.result.hidden is Hidden.COMPARED
    ]
    texts = "".join(words(page(client, campaign, unit=town.units[unit].public_id)) for unit in ("one", "two"))
    assert hidden.count("q3") == texts.count("segelintir orang dapat dikenali") > 0


def test_twelve_equal_answers_are_told_with_what_they_leave_open(town, client):
    """26.46 % may be of another mind: 4 - 3 x 0.2646 to 4 + 0.2646, on the page, in its file and by unit."""
    people = with_people(town, 12, "one")
    campaign = held(town, people, [{"q1": 4, "q2": "PNS", "q3": 4}] * 12, by_unit=True)
    text = words(page(client, campaign))
    assert text.count("(3,21–4,26)") == 2
    assert "antara 3,21 dan 4,26" in text
    assert "Bila semua jawaban sama" in text
    assert "3,21–4,26" in words(page(client, campaign, "results-units"))
    told = page(client, campaign, export="csv").content.decode("utf-8-sig")
    assert ",4,3.206054591808" in told


def test_results_speak_the_readers_language(town, client):
    people = with_people(town, 12)
    campaign = held(town, people, [sheet(n) for n in range(12)])
    item = Item.objects.get(section__version=campaign.version, code="q2")
    item.translations = {"en": {"text": "You are?", "choices": ["Civil servant", "Contracted"]}}
    item.save()
    client.cookies["renbina_language"] = "en"
    text = words(page(client, campaign))
    assert "You are?" in text
    assert "Civil servant" in text
    assert "Anda?" not in text
    told = page(client, campaign, export="csv").content.decode("utf-8-sig")
    assert "Civil servant" in told


def test_answers_that_say_the_same_are_read_and_marked_once(town, client):
    said = ["Antrean panjang"] * 8 + ["antrean  panjang", "Jaringan putus", "Jaringan putus"]
    campaign = held(town, with_people(town, 11), [sheet(n, q4=text) for n, text in enumerate(said)])
    address = reverse("surveys:words", args=[campaign.public_id, "q4"])
    client.post(reverse("surveys:theme-add", args=[campaign.public_id, "q4"]), {"name": "Antrean"})
    theme = Theme.objects.get()
    found = client.get(address)
    assert "9 kali disebut" in words(found)
    assert len(BeautifulSoup(found.content, "html.parser").select("main form fieldset")) == 2
    client.post(address, {"t0": theme.public_id})
    assert Coding.objects.count() == 9
    assert "11 jawaban, 9 sudah bertema" in words(client.get(address))
    client.post(address, {"t1": theme.public_id})
    assert Coding.objects.count() == 2


def test_answers_in_words_are_coded_to_themes_and_counted(town, client):
    people = with_people(town, 25)
    campaign = held(town, people, [sheet(n, q4=f"Antrean {n:02}") for n in range(25)])
    address = reverse("surveys:words", args=[campaign.public_id, "q4"])
    client.post(reverse("surveys:theme-add", args=[campaign.public_id, "q4"]), {"name": "Antrean"})
    theme = Theme.objects.get()
    assert "25 jawaban" in words(client.get(address))
    marked = client.post(address, {"t0": theme.public_id, "t2": theme.public_id})
    assert marked.status_code == 302
    second = client.post(f"{address}?page=2", {"t0": theme.public_id})
    assert second.url.endswith("page=2")
    assert Coding.objects.count() == 3
    assert [(each.name, each.n) for each in words_page(town.actor("analyst"), campaign, "q4").themes] == [
        ("Antrean", 3)
    ]
    client.post(address, {"t2": theme.public_id})  # the first mark is taken away, the second page keeps its own
    assert Coding.objects.count() == 2
    assert "Tema" in words(page(client, campaign))
    client.post(reverse("surveys:theme-remove", args=[theme.public_id]))
    assert not Coding.objects.exists()


def test_nine_answers_in_words_cannot_be_read_or_coded(town, client):
    people = with_people(town, 12)
    campaign = held(town, people, [sheet(n, **({"q4": f"Antrean {n}"} if n < 9 else {})) for n in range(12)])
    text = words(client.get(reverse("surveys:words", args=[campaign.public_id, "q4"])))
    assert "Antrean 3" not in text
    theme = add_theme(campaign=campaign, item_code="q4", name="Alat", by=town.actor("analyst"), at=AT)
    key = AnonymousAnswer.objects.order_by("key").first().key
    from renbina.surveys.actions import TextUnknown

    with pytest.raises(TextUnknown):
        code_texts(campaign=campaign, item_code="q4", themes={key: [theme.public_id]}, by=town.actor("analyst"), at=AT)


def test_results_before_the_closing_and_of_others_are_not_told(town, elsewhere, client):
    people = with_people(town, 12)
    campaign = campaign_of(town, people, version=version_of(town, FOUR), mode="confidential", by_unit=True)
    for number, person in enumerate(people):
        answer_named(campaign=campaign, answers=sheet(number, q4=f"Antrean {number}"), by=employee_actor(person), at=AT)
    for name in ("results", "results-units", "results-scales"):
        assert "sesudah" in words(page(client, campaign, name))
    assert "Antrean 3" not in words(client.get(reverse("surveys:words", args=[campaign.public_id, "q4"])))
    for read in (results_of, units_of, reliability_of):
        assert read(town.actor("analyst"), campaign) is None
        with pytest.raises(Forbidden):
            read(town.actor("employee"), campaign)
        with pytest.raises(NotFound):
            read(elsewhere.actor("analyst"), campaign)


def test_pages_of_results_cost_the_same_for_few_and_for_many(town, client):
    counts = []
    for size in (12, 30):
        people = with_people(town, size, "one") + with_people(town, size, "two")
        sheets = [sheet(n, q4=f"kata {n}") for n in range(2 * size)]
        campaign = held(town, people, sheets, by_unit=True, mode="confidential")
        add_theme(campaign=campaign, item_code="q4", name="Alat", by=town.actor("analyst"), at=AT)
        addresses = [reverse(f"surveys:{name}", args=[campaign.public_id])
                     for name in ("results", "results-units", "results-scales")]  # fmt: skip
        addresses.append(reverse("surveys:words", args=[campaign.public_id, "q4"]))
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 15, counts
