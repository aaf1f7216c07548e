"""Half an answer without a name survives a closed page, in this browser only, and is gone once it is sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.conftest import Demo, log_in, open_page

pytestmark = pytest.mark.journey

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('renbina-isian:'))"
BACK = "Isian Anda di perangkat ini masih ada"


@pytest.fixture(scope="module")
def link(browser: Browser, demo: Demo) -> str:
    """The small agency beside the city asks everybody something without names; the link of one employee."""
    analyst = open_page(browser, demo, width=1360, language="id")
    log_in(analyst, demo, "analyst_kincir")
    analyst.goto("/kuesioner/instrumen/")
    ready = analyst.locator("form[action$='/siap-pakai/'] button")
    if ready.count():
        ready.click()
    analyst.goto("/kuesioner/baru/")
    pulse = analyst.locator("select[name=version] option", has_text="Denyut iklim kerja")
    analyst.select_option("select[name=version]", value=pulse.first.get_attribute("value"))
    analyst.fill("input[name=title]", "Uji isian yang belum dikirim")
    analyst.check("input[name=mode][value=anonymous]")
    analyst.check("input[name=audience][value=everybody]")
    analyst.uncheck("input[name=tells]")
    analyst.fill("input[name=closes_on]", "2026-12-04")
    analyst.locator("main form button.btn-primary[type=submit]").click()
    expect(analyst.locator("main")).to_contain_text("ditanya")
    employee = open_page(browser, demo, width=390, language="id")
    log_in(employee, demo, "pegawai_kincir")
    employee.goto("/kuesioner-saya/")
    card = employee.locator(".card", has_text="Uji isian yang belum dikirim")
    found = card.locator("a[href*='/jawab/']").get_attribute("href")
    analyst.context.close()
    employee.context.close()
    assert found
    return found


@pytest.fixture
def phone(browser: Browser, demo: Demo) -> Iterator[BrowserContext]:
    """A browser of one's own: what it keeps is there for every page in it."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, base_url=demo.url)
    context.add_cookies([{"name": "renbina_language", "value": "id", "url": demo.url}])
    yield context
    context.close()


def fill(page: Page) -> None:
    """One answer to everything that is shown."""
    names = page.eval_on_selector_all(
        "#sheet input[type=radio]", "all => [...new Set(all.map(each => each.name))]"
    )  # fmt: skip
    for name in names:
        page.locator(f"#sheet input[name='{name}']").nth(1).check()
    for box in page.locator("#sheet fieldset > div:not(.rb-unknown)").all():
        if not box.locator("input[type=radio]").count() and box.locator("input[type=checkbox]").count():
            box.locator("input[type=checkbox]").first.check()
    for place, line in enumerate(page.locator("#sheet select").all(), start=1):
        line.select_option(str(place))
    for words in page.locator("#sheet textarea, #sheet input[type=text]").all():
        words.fill("Kata yang belum dikirim")
    for number in page.locator("#sheet input[type=number]").all():
        number.fill(number.get_attribute("min") or "1")


def onward(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#sheet button[value=lanjut]").click()


def test_half_an_answer_is_there_again_by_the_same_link_and_gone_once_sent(
    link: str, phone: BrowserContext, shots: Path
) -> None:
    page = phone.new_page()
    page.goto(f"{link}?cara=satu")
    expect(page.locator("[data-kept]")).to_be_visible()
    expect(page.locator("[data-not-kept]")).to_be_hidden()
    for _screen in range(3):
        fill(page)
        onward(page)
    heading = page.locator("h1").inner_text()
    assert page.evaluate(KEPT) != []
    page.close()

    again = phone.new_page()
    again.goto(f"{link}?cara=satu")
    expect(again.get_by_text(BACK)).to_be_visible()
    again.screenshot(path=shots / "draft-back.png", full_page=True)
    with again.expect_navigation():
        again.get_by_role("button", name="Lanjutkan dari yang terakhir").click()
    assert again.locator("h1").inner_text() == heading  # where they stopped, with all that was before it
    while again.locator("#sheet button[value=lanjut]").count():
        fill(again)
        onward(again)
    expect(again.locator("main")).not_to_contain_text("belum dijawab")
    with again.expect_navigation():
        again.locator("#sheet button[value=kirim]").click()
    expect(again.locator("h1")).to_contain_text("Terima kasih")
    assert again.evaluate(KEPT) == []
    again.goto(link)
    expect(again.locator("h1")).to_contain_text("sudah masuk")


def test_the_whole_page_too_and_a_button_deletes_what_the_device_keeps(
    browser: Browser, demo: Demo, phone: BrowserContext, link: str
) -> None:
    other = link_of(browser, demo)
    page = phone.new_page()
    page.goto(f"{other}?cara=semua")
    first = page.locator("#sheet input[type=radio]").nth(2)
    first.check()
    page.locator("#sheet textarea").first.fill("Sebagian saja")
    page.close()

    again = phone.new_page()
    again.goto(f"{other}?cara=semua")
    expect(again.get_by_text(BACK)).to_be_visible()
    expect(again.locator("#sheet input[type=radio]").nth(2)).to_be_checked()
    expect(again.locator("#sheet textarea").first).to_have_value("Sebagian saja")
    assert again.evaluate(f"{KEPT}.length") == 1
    again.evaluate("localStorage.setItem('renbina-isian:lama', JSON.stringify({until: '2020-01-01', fields: []}))")
    again.on("dialog", lambda asked: asked.accept())
    with again.expect_navigation():
        again.locator("[data-kept] [data-forget]").click()
    expect(again.get_by_text(BACK)).to_be_hidden()
    expect(again.locator("#sheet textarea").first).to_have_value("")
    assert again.evaluate(KEPT) == []  # the one that had expired is gone too


def test_without_a_script_the_page_works_and_says_that_nothing_is_kept(browser: Browser, demo: Demo, link: str) -> None:
    page = open_page(browser, demo, width=390, language="id", javascript=False)
    page.goto(f"{link_of(browser, demo)}?cara=satu")
    expect(page.get_by_text("Sebelum dikirim, isian tidak disimpan di mana pun")).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_hidden()
    fill(page)
    onward(page)
    expect(page.locator("h1")).to_contain_text("2")
    page.context.close()


def link_of(browser: Browser, demo: Demo) -> str:
    """The ticket of somebody else of the small agency."""
    page = open_page(browser, demo, width=390, language="id")
    log_in(page, demo, "atasan_kincir")
    page.goto("/kuesioner-saya/")
    card = page.locator(".card", has_text="Uji isian yang belum dikirim")
    found = card.locator("a[href*='/jawab/']").get_attribute("href")
    page.context.close()
    assert found
    return found
