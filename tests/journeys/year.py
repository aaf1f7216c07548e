"""The year of the story: its days and words, and the pages of those who take part."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page
from tests.journeys.conftest import Demo, log_in, open_page

COUNTER_COURSE = "Komunikasi pelayanan di loket"


@dataclass
class Year:
    """The story on its way: pages of those who take part, and what was seen so far."""

    browser: Browser
    demo: Demo
    shots: Path
    taken: int = 0
    story: str = "year"

    def visitor(self, *, width: int = 390, javascript: bool = True) -> Page:
        return open_page(self.browser, self.demo, width=width, language="id", javascript=javascript)

    def person(self, username: str, *, width: int = 1360) -> Page:
        page = self.visitor(width=width)
        log_in(page, self.demo, username)
        return page

    def shot(self, page: Page, name: str) -> None:
        """Kept beside the run, numbered in the order of the story."""
        self.taken += 1
        page.screenshot(path=self.shots / f"{self.story}-{self.taken:02d}-{name}.png", full_page=True)
