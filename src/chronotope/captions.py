"""What is said round a figure, made from the rows that it draws, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from chronotope.composition import Words
from chronotope.dates import date_words, short_date_words
from chronotope.dossier import Dossier, split_list
from chronotope.words import word, words_count


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
    """
    headline, subtitle = figure[f"headline_{lang}"], figure[f"subtitle_{lang}"]
    story = _STORIES[figure["kind"]](dossier, figure, rows, lang, point_of_view)
    source = _source(dossier, rows, lang, has_map=figure["kind"] in ("theatres", "area-map"))
    notes = tuple(story.notes)
    return Words(
        headline=headline,
        subtitle=subtitle,
        notes=notes,
        source=source,
        alt=story.alt,
        description=story.description,
        caption=" ".join([f"{headline}.", f"{subtitle.rstrip('.')}.", *notes, source]),
        licence=word("captions.licence", lang),
        creator=word("captions.creator", lang, title=dossier.title(lang)),
    )


class _Story:
    """The parts of the words that differ from kind to kind."""

    def __init__(self, alt: str, description: list[str], notes: list[str]) -> None:
        self.alt = alt
        self.description = " ".join(description)
        self.notes = notes


def _source(dossier: Dossier, rows: pd.DataFrame, lang: str, *, has_map: bool) -> str:
    """Return the source line: the article if a row rests on it, and the documents counted."""
    parts = []
    if "passages" not in rows or (rows["passages"] != "").any():
        article = dossier.article
        parts.append(
            word("captions.article", lang, author=article["author"], title=article["title"])
        )
    documents = {source for ids in rows["sources"] for source in split_list(ids)}
    if documents:
        parts.append(words_count("captions.documents", len(documents), lang))
    if has_map:
        from chronotope.theatres import base_map_words

        parts.append(base_map_words(lang))
    return word("captions.source", lang, list="; ".join(parts))


def _bounds(rows: pd.DataFrame, lang: str, *, is_short: bool = False) -> tuple[str, str]:
    """Return the first and the last date of rows in the order of time, in words."""
    say = short_date_words if is_short else date_words
    return say(rows["date"].iloc[0], lang), say(rows["date"].iloc[-1], lang)


def _tell_chronology(dossier, figure, rows, lang, point_of_view) -> _Story:
    first, last = _bounds(rows, lang)
    is_article = rows["passages"] != ""
    count = words_count("captions.events", len(rows), lang)
    ranks = dossier.events.set_index("event_id")["rank"]
    rank = pd.to_numeric(rows["event_id"].map(ranks))
    turns = rows[rank == 1]
    told = rows[rank <= 2] if len(rows[rank <= 2]) >= 8 else rows
    lanes = dossier.channels[dossier.channels["channel_id"].isin(rows["channel"])]
    in_article, in_record = int(is_article.sum()), int((~is_article).sum())
    lane_words = [
        word(
            "captions.lane_count",
            lang,
            label=lane[f"label_{lang}"],
            n=int((rows["channel"] == lane["channel_id"]).sum()),
        )
        for _, lane in lanes.sort_values("order").iterrows()
    ]
    fields = {"events": count, "first": first, "last": last}
    turn = (turns if len(turns) else rows).iloc[-1]
    return _Story(
        word(
            "captions.chronology_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            lanes=words_count("captions.lanes", len(lanes), lang),
            article=in_article,
            record=in_record,
            turn=turn[f"title_{lang}"],
            **fields,
        ),
        [
            word("captions.chronology_long", lang, lanes=" ".join(lane_words), **fields),
            *(_event_line(row, lang) for _, row in told.iterrows()),
        ],
        [
            word(
                "captions.notes",
                lang,
                text=word(
                    "captions.chronology_note",
                    lang,
                    events=count,
                    period=word("captions.period", lang, first=first, last=last),
                    article=in_article,
                    record=in_record,
                ),
            )
        ],
    )


def _event_line(row: pd.Series, lang: str) -> str:
    when = date_words(row["date"], lang).rstrip(".")
    return word("captions.event_line", lang, date=when, title=row[f"title_{lang}"].rstrip("."))


