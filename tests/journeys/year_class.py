"""The class of the story: opened from the plan, attended, closed, reported and weighed."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from tests.journeys.year import COUNTER_COURSE, Year


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
