"""Seven stories that the demonstration city promises, clicked from the home of a login to their last figure.

Nothing is typed into the address bar: where a link is missing, the story is broken. Only the last one writes anything,
one coaching plan of the city; the small agency of the year's journey is not touched.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.journeys.conftest import WIDTHS, Demo, log_in, open_page

pytestmark = pytest.mark.journey

COUNTER_COURSE = "Komunikasi pelayanan di loket"
SEMINAR = "Seminar motivasi: bekerja dengan bahagia"
ACCOUNTS = "Penyusunan laporan keuangan SKPD (akrual)"
VISIT = "Patok banding layanan dukcapil"
NINE_FORMS = "Sembilan formulir menjadi empat"
DIGITAL = "Literasi layanan digital"
COUNTERS = "Bimbingan di tempat kerja: loket percontohan"

LogIn = Callable[..., Page]


@pytest.fixture
def somebody(browser: Browser, demo: Demo) -> LogIn:
    """Logs somebody in: by default at a desk, in Indonesian."""

    def enter(username: str, *, screen: str = "desktop", language: str = "id", javascript: bool = True) -> Page:
        page = open_page(browser, demo, width=WIDTHS[screen], language=language, javascript=javascript)
        page.set_default_timeout(60_000)  # two cores serve, compute and browse at once
        log_in(page, demo, username)
        return page

    return enter


def to(page: Page, place: str) -> None:
    """By the menu, as a hand finds it: the heading that is seen is opened, then its place."""
    entry = page.locator("a", has_text=re.compile(f"^{place}$"))
    if not page.locator("header").locator(entry).locator("visible=true").count():
        page.locator("header details").filter(has=entry).locator("> summary").locator("visible=true").first.click()
    page.locator("header").locator(entry).locator("visible=true").first.click()
    page.wait_for_load_state()


def follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=re.compile(words)).first.click()
    page.wait_for_load_state()


def card(page: Page, title: str) -> Locator:
    return page.locator("main .card", has=page.get_by_role("heading", name=title, exact=True))


def says(page: Page, *words: str) -> None:
    for each in words:
        expect(page.locator("main")).to_contain_text(each)


def keep(page: Page, shots: Path, name: str) -> None:
    page.screenshot(path=shots / f"story-{name}.png", full_page=True)


def test_weak_in_digital_services(somebody: LogIn, shots: Path) -> None:
    """The first need of all: what speaks for it, how its parts add up, its seats, and why an operator has one."""
    page = somebody("analis")
    to(page, "Kebutuhan")
    follow(page, "^Daftar peringkat$")
    expect(page.locator("h1")).to_have_text(f"{DIGITAL} di Disdukcapil menjadi kebutuhan pertama")
    first = page.get_by_role("table", name="Kebutuhan menurut peringkat").locator("tbody tr").first
    expect(first).to_contain_text(DIGITAL)
    points = re.search(r"\d+,\d\d", first.locator("td").nth(2).inner_text())
    assert points
    keep(page, shots, "1-ranking")
    first.get_by_role("link", name=DIGITAL).click()
    expect(page.locator("h1")).to_have_text(re.compile(rf"^{DIGITAL}: peringkat 1 dari \d+$"))
    words = page.locator("main p", has_text="poin per orang").first.inner_text()
    *parts, total = (float(each.replace(",", ".")) for each in re.findall(r"\d+,\d\d", words))
    assert f"{total:.2f}".replace(".", ",") == points.group()
    assert sum(parts) == pytest.approx(total, abs=0.005 * len(parts) + 0.005)
    speaks = page.locator("table", has=page.get_by_role("columnheader", name="Sumber")).locator("tbody tr")
    silent = "tidak menyatakan apa pun di sini"
    named = [row.locator("th").inner_text() for row in speaks.filter(has_not_text=silent).all()]
    assert list(dict.fromkeys(named)) == [
        "Penilaian", "Standar jabatan", "Survei", "Wawancara", "Usulan", "Suara warga", "Strategi daerah",
    ]  # fmt: skip
    expect(speaks.filter(has_text="Survei kebutuhan kompetensi 2026")).to_contain_text("38 dari 39 menjawab")
    expect(speaks.filter(has_text="orang dalam wawancara")).to_contain_text("5 kutipan")
    given = card(page, "Yang dilakukan rencana").locator("li").filter(has_text=re.compile(r"\d+ kursi")).all()
    seats = [int(found.group(1)) for each in given if (found := re.search(r"(\d+) kursi", each.inner_text()))]
    assert len(seats) == 4
    assert all(seats)
    keep(page, shots, "1-need")
    phone = somebody("pegawai", screen="phone")
    to(phone, "Pembinaan saya")
    coming = card(phone, "Berikutnya")
    for said in (COUNTERS, f"meminta {DIGITAL} tingkat 3; penilaian terakhir tingkat 1", "survei, wawancara, usulan"):
        expect(coming).to_contain_text(said)
    keep(phone, shots, "1-employee-phone")


def test_the_training_that_worked(somebody: LogIn, shots: Path) -> None:
    """Three health centres of six were trained; the next class and its target are two clicks from the verdict."""
    page = somebody("analis")
    to(page, "Evaluasi")
    expect(page.locator("tr", has_text=COUNTER_COURSE)).to_contain_text("+0,31")
    follow(page, COUNTER_COURSE)
    expect(page.locator("h1")).to_have_text("Berhasil: Sikap petugas (U7) naik 0,31 dibanding unit yang belum dilatih")
    units = page.locator("table", has_text="Selisih").locator("tbody th small").all_inner_texts()
    assert sorted(units) == ["belum dilatih"] * 3 + ["sudah dilatih"] * 3
    keep(page, shots, "2-verdict")
    verdict = page.locator("h1").inner_text()
    follow(page, "Dapat menambah bobot kebutuhan tahun depan")
    weighs = re.search(r"(\d+,\d{2}) → (\d+,\d{2})", card(page, "Pengaruhnya pada tahun depan").inner_text())
    assert weighs
    assert weighs.group(1) != weighs.group(2)
    follow(page, COUNTER_COURSE)
    assert page.locator("h1").inner_text() == verdict
    follow(page, "Dalam rencana")
    expect(page.locator("h1")).to_have_text(re.compile(rf"^\d+ orang mengikuti {COUNTER_COURSE}$"))
    keep(page, shots, "2-plan")
    follow(page, "Tetapkan sasaran 2027")
    expect(page.locator("main form button[type=submit]").last).to_be_visible()
    page.go_back()
    follow(page, "Buka kelas")
    says(page, COUNTER_COURSE)
    assert page.input_value("input[name=first_day]").startswith("2027-")


def test_the_seminar_that_everybody_liked(somebody: LogIn, shots: Path) -> None:
    """Content people, no change at work, none at the counter; the plan says no in rupiah."""
    page = somebody("analis")
    to(page, "Evaluasi")
    follow(page, "^2025$")
    follow(page, SEMINAR)
    expect(page.locator("h1")).to_have_text("Tidak tampak hasil: Sikap petugas (U7) tidak naik seperti yang dituju")
    says(page, "420", "Rp186 jt", "dari 374 jawaban")
    expect(page.locator("main .card", has_text="Tanggapan, dari 100").first).to_contain_text("92")
    assert re.findall(r"\d+", card(page, "Perubahan kerja").inner_text())[:6] == ["40", "3", "37", "1", "3", "33"]
    says(page, "tidak menaikkan kompetensi apa pun", "Rp110.714 per JP", "Tidak mengulang seminar ini")
    keep(page, shots, "3-verdict")
    follow(page, "Bandingkan dengan seluruh rencana")
    expect(page.locator("h1")).to_have_text(f"{SEMINAR} tidak masuk rencana 2027")
    prices = {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows(page)}
    own, average = (int(re.sub(r"\D", "", each)) for each in prices["Satu JP"])
    assert own == 110_714
    assert 4 * average < own
    assert prices["Tingkat kesenjangan yang ditutup Rp100\N{NO-BREAK SPACE}jt"][0] == "0"
    expect(card(page, "Hasilnya pada 2025")).to_contain_text("Tidak tampak hasil")
    keep(page, shots, "3-plan")
    follow(page, "Hasil 2025")
    expect(page.locator("h1")).to_contain_text("Tidak tampak hasil")


def rows(page: Page) -> list[Locator]:
    return page.locator("main table").first.locator("tbody tr").all()


def test_the_visit_that_cannot_be_judged(somebody: LogIn, shots: Path) -> None:
    """One office alone went to see another city: the verdict says so, in English too."""
    page = somebody("analis", language="en")
    to(page, "Evaluation")
    follow(page, "^2025$")
    follow(page, VISIT)
    expect(page.locator("h1")).to_have_text("Cannot be told yet: Time (U3)")
    says(page, "Units trained: 1. One alone cannot show whether the programme or something else moved its figure.")
    expect(page.locator("tr", has_text="Disdukcapil").first).to_contain_text("trained")
    keep(page, shots, "4-verdict-en")
    follow(page, "Hanya satu unit yang berkunjung")
    expect(card(page, "What it weighs next year")).to_contain_text("It names no competency")
    follow(page, "Terapkan antrean kota yang dikunjungi")
    says(page, "Open", "Disdukcapil", "15 December 2026")


def test_the_method_that_was_wrong(somebody: LogIn, shots: Path) -> None:
    """Good content, wrong method; the next class changes the method. All of it without JavaScript."""
    page = somebody("analis", javascript=False)
    to(page, "Evaluasi")
    follow(page, "^2025$")
    follow(page, re.escape(ACCOUNTS))
    first = page.locator("tr", has_text="Angkatan 1").locator("td").all_inner_texts()
    assert first[:2] == ["88", "61"]
    keep(page, shots, "5-first-class")
    follow(page, "isinya baik .88 dari 100., metodenya belum .61.")
    follow(page, "Ganti ceramah dengan studi kasus")
    says(page, "Selesai", "Angkatan 2 memakai studi kasus; metodenya dinilai 84")
    page.go_back()
    follow(page, re.escape(ACCOUNTS))
    follow(page, "Hasil 2026")
    expect(page.locator("h1")).to_contain_text("Berhasil")
    second = page.locator("tr", has_text="Angkatan 2")
    expect(second).to_contain_text("Studi kasus")
    assert second.locator("td").all_inner_texts()[1] == "84"
    keep(page, shots, "5-second-class")
    follow(page, "^Angkatan 2$")
    says(page, ACCOUNTS, "Studi kasus")


def test_nine_forms_become_four(somebody: LogIn, shots: Path) -> None:
    """A report with its proof, seen by the superior, told by its author, read by a colleague on a phone."""
    desk = somebody("analis")
    to(desk, "Evaluasi")
    follow(desk, "Laporan perubahan kerja")
    follow(desk, "Istunggara Cempakari")
    for words in (
        "sembilan formulir",
        "tinggal empat formulir",
        "rekap waktu 212 pemohon",
        "dari rata-rata 70 menjadi 30",
    ):
        says(desk, words)
    expect(card(desk, "Kata atasan")).to_contain_text("Terlihat")
    keep(desk, shots, "6-report")
    follow(desk, NINE_FORMS)
    phone = somebody("pegawai", screen="phone")
    to(phone, "Berbagi pengetahuan")
    follow(phone, "^Kisah$")
    says(phone, "dengan persetujuannya")
    follow(phone, NINE_FORMS)
    for told in (desk, phone):
        expect(told.locator("h1")).to_have_text(NINE_FORMS)
        assert told.locator("main .rb-journey b").all_inner_texts() == [
            "Dulu", "Sekarang", "Buktinya", "Akibat bagi layanan dan warga",
        ]  # fmt: skip
        expect(told.locator("main")).not_to_contain_text("Saya lihat sendiri")  # the superior's words stay inside
    keep(phone, shots, "6-story-phone")


def test_praise_for_twelve_and_help_for_eighty_seven(somebody: LogIn, shots: Path) -> None:
    """Twelve nominated with evidence and decided by two; a superior writes one of the 35 plans that are missing."""
    head = somebody("kepala")
    to(head, "Kinerja")
    says(head, "52 dari 87 orang")
    follow(head, "Rencana pembinaan atas hasil 2025")
    says(head, "35 orang belum punya")
    to(head, "Kinerja")
    follow(head, "Penghargaan")
    says(head, "12 usulan")
    for row in head.locator("tbody tr", has_text="Diberikan").all():
        *_, proposer, decider = row.locator("td").all_inner_texts()
        assert proposer.split("\n")[0] != decider.split("\n")[0]
    keep(head, shots, "13-nominations")
    decider = somebody("sekda", screen="phone")
    follow(decider, "Buka usulan")
    decider.locator("main tbody a").first.click()
    expect(card(decider, "Bukti")).to_contain_text("Dapat dilihat di")
    expect(card(decider, "Langkah")).to_contain_text("Diajukan")
    expect(decider.get_by_role("button", name="Beri penghargaan")).to_be_visible()
    keep(decider, shots, "13-decision-phone")
    to(decider, "Kinerja tim saya")
    follow(decider, "Tulis rencana pembinaan")
    decider.fill("textarea[name=goals]", "Surat keluar selesai dalam dua hari kerja")
    decider.fill("textarea[name=actions]", "Bertemu tiap dua pekan; contoh surat dibahas bersama")
    decider.locator("main form button[type=submit]").last.click()
    says(decider, "Surat keluar selesai dalam dua hari kerja", "0 dari 6 pertemuan")
    keep(decider, shots, "13-plan-phone")
    to(head, "Kinerja")
    says(head, "53 dari 87 orang")
