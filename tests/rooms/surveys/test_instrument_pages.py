"""Writing questionnaires on the pages: kinds, conditions, English words, files, and paper."""

import io
import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from pypdf import PdfReader
from tests.rooms.surveys.people import AT, campaign_of, employee_actor, with_people, words
from tests.rooms.surveys.test_screens import EVERY_KIND, STORED

from renbina.surveys.access import read_token, token_for
from renbina.surveys.actions import (
    FileRefused,
    InstrumentUnsound,
    answer_named,
    import_questionnaire,
    load_ready,
    paper_tickets,
    require_sound,
    revise_instrument,
    save_item,
    translate_version,
)
from renbina.surveys.models import Instrument, Item, NamedAnswer, SealedSheet
from renbina.surveys.queries import items_of, papers


@pytest.fixture
def version(town):
    return import_questionnaire(content=EVERY_KIND, by=town.actor("analyst"), at=AT)


def page_of(client, version):
    return client.get(reverse("surveys:instrument", args=[version.instrument.public_id]))


def upload(client, content, name="kuesioner.toml"):
    return client.post(reverse("surveys:instrument-import"), {"file": SimpleUploadedFile(name, content)})


def test_a_file_that_was_exported_comes_back_as_the_next_version(town, client, version):
    file = client.get(reverse("surveys:instrument-file", args=[version.instrument.public_id]))
    assert file["Content-Disposition"].endswith(".toml")
    assert upload(client, file.content).status_code == 302
    instrument = Instrument.objects.get()
    assert [each.number for each in instrument.versions.order_by("number")] == [1, 2]
    again = client.get(reverse("surveys:instrument-file", args=[instrument.public_id]))
    assert again.content == file.content


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'values = ["yes"]', b'values = ["ya"]', "Pertanyaan 2 “Alat mana yang Anda pakai?”"),
        (b'item = "loket"', b'item = "setuju_umum"', "baru ditanyakan sesudahnya"),
        (b'translations.en.text = "Tell us"', b"", "kata-kata dalam bahasa Inggris belum memuat pertanyaan"),
        (b'kind = "date"', b'kind = "tanggal"', "Bagian 2, pertanyaan 2: jenis “tanggal” tidak ada"),
        (b'title = "Pekerjaan"', b'title = "Pekerjaan', "baris"),
        (b'code = "cerita"', b'code = "sebut"', "kode yang sama"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_and_names_the_place(client, town, old, new, said):
    page = upload(client, EVERY_KIND.replace(old, new))
    assert page.status_code == 422
    assert said in words(page)
    assert not Instrument.objects.exists()


def test_what_is_no_text_or_far_too_large_is_refused_kindly(town):
    by = town.actor("analyst")
    for content in (b"\xff\xfe\x00", b"{" * 5000, b"#" * 600_000, b"[]", b"{}"):
        with pytest.raises(FileRefused):
            import_questionnaire(content=content, by=by, at=AT)


def test_every_kind_has_a_form_that_asks_only_what_it_needs(client, version):
    section = version.sections.first()
    add = reverse("surveys:item-add", args=[section.public_id])
    assert "Jenis jawaban apa" in words(client.get(add))
    for kind in Item._meta.get_field("kind").choices:
        names = {each.get("name") for each in BeautifulSoup(client.get(f"{add}?jenis={kind[0]}").content, "html.parser")
                 .select("main [name]")}  # fmt: skip
        assert ("choices" in names) == (kind[0] in {"choice", "multi", "ranking", "level"})
        assert ("rows" in names) == (kind[0] == "matrix")
        assert ("low" in names) == (kind[0] in {"likert", "matrix", "level", "number"})


def test_only_what_may_be_left_empty_says_so(client, version):
    add = reverse("surveys:item-add", args=[version.sections.first().public_id])
    for kind, needed in (("choice", {"choices"}), ("matrix", {"rows", "low", "high"}), ("ranking", {"choices"})):
        page = BeautifulSoup(client.get(f"{add}?jenis={kind}").content, "html.parser")
        free = {
            mark.find_parent(class_="rb-field").select_one("[name]")["name"]
            for mark in page.select("main .rb-field .optional")
        }
        assert not free & {*needed, "text", "required", "unknown"}
        assert "subject" in free
    answer = client.post(f"{add}?jenis=choice", {"kind": "choice", "text": "Yang mana?", "choices": " "})
    assert answer.status_code == 422
    assert "Tulis 2 sampai 15 pilihan" in words(answer)


def test_what_a_question_is_about_is_chosen_by_name_and_kept_where_nobody_knows_it(town, client, version):
    item = Item.objects.get(code="setuju_umum")
    edit = reverse("surveys:item-edit", args=[item.public_id])
    form = {"kind": "likert", "text": item.text, "low": 1, "high": 5, "required": "on"}

    def offered():
        page = BeautifulSoup(client.get(edit).content, "html.parser")
        return {each["value"]: each.get_text() for each in page.select("select[name=subject] option")}

    assert offered()["competency:2.1"] == town.competencies["2.1"].name
    assert client.post(edit, form | {"subject": "competency:99"}).status_code == 422
    assert client.post(edit, form | {"subject": "competency:2.1"}).status_code == 302
    item.refresh_from_db()
    assert item.subject == "competency:2.1"
    Item.objects.filter(pk=item.pk).update(subject="batch:lama")
    assert offered()["batch:lama"] == "batch:lama"
    assert client.post(edit, form | {"subject": "batch:lama"}).status_code == 302
    item.refresh_from_db()
    assert item.subject == "batch:lama"


def test_a_condition_is_ticked_and_what_can_never_happen_is_said_before_anybody_is_asked(town, client, version):
    item = Item.objects.get(code="setuju_umum")
    edit = reverse("surveys:item-edit", args=[item.public_id])
    form = {"kind": "likert", "text": item.text, "low": 1, "high": 5, "required": "on"}
    assert client.post(edit, {**form, "if-loket": ["no"], "if-alat": ["Printer"]}).status_code == 302
    text = words(page_of(client, version))
    assert "Belum dapat ditanyakan" in text
    assert "syaratnya pada Pertanyaan 1 “Apakah Anda bekerja di loket?” saling bertentangan" in text
    with pytest.raises(InstrumentUnsound):
        campaign_of(town, with_people(town, 5), version=version)
    checked = BeautifulSoup(client.get(edit).content, "html.parser").select("input[name=if-loket][checked]")
    assert [each["value"] for each in checked] == ["no"]
    client.post(edit, {**form, "if-tingkat": ["4", "5"]})
    assert Item.objects.get(code="setuju_umum").condition == [{"item": "tingkat", "values": [4, 5]}]
    require_sound(version)


def test_english_words_stand_beside_the_original_and_must_be_whole(town, client, version):
    address = reverse("surveys:instrument-translate", args=[version.instrument.public_id])
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    form = {each["name"]: each.text.strip("\n") for each in soup.select("main textarea")}
    assert form["alat:choices"].splitlines() == ["Queue machine", "Printer", "Scanner"]
    client.post(address, form | {"alat:choices": "Queue machine\nPrinter"})
    assert "belum memuat pilihan jawaban" in words(page_of(client, version))
    client.post(address, form)
    require_sound(version)
    translate_version(version=version, language="en", words={}, by=town.actor("analyst"), at=AT)
    require_sound(version)
    assert Item.objects.get(code="alat").translations == {}


def test_the_next_version_copies_everything(town, version):
    campaign_of(town, with_people(town, 5), version=version)
    by = town.actor("analyst")
    copy = revise_instrument(instrument=version.instrument, by=by, at=AT)
    old, new = (list(Item.objects.filter(section__version=each).order_by("section__rank", "rank"))
                for each in (version, copy))  # fmt: skip
    kept = ("code", "kind", "rows", "choices", "unknown", "subject", "condition", "translations")
    assert [[getattr(item, name) for name in kept] for item in old] == [
        [getattr(item, name) for name in kept] for item in new
    ]
    save_item(section=new[0].section, item=new[0], values={"text": "Baru?"}, by=by, at=AT)
    assert Item.objects.get(pk=old[0].pk).text == "Apakah Anda bekerja di loket?"


def test_an_earlier_version_can_be_read_but_not_changed(town, client, version):
    campaign_of(town, with_people(town, 12), version=version)
    by = town.actor("analyst")
    newer = revise_instrument(instrument=version.instrument, by=by, at=AT)
    item = items_of(newer.pk)[0]
    save_item(section=item.section, item=item, values={"text": "Dengan kata lain?"}, by=by, at=AT)
    page = words(page_of(client, version))
    assert "Versi 2: belum pernah ditanyakan" in page
    assert "Versi 1: 1 kali ditanyakan" in page
    earlier = client.get(reverse("surveys:instrument", args=[version.instrument.public_id]) + "?versi=1")
    text = words(earlier)
    assert "Dengan kata lain?" not in text
    assert "Apakah Anda bekerja di loket?" in text
    assert not BeautifulSoup(earlier.content, "html.parser").select("main form")
    assert client.get(earlier.request["PATH_INFO"] + "?versi=3").status_code == 404
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    in_english = words(client.get(earlier.request["PATH_INFO"] + "?versi=1"))
    assert "Only if “Do you work at a counter?”: Yes" in in_english
    assert "Apakah Anda" not in in_english
    draft = words(page_of(client, version))  # whoever writes reads the words that they write
    assert "Dengan kata lain?" in draft


def test_pages_cost_the_same_queries_for_a_short_and_a_long_questionnaire(town, client, version):
    load_ready(by=town.actor("analyst"), at=AT)
    counts = []
    for each in (version.instrument, Instrument.objects.get(code="kebutuhan")):
        for name in ("instrument", "instrument-translate", "instrument-file"):
            address = reverse(f"surveys:{name}", args=[each.public_id])
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 15


# --- paper


def pdf_text(response):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages))


