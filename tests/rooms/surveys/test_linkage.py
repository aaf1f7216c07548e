"""Nobody who holds the whole database learns who answered what (P1, P2); a naive design fails the same attacks."""

import secrets
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from tests.rooms.dashboards.town import add_user
from tests.rooms.surveys.attack import assert_no_better_than_chance, dump, lived, scores
from tests.rooms.surveys.people import AT, DAY, SHEET, campaign_of, version_of, with_people

from renbina.foundation import outbox
from renbina.surveys.access import token_for
from renbina.surveys.actions import answer_anonymously, close_campaign, remind_campaign
from renbina.surveys.models import AnonymousAnswer, SealedSheet, Ticket

WAVES, PEOPLE = 20, 100
pytestmark = pytest.mark.django_db


wave = partial(lived, start=AT, step=timedelta(seconds=97))


@pytest.mark.slow
def test_an_insider_with_three_copies_of_the_database_does_no_better_than_chance(town):
    people = with_people(town, PEOPLE)
    version, by = version_of(town), town.actor("analyst")
    waves = []
    for seed in range(WAVES):
        # Asked by sample, by unit, with letters, and reminded in between: nothing of it may help.
        asked = {"seed": seed, "sample_size": PEOPLE, "by_unit": True, "tells": True}
        campaign = campaign_of(town, people, version=version, **asked)

        def take(number, person, word, moment, campaign=campaign):
            if number == 49:
                remind_campaign(campaign=campaign, by=by, at=AT + timedelta(days=1))
                outbox.deliver()
            answer_anonymously(token=token_for(campaign, person.pk), answers={**SHEET, "q4": word}, on=DAY)

        def close(campaign=campaign):
            close_campaign(campaign=campaign, by=by, at=AT)

        waves.append(wave(people, take, close, None, seed=seed))
        AnonymousAnswer.objects.all().delete()  # the next wave stands alone, as an attacker would cut it out
    assert all(len(each.truth) == PEOPLE for each in waves)
    assert_no_better_than_chance(scores(waves))


@pytest.mark.slow
def test_a_naive_design_gives_nearly_everybody_away(town):
    """Positive control: the same five attacks on a table with a counter, a time and a copy at closing."""
    people = with_people(town, PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_answer (id integer PRIMARY KEY, token varchar(32), at text, words text)")
        cursor.execute("CREATE TABLE naive_invitation (id integer PRIMARY KEY, employee_id integer, token varchar(32))")
    waves = []
    for seed in range(WAVES):
        tokens = {person.pk: secrets.token_hex(16) for person in people}
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM naive_answer")
            cursor.execute("DELETE FROM naive_invitation")
            cursor.executemany(
                "INSERT INTO naive_invitation (id, employee_id, token) VALUES (%s, %s, %s)",
                [(number, person.pk, tokens[person.pk]) for number, person in enumerate(people)],
            )

        def take(number, person, word, moment, tokens=tokens):
            with connection.cursor() as cursor:
                row = (number + 1, tokens[person.pk], f"{moment:%Y-%m-%d %H:%M:%S}", word)
                cursor.execute("INSERT INTO naive_answer (id, token, at, words) VALUES (%s, %s, %s, %s)", row)

        waves.append(wave(people, take, lambda: None, ("naive_answer", "naive_invitation"), seed=seed))
    found = scores(waves)
    assert all(found[name].all > 0.9 for name in ("place", "key", "time", "join")), found
    assert all(score.of_the_day > 0.9 for score in found.values()), found  # two nights tell of one day, and all of it


def test_the_attacks_are_given_every_table_of_the_product(town):
    names = set(dump())
    assert {"surveys_ticket", "surveys_sealedsheet", "foundation_auditevent", "django_session"} <= names


PERSONAL = {"organisation.Employee", "accounts.User", "surveys.Invitation", "surveys.NamedAnswer", "surveys.Draft"}


def reached(model: type[models.Model]) -> set[str]:
    """Everything that the keys of a row lead to."""
    seen: set[str] = set()
    todo = [model]
    while todo:
        for field in todo.pop()._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                target = field.remote_field.model
                if target._meta.label not in seen:
                    seen.add(target._meta.label)
                    todo.append(target)
    return seen


def people_columns(model: type[models.Model]) -> set[str]:
    """Values of an answer's table that a table about people holds as well, other than the campaign and the unit."""
    personal = [apps.get_model(label) for label in PERSONAL if label.startswith("surveys.")]
    shared = {field.name for each in personal for field in each._meta.local_fields}
    return {field.name for field in model._meta.local_fields} & shared


@pytest.mark.parametrize("model", [Ticket, SealedSheet, AnonymousAnswer])
def test_an_answer_shares_with_people_only_its_campaign_and_a_unit_of_five_or_more(model):
    assert people_columns(model) <= {"campaign", "group", "answers"}  # "answers" of others, under their name


def test_a_unit_of_fewer_than_five_stands_on_no_ticket(town):
    people = with_people(town, 9, "one") + with_people(town, 4, "two")
    campaign = campaign_of(town, people, by_unit=True)
    counts = Counter(Ticket.objects.filter(campaign=campaign).values_list("group", flat=True))
    assert counts == {town.units["one"].public_id: 9, "": 4}


@pytest.mark.parametrize("model", [Ticket, SealedSheet, AnonymousAnswer])
def test_no_key_leads_from_an_answer_to_a_person(model):
    assert reached(model) & PERSONAL == set()


def test_the_walk_over_keys_would_find_a_path():
    """Negative control: an answer with a name has one."""
    assert "organisation.Employee" in reached(apps.get_model("surveys", "NamedAnswer"))


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Ticket, {"digest", "campaign", "group", "spent"}),
        (SealedSheet, {"key", "campaign", "content"}),
        (AnonymousAnswer, {"key", "campaign", "group", "answers"}),
    ],
)
def test_nothing_else_is_kept_beside_an_answer(model, columns):
    assert {field.name for field in model._meta.local_fields} == columns


