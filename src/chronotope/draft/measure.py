"""How well the rules read, against texts that people annotated: one table a language.

``python -m chronotope.draft.measure GOLD`` prints it; ``make measure-draft`` does so for the gold
of this repository. A gold text marks its names and times in place, ``[[words|role|value]]``, and
lists its speakers; the ledger of a dossier is gold as well, where its article is at hand.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chronotope.dossier.files import write_file
from chronotope.draft.drafting import Draft, draft
from chronotope.draft.gazetteer import gazetteer, plain
from chronotope.draft.gold import Gold, read_all, read_gold
from chronotope.draft.mentions import Mention
from chronotope.draft.times import TimeExpression

if TYPE_CHECKING:
    import pandas as pd


_SHIPPED = "2plus2-2019"  # its article is not in the repository
_SHOWN_WORDS = 4
SHARE = 0.5  # of the shorter of two spans that must lie in the other
TARGETS = {"mentions": 0.90, "roles": 0.90, "places": 0.95, "dates": 0.90, "speakers": 0.85}


Found = tuple[int, int, str, Mention | TimeExpression]


@dataclass
class Score:
    """Counts of one measure."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, other: Score) -> None:
        """Add the counts of another text."""
        self.right += other.right
        self.found += other.found
        self.wanted += other.wanted

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is wanted that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0


@dataclass
class Result:
    """All measures of a text, and which role was taken for which."""

    scores: dict[str, Score] = field(default_factory=lambda: {k: Score() for k in TARGETS})
    exact: Score = field(default_factory=Score)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Result) -> None:
        """Add the counts of another text."""
        for key, score in other.scores.items():
            self.scores[key].add(score)
        self.exact.add(other.exact)
        self.confusion.update(other.confusion)


# --- scores ---------------------------------------------------------------------------------------


def score(gold: Gold, found: Draft) -> Result:
    """Return how far a draft is right about a gold text."""
    result = Result()
    marks: list[Found] = [(m.start, m.end, m.role, m) for m in found.mentions]
    marks += [(t.start, t.end, "time", t) for t in found.times]
    pairs = match([(g.start, g.end, g.role) for g in gold.marks], [m[:3] for m in marks])
    result.scores["mentions"] = Score(len(pairs), len(marks), len(gold.marks))
    exact = sum(
        gold.marks[g].start == marks[p][0] and gold.marks[g].end == marks[p][1] for g, p in pairs
    )
    result.exact = Score(exact, len(marks), len(gold.marks))
    for g, p in pairs:
        result.confusion[gold.marks[g].role, marks[p][2]] += 1
    same = sum(gold.marks[g].role == marks[p][2] for g, p in pairs)
    result.scores["roles"] = Score(same, len(pairs), len(pairs))
    result.scores["places"] = _places(gold, marks, dict(pairs))
    result.scores["dates"] = _dates(gold, found)
    result.scores["speakers"] = _speaking(gold, found)
    return result


def match(
    gold: list[tuple[int, int, str]], found: list[tuple[int, int, str]]
) -> list[tuple[int, int]]:
    """Return pairs of spans, each used once, the best first: most alike, then of the same role."""
    options = []
    for g, (a, b, role) in enumerate(gold):
        for p, (c, d, other) in enumerate(found):
            shared = min(b, d) - max(a, c)
            if shared >= SHARE * min(b - a, d - c) and shared > 0:
                union = max(b, d) - min(a, c)
                options.append((-(shared / union) - 0.2 * (role == other), g, p))
    options.sort()
    taken_g: set[int] = set()
    taken_p: set[int] = set()
    pairs = []
    for _, g, p in options:
        if g not in taken_g and p not in taken_p:
            taken_g.add(g)
            taken_p.add(p)
            pairs.append((g, p))
    return sorted(pairs)


def _places(gold: Gold, marks: list[Found], pairs: dict[int, int]) -> Score:
    result = Score()
    for g, mark in enumerate(gold.marks):
        if mark.role != "place" or "@" not in mark.value:
            continue
        result.wanted += 1
        found = marks[pairs[g]][3] if g in pairs else None
        if isinstance(found, Mention) and found.place is not None:
            result.found += 1
            result.right += _is_place(mark.value, found)
    return result


def _is_place(value: str, mention: Mention) -> bool:
    name, _, country = value.partition("@")
    place = mention.place
    if place is None:
        return False
    # The gazetteer's name of a place and an English one mean the same place.
    meant = gazetteer().places(plain(name).replace(".", ""))
    is_same = any(place.geonames_id == p.geonames_id for p in meant[:1])
    is_name = plain(name) in (plain(place.name), plain(mention.surface)) or not name or is_same
    return is_name and (not country or place.country == country)


def _dates(gold: Gold, found: Draft) -> Score:
    wanted = [m for m in gold.marks if m.role == "time" and m.value]
    dated = [t for t in found.times if t.edtf]
    pairs = match(
        [(m.start, m.end, "time") for m in wanted], [(t.start, t.end, "time") for t in dated]
    )
    right = sum(wanted[g].value == dated[p].edtf for g, p in pairs)
    # A value where the reader left the words without one is a value too many.
    return Score(right, len(dated), len(wanted))


def _speaking(gold: Gold, found: Draft) -> Score:
    right, used = 0, set()
    statements = list(found.statements)
    for number, names in gold.speakers:
        for n, s in enumerate(statements):
            keys = {plain(s.speaker), f"@{s.country}" if s.country else ""}
            keys |= {plain(w) for w in s.speaker.split() if len(w) > 4}
            if n not in used and s.sentence == number and keys & names:
                used.add(n)
                right += 1
                break
    return Score(right, len(statements), len(gold.speakers))


