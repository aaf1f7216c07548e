"""A NIP is read exactly or refused with a code; nothing is guessed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.situations_reader import situations

from binacore.nip import NipError, NipInvalid, make_pns, make_pppk, parse_nip, repeated

born_days = st.dates(date(1950, 1, 1), date(2008, 12, 31))
sexes = st.sampled_from(["m", "f"])
serials = st.integers(900, 999)


@pytest.mark.parametrize("case", situations("nip"))
def test_a_nip_situation(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(NipInvalid) as caught:
            parse_nip(case["given"])
        assert {"code": caught.value.code, "detail": caught.value.detail} == case["refused"]
        return
    nip = parse_nip(case["given"])
    seen = {
        "digits": nip.digits,
        "kind": nip.kind,
        "born": nip.born,
        "appointed_year": nip.appointed[0],
        "appointed_month": nip.appointed[1],
        "frequency": nip.frequency,
        "sex": nip.sex,
        "serial": nip.serial,
        "spaced": nip.spaced,
        "warnings": list(nip.warnings()),
    }
    expected = {"warnings": []} | case["expect"]
    assert {key: seen[key] for key in expected} == expected


def test_every_code_has_a_situation() -> None:
    refused = {case.values[0].get("refused", {}).get("code") for case in situations("nip")}
    assert set(NipError) <= refused


def test_the_message_of_a_refusal_does_not_repeat_the_nip() -> None:
    with pytest.raises(NipInvalid) as caught:
        parse_nip("199001312015023999")
    assert "199001312015023999" not in str(caught.value)
    assert caught.value.text == "199001312015023999"


@given(born_days, st.integers(16, 60), st.integers(1, 12), sexes, serials)
def test_a_pns_nip_survives_the_round_trip(born: date, age: int, month: int, sex: Any, serial: int) -> None:
    made = make_pns(born=born, appointed_year=born.year + age, appointed_month=month, sex=sex, serial=serial)
    read = parse_nip(f" '{made.spaced}\u00a0")
    assert read == made
    assert (read.kind, read.born, read.sex, read.serial) == ("pns", born, sex, serial)
    assert read.appointed == (born.year + age, month)
    assert read.frequency is None


@given(born_days, st.integers(16, 60), st.integers(1, 9), sexes, serials)
def test_an_ni_pppk_survives_the_round_trip(born: date, age: int, frequency: int, sex: Any, serial: int) -> None:
    made = make_pppk(born=born, appointed_year=born.year + age, frequency=frequency, sex=sex, serial=serial)
    read = parse_nip(made.digits)
    assert read == made
    assert (read.kind, read.frequency, read.appointed) == ("pppk", frequency, (born.year + age, None))


@given(st.integers() | st.floats() | st.booleans() | st.decimals())
def test_a_number_is_always_refused(number: object) -> None:
    with pytest.raises(NipInvalid) as caught:
        parse_nip(number)
    assert caught.value.code is NipError.NUMBER_DAMAGED


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_crashes(text: str) -> None:
    try:
        digits = parse_nip(text).digits
    except NipInvalid:
        digits = ""
    assert len(digits) in (0, 18)


def test_repeated_numbers_are_found() -> None:
    assert repeated(["a", "b", "a", "c", "a"]) == {"a"}
    assert repeated(["a", "b"]) == set()
