"""Answers of past campaigns from the records of their time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from binacore.disclosure import LEAST
from binacore.sheets import clean_sheet
from binacore.survey import Kind, Question, showable_groups
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.models import Employee
from renbina.organisation.queries import agency_of
from renbina.surveys.access import MANAGE, require
from renbina.surveys.actions.opening import BATCH, AudienceTooSmall, CampaignRefused
from renbina.surveys.enums import AudienceKind, CampaignState, Mode
from renbina.surveys.gather import question
from renbina.surveys.models import AnonymousAnswer, Campaign, InstrumentVersion, Invitation, NamedAnswer, random_key
from renbina.surveys.queries import items_of
from renbina.surveys.queries.questionnaires import questionnaire_of


@dataclass(frozen=True, slots=True)
class PastCampaign:
    """A closed campaign without names: who was asked (keys of employees), and the sheets, whose order says nothing."""

    title: str
    subject: str
    opened_on: date
    closed_on: date
    employees: tuple[int, ...]
    sheets: tuple[Mapping[str, Any], ...]


@action
def load_past_campaigns(
    *, version: InstrumentVersion, campaigns: Sequence[PastCampaign], by: Actor, at: datetime
) -> int:
    """Closed campaigns with their answers, as closing would have left them: no ticket, no salt, mixed.

    Raises CampaignRefused for an answer that no item knows, AudienceTooSmall where somebody could be found. Returns how
    many answers were taken.
    """
    require(by, MANAGE, version.instrument)
    agency = agency_of(by)
    people = set(Employee.objects.filter(agency=agency).values_list("pk", flat=True))
    questions = {each.key: each for each in (question(item) for item in items_of(version.pk))}
    for each in campaigns:
        if (
            len(each.employees) < LEAST
            or len(each.sheets) > len(each.employees)
            or not people.issuperset(each.employees)
        ):
            raise AudienceTooSmall(_("“%(title)s”: too few were asked, or more answered.") % {"title": each.title})
        for sheet in each.sheets:
            _check(each, sheet, questions)
    InstrumentVersion.objects.filter(pk=version.pk).update(is_frozen=True)
    made = Campaign.objects.bulk_create(
        Campaign(
            agency=agency, version=version, title=each.title, mode=Mode.ANONYMOUS, audience=AudienceKind.LIST,
            subject=each.subject, opened_on=each.opened_on, closes_on=each.closed_on, state=CampaignState.CLOSED,
            invited=len(each.employees), answered=len(each.sheets),
        )
        for each in campaigns
    )  # fmt: skip
    pairs = list(zip(made, campaigns, strict=True))
    Invitation.objects.bulk_create(
        [Invitation(campaign=row, employee_id=key) for row, each in pairs for key in each.employees], BATCH
    )
    answers = [
        AnonymousAnswer(key=random_key(), campaign=row, answers=dict(sheet))
        for row, each in pairs
        for sheet in each.sheets
    ]
    AnonymousAnswer.objects.bulk_create(sorted(answers, key=lambda answer: answer.key), BATCH)
    record(obj=version, old=None, new={"campaigns": len(made), "answers": len(answers)})
    return len(answers)


@dataclass(frozen=True, slots=True)
class PastSurvey:
    """A closed campaign with results by unit. `asked`: key of an employee -> public_id of their perangkat daerah.

    `sheets`: (key of the employee, answers); of an anonymous one only the unit of the employee is used.
    """

    title: str
    mode: str
    opened_on: date
    closed_on: date
    asked: Mapping[int, str]
    sheets: Sequence[tuple[int, Mapping[str, Any]]]


@action
def load_past_survey(*, version: InstrumentVersion, survey: PastSurvey, by: Actor, at: datetime) -> Campaign:
    """The same for one campaign by unit, anonymous or confidential, as closing would have left it.

    Raises AudienceTooSmall, CampaignRefused.
    """
    require(by, MANAGE, version.instrument)
    agency = agency_of(by)
    people = set(Employee.objects.filter(agency=agency, pk__in=survey.asked).values_list("pk", flat=True))
    answering = [key for key, _answers in survey.sheets]
    if len(people) < max(LEAST, len(survey.asked)) or len(set(answering)) < len(answering) or set(answering) - people:
        raise AudienceTooSmall(_("“%(title)s”: too few were asked, or more answered.") % {"title": survey.title})
    content = questionnaire_of(items_of(version.pk))
    for _key, answers in survey.sheets:
        if clean_sheet(content, answers) != dict(answers):
            words = _("“%(title)s”: an answer is not known to this questionnaire.")
            raise CampaignRefused(words % {"title": survey.title})
    InstrumentVersion.objects.filter(pk=version.pk).update(is_frozen=True)
    campaign = Campaign.objects.create(
        agency=agency, version=version, title=survey.title, mode=survey.mode, audience=AudienceKind.LIST, by_unit=True,
        opened_on=survey.opened_on, closes_on=survey.closed_on, state=CampaignState.CLOSED,
        invited=len(survey.asked), answered=len(survey.sheets),
    )  # fmt: skip
    invited = [Invitation(campaign=campaign, employee_id=key, group=unit) for key, unit in survey.asked.items()]
    Invitation.objects.bulk_create(invited, BATCH)
    _store(campaign, survey)
    record(obj=campaign, old=None, new={"mode": survey.mode, "invited": len(invited), "answers": len(answering)})
    return campaign


def _store(campaign: Campaign, survey: PastSurvey) -> None:
    if survey.mode != Mode.ANONYMOUS:
        day = datetime.combine(survey.closed_on, time(5), UTC)
        NamedAnswer.objects.bulk_create(
            [
                NamedAnswer(campaign=campaign, employee_id=key, answers=dict(answers), given_at=day, changed_at=day)
                for key, answers in survey.sheets
            ],
            BATCH,
        )
        return
    kept = showable_groups(Counter(survey.asked[key] for key, _answers in survey.sheets))
    units = {key: unit if unit in kept else "" for key, unit in survey.asked.items()}
    rows = [
        AnonymousAnswer(key=random_key(), campaign=campaign, group=units[key], answers=dict(answers))
        for key, answers in survey.sheets
    ]
    AnonymousAnswer.objects.bulk_create(sorted(rows, key=lambda row: row.key), BATCH)


def _check(each: PastCampaign, sheet: Mapping[str, Any], questions: Mapping[str, Question]) -> None:
    for code, value in sheet.items():
        known = questions.get(code)
        wrong = known is None or (known.kind in (Kind.LIKERT, Kind.CHOICE) and value not in known.options)
        if wrong:
            words = _("“%(title)s”: the answer “%(value)s” to “%(code)s” is not known to this questionnaire.")
            raise CampaignRefused(words % {"title": each.title, "value": str(value)[:40], "code": code})
