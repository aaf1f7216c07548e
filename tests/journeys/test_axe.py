"""What is spared in looking at contrast hides nothing."""

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.axe import ALIKE, RULES, bring_axe, violations

pytestmark = pytest.mark.journey

ROW = "<tr><td class=a>Nama {n}</td><td><span class=chip>Lulus</span></td><td><a href='#r{n}'>Buka</a></td></tr>"
STYLE = """body { color: #111; background: #fff } td { padding: 12px } .chip { background: #dfd; color: #050 }
    a { color: #008 } .grey { color: #bbb } .dark { background: #333 } .faint { opacity: 0.3 }
    .over { position: absolute; background: #111; width: 300px; height: 60px; left: 0; z-index: -1 }"""
SPOILT = {
    "letters": "rows[30].cells[0].classList.add('grey')",
    "ground of the row": "rows[31].classList.add('dark')",
    "see-through": "rows[32].cells[1].classList.add('faint')",
    "own style": "rows[33].querySelector('.chip').style.color = '#9c9'",
    "moved off its ground": (
        "const chip = rows[34].querySelector('.chip'); chip.style.cssText = 'color:#fff;background:#050';"
        "chip.innerHTML = '<i style=\"position:relative;top:80px\">Lulus</i>'"
    ),
}


def long_table(browser: Browser) -> Page:
    page = browser.new_page()
    bring_axe(page)
    page.goto("about:blank")
    rows = "".join(ROW.format(n=n) for n in range(60))
    page.set_content(
        f"<!doctype html><html lang=id><title>Daftar</title><style>{STYLE}</style><main><table>{rows}</table></main>"
    )
    return page


def contrasts(found: list[dict]) -> set[tuple[str, str]]:
    places = [each for rule in found if rule["id"] == "color-contrast" for each in rule["nodes"]]
    return {(each["any"][0]["data"]["fgColor"], each["any"][0]["data"]["bgColor"]) for each in places}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_one_spoilt_row_among_sixty_is_found(browser: Browser, spoil: str) -> None:
    page = long_table(browser)
    page.evaluate(f"() => {{ const rows = document.querySelectorAll('tr'); {spoil} }}")
    whole = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", RULES)
    assert contrasts(whole)
    assert contrasts(violations(page)) == contrasts(whole)
    page.close()


def test_of_rows_that_look_the_same_two_are_judged(browser: Browser) -> None:
    page = long_table(browser)
    assert violations(page) == []
    assert page.locator("[data-look]").count() == 3 * ALIKE
    page.close()
