"""Sentences of citizens and of offices, put together from fragments."""

from random import Random

from binacity import tables

PLACES = (
    "Pasar Arai", "Jalan Batu Lintang", "Simpang Lembah", "Kampung Jenar", "Parak Lintang", "Durian Satwika",
    "Kincir Hilir", "Tanjung Arai", "Balai Cendana", "Sawah Kalyana", "Jati Arai", "Rimbo Elang",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat")
TIMES = ("Tadi", "Hari")
HOURS = ("08.30", "09.00", "09.30", "09.45", "10.00", "10.30", "11.00", "11.15")


class Sayings:
    """Draws sentences; nobody says the same twice in a row, as long as the fragments last."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._rows: dict[str, list[dict[str, str]]] = {}
        for row in tables.rows("citizen_words"):
            self._rows.setdefault(row["kind"], []).append(row)
        self._used: dict[str, int] = {}
        self._special = list(self._rows["waiting"])

    def said(self, service: str, theme: str, cause: str, point: str) -> str:
        """Opening, what happened, a detail and a closing, in the tone of the theme."""
        tone = "good" if theme == "praise" else "bad"
        core = self._fill(self._core(service, theme, cause), point)
        opening = self._fill(self._any("opening", tone), point)
        if theme == "roads" and opening.startswith(TIMES):
            opening = ""  # a hole is there every day
        detail = self._fill(self._any("detail", "roads" if theme == "roads" else tone), point)
        if opening.endswith(":"):
            first = f"{opening} {core}"
        elif opening in ("Maaf", "Terima kasih", "Saya senang", "Saya kecewa", "Salut"):
            first = f"{opening}, {core}"
        else:
            first = f"{opening} {core}" if opening else core[0].upper() + core[1:]
        question = theme == "requirements" and core.startswith("apakah")
        parts = [first + ("?" if question else "."), "" if question else detail, self._any("closing", tone)]
        return " ".join(part for part in parts if part)

    def special(self) -> list[tuple[str, str]]:
        """(service, theme) of the sentences written by hand for what waits today."""
        return [(row["where"], row["theme"]) for row in self._special]

    def waiting(self, service: str, theme: str) -> str:
        """A sentence written by hand for what waits today, once; empty when there is none."""
        for row in self._special:
            if (row["where"], row["theme"]) == (service, theme):
                self._special.remove(row)
                return row["text"]
        return ""

    def reply(self, theme: str, cause: str) -> str:
        rows = [row for row in self._rows["reply"] if row["theme"] == theme]
        fitting = [row for row in rows if row["cause"] == cause] or rows
        return fitting[0]["text"]

    def again(self) -> str:
        return self._next("again", [row["text"] for row in self._rows["again"]])

    def _core(self, service: str, theme: str, cause: str) -> str:
        """The fragments that fit best: of this service and cause, of this service, of anybody."""
        rows = [row for row in self._rows["core"] if row["theme"] == theme]
        near = [row for row in rows if row["where"] and service.startswith(row["where"])]
        near_cause = [row for row in near if row["cause"] in (cause, "")]
        far_cause = [row for row in rows if not row["where"] and row["cause"] in (cause, "")]
        far = [row for row in rows if not row["where"]]
        chosen = near_cause or far_cause or near or far or rows
        return self._next(f"{service}:{theme}:{cause}", [row["text"] for row in chosen])

    def _next(self, key: str, texts: list[str]) -> str:
        place = self._used.get(key, 0)
        self._used[key] = place + 1
        return texts[place % len(texts)]

    def _any(self, kind: str, theme: str) -> str:
        return self._random.choice([row["text"] for row in self._rows[kind] if row["theme"] == theme])

    def _fill(self, text: str, point: str) -> str:
        random = self._random
        return text.format(
            point=point if point[0] == "L" else f"bagian {point}", hour=random.choice(HOURS), day=random.choice(DAYS),
            place=random.choice(PLACES), times=random.randrange(2, 6), few=random.randrange(2, 4),
            minutes=5 * random.randrange(6, 20), count=random.randrange(24, 140),
        )  # fmt: skip
