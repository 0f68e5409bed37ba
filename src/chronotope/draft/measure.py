"""How well the rules read, against texts that people annotated: one table a language.

``python -m chronotope.draft.measure GOLD`` prints it; ``make measure-draft`` does so for the gold
of this repository. A gold text marks its names and times in place, ``[[words|role|value]]``, and
lists its speakers; the ledger of a dossier is gold as well, where its article is at hand.
"""

from __future__ import annotations

import csv
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chronotope.dossier.files import write_file
from chronotope.draft.document import Document, freeze
from chronotope.draft.drafting import Draft, draft
from chronotope.draft.gazetteer import plain
from chronotope.draft.mentions import Mention
from chronotope.draft.times import TimeExpression

if TYPE_CHECKING:
    import pandas as pd

    from chronotope.dossier.read import Dossier

_SHIPPED = "2plus2-2019"  # its article is not in the repository
_SHOWN_WORDS = 4
SHARE = 0.5  # of the shorter of two spans that must lie in the other
_MARK = re.compile(r"\[\[|\|([a-z]+)\|([^\]\[]*(?:\[[^\]]*\])?)\]\]")
TARGETS = {"mentions": 0.90, "roles": 0.90, "places": 0.95, "dates": 0.90, "speakers": 0.85}


Found = tuple[int, int, str, Mention | TimeExpression]


@dataclass(frozen=True)
class Mark:
    """A span that a reader marked: role, and a value (a place, EDTF, a full name)."""

    start: int
    end: int
    role: str
    value: str


@dataclass(frozen=True)
class Gold:
    """A text as a reader annotated it."""

    name: str
    document: Document
    published: str
    marks: tuple[Mark, ...]
    speakers: tuple[tuple[int, frozenset[str]], ...]  # sentence, the names that are right


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


# --- gold -----------------------------------------------------------------------------------------


def read_gold(path: str | Path) -> Gold:
    """Return a gold text: a first line ``# lang=… published=…``, marks in place, ``# speakers``."""
    path = Path(path)
    head, _, rest = path.read_text("utf-8").partition("\n")
    about = dict(item.split("=") for item in head.removeprefix("#").split())
    body, _, speakers = rest.partition("# speakers\n")
    text, marks = _unmarked(body.strip())
    document = freeze(text, lang=about["lang"])
    if document.text != text:
        raise ValueError(f"{path.name}: write single spaces and no blank lines in a gold text")
    return Gold(
        path.name, document, about["published"], tuple(marks), tuple(_speakers(document, speakers))
    )


def _unmarked(body: str) -> tuple[str, list[Mark]]:
    text: list[str] = []
    marks, stack, at, length = [], [], 0, 0
    for match in _MARK.finditer(body):
        piece = body[at : match.start()]
        text.append(piece)
        length += len(piece)
        at = match.end()
        if match[0] == "[[":
            stack.append(length)
        else:
            marks.append(Mark(stack.pop(), length, match[1], match[2]))
    text.append(body[at:])
    return "".join(text), sorted(marks, key=lambda m: (m.start, -m.end))


def _speakers(document: Document, lines: str) -> Iterable[tuple[int, frozenset[str]]]:
    for line in filter(None, lines.split("\n")):
        words, _, name = line.partition("=")
        at = document.text.find(words)
        if at < 0 or document.text.find(words, at + 1) >= 0:
            raise ValueError(f"speakers: {words!r} stands not just once in the text")
        number = next(n for n, s in enumerate(document.sentences) if s.start <= at < s.end)
        yield number, frozenset(plain(part) for part in name.split("/"))


def dossier_gold(dossier: Dossier, text: str, *, published: str, dates: dict[str, str]) -> Gold:
    """Return the ledger of a dossier as gold.

    Parameters
    ----------
    dossier
        Its mentions, statements, places and actors are read.
    text
        The article.
    published
        Day of its publication.
    dates
        For ids of mentions, the EDTF that the words alone give.
    """
    document = freeze(text, lang=str(dossier.article["language"]))
    places = {r["place_id"]: r for r in dossier.places.to_dict("records")}
    marks = []
    for row in dossier.mentions.to_dict("records"):
        place = places.get(row["place_id"])
        value = dates.get(row["mention_id"], "")
        if row["role"] == "place" and place is not None and place["kind"] != "region":
            value = f"{place['label_en']}@{place['country']}" if place["geonames_id"] else ""
        marks.append(Mark(int(row["start_char"]), int(row["end_char"]), row["role"], value))
    return Gold(dossier.folder_name, document, published, tuple(marks), _said(dossier, document))


