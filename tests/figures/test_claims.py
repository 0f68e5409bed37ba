import itertools
from pathlib import Path

import pandas as pd
import pytest
from made import made_dossier
from shares import latin_square

from chronotope.dossier.read import load_dossier
from chronotope.draw import style
from chronotope.draw.labels import CAP_HEIGHT, Box, text_width
from chronotope.draw.spec import Spec
from chronotope.figures.kinds.claims import (
    ORDER,
    VERDICT_MARKS,
    VERDICTS,
    claims_table,
    page_of,
    plot_claims,
)
from chronotope.lang.words import word, words_count

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
    # The author of the article, as the dossier about it has it.
    names = {"ada": "Ada", "bob": "Stanislav Ivanov"}
    actors = [{"actor_id": key, **translated("label", name)} for key, name in names.items()]
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


def drawn(plate):
    """Everything on a drawing: texts, points and lines, each with its place."""

    def rows(*kinds):
        return [row for kind, group in plate.groups if kind in kinds for row in group]

    return plate, rows("texts"), rows("points"), rows("rects", "rules", "dashes")


def ink(text):
    weight = "bold" if text["weight"] == "bold" else "regular"
    width = text_width(text["text"], text["size"], weight=weight)
    top, bottom = text["y"] - CAP_HEIGHT * text["size"], text["y"] + DESCENT * text["size"]
    left = text["x"] - {"left": 0.0, "center": width / 2, "right": width}[text["align"]]
    return Box(left, top, left + width, bottom)


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
        "speaker": "Stanislav Ivanov fr",
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


def test_verdicts_differ_in_shape_not_by_shade_alone():
    assert tuple(VERDICT_MARKS) == VERDICTS and set(ORDER) == set(VERDICTS)
    assert len({mark.shape for mark in VERDICT_MARKS.values()}) == len(VERDICTS)


def test_every_claim_is_a_mark_that_says_its_row():
    _, texts, points, _ = drawn(draw(tables(VERDICTS)))
    marks = {row["event_id"]: row for row in points if "event_id" in row}
    assert sorted(marks) == ["T0", "T1", "T2", "T3", "T4"]
    said = "T2, paragraph 1: A bridge was built 2 en – contradicted. Reason 2. en"
    assert marks["T2"]["description"] == said
    assert marks["T2"]["shape"] == VERDICT_MARKS["contradicted"].shape
    assert "A bridge was built 2 en" in {text["text"] for text in texts}


def test_claims_stand_by_verdict_those_that_do_not_hold_first_with_their_reason():
    verdicts = ["supported", "opinion", "contradicted", "supported", "imprecise"]
    _, texts, points, _ = drawn(draw(tables(verdicts)))
    marks = sorted((p for p in points if "event_id" in p), key=lambda p: p["y"])
    assert [mark["event_id"] for mark in marks] == ["T2", "T4", "T1", "T0", "T3"]
    said = {text["text"]: text["y"] for text in texts}
    assert said["Reason 2. en"] == said["A bridge was built 2 en"]
    assert {"Contradicted (1)", "Supported (2)"} <= set(said)


def test_only_who_is_not_the_author_is_named_before_the_claim():
    made = tables(["supported"] * 3)
    said = {text["text"] for text in drawn(draw(made))[1]}
    assert "Ada en: A bridge was built 1 en" in said
    assert not any("Ivanov" in text for text in said)


def test_who_speaks_most_is_not_taken_for_the_author():
    made = tables(["supported"] * 3)
    made["actors"] = made["actors"].replace({"label_en": {"Stanislav Ivanov en": "Bob"}})
    made["actors"][["label_fr", "label_ru"]] = "Bob"
    said = {text["text"] for text in drawn(draw(made))[1]}
    assert {"Bob: A bridge was built 0 en", "Bob: A bridge was built 2 en"} <= said