def compare(gold: Gold, found: Draft) -> pd.DataFrame:
    """Return one row a span of the reader or the machine: who marked it, and as what.

    Returns
    -------
    pandas.DataFrame
        start, words, reader (role), machine (role), rule, outcome (``both``, ``another role``,
        ``only the reader``, ``only the machine``); in the order of the text.
    """
    import pandas as pd

    text = gold.document.text
    marks = [(m.start, m.end, m.role, m.rule) for m in found.mentions]
    marks += [(t.start, t.end, "time", t.rule) for t in found.times]
    pairs = dict(match([(g.start, g.end, g.role) for g in gold.marks], [m[:3] for m in marks]))
    rows = []
    for g, mark in enumerate(gold.marks):
        machine, rule = marks[pairs[g]][2:] if g in pairs else ("", "")
        outcome = (
            "both" if machine == mark.role else "another role" if machine else "only the reader"
        )
        rows.append((mark.start, text[mark.start : mark.end], mark.role, machine, rule, outcome))
    for p, (start, end, role, rule) in enumerate(marks):
        if p not in set(pairs.values()):
            rows.append((start, text[start:end], "", role, rule, "only the machine"))
    columns = ["start", "words", "reader", "machine", "rule", "outcome"]
    return pd.DataFrame(sorted(rows), columns=columns)


def stored_comparison() -> pd.DataFrame:
    """Return what :func:`compare` found in the shipped dossier's article, as it was stored.

    The article is not in the repository: :func:`store_comparison` made it where it is at hand.
    """
    import pandas as pd

    return pd.read_csv(_comparison_file(), keep_default_na=False)


def store_comparison(compared: pd.DataFrame) -> Path:
    """Write what :func:`compare` found in the shipped dossier's article; return the file.

    It holds no more than the first four words of a span: the article is nobody's to copy.
    """
    words = compared["words"].str.split().str[:_SHOWN_WORDS].str.join(" ")
    text = compared.assign(words=words).to_csv(index=False, lineterminator="\n")
    write_file(_comparison_file(), text.encode("utf-8"))
    return _comparison_file()


def _comparison_file() -> Path:
    from chronotope.dossier.checks import shipped_folder

    return shipped_folder().parent / "draft-compared.csv"


# --- the table ------------------------------------------------------------------------------------


def measure(texts: Iterable[Gold], *, model: bool = False) -> dict[str, Result]:
    """Return the results of gold texts by language."""
    results: dict[str, Result] = {}
    for gold in texts:
        found = draft(gold.document, published=gold.published, model=model)
        results.setdefault(gold.document.lang, Result()).add(score(gold, found))
    return results


def table(results: dict[str, Result]) -> str:
    """Return the results as a Markdown table: F1, for roles and places the share that is right."""
    lines = [
        "| language | mentions F1 (exact) | role right | places right | dates F1 | speakers F1 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for lang, result in sorted(results.items()):
        s = result.scores
        lines.append(
            f"| {lang} | {s['mentions'].f1:.2f} ({result.exact.f1:.2f}) "
            f"| {s['roles'].precision:.2f} "
            f"| {s['places'].recall:.2f} | {s['dates'].f1:.2f} | {s['speakers'].f1:.2f} |"
        )
    return "\n".join(lines)


def confusion(result: Result) -> str:
    """Return which role was taken for which, as a Markdown table: the reader's role by line."""
    roles = sorted({r for pair in result.confusion for r in pair})
    lines = [f"| | {' | '.join(roles)} |", "| --- |" + " --- |" * len(roles)]
    for row in roles:
        cells = " | ".join(str(result.confusion[row, column] or "") for column in roles)
        lines.append(f"| {row} | {cells} |")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the tables for a folder of gold; ``--model`` asks the pinned models as well.

    ``--store`` writes the comparison that notebook 11 shows, where the article is at hand.
    """
    paths = [a for a in arguments if not a.startswith("--")]
    folder = Path(paths[0]) if paths else Path("tests/draft/gold")
    everything = read_all(folder, root=Path.cwd())
    if "--store" in arguments:
        shipped = next((g for g in everything if g.name == _SHIPPED), None)
        if shipped is None:
            sys.exit(f"The article of {_SHIPPED} is not where {folder / 'ledgers.csv'} says.")
        found = draft(shipped.document, published=shipped.published)
        print(store_comparison(compare(shipped, found)))
        return
    seen = [g for g in everything if ".held." not in g.name]
    held = [g for g in everything if ".held." in g.name]
    news = [read_gold(path) for path in sorted((folder / "news").glob("*.txt"))]
    talks = [read_gold(path) for path in sorted((folder / "talks").glob("*.txt"))]
    for name, group, model in (
        ("texts the rules were made with, rules alone", seen, False),
        ("texts held back, rules alone", held, False),
        ("news texts, rules alone", news, False),
        ("texts on real talks, rules alone", talks, False),
        ("texts the rules were made with, with the models", seen, True),
        ("texts held back, with the models", held, True),
        ("news texts, with the models", news, True),
        ("texts on real talks, with the models", talks, True),
    ):
        if not group or (model and "--model" not in arguments):
            continue
        results = measure(group, model=model)
        print(f"\n{name}: {', '.join(g.name for g in group)}\n\n{table(results)}")
        for lang, result in sorted(results.items()):
            print(
                f"\n{lang}: role of the reader by line, of the rules by "
                f"column\n\n{confusion(result)}"
            )
    speech = [read_gold(path) for path in sorted((folder / "speech").glob("*.txt"))]
    for lang, result in sorted(measure(speech).items()):
        print(f"\nspeakers of the texts for speech, {lang}: {result.scores['speakers'].f1:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
