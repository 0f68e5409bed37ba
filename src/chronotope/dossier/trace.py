"""Why a row stands in a dossier: what it says, and the passages and sources it rests on."""

from __future__ import annotations

import difflib
import html
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chronotope.dossier.aspects import (
    ASPECTS,
    NONE,
    UNSTATED,
    Ground,
    account_words,
    asked_aspects,
    event_accounts,
    grounds_of,
    levels_of,
    origin,
    relations_by_event,
    said_aspects,
)
from chronotope.dossier.defaults import cut_label
from chronotope.dossier.errors import AskedError
from chronotope.dossier.evidence import (
    ID_COLUMNS,
    coverage,
    is_anchored,
    paragraph_number,
    quoted_sentence,
    resting_rows,
    term,
)
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.tables import Row
from chronotope.lang.dates import date_words, event_date_words, parse_date, written_words
from chronotope.lang.languages import LAST_RESORT
from chronotope.lang.words import word

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Line:
    """One line of an explanation; an address makes it a link."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its lines."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a row stands in the dossier: what it says and what it rests on."""

    row_id: str
    table: str
    lang: str
    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The explanation as plain text."""
        lines = [f"{self.row_id} · {self.title}"]
        lines += [f"  {_colon(label, self.lang)} {value}" for label, value in self.facts]
        for section in self.sections:
            lines.append(f"  {section.heading}")
            for line in section.lines:
                lines.append(f"    – {line.text}" + (f" <{line.url}>" if line.url else ""))
        return "\n".join(lines)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        esc = html.escape
        facts = "".join(f"<dt>{esc(a)}</dt><dd>{esc(b)}</dd>" for a, b in self.facts)
        sections = "".join(
            f"<p><b>{esc(section.heading)}</b></p>"
            f"<ul>{''.join(map(_line_html, section.lines))}</ul>"
            for section in self.sections
        )
        return (
            f'<section class="why" lang="{esc(self.lang)}" aria-label="{esc(self.row_id)}">'
            f"<p><b>{esc(self.row_id)} · {esc(self.title)}</b></p>"
            f"<dl>{facts}</dl>{sections}</section>"
        )


def _line_html(line: Line) -> str:
    text = html.escape(line.text)
    # Only a web address becomes a link: a table may hold any text in that column.
    if line.url.startswith(("http://", "https://")):
        return f'<li><a href="{html.escape(line.url)}" rel="noopener">{text}</a></li>'
    return f"<li>{text}{' ' + html.escape(line.url) if line.url else ''}</li>"


def why(
    dossier: Dossier, row_id: str, *, lang: str = "en", table: str | None = None
) -> Explanation:
    """Return what a row of a dossier says and what it rests on.

    Parameters
    ----------
    dossier
        Dossier that holds the row.
    row_id
        Id of an event, place, actor, statement, sentence, passage, mention, source, topic,
        channel, period, special area, frame or figure; or what only one of them is called.
    lang
        Language of the explanation.
    table
        Table to look in; needed only where two tables use the same id.

    Returns
    -------
    Explanation
        Prints as text and shows as HTML in a notebook; ``.text`` holds the text.

    Raises
    ------
    ValueError
        If no row has that id, or rows of several tables do.
    """
    asked = [table] if table else list(ID_COLUMNS)
    found = ((name, _row(dossier, name, row_id)) for name in asked)
    rows = [(name, row) for name, row in found if row is not None]
    if not rows:
        row_id = _called(dossier, row_id, asked)
        found = ((name, _row(dossier, name, row_id)) for name in asked)
        rows = [(name, row) for name, row in found if row is not None]
    if len(rows) > 1:
        tables = " and ".join(name for name, _ in rows)
        raise AskedError(f"{row_id!r} is a row of {tables}: name one with table=.")
    name, row = rows[0]
    title, facts, sections = _EXPLAIN.get(name, _explain_other)(dossier, row, lang)
    return Explanation(
        row_id=row_id,
        table=name,
        lang=lang,
        title=f"{term('kind', name, lang)}{_w('colon', lang)} {title}",
        facts=tuple((_w(f"fact.{key}", lang), value) for key, value in facts if value),
        sections=tuple(
            Section(_w(key if "." in key else f"section.{key}", lang), tuple(lines))
            for key, lines in sections
            if lines
        ),
    )


_Parts = tuple[str, list[tuple[str, str]], list[tuple[str, list[Line]]]]


def _explain_event(dossier: Dossier, row: Row, lang: str) -> _Parts:
    facts = [
        ("status", term("status", row["status"], lang)),
        ("status_then", term("status", row["status_then"], lang)),
        ("replaced_by", _named(dossier, "events", row["replaced_by"], lang)),
        ("date", _date_with_precision(row["date"], lang)),
        ("date_written", written_words(row.get("date_written", ""), lang)),
        ("date_relative", row.get("date_relative", "")),
        ("summary", row[f"summary_{lang}"]),
        ("form", term("form", row["form"], lang)),
        ("channel", _named(dossier, "channels", row["channel"], lang)),
        ("place", _named(dossier, "places", row["place_id"], lang)),
        ("theatres", _named(dossier, "places", row["theatres"], lang)),
        ("actors", _named(dossier, "actors", row["actors"], lang)),
        ("doubt", row[f"doubt_{lang}"]),
        ("origin", _origin_words(dossier, row, lang)),
    ]
    sections = [
        ("passages", _passage_lines(dossier, row["passages"], lang)),
        *_aspect_sections(dossier, row, lang),
        ("relations", relation_lines(dossier, row["event_id"], lang)),
        ("accounts", account_lines(dossier, row["event_id"], lang)),
    ]
    return row[f"title_{lang}"], facts, sections


def _origin_words(dossier: Dossier, event: Row, lang: str) -> str:
    where = origin(dossier, event["event_id"], event["passages"])
    return _w("aspect_none" if where == NONE else f"origin.{where}", lang) if where else ""


def _aspect_sections(dossier: Dossier, event: Row, lang: str) -> Iterator[tuple[str, list[Line]]]:
    """Yield each aspect of an event with what it rests on, or that nothing is named."""
    grounds = grounds_of(dossier, event["event_id"])
    asked = asked_aspects(event)
    for aspect in ASPECTS:
        lines = [_ground_line(dossier, ground, lang) for ground in grounds.get(aspect, ())]
        if not lines and aspect in asked:
            lines = [Line(_w("aspect_none", lang))]
        yield f"aspect.{aspect}", lines


def levels_words(levels: Iterable[tuple[str, str]], lang: str) -> str:
    """Return in one text how surely aspects of an event are known; its sources say on what."""
    return " · ".join(
        f"{_colon(term('aspect', aspect, lang), lang)} {_sure_words(level, lang)}"
        for aspect, level in levels
    )


def aspects_table(dossier: Dossier, *, lang: str = "en") -> pd.DataFrame:
    """Return one row an event: how sure each of its aspects is, in words.

    Parameters
    ----------
    dossier
        Dossier to account for.
    lang
        Language of the words.

    Returns
    -------
    pandas.DataFrame
        Columns event_id, title, fact, date, place, actors, reading; blank where the event says
        nothing of an aspect.
    """
    import pandas as pd

    rows = []
    for event in _events_in_time(dossier):
        levels = levels_of(dossier, event["event_id"], asked_aspects(event))
        sure = {aspect: _sure_words(level, lang) for aspect, level in levels}
        rows.append({"event_id": event["event_id"], "title": event[f"title_{lang}"]} | sure)
    return pd.DataFrame(rows, columns=["event_id", "title", *ASPECTS]).fillna("")


def _sure_words(level: str, lang: str) -> str:
    return term("certainty" if level == NONE else "confidence", level, lang)


def accounts_table(dossier: Dossier, *, lang: str = "en") -> pd.DataFrame:
    """Return the accounts that differ, one row each, those of one aspect below each other.

    Parameters
    ----------
    dossier
        Dossier whose accounts are listed.
    lang
        Language of the words.

    Returns
    -------
    pandas.DataFrame
        Columns event_id, aspect, account, passage, source, reason (blank where no editor follows
        the account).
    """
    import pandas as pd

    rows = [
        {
            "event_id": event_id,
            "aspect": term("aspect", aspect, lang),
            "account": account_words(dossier, account, lang),
            "passage": account["passage_id"],
            "source": account["source_id"],
            "reason": account[f"reason_{lang}"],
        }
        for (event_id, aspect), accounts in event_accounts(dossier).items()
        for account in accounts
    ]
    columns = ["event_id", "aspect", "account", "passage", "source", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _ground_line(dossier: Dossier, ground: Ground, lang: str) -> Line:
    confidence = term("confidence", ground.confidence, lang)
    if ground.table == "sources":
        words, url = _source_words(dossier, ground.row_id)
        return Line(f"{words} ({confidence})", url)
    where = _paragraph_words(_row(dossier, "passages", ground.row_id), lang)
    return Line(f"{_dotted(ground.row_id, where)} ({confidence})")


def relation_lines(dossier: Dossier, event_id: str, lang: str) -> list[Line]:
    """Return how an event stands to others, told from its side, each with what says so."""
    lines = []
    for relation in relations_by_event(dossier).get(event_id, ()):
        is_start = event_id == relation.start
        group = "relation" if is_start else "relation_back"
        other = relation.end if is_start else relation.start
        said = _event_line(_named_row(dossier, "events", other), lang).text
        ground = relation.passage_id or relation.source_id
        head = _colon(term(group, relation.relation, lang), lang)
        lines.append(Line(f"{head} {said}" + (f" [{ground}]" if ground else "")))
    return lines


def account_lines(dossier: Dossier, event_id: str, lang: str) -> list[Line]:
    """Return the accounts of an event that differ, aspect by aspect."""
    return [
        _account_line(dossier, account, lang)
        for aspect in ASPECTS
        for account in event_accounts(dossier).get((event_id, aspect), ())
    ]


def _account_line(dossier: Dossier, account: Row, lang: str) -> Line:
    """Return one account: of what, what it says, who gives it, and why it is followed if it is."""
    aspect = _colon(term("aspect", account["aspect"], lang), lang)
    ground = ", ".join(filter(None, (account["passage_id"], account["source_id"])))
    text = f"{aspect} {account_words(dossier, account, lang)} [{ground}]"
    if account["chosen"]:
        said = _w("account_chosen", lang, reason=account[f"reason_{lang}"])
        text = f"{text} ({said})"
    return Line(text, (_row(dossier, "sources", account["source_id"]) or {}).get("url", ""))


def _explain_account(dossier: Dossier, row: Row, lang: str) -> _Parts:
    facts = [
        ("event", _named(dossier, "events", row["event_id"], lang)),
        ("reason", row[f"reason_{lang}"]),
    ]
    source = [_source_line(dossier, row["source_id"])] if row["source_id"] else []
    sections = [
        ("passages", _passage_lines(dossier, row["passage_id"], lang)),
        ("sources", source),
        ("accounts", account_lines(dossier, row["event_id"], lang)),
    ]
    aspect = _colon(term("aspect", row["aspect"], lang), lang)
    return f"{aspect} {account_words(dossier, row, lang)}", facts, sections


def _explain_place(dossier: Dossier, row: Row, lang: str) -> _Parts:
    place_id = row["place_id"]
    events = [
        event
        for event in _events_in_time(dossier)
        if place_id == event["place_id"] or place_id in split_list(event["theatres"])
    ]
    facts = [
        ("label_local", row["label_local"]),
        ("place_kind", term("place", row["kind"], lang)),
        ("coordinates", _coordinates(row)),
        ("precision", term("place_precision", row["precision"], lang)),
        ("area", row["area"].replace(";", ", ")),
        ("gazetteers", _gazetteers(row)),
    ]
    mentions = _rows(dossier, "mentions", place_id=place_id)
    sections = [
        ("events", [_event_line(event, lang) for event in events]),
        ("used", [_mention_line(dossier, m, lang) for m in mentions if m["use"] == "used"]),
        ("rejected", [_mention_line(dossier, m, lang) for m in mentions if m["use"] != "used"]),
        ("sources", _sources_of_events(dossier, events, lang)),
    ]
    return row[f"label_{lang}"], facts, sections


def _explain_actor(dossier: Dossier, row: Row, lang: str) -> _Parts:
    actor_id = row["actor_id"]
    events = [e for e in _events_in_time(dossier) if actor_id in split_list(e["actors"])]
    statements = _rows(dossier, "statements", speaker=actor_id)
    mentions = _rows(dossier, "mentions", actor_id=actor_id)
    facts = [
        ("actor_kind", term("actor", row["kind"], lang)),
        ("role", row[f"role_{lang}"]),
        ("country", row["country"]),
    ]
    sections = [
        ("events", [_event_line(event, lang) for event in events]),
        ("statements", [_statement_line(statement, lang) for statement in statements]),
        ("positions", _position_lines(dossier, lang, actor_id=actor_id)),
        ("mentions", [_mention_line(dossier, mention, lang) for mention in mentions]),
        ("sources", _sources_of_events(dossier, events, lang)),
    ]
    return row[f"label_{lang}"], facts, sections


def _explain_statement(dossier: Dossier, row: Row, lang: str) -> _Parts:
    links = _rows(dossier, "statement_sources", statement_id=row["statement_id"])
    facts = [
        ("speaker", _named(dossier, "actors", row["speaker"], lang)),
        ("mode", term("mode", row["mode"], lang)),
        ("topic", _named(dossier, "topics", row["topic_id"], lang)),
        ("verdict", term("verdict", row["verdict"], lang)),
        ("note", row[f"verdict_note_{lang}"]),
    ]
    sections = [
        ("passages", _passage_lines(dossier, row["passage_id"], lang)),
        ("positions", _position_lines(dossier, lang, statement_id=row["statement_id"])),
        ("sources", [_source_line(dossier, link["source_id"]) for link in links]),
    ]
    return row[f"gist_{lang}"], facts, sections


def _explain_sentence(dossier: Dossier, row: Row, lang: str) -> _Parts:
    ledger = coverage(dossier, lang=lang).set_index("sentence_id")
    ids = ledger.loc[row["sentence_id"], "passages"]
    facts = [("reason", row[f"reason_{lang}"])]
    sections = [
        ("passages", _passage_lines(dossier, ids, lang)),
        ("resting", _resting_lines(dossier, split_list(ids), lang)),
    ]
    return _locator_words(row, lang), facts, sections


def _explain_passage(dossier: Dossier, row: Row, lang: str) -> _Parts:
    facts = [("facts", row["facts"].replace(";", ", ")), ("sha256", row["sha256"])]
    sections = [("resting", _resting_lines(dossier, [row["passage_id"]], lang))]
    return _locator_words(row, lang), facts, sections


def _explain_mention(dossier: Dossier, row: Row, lang: str) -> _Parts:
    facts = [
        ("mention_role", term("role", row["role"], lang)),
        ("use", term("use", row["use"], lang)),
        ("reason", row[f"reason_{lang}"]),
        ("place", _named(dossier, "places", row["place_id"], lang)),
        ("actors", _named(dossier, "actors", row["actor_id"], lang)),
        ("event", _named(dossier, "events", row["event_id"], lang)),
    ]
    return (
        _quoted(row["surface"], lang),
        facts,
        [("passages", _passage_lines(dossier, row["passage_id"], lang))],
    )


def _explain_source(dossier: Dossier, row: Row, lang: str) -> _Parts:
    events = _rows(dossier, "event_sources", source_id=row["source_id"])
    statements = _rows(dossier, "statement_sources", source_id=row["source_id"])
    facts = [
        ("source_kind", term("source", row["kind"], lang)),
        ("author", row["author"]),
        ("publisher", row["publisher"]),
        ("date", date_words(row["date"], lang) if row["date"] else ""),
        ("address", row["url"]),
    ]
    sections = [
        ("events", [_supported_event(dossier, link, lang) for link in events]),
        (
            "statements",
            [
                _statement_line(_named_row(dossier, "statements", link["statement_id"]), lang)
                for link in statements
            ],
        ),
    ]
    return row["title"], facts, sections


def _explain_topic(dossier: Dossier, row: Row, lang: str) -> _Parts:
    statements = _rows(dossier, "statements", topic_id=row["topic_id"])
    sections = [
        ("passages", _passage_lines(dossier, row["passages"], lang)),
        ("statements", [_statement_line(statement, lang) for statement in statements]),
        ("positions", _position_lines(dossier, lang, topic_id=row["topic_id"])),
    ]
    return row[f"label_{lang}"], [("order", f"{row['order']:g}")], sections


def _explain_other(dossier: Dossier, row: Row, lang: str) -> _Parts:
    """Explain a channel, period, special area, frame or figure by the events it shows."""
    title = row.get(f"label_{lang}") or row.get(f"headline_{lang}", "")
    dated = row.get("date") or row.get("window", "")
    facts = [
        ("date", _date_with_precision(dated, lang) if dated else ""),
        ("wording", row.get(f"wording_{lang}", "")),
        ("authority", row.get("authority", "")),
        ("area", row.get("units", "").replace(";", ", ")),
        ("subtitle", row.get(f"subtitle_{lang}", "")),
    ]
    events = [
        event
        for event in _events_in_time(dossier)
        if event["event_id"] in split_list(row.get("events", ""))
        or ("channel_id" in row and event["channel"] == row["channel_id"])
    ]
    sections = [
        ("events", [_event_line(event, lang) for event in events]),
        ("sources", _sources_of_events(dossier, events, lang)),
    ]
    return title, facts, sections


_EXPLAIN: dict[str, Callable[[Dossier, Row, str], _Parts]] = {
    "events": _explain_event,
    "places": _explain_place,
    "actors": _explain_actor,
    "statements": _explain_statement,
    "sentences": _explain_sentence,
    "passages": _explain_passage,
    "mentions": _explain_mention,
    "sources": _explain_source,
    "topics": _explain_topic,
    "accounts": _explain_account,
}


# --- lines and words of an explanation ---------------------------------------------------


def _w(key: str, lang: str, **fields: object) -> str:
    return word(f"evidence.{key}", lang, **fields)


def _colon(label: str, lang: str) -> str:
    return f"{label}{_w('colon', lang)}"


def _joined(parts: list[str], lang: str) -> str:
    return f"{_w('semicolon', lang)} ".join(parts)


def _quoted(text: str, lang: str) -> str:
    return _w("quoted", lang, text=text)


@lru_cache(maxsize=64)
def _records(dossier: Dossier, table: str) -> tuple[Row, ...]:
    """Return the rows of a table; a dossier is frozen, so they are made once."""
    return tuple(dossier.rows(table))


def _rows(dossier: Dossier, table: str, **equal: str) -> list[Row]:
    rows = _records(dossier, table)
    return [row for row in rows if all(row[name] == value for name, value in equal.items())]


def _events_in_time(dossier: Dossier) -> list[Row]:
    """Return the events in the order of time, and of their ids within a moment."""
    return sorted(
        _rows(dossier, "events"), key=lambda row: (parse_date(row["date"]).order, row["event_id"])
    )


def _row(dossier: Dossier, table: str, row_id: str) -> Row | None:
    if table not in ID_COLUMNS:
        raise ValueError(f"no table {table!r}; choose one of: {', '.join(ID_COLUMNS)}")
    rows = _rows(dossier, table, **{ID_COLUMNS[table]: row_id})
    return rows[0] if rows else None


def _named_row(dossier: Dossier, table: str, row_id: str) -> Row:
    """Return the row that another one names, as every rule of a dossier has it."""
    row = _row(dossier, table, row_id)
    if row is None:
        raise ValueError(f"no row {row_id!r} in {table}.csv")
    return row


def _called(dossier: Dossier, name: str, tables: Sequence[str]) -> str:
    """Return the id of the one row that has a title or label, or of one that begins or ends so.

    Raises
    ------
    AskedError
        If no row is so called, or several are; the message names those that are near.
    """
    names: dict[str, list[str]] = {}
    for table in tables:
        for row in dossier.rows(table):
            for column, text in row.items():
                if column.partition("_")[0] in ("title", "label", "headline"):
                    names.setdefault(str(text).casefold(), []).append(str(row[ID_COLUMNS[table]]))
    found = list(dict.fromkeys(names.get(name.casefold(), ()) if name else ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise AskedError(f"{name!r} is the name of {', '.join(found)}: give one of these ids.")
    texts = {row_id: text for text, ids in names.items() for row_id in ids if text}
    held = [i for i in texts if name and re.search(rf"\b{re.escape(name)}\b", texts[i], re.I)]
    if len(held) == 1:
        return held[0]
    said = {text: row_id for row_id, text in texts.items()} | {row_id: row_id for row_id in texts}
    near = [said[text] for text in difflib.get_close_matches(name.casefold(), said, n=3)]
    offered = [f"{i} ({cut_label(texts[i], LAST_RESORT)})" for i in dict.fromkeys([*held, *near])][
        :5
    ]
    remedy = f"Near it: {', '.join(offered)}." if offered else (
        f"Ids look like {_example_ids(dossier)}."
    )  # fmt: skip
    where = f"table {tables[0]!r}" if len(tables) == 1 else "the dossier"
    raise AskedError(f"no row {name!r} in {where}. {remedy}")


def _example_ids(dossier: Dossier) -> str:
    firsts = (dossier.table(table)[column].head(1) for table, column in ID_COLUMNS.items())
    return ", ".join(value for first in firsts for value in first)


def _named(dossier: Dossier, table: str, ids: str, lang: str) -> str:
    """Return the labels of the rows of a ``;`` list of ids, each with its id."""
    names = []
    for row_id in split_list(ids):
        row = _row(dossier, table, row_id) or {}
        name = row.get(f"label_{lang}") or row.get(f"title_{lang}") or ""
        names.append(f"{name} ({row_id})" if table == "events" else name or row_id)
    return _joined(names, lang)


def _date_with_precision(text: str, lang: str) -> str:
    date = parse_date(text)
    notes = [_w(f"precision.{date.precision}", lang)]
    notes += [_w("precision.uncertain", lang)] if date.is_uncertain else []
    notes += [_w("precision.approximate", lang)] if date.is_approximate else []
    notes += [_w("precision.open", lang)] if date.open_start or date.open_end else []
    notes += [_w("precision.unknown", lang)] if date.unknown_start or date.unknown_end else []
    return f"{date_words(date, lang)} ({_joined([*notes, f'EDTF {text}'], lang)})"


def _coordinates(row: Row) -> str:
    if math.isnan(row["latitude"]) or math.isnan(row["longitude"]):
        return ""
    return f"{row['latitude']:.4f}, {row['longitude']:.4f} (WGS 84)"


def _gazetteers(row: Row) -> str:
    ids = (("GeoNames", row["geonames_id"]), ("Wikidata", row["wikidata_id"]))
    return ", ".join(f"{name} {value}" for name, value in ids if value)


def _paragraph_words(passage: Row | None, lang: str) -> str:
    """Return in which paragraph a passage stands, as far as that is known."""
    number = paragraph_number(passage) if passage else None
    return "" if number is None else _w("paragraph", lang, paragraph=number)


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _locator_words(row: Row, lang: str) -> str:
    if paragraph_number(row) is None or not is_anchored(row):
        words = dict.fromkeys(filter(None, (row["start_words"], row["end_words"])))
        return _quoted(" … ".join(words), lang) if words else ""
    return _w(
        "locator",
        lang,
        paragraph=int(row["paragraph"]),
        start=int(row["start_char"]),
        end=int(row["end_char"]),
        first=_quoted(row["start_words"], lang),
        last=_quoted(row["end_words"], lang),
    )


def _passage_lines(dossier: Dossier, ids: str, lang: str) -> list[Line]:
    rows = ((i, _row(dossier, "passages", i)) for i in split_list(ids))
    return [
        Line(f"{i}{_w('colon', lang)} {_passage_words(dossier, row, lang)}")
        for i, row in rows
        if row
    ]


def _passage_words(dossier: Dossier, row: Row, lang: str) -> str:
    """Return a locator, with the whole sentence where the licence of the text allows it."""
    sentence = quoted_sentence(dossier, row)
    quoted = [_quoted(sentence, lang)] if sentence else []
    return _joined([_locator_words(row, lang), *quoted], lang)


def _resting_lines(dossier: Dossier, passages: list[str], lang: str) -> list[Line]:
    resting = resting_rows(dossier)
    pairs = dict.fromkeys(pair for passage in passages for pair in resting.get(passage, []))
    lines: dict[str, Callable[[Row], Line]] = {
        "events": lambda row: _event_line(row, lang),
        "statements": lambda row: _statement_line(row, lang),
        "topics": lambda row: Line(f"{row['topic_id']} · {row[f'label_{lang}']}"),
        "mentions": lambda row: _mention_line(dossier, row, lang),
    }
    return [lines[table](_named_row(dossier, table, row_id)) for table, row_id in pairs]


def _event_line(event: Row, lang: str) -> Line:
    status = term("status", event["status"], lang)
    date = event_date_words(event, lang)
    return Line(f"{event['event_id']} · {date} · {event[f'title_{lang}']} ({status})")


def _statement_line(statement: Row, lang: str) -> Line:
    verdict = term("verdict", statement["verdict"], lang)
    return Line(f"{statement['statement_id']} · {statement[f'gist_{lang}']} ({verdict})")


def _mention_line(dossier: Dossier, mention: Row, lang: str) -> Line:
    passage = _row(dossier, "passages", mention["passage_id"])
    where = _paragraph_words(passage, lang)
    notes = [term("role", mention["role"], lang), term("use", mention["use"], lang)]
    notes += [mention[f"reason_{lang}"]] if mention[f"reason_{lang}"] else []
    surface = _quoted(mention["surface"], lang)
    return Line(f"{_dotted(mention['mention_id'], where, surface)} ({_joined(notes, lang)})")


def _position_lines(dossier: Dossier, lang: str, **equal: str) -> list[Line]:
    return [
        Line(
            f"{_named(dossier, 'topics', row['topic_id'], lang)} · "
            f"{_named(dossier, 'actors', row['actor_id'], lang)} · "
            f"{term('stance', row['stance'], lang)}"
            + (f" ({row['statement_id']})" if row["statement_id"] else "")
        )
        for row in _rows(dossier, "positions", **equal)
    ]


def _source_words(dossier: Dossier, source_id: str) -> tuple[str, str]:
    row = _row(dossier, "sources", source_id) or {}
    parts = (row.get("author"), row.get("title"), row.get("publisher"), row.get("date"))
    words = ", ".join(part for part in parts if part)
    return f"{source_id} · {words}" if words else source_id, row.get("url", "")


def _source_line(dossier: Dossier, source_id: str) -> Line:
    return Line(*_source_words(dossier, source_id))


def _support_line(dossier: Dossier, link: Row, lang: str) -> Line:
    words, url = _source_words(dossier, link["source_id"])
    return Line(f"{words} ({_support_words(link, lang)})", url)


def _support_words(link: Row, lang: str) -> str:
    supports = [term("supports", aspect, lang) for aspect in said_aspects(link["supports"])]
    return _joined([*supports, term("confidence", link["confidence"] or UNSTATED, lang)], lang)


def _supported_event(dossier: Dossier, link: Row, lang: str) -> Line:
    line = _event_line(_named_row(dossier, "events", link["event_id"]), lang)
    return Line(f"{line.text} ({_support_words(link, lang)})")


def _sources_of_events(dossier: Dossier, events: list[Row], lang: str) -> list[Line]:
    ids = {event["event_id"] for event in events}
    links = [link for link in _rows(dossier, "event_sources") if link["event_id"] in ids]
    best = {link["source_id"]: link for link in links}
    return [_support_line(dossier, link, lang) for link in best.values()]
