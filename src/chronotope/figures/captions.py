"""What is said round a figure, made from the rows that it draws, in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

import pandas as pd

from chronotope.dossier.read import Dossier, split_list
from chronotope.draw.composition import Words
from chronotope.figures.contents import figure_rows
from chronotope.figures.digest import Panel, list_panels, panel_rows
from chronotope.lang.dates import date_words, parse_date
from chronotope.lang.words import word, words_count


def caption_figure(
    dossier: Dossier,
    figure: pd.Series,
    rows: pd.DataFrame,
    *,
    lang: str,
    point_of_view: str = "un",
) -> Words:
    """Return the words of one figure: headline, notes, source, alt text, long description.

    Parameters
    ----------
    figure
        A row of the figures table.
    rows
        What the figure draws (`figures.figure_rows`): the counts in the words come from them.

    Raises
    ------
    ValueError
        If there are no rows: a figure of nothing has nothing to say.
    """
    if rows.empty:
        raise ValueError(
            f"figure {figure['figure_id']!r} has nothing to draw: no row of the dossier is of its "
            f"kind ({figure['kind']}) and in its window ({figure['window'] or 'all dates'})"
        )
    headline, subtitle = figure[f"headline_{lang}"], figure[f"subtitle_{lang}"]
    story = _STORIES[figure["kind"]](dossier, figure, rows, lang, point_of_view)
    source = _source(dossier, rows, lang, has_map=figure["kind"] in ("theatres", "area-map"))
    drawn = [headline, subtitle, story.alt, *story.notes, *_list_drawn(dossier, figure, rows, lang)]
    notes = tuple(map(_tidy, [*story.notes, *_spell_out(dossier, drawn, lang)]))
    story.description = " ".join(
        [story.description, *_spell_out(dossier, [story.description], lang)]
    )
    return Words(
        headline=headline,
        subtitle=subtitle,
        notes=notes,
        source=source,
        alt=_tidy(story.alt),
        description=_tidy(story.description),
        caption=_tidy(" ".join([f"{headline}.", f"{subtitle}.", *notes, source])),
        licence=word("captions.licence", lang),
        creator=word("captions.creator", lang, title=quote_title(dossier.title(lang), lang)),
        created=dossier.created,
    )


class _Story:
    """The parts of the words that differ from kind to kind."""

    def __init__(self, alt: str, description: list[str], notes: list[str]) -> None:
        self.alt = alt
        self.description = " ".join(description)
        self.notes = notes


def _spell_out(dossier: Dossier, texts: Iterable[str], lang: str) -> list[str]:
    """Return the note that says what the abbreviations in some texts stand for, or nothing."""
    said = "\n".join(texts)
    found = [
        word("captions.abbreviation", lang, short=short, long=long)
        for short, long in dossier.abbreviations.get(lang, {}).items()
        if re.search(rf"\b{re.escape(short)}\b", said)
    ]
    join = word("captions.and_then", lang).join
    return [word("captions.abbreviations", lang, list=join(found))] if found else []


def _list_drawn(dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, lang: str) -> list[str]:
    """Return the texts of the dossier that the drawing of some rows shows."""
    kind = figure["kind"]
    if kind == "brief":
        return [
            text
            for panel in list_panels(dossier, lang)
            for text in (
                panel.headline,
                *_list_drawn(dossier, panel.figure, panel_rows(dossier, panel, figure_rows), lang),
            )
        ]
    tables = {
        "chronology": (dossier.events, "event_id", "label"),
        "meetings": (dossier.actors, "actor_id", "label"),
        "positions": (dossier.topics, "topic_id", "label"),
    }
    if kind in tables:
        table, key, name = tables[kind]
        return list(table.loc[table[key].isin(rows[key]), f"{name}_{lang}"])
    names = [f"{name}_{lang}" for name in ("label", "wording", "gist")]
    return [text for name in names if name in rows for text in rows[name]]


def _tidy(text: str) -> str:
    """Return the text with one stop where an abbreviation ends a sentence (Russian "г.")."""
    return re.sub(r"\.\.(?!\.)", ".", text)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def quote_title(title: str, lang: str) -> str:
    """Return a title in the language's quotation marks, with the inner ones told apart."""
    inner = word("captions.inner_quote", lang, text=r"\1")
    return word(
        "captions.quote", lang, text=re.sub(r"[“„«\"]\s*([^“”„«»\"]+?)\s*[”“»\"]", inner, title)
    )