def test_the_paper_form_asks_what_the_screen_asks(client, version):
    text = pdf_text(client.get(reverse("surveys:instrument-paper", args=[version.instrument.public_id])))
    for said in (
        "Alat mana yang Anda pakai?",
        "Tidak tahu",
        "Hanya bila",
        "Aturannya jelas.",
        "Tingkat 3: Kasus rumit",
    ):
        assert said in text


def test_a_sheet_with_a_name_is_keyed_in_once_and_never_over_what_the_person_sent(town, client, version):
    people = with_people(town, 3)
    campaign = campaign_of(town, people, version=version, mode="named")
    paper = reverse("surveys:paper", args=[campaign.public_id])
    assert people[0].name in words(client.get(paper))
    assert client.post(reverse("surveys:paper-print", args=[campaign.public_id]))["Content-Type"] == "application/pdf"
    enter = [reverse("surveys:paper-enter", args=[campaign.public_id, each.public_id]) for each in people]
    form = {"loket": "no", "setuju_0": 1, "setuju_1": 2, "urut_0": 1, "urut_1": 2, "urut_2": 3, "tingkat-unknown": 1}
    assert client.post(enter[0], form).status_code == 422
    assert client.post(enter[0], form | {"setuju_umum": 3}).status_code == 302
    assert NamedAnswer.objects.get().employee == people[0]
    answer_named(campaign=campaign, answers=STORED, by=employee_actor(people[1]), at=AT)
    refused = client.post(enter[1], form | {"setuju_umum": 3})
    assert refused.status_code == 422
    assert "sudah ada" in words(refused)
    assert NamedAnswer.objects.get(employee=people[1]).answers == STORED
    stranger = with_people(town, 1)[0]
    assert client.get(reverse("surveys:paper-enter", args=[campaign.public_id, stranger.public_id])).status_code == 404


