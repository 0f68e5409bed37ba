"""How many decisions and keys the review of a text takes: ``python tests/bench/review_keys.py``.

Each gold text is drafted and its proposals of names and dates are decided as its reader has them:
given another role (``c``, its letter), rejected (``r``, a reason, Enter), what is missing added
(``m``, arrows, ``m``, a letter, Enter), and what is right accepted: one by one (``a``), equal ones
at once (``e`` first), or all of a sentence at once (``s``) after what is wrong in it. Nobody is
timed: at 6 seconds a decision, 150 take a quarter of an hour.
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
    print("| text | words | names and dates | one by one | equal at once | a sentence at once "
          "| keys | minutes |")  # fmt: skip
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for path in paths:
        gold = read_gold(path)
        alone, together, by_sentence, keys = counted(gold)
        words = len(gold.document.text.split())
        print(
            f"| {path.stem} | {words} | {alone.total() - alone['only the reader']} "
            f"| {alone.total()} | {together} | {by_sentence} | {keys} "
            f"| {by_sentence * SECONDS / 60:.1f} |"
        )


def counted(gold: Gold) -> tuple[Counter[str], int, int, int]:
    """Return decisions one by one, with equal ones and by sentence, and keys of the last."""
    found = compare(gold, draft(gold.document, published=gold.published))
    alone = Counter(found["outcome"])
    keys = ["outcome", "words", "reader", "machine"]
    groups = found.groupby(keys, sort=False).size()
    decisions = dict.fromkeys(KEYS, 0)
    for (outcome, *_), n in groups.items():
        decisions[outcome] += n if outcome == "only the reader" else 1
    pressed = sum(KEYS[kind] * n for kind, n in decisions.items() if kind != "both")
    pressed += sum(
        n > 1 for (kind, *_), n in groups.items() if kind in ("another role", "only the machine")
    )
    right = found[found["outcome"] == "both"]
    sentences = {gold.document.sentence_of(start).start for start in right["start"]}
    wrong = sum(n for kind, n in decisions.items() if kind != "both")
    return alone, sum(decisions.values()), wrong + len(sentences), pressed + len(sentences)


if __name__ == "__main__":
    main([Path(p) for p in sys.argv[1:]] or sorted(GOLD.glob("*.txt")))
