"""Same size and seed, same city, on every machine; other sizes and the second agency."""

import pytest

from binacity.generate import digest, generate, generate_neighbour
from binacity.records import City

pytestmark = pytest.mark.slow  # whole cities: not in the quick subset

CITY_DIGEST = "589f3f373684846a2428118b87496b85dadc02acd0ba42750705c2c934432091"
SMALL_DIGEST = "d24691cad11dd970096ca1fade06516f941727f700c9708ee0bcddd0216736d2"


def test_the_city_is_the_same_on_every_machine(city: City) -> None:
    assert digest(city) == CITY_DIGEST


def test_a_small_agency_is_the_same_on_every_machine() -> None:
    assert digest(generate(size=500)) == SMALL_DIGEST


def test_another_seed_gives_other_people() -> None:
    first, second = generate(size=60), generate(size=60, seed=1)
    assert {p.true_nip for p in first.employees}.isdisjoint(p.true_nip for p in second.employees)


@pytest.mark.parametrize("size", [60, 61, 97, 500, 2914, 3000, 10_000])
def test_any_size_has_exactly_its_people_and_all_programmes(size: int) -> None:
    city = generate(size=size)
    assert len(city.employees) == size
    assert len({p.true_nip for p in city.employees}) == size
    assert len(city.programmes) == 96
    assert {p.unit.split(".")[0] for p in city.employees} == {u.key for u in city.units if u.parent is None}
    assert sum(f.amount for f in city.funds) <= 4_200_000_000 * size // 2914


def test_less_than_sixty_people_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 60"):
        generate(size=59)


def test_the_neighbour_shares_nobody_with_the_city(city: City) -> None:
    other = generate_neighbour()
    assert other.agency.name == "Pemerintah Kabupaten Kincir Raya"
    assert len(other.employees) == 60
    assert len(other.programmes) == 12
    assert "analyst_kincir" in {row.username for row in other.logins}
    assert {row.username for row in other.logins}.isdisjoint(row.username for row in city.logins)
    for name in ("nip", "true_nip"):
        assert {getattr(p, name) for p in other.employees}.isdisjoint(getattr(p, name) for p in city.employees)
    assert {u.code for u in other.units}.isdisjoint(u.code for u in city.units)
    assert "Lembah Arai" not in repr((other.units, other.learning, other.goals, other.agency))
