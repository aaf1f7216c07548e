"""Exact shares in whole numbers, so that every machine gets the same counts."""

from collections.abc import Sequence

CITY_SIZE = 2914


def apportion(total: int, weights: Sequence[int], minimum: int = 0) -> list[int]:
    """Split `total` by `weights` (largest remainder, ties to the earlier part), each part at least `minimum`.

    With too small a total for the minimum the minimum is lowered to what fits.
    """
    count = len(weights)
    if count == 0:
        return []
    minimum = min(minimum, total // count)
    free = total - minimum * count
    weight_sum = sum(weights)
    if weight_sum == 0:
        weights, weight_sum = [1] * count, count
    parts = [free * weight // weight_sum for weight in weights]
    rests = [(-(free * weight % weight_sum), index) for index, weight in enumerate(weights)]
    for _, index in sorted(rests)[: free - sum(parts)]:
        parts[index] += 1
    return [part + minimum for part in parts]


def scaled(number: int, size: int) -> int:
    """A count given for the 2,914 people of the city, for an agency of another size (rounded half up)."""
    return (2 * number * size + CITY_SIZE) // (2 * CITY_SIZE)
