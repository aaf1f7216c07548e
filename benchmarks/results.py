"""Results of large questionnaires: 100,000 answers, from sheets as the database gives them to every figure of the page.

    .venv/bin/python -m benchmarks results

2,500 people answer 40 questions by unit; then 100,000 people answer one question. Each is counted with its
distribution, mean, intervals, and the views of all units. Target (2 cores): 100,000 answers in one second.
"""

import json
import random
import sys
import time

from binacore.cells import all_cells, shown_cells
from binacore.survey import Kind, Question, answer_of, result_of

UNITS = 34


def main() -> int:
    wide, deep = _seconds(2_500, 40), _seconds(100_000, 1)
    print(json.dumps({"wide_s": wide, "deep_s": deep}))
    return 0


def _seconds(people: int, questions: int) -> float:
    draw = random.Random(1)
    asked = [Question(f"q{n}", Kind.LIKERT, (1, 2, 3, 4, 5)) for n in range(questions)]
    stored = [json.dumps({each.key: draw.randint(1, 5) for each in asked}) for _ in range(people)]
    units = [str(draw.randrange(UNITS)) for _ in range(people)]
    began = time.perf_counter()
    sheets = [json.loads(each) for each in stored]
    cells = all_cells({"unit": units}, people)
    for each in asked:
        answers = [answer_of(each, sheet) for sheet in sheets]
        shown_cells(cells, answers)
        result_of(each, [answer for answer in answers if answer is not None])
    return round(time.perf_counter() - began, 3)


if __name__ == "__main__":
    sys.exit(main())
