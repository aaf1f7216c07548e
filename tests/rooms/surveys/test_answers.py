from datetime import date, timedelta

import pytest
from tests.rooms.surveys.people import (
    AT,
    DAY,
    LAST,
    SHEET,
    answer,
    campaign_of,
    employee_actor,
    version_of,
    with_people,
)

from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Unit
from renbina.surveys.access import token_for
from renbina.surveys.actions import (
    AlreadyAnswered,
    AnswersIncomplete,
    AudienceTooSmall,
    CampaignAlreadyClosed,
    CampaignOver,
    CampaignRefused,
    NotAsked,
    SheetsUnreadable,
    TicketUnknown,
    VersionFrozen,
    add_section,
    answer_anonymously,
    answer_named,
    close_campaign,
    close_due,
    create_campaign,
    load_ready,
    revise_instrument,
)
from renbina.surveys.models import AnonymousAnswer, Campaign, Instrument, NamedAnswer, SealedSheet, Ticket

LATE = LAST + timedelta(days=1)


def closed(town, campaign):
    return close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)


# --- without a name


def test_answers_are_locked_until_closing_and_open_afterwards(town):
    people = with_people(town, 6)
    campaign = campaign_of(town, people)
    for number, person in enumerate(people):
        answer(campaign, person, q4=f"Saran nomor {number}")
    held = b"".join(bytes(row) for row in SealedSheet.objects.values_list("content", flat=True))
    assert b"Saran" not in held
    assert not AnonymousAnswer.objects.exists()
    assert closed(town, campaign).answered == 6
    words = {row.answers["q4"] for row in AnonymousAnswer.objects.all()}
    assert words == {f"Saran nomor {number}" for number in range(6)}


def test_closing_destroys_tickets_locks_and_salt(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    answer(campaign, people[0])
    closed(town, campaign)
    assert not Ticket.objects.exists()
    assert not SealedSheet.objects.exists()
    assert Campaign.objects.get().salt == ""


def test_every_locked_answer_has_the_same_length(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    for person, words in zip(people, ["", "x", "y" * 500, "“é”" * 160, "\n" * 10 + "z"], strict=True):
        answer(campaign, person, q4=words)
    assert len({len(bytes(row)) for row in SealedSheet.objects.values_list("content", flat=True)}) == 1


def test_the_same_ticket_counts_once(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    answer(campaign, people[0])
    with pytest.raises(AlreadyAnswered):
        answer(campaign, people[0], q1=1)
    assert SealedSheet.objects.count() == 1


def test_an_answer_after_the_last_day_is_refused_kindly(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    token = token_for(campaign, people[0].pk)
    answer_anonymously(token=token, answers=SHEET, on=LAST)
    with pytest.raises(CampaignOver, match=r"Terima kasih|Thank you"):
        answer_anonymously(token=token_for(campaign, people[1].pk), answers=SHEET, on=LATE)
    assert not Ticket.objects.filter(spent=True).count() > 1


def test_a_foreign_or_damaged_token_takes_nothing(town):
    people = with_people(town, 6)
    campaign = campaign_of(town, people[:5])
    whole = token_for(campaign, people[0].pk)
    for token in ("", "x", whole[:-1], whole[1:], whole.upper(), token_for(campaign, people[5].pk), "a:b:c", "é" * 40):
        with pytest.raises(TicketUnknown):
            answer_anonymously(token=token, answers=SHEET, on=DAY)
    assert not SealedSheet.objects.exists()


def test_a_token_of_another_campaign_takes_nothing_there(town):
    people = with_people(town, 5)
    one = campaign_of(town, people)
    two = campaign_of(town, people)
    answer(one, people[0])
    assert SealedSheet.objects.get().campaign_id == one.pk
    answer(two, people[0])  # the same person, another ticket
    assert SealedSheet.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"q1": None}, "q1"), ({"q1": 6}, "q1"), ({"q1": True}, "q1"), ({"q1": "4"}, "q1"), ({"q2": "Lain"}, "q2"),
        ({"q3": -1}, "q3"), ({"q4": "x" * 501}, "q4"), ({"q4": 5}, "q4"),
    ],
)  # fmt: skip
def test_a_missing_or_unknown_answer_names_its_item_and_spends_no_ticket(town, changes, field):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    with pytest.raises(AnswersIncomplete) as refused:
        answer(campaign, people[0], **changes)
    assert refused.value.field == field
    assert not Ticket.objects.filter(spent=True).exists()


