"""Superiors from the tree: the rules one by one, and what must hold in every tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.superiors import Derived, Lead, Post, Why, derive, heads_of, is_top_title, lead_of

TREE = {"setda": None, "dinas": None, "sekretariat": "dinas", "bidang": "dinas", "tim": "bidang"}
SEKDA = Post("sekda", "setda", 3, Lead.HEAD, is_top=True)
KADIS = Post("kadis", "dinas", 3, Lead.HEAD)
SEKDIS = Post("sekdis", "sekretariat", 2, Lead.HEAD)
KABID = Post("kabid", "bidang", 2, Lead.HEAD)
KASI = Post("kasi", "bidang", 1, Lead.PART)
STAFF = Post("staf", "tim", 0)
ALL = [SEKDA, KADIS, SEKDIS, KABID, KASI, STAFF]


def test_everybody_has_the_superior_of_the_rule() -> None:
    found = derive(TREE, ALL)
    assert {person: (row.superior, row.why) for person, row in found.items()} == {
        "sekda": (None, Why.IS_TOP),
        "kadis": ("sekda", Why.TOP_OFFICIAL),
        "sekdis": ("kadis", Why.HEAD_ABOVE),
        "kabid": ("kadis", Why.HEAD_ABOVE),
        "kasi": ("kabid", Why.UNIT_HEAD),
        "staf": ("kabid", Why.NO_HEAD_HERE),
    }
    assert found["staf"].unit == "bidang"


def test_an_acting_head_counts_until_there_is_a_definitive_one() -> None:
    acting = Post("sekdis", "dinas", 3, Lead.HEAD, acting=True)
    vacant = [post for post in ALL if post is not KADIS] + [acting]
    assert derive(TREE, vacant)["kabid"].superior == "sekdis"
    assert derive(TREE, vacant)["sekdis"] == Derived("sekdis", "sekda", Why.TOP_OFFICIAL)
    assert derive(TREE, [*ALL, acting])["kabid"].superior == "kadis"


def test_who_acts_for_their_own_superiors_superior_closes_no_circle() -> None:
    staff_acts = Post("staf", "dinas", 3, Lead.HEAD, acting=True)
    found = derive(TREE, [SEKDA, KABID, STAFF, staff_acts])
    assert (found["kabid"].superior, found["staf"].superior) == ("staf", "sekda")


def test_two_of_one_rank_without_a_telling_title_lead_nothing() -> None:
    pair = [Post("satu", "bidang", 2), Post("dua", "bidang", 2)]
    assert heads_of(pair) == {}
    assert heads_of([*pair, KABID]) == {"bidang": "kabid"}
    assert heads_of([KASI, Post("guru", "bidang", 0)]) == {}


@pytest.mark.parametrize(
    ("title", "unit", "is_section", "lead"),
    [
        ("Kepala Bidang Mutasi", "Bidang Mutasi", False, Lead.HEAD),
        ("Ka. Bid. Mutasi", "Bidang Mutasi", False, Lead.HEAD),
        ("Lurah Batu Lintang", "Kelurahan Batu Lintang", False, Lead.HEAD),
        ("Kepala Sekolah", "SD Negeri 3 Arai Hulu", False, Lead.HEAD),
        ("Sekretaris Dinas Sosial", "Sekretariat Dinas Sosial", False, Lead.HEAD),
        ("Sekretaris Kelurahan Batu Lintang", "Kelurahan Batu Lintang", False, Lead.OTHER),
        ("Kepala Seksi Pelayanan", "Kelurahan Batu Lintang", False, Lead.PART),
        ("Kepala Seksi Pelayanan", "Pelayanan", True, Lead.HEAD),
        ("Asisten Administrasi Umum", "Sekretariat Daerah", False, Lead.OTHER),
    ],
)
def test_a_title_tells_who_heads_the_unit(title: str, unit: str, is_section: bool, lead: Lead) -> None:
    assert lead_of(title, unit, is_section=is_section) is lead


def test_the_regional_secretary_is_known_by_title() -> None:
    assert is_top_title("Sekretaris Daerah Kota Lembah Arai")
    assert not is_top_title("Sekretaris Dinas Sosial")


@st.composite
def organisations(draw: st.DrawFn) -> tuple[dict[str, str | None], list[Post]]:
    """Any forest of up to eight units; people with one definitive post and perhaps acting ones anywhere."""
    count = draw(st.integers(1, 8))
    parents: dict[str, str | None] = {}
    for number in range(count):
        above = draw(st.integers(-1, number - 1))
        parents[f"u{number}"] = None if above < 0 else f"u{above}"
    unit, lead = st.sampled_from(sorted(parents)), st.sampled_from(Lead)
    posts = []
    for number in range(draw(st.integers(1, 10))):
        person = f"p{number}"
        posts.append(Post(person, draw(unit), draw(st.integers(0, 3)), draw(lead)))
        acts = draw(st.integers(0, 2))
        posts += [Post(person, draw(unit), draw(st.integers(1, 3)), Lead.HEAD, acting=True) for _ in range(acts)]
    if draw(st.booleans()):
        posts.append(Post("p0", posts[0].unit, 3, Lead.HEAD, is_top=True))
    return parents, posts


@given(organisations())
def test_nobody_rates_themselves_and_no_way_up_comes_back(made: tuple[dict[str, str | None], list[Post]]) -> None:
    found = derive(*made)
    for person in found:
        trail = [person]
        while (above := found[trail[-1]].superior) is not None:
            assert above not in trail
            trail.append(above)


@given(organisations())
def test_everybody_below_a_head_has_a_superior(made: tuple[dict[str, str | None], list[Post]]) -> None:
    parents, posts = made
    heads, found = heads_of(posts), derive(parents, posts)
    assert set(found) == {post.person for post in posts}
    for post in posts:
        if len([other for other in posts if other.person == post.person]) > 1:
            continue
        step, above = post.unit, set()
        while step is not None:
            above |= {heads[step]} - {post.person} if step in heads else set()
            step = parents[step]  # type: ignore[assignment]  # None ends the way
        assert found[post.person].superior is not None or not above


@given(organisations())
def test_the_order_of_the_rows_changes_nothing(made: tuple[dict[str, str | None], list[Post]]) -> None:
    parents, posts = made
    assert derive(parents, posts) == derive(parents, posts[::-1])
