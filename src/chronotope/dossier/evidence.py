"""What every row rests on: locators in the article and the ledger of coverage."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from chronotope.dossier.beside import ARTICLE_FILE
from chronotope.dossier.encoding import text_of
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.files import read_bounded
from chronotope.dossier.read import Dossier, key_columns, split_list, table_names
from chronotope.dossier.tables import Row
from chronotope.lang.dates import date_words
from chronotope.lang.words import word

if TYPE_CHECKING:
    import pandas as pd

Resting = Mapping[str, list[tuple[str, str]]]  # by passage: table and id of each row on it

# Licences that allow a verbatim copy of the text, as SPDX and Creative Commons name them.
_QUOTABLE = re.compile(r"CC0-1\.0|CC-PDDC|CC-PDM-1\.0|CC-BY(-NC)?(-SA|-ND)?-\d\.\d|public-domain")
# Title and author stand above the first paragraph and are counted as paragraph 0.
HEADING_LINES = 2
# Link tables have keys of two columns; every other row has an id of its own.
ID_COLUMNS = {t: key_columns(t)[0] for t in table_names() if len(key_columns(t)) == 1}


class LocatorError(ValueError):
    """Words that do not find one passage, and one only."""


# --- the article -------------------------------------------------------------------------


def normalise_article(text: str) -> str:
    """Return the text that all offsets count in.

    Lines are brought to Unicode NFC, each run of white space becomes one space, blank lines
    go, and the rest is joined with one line feed.
    """
    lines = re.split(r"\r\n|\r|\n", unicodedata.normalize("NFC", text.removeprefix("\ufeff")))
    collapsed = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in collapsed if line)


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def paragraph_spans(text: str) -> dict[int, tuple[int, int]]:
    """Return where each paragraph of a normalised text starts and ends.

    Title and author together are paragraph 0, the body counts from 1.
    """
    spans: dict[int, tuple[int, int]] = {}
    start = 0
    for line_number, line in enumerate(text.split("\n")):
        number = max(0, line_number - HEADING_LINES + 1)
        end = start + len(line)
        spans[number] = (spans.get(number, (start, end))[0], end)
        start = end + 1
    return spans


# A dossier of ten thousand passages asks ten thousand times for the spans of one text.
_spans = lru_cache(maxsize=2)(paragraph_spans)


def find_passage(
    text: str, start_words: str, end_words: str, paragraph: int | None = None
) -> tuple[int, int]:
    """Return where the one passage between two groups of words starts and ends.

    Parameters
    ----------
    text
        Normalised text, as :func:`normalise_article` gives it.
    start_words, end_words
        First and last words of the passage, verbatim. The two may overlap.
    paragraph
        Paragraph in which the passage must lie; None for any.

    Returns
    -------
    tuple of int
        Offsets in code points, the end exclusive.

    Raises
    ------
    LocatorError
        If either group of words is missing or occurs twice in the whole text, or the passage
        runs backwards or lies elsewhere. Nothing is matched by likeness.
    """
    start = _find_once(text, start_words)
    end_at = _find_once(text, end_words)
    end = end_at + len(end_words)
    if end_at < start or end < start + len(start_words):
        raise LocatorError(f"{end_words!r} stands before {start_words!r}")
    if paragraph is not None:
        first, last = _spans(text).get(paragraph, (0, -1))
        if not first <= start < end <= last:
            raise LocatorError(f"the passage does not lie in paragraph {paragraph}")
    return start, end


def _find_once(text: str, words: str) -> int:
    if not words:
        raise LocatorError("no words are given")
    at = text.find(words)
    if at < 0:
        raise LocatorError(f"{words!r} does not occur in the article")
    if text.find(words, at + 1) >= 0:
        raise LocatorError(f"{words!r} occurs more than once in the article")
    return at


# --- every locator against the article ---------------------------------------------------


def held_article(dossier: Dossier) -> str:
    """Return the normalised text that lies in the dossier's folder; ``""`` where none does.

    Raises
    ------
    DossierError
        If the file is too large, or not UTF-8.
    """
    path = dossier.folder / ARTICLE_FILE
    # Tables of no folder stand in none: what lies in the working directory is not theirs.
    if dossier.folder == Path() or not path.is_file():
        return ""
    return _read_article(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read_article(path: Path, _changed: int) -> str:
    return normalise_article(text_of(read_bounded(path), path.name))


def held_article_faults(dossier: Dossier) -> list[Fault]:
    """Return every locator that the text in the dossier's folder does not bear out.

    A text beside tables that read no article is nobody's: no locator, no fault.
    """
    lines = dossier.lines
    if not dossier.article and not lines["passages"] and not lines["sentences"]:
        return []
    try:
        article = held_article(dossier)
    except DossierError as error:
        return error.faults
    return article_faults(dossier, article) if article else []


def is_anchored(row: Row) -> bool:
    """Return whether it is known at which letters of the article a passage or mention stands."""
    return bool(row["start_char"] == row["start_char"] and row["end_char"] == row["end_char"])


def paragraph_number(row: Row) -> int | None:
    """Return the paragraph of a passage or sentence; None where it is not known yet."""
    return None if math.isnan(row["paragraph"]) else int(row["paragraph"])


def quoted_sentence(dossier: Dossier, passage: Row) -> str:
    """Return the sentence of a passage where the licence of the text allows it, else ``""``.

    ``licence`` of the article, in ``datapackage.json``, says whether: a Creative Commons licence
    (all of them allow a verbatim copy) or the public domain. The text must lie in the folder.
    """
    if not _QUOTABLE.fullmatch(str(dossier.article.get("licence", ""))):
        return ""
    text = held_article(dossier)
    if not is_anchored(passage):
        return ""
    start, end = int(passage["start_char"]), int(passage["end_char"])

    def shared(row: Row) -> float:
        return min(end, float(row["end_char"])) - max(start, float(row["start_char"]))

    found = max(dossier.rows("sentences"), key=shared, default=None)
    if found is None or shared(found) <= 0:
        return text[start:end]
    return text[int(found["start_char"]) : int(found["end_char"])]


def verify_article(dossier: Dossier, text: str) -> None:
    """Check every locator of a dossier against the article it was made from.

    Parameters
    ----------
    dossier
        Dossier whose sentences, passages and mentions are checked.
    text
        The article as it was published; it is normalised here.

    Raises
    ------
    DossierError
        With one fault for each locator whose words, offsets or SHA-256 differ. A fault of a
        passage names the rows that rest on it.
    """
    if faults := article_faults(dossier, normalise_article(text)):
        raise DossierError(faults)


def article_faults(dossier: Dossier, article: str) -> list[Fault]:
    """Return one fault for each locator that a normalised article does not bear out."""
    faults = _article_faults(dossier, article) if dossier.article else []
    resting = resting_rows(dossier)
    for table in ("sentences", "passages"):
        for number, row in _located(dossier, table):
            faults += _locator_faults(table, number, row, article=article, resting=resting)
    passages = {row["passage_id"]: row for row in dossier.rows("passages")}
    for number, row in _located(dossier, "mentions"):
        faults += _mention_faults(number, row, article=article, passages=passages)
    return faults


def _article_faults(dossier: Dossier, article: str) -> list[Fault]:
    given = dict(dossier.article or {})
    found = {"characters": len(article), "sha256": text_sha256(article)}
    return [
        Fault(
            file="datapackage.json",
            row=None,
            column=f"chronotope.article.{name}",
            value=str(given.get(name, "")),
            problem="the article is not the one this dossier was made from",
            allowed=str(value),
            remedy="use the very text of the article; layout and white space do not count",
        )
        for name, value in found.items()
        if given.get(name) != value
    ]


def _located(dossier: Dossier, table: str) -> Iterable[tuple[int, Row]]:
    """Return the rows that say where they stand; of the others another rule speaks."""
    columns = dossier.table(table).columns
    wanted = ("paragraph", "start_char", "end_char", "start_words", "end_words", "surface")
    names = [name for name in wanted if name in columns]
    return (
        (number, row)
        for number, row in dossier.numbered_rows(table)
        if all(row[name] == row[name] and row[name] != "" for name in names)
    )


def _locator_faults(
    table: str, number: int, row: Row, *, article: str, resting: Resting
) -> list[Fault]:
    """Return the faults of one sentence or passage: words, place, offsets, digest."""
    column, value, problem = _locator_problem(row, article)
    if not problem:
        return []
    row_id = row[ID_COLUMNS[table]]
    rests = _rest_words(resting.get(row_id, [])) if table == "passages" else ""
    return [
        Fault(
            file=f"{table}.csv",
            row=number,
            column=column,
            value=value,
            problem=f"{row_id}: {problem}{rests}",
            allowed="words, offsets and SHA-256 of one passage of the article, exactly",
            remedy="compare the passage with the article, then correct this row and all on it",
        )
    ]


def _locator_problem(row: Row, article: str) -> tuple[str, str, str]:
    start, end = int(row["start_char"]), int(row["end_char"])
    words = row["start_words"], row["end_words"]
    try:
        found = find_passage(article, *words, paragraph=int(row["paragraph"]))
    except LocatorError as error:
        return "start_words", " … ".join(words), str(error)
    if found != (start, end):
        return "start_char", f"{start}-{end}", f"the words stand at {found[0]}-{found[1]}"
    if text_sha256(article[start:end]) != row["sha256"]:
        return "sha256", row["sha256"], "the text between the first and last words is another"
    return "", "", ""


def _mention_faults(
    number: int, row: Row, *, article: str, passages: Mapping[str, Row]
) -> list[Fault]:
    start, end = int(row["start_char"]), int(row["end_char"])
    passage = passages.get(row["passage_id"])
    problem = ""
    if article[start:end] != row["surface"]:
        problem = f"the article has {article[start:end][:40]!r} there"
    elif passage is None or not passage["start_char"] <= start < end <= passage["end_char"]:
        problem = f"the words do not lie in passage {row['passage_id']}"
    if not problem:
        return []
    return [
        Fault(
            file="mentions.csv",
            row=number,
            column="surface",
            value=row["surface"],
            problem=f"{row['mention_id']}: {problem}",
            allowed="the words of the article at these offsets, inside their passage",
            remedy="correct surface, start_char and end_char of this row",
        )
    ]


def _rest_words(rows: Iterable[tuple[str, str]]) -> str:
    by_table: dict[str, list[str]] = defaultdict(list)
    for table, row_id in rows:
        by_table[table].append(row_id)
    if not by_table:
        return "; no row rests on it"
    listed = "; ".join(f"{table} {', '.join(ids)}" for table, ids in by_table.items())
    return f"; these rows rest on it: {listed}"


def resting_rows(dossier: Dossier) -> dict[str, list[tuple[str, str]]]:
    """Return for each passage the rows that rest on it, as (table, row id) pairs."""
    resting: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for table, column in (
        ("events", "passages"),
        ("statements", "passage_id"),
        ("topics", "passages"),
        ("mentions", "passage_id"),
    ):
        for row in dossier.rows(table):
            for passage_id in split_list(row[column]):
                resting[passage_id].append((table, row[ID_COLUMNS[table]]))
    return dict(resting)


# --- the ledger, both ways ---------------------------------------------------------------


def coverage(dossier: Dossier, *, lang: str = "en") -> pd.DataFrame:
    """Return one row a sentence of the article: what rests on it, or why nothing does.

    Parameters
    ----------
    dossier
        Dossier to account for.
    lang
        Language of the reasons.

    Returns
    -------
    pandas.DataFrame
        Columns sentence_id, paragraph, start_words, end_words; passages, events, statements,
        topics, mentions (``;`` lists of ids; mentions are those used); marks, their number;
        reason, blank where marks is not 0.
    """
    import pandas as pd

    resting = resting_rows(dossier)
    used = {r["mention_id"] for r in dossier.rows("mentions") if r["use"] == "used"}
    rows = []
    for sentence in dossier.rows("sentences"):
        passages = _passages_of(sentence, dossier.passages)
        marks = _marks_on(passages, resting=resting, used=used)
        rows.append(
            {
                "sentence_id": sentence["sentence_id"],
                "paragraph": paragraph_number(sentence),
                "start_words": sentence["start_words"],
                "end_words": sentence["end_words"],
                "passages": ";".join(passages),
                **{table: ";".join(ids) for table, ids in marks.items()},
                "marks": sum(map(len, marks.values())),
                "reason": sentence[f"reason_{lang}"],
            }
        )
    columns = ["sentence_id", "paragraph", "start_words", "end_words", "passages"]
    columns += ["events", "statements", "topics", "mentions", "marks", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _passages_of(sentence: Row, passages: pd.DataFrame) -> list[str]:
    """Return the passages that mostly lie in a sentence, or hold most of it.

    A locator may end with the first word of the next sentence; that word is no evidence.
    """
    start, end = sentence["start_char"], sentence["end_char"]
    overlap = passages["end_char"].clip(upper=end) - passages["start_char"].clip(lower=start)
    length = passages["end_char"] - passages["start_char"]
    is_here = (2 * overlap > length) | (2 * overlap > end - start)
    return list(passages.loc[is_here, "passage_id"])


def _marks_on(
    passages: Iterable[str], *, resting: Resting, used: Container[str]
) -> dict[str, list[str]]:
    marks: dict[str, list[str]] = {t: [] for t in ("events", "statements", "topics", "mentions")}
    for passage_id in passages:
        for table, row_id in resting.get(passage_id, []):
            is_mark = table != "mentions" or row_id in used
            if is_mark and row_id not in marks[table]:
                marks[table].append(row_id)
    return {table: sorted(ids) for table, ids in marks.items()}


def mention_ledger(dossier: Dossier, *, lang: str = "en") -> pd.DataFrame:
    """Return one row a mention of a name or time in the article: used or rejected, and why.

    Parameters
    ----------
    dossier
        Dossier to account for.
    lang
        Language of the words.

    Returns
    -------
    pandas.DataFrame
        Columns mention_id, paragraph, surface, role, use (in words), place, actor, event
        (ids), passage_id, reason; in the order of the article.
    """
    import pandas as pd

    passages = dossier.passages[["passage_id", "paragraph"]]
    mentions = dossier.mentions.merge(
        passages, on="passage_id", how="left", validate="many_to_one"
    ).sort_values(["start_char", "end_char"], kind="stable")
    return pd.DataFrame(
        {
            "mention_id": mentions["mention_id"],
            "paragraph": mentions["paragraph"].astype("Int64"),
            "surface": mentions["surface"],
            "role": [term("role", value, lang) for value in mentions["role"]],
            "use": [term("use", value, lang) for value in mentions["use"]],
            "place": mentions["place_id"],
            "actor": mentions["actor_id"],
            "event": mentions["event_id"],
            "passage_id": mentions["passage_id"],
            "reason": mentions[f"reason_{lang}"],
        }
    ).reset_index(drop=True)


def term(group: str, value: str, lang: str) -> str:
    """Return the word for a value of the codebook, such as the verdict ``imprecise``."""
    return word(f"evidence.{group}.{value}", lang) if value else ""


def as_of_words(dossier: Dossier, lang: str, *, say: Callable[[str, str], str] = date_words) -> str:
    """Return the day on which a dossier stands, and that nobody said it where that is so.

    Parameters
    ----------
    dossier
        Its day, and whether it is the dossier's own.
    lang
        Language code.
    say
        What puts the day into words.
    """
    day = say(dossier.as_of_text or dossier.as_of.isoformat(), lang)
    return day if dossier.is_dated else word("dates.unsaid_day", lang, date=day)
