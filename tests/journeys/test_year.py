"""One class all the way round the year: from what a citizen says at a counter to what the public reads about it.

It happens in the small agency beside the city, where a whole plan is put together in seconds, so that nothing is
shortened: the plan is asked for on its page and computed by the worker. The calendar is turned forward between the
parts of the year; the web server and the worker then start again on that day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import Demo, log_in, open_page

pytestmark = pytest.mark.journey

TODAY = date(2026, 11, 23)
SERVICE = "Administrasi kependudukan"
COUNTER_COURSE = "Komunikasi pelayanan di loket"
WORDS = "Petugas di Loket 1, Pak Budi, membentak saya dan tidak menjelaskan syaratnya. Hubungi 0812-3456-7890."
SLIPS = ("Petugas ketus", "Tidak disapa, langsung disuruh pulang", "Bertanya malah dimarahi", "Petugas tidak mau tahu")
COMPETENCY = "1.3 "
HIDDEN = "Sebagian kelompok dan jumlah seluruhnya tidak ditampilkan"  # fewer than five of a kind in so small an agency
PLAN = re.compile("^Rencana .* 2027")


@dataclass
class Year:
    """The story on its way: pages of those who take part, and what was seen so far."""

    browser: Browser
    demo: Demo
    shots: Path
    taken: int = 0

    def visitor(self, *, width: int = 390, javascript: bool = True) -> Page:
        return open_page(self.browser, self.demo, width=width, language="id", javascript=javascript)

    def person(self, username: str, *, width: int = 1360) -> Page:
        page = self.visitor(width=width)
        log_in(page, self.demo, username)
        return page

    def shot(self, page: Page, name: str) -> None:
        """Kept beside the run, numbered in the order of the story."""
        self.taken += 1
        page.screenshot(path=self.shots / f"year-{self.taken:02d}-{name}.png", full_page=True)


@pytest.fixture
def year(browser: Browser, demo: Demo, shots: Path) -> Iterator[Year]:
    """Afterwards the city stands on its own day again."""
    yield Year(browser, demo, shots)
    demo.turn_to(TODAY)


def test_one_class_goes_all_the_way_round(year: Year) -> None:
    analyst = year.person("analyst_kincir")
    counter = point_of(analyst)
    code = a_citizen_speaks(year, counter)
    weights = the_desk_reads_five(year, analyst, counter)
    assert weights == pytest.approx((weights[0], weights[0] * 1.1), abs=0.01)
    the_citizen_reads_the_answer(year, code)
    the_public_page_tells(year, "public-said", HIDDEN)
    assert seats_in_the_plan(year, analyst, "plan-after") >= 5
    nothing_is_opened_from_a_draft(analyst)
    three_people_set_the_plan(year, *the_sekda_is_away(year))
    day = a_class_is_opened_from_the_plan(year, analyst)
    the_invited_confirm_and_the_superior_agrees(year)
    year.demo.turn_to(day)
    attendance_by_code_and_list(year)
    year.demo.turn_to(day + timedelta(days=1))
    closing_awards_hours_and_certificates(year)
    year.demo.turn_to(day + timedelta(days=95))
    the_report_and_its_confirmation(year)
    the_finding_weighs_the_next_plan(year, day.year)
    the_public_page_tells(year, "public-done", "Petugas yang dilatih")


# --- what citizens say


def point_of(analyst: Page) -> str:
    """The address of the first counter of the population office, from the page of the services."""
    analyst.goto("/suara/layanan/")
    office = analyst.locator(".card", has_text=SERVICE).last
    office.locator("summary").first.click()
    link = office.get_by_role("link", name="Halaman QR").first.get_attribute("href")
    assert link
    return link


def a_citizen_speaks(year: Year, counter: str) -> str:
    """Nine taps, a few words, no account, no script; the receipt code."""
    page = year.visitor(javascript=False)
    page.goto(counter)
    taps = 0
    for number in range(1, 10):
        page.locator(f"input[name=u{number}][value='{2 if number in (6, 7) else 3}']").check(force=True)
        taps += 1
    assert taps == 9
    page.fill("textarea[name=text]", WORDS)
    year.shot(page, "citizen-form")
    for _ in range(20):  # whoever sends faster than one can read is asked, kindly, to send once more
        page.click("main button[type=submit]")
        if page.locator("textarea[name=text]").count() == 0:
            break
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.inner_text("main"))
    assert code, page.inner_text("main")[:600]
    year.shot(page, "citizen-receipt")
    page.context.close()
    return code.group()


def the_desk_reads_five(year: Year, analyst: Page, counter: str) -> tuple[float, float]:
    """Four slips from the box follow; each matter is read, covered and coded. The need before and after the fifth."""
    for words in SLIPS:
        analyst.goto(counter.replace("/t/", "/kertas/"))
        analyst.locator("input[name=u7][value='1']").check(force=True)
        analyst.fill("textarea[name=text]", words)
        analyst.click("main button[type=submit]")
        expect(analyst.locator("main")).to_contain_text("Kode")
    analyst.goto("/suara/masukan/?state=received&per=100")
    year.shot(analyst, "desk")
    rows = [analyst.locator("tbody tr", has_text=words[:40]).locator("a").first for words in (WORDS, *SLIPS)]
    matters = [str(row.get_attribute("href")) for row in rows]
    seen: list[float] = []
    for number, matter in enumerate(matters, start=1):
        analyst.goto(matter)
        covered = analyst.locator("textarea[name^=shown_]").input_value()
        assert not re.search(r"Budi|0812", covered)
        if number == 1:
            expect(analyst.locator("main")).to_contain_text("Pak Budi")  # the moderator reads the original
            year.shot(analyst, "desk-masked")
        seen.append(coded(analyst))
        expect(analyst.locator("main")).to_contain_text(f"{number} warga mengatakannya pada 2026")
    year.shot(analyst, "need-risen")
    assert seen[:4] == [seen[0]] * 4
    answered(analyst, matters[0])
    return seen[0], seen[4]


def coded(analyst: Page) -> float:
    """The cause is what staff can do; the weight of the need as the page then shows it."""
    analyst.locator("input[name=cause][value=competence]").check(force=True)
    options = analyst.locator("select[name=competency] option").all_inner_texts()
    analyst.select_option(
        "select[name=competency]", label=next(each for each in options if each.startswith(COMPETENCY))
    )
    analyst.locator("form:has(input[value=triage]) button[type=submit]").click()
    shown = re.search(r"(\d+,\d{2})(?: → (\d+,\d{2}))?", analyst.locator(".card", has_text="tahun depan").inner_text())
    assert shown
    return float((shown.group(2) or shown.group(1)).replace(",", "."))


def answered(analyst: Page, matter: str) -> None:
    analyst.goto(matter)
    analyst.fill("textarea[name=text]", "Maaf atas sikap itu. Petugas loket ikut kelas komunikasi tahun depan.")
    analyst.locator("form:has(input[value=answer]) button[type=submit]").click()
    expect(analyst.locator("main")).to_contain_text("Sudah dijawab")


def the_citizen_reads_the_answer(year: Year, code: str) -> None:
    page = year.visitor(javascript=False)
    page.goto("/suara/kode/")
    page.fill("input[name=code]", code)
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Petugas loket ikut kelas")
    year.shot(page, "citizen-answer")
    page.context.close()


# --- the plan


def seats_in_the_plan(year: Year, analyst: Page, name: str) -> int:
    """Have the plan put together on its page; how many people it then places in the counter's course."""
    analyst.goto("/rencana/")
    analyst.get_by_role("link", name=PLAN).first.click()
    analyst.locator("form[action$='/susun/'] button").click()
    plan = analyst.url
    ended = analyst.locator("form[action$='/susun/'] button")
    expect(ended).to_be_visible(timeout=120_000)  # the page renews itself while the worker computes
    expect(analyst.get_by_text("dari yang terbaik menurut aturan ini").first).to_be_visible()
    year.shot(analyst, name)
    row = analyst.locator("a[href*='/program/']", has_text=COUNTER_COURSE).first
    row.click()
    people = re.match(r"(\d+) orang", analyst.locator("h1").inner_text())
    year.shot(analyst, f"{name}-course")
    analyst.goto(plan)
    return int(people.group(1)) if people else 0


