"""The need by rank with what speaks for it, what the plan makes of it, and what the employee reads."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.founding_voice import COMPETENCY, EMPLOYEE, TITLE, UNIT
from tests.journeys.year import Year
from tests.journeys.year_plan import PLAN

COURSE = "Layanan publik digital (SPBE) dasar"


def rank_of(analyst: Page) -> int:
    """The rank of the need in the list of all, reached from the page of the needs and searched by its name."""
    analyst.goto("/kebutuhan/")
    analyst.get_by_role("link", name="Daftar peringkat").first.click()
    analyst.fill("main input[type=search]", "Literasi")
    with analyst.expect_navigation():
        analyst.get_by_role("button", name="Cari", exact=True).click()
    row = analyst.locator("main tbody tr", has_text=UNIT).filter(has_text=COMPETENCY)
    return int(row.locator("td").first.inner_text().split()[0])


def need_page(analyst: Page) -> None:
    analyst.goto("/kebutuhan/prioritas/?q=Literasi")
    analyst.locator("main tbody tr", has_text=UNIT).get_by_role("link", name=COMPETENCY).click()
    expect(analyst.locator("h1")).to_contain_text(COMPETENCY)


def evidence(analyst: Page) -> dict[str, tuple[str, str, str]]:
    """Source -> what its first row says, its people and its factor."""
    rows = analyst.locator("table", has=analyst.get_by_role("columnheader", name="Sumber")).locator("tbody tr").all()
    read = [(row.locator("th").inner_text(), row.locator("td").all_inner_texts()) for row in rows]
    return {name: (says, people, factor) for name, (says, people, _sure, factor) in reversed(read)}


def nothing_speaks_loudly_yet(year: Year, analyst: Page) -> None:
    """Rank 29: one of eight below the standard, nobody heard in a talk, and the plan just computed has no seat."""
    need_page(analyst)
    expect(analyst.locator("h1")).to_have_text(f"{COMPETENCY}: peringkat 29 dari 94")
    found = evidence(analyst)
    assert found["Penilaian"][0].startswith("1 dari 8 yang dinilai")
    assert "tingkat rata-rata 2,7 dari skala 5, 9 dari 9 menjawab" in found["Survei"][0]
    assert found["Wawancara"][0].startswith("tidak menyatakan apa pun")
    expect(analyst.locator("main li", has_text=COURSE)).to_contain_text("belum ada kursi di rencana")
    year.shot(analyst, "need-before")


def everything_speaks_for_it(year: Year, analyst: Page) -> None:
    """Rank 1, with every source on its page: what was answered weighs most of what staff say."""
    need_page(analyst)
    expect(analyst.locator("h1")).to_have_text(f"{COMPETENCY}: peringkat 1 dari 94")
    found = evidence(analyst)
    assert found["Penilaian"][0].startswith("7 dari 8 yang dinilai")
    says = f"{TITLE}: tingkat rata-rata 1,1 dari skala 5, 9 dari 9 menjawab"
    assert found["Survei"][0].startswith(says)
    assert found["Survei"][1:] == ("9", "× 1,35")
    assert found["Wawancara"][0].startswith("2 orang dalam wawancara menyebutnya kurang: 2 kutipan")
    assert found["Wawancara"][2] == "(1,17)"  # the same people speak in both: the strongest counts alone
    assert found["Suara warga"][2] == "× 1,50"
    assert found["Strategi daerah"][2] == "× 1,30"
    words = analyst.locator("main p", has_text="poin per orang").first.inner_text()
    *parts, total = (float(each.replace(",", ".")) for each in re.findall(r"\d+,\d\d", words))
    assert sum(parts) == pytest.approx(total, abs=0.005 * len(parts) + 0.005)
    year.shot(analyst, "need-after")


def the_plan_is_asked_for(analyst: Page) -> str:
    """The address of the plan, which the worker computes meanwhile."""
    analyst.goto("/rencana/")
    analyst.get_by_role("link", name=PLAN).first.click()
    address = analyst.url
    with analyst.expect_navigation():
        analyst.locator("form[action$='/susun/'] button").click()
    expect(analyst.locator("form[action$='/susun/'] button")).to_have_count(0)
    return address


def it_is_computed(analyst: Page, plan: str) -> None:
    analyst.goto(plan)
    expect(analyst.locator("form[action$='/susun/'] button")).to_be_visible(timeout=120_000)
    expect(analyst.get_by_text("dari yang terbaik menurut aturan ini").first).to_be_visible()


def evidence_is_collected(year: Year, analyst: Page) -> None:
    analyst.goto("/kebutuhan/prioritas/")
    analyst.get_by_role("link", name="Kumpulkan bukti").click()
    analyst.get_by_role("button", name="Kumpulkan bukti").click()
    expect(analyst.locator("main")).to_contain_text(re.compile(r"\d+ baru, \d+ berubah"))
    year.shot(analyst, "ranking-after")


def it_has_seats(year: Year, analyst: Page, plan: str) -> None:
    """On the page of the need, and on that of the course, which says who of the unit attends."""
    need_page(analyst)
    cure = analyst.locator("main li", has_text=COURSE)
    expect(cure).to_contain_text(re.compile(r"\d+ kursi"))
    seats = re.search(r"(\d+) kursi", cure.inner_text())
    assert seats
    year.shot(analyst, "need-seats")
    analyst.goto(plan)
    year.shot(analyst, "plan-after")
    analyst.locator("main a[href*='/program/']", has_text=COURSE).first.click()
    expect(analyst.locator("h1")).to_have_text(re.compile(rf"^\d+ orang mengikuti {re.escape(COURSE)}$"))
    year.shot(analyst, "course-after")
    people = int(analyst.locator("h1").inner_text().split()[0])
    assert people >= int(seats.group(1)) >= 5
    expect(analyst.locator("main tbody", has_text=EMPLOYEE)).to_be_visible()


def an_employee_reads_why(year: Year) -> None:
    """On the own phone: the seat, the level that is missing, and who says that the unit needs it."""
    phone = year.person("pegawai_kincir", width=390)
    phone.goto("/pembinaan-saya/")
    year.shot(phone, "employee-phone")
    coming = phone.locator(".card", has=phone.get_by_role("heading", name="Berikutnya"))
    for words in (
        COURSE,
        f"jabatan Anda meminta {COMPETENCY} tingkat 3; penilaian terakhir tingkat 0",
        "Yang mendukungnya di unit Anda: survei, wawancara",
    ):
        expect(coming).to_contain_text(words)
    phone.context.close()
