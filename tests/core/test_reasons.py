"""A reason always carries the numbers its code promises."""

import pickle

import pytest

from binacore.reasons import NUMBERS, Reason, ReasonCode, ReasonMalformed, reason


def test_every_code_says_which_numbers_it_carries() -> None:
    assert set(NUMBERS) == set(ReasonCode)


def test_a_reason_without_a_promised_number_cannot_be_built() -> None:
    with pytest.raises(ReasonMalformed, match="seats"):
        Reason(ReasonCode.FULL)


def test_a_reason_with_an_unknown_number_cannot_be_built() -> None:
    with pytest.raises(ReasonMalformed, match="colour"):
        Reason(ReasonCode.FULL, {"seats": 30, "colour": "red"})


def test_a_flag_is_not_a_number() -> None:
    with pytest.raises(ReasonMalformed, match="bool"):
        reason(ReasonCode.FULL, seats=True)


def test_the_numbers_of_a_reason_cannot_be_changed_later() -> None:
    full = reason(ReasonCode.FULL, seats=30)
    with pytest.raises(TypeError):
        full.numbers["seats"] = 31  # type: ignore[index]  # the point of the test


def test_a_reason_survives_storage_and_a_worker_process() -> None:
    price = reason(ReasonCode.PRICE_FUND, value=4.5, price=6.0, net=-1.5, cost=6_800_000)
    assert Reason.from_record(price.as_record()) == price
    assert pickle.loads(pickle.dumps(price)) == price  # noqa: S301  # bytes made one call earlier
    assert hash(Reason.from_record(price.as_record())) == hash(price)
