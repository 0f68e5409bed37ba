"""A dossier told step by step: a page that is read by scrolling, with map and chronology beside."""

from __future__ import annotations

import base64
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from chronotope.dossier.checks.story import LONGEST_TEXT, PICTURES
from chronotope.dossier.read import Dossier
from chronotope.lang.dates import date_words
from chronotope.web._page import ScriptedPage
from chronotope.web.explorer import drawn_data, embed_data, page_key, svg_height
from chronotope.web.model import NEVER, Model, extent_of, language_name
from chronotope.web.script import draw_stills
from chronotope.web.sights import opening_sight, sight_round

LONGEST = 40  # steps: a story that is made of the dossier's own events, not written
AIR = 0.35  # of a step's own length, to either side of it
LEAST = 500  # days that a step shows
MAP_TOOLS = (("zoom_in", "+"), ("zoom_out", "−"), ("back_to_step", "↺"), ("whole_story", "⤢"))
ROUTE_SIGN = Markup('<path class="route" d="M-9,0H9"/>')
# The widths of the pictures, on paper and where no script runs.
MAP, CHRONOLOGY = (640, 400), 640


class StoryError(ValueError):
    """A dossier that has no story to tell."""


@dataclass(frozen=True)
class Step:
    """One step of a story.

    Attributes
    ----------
    step_id
        Its address on the page.
    events
        The events told, by their place in the order of time.
    frame
        What the map shows, on its plane.
    window
        First and last day that the chronology shows.
    headline, text
        By language; a text is a list of paragraphs.
    picture
        File, credit, licence and, by language, what it shows; empty where there is none.
    """

    step_id: str
    events: tuple[int, ...]
    frame: tuple[float, ...]
    window: tuple[int, int]
    headline: dict[str, str]
    text: dict[str, list[str]]
    picture: dict[str, Any] = field(default_factory=dict)


def read_steps(dossier: Dossier, model: Model) -> list[Step]:
    """Return the steps of a dossier's story; without one, its weightiest events in order.

    Raises
    ------
    StoryError
        If there is nothing to tell, or so much that it is no story.
    """
    rows = dossier.table("story").sort_values("order").to_dict("records") or _own_rows(model)
    if not rows:
        raise StoryError(
            "the dossier has no event: a story tells of at least one. Add a row to events.csv."
        )
    return [_step(row, model) for row in rows]


def _own_rows(model: Model) -> list[dict[str, Any]]:
    """Return a step for each of the events of the highest rank that the dossier uses."""
    best = min((row["rank"] for row in model.rows), default=0)
    told = [k for k, row in enumerate(model.rows) if row["rank"] == best]
    if len(told) > LONGEST:
        raise StoryError(
            f"the dossier has no story.csv, and {len(told)} events of rank {best} would be a step "
            f"each. Write the steps in story.csv, or give rank 1 to at most {LONGEST} events."
        )
    for k in told:
        count = max(len(model.cards[lang][k]["summary"].split()) for lang in model.languages)
        if count > LONGEST_TEXT:
            raise StoryError(
                f"the dossier has no story.csv, and the summary of event {model.rows[k]['id']} "
                f"would be a step of {count} words; it may have {LONGEST_TEXT}. Write the steps "
                "in story.csv, or shorten the summary."
            )
    blank = {"frame_id": "", "place_id": "", "window": "", "picture": ""}
    return [
        blank
        | {"step_id": model.rows[k]["id"], "events": model.rows[k]["id"]}
        | {f"headline_{lang}": model.cards[lang][k]["title"] for lang in model.languages}
        | {f"text_{lang}": model.cards[lang][k]["summary"] for lang in model.languages}
        for k in told
    ]


def _step(row: dict[str, Any], model: Model) -> Step:
    number = {event["id"]: k for k, event in enumerate(model.rows)}
    events = tuple(sorted(number[event] for event in row["events"].split(";") if event))
    picture = {}
    if row["picture"]:
        picture = {name: row[name] for name in ("picture", "credit", "licence")} | {
            "alternative": {lang: row[f"alternative_{lang}"] for lang in model.languages}
        }
    return Step(
        step_id=row["step_id"],
        events=events,
        frame=_frame(row, model, events),
        window=_window(row["window"], model, events),
        headline={lang: row[f"headline_{lang}"] for lang in model.languages},
        text={lang: _paragraphs(row[f"text_{lang}"]) for lang in model.languages},
        picture=picture,
    )


def _paragraphs(text: str) -> list[str]:
    # A no-break space, as French has it before a colon, is a letter: `split` would take it.
    return [re.sub(r"[ \t\r\n]+", " ", part).strip() for part in text.split("¶") if part.strip()]


