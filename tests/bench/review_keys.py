"""How many decisions and keys the review of a text takes: ``python tests/bench/review_keys.py``.

Each gold text is drafted and its proposals of names and dates are decided as its reader has them:
accepted (``a``), given another role (``c``, its letter), rejected (``r``, a reason, Enter), and
what is missing added (``m``, arrows, ``m``, a letter, Enter). Equal ones are decided at once
(``e`` first). Nobody is timed: at 6 seconds a decision, 150 take a quarter of an hour.
"""

import sys
from collections import Counter
from pathlib import Path

from chronotope.draft.drafting import draft
from chronotope.draft.gold import Gold, read_gold
from chronotope.draft.measure import compare

GOLD = Path(__file__).parents[1] / "draft" / "gold" / "talks"
SECONDS = 6  # a decision
KEYS = {"both": 1, "another role": 2, "only the machine": 3, "only the reader": 7}


def main(paths: list[Path]) -> None:
    print("| text | words | names and dates | one by one | with equal ones | keys | minutes |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for path in paths:
        gold = read_gold(path)
        alone, together, keys = counted(gold)
        words = len(gold.document.text.split())
        print(
            f"| {path.stem} | {words} | {alone.total() - alone['only the reader']} "
            f"| {alone.total()} | {together} | {keys} | {together * SECONDS / 60:.1f} |"
        )


def counted(gold: Gold) -> tuple[Counter[str], int, int]:
    """Return the decisions one by one by their kind, how many with equal ones at once, and keys."""
    found = compare(gold, draft(gold.document, published=gold.published))
    alone = Counter(found["outcome"])
    keys = ["outcome", "words", "reader", "machine"]
    groups = found.groupby(keys, sort=False).size()
    together = sum(n if outcome == "only the reader" else 1 for (outcome, *_), n in groups.items())
    pressed = sum(
        KEYS[outcome] * (n if outcome == "only the reader" else 1) + (n > 1)
        for (outcome, *_), n in groups.items()
    )
    return alone, together, pressed


if __name__ == "__main__":
    main([Path(p) for p in sys.argv[1:]] or sorted(GOLD.glob("*.txt")))