def test_the_sheets_of_a_large_unit_are_printed_in_bundles_that_hold_each_of_them_once(
    town, client, version, monkeypatch
):
    monkeypatch.setattr(papers, "BUNDLE", 3)
    people = with_people(town, 7)
    campaign = campaign_of(town, people, version=version)
    page = BeautifulSoup(client.get(reverse("surveys:paper", args=[campaign.public_id])).content, "html.parser")
    options = page.select("select[name=group] option")
    assert [each.get_text().rsplit(", ", 1)[1] for each in options] == [
        "lembar 1 sampai 2", "lembar 3 sampai 4", "lembar 5 sampai 7",
    ]  # fmt: skip
    address = reverse("surveys:paper-print", args=[campaign.public_id])
    texts = [pdf_text(client.post(address, {"group": each["value"]})) for each in options]
    codes = [re.findall(r"(?:[0-9a-f]{4}\s+){7}[0-9a-f]{4}", text) for text in texts]
    assert [len({"".join(code.split()) for code in found}) for found in codes] == [2, 2, 3]
    assert len({"".join(code.split()) for found in codes for code in found}) == 7
    group = options[0]["value"].split(":")[0]
    again = client.post(address, {"group": f"{group}:4"}, follow=True)
    assert "Lembar itu tidak ada" in words(again)