def nothing_is_opened_from_a_draft(analyst: Page) -> None:
    analyst.goto("/kelas/")
    expect(analyst.locator("main")).to_contain_text("Rencana 2027 belum ditetapkan")
    expect(analyst.get_by_role("link", name=re.compile("Buka kelas"))).to_have_count(0)


def the_sekda_is_away(year: Year) -> tuple[str, str]:
    """And has said on a phone who stands in, by which letter; both names without titles: (absent, acting)."""
    acting = year.person("atasan_kincir")
    acting.goto("/pembinaan-saya/")
    name = acting.locator("main p.text-secondary").first.inner_text().split(" · ")[0]
    sekda = year.person("sekda_kincir", width=390)
    sekda.goto("/organisasi/pengganti/baru/?cari=Sekretaris+Daerah")
    official = sekda.locator("a[href^='?siapa=']").first
    absent = official.inner_text().split(" · ")[0]
    official.click()
    sekda.fill("input[name=cari]", bare(name))
    sekda.locator("form[role=search] button").click()
    sekda.locator("label", has_text=bare(name)).first.click()
    sekda.locator("input[name=kind][value=plh]").check(force=True)
    sekda.fill("input[name=letter_number]", "800/77/2026")
    sekda.fill("input[name=reason]", "Dinas luar")
    sekda.get_by_role("button", name="Tunjuk", exact=True).click()
    expect(sekda.locator("main")).to_contain_text(bare(absent))
    year.shot(sekda, "acting-officer")
    return bare(absent), bare(name)


