"""What the rules of the draft take, without a model: ``make speed-draft``.

Loading is told apart: the gazetteer, and the patterns of a language with one short text. Then the
other gold texts of the language are read as one: for the first time, five times again, and ten
times as long. Seconds of the processor for 1,000 words.
"""

import os
import statistics
import time
from pathlib import Path

from chronotope.draft.document import Document, freeze
from chronotope.draft.drafting import draft
from chronotope.draft.gazetteer import gazetteer
from chronotope.draft.gold import read_gold

GOLD = Path(__file__).parents[1] / "draft" / "gold"
AGAIN = 5


def main() -> None:
    print(f"gazetteer: {seconds(gazetteer):.2f} s")
    print("| language | words | rules, s | first text | median of five | ten times as long |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for lang in ("en", "fr", "ru"):
        warm, document, long = texts(lang)[0], joined(texts(lang)[1:]), joined(texts(lang)[1:] * 10)
        loading = seconds(lambda: draft(joined([warm]), published="2019-01-01"))  # noqa: B023
        runs = [per_thousand(document) for _ in range(AGAIN + 1)]
        print(
            f"| {lang} | {len(document.text.split())} | {loading:.2f} | {runs[0]:.3f} "
            f"| {statistics.median(runs[1:]):.3f} | {per_thousand(long):.3f} |"
        )
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def texts(lang: str) -> list[Document]:
    """Return the gold texts of a language, a short one first."""
    paths = [*sorted((GOLD / "news").glob(f"{lang}-*")), *sorted(GOLD.glob(f"{lang}-*"))]
    return [read_gold(path).document for path in paths]


def joined(documents: list[Document]) -> Document:
    """Return texts as one."""
    bodies = [document.text.partition("\n")[2] for document in documents]
    return freeze("\n".join(["A title", *bodies]), lang=documents[0].lang)


def per_thousand(document: Document) -> float:
    taken = seconds(lambda: draft(document, published="2019-01-01"))
    return 1000 * taken / len(document.text.split())


def seconds(run) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


if __name__ == "__main__":
    main()
