"""Loads the two questionnaires that the staff answered in 2026, the themes of their words, and a form 2a to tick."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from binacity.questionnaires import AskedRecord, homes_of, make
from binacity.records import City
from renbina.competency.actions import make_form_2a
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor
from renbina.surveys.actions import PastSurvey, add_theme, code_texts, create_campaign, load_past_survey, load_ready
from renbina.surveys.models import Campaign, Instrument, InstrumentVersion
from renbina.surveys.queries import Criteria, words_page

TICKED: Final = ("1.1", "1.3", "2.1", "2.2")
FORM: Final = "AKPK formulir 2a: loket dan layanan digital"
FORM_EN: Final = "AKPK form 2a: counters and digital service"
COUNTERS: Final = ("disdukcapil", "dinkes.p2")
"""Units whose people are asked to tick it: a counter, and the health centre whose head has a login."""
OPEN_FOR: Final = timedelta(days=14)


def load(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Needs the people and the dictionary."""
    load_ready(by=by, at=at)
    ticked = [keys.competencies[code] for code in TICKED if code in keys.competencies]
    _ask(make_form_2a(competencies=ticked, name=FORM, name_en=FORM_EN, by=by, at=at), keys, by=by, at=at)
    homes = homes_of(city)
    units = {person.key: keys.units[homes[person.unit]].public_id for person in city.employees}
    for row in make(city):
        version = Instrument.objects.get(agency=keys.agency, code=row.code).versions.select_related("instrument").get()
        people = {key: keys.employees[key].pk for key in row.asked if key in keys.employees}
        survey = PastSurvey(
            title=row.title,
            mode=row.mode,
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            asked={pk: units[key] for key, pk in people.items()},
            sheets=[(people[sheet.employee], sheet.answers) for sheet in row.sheets if sheet.employee in people],
        )
        campaign = load_past_survey(version=version, survey=survey, by=by, at=at)
        if row.themes:
            _code(campaign, row, by=by, at=at)


def _ask(form: InstrumentVersion, keys: Keys, *, by: Actor, at: datetime) -> None:
    """With names, until two weeks from now: what an employee can answer on the first day; nobody without the units."""
    units = tuple(keys.units[key].public_id for key in COUNTERS if key in keys.units)
    if not units:
        return
    on = at.astimezone(ZoneInfo(keys.agency.timezone)).date()
    create_campaign(
        version=form, title=FORM, mode="named", audience="filter", criteria=Criteria(units=units),
        closes_on=on + OPEN_FOR, by=by, at=at,
    )  # fmt: skip


def _code(campaign: Campaign, row: AskedRecord, *, by: Actor, at: datetime) -> None:
    """As an analyst would: a few themes, and each text marked with its own."""
    page = words_page(by, campaign, row.coded_item)
    if page.is_hidden:
        return
    of_text = {}
    for name, texts in (row.themes or {}).items():
        theme = add_theme(campaign=campaign, item_code=row.coded_item, name=name, by=by, at=at)
        of_text.update(dict.fromkeys(texts, theme.public_id))
    marks = {each.sheet: [of_text[each.text]] for each in page.texts if each.text in of_text}
    code_texts(campaign=campaign, item_code=row.coded_item, themes=marks, by=by, at=at)
