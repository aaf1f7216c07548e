"""Paper without names: an insider who printed the pile, knows who got which sheet, and keys them in learns no answer.

They hold what the insider of `attack` holds, and more: every sheet's ticket, the list of who was handed which sheet,
and the order and second in which each sheet was keyed in. A naive design, in which the number of the sheet stands
beside the answer, gives nearly everybody away to the same attacks.
"""

import random
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.urls import reverse
from tests.rooms.surveys.attack import ATTACKS, assert_no_better_than_chance, dump, holders, lived, scores
from tests.rooms.surveys.people import AT, DAY, SHEET, campaign_of, operator_of, version_of, with_people

from renbina.surveys.access import read_token, ticket_digest
from renbina.surveys.actions import answer_anonymously, close_campaign, paper_tickets
from renbina.surveys.models import AnonymousAnswer

WAVES, PEOPLE = 20, 100
BY_THE_PAGES = 5  # every fifth wave is keyed in on the pages, with a login; the others by what these call
pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(town):
    return operator_of(town, "two")


def marks_of(token):
    """Everything by which a sheet could be known again."""
    ticket = read_token(token)
    return {token, ticket.secret, ticket_digest(ticket.campaign_id, ticket.secret), *token.split(":")}


def by_the_pile(loot):
    """Who was handed the sheet whose mark or number stands beside the answer; else a guess."""
    draw = random.Random(loot.seed + 3)
    found = {}
    for word, row in holders(loot.after, loot.words).items():
        values = {str(value) for value in row.values()}
        hits = [person for person, marks in loot.pile if marks & values]
        found[word] = hits[0] if hits else draw.choice(loot.pile)[0]
    return found


def by_the_transaction(loot):
    """Sheets that came on one day, in the order of the engine, beside the tickets that were used on it; else a guess.

    What leads on from there to an answer is any long value that the closing left.
    """
    old = {str(value) for rows in loot.before.values() for row in rows for value in row.values()}
    final = holders(loot.after, loot.words)
    survived = {str(value): word for word, row in final.items() for value in row.values() if len(str(value)) >= 8}
    mine = {mark: person for person, marks in loot.pile for mark in marks}
    used = {}  # transaction or moment -> person
    for rows in loot.between.values():
        for row in rows:
            who = next((mine[str(value)] for value in row.values() if str(value) in mine), None)
            if who is not None and row.get("spent", True):
                used[str(row.get("rb_xmin") or row.get("at"))] = who
    found = {}
    for rows in loot.between.values():
        for row in rows:
            who = used.get(str(row.get("rb_xmin") or row.get("at")))
            for value in row.values():
                if who is not None and str(value) in survived and str(value) not in old:
                    found[survived[str(value)]] = who
    draw = random.Random(loot.seed + 4)
    return {word: found.get(word) or draw.choice(loot.pile)[0] for word in final}


wave = partial(lived, start=AT, step=timedelta(seconds=41))
PAPER = {**ATTACKS, "pile": by_the_pile, "transaction": by_the_transaction}


def keyed_in(client, campaign, token, word):
    """As an operator does it: scan the code, type what stands on the sheet."""
    scanned = client.post(reverse("surveys:paper-scan", args=[campaign.public_id]),
                          {"code": f"https://contoh.go.id{reverse('surveys:answer', args=[token])}"})  # fmt: skip
    sent = client.post(scanned["Location"], {"q1": "4", "q2": "Ini", "q3": "2", "q4": word})
    assert sent.status_code == 302, sent.content.decode()[:2000]


