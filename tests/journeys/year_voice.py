"""What citizens say at a counter, what the desk makes of it, and what everybody reads at the end."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.year import Year

SERVICE = "Administrasi kependudukan"
WORDS = "Petugas di Loket 1, Pak Budi, membentak saya dan tidak menjelaskan syaratnya. Hubungi 0812-3456-7890."
SLIPS = ("Petugas ketus", "Tidak disapa, langsung disuruh pulang", "Bertanya malah dimarahi", "Petugas tidak mau tahu")
COMPETENCY = "1.3 "


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
