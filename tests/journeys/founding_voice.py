"""What a unit says of itself: rated by its superior, asked on phones and on paper, and heard in a talk."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.year import Year

UNIT = "Dinas Kependudukan dan Pencatatan Sipil"
COMPETENCY = "Literasi layanan digital"
TITLE = "Layanan digital di loket 2026"
EMPLOYEE = "Arunala Wanodyara"  # the operator who has a login
HELPED = "Memakai aplikasi kantor dengan dibantu"  # level 1 of the questionnaire
QUOTES = ("Kalau SIAK menolak, kami menunggu teman yang paham.", "Warga bertanya soal IKD, saya tidak bisa menjawab.")
PEOPLE = 9


def the_unit_is_asked(year: Year, analyst: Page) -> str:
    """A confidential questionnaire for one unit; the address of its page. Nine people, counted before."""
    analyst.goto("/kuesioner/baru/")
    analyst.select_option("select[name=version]", label="Kebutuhan pengembangan kompetensi")
    analyst.fill("input[name=title]", TITLE)
    analyst.locator("input[name=mode][value=confidential]").check(force=True)
    analyst.locator("input[name=audience][value=unit]").check(force=True)
    analyst.locator("details", has=analyst.locator("select[name=unit]")).locator("summary").click()
    analyst.select_option("select[name=unit]", label=UNIT)
    analyst.fill("input[name=closes_on]", "2026-11-27")
    analyst.check("input[name=by_unit]", force=True)
    analyst.uncheck("input[name=tells]", force=True)
    analyst.get_by_role("button", name="Hitung siapa yang terjangkau").click()
    expect(analyst.locator("h1")).to_have_text("9 orang akan ditanya")
    year.shot(analyst, "campaign-counted")
    analyst.get_by_role("button", name="Tanya mereka").click()
    expect(analyst.locator("main")).to_contain_text("Mulai sekarang 9 orang ditanya")
    year.shot(analyst, "campaign-open")
    return analyst.url.removesuffix("pantau/")


def an_employee_answers_on_a_phone(year: Year) -> None:
    """One question a screen: what hinders, then the own level; looked over and sent."""
    phone = year.person("pegawai_kincir", width=390)
    phone.goto("/kuesioner-saya/")
    phone.locator(".card", has_text=TITLE).get_by_role("link", name="Jawab").click()
    for _ in range(30):
        if not phone.locator("h1").inner_text().startswith("Pertanyaan"):
            break
        one_answer(phone)
        if phone.locator("input[name=tingkat_2_1]:not([type=hidden])").count():
            year.shot(phone, "question-phone")
        with phone.expect_navigation():
            phone.locator("button[name=ke][value=lanjut]").click()
    expect(phone.locator("h1")).to_have_text("Periksa lalu kirim")
    expect(phone.locator("main")).to_contain_text(HELPED)
    year.shot(phone, "look-over-phone")
    with phone.expect_navigation():
        phone.locator("button[name=ke][value=kirim]").click()
    year.shot(phone, "answered-phone")
    phone.context.close()


def one_answer(page: Page) -> None:
    """What the form on the page asks: serves citizens, uses the application only with help.

    What was answered on earlier screens travels along in hidden inputs; only what is seen is answered.
    """

    def seen(name: str) -> bool:
        return page.locator(f"input[name={name}]:not([type=hidden])").count() > 0

    for name, choice in (("hambatan", "Belum menguasai cara atau aplikasinya"), ("cara_belajar", "Kelas tatap muka")):
        if seen(name):
            page.get_by_label(choice).check(force=True)
    levels = (("2_1", 1), ("2_2", 3), ("m3", 3), ("1_1", 3), ("1_3", 3))
    for name, value in (("melayani", "yes"), ("menyusun", "no"), *((f"tingkat_{code}", n) for code, n in levels)):
        if seen(name):
            page.locator(f"input[name={name}][value='{value}']").check(force=True)


def papers_are_keyed_in(year: Year, analyst: Page, campaign: str) -> None:
    """A sheet of paper of everybody, keyed in beside the name; who answered on the phone stays as they said there."""
    analyst.goto(f"{campaign}kertas/")
    year.shot(analyst, "papers")
    sheets = [str(each.get_attribute("href")) for each in analyst.locator("main tbody a[href*='/kertas/']").all()]
    assert len(sheets) == PEOPLE
    for number, sheet in enumerate(sheets):
        analyst.goto(sheet)
        one_answer(analyst)
        if number == 0:  # the list is in the order of names: this one has answered on the phone
            expect(analyst.locator("h1")).to_contain_text(EMPLOYEE)
            analyst.locator("input[name=tingkat_2_1][value='5']").check(force=True)
        if number == 1:
            analyst.locator("input[name=tingkat_2_1][value='2']").check(force=True)
            year.shot(analyst, "paper")
        analyst.get_by_role("button", name="Simpan lembar ini").click()
        expect(analyst.locator("main")).to_contain_text("bila yang bersangkutan pernah mengirim jawaban sendiri")


def it_is_closed_and_read(year: Year, analyst: Page, campaign: str) -> None:
    """All nine answered, eight with level 1 and one with 2; the 5 on the paper of who had answered does not count."""
    analyst.goto(campaign)
    analyst.get_by_role("button", name="Tutup sekarang").click()
    expect(analyst.locator("h1")).to_have_text("9 dari 9 orang menjawab")
    analyst.get_by_role("link", name="Baca hasilnya").click()
    year.shot(analyst, "results")
    asked = analyst.locator("main .card", has_text=COMPETENCY).first
    expect(asked).to_contain_text("1,11")


def a_talk_is_held(year: Year, analyst: Page) -> None:
    """Four people of the counters; two sentences, each coded to the competency that is missing."""
    analyst.goto("/kebutuhan/wawancara/baru/")
    analyst.locator("input[name=kind][value=fgd], select[name=kind]").first.evaluate(
        "each => each.tagName == 'SELECT' ? each.value = 'fgd' : each.checked = true"
    )
    analyst.select_option("select[name=unit]", label=UNIT)
    analyst.fill("input[name=topic]", "Kendala layanan digital di loket")
    analyst.fill("input[name=people]", "4")
    analyst.get_by_role("button", name="Catat").click()
    for speaker, words in enumerate(QUOTES, start=1):
        form = analyst.locator("form", has=analyst.locator("input[name=do][value=add]"))
        form.locator("[name=speaker]").fill(str(speaker))
        form.locator("[name=text]").fill(words)
        form.locator("select[name=cause]").select_option("competence")
        options = form.locator("select[name=competency] option").all_inner_texts()
        form.locator("select[name=competency]").select_option(
            label=next(each for each in options if COMPETENCY in each)
        )
        form.get_by_role("button").click()
        expect(analyst.locator("main li", has_text=words)).to_contain_text(COMPETENCY)
    year.shot(analyst, "talk")


def the_superior_rates_the_team(year: Year) -> None:
    """One competency across the team, on a phone; the six at the counters fall from what they were held to be."""
    phone = year.person("atasan_kincir", width=390)
    phone.goto("/kompetensi/tim/")
    phone.get_by_role("link", name=re.compile(COMPETENCY)).click()
    asked = phone.locator("fieldset", has_text="Sekretaris")
    rows = [each for each in phone.locator("main form fieldset").all() if "Sekretaris" not in each.inner_text()]
    assert (asked.count(), len(rows)) == (1, 6)
    for row in rows:
        level = 0 if EMPLOYEE in row.inner_text() else 1
        row.locator(f"input[value='{level}']").check(force=True)
    year.shot(phone, "team-phone")
    phone.locator("main form button[type=submit]").first.click()
    if phone.get_by_role("button", name="Simpan apa adanya").count():
        phone.get_by_role("button", name="Simpan apa adanya").click()
    expect(phone.locator("main")).to_contain_text(f"6 nilai {COMPETENCY} disimpan")
    year.shot(phone, "team-saved-phone")
    phone.context.close()