def _frame(row: dict[str, Any], model: Model, events: tuple[int, ...]) -> tuple[float, ...]:
    """Return what the row says that the map shows, or the opening frame, or the step's places."""
    ground, dossier = model.ground, model.dossier
    if row["frame_id"]:
        return ground.sight(dossier.frames.set_index("frame_id").loc[row["frame_id"]])
    if row["place_id"]:
        place = dossier.places.set_index("place_id").loc[row["place_id"]]
        return sight_round([ground.point(place["longitude"], place["latitude"])])
    places = [model.rows[k]["place"] for k in events]
    return opening_sight(ground, [place for place in places if place is not None])


def _window(text: str, model: Model, events: tuple[int, ...]) -> tuple[int, int]:
    """Return what is shown of time: what the row says, or the time round its events."""
    rows = [extent_of(text)] if text else [model.rows[k] for k in events]
    days = [
        day for row in rows for day in (row["day"], row["end"]) if abs(day) < NEVER
    ] or model.span
    first, last = min(days), max(days)
    if text and first < last:
        return first, last
    air = max(round((last - first) * AIR), (LEAST - (last - first)) // 2, 20)
    return first - air, last + air


class Story(ScriptedPage):
    """A page that tells a dossier step by step."""

    name = "story"

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.steps = read_steps(model.dossier, model)

    def _parts(self) -> dict[str, Any]:
        return _page_parts(self)

    def _size(self) -> str:
        return f"{len(self.steps)} steps"


def draw_story(dossier: Dossier, *, lang: str | None = None, point_of_view: str = "un") -> Story:
    """Return the story of a dossier, in every language it has.

    Parameters
    ----------
    dossier
        Reads story, frames and what the explorer reads. Without a story, its events of the
        highest rank are told in order.
    lang
        Language in which the page opens; None takes the first of the dossier.
    point_of_view
        Whose view of the boundaries is drawn; one of the base map or of the dossier.

    Raises
    ------
    StoryError
        If there is nothing to tell.
    """
    own = dossier.language(lang)
    return Story(Model(dossier, lang=own, point_of_view=point_of_view, words=("explorer", "story")))


def _page_parts(story: Story) -> dict[str, Any]:
    """Return what the template shows."""
    model, lang = story.model, story.model.lang
    texts = {each: _step_words(story, each) for each in model.languages}
    whole = _whole(story)
    names = _names(story, whole)
    data = model.data | {
        "whole": whole,
        "steps": [
            {"id": step.step_id, "events": step.events, "frame": step.frame,
             "window": step.window, "reach": model.ground.reach_beyond(step.frame),
             "isNowhere": _is_nowhere(model, step)}
            for step in story.steps
        ],
        "languages": {
            each: text | {"words": text["words"] | texts[each],
                          "grounds": text["grounds"] + names[each]}
            for each, text in model.data["languages"].items()
        },
    }  # fmt: skip
    stills = _stills(story, drawn_data(data, lang), whole)
    return {
        "lang": lang,
        "direction": model.texts[lang]["direction"],
        "languages": {each: language_name(each) for each in model.languages},
        "words": data["languages"][lang]["words"],
        "steps": [_shown(story, k) for k in range(len(story.steps))],
        "places": model.ground.places,
        "ground": model.ground.svg,
        "near": model.ground.near,
        "map_tools": MAP_TOOLS[: 4 if whole else 3],
        "key": [*page_key(model), *([("key_route", ROUTE_SIGN)] if whole else [])],
        "stills": stills[: len(story.steps)],
        "time_height": svg_height(stills[0]["chronology"]),
        "whole": whole
        and {
            "map": stills[-1]["map"],
            "view_box": _view_box(whole["frame"], model.ground.unit),
            "beyond": _beyond(model, whole["frame"]),
        },
        **embed_data(data, is_packed=True),  # its first step is read before any of it is needed
    }


def _is_nowhere(model: Model, step: Step) -> bool:
    """Return whether no event of a step has a place or a theatre that the map shows."""
    rows = [model.rows[k] for k in step.events]
    return not any(row["place"] is not None or row["theatres"] for row in rows)


def _names(story: Story, whole: dict[str, Any] | None) -> dict[str, list[dict[str, Any]]]:
    """Return by language the names of countries for each other sight than the opening one."""
    ground = story.model.ground
    frames = [step.frame for step in story.steps] + ([whole["frame"]] if whole else [])
    sights = dict.fromkeys(frame for frame in frames if list(frame) != ground.frame)
    found = [name for sight in sights for name in ground.names_in(sight)]
    return {
        lang: [name | {"name": name["name"][lang]} for name in found if name["name"].get(lang)]
        for lang in story.model.languages
    }


def _step_words(story: Story, lang: str) -> dict[str, str]:
    """Return the words of the steps by the name of their part of the page."""
    words = {}
    for k, step in enumerate(story.steps):
        words[f"headline-{k}"] = step.headline[lang]
        words[f"dates-{k}"] = _dates(story.model, step, lang)
        words |= {f"text-{k}-{n}": part for n, part in enumerate(step.text[lang])}
        # A language with fewer paragraphs leaves the last ones empty.
        most = max(len(parts) for parts in step.text.values())
        words |= {f"text-{k}-{n}": "" for n in range(len(step.text[lang]), most)}
        if step.picture:
            words[f"alternative-{k}"] = step.picture["alternative"][lang]
    return words


def _dates(model: Model, step: Step, lang: str) -> str:
    """Return when a step takes place: the days of what was held, or the first and the last of many.

    Of a step of nothing that was held, so that no plan reads as done, its status stands behind.
    """
    status = model.events["status"]
    held = [k for k in step.events if status.iloc[k] == "held"] or list(step.events)
    known = [k for k in held if abs(model.rows[k]["day"]) < NEVER] or held
    # How the source writes a date stands under the step, with what it rests on.
    own = dict.fromkeys(date for date in model.events["date"].iloc[known] if date)
    if not own:
        dates = [model.cards[lang][k]["date"] for k in known[:1]]
    elif len(own) < 3:
        dates = [date_words(date, lang) for date in own]
    else:
        last = max(own, key=lambda date: extent_of(date)["end"])
        ends = _bound(next(iter(own)), 0), _bound(last, -1)
        dates = [" – ".join(date_words(end, lang) for end in ends)]
    statuses = {status.iloc[k] for k in step.events}
    is_plan = len(statuses) == 1 and statuses != {"held"}
    tags = [model.cards[lang][step.events[0]]["status"]] if is_plan else []
    return " · ".join([*dates, *tags])


def _bound(date: str, k: int) -> str:
    """Return where a date begins or ends; one that is open there, as it is."""
    bound = date.split("/")[k]
    return bound if bound not in ("", "..") else date


def _shown(story: Story, k: int) -> dict[str, Any]:
    step, model = story.steps[k], story.model
    cards = [model.cards[model.lang][i] for i in step.events]
    return {
        "id": step.step_id,
        "paragraphs": max(len(parts) for parts in step.text.values()),
        "cards": cards,
        "view_box": _view_box(step.frame, model.ground.unit),
        "beyond": _beyond(model, step.frame),
        "picture": _picture(model.dossier, step),
    }


def _beyond(model: Model, frame: tuple[float, ...]) -> Markup:
    return Markup() if model.ground.reach_beyond(frame) is None else model.ground.beyond(frame)


def _whole(story: Story) -> dict[str, Any] | None:
    """Return all places of a story in one sight, in the order of telling; None if there is one."""
    ground, rows = story.model.ground, story.model.rows
    told = [rows[k]["place"] for step in story.steps for k in step.events]
    places = [place for place in told if place is not None]
    if len(set(places)) < 2:
        return None
    frame = opening_sight(ground, places)
    return {
        "frame": frame,
        "reach": ground.reach_beyond(frame),
        "events": sorted({k for step in story.steps for k in step.events}),
        "route": [place for place, _ in itertools.groupby(places)],
    }


def _view_box(frame: tuple[float, ...], unit: int) -> str:
    west, south, east, north = frame
    return " ".join(f"{round(side * unit)}" for side in (west, -north, east - west, north - south))


def _picture(dossier: Dossier, step: Step) -> dict[str, Any]:
    """Return a picture as the page carries it."""
    if not step.picture:
        return {}
    file = dossier.folder / step.picture["picture"]
    kind = PICTURES[file.suffix.lower()]
    data = base64.b64encode(file.read_bytes()).decode()
    return step.picture | {"address": Markup(f"data:{kind};base64,{data}")}


def _stills(story: Story, data: str, whole: dict[str, Any] | None) -> list[dict[str, Markup]]:
    """Return a map and a chronology for each step as paper shows them, and what shows them all."""
    width, height = MAP
    views: list[dict[str, Any]] = []
    for k, step in enumerate(story.steps):
        seen = {"lang": story.model.lang, "step": k}
        views.append({"kind": "map", **seen, "width": width, "height": height,
                      "frame": step.frame,
                      "isNowhere": _is_nowhere(story.model, step)})  # fmt: skip
        views.append({"kind": "chronology", **seen, "width": CHRONOLOGY, "window": step.window})
    if whole:
        views.append({"kind": "map", "lang": story.model.lang, "width": width, "height": height,
                      **whole})  # fmt: skip
    drawn = [Markup(svg) for svg in draw_stills(data, views)]
    return [
        {"map": land, "chronology": time}
        for land, time in itertools.zip_longest(drawn[::2], drawn[1::2], fillvalue=Markup())
    ]
