import json
from pathlib import Path

import pandas as pd
import pytest
from made import made_dossier

from chronotope.dossier.read import load_dossier
from chronotope.draw import style
from chronotope.draw.labels import CAP_HEIGHT, Box, text_width
from chronotope.draw.spec import Spec
from chronotope.figures.kinds.claims import (
    SETTINGS,
    TIGHTEST,
    VERDICT_MARKS,
    VERDICTS,
    claims_table,
    plot_claims,
)
from chronotope.lang.words import word

LANGUAGES = ("en", "fr", "ru")
# Depth of the lowest letter of the font, in ems.
DESCENT = 0.22


def translated(name, text):
    return {f"{name}_{lang}": f"{text} {lang}" for lang in LANGUAGES}


def tables(verdicts, *, gist="A bridge was built", paragraphs=3):
    """Statements with these verdicts, spread over some paragraphs, and what they refer to."""
    statements, passages = [], []
    for n, verdict in enumerate(verdicts):
        passages.append(
            {
                "passage_id": f"P{n}",
                "paragraph": float(n * paragraphs // len(verdicts)),
                "start_char": float(n * 50),
            }
        )
        statements.append(
            {
                "statement_id": f"T{n}",
                "passage_id": f"P{n}",
                "speaker": "ada" if n % 2 else "bob",
                "topic_id": "bridges" if n else "",
                "mode": "asserted",
                **translated("gist", f"{gist} {n}"),
                "verdict": verdict,
                **translated("verdict_note", f"Reason {n}."),
            }
        )
    actors = [{"actor_id": name, **translated("label", name.title())} for name in ("ada", "bob")]
    topics = [{"topic_id": "bridges", **translated("label", "Bridges")}]
    return {
        "statements": pd.DataFrame(statements),
        "passages": pd.DataFrame(passages),
        "actors": pd.DataFrame(actors),
        "topics": pd.DataFrame(topics),
        "statement_sources": pd.DataFrame({"statement_id": ["T0", "T0"], "source_id": ["a", "b"]}),
    }


def draw(made, lang="en", profile="web"):
    return plot_claims(made_dossier(**made), Spec.of(lang, profile))


def drawn(chart):
    """Everything on a chart: texts, points and rectangles, each with its place."""
    spec = chart.to_dict()
    rows = [row for values in spec["datasets"].values() for row in values]
    texts = [row for row in rows if "text" in row]
    points = [row for row in rows if "shape" in row]
    rects = [row for row in rows if "x2" in row]
    return spec, texts, points, rects


def ink(text):
    weight = "bold" if text["weight"] == "bold" else "regular"
    width = text_width(text["text"], text["size"], weight=weight)
    top, bottom = text["y"] - CAP_HEIGHT * text["size"], text["y"] + DESCENT * text["size"]
    return Box(text["x"], top, text["x"] + width, bottom)


def point_box(point):
    half = point["size"] ** 0.5 / 2
    return Box(point["x"] - half, point["y"] - half, point["x"] + half, point["y"] + half)


def overlaps(boxes):
    return [
        (one, other)
        for i, one in enumerate(boxes)
        for other in boxes[i + 1 :]
        if one.overlaps(other)
    ]


@pytest.fixture(scope="module")
def shipped():
    dossier = load_dossier(Path(__file__).parents[2] / "data" / "2plus2-2019")
    return {
        "statements": dossier.statements,
        "passages": dossier.passages,
        "actors": dossier.actors,
        "topics": dossier.topics,
        "statement_sources": dossier.statement_sources,
    }


def table_of(made, lang="en"):
    return claims_table(made_dossier(**made), lang=lang)


# --- the table ------------------------------------------------------------------------------------


def test_claims_stand_in_the_order_of_the_article():
    made = tables(["supported", "opinion", "imprecise"])
    made["passages"]["start_char"] = [90.0, 10.0, 50.0]
    assert table_of(made)["statement_id"].tolist() == ["T1", "T2", "T0"]


def test_the_table_is_in_words_with_the_sources_of_each_verdict():
    row = table_of(tables(["contradicted", "opinion"]), "fr").iloc[0]
    assert row.to_dict() == {
        "statement_id": "T0",
        "paragraph": 0,
        "speaker": "Bob fr",
        "mode": "affirmé",
        "topic": "",
        "gist": "A bridge was built 0 fr",
        "verdict": "démenti",
        "note": "Reason 0. fr",
        "sources": "a;b",
    }


def test_a_statement_without_a_passage_is_never_lost_silently(shipped):
    assert len(table_of(shipped)) == len(shipped["statements"])
    made = tables(["opinion"])
    made["passages"] = pd.concat([made["passages"], made["passages"]])
    with pytest.raises(pd.errors.MergeError):
        table_of(made)


# --- the marks ------------------------------------------------------------------------------------


def test_verdicts_differ_in_shape_and_in_letter_not_by_shade_alone():
    assert tuple(VERDICT_MARKS) == VERDICTS
    assert len({mark.shape for mark in VERDICT_MARKS.values()}) == len(VERDICTS)
    for lang in LANGUAGES:
        letters = {word(f"claims.letter.{verdict}", lang) for verdict in VERDICTS}
        assert len(letters) == len(VERDICTS)


def test_every_claim_is_a_mark_that_says_its_row():
    made = tables(VERDICTS)
    _, texts, points, _ = drawn(draw(made))
    marks = {row["event_id"]: row for row in points if "event_id" in row}
    assert sorted(marks) == ["T0", "T1", "T2", "T3", "T4"]
    said = "T2, paragraph 1, Bob en: A bridge was built 2 en – contradicted. Reason 2. en"
    assert marks["T2"]["description"] == said
    assert marks["T2"]["shape"] == VERDICT_MARKS["contradicted"].shape
    assert {"T2", "A bridge was built 2 en", "Bob en", "C"} <= {text["text"] for text in texts}


def test_the_key_counts_each_verdict_that_occurs():
    _, texts, _, _ = drawn(draw(tables(["supported", "supported", "opinion"])))
    said = {text["text"] for text in texts}
    assert {"supported (2)", "opinion (1)", "paragraph", "0–2"} <= said
    assert not any("imprecise" in text for text in said)


def test_all_claims_stand_by_verdict_in_a_strip_with_its_half_marked():
    verdicts = ["opinion", "supported", "contradicted", "supported"]
    _, texts, points, rects = drawn(draw(tables(verdicts)))
    (half,) = [text for text in texts if text["text"] == word("claims.half", "en")]
    strip = sorted((p for p in points if abs(p["y"] - half["y"]) < 25), key=lambda p: p["x"])[-4:]
    shapes = [VERDICT_MARKS[v].shape for v in sorted(verdicts, key=VERDICTS.index)]
    assert [point["shape"] for point in strip] == shapes
    (rule,) = [r for r in rects if r["x"] == r["x2"]]
    assert strip[1]["x"] < rule["x"] < strip[2]["x"]


def test_a_paragraph_is_numbered_at_its_first_claim():
    _, texts, _, _ = drawn(draw(tables(["opinion"] * 6, paragraphs=3)))
    numbers = {text["text"]: text["y"] for text in texts if text["text"] in "012"}
    ids = {text["text"]: text["y"] for text in texts if text["text"].startswith("T")}
    assert numbers == {"0": ids["T0"], "1": ids["T2"], "2": ids["T4"]}


def test_a_gist_that_is_too_long_takes_another_line_and_loses_no_word():
    gist = " ".join(["overlong"] * 40)
    _, texts, _, _ = drawn(draw(tables(["imprecise"], gist=gist), profile="column"))
    words = [t for text in texts for t in text["text"].split() if t == "overlong"]
    assert len(words) == 40


def test_no_claims_give_a_sentence_instead_of_an_empty_picture():
    made = tables(["opinion"])
    made["statements"] = made["statements"].iloc[:0]
    _, texts, _, _ = drawn(draw(made, lang="ru"))
    assert [text["text"] for text in texts] == [word("claims.none", "ru")]


# --- room -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", sorted(style.PROFILES))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_cut_and_nothing_collides(shipped, lang, profile):
    spec, texts, points, rects = drawn(draw(shipped, lang=lang, profile=profile))
    room = style.PROFILES[profile]
    assert spec["width"] == pytest.approx(room.plot_width, abs=0.001)
    assert spec["height"] <= room.plot_height + 0.001
    boxes = [*map(ink, texts), *map(point_box, points)]
    page = Box(0, 0, spec["width"], spec["height"])
    assert [box for box in boxes if not box.is_inside(page)] == []
    assert overlaps(boxes) == []
    assert all(row["x2"] <= spec["width"] + 0.01 for row in rects)
    assert min(text["size"] for text in texts) >= room.small


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_claim_of_the_article_is_drawn_with_its_gist_on_the_web(shipped, lang):
    _, texts, points, _ = drawn(draw(shipped, lang=lang, profile="web"))
    said = " ".join(text["text"] for text in sorted(texts, key=lambda t: (t["y"], t["x"])))
    assert len({p["event_id"] for p in points if "event_id" in p}) == len(shipped["statements"])
    missing = [
        gist
        for gist in shipped["statements"][f"gist_{lang}"]
        if not all(part in said for part in gist.split(" "))
    ]
    assert missing == []


@pytest.mark.parametrize("count", [40, 70, 120, 400])
def test_more_claims_than_rows_become_marks_and_none_is_left_out(count):
    verdicts = [VERDICTS[n % 5] for n in range(count)]
    spec, texts, points, _ = drawn(draw(tables(verdicts), profile="generic"))
    ids = [p["event_id"] for p in points if "event_id" in p]
    assert sorted(ids) == sorted(f"T{n}" for n in range(count))
    assert spec["height"] <= style.PROFILES["generic"].plot_height + 0.001
    assert overlaps([*map(ink, texts), *map(point_box, points)]) == []


def test_supported_claims_and_opinions_are_the_first_to_lose_their_words():
    verdicts = [VERDICTS[n % 5] for n in range(70)]
    _, texts, _, _ = drawn(draw(tables(verdicts), profile="generic"))
    said = {text["text"] for text in texts}
    assert "A bridge was built 2 en" in said
    assert "A bridge was built 0 en" not in said
    assert SETTINGS[2][1] == ("supported", "opinion")


def test_rows_are_never_set_tighter_than_the_text_allows():
    assert TIGHTEST > CAP_HEIGHT + DESCENT


# --- drawing is a function of the tables ----------------------------------------------------------


def test_the_tables_of_the_caller_are_not_changed():
    made = tables(VERDICTS)
    before = {name: table.copy(deep=True) for name, table in made.items()}
    draw(made)
    table_of(made)
    for name, table in made.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_the_order_of_the_rows_of_the_tables_does_not_matter():
    made = tables(VERDICTS)
    turned = {name: table.iloc[::-1].reset_index(drop=True) for name, table in made.items()}
    turned["statement_sources"] = made["statement_sources"]
    assert table_of(made).equals(table_of(turned))
    assert json.dumps(draw(made).to_dict()) == json.dumps(draw(turned).to_dict())


def test_an_unknown_language_or_profile_is_refused():
    with pytest.raises(ValueError, match="unknown language 'de'"):
        draw(tables(VERDICTS), lang="de")
    with pytest.raises(ValueError, match="unknown profile 'poster'"):
        draw(tables(VERDICTS), profile="poster")
