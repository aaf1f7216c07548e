"""Planning, sampling, letters and the pages of those who ask."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.dashboards.town import add_user
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
    words,
)

from renbina.foundation import outbox
from renbina.foundation.errors import Forbidden
from renbina.organisation.models import EmploymentStatus
from renbina.surveys.access import token_for
from renbina.surveys.actions import (
    AudienceTooSmall,
    CampaignRefused,
    NoReminderNow,
    NotAsked,
    answer_named,
    close_campaign,
    open_due,
    remind_campaign,
    remind_due,
    save_draft,
    take_back_campaign,
)
from renbina.surveys.models import Campaign, Draft, NamedAnswer, Ticket
from renbina.surveys.previews import results_of
from renbina.surveys.queries import Criteria, monitor_page, named_answers
from renbina.ui import formats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.RENBINA_FROZEN_ON = DAY
    settings.RENBINA_ADDRESS = "https://contoh.go.id"


def with_addresses(town, count, **where):
    people = with_people(town, count, **where)
    for person in people:
        add_user(town, f"u{person.pk}", None, employee=person)
        person.user.email = f"u{person.pk}@contoh.go.id"
        person.user.save(update_fields=["email"])
    return people


def asked(campaign):
    return {row.employee_id for row in campaign.invitations.all()}


def post(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.deliver()
    letters, mail.outbox = list(mail.outbox), []
    return letters


# --- whom it asks


def test_a_filter_asks_who_fits_everywhere_a_list_says_something(town):
    inner = with_people(town, 6, "inner")
    with_people(town, 3, "two")
    criteria = Criteria(units=(town.units["one"].public_id,), kinds=("executive",))
    campaign = campaign_of(town, [], audience="filter", criteria=criteria)
    assert asked(campaign) >= {person.pk for person in inner}
    kinds = {person.placements.get().position.kind for person in town.people if person.pk in asked(campaign)}
    units = {person.placements.get().unit for person in town.people if person.pk in asked(campaign)}
    assert kinds == {"executive"}
    assert units <= {town.units["one"], town.units["inner"]}
    with pytest.raises(CampaignRefused):
        campaign_of(town, [], audience="filter", criteria=Criteria())


def test_a_sample_is_as_large_as_the_rule_wants_and_can_be_drawn_again(town):
    people = with_people(town, 30, "one") + with_people(town, 20, "two")
    first, again, other = (campaign_of(town, people, seed=seed, version=version_of(town)) for seed in (7, 7, 8))
    assert (first.population, first.invited) == (50, 44)  # the published table: 44 of 50
    assert asked(first) == asked(again) != asked(other)
    of_one = {person.pk for person in people[:30]}
    assert len(asked(first) & of_one) == 26  # 44 * 30 / 50 = 26.4
    assert Ticket.objects.filter(campaign=first).count() == 44
    assert campaign_of(town, people, seed=7, sample_size=10).invited == 10


def test_an_audience_is_that_of_the_day_on_which_a_planned_campaign_opens(town):
    people = with_people(town, 5, "inner")
    late = DAY + timedelta(days=3)
    unit = town.units["inner"]
    campaign = campaign_of(town, [], audience="unit", unit=unit, opens_on=late, closes_on=late + timedelta(days=5))
    assert (campaign.state, campaign.invited, Ticket.objects.count()) == ("planned", 0, 0)
    newcomer = with_people(town, 1, "inner")[0]
    for days, state in ((1, "planned"), (3, "open")):
        open_due(event_id=1, payload={}, by=town.system, at=AT + timedelta(days=days))
        campaign.refresh_from_db()
        assert campaign.state == state
    assert asked(campaign) >= {newcomer.pk, *(person.pk for person in people)}
    with pytest.raises(CampaignRefused):
        take_back_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)


def test_what_cannot_open_keeps_its_reason_and_can_be_taken_back(town, client):
    people = with_people(town, 5)
    campaign = campaign_of(town, people, opens_on=DAY + timedelta(days=1))
    people[0].statuses.update(status="retired")
    assert open_due(event_id=1, payload={}, by=town.system, at=AT + timedelta(days=1)) == 0
    page = words(client.get(reverse("surveys:campaign-monitor", args=[campaign.public_id])))
    assert "Belum dapat dibuka" in page
    assert "Dibuka pada" in page
    assert "Direncanakan" in words(client.get(reverse("surveys:campaign-list")))
    assert client.get(reverse("surveys:campaign", args=[campaign.public_id])).status_code == 302
    client.post(reverse("surveys:campaign-take-back", args=[campaign.public_id]))
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opens_on": DAY - timedelta(days=1)}, "opens_on"), ({"opens_on": LAST + timedelta(days=1)}, "closes_on"),
        ({"remind_before": 2}, "remind_before"), ({"remind_before": 7, "tells": True}, "remind_before"),
        ({"seed": 1, "sample_size": 4}, "sample_size"), ({"sample_size": 10}, "sample_size"),
    ],
)  # fmt: skip
def test_days_reminders_and_samples_that_make_no_sense_say_which_field(town, changes, field):
    with pytest.raises(CampaignRefused) as refused:
        campaign_of(town, with_people(town, 5), **changes)
    assert refused.value.field == field
    with pytest.raises(AudienceTooSmall):
        campaign_of(town, with_people(town, 4), mode="confidential")


# --- letters


@pytest.mark.parametrize(
    ("mode", "first", "second", "fits"),
    [
        ("anonymous", slice(0, 20), slice(0, 20), True),  # the same people
        ("anonymous", slice(0, 20), slice(1, 20), False),  # one less: what they said could be subtracted
        ("confidential", slice(0, 18), slice(0, 20), False),
        ("confidential", slice(0, 20), slice(2, 22), False),
        ("anonymous", slice(0, 20), slice(0, 15), True),  # five: nobody alone
        ("anonymous", slice(0, 8), slice(0, 30), True),
        ("named", slice(0, 20), slice(1, 20), True),  # names are read anyway
    ],
)
def test_two_campaigns_that_could_be_subtracted_are_not_asked_within_days(town, mode, first, second, fits):
    people, version = with_people(town, 30), version_of(town)
    campaign_of(town, people[first], version=version, mode=mode)
    if fits:
        assert campaign_of(town, people[second], version=version, mode=mode).state == "open"
        return
    with pytest.raises(AudienceTooSmall, match="membandingkan hasilnya") as refused:
        campaign_of(town, people[second], version=version, mode=mode)
    assert refused.value.field == "audience"


def test_who_is_refused_because_few_differ_is_told_the_ways_out_and_they_work(town, client):
    people = with_people(town, 20)
    version, address = version_of(town), reverse("surveys:campaign-new")
    first = {"audience": "everybody", "employees": [], "version": version, "by_unit": True}
    campaign = campaign_of(town, [], title="Iklim kerja dan keadaan kantor kita di tahun 2026, gelombang dua", **first)
    campaign_of(town, [], title="Gelombang berikut", opens_on=DAY + timedelta(days=3), **first)
    with_people(town, 2)
    refused = client.post(address, form_of(version))
    text = words(refused)
    assert refused.status_code == 422
    later, n = formats.day(LAST + timedelta(days=15)), campaign.invited
    assert "hanya 2 orang berbeda" in text
    assert f"Mulailah pada {later} atau sesudahnya, atau tanyai tepat {n} orang yang ditanya di sana." in text
    again = client.post(address, form_of(version, same=campaign.public_id, title="Sekali lagi"), follow=True)
    assert f"Mulai sekarang {n} orang ditanya." in words(again)
    before, now = (set(each.invitations.values_list("employee_id", flat=True))
                   for each in (campaign, Campaign.objects.get(title="Sekali lagi")))  # fmt: skip
    assert before == now
    after = form_of(version, opens_on=(LAST + timedelta(days=15)).isoformat(), closes_on="2026-12-31")
    Campaign.objects.filter(title="Sekali lagi").delete()
    assert client.post(address, after).status_code == 302
    assert open_due(event_id=1, payload={}, by=town.actor("analyst"), at=AT + timedelta(days=3)) == 0
    reason = Campaign.objects.get(title="Gelombang berikut").hindrance
    assert reason.endswith(".")  # all of it fits
    EmploymentStatus.objects.filter(employee=people[0]).update(status="retired")
    left = words(client.post(address, form_of(version)))
    assert "pilih sasaran yang berbeda sedikitnya 5 orang" in left


def test_units_whose_results_are_shown_are_set_against_each_other_too(town):
    one, two, version = with_people(town, 12, "one"), with_people(town, 12, "two"), version_of(town)
    campaign_of(town, one + two, version=version, by_unit=True)
    with pytest.raises(AudienceTooSmall):
        campaign_of(town, one[2:], version=version)
    assert campaign_of(town, one[2:], version=version_of(town)).invited == 10  # other questions


def test_what_was_asked_long_before_or_about_something_else_does_not_stop_a_campaign(town):
    people, version = with_people(town, 20), version_of(town)
    campaign = campaign_of(town, people, version=version)
    assert campaign_of(town, people[1:], version=version, subject="batch:x").invited == 19
    Campaign.objects.filter(pk=campaign.pk).update(opened_on="2026-10-01", closes_on="2026-11-01")
    assert campaign_of(town, people[1:], version=version).invited == 19


def test_letters_lead_to_the_own_list_and_never_hold_a_ticket(town, django_capture_on_commit_callbacks):
    people = with_addresses(town, 6) + with_people(town, 2)
    campaign = campaign_of(town, people, tells=True)
    letters = post(django_capture_on_commit_callbacks)
    assert sorted(each.to[0] for each in letters) == sorted(person.user.email for person in people[:6])
    assert all("https://contoh.go.id/kuesioner-saya/\n" in each.body for each in letters)
    tickets = [token_for(campaign, person.pk) for person in people]
    assert not any(ticket in each.body for each in letters for ticket in tickets)
    assert post(django_capture_on_commit_callbacks) == []


def test_a_reminder_chases_only_who_has_not_answered_but_everybody_where_nobody_knows(
    town, django_capture_on_commit_callbacks
):
    people = with_addresses(town, 6)
    quiet = campaign_of(town, people)
    answer(quiet, people[0])
    remind_campaign(campaign=quiet, by=town.actor("analyst"), at=AT)
    letters = post(django_capture_on_commit_callbacks)
    assert len(letters) == 6
    assert all("semua yang ditanya" in each.body for each in letters)
    assert quiet.invitations.values_list("written_on", flat=True).distinct().count() == 1
    with pytest.raises(NoReminderNow):
        remind_campaign(campaign=quiet, by=town.actor("analyst"), at=AT)
    for mode in ("named", "confidential"):
        campaign = campaign_of(town, people, mode=mode)
        for person in people[:4]:
            answer_named(campaign=campaign, answers=SHEET, by=employee_actor(person), at=AT)
        remind_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)
        letters = post(django_capture_on_commit_callbacks)
        assert sorted(each.to[0] for each in letters) == sorted(person.user.email for person in people[4:])


def test_a_planned_reminder_goes_out_once_on_its_morning_or_the_next(town):
    people = with_addresses(town, 5)
    campaign = campaign_of(town, people, tells=True, remind_before=3)
    due = LAST - timedelta(days=3)
    sent = []
    for days in range(8):
        at = AT + timedelta(days=days)
        sent += [at.date()] * remind_due(event_id=days, payload={}, by=town.system, at=at)
    assert sent == [due]
    campaign.refresh_from_db()
    assert campaign.reminded_on == due


# --- confidential, and drafts


def test_confidential_answers_are_seen_in_groups_after_the_closing_and_never_by_name(town):
    people = with_people(town, 6)
    campaign = campaign_of(town, people, mode="confidential")
    for person in people:
        answer_named(campaign=campaign, answers=SHEET, by=employee_actor(person), at=AT)
    analyst = town.actor("analyst")
    assert results_of(analyst, campaign) is None
    with pytest.raises(Forbidden):
        named_answers(analyst, campaign)
    assert not monitor_page(analyst, campaign.public_id).lists_names
    results = results_of(analyst, close_campaign(campaign=campaign, by=analyst, at=AT))
    assert results.n == 6


def test_a_draft_is_kept_for_its_writer_and_never_counted(town):
    people = with_people(town, 5)
    campaign = campaign_of(town, people, mode="confidential")
    me = employee_actor(people[0])
    assert save_draft(campaign=campaign, answers={"q1": 4, "q2": "Lain", "q4": "Set"}, by=me, at=AT) == 2
    assert save_draft(campaign=campaign, answers={"q1": 5}, by=employee_actor(people[1]), at=AT) == 1
    assert Draft.objects.get(employee=people[0]).answers == {"q1": 4, "q4": "Set"}
    answer_named(campaign=campaign, answers=SHEET, by=me, at=AT)
    assert not Draft.objects.filter(employee=people[0]).exists()
    held = close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)
    assert held.answered == NamedAnswer.objects.count() == 1
    assert not Draft.objects.exists()


def test_nothing_is_drafted_without_a_name_nor_by_who_was_not_asked(town):
    people = with_people(town, 6)
    anonymous, named = campaign_of(town, people), campaign_of(town, people[:5], mode="named")
    for campaign, person in ((anonymous, people[0]), (named, people[5])):
        with pytest.raises(NotAsked):
            save_draft(campaign=campaign, answers=SHEET, by=employee_actor(person), at=AT)
    assert not Draft.objects.exists()


# --- pages


def form_of(version, **changes):
    return {
        "version": version.public_id, "title": "Iklim kerja", "mode": "anonymous", "audience": "everybody",
        "closes_on": "2026-12-10", "tells": "on", "remind_before": "3", "by_unit": "on", **changes,
    }  # fmt: skip


def test_the_builder_counts_before_it_asks_and_draws_a_sample(town, client):
    version = version_of(town)
    with_people(town, 40, "one")
    with_people(town, 12, "two")
    address = reverse("surveys:campaign-new")
    counted = client.post(address, form_of(version, sample="on", count="1"))
    assert "52 dari 60 orang" in words(counted)
    assert not Campaign.objects.exists()
    sent = client.post(address, form_of(version, sample="on", seed="42"), follow=True)
    campaign = Campaign.objects.get()
    assert (campaign.seed, campaign.population, campaign.invited) == (42, 60, 52)
    assert "nomor undian 42" in words(sent)
    assert "Dinas Satu" in words(sent)
    planned = client.post(address, form_of(version_of(town), opens_on="2026-12-01"), follow=True)
    assert "Dibuka pada" in words(planned)
    assert client.post(address, form_of(version, audience="filter")).status_code == 422


def test_the_monitor_tells_the_rate_by_unit_in_steps_and_merges_small_units(town, client):
    people = with_people(town, 20, "one") + with_people(town, 3, "two")
    campaign = campaign_of(town, people, by_unit=True)
    for person in people[:13]:
        answer(campaign, person)
    monitor = monitor_page(town.actor("analyst"), campaign.public_id)
    assert [(row.name, row.invited, row.answered, row.rate) for row in monitor.units] == [
        ("Dinas Satu", 20, None, 50), ("", 3, None, 0),
    ]  # fmt: skip
    text = words(client.get(reverse("surveys:campaign-monitor", args=[campaign.public_id])))
    assert "sedikitnya 50 %" in text
    assert "13" not in re.findall(r"\b\d+\b", text.split("Tingkat jawaban per unit")[1])
    named = campaign_of(town, people, mode="named", title="Bernama")
    address = reverse("surveys:campaign-monitor", args=[named.public_id])
    assert "Ingatkan sekarang" not in words(client.get(address))  # nobody has an address: it would reach nobody
    with_address = campaign_of(town, with_addresses(town, 5), mode="named", title="Dengan alamat")
    reached = reverse("surveys:campaign-monitor", args=[with_address.public_id])
    assert "Ingatkan sekarang" in words(client.get(reached))
    answer_named(campaign=named, answers=SHEET, by=employee_actor(people[0]), at=AT)
    page = words(client.get(reverse("surveys:campaign-monitor", args=[named.public_id])))
    assert people[1].name in page
    assert people[0].name not in page


def test_the_monitor_costs_the_same_queries_for_few_and_many_and_at_most_fifteen(town, client):
    counts = []
    for size in (6, 40):
        campaign = campaign_of(town, with_people(town, size, "one"), mode="named", title=str(size))
        address = reverse("surveys:campaign-monitor", args=[campaign.public_id])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
