"""The plan of the story: drafted, put before three people, and set."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.year import COUNTER_COURSE, Year

PLAN = re.compile("^Rencana .* 2027")


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