def test_what_was_not_asked_is_not_stored(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    answer(campaign, people[0], nip="199001012015011900")
    closed(town, campaign)
    assert set(AnonymousAnswer.objects.get().answers) == {"q1", "q2", "q3"}


def test_an_answer_without_a_name_leaves_no_line_in_the_audit(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    before = AuditEvent.objects.count()
    answer(campaign, people[0])
    assert AuditEvent.objects.count() == before


def test_fewer_than_five_people_cannot_be_asked_without_names(town):
    with pytest.raises(AudienceTooSmall):
        campaign_of(town, with_people(town, 4))
    assert not Campaign.objects.exists()


def test_a_group_too_small_to_show_is_not_kept_nor_the_one_that_would_tell_it(town):
    third = {"agency": town.agency, "name": "Dinas Tiga", "short_name": "Tiga", "kind": "department"}
    town.units["three"] = Unit.objects.add_root(third)
    people = with_people(town, 10, "one") + with_people(town, 6, "two") + with_people(town, 2, "three")
    campaign = campaign_of(town, people, by_unit=True)
    for person in people:
        answer(campaign, person)
    closed(town, campaign)
    groups = [row.group for row in AnonymousAnswer.objects.all()]
    assert sorted(set(groups)) == ["", town.units["one"].public_id]


def test_a_changed_secret_leaves_the_campaign_as_it_was(town, settings):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    answer(campaign, people[0])
    former, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 50
    with pytest.raises(SheetsUnreadable):
        closed(town, campaign)
    assert SealedSheet.objects.count() == 1
    settings.SECRET_KEY_FALLBACKS = [former]
    assert closed(town, campaign).answered == 1


# --- with a name


def test_a_named_answer_is_given_once_and_can_be_changed_until_closing(town):
    people = with_people(town, 2)
    campaign = campaign_of(town, people, mode="named")
    me = employee_actor(people[0])
    answer_named(campaign=campaign, answers=SHEET, by=me, at=AT)
    answer_named(campaign=campaign, answers={**SHEET, "q1": 1}, by=me, at=AT + timedelta(hours=1))
    held = NamedAnswer.objects.get()
    assert held.answers["q1"] == 1
    assert held.changed_at - held.given_at == timedelta(hours=1)
    with pytest.raises(CampaignOver):
        answer_named(campaign=campaign, answers=SHEET, by=me, at=AT + timedelta(days=8))


def test_nobody_answers_what_they_were_not_asked_or_under_a_name_what_has_none(town):
    people = with_people(town, 6)
    named, anonymous = campaign_of(town, people[:1], mode="named"), campaign_of(town, people)
    for campaign, person in ((named, people[1]), (anonymous, people[0])):
        with pytest.raises(NotAsked):
            answer_named(campaign=campaign, answers=SHEET, by=employee_actor(person), at=AT)
    with pytest.raises(TicketUnknown):
        answer_anonymously(token=token_for(named, people[0].pk), answers=SHEET, on=DAY)


# --- campaigns and instruments


def test_a_campaign_freezes_its_version_and_the_next_one_is_a_copy(town):
    version = version_of(town)
    campaign_of(town, with_people(town, 5), version=version)
    version.refresh_from_db()
    by = town.actor("analyst")
    with pytest.raises(VersionFrozen):
        add_section(version=version, title="Baru", by=by, at=AT)
    copy = revise_instrument(instrument=version.instrument, by=by, at=AT)
    assert copy.number == 2
    assert [item.code for item in copy.sections.get().items.all()] == ["q1", "q2", "q3", "q4"]
    add_section(version=copy, title="Baru", by=by, at=AT)
    assert revise_instrument(instrument=version.instrument, by=by, at=AT) == copy


def test_the_audience_of_a_unit_is_its_people_and_those_below(town, elsewhere):
    with_people(town, 4, unit="inner")
    campaign = campaign_of(town, [], audience="unit", unit=town.units["one"])
    placed = {row.employee_id for row in campaign.invitations.all()}
    assert placed == {person.pk for person in town.people if person.placements.get().unit != town.units["two"]}


def test_people_of_another_agency_are_never_asked(town, elsewhere):
    with pytest.raises(AudienceTooSmall):
        campaign_of(town, elsewhere.people)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"), ({"mode": "secret"}, "mode"), ({"audience": "all"}, "audience"),
        ({"audience": "unit"}, "unit"), ({"closes_on": date(2026, 11, 22)}, "closes_on"),
    ],
)  # fmt: skip
def test_a_campaign_that_makes_no_sense_says_which_field(town, changes, field):
    people = with_people(town, 5)
    with pytest.raises(CampaignRefused) as refused:
        campaign_of(town, people, **changes)
    assert refused.value.field == field


def test_the_day_closes_what_ran_until_yesterday_and_only_that(town):
    people = with_people(town, 5)
    due, running = campaign_of(town, people, closes_on=DAY), campaign_of(town, people)
    assert close_due(event_id=1, payload={}, by=town.system, at=AT + timedelta(days=1)) == 1
    assert [Campaign.objects.get(pk=each.pk).state for each in (due, running)] == ["closed", "open"]
    with pytest.raises(CampaignAlreadyClosed):
        closed(town, due)


def test_ready_instruments_are_loaded_once_and_can_be_asked(town):
    by = town.actor("analyst")
    assert load_ready(by=by, at=AT) >= 1
    assert load_ready(by=by, at=AT) == 0
    version = Instrument.objects.get(code="reaksi").versions.get()
    campaign = campaign_of(town, with_people(town, 5), version=version)
    assert campaign.invited == 5


def test_an_employee_can_neither_ask_nor_close(town):
    from renbina.foundation.errors import Forbidden

    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    with pytest.raises(Forbidden):
        close_campaign(campaign=campaign, by=town.actor("employee"), at=AT)
    with pytest.raises(Forbidden):
        create_campaign(version=campaign.version, title="x", mode="named", audience="everybody", closes_on=LAST,
                        by=town.actor("employee"), at=AT)  # fmt: skip