@pytest.mark.slow
def test_who_printed_handed_out_and_keyed_in_the_sheets_does_no_better_than_chance(town, operator):
    people, version, by = with_people(town, PEOPLE), version_of(town), town.actor("petugas")
    group = town.units["two"].public_id
    waves = []
    for seed in range(WAVES):
        campaign = campaign_of(town, people, version=version, by_unit=True)
        tokens = paper_tickets(campaign=campaign, group=group, by=by, at=AT)

        def hand_out(order, tokens=tokens):
            return [marks_of(token) for token in tokens[: len(order)]]

        def key_in(number, person, word, moment, campaign=campaign, tokens=tokens, seed=seed):
            if seed % BY_THE_PAGES == 0:
                keyed_in(operator, campaign, tokens[number], word)
            else:
                answer_anonymously(token=tokens[number], answers={**SHEET, "q4": word}, on=DAY)

        def close(campaign=campaign):
            close_campaign(campaign=campaign, by=town.actor("analyst"), at=AT)

        waves.append(wave(people, key_in, close, None, seed=seed, hand_out=hand_out))
        AnonymousAnswer.objects.all().delete()  # the next wave stands alone, as an attacker would cut it out
    assert all(len(each.truth) == PEOPLE for each in waves)
    assert_no_better_than_chance(scores(waves, PAPER))


@pytest.mark.slow
def test_the_number_of_the_sheet_beside_the_answer_gives_nearly_everybody_away(town):
    """Positive control: the usual way, in which the operator's entry names the sheet."""
    people = with_people(town, PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_paper (id integer PRIMARY KEY, sheet varchar(32), at text, words text)")
    waves = []
    for seed in range(WAVES):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM naive_paper")

        sheets = [f"lembar-{seed:02}-{number:03}" for number in range(PEOPLE)]

        def hand_out(order, sheets=sheets):
            return [{sheet} for sheet in sheets[: len(order)]]

        def key_in(number, person, word, moment, sheets=sheets):
            row = (number, sheets[number], f"{moment:%Y-%m-%d %H:%M:%S}", word)
            with transaction.atomic(), connection.cursor() as cursor:  # a sheet is a transaction of its own, as in use
                cursor.execute("INSERT INTO naive_paper (id, sheet, at, words) VALUES (%s, %s, %s, %s)", row)

        waves.append(wave(people, key_in, lambda: None, ("naive_paper",), seed=seed, hand_out=hand_out))
    found = scores(waves, PAPER)
    assert all(found[name].all > 0.9 for name in ("place", "key", "time", "pile")), found
    told = ("place", "key", "time", "pile", "difference", "transaction")  # nothing of a person stands there to join
    assert all(found[name].of_the_day > 0.9 for name in told), found  # two nights tell of one day, and all of it


def test_keying_in_a_sheet_changes_its_ticket_and_a_locked_answer_and_nothing_else(town, operator):
    """Neither the operator's session nor the trail of what was done holds when which sheet was keyed in."""
    people = with_people(town, 6)
    campaign = campaign_of(town, people)
    token = paper_tickets(
        campaign=campaign, group=town.units["two"].public_id, by=town.actor("petugas"), at=AT
    )[0]  # fmt: skip
    before = dump()
    keyed_in(operator, campaign, token, "jawaban-00")
    after = dump()
    assert {name for name in after if after[name] != before[name]} == {"surveys_ticket", "surveys_sealedsheet"}


def test_the_trail_of_printing_names_a_unit_and_a_number_and_no_ticket(town, operator):
    people = with_people(town, 6)
    campaign = campaign_of(town, people)
    tokens = paper_tickets(campaign=campaign, group=town.units["two"].public_id, by=town.actor("petugas"), at=AT)
    lines = " ".join(str(row) for row in dump(("foundation_auditevent",))["foundation_auditevent"])
    assert town.units["two"].public_id in lines
    assert not any(mark in lines for token in tokens for mark in marks_of(token))


def test_the_order_of_the_pile_is_not_the_order_of_the_people(town, operator):
    people = with_people(town, 40)
    campaign = campaign_of(town, people)
    tokens = paper_tickets(campaign=campaign, group=town.units["two"].public_id, by=town.actor("petugas"), at=AT)
    digests = [ticket_digest(campaign.public_id, read_token(each).secret) for each in tokens]
    assert digests == sorted(digests)
