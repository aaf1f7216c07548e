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


def test_everything_is_said_in_english_too_and_in_other_words():
    for each in ready_entries().values():
        pairs = [(each.definition, each.definition_en), (each.origin, each.origin_en)]
        pairs += [(each.family, each.family_en)] if each.family else []
        for level in each.levels:
            pairs += [(level.words, level.words_en), *zip(level.signs, level.signs_en, strict=True)]
        assert each.name_en
        assert all(other and other != said for said, other in pairs), each.code


def test_no_behaviour_stands_for_two_levels_in_english_either():
    signs = [sign for each in ready_entries().values() for level in each.levels for sign in level.signs_en]
    assert len(signs) == len(set(signs)) == 395


def test_there_are_examples_for_the_six_fields_of_work():
    groups = {group.key: group for group in ready_dictionary()}
    assert set(groups) == FIELDS | {"nine"}
    assert all(len(groups[key].competencies) >= 3 for key in FIELDS)


GROUP = (
    'key = "x"\ntitle = "X"\ntitle_id = "X"\nnote = "n"\nnote_id = "n"\norigin = "o"\ntranslations.en.origin = "e"\n'
)
ENTRY = '[[competency]]\ncode = "a"\nname = "A"\nkind = "technical"\ndefinition = "d"\n'
ENTRY += 'translations.en.name = "A"\ntranslations.en.definition = "e"\n'
LEVEL = '[[competency.level]]\nwords = "w"\nsigns = ["s"]\ntranslations.en.words = "e"\ntranslations.en.signs = ["e"]\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GROUP + ENTRY + LEVEL * 4, "x.toml: a: has 4 levels instead of 5"),
        (GROUP + ENTRY + LEVEL * 4 + '[[competency.level]]\nwords = "w"\nsigns = []\n', "x.toml: a: level 5: signs"),
        (GROUP + ENTRY.replace("technical", "magic") + LEVEL * 5, "x.toml: a: the kind magic"),
        (
            GROUP + ENTRY + LEVEL * 4 + LEVEL.replace('["e"]', '["e", "f"]'),
            "level 5: translations.en: 2 of 1 behaviours",
        ),
        (GROUP + ENTRY.replace("en.name", "en.title") + LEVEL * 5, "x.toml: a: translations.en: name is missing"),
        (GROUP + (ENTRY + LEVEL * 5) * 2, "the code a is already in x"),
    ],
)
def test_half_a_competency_is_refused_with_its_place(text: str, place: str):
    with pytest.raises(DictionaryFileMalformed, match=place):
        groups_from_texts({"x.toml": text})
