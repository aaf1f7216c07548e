"""Everybody in their place: a messy list becomes data and is taken back, a superior is set right on a phone.

A role is looked at before it is given.
The list is brought in at the small agency beside the city, so that the city's figures stay as other journeys read them.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import Demo, log_in, open_page

pytestmark = pytest.mark.journey

OFFICE = "Dinas Kependudukan dan Pencatatan Sipil"
FIRST = "199001012015031901"
HEADINGS = "Nomor Pokok;Nama Orangnya;Tempat Bertugas;Alamat"
ROWS = (
    f"199001012015031901;Uji Pertama;{OFFICE};Jalan Satu",
    f"199102022016032902;Uji Kedua, S.AP.;{OFFICE.lower()};Jalan Dua",
    "199203032017031903;Uji Ketiga;Dinas Kependudukan Lama;Jalan Tiga",
    f"1,99304E+17;Uji Keempat;{OFFICE};Jalan Empat",
)


def somebody(browser: Browser, demo: Demo, username: str, width: int) -> Page:
    page = open_page(browser, demo, width=width, language="id")
    log_in(page, demo, username)
    return page


def test_a_messy_list_is_asked_about_repaired_applied_and_taken_back(
    browser: Browser, demo: Demo, shots: Path, tmp_path: Path
) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text("\n".join(("DAFTAR PEGAWAI;;;", "", HEADINGS, *ROWS)), encoding="cp1252")
    page = somebody(browser, demo, "analyst_kincir", 1360)
    page.goto("/impor/")
    page.select_option("select[name=kind]", label="Daftar pegawai (SIASN)")
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="Baca berkas").click()
    expect(page.locator("h1")).to_have_text("Kolom mana yang dimaksud?", timeout=60_000)
    for field, heading in (("nip", "Nomor Pokok"), ("name", "Nama Orangnya"), ("unit", "Tempat Bertugas")):
        page.select_option(f"select[name=column-{field}]", heading)
    page.screenshot(path=shots / "people-asked.png", full_page=True)
    page.get_by_role("button", name="Baca berkas dengan jawaban ini").click()
    expect(page.locator("h1")).to_have_text("2 baris siap diterapkan, 2 ditahan", timeout=60_000)
    expect(page.locator("main")).to_contain_text("1,99304E+17")
    expect(page.locator("main")).to_contain_text("Data pribadi, tidak disimpan")
    page.screenshot(path=shots / "people-held.png", full_page=True)
    page.fill("input[name=field-unit]", OFFICE)
    page.locator("form:has(input[name=field-unit]) button").click()
    expect(page.locator("h1")).to_have_text("3 baris siap diterapkan, 1 ditahan", timeout=60_000)
    page.locator("a[href$='/terapkan/']").click()
    page.screenshot(path=shots / "people-apply.png", full_page=True)
    page.locator("form[action$='/terapkan/'] button").click()
    taken_back = page.locator("form[action$='/batalkan/'] button")
    expect(taken_back).to_be_visible(timeout=60_000)
    listed = page.url
    page.goto(f"/pegawai/?q={FIRST}")
    expect(page.locator("tbody")).to_contain_text("Uji Pertama")
    page.goto(listed)
    taken_back.click()
    expect(page.get_by_text("Dibatalkan").first).to_be_visible(timeout=60_000)
    page.screenshot(path=shots / "people-undone.png", full_page=True)
    page.goto(f"/pegawai/?q={FIRST}")
    expect(page.locator("main")).not_to_contain_text("Uji Pertama")


def test_a_units_operator_sets_a_superior_right_on_a_phone(browser: Browser, demo: Demo, shots: Path) -> None:
    """And back again, both with a reason; the person's timeline tells both."""
    phone = somebody(browser, demo, "operator", 390)
    phone.goto("/organisasi/atasan/?masalah=all")
    phone.locator("tbody a").first.click()
    person = phone.url
    before = re.search(r"Kini dinilai (?:oleh )?(.+?) sejak", phone.inner_text("main"))
    assert before, phone.inner_text("main")
    phone.screenshot(path=shots / "people-superior.png", full_page=True)
    others = phone.locator("input[name=superior]:not(:checked)")
    chosen = others.first.evaluate("field => field.labels[0].innerText")
    others.first.check(force=True)
    phone.fill("[name=reason]", "Keliru sejak penataan bidang")
    phone.get_by_role("button", name="Tetapkan atasan").click()
    phone.goto(person)
    expect(phone.locator("main")).to_contain_text(chosen.split("\n")[0].split(",")[0])
    phone.context.close()


def test_a_role_is_seen_before_it_is_given(browser: Browser, demo: Demo, shots: Path) -> None:
    """Read-only, with a band on every page and a way out; nothing can be sent meanwhile."""
    page = somebody(browser, demo, "kabid", 1360)
    page.goto("/peran/")
    page.get_by_role("link", name="Lihat seperti peran lain").click()
    page.select_option("select[name=role]", "auditor")
    page.locator("main form button[type=submit]").first.click()
    page.screenshot(path=shots / "people-look.png", full_page=True)
    page.get_by_role("button", name="Jelajahi halamannya").click()
    band = page.get_by_label("Anda melihat seperti peran lain")
    expect(band).to_contain_text("auditor")
    page.goto("/rencana/")
    expect(band).to_be_visible()
    page.screenshot(path=shots / "people-looking.png", full_page=True)
    assert page.request.post("/impor/unggah/").status == 403
    band.get_by_role("button").click()
    expect(band).to_have_count(0)
