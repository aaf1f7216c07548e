import pytest

from binacore.sealing import SealBroken, TooLong, derived, seal, unseal

KEY, NONCE = b"k" * 32, b"n" * 16


def test_what_was_sealed_comes_back():
    for text in (b"", b"x", b"\0\0", b"Perlu lebih banyak latihan"):
        assert unseal(seal(text, key=KEY, nonce=NONCE, size=64), key=KEY) == text


def test_a_long_and_a_short_text_look_alike_in_length():
    assert len(seal(b"", key=KEY, nonce=NONCE, size=64)) == len(seal(b"y" * 64, key=KEY, nonce=NONCE, size=64))


def test_the_same_text_under_another_nonce_shares_nothing():
    first, second = (seal(b"same", key=KEY, nonce=bytes([n]) * 16, size=64) for n in (1, 2))
    alike = sum(a == b for a, b in zip(first, second, strict=True))
    assert alike < 8


def test_another_key_or_a_changed_byte_is_refused():
    sealed = seal(b"text", key=KEY, nonce=NONCE, size=64)
    with pytest.raises(SealBroken):
        unseal(sealed, key=b"x" * 32)
    for position in (0, 20, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(SealBroken):
            unseal(bytes(changed), key=KEY)
    with pytest.raises(SealBroken):
        unseal(b"", key=KEY)


def test_a_text_that_does_not_fit_is_refused():
    with pytest.raises(TooLong):
        seal(b"y" * 65, key=KEY, nonce=NONCE, size=64)


def test_purposes_are_not_confused_by_where_they_are_cut():
    assert derived(KEY, "ab", "c") != derived(KEY, "a", "bc")
