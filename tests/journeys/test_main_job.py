"""The main job, walked as its users walk it."""

import io
import re
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import Demo, log_in, open_page

pytestmark = pytest.mark.journey


@pytest.fixture
def analyst(browser: Browser, demo: Demo) -> Page:
    page = open_page(browser, demo, width=1360, language="id")
    log_in(page, demo, "analis")
    return page


def test_the_demonstration_prints_one_login_per_role_and_a_proved_plan(demo: Demo) -> None:
    roles = {"analis", "kabid", "kepala", "sekda", "walikota", "operator", "puskesmas", "pegawai", "auditor", "mitra"}
    assert roles <= set(demo.passwords)
    assert re.search(r"Plan ready: objective [\d,.]+, bound [\d,.]+, gap \d", demo.said)


def test_an_analyst_lands_on_the_plan_with_its_proof(analyst: Page) -> None:
    assert re.search(r"/rencana/\w{14}/$", analyst.url)
    expect(analyst.locator("h1")).to_contain_text("Rencana 2027")
    proof = re.compile(r"Paling jauh \d+(,\d+)?\s% dari yang terbaik menurut aturan ini")
    expect(analyst.get_by_text(proof).first).to_be_visible()


def test_the_analyst_finds_why_a_person_is_not_in_a_programme(analyst: Page, demo: Demo) -> None:
    plan = analyst.url
    analyst.goto("/pegawai/")
    name = analyst.locator("tbody tr a").first.inner_text().split(",")[0]
    analyst.goto(plan)
    box = analyst.locator("input[type=search], input[name=person], input[name=nama]").last
    box.fill(name)
    box.press("Enter")
    analyst.wait_for_load_state()
    expect(analyst.locator("main")).to_contain_text(name.split(" ")[-1])


def test_the_official_document_opens_with_its_tags_and_the_screens_figures(analyst: Page) -> None:
    plan = analyst.url
    heading = analyst.locator("h1").inner_text()
    share = re.search(r"(\d+(?:,\d+)?)\s?%", heading)
    assert share
    answer = analyst.request.get(plan + "dokumen.pdf")
    assert answer.status == 200
    reader = pypdf.PdfReader(io.BytesIO(answer.body()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("id")
    text = "".join(page.extract_text() for page in reader.pages[:12])
    assert share.group(1) in text
    book = openpyxl.load_workbook(io.BytesIO(analyst.request.get(plan + "dokumen.xlsx").body()), read_only=True)
    assert len(book.sheetnames) >= 4


def test_a_list_exports_what_it_shows(analyst: Page) -> None:
    analyst.goto("/pegawai/?q=Kirana")
    shown = analyst.locator("tbody tr").count()
    link = analyst.locator("a", has_text="XLSX").first.get_attribute("href")
    assert link
    book = openpyxl.load_workbook(
        io.BytesIO(analyst.request.get("/pegawai/" + link if link[0] == "?" else link).body())
    )
    rows = [row for row in book.active.iter_rows(values_only=True) if row and row[0]]
    assert len(rows) - 1 >= shown > 0


def test_a_roster_is_read_compared_fixed_and_applied(analyst: Page, demo: Demo, tmp_path: Path) -> None:
    analyst.goto("/impor/")
    analyst.select_option("select[name=kind]", "roster")
    analyst.set_input_files("input[type=file]", demo.folder / "ekspor-siasn-kota-lembah-arai.xlsx")
    analyst.locator("form[enctype] button[type=submit]").click()
    analyst.wait_for_url(re.compile(r"/(impor|pekerjaan)/\w{14}/"), timeout=60_000)
    analyst.wait_for_url(re.compile(r"/impor/\w{14}/"), timeout=120_000)
    main = analyst.locator("main")
    expect(main).to_contain_text("NIK")  # what was dropped is said
    analyst.goto(re.sub(r"\?.*", "", analyst.url) + "?tab=held")
    expect(main).to_contain_text("angka")  # a NIP stored as a number is refused, with its fix


def test_the_same_corrected_file_again_changes_nothing(analyst: Page, demo: Demo) -> None:
    analyst.goto("/impor/")
    analyst.select_option("select[name=kind]", "roster")
    analyst.set_input_files("input[type=file]", demo.folder / "ekspor-siasn-kota-lembah-arai-dikoreksi.xlsx")
    analyst.locator("form[enctype] button[type=submit]").click()
    analyst.wait_for_url(re.compile(r"/impor/\w{14}/"), timeout=120_000)
    expect(analyst.locator("h1")).to_contain_text("0 baris")


def test_a_file_that_is_not_a_roster_is_refused_with_one_sentence(analyst: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "foto.xlsx"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 2000)
    analyst.goto("/impor/")
    analyst.set_input_files("input[type=file]", wrong)
    analyst.locator("form[enctype] button[type=submit]").click()
    analyst.wait_for_url(re.compile(r"/impor/\w{14}/"), timeout=60_000)
    expect(analyst.locator("h1")).to_contain_text("tidak dapat")


def test_an_employee_needs_no_javascript(browser: Browser, demo: Demo) -> None:
    page = open_page(browser, demo, width=390, language="id", javascript=False)
    log_in(page, demo, "pegawai")
    assert page.url.endswith("/pembinaan-saya/")
    expect(page.locator("h1")).to_contain_text("JP")
    expect(page.locator("main")).to_contain_text("Kompetensi saya")


def test_the_other_agencys_analyst_finds_none_of_the_first(browser: Browser, demo: Demo, analyst: Page) -> None:
    plan = re.sub(r"^https?://[^/]+", "", analyst.url)
    analyst.goto("/pegawai/")
    person = analyst.locator("tbody tr a").first.get_attribute("href")
    other = open_page(browser, demo, width=1360, language="id")
    log_in(other, demo, next(name for name in demo.passwords if "kincir" in name and name.startswith("anal")))
    for path in (plan, plan + "dokumen.pdf", person):
        assert path
        assert other.request.get(path).status == 404, path
    other.goto("/pegawai/")
    expect(other.locator("h1")).not_to_contain_text("2.914")


def test_the_language_and_the_colours_follow_the_visitor(browser: Browser, demo: Demo) -> None:
    page = open_page(browser, demo, width=1360, language="id")
    page.goto("/")
    page.context.add_cookies([{"name": "renbina_theme", "value": "dark", "url": demo.url}])
    page.goto("/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_a_units_operator_looks_after_the_whole_department(browser: Browser, demo: Demo) -> None:
    page = open_page(browser, demo, width=390, language="id")
    log_in(page, demo, "operator")
    expect(page.locator("main")).to_contain_text("orang di Dinkes dan di bawahnya")
