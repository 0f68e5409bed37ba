"""How far two readers of the gold agree, and where they do not: one table a language.

``python -m chronotope.draft.readers GOLD`` prints it; ``--differences`` lists what differs. GOLD
holds the folders ``first`` and ``second``; of a dossier's article the ledger is the first reading.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from chronotope.draft.gazetteer import gazetteer
from chronotope.draft.gold import Gold, Mark, read_gold, read_ledgers, read_reading
from chronotope.draft.measure import Score, match

MEASURES = ("spans", "exact", "places", "dates", "speakers")


@dataclass
class Agreed:
    """Counts of what two readers did alike.

    Attributes
    ----------
    scores
        By measure: ``right`` alike, ``wanted`` of the first reader, ``found`` of the second.
    roles
        The two roles of every span that both marked.
    """

    scores: dict[str, Score] = field(default_factory=lambda: {m: Score() for m in MEASURES})
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Agreed) -> None:
        """Add the counts of another text."""
        for name, score in other.scores.items():
            self.scores[name].add(score)
        self.roles.update(other.roles)

    @property
    def share(self) -> float:
        """Share of the spans of both that have one role."""
        return sum(n for (a, b), n in self.roles.items() if a == b) / self.roles.total()

    @property
    def kappa(self) -> float:
        """Cohen's kappa of the roles: their share beyond chance (1960)."""
        left, right = Counter[str](), Counter[str]()
        for (a, b), n in self.roles.items():
            left[a] += n
            right[b] += n
        chance = sum(left[r] * right[r] for r in left) / self.roles.total() ** 2
        return (self.share - chance) / (1 - chance) if chance < 1 else 1.0

    @property
    def alpha(self) -> float:
        """Krippendorff's alpha of the roles, nominal (*Content Analysis*, 2018, ch. 12)."""
        both = Counter[str]()
        for (a, b), n in self.roles.items():
            both.update({a: n})
            both.update({b: n})
        values = both.total()
        alike = sum(n * (n - 1) for n in both.values()) / (values * (values - 1))
        return 1 - (1 - self.share) / (1 - alike) if alike < 1 else 1.0


def agreed(first: Gold, second: Gold) -> Agreed:
    """Return how far two readings of a text agree.

    Spans are matched as those of the machine are: each once, where they share half of the shorter.
    """
    pairs = _pairs(first, second)
    result = Agreed()
    sizes = len(second.marks), len(first.marks)
    result.scores["spans"] = Score(len(pairs), *sizes)
    result.scores["exact"] = Score(
        sum((a.start, a.end) == (b.start, b.end) for a, b in pairs), *sizes
    )
    result.roles.update((a.role, b.role) for a, b in pairs)
    for name, role in (("places", "place"), ("dates", "time")):
        valued = [[m for m in g.marks if m.role == role and m.value] for g in (first, second)]
        same = [a for a, b in pairs if a.role == b.role == role and a.value]
        alike = sum(_same_value(a, b) for a, b in pairs if a in same)
        result.scores[name] = Score(alike, len(valued[1]), len(valued[0]))
    alone = list(_speakers_alone(first, second))
    kept = len(first.speakers) - sum(side == "first" for side, _, _ in alone)
    result.scores["speakers"] = Score(kept, len(second.speakers), len(first.speakers))
    return result


def _same_value(a: Mark, b: Mark) -> bool:
    """Return whether two marks mean one thing: a place is one by whichever of its names."""
    return a.value == b.value or (
        a.role == b.role == "place" and _place(a.value) == _place(b.value)
    )


def _place(value: str) -> str:
    name, _, country = value.partition("@")
    known = [p for p in gazetteer().places(name) if p.country == country]
    return known[0].place_id if known else value


def _pairs(first: Gold, second: Gold) -> list[tuple[Mark, Mark]]:
    spans = ([(m.start, m.end, m.role) for m in g.marks] for g in (first, second))
    return [(first.marks[a], second.marks[b]) for a, b in match(*spans)]


def _speakers_alone(first: Gold, second: Gold) -> Iterator[tuple[str, int, str]]:
    """Yield each speaker that only one reader has: who, the sentence, the names."""
    left = list(second.speakers)
    for number, names in first.speakers:
        same = next((s for s in left if s[0] == number and s[1] & names), None)
        if same is None:
            yield "first", number, "/".join(sorted(names))
        else:
            left.remove(same)
    for number, names in left:
        yield "second", number, "/".join(sorted(names))


def differences(first: Gold, second: Gold) -> Iterator[str]:
    """Yield a line for each mark or speaker in which two readings of a text differ."""
    pairs = _pairs(first, second)
    both = {id(m) for pair in pairs for m in pair}
    for reader, gold in (("first", first), ("second", second)):
        for mark in gold.marks:
            if id(mark) not in both:
                yield f"{first.name}: only {reader}: {_told(gold, mark)}"
    for a, b in pairs:
        is_valued = bool(a.value and b.value) or a.role == b.role == "time"
        if a.role != b.role or (is_valued and not _same_value(a, b)):
            yield f"{first.name}: {_told(first, a)} – {_told(second, b)}"
    for reader, number, names in _speakers_alone(first, second):
        yield f"{first.name}: only {reader}: sentence {number} speaker {names}"


def _told(gold: Gold, mark: Mark) -> str:
    words = gold.document.text[mark.start : mark.end].split()
    return f"{mark.start} {' '.join(words[:4])!r} {mark.role} {mark.value}".rstrip()


def read_both(folder: Path, *, root: Path) -> Iterator[tuple[Gold, Gold]]:
    """Yield the two readings of every text of a folder of gold that has both."""
    firsts: Iterable[tuple[str, Gold]] = [
        (str(path.relative_to(folder / "first").with_suffix(".csv")), read_gold(path))
        for path in sorted((folder / "first").rglob("*.txt"))
    ]
    ledgers = [(f"{gold.name}.csv", gold) for gold in read_ledgers(folder, root=root)]
    for name, first in (*firsts, *ledgers):
        table = folder / "second" / name
        if table.is_file():
            yield first, read_reading(table, first.document, published=first.published)


def table(results: dict[str, Agreed]) -> str:
    """Return the agreement as a Markdown table."""
    lines = [
        "| texts | spans F1 (exact) | role alike | kappa | alpha | places F1 | dates F1 "
        "| speakers F1 |",
        "| --- |" + " --- |" * 7,
    ]
    for name, result in results.items():
        s = {key: score.f1 for key, score in result.scores.items()}
        lines.append(
            f"| {name} | {s['spans']:.2f} ({s['exact']:.2f}) | {result.share:.2f} "
            f"| {result.kappa:.2f} | {result.alpha:.2f} | {s['places']:.2f} | {s['dates']:.2f} "
            f"| {s['speakers']:.2f} |"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print how far the two readings of a folder of gold agree."""
    paths = [a for a in arguments if not a.startswith("--")]
    folder = Path(paths[0]) if paths else Path("tests/draft/gold")
    both = list(read_both(folder, root=Path.cwd()))
    if "--differences" in arguments:
        print(*(line for first, second in both for line in differences(first, second)), sep="\n")
        return
    results: dict[str, Agreed] = {}
    for first, second in both:
        lang, kind = first.document.lang, _kind(first.name)
        results.setdefault(f"{lang}, {kind}", Agreed()).add(agreed(first, second))
    print(table(dict(sorted(results.items()))))


def _kind(name: str) -> str:
    return "news" if name[3:4].isdigit() else "articles" if name.endswith(".txt") else "ledgers"


if __name__ == "__main__":
    main(sys.argv[1:])