def bare(name: str) -> str:
    """A name without the titles behind it."""
    return name.split(",")[0].strip()


def three_people_set_the_plan(year: Year, absent: str, acting: str) -> None:
    """Each finds it on the own home page; who stands in for the Sekda and the regent decide on a phone."""
    for username, width, button in (
        ("kepala_kincir", 1360, "Ajukan ke Sekda"),
        ("atasan_kincir", 390, "Setujui"),
        ("bupati_kincir", 390, "Tetapkan"),
    ):
        page = year.person(username, width=width)
        page.goto("/beranda/")
        page.get_by_role("link", name="Baca dan putuskan").click()
        year.shot(page, f"decides-{username}")
        if button == "Tetapkan":
            page.fill("input[name=number]", "800/12/2026")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator("main")).to_contain_text("Tercatat")
        year.shot(page, f"decided-{username}")
    expect(page.locator("h1")).to_have_text("Rencana 2027 berlaku")
    agreed = page.locator("li", has_text="Disetujui Sekda")
    for each in ("Plh.", absent, acting):
        expect(agreed).to_contain_text(each)


# --- the class


def a_class_is_opened_from_the_plan(year: Year, analyst: Page) -> date:
    """Its day; the hours of the class are those in which this runs, so that the room's code can be given."""
    analyst.goto("/kelas/")
    analyst.locator("tr", has_text=COUNTER_COURSE).get_by_role("link", name=re.compile("Buka kelas")).click()
    hour = datetime.now(ZoneInfo("Asia/Jakarta")).hour  # noqa: TID251 - the served city keeps the hours of the wall clock
    analyst.fill("input[name=place]", "Ruang rapat Disdukcapil")
    analyst.fill("input[name=trainer]", "Ketua tim layanan, Bagian Organisasi")
    analyst.fill("input[name=days]", "1")
    analyst.fill("input[name=begins]", f"{max(0, hour - 1):02d}:00")
    analyst.fill("input[name=ends]", "23:59")
    day = date.fromisoformat(analyst.input_value("input[name=first_day]"))
    analyst.locator("main form button[type=submit]").click()
    expect(analyst.locator("main")).to_contain_text("Undangan sedang dikirim")
    year.shot(analyst, "class-opened")
    return day


def the_invited_confirm_and_the_superior_agrees(year: Year) -> None:
    phone = year.person("pegawai_kincir", width=390)
    phone.goto("/kelas-saya/")
    expect(phone.locator("main")).to_contain_text(COUNTER_COURSE)
    year.shot(phone, "invitation")
    phone.get_by_role("button", name=re.compile("^Ya")).click()
    year.shot(phone, "confirmed")
    superior = year.person("atasan_kincir", width=390)
    superior.goto("/kelas-tim/")
    year.shot(superior, "superior")
    superior.get_by_role("button", name=re.compile("^Setuju|^Saya setuju")).first.click()
    expect(superior.locator("main")).to_contain_text("etuju")
    year.shot(superior, "superior-agrees")


def attendance_by_code_and_list(year: Year) -> None:
    """The room's code from the analyst's screen, typed on the phone."""
    analyst = year.person("analyst_kincir")
    analyst.goto("/kelas/")
    analyst.get_by_role("link", name=re.compile(COUNTER_COURSE)).first.click()
    batch = analyst.url
    analyst.locator("a[href$='/kode/']").first.click()
    year.shot(analyst, "room-code")
    code = analyst.locator(".rb-code").inner_text().split(":")[-1].strip()
    phone = year.person("pegawai_kincir", width=390)
    phone.goto("/kelas-saya/")
    phone.fill("input[name=kode]", code)
    phone.get_by_role("button", name=re.compile("hadir", re.IGNORECASE)).click()
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("main")).to_contain_text("tercatat hadir")
    year.shot(phone, "present")
    analyst.goto(batch)
    expect(analyst.locator("main")).to_contain_text("1 orang hadir")


