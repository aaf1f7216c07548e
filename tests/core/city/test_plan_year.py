"""Money, programmes and offers of 2027."""

from collections import Counter
from dataclasses import asdict

from binacity.figures import figures
from binacity.records import City


def test_the_figures_that_all_screens_share(city: City) -> None:
    assert figures(city) == {
        "people": 2914,
        "pns": 2041,
        "cpns": 46,
        "pppk": 611,
        "pppk_part_time": 262,
        "agencies": 34,
        "programmes": 96,
        "funds_total": 4_200_000_000,
        "minimum_training_spending": 1_187_200_000,
        "mandatory_latsar": 46,
        "mandatory_pkp": 14,
        "mandatory_pka": 8,
        "mandatory_pkn": 3,
        "mandatory_cost": 1_088_400_000,
        "own_classes": 52,
        "retiring_within_five_years": 408,
        "at_target_2025": 1498,
        "at_target_2026_so_far": 1402,
        "no_hours_two_years": 187,
        "forecast_2026": 0.555,
        "feedback_2026": 1146,
        "proposals_2027": 143,
        "proposals_2027_merged": 117,
    }


def test_funds_are_seven_and_exact(city: City) -> None:
    millions = {fund.key: fund.amount // 1_000_000 for fund in city.funds}
    assert millions == {
        "bkpsdm_technical": 920, "bkpsdm_managerial": 1210, "bkpsdm_education": 220, "agencies": 860, "blud_rsud": 460,
        "blud_puskesmas": 290, "bosp": 240,
    }  # fmt: skip


def test_mandatory_places_fit_seats_and_fund(city: City) -> None:
    programmes = {p.code: p for p in city.programmes}
    wanted = Counter(row.programme for row in city.nominations if row.mandatory)
    seats = Counter({o.programme: o.batches_max * programmes[o.programme].capacity for o in city.offers})
    assert all(number <= seats[code] for code, number in wanted.items())
    cost = sum(
        programmes[c].cost_per_person * n for c, n in wanted.items() if programmes[c].fund == "bkpsdm_managerial"
    )
    assert round(cost / 1e9, 2) == 1.09
    assert cost <= next(f.amount for f in city.funds if f.key == "bkpsdm_managerial")


def test_bought_seats_are_one_batch_of_the_quota(city: City) -> None:
    quota = [p for p in city.programmes if p.delivery == "K"]
    offers = Counter(o.programme for o in city.offers)
    assert all(p.batch_min == 1 and p.cost_per_batch == 0 and offers[p.code] == 1 for p in quota)
    assert {o.batches_max for o in city.offers if o.programme in {p.code for p in quota}} == {1}


def test_own_classes_fit_the_organiser(city: City) -> None:
    months = Counter()
    for offer in city.offers:
        if offer.own_class:
            assert offer.month is not None
            months[offer.month] += offer.batches_max
    assert sum(months.values()) == 52
    assert max(months.values()) <= 16  # four a week
    assert months[1] == months[12] == 0
    assert months[2] <= 3
    assert months[3] <= 3


def test_self_paced_offers_are_not_synchronous(city: City) -> None:
    free = {p.code for p in city.programmes if not p.synchronous}
    assert all(offer.programme in free for offer in city.offers if offer.month is None)


def test_teachers_meet_in_class_in_the_school_holidays_only(city: City) -> None:
    teachers = {"guru_sd", "guru_smp", "guru_tk"}
    synchronous = {p.code for p in city.programmes if p.synchronous}
    named = {a.programme for a in city.audiences if teachers & set(a.families)} & synchronous
    assert {o.month for o in city.offers if o.programme in named} == {6, 7}


def test_effects_keep_their_ceilings(city: City) -> None:
    forms = {p.code: p for p in city.programmes}
    for effect in city.effects:
        programme = forms[effect.programme]
        limit = 2 if programme.form in ("NKL03", "KL06", "KL11") else 3
        if programme.area in ("leadership", "nonclassical") or programme.code == "B12":
            limit = 4
        assert effect.ceiling <= limit, effect
        assert effect.lift == 1 or programme.hours >= 20 or programme.form == "EDU", effect


def test_one_programme_has_no_competency(city: City) -> None:
    assert {p.code for p in city.programmes} - {e.programme for e in city.effects} == {"B14"}


def test_every_fund_but_study_is_asked_for_nearly_all_it_holds(city: City) -> None:
    programmes = {p.code: p for p in city.programmes}
    asked: Counter[str] = Counter()
    for offer in city.offers:
        programme = programmes[offer.programme]
        seats = programme.capacity if programme.cost_per_person else 0
        asked[programme.fund] += offer.batches_max * (programme.cost_per_batch + programme.cost_per_person * seats)
    for fund in city.funds:
        share = asked[fund.key] / fund.amount
        assert 0.7 <= share <= 1.7, (fund.key, share)
    assert sum(asked.values()) > 4_200_000_000


def test_plans_of_three_years_are_there(city: City) -> None:
    stages = [(plan.year, plan.stage, plan.budget) for plan in city.plans]
    assert stages[2:] == [(2027, "indicative", 5_100_000_000), (2027, "definitive", 4_200_000_000)]
    assert city.plans[0].people_at_target == 1498
    assert {row.year for row in city.plan_history} == {2025, 2026}


def test_activities_are_of_all_kinds(city: City) -> None:
    kinds = {row.kind for row in city.activities}
    assert kinds == {
        "performance_dialogue",
        "coaching_plan",
        "recognition",
        "discipline",
        "knowledge_sharing",
        "public_forum",
        "mentoring",
    }
    people = {row.key: row.participants for row in city.activities}
    assert (people["K03"], people["K05"]) == (87, 12)
    assert sum(row.kind == "public_forum" for row in city.activities) == 3


def test_twenty_partners_two_with_a_lapsed_agreement(city: City) -> None:
    lapsed = [p.key for p in city.partners if p.agreement_until and p.agreement_until < city.agency.frozen_on]
    assert len(city.partners) == 20
    assert len(lapsed) == 2


def test_records_can_be_written_as_plain_data(city: City) -> None:
    assert asdict(city.agency)["plan_year"] == 2027