def test_opinions_are_not_among_those_of_which_half_is_marked():
    """Five opinions sat in the denominator: 23 of 52 is another share than 23 of 47."""
    verdicts = ["supported", "supported", "contradicted", "imprecise", "opinion", "opinion"]
    _, texts, points, rects = drawn(draw(tables(verdicts)))
    assert words_count("claims.half", 4, "en") in {text["text"] for text in texts}
    assert words_count("claims.opinions", 2, "en") in {text["text"] for text in texts}
    strip = sorted((p for p in points if "event_id" not in p), key=lambda p: (p["y"], p["x"]))[:6]
    (rule,) = [r for r in rects if r["x"] == r["x2"]]
    assert strip[1]["x"] < rule["x"] < strip[2]["x"]
    gaps = [b["x"] - a["x"] for a, b in itertools.pairwise(strip)]
    assert max(gaps) == gaps[3] > 2 * gaps[0]


def test_a_reason_in_the_line_of_its_claim_is_parted_from_it_by_more_than_a_tone(shipped):
    plate = draw(shipped, "en", "nature")
    pieces = [row["text"] for kind, rows in plate.groups if kind == "texts" for row in rows]
    assert any(text.endswith("in the magazine Le Point.") for text in pieces)
    assert not [text for text in pieces if text.startswith("/")]  # accounts side by side


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


@pytest.mark.parametrize(("profile", "lang"), latin_square(sorted(style.PROFILES), LANGUAGES))
def test_nothing_is_cut_and_nothing_collides(shipped, lang, profile):
    spec, texts, points, _ = drawn(draw(shipped, lang=lang, profile=profile))
    room = style.PROFILES[profile]
    assert spec.width == pytest.approx(room.plot_width, abs=0.001)
    assert spec.height <= page_of(room).plot_height + 0.001
    boxes = [*map(ink, texts), *map(point_box, points)]
    page = Box(-0.3, -0.3, spec.width + 0.3, spec.height + 0.3)
    assert [box for box in boxes if not box.is_inside(page)] == []
    assert overlaps(boxes) == []
    assert min(text["size"] for text in texts) >= room.small


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reason_of_every_claim_that_does_not_hold_is_on_the_web(shipped, lang):
    _, texts, points, _ = drawn(draw(shipped, lang=lang, profile="web"))
    said = " ".join(text["text"] for text in sorted(texts, key=lambda t: (t["x"], t["y"])))
    statements = shipped["statements"]
    assert len({p["event_id"] for p in points if "event_id" in p}) == len(statements)
    wrong = statements[statements["verdict"].isin(["contradicted", "imprecise"])]
    missing = [
        note
        for note in wrong[f"verdict_note_{lang}"]
        if not all(part in said for part in note.split(" "))
    ]
    assert missing == []


@pytest.mark.parametrize("count", [40, 70, 120, 400])
def test_more_claims_than_rows_become_marks_and_none_is_left_out(count):
    verdicts = [VERDICTS[n % 5] for n in range(count)]
    spec, texts, points, _ = drawn(draw(tables(verdicts), profile="generic"))
    ids = [p["event_id"] for p in points if "event_id" in p]
    assert sorted(ids) == sorted(f"T{n}" for n in range(count))
    assert spec.height <= style.PROFILES["generic"].plot_height + 0.001
    assert overlaps([*map(ink, texts), *map(point_box, points)]) == []


@pytest.mark.parametrize("profile", [p for p in sorted(style.PROFILES) if p != "brief"])
def test_every_claim_is_in_words_and_no_reader_meets_an_id(shipped, profile):
    """Claims that hold were marks with bare ids: T06, T10, T11."""
    _, texts, _, _ = drawn(draw(shipped, lang="en", profile=profile))
    said = {part for text in texts for part in text["text"].split(" ")}
    said |= {part.removesuffix(".") for part in said}  # the stop before a reason
    ids = set(shipped["statements"]["statement_id"])
    assert said & ids == set()
    assert {w for gist in shipped["statements"]["gist_en"] for w in gist.split(" ")} <= said


def test_claims_that_hold_are_the_first_to_lose_their_words():
    verdicts = [VERDICTS[n % 5] for n in range(300)]
    said = {text["text"] for text in drawn(draw(tables(verdicts), profile="generic"))[1]}
    assert any("A bridge was built 2 en" in text for text in said)  # contradicted
    assert not any("A bridge was built 0 en" in text for text in said)


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
    assert draw(made).to_svg() == draw(turned).to_svg()


def test_an_unknown_language_or_profile_is_refused():
    with pytest.raises(ValueError, match="unknown profile 'poster'"):
        draw(tables(VERDICTS), profile="poster")