def _tell_map(dossier, figure, rows, lang, point_of_view) -> _Story:
    from chronotope.theatres import map_note

    venues = rows[rows["role"] == "venue"].sort_values("count", ascending=False, kind="stable")
    theatres = rows[rows["role"] == "theatre"]
    areas = dossier.special_areas
    notes = map_note(
        dossier.frames,
        frame_id=figure["frame_id"],
        lang=lang,
        point_of_view=point_of_view,
        as_of=dossier.as_of,
    )
    return _Story(
        word(
            "captions.map_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            venues=words_count("captions.venues", len(venues), lang),
            meetings=words_count("captions.meetings", int(venues["count"].sum()), lang),
            busiest=venues[f"label_{lang}"].iloc[0],
            theatres=", ".join(theatres[f"label_{lang}"]),
            areas=words_count("captions.areas", len(areas), lang),
            date=date_words(dossier.as_of.isoformat(), lang),
        ),
        [
            word("captions.map_long", lang),
            *(
                word(
                    "captions.venue_line",
                    lang,
                    label=row[f"label_{lang}"],
                    meetings=words_count("captions.meetings", int(row["count"]), lang),
                )
                for _, row in venues.iterrows()
            ),
            *(
                word(
                    "captions.area_line",
                    lang,
                    label=row[f"label_{lang}"],
                    wording=row[f"wording_{lang}"].rstrip("."),
                )
                for _, row in areas.iterrows()
            ),
            *notes,
        ],
        list(notes),
    )


def _tell_meetings(dossier, figure, rows, lang, point_of_view) -> _Story:
    names = dossier.actors.set_index("actor_id")[f"label_{lang}"]
    total = rows[["in_person", "telephone", "video"]].sum(axis=1)
    ordered = rows.assign(total=total).sort_values("total", ascending=False, kind="stable")
    events = {event for ids in rows["events"] for event in split_list(ids)}
    held = dossier.events[dossier.events["event_id"].isin(events)].copy()
    held["day"] = held["date"].str.slice(0, 10)
    days = held.sort_values(["day", "event_id"])["date"]

    def pair(row: pd.Series) -> str:
        return f"{names[row['actor_id']]} – {names[row['met_id']]}"

    top = ordered.iloc[0]
    return _Story(
        word(
            "captions.meetings_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            meetings=words_count("captions.meetings", len(events), lang),
            first=date_words(days.iloc[0], lang),
            last=date_words(days.iloc[-1], lang),
            rows=words_count("captions.actors", rows["actor_id"].nunique(), lang),
            columns=words_count("captions.actors", rows["met_id"].nunique(), lang),
            pair=pair(top),
            most=words_count("captions.meetings", int(top["total"]), lang),
        ),
        [
            word("captions.meetings_long", lang),
            *(
                word("captions.pair_line", lang, pair=pair(row), n=int(row["total"]))
                for _, row in ordered.head(24).iterrows()
            ),
        ],
        [],
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
            f"{names[actor]} – {word(f'dialogue.{stance}', lang)}" for actor, stance in stances
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
            blank=int(counts.get("not-stated", 0)),
        ),
        [word("captions.positions_long", lang), *lines],
        [],
    )


def _tell_claims(dossier, figure, rows, lang, point_of_view) -> _Story:
    counts = rows["verdict"].value_counts()
    doubted = rows[rows["verdict"].isin(["contradicted", "imprecise"])]
    return _Story(
        word(
            "captions.claims_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            claims=words_count("captions.claims", len(rows), lang),
            **{
                verdict: int(counts.get(verdict, 0))
                for verdict in (
                    "supported",
                    "imprecise",
                    "contradicted",
                    "unverified",
                    "opinion",
                )
            },
        ),
        [
            word("captions.claims_long", lang),
            *(f"{row[f'gist_{lang}'].rstrip('.')}." for _, row in doubted.iterrows()),
        ],
        [],
    )


def _tell_brief(dossier, figure, rows, lang, point_of_view) -> _Story:
    first, last = _bounds(rows, lang)
    story = _tell_chronology(dossier, figure, rows, lang, point_of_view)
    alt = word(
        "captions.brief_alt",
        lang,
        headline=figure[f"headline_{lang}"],
        events=words_count("captions.events", len(rows), lang),
        first=first,
        last=last,
    )
    return _Story(alt, [story.description], story.notes)


_STORIES: dict[str, Callable[..., _Story]] = {
    "chronology": _tell_chronology,
    "theatres": _tell_map,
    "area-map": _tell_map,
    "meetings": _tell_meetings,
    "positions": _tell_positions,
    "claims": _tell_claims,
    "brief": _tell_brief,
}