def test_answering_changes_no_row_that_knows_a_person(town):
    """Two copies of the database around one answer differ in a ticket and a locked sheet, nowhere else."""
    people = with_people(town, 6)
    campaign = campaign_of(town, people)
    before = dump()
    answer_anonymously(token=token_for(campaign, people[2].pk), answers=SHEET, on=DAY)
    after = dump()
    assert {name for name in after if after[name] != before[name]} == {"surveys_ticket", "surveys_sealedsheet"}


def test_a_reminder_leaves_the_same_mark_on_who_answered_and_who_did_not(town):
    people = with_people(town, 6)
    for person in people:
        add_user(town, f"u{person.pk}", None, employee=person)
        type(person.user).objects.filter(pk=person.user.pk).update(email=f"u{person.pk}@contoh.go.id")
    campaign = campaign_of(town, people, tells=True, mode="anonymous")
    for person in people[:3]:
        answer_anonymously(token=token_for(campaign, person.pk), answers=SHEET, on=DAY)
    remind_campaign(campaign=campaign, by=town.actor("analyst"), at=AT + timedelta(days=1))
    outbox.deliver()
    rows = [{name: value for name, value in row.items() if name in ("group", "written_on")}
            for row in dump(("surveys_invitation",))["surveys_invitation"]]  # fmt: skip
    assert all(row == rows[0] for row in rows)
    assert rows[0]["written_on"] is not None


def test_drafts_of_who_answers_without_a_name_have_no_place_to_stand(town):
    """An anonymous form that is opened, refused and sent again writes nothing about anybody in between."""
    people = with_people(town, 6)
    campaign = campaign_of(town, people)
    address = reverse("surveys:answer", args=[token_for(campaign, people[0].pk)])
    before = dump()
    client = Client()
    client.get(address)
    client.post(address, {"q1": "4", "ke": "nanti"})
    client.post(address, {"q1": "4", "layar": "q1", "ke": "lanjut"})
    assert dump() == before
    assert not client.cookies


def test_no_stored_value_makes_the_ticket_of_a_person_without_the_secret(town, settings):
    people = with_people(town, 5)
    campaign = campaign_of(town, people)
    answer_anonymously(token=token_for(campaign, people[0].pk), answers=SHEET, on=DAY)
    spent = Ticket.objects.get(spent=True).digest
    settings.SECRET_KEY = "another" * 10  # the attacker's best guess
    from renbina.surveys.access import ticket_digest, ticket_secret

    made = {ticket_digest(campaign.public_id, ticket_secret(campaign, person.pk)) for person in people}
    assert spent not in made
