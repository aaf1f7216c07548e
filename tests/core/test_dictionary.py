import pytest

from binacore.dictionary import DictionaryFileMalformed, groups_from_texts, ready_dictionary, ready_entries

NINE = {
    "Integritas", "Kerja Sama", "Komunikasi", "Orientasi pada Hasil", "Pelayanan Publik",
    "Pengembangan Diri dan Orang Lain", "Mengelola Perubahan", "Pengambilan Keputusan", "Perekat Bangsa",
}  # fmt: skip
FIELDS = {"counters", "digital", "planning", "finance", "education", "health"}


def test_the_nine_of_the_regulation_follow_the_class_of_a_position_and_nothing_else_does():
    followers = {each.name for each in ready_entries().values() if each.by_class}
    assert followers == NINE


def test_every_level_of_every_competency_can_be_seen_at_work():
    for each in ready_entries().values():
        for number, level in enumerate(each.levels, start=1):
            assert len(level.signs) >= (3 if each.by_class else 2), f"{each.code} level {number}"
            assert all(sign.endswith(".") and sign[0].isupper() for sign in level.signs), f"{each.code} level {number}"


def test_no_behaviour_stands_for_two_levels():
    signs = [sign for each in ready_entries().values() for level in each.levels for sign in level.signs]
    assert len(signs) == len(set(signs))


def test_there_are_examples_for_the_six_fields_of_work():
    groups = {group.key: group for group in ready_dictionary()}
    assert set(groups) == FIELDS | {"nine"}
    assert all(len(groups[key].competencies) >= 3 for key in FIELDS)


GROUP = 'key = "x"\ntitle = "X"\ntitle_id = "X"\nnote = "n"\nnote_id = "n"\norigin = "o"\n'
ENTRY = '[[competency]]\ncode = "a"\nname = "A"\nkind = "technical"\ndefinition = "d"\n'
LEVEL = '[[competency.level]]\nwords = "w"\nsigns = ["s"]\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GROUP + ENTRY + LEVEL * 4, "x.toml: a: has 4 levels instead of 5"),
        (GROUP + ENTRY + LEVEL * 4 + '[[competency.level]]\nwords = "w"\nsigns = []\n', "x.toml: a: level 5: signs"),
        (GROUP + ENTRY.replace("technical", "magic") + LEVEL * 5, "x.toml: a: the kind magic"),
        (GROUP + (ENTRY + LEVEL * 5) * 2, "the code a is already in x"),
    ],
)
def test_half_a_competency_is_refused_with_its_place(text: str, place: str):
    with pytest.raises(DictionaryFileMalformed, match=place):
        groups_from_texts({"x.toml": text})