def closing_awards_hours_and_certificates(year: Year) -> None:
    analyst = year.person("analyst_kincir")
    analyst.goto("/kelas/")
    analyst.get_by_role("link", name=re.compile(COUNTER_COURSE)).first.click()
    analyst.locator("form[action$='/tutup/'] button").click()
    expect(analyst.locator("main")).to_contain_text("1 sertifikat")
    year.shot(analyst, "class-closed")
    phone = year.person("pegawai_kincir", width=390)
    phone.goto("/pembinaan-saya/")
    expect(phone.locator("main")).to_contain_text(COUNTER_COURSE)
    phone.goto("/kelas-saya/")
    phone.get_by_role("link", name="Sertifikat").first.click()
    year.shot(phone, "certificate")
    address = phone.locator("a[href*='/sertifikat/']").last.get_attribute("href")
    assert address
    anybody = year.visitor(javascript=False)
    anybody.goto(address)
    expect(anybody.locator("main")).to_contain_text("asli")
    expect(anybody.locator("main")).to_contain_text(COUNTER_COURSE)
    year.shot(anybody, "certificate-checked")


# --- what became of it


def the_report_and_its_confirmation(year: Year) -> None:
    """Ninety days later: five lines, and the superior's three taps."""
    phone = year.person("pegawai_kincir", width=390)
    waiting = phone.get_by_role("link", name=re.compile("Tulis lima baris"))
    for _ in range(60):  # the worker asks on the morning of that day
        phone.goto("/evaluasi/laporan-saya/")
        if waiting.count():
            break
        phone.wait_for_timeout(500)
    waiting.first.click()
    lines = {
        "applied": "Menyapa dulu, lalu menjelaskan syarat satu per satu",
        "before": "Tiap hari tiga sampai empat warga pulang tanpa tahu apa yang kurang",
        "now": "Sejak April tiap warga membawa pulang daftar syarat yang dicentang",
        "proof": "Buku loket: warga yang kembali karena syarat kurang turun dari 18 menjadi 5 seminggu",
        "effect": "Warga cukup datang sekali",
    }
    for name, words in lines.items():
        phone.fill(f"textarea[name={name}]", words)
    year.shot(phone, "report")
    phone.locator("button[value=send]").click()
    expect(phone.locator("main")).to_contain_text("18 menjadi 5")
    superior = year.person("atasan_kincir", width=390)
    superior.goto("/evaluasi/laporan-tim/")
    superior.get_by_role("link", name=re.compile("Baca dan jawab")).first.click()
    superior.locator("input[name=outcome]").first.check(force=True)
    superior.locator("main form button[type=submit]").click()
    expect(superior.locator("main")).to_contain_text("Terlihat")
    year.shot(superior, "report-confirmed")


def the_finding_weighs_the_next_plan(year: Year, of: int) -> None:
    """The verdict with its honest limit, a finding with its owner and day, and what it adds to the need."""
    analyst = year.person("analyst_kincir")
    analyst.goto(f"/evaluasi/?year={of}")
    analyst.get_by_role("link", name=re.compile(COUNTER_COURSE)).first.click()
    programme = analyst.url
    expect(analyst.locator("main")).to_contain_text(re.compile("belum dapat|tanpa sasaran", re.IGNORECASE))
    year.shot(analyst, "verdict")
    analyst.goto(re.sub(r"\?.*", "", programme) + "temuan/")
    analyst.select_option("select[name=kind]", "remedial")
    analyst.fill("textarea[name=text]", "Empat petugas loket belum ikut; yang ikut sudah mengubah cara kerjanya")
    for name, start in (("competency", ""), ("unit", "Disdukcapil"), ("owner", "Disdukcapil")):
        options = analyst.locator(f"select[name={name}] option")
        wanted = [each for each in options.all_inner_texts() if start in each] if start else attitude(analyst)
        analyst.select_option(f"select[name={name}]", label=wanted[0])
    analyst.fill("textarea[name=action]", "Kelas kedua bagi empat petugas yang belum ikut")
    analyst.locator("main form button[type=submit]").click()
    analyst.locator("form:has(input[value=weigh]) button").click()
    shown = re.search(r"(\d+,\d{2}) → (\d+,\d{2})", analyst.inner_text("main"))
    assert shown
    assert float(shown.group(2).replace(",", ".")) > float(shown.group(1).replace(",", "."))
    year.shot(analyst, "finding-weighs")


def attitude(analyst: Page) -> list[str]:
    """The competency that citizens spoke about, by its name alone."""
    options = analyst.locator("select[name=competency] option").all_inner_texts()
    return [each for each in options if "Mengelola keluhan" in each]


def the_public_page_tells(year: Year, name: str, words: str) -> None:
    """What citizens said, what was done, what changed, as published now: nobody named, small groups left out."""
    analyst = year.person("analyst_kincir")
    analyst.goto("/terbitkan/")
    analyst.locator("main form button[type=submit]").first.click()
    anybody = year.visitor(javascript=False)
    anybody.goto("/hasil/")
    anybody.locator("a[href^='/hasil/']", has_text=SERVICE).last.click()
    expect(anybody.locator("main")).to_contain_text(words)
    expect(anybody.locator("main")).not_to_contain_text("Budi")
    year.shot(anybody, name)