def _said(dossier: Dossier, document: Document) -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the speakers of a dossier's statements without the author's own."""
    actors = {r["actor_id"]: r for r in dossier.actors.to_dict("records")}
    passages = {r["passage_id"]: r for r in dossier.passages.to_dict("records")}
    author = str(dossier.article["author"])
    found: dict[tuple[int, str], frozenset[str]] = {}
    said: dict[tuple[str, int], set[str]] = {}
    for row in dossier.mentions.to_dict("records"):
        at = bisect_right(document.sentence_starts, int(row["start_char"])) - 1
        words = [w for w in row["surface"].split() if len(w) > 4]
        said.setdefault((row["actor_id"], at), set()).update([row["surface"], *words])
    for row in dossier.statements.to_dict("records"):
        actor = actors[row["speaker"]]
        is_author = (
            actor["label_en"] in author or row["speaker"].replace("-", " ") in author.lower()
        )
        if is_author or row["mode"] == "possible":
            continue
        start = int(passages[row["passage_id"]]["start_char"])
        number = next(n for n, s in enumerate(document.sentences) if s.start <= start < s.end)
        names = {plain(actor["label_en"]), f"@{actor['country']}"}
        names |= {plain(word) for word in actor["label_en"].split() if len(word) > 4}
        names |= {plain(words) for words in said.get((row["speaker"], number), ())}
        found[number, row["speaker"]] = frozenset(names)
    return tuple((number, names) for (number, _), names in sorted(found.items()))


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
    is_name = plain(name) in (plain(place.name), plain(mention.surface)) or not name
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


def agreement(first: Gold, second: Gold) -> dict[str, float]:
    """Return how far two readers of a text agree.

    Returns
    -------
    dict
        ``spans`` (F1), ``roles`` (share of the spans both marked), ``kappa`` (the same beyond
        chance, Cohen), ``values`` (share of the spans both gave a value).
    """
    pairs = match(
        [(m.start, m.end, m.role) for m in first.marks],
        [(m.start, m.end, m.role) for m in second.marks],
    )
    both = [(first.marks[g], second.marks[p]) for g, p in pairs]
    same = sum(a.role == b.role for a, b in both) / len(both)
    left, right = Counter(a.role for a, _ in both), Counter(b.role for _, b in both)
    chance = sum(left[r] * right[r] for r in left) / len(both) ** 2
    valued = [(a, b) for a, b in both if a.value or b.value]
    return {
        "spans": Score(len(pairs), len(second.marks), len(first.marks)).f1,
        "roles": same,
        "kappa": (same - chance) / (1 - chance) if chance < 1 else 1.0,
        "values": sum(a.value == b.value for a, b in valued) / max(1, len(valued)),
    }


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


def read_all(folder: Path, *, root: Path) -> list[Gold]:
    """Return the gold of a folder: its texts, and the ledgers of the dossiers that it names."""
    from chronotope.dossier.read import load_dossier

    texts = [read_gold(path) for path in sorted(folder.glob("*.a.txt"))]
    with (folder / "ledgers.csv").open(encoding="utf-8", newline="") as lines:
        ledgers = list(csv.DictReader(lines))
    with (folder / "ledger-dates.csv").open(encoding="utf-8", newline="") as lines:
        dates = list(csv.DictReader(lines))
    for row in ledgers:
        article = root / row["text"]
        if article.is_file():
            values = {d["mention_id"]: d["edtf"] for d in dates if d["dossier"] == row["dossier"]}
            dossier = load_dossier(root / "data" / row["dossier"])
            texts.append(
                dossier_gold(
                    dossier, article.read_text("utf-8"), published=row["published"], dates=values
                )
            )
    return texts


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
    news = [read_gold(path) for path in sorted((folder / "news").glob("*.a.txt"))]
    texts = everything
    for name, group, model in (
        ("texts the rules were made with, rules alone", seen, False),
        ("texts held back, rules alone", held, False),
        ("news texts, rules alone", news, False),
        ("texts the rules were made with, with the models", seen, True),
        ("texts held back, with the models", held, True),
        ("news texts, with the models", news, True),
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
    for first in texts:
        second = folder / first.name.replace(".a.txt", ".b.txt")
        if second.is_file() and second.name != first.name:
            shown = {k: round(v, 3) for k, v in agreement(first, read_gold(second)).items()}
            print(f"\nagreement of two readings, {first.name}: {shown}")


if __name__ == "__main__":
    main(sys.argv[1:])