def _source(dossier: Dossier, rows: pd.DataFrame, lang: str, *, has_map: bool) -> str:
    """Return the source line: the article if a row rests on it, and the documents counted."""
    parts = []
    if "passages" not in rows or (rows["passages"] != "").any():
        article = dossier.article
        parts.append(
            word(
                "captions.article",
                lang,
                author=article["author"],
                title=quote_title(article["title"], lang),
            )
        )
    documents = {source for ids in rows["sources"] for source in split_list(ids)}
    if documents:
        parts.append(words_count("captions.documents", len(documents), lang))
    if has_map:
        from chronotope.maps.theatres import base_map_words

        parts.append(base_map_words(lang))
    return word("captions.source", lang, list=word("captions.and_then", lang).join(parts))


def span_words(texts: pd.Series, lang: str) -> str:
    """Return the time from the first to the last of some dates, in words.

    Parameters
    ----------
    texts
        EDTF; a month at an end stays a month, and an open end ends where it is known from.
    """
    ends = [_ends(text) for text in texts]
    _, first = min(start for start, _ in ends)
    _, last = max(end for _, end in ends)
    return date_words(first if first == last else f"{first}/{last}", lang)


def _ends(text: str) -> tuple[tuple[date, str], tuple[date, str]]:
    """Return the first and the last end of a date: its day, and how it is written."""
    when = parse_date(text)
    first, last = when.earliest or when.latest, when.latest or when.earliest
    written = re.sub("[?~%]", "", text)
    start, _, end = written.partition("/")
    start, end = start.strip("."), (end or start).strip(".")
    is_plain = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?").fullmatch
    return (
        (first, start if is_plain(start) else first.isoformat()),
        (last, end if is_plain(end) else last.isoformat()),
    )


def _tell_chronology(dossier, figure, rows, lang, point_of_view) -> _Story:
    is_article = rows["passages"] != ""
    ranks = dossier.events.set_index("event_id")["rank"]
    rank = pd.to_numeric(rows["event_id"].map(ranks))
    turns = rows[rank == 1]
    told = rows[rank <= 2] if len(rows[rank <= 2]) >= 8 else rows
    lanes = dossier.channels[dossier.channels["channel_id"].isin(rows["channel"])]
    fields = {
        "events": words_count("captions.events", len(rows), lang),
        "span": span_words(rows["date"], lang),
        "article": int(is_article.sum()),
        "record": int((~is_article).sum()),
    }
    return _Story(
        word(
            "captions.chronology_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            lanes=words_count("captions.lanes", len(lanes), lang),
            turn=(turns if len(turns) else rows).iloc[-1][f"title_{lang}"],
            **fields,
        ),
        [
            word("captions.chronology_long", lang, lanes=_lane_words(lanes, rows, lang), **fields),
            *(_event_line(row, lang) for _, row in told.iterrows()),
        ],
        [word("captions.notes", lang, text=word("captions.chronology_note", lang, **fields))],
    )


def _lane_words(lanes: pd.DataFrame, rows: pd.DataFrame, lang: str) -> str:
    counts = rows["channel"].value_counts()
    return " ".join(
        word(
            "captions.lane_count",
            lang,
            label=lane[f"label_{lang}"],
            n=int(counts[lane["channel_id"]]),
        )
        for _, lane in lanes.sort_values("order").iterrows()
    )


def _event_line(row: pd.Series, lang: str) -> str:
    when = _first_up(date_words(row["date"], lang))
    return word("captions.event_line", lang, date=when, title=row[f"title_{lang}"].rstrip("."))