def test_sheets_without_a_name_are_tickets_of_a_unit_in_no_order_of_people(town, client, version):
    people = with_people(town, 6)
    campaign = campaign_of(town, people, version=version)
    page = BeautifulSoup(client.get(reverse("surveys:paper", args=[campaign.public_id])).content, "html.parser")
    group = page.select_one("select[name=group] option")["value"]
    printed = client.post(reverse("surveys:paper-print", args=[campaign.public_id]), {"group": group})
    text = pdf_text(printed)
    assert text.count("Jangan tulis nama") == 6
    assert re.findall(r"Halaman \d+ dari \d+", text) == ["Halaman 1 dari 2", "Halaman 2 dari 2"] * 6
    assert not any(person.name in text or person.nip in text for person in people)
    tokens = paper_tickets(campaign=campaign, group=group, by=town.actor("analyst"), at=AT)
    assert sorted(tokens) == sorted(token_for(campaign, person.pk) for person in people)
    scan = reverse("surveys:paper-scan", args=[campaign.public_id])
    sent = client.post(scan, {"code": "https://contoh.go.id" + reverse("surveys:answer", args=[tokens[0]])})
    form = {"loket": "no", "setuju_0": 1, "setuju_1": 2, "urut_0": 1, "urut_1": 2, "urut_2": 3, "tingkat-unknown": 1}
    assert Client().post(sent["Location"], form | {"setuju_umum": 3}).status_code == 302
    assert SealedSheet.objects.count() == 1
    typed = " ".join(re.findall(r"(?:[0-9a-f]{4}\s+){7}[0-9a-f]{4}", text)[0].split())
    found = client.post(scan, {"code": typed.upper()})
    assert read_token(resolve(urlsplit(found["Location"]).path).kwargs["token"]).secret == typed.replace(" ", "")
    other = campaign_of(town, people, version=version)
    assert client.post(reverse("surveys:paper-scan", args=[other.public_id]), {"code": typed}).status_code == 422
    wrong = client.post(scan, {"code": "https://lain.id/x"})
    assert wrong.status_code == 422
    assert "bukan kode lembar" in words(wrong)
    assert 'value="https://lain.id/x"' in wrong.content.decode()  # what was typed stays


def test_only_who_may_ask_may_print_and_key_in(town, version):
    campaign = campaign_of(town, with_people(town, 5), version=version, mode="named")
    client = Client()
    client.force_login(town.users["employee"])
    for name, key in (("paper", campaign.public_id), ("instrument-import", None), ("instrument-translate", version
                      .instrument.public_id)):  # fmt: skip
        assert client.get(reverse(f"surveys:{name}", args=[key] if key else [])).status_code == 403
