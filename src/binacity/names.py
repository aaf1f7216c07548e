"""Invented names. Two parts from a pool made for this city; no real family names, nobody real."""

from random import Random

from binacity import tables
from binacity.apportion import apportion

POOL = [row["name"] for row in tables.rows("names")]
MARKED = ("Nur'arum", "Sya'bira", "Dwi-Laras", "Tri-Mega", "Ma'rufana", "Eka-Jenar", "Jum'atira", "Sri-Kalya")


def draw(count: int, seed: int) -> list[str]:
    """`count` names: 3 % of one word, 2 % with an apostrophe or a hyphen, the rest two words (three once the pool is
    used up).
    """
    random = Random(f"{seed}:names")
    single, marked, _ = apportion(count, [3, 2, 95])
    shapes = [1] * single + [2] * marked + [0] * (count - single - marked)
    random.shuffle(shapes)
    result, used = [], set()
    for shape in shapes:
        first, second, third = random.sample(POOL, 3)
        if shape == 1:
            result.append(first)
            continue
        name = f"{random.choice(MARKED) if shape == 2 else first} {second}"
        if name in used:
            name = f"{name} {third}"
        used.add(name)
        result.append(name)
    return result