def _tell_map(dossier, figure, rows, lang, point_of_view) -> _Story:
    from chronotope.maps.theatres import map_note

    label = rows[f"label_{lang}"]
    of_role = {role: rows[rows["role"] == role] for role in ("venue", "site", "theatre", "status")}
    venues = of_role["venue"].sort_values("count", ascending=False, kind="stable")
    notes = map_note(
        dossier.frames,
        frame_id=figure["frame_id"],
        lang=lang,
        point_of_view=point_of_view,
        as_of=dossier.as_of,
    )
    parts = [_venue_words(venues, lang)] if len(venues) else []
    if len(of_role["site"]):
        parts.append(words_count("captions.sites", len(of_role["site"]), lang))
    if len(of_role["theatre"]):
        names = ", ".join(label[of_role["theatre"].index])
        parts.append(word("captions.theatres", lang, list=names))
    if len(of_role["status"]):
        parts.append(words_count("captions.areas", len(of_role["status"]), lang))
    return _Story(
        word(
            "captions.map_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            frame=_frame_label(dossier, figure, lang),
            shown=word("captions.and_then", lang).join(parts),
            date=date_words(dossier.as_of.isoformat(), lang),
        ),
        [
            word("captions.map_long", lang),
            *(_place_line(row, lang) for _, row in venues.iterrows()),
            *(_place_line(row, lang) for _, row in of_role["site"].iterrows()),
            *(_status_line(row, lang) for _, row in of_role["status"].iterrows()),
            *notes,
        ],
        list(notes),
    )


def _frame_label(dossier: Dossier, figure: pd.Series, lang: str) -> str:
    return dossier.frames.set_index("frame_id")[f"label_{lang}"][figure["frame_id"]]


def _venue_words(venues: pd.DataFrame, lang: str) -> str:
    busiest = venues.iloc[0]
    return word(
        "captions.venues_of",
        lang,
        venues=words_count("captions.venues", len(venues), lang),
        meetings=words_count("captions.meetings", int(venues["count"].sum()), lang),
        busiest=busiest[f"label_{lang}"],
        most=int(busiest["count"]),
    )


def _place_line(row: pd.Series, lang: str) -> str:
    noun = "captions.meetings" if row["role"] == "venue" else "captions.events"
    count = words_count(noun, int(row["count"]), lang)
    return word("captions.lane_count", lang, label=row[f"label_{lang}"], n=count)


def _status_line(row: pd.Series, lang: str) -> str:
    """Return the wording of an area; its name goes before it where the wording lacks it."""
    name, wording = row[f"label_{lang}"], row[f"wording_{lang}"].rstrip(".")
    if wording.casefold().startswith(name.casefold()):
        return f"{wording}."
    return word("captions.lane_count", lang, label=name, n=wording)


def _tell_meetings(dossier, figure, rows, lang, point_of_view) -> _Story:
    names = dossier.actors.set_index("actor_id")[f"label_{lang}"]
    total = rows[["in_person", "telephone", "video"]].sum(axis=1)
    ordered = rows.assign(total=total).sort_values("total", ascending=False, kind="stable")
    ids = {event for cell in rows["events"] for event in split_list(cell)}
    counted = dossier.events[dossier.events["event_id"].isin(ids)]

    def pair(row: pd.Series) -> str:
        first, second = names[row["actor_id"]], names[row["met_id"]]
        return word("captions.pair", lang, first=first, second=second)

    top = ordered.iloc[0]
    return _Story(
        word(
            "captions.meetings_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            contacts=words_count("captions.contacts", len(ids), lang),
            span=span_words(counted["date"], lang),
            rows=rows["actor_id"].nunique(),
            columns=rows["met_id"].nunique(),
            pair=pair(top),
            most=words_count("captions.contacts", int(top["total"]), lang),
        ),
        [
            word("captions.meetings_long", lang),
            *(
                word("captions.lane_count", lang, label=pair(row), n=int(row["total"]))
                for _, row in ordered.head(24).iterrows()
            ),
        ],
        [word("captions.notes", lang, text=word("captions.meetings_note", lang))],
    )


