"""What axe (WCAG 2.2 AA) finds wrong on a page, in half the time that it takes by itself.

Two thirds of that time go into contrast, which axe works out anew for each piece of text. It depends on nothing but how
the text and what lies behind it look; so of many pieces that look the same in all of that, two are judged. Every other
rule is applied to everything.
"""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what is in order need not be described place by place
}
ALIKE = 2  # this many of each look are judged
LOOKS = """alike => {
    const styles = new Map(), behind = new Map(), places = new Map(), seen = new Map();
    const style = each => styles.get(each) ?? styles.set(each, getComputedStyle(each)).get(each);
    const place = each => places.get(each) ?? places.set(each, each.getBoundingClientRect()).get(each);
    const inside = (a, b) => a.left >= b.left && a.top >= b.top && a.right <= b.right && a.bottom <= b.bottom;
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const own = each => { // what an element puts behind and over whatever is in it
        const s = style(each);
        return [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode, s.visibility, s.clipPath,
            s.clip, s.display === 'none', each.matches(':disabled, [aria-disabled=true], [aria-hidden=true]')].join();
    };
    const ground = each => { // of an element and all that it is in
        if (!behind.has(each)) {
            const outer = each.parentElement ? ground(each.parentElement) : '';
            const mine = own(each);
            behind.set(each, outer.endsWith('|' + mine) ? outer : outer + '|' + mine);
        }
        return behind.get(each);
    };
    const all = [...document.body.querySelectorAll('*')];
    const floating = all.filter(each => !['static', 'relative'].includes(style(each).position) && place(each).width);
    const written = each => /^(INPUT|SELECT|TEXTAREA|BUTTON)$/.test(each.tagName)
        || [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    for (const each of [document.body, ...all].filter(written)) {
        const s = style(each), at = place(each), beyond = [];
        for (let outer = each.parentElement; outer; outer = outer.parentElement)
            if (style(outer).backgroundColor !== 'rgba(0, 0, 0, 0)' || style(outer).backgroundImage !== 'none')
                beyond.push(inside(at, place(outer)));
        const over = floating.flatMap((other, n) => !other.contains(each) && meet(at, place(other)) ? [n] : []);
        const look = [each.tagName, each.type, s.color, s.fontSize, s.fontWeight, s.textShadow, s.webkitTextStroke,
            s.webkitTextFillColor, s.position, at.width > 1 && at.height > 1, beyond, over, ground(each)].join(';');
        seen.set(look, (seen.get(look) ?? 0) + 1);
        if (seen.get(look) <= alike) each.setAttribute('data-look', '');
    }
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]});
}"""


def bring_axe(page: Page) -> None:
    """To whatever this page opens from now on; the browser keeps the script instead of being sent it for each."""
    page.add_init_script(AXE_SCRIPT)


def violations(page: Page, rules: Sequence[str] = ()) -> list[dict[str, Any]]:
    """As axe tells them: `id`, and of each place (`nodes`) its `html`. With `rules`, of these alone."""
    asked = RULES | {"runOnly": {"type": "rule", "values": list(rules)}} if rules else RULES
    if not rules:
        page.evaluate(LOOKS, ALIKE)
    told: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, rules).then(found => found.violations)", asked
    )
    return told