def _tell_positions(dossier, figure, rows, lang, point_of_view) -> _Story:
    counts = rows["stance"].value_counts()
    topics = dossier.topics.set_index("topic_id").sort_values("order")
    names = dossier.actors.set_index("actor_id")[f"label_{lang}"]
    lines = []
    for topic_id, topic in topics.iterrows():
        cells = rows[(rows["topic_id"] == topic_id) & (rows["stance"] != "not-stated")]
        stances = zip(cells["actor_id"], cells["stance"], strict=True)
        said = ", ".join(
            word("captions.pair", lang, first=names[actor], second=word(f"dialogue.{stance}", lang))
            for actor, stance in stances
        )
        said = said or word("captions.not_stated", lang)
        lines.append(word("captions.lane_count", lang, label=topic[f"label_{lang}"], n=said))
    return _Story(
        word(
            "captions.positions_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            topics=words_count("captions.topics", rows["topic_id"].nunique(), lang),
            actors=words_count("captions.actors", rows["actor_id"].nunique(), lang),
            supports=int(counts.get("supports", 0)),
            conditional=int(counts.get("conditional", 0)),
            opposes=int(counts.get("opposes", 0)),
            cells=words_count("captions.cells", int(counts.get("not-stated", 0)), lang),
            date=date_words(dossier.as_of.isoformat(), lang),
        ),
        [word("captions.positions_long", lang), *lines],
        [word("captions.notes", lang, text=word("captions.positions_note", lang))],
    )


def _tell_claims(dossier, figure, rows, lang, point_of_view) -> _Story:
    counts = rows["verdict"].value_counts()
    verdicts = ("supported", "imprecise", "contradicted", "unverified", "opinion")
    return _Story(
        word(
            "captions.claims_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            claims=words_count("captions.claims", len(rows), lang),
            date=date_words(dossier.as_of.isoformat(), lang),
            **{verdict: int(counts.get(verdict, 0)) for verdict in verdicts},
        ),
        [
            word("captions.claims_long", lang),
            *(
                _verdict_lines(rows[rows["verdict"] == verdict], verdict, lang)
                for verdict in ("contradicted", "imprecise")
                if counts.get(verdict, 0)
            ),
        ],
        [word("captions.notes", lang, text=word("captions.claims_note", lang))],
    )


def _verdict_lines(rows: pd.DataFrame, verdict: str, lang: str) -> str:
    said = " ".join(f"{gist.rstrip('.')}." for gist in rows[f"gist_{lang}"])
    return word(f"captions.{verdict}", lang, said=said)


def _tell_brief(dossier, figure, rows, lang, point_of_view) -> _Story:
    """Tell what the page joins, then what each of its panels tells as a figure."""
    dates = rows.loc[rows["date"] != "", "date"] if "date" in rows else rows["mark_id"].iloc[:0]
    panels = list_panels(dossier, lang)
    alt = word(
        "captions.brief_alt",
        lang,
        headline=figure[f"headline_{lang}"],
        events=words_count("captions.events", len(dates), lang),
        span=span_words(dates, lang) if len(dates) else "–",
    )
    parts = []
    for panel in panels:
        title = word("captions.lane_count", lang, label=panel.number, n=panel.headline)
        parts += [title, _tell_panel(dossier, panel, lang, point_of_view).description]
    return _Story(alt, parts, [])


def _tell_panel(dossier: Dossier, panel: Panel, lang: str, point_of_view: str) -> _Story:
    rows = panel_rows(dossier, panel, figure_rows)
    return _STORIES[panel.kind](dossier, panel.figure, rows, lang, point_of_view)


def describe_panel(dossier: Dossier, panel: Panel, *, lang: str, point_of_view: str = "un") -> str:
    """Return the alternative text of one panel of a brief."""
    return _tidy(_tell_panel(dossier, panel, lang, point_of_view).alt)


_STORIES: dict[str, Callable[..., _Story]] = {
    "chronology": _tell_chronology,
    "theatres": _tell_map,
    "area-map": _tell_map,
    "meetings": _tell_meetings,
    "positions": _tell_positions,
    "claims": _tell_claims,
    "brief": _tell_brief,
}
