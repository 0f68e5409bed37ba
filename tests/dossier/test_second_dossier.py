"""The whole suite on another dossier: another century, vague dates, other places and sides."""

import datetime
import functools
import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from notebook_set import PATHS, SHIPPED_ONLY, names_told, run_all
from rendered import places_named
from rendered import shipped as first_dossier
from shares import some_of
from tiny import SHIPPED_LANGUAGES
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.evidence import normalise_article, verify_article
from chronotope.dossier.read import split_list, table_names
from chronotope.draw.spec import Spec
from chronotope.draw.style import get_profile
from chronotope.figures.render import figure_rows, render_figure
from chronotope.lang.dates import parse_date
from chronotope.lang.words import word
from chronotope.maps.theatres import map_note
from chronotope.web.pages import draw_explorer, draw_map

ROOT = Path(__file__).parents[2]
NAME = ct.list_dossiers()["dossier"].iloc[1]
FOLDER = ct.shipped_folder(NAME)
FIGURES = tuple(ct.list_figures(ct.read_dossier(FOLDER))["figure_id"])
# A quarter of them: tests/edit/test_copied_notebooks.py runs them all on a dossier of three events.
NOTEBOOKS = [path for path in PATHS if path.stem not in SHIPPED_ONLY]
NOTEBOOKS = some_of(NOTEBOOKS, *NOTEBOOKS[1::4])

# Russian is the first dossier's in every test; German is this one's alone.
each_language = pytest.mark.parametrize("lang", some_of(("en", "fr", "de"), "en", "de"))
each_figure = pytest.mark.parametrize("figure_id", FIGURES)
PICTURES = [(figure_id, lang) for lang in ("de", "en", "fr") for figure_id in FIGURES]
each_picture = pytest.mark.parametrize(
    ("figure_id", "lang"), some_of(PICTURES, *PICTURES[: len(FIGURES) + 2])
)


@functools.cache
def second():
    return ct.read_dossier(FOLDER)


@functools.cache
def figure(figure_id: str, lang: str, profile: str = "web") -> str:
    return render_figure(second(), figure_id, lang=lang, profile=profile)


def words_of(svg: str) -> str:
    root = ET.fromstring(svg)
    return " ".join(" ".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))


# --- the dossier -------------------------------------------------------------------------------


def test_it_passes_every_check():
    result = CliRunner().invoke(app, ["check", str(FOLDER)])
    assert result.exit_code == 0 and f"{NAME}: no faults" in result.output


def test_it_is_a_valid_data_package():
    from frictionless import Package

    report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


def test_it_is_small_and_has_rows_in_every_table_but_that_of_layers():
    counts = ct.count_rows(second()).set_index("table")["rows"]
    assert 12 <= counts["events"] <= 25
    assert counts.index[counts == 0].tolist() == ["layers"]  # event data begin in 1979


def test_it_shares_no_event_day_and_no_person_with_the_first():
    first = first_dossier()
    people = [set(d.actors.query("kind == 'person'")["actor_id"]) for d in (first, second())]
    assert not people[0] & people[1]
    days = [parse_date(text) for text in second().events["date"]]
    assert max(d.latest or d.earliest for d in days) < datetime.date(1923, 1, 1)
    assert not set(first.events["date"]) & set(second().events["date"])


def test_its_dates_are_of_every_vague_kind():
    dates = [parse_date(text) for text in second().events["date"]]
    kinds = {"day", "month", "season", "year", "decade", "interval"}
    assert kinds <= {d.precision for d in dates}
    assert any(d.is_uncertain for d in dates) and any(d.is_approximate for d in dates)
    before, after = (any(d.unknown_start for d in dates), any(d.open_end for d in dates))
    assert before and after


def test_one_place_is_an_area_that_moved_between_states():
    areas = second().special_areas
    assert len(areas) == 1 and len(areas["units"].iloc[0]) == 2


def test_what_was_hoped_or_supposed_is_not_told_as_held():
    assert {"held", "hoped", "supposed"} <= set(second().events["status"])
    assert set(second().events["status_then"]) == {"", "planned"}


def test_every_address_is_a_whole_one():
    urls = second().sources["url"]
    assert urls[urls != ""].str.fullmatch(r"https?://[\w.-]+/\S*").all()


# --- the article -------------------------------------------------------------------------------


def article() -> str:
    return (FOLDER / "article.txt").read_text("utf-8")


def test_every_locator_stands_in_the_article():
    result = CliRunner().invoke(app, ["verify", str(FOLDER), "--text", str(FOLDER / "article.txt")])
    assert result.exit_code == 0, result.output
    assert f"{len(second().sentences)} sentences" in result.output


def test_one_changed_letter_names_the_marks_that_rest_on_it():
    with pytest.raises(ct.DossierError, match=r"P06: .*these rows rest on it: events AL10"):
        verify_article(second(), article().replace("German troops came", "German troops come"))


@pytest.mark.parametrize("command", ["check", "figures"])
def test_one_changed_letter_in_its_folder_stops_every_command(tmp_path, command):
    folder = tmp_path / "aland"
    shutil.copytree(FOLDER, folder)
    changed = article().replace("German troops came", "German troops come")
    (folder / "article.txt").write_text(changed, encoding="utf-8")
    out = ["--out", str(tmp_path / "out")] if command == "figures" else []
    result = CliRunner().invoke(app, [command, str(folder), *out])
    assert result.exit_code == 1
    assert "P06: " in result.output and "these rows rest on it: events AL10" in result.output
    assert not (tmp_path / "out").exists()


def test_the_card_of_an_event_shows_the_whole_sentence_of_a_text_under_its_licence():
    sentence = "On 20 August delegates of the communes met in secret at Finström"
    assert sentence in ct.open(FOLDER).why("AL05").text.replace("\u00a0", " ")


def test_one_changed_byte_or_a_passage_that_comes_twice_is_seen_for_every_passage():
    text = normalise_article(article())
    for row in second().passages.to_dict("records"):
        start, end = int(row["start_char"]), int(row["end_char"])
        middle = (start + end) // 2
        letter = "x" if text[middle] != "x" else "y"
        changed = text[:middle] + letter + text[middle + 1 :]
        for spoiled in (changed, f"{text} {text[start:end]}"):
            with pytest.raises(ct.DossierError, match=f"{row['passage_id']}: "):
                verify_article(second(), spoiled)


def test_layout_and_white_space_of_the_article_do_not_count():
    verify_article(second(), article().replace("\n", "\r\n").replace(" ", "  "))


def test_every_sentence_is_accounted_for():
    ledger = ct.coverage(second())
    assert ((ledger["marks"] > 0) | (ledger["reason"] != "")).all()
    assert (ledger["marks"] > 0).sum() == len(ledger) - 2  # title and by-line


def test_a_capital_that_means_a_government_makes_no_mark():
    mentions = second().mentions
    capitals = mentions[mentions["surface"].isin(("Helsinki", "London"))]
    assert set(capitals["role"]) == {"government"} and set(capitals["place_id"]) == {""}


# --- figures -----------------------------------------------------------------------------------


@each_picture
def test_every_figure_is_drawn_in_every_language(figure_id, lang):
    svg = figure(figure_id, lang)
    root = ET.fromstring(svg)
    row = second().figures.set_index("figure_id").loc[figure_id]
    assert root.get("lang") == lang or f'xml:lang="{lang}"' in svg
    headline = " ".join(row[f"headline_{lang}"].split())
    told = " ".join(words_of(svg).split())
    assert headline in told
    assert ("Quelle: " in told, "Source: " in told) == (lang == "de", lang == "en")


@pytest.mark.parametrize("figure_id", some_of(FIGURES, *FIGURES[::3]))
def test_every_figure_fits_the_page_of_a_journal(figure_id):
    profile = get_profile("generic")
    root = ET.fromstring(figure(figure_id, "ru", "generic"))
    width, height = (float(root.get(key).removesuffix("mm")) for key in ("width", "height"))
    assert abs(width - profile.width_mm) < 0.2 and height <= profile.max_height_mm + 0.2


@each_picture
def test_no_figure_speaks_of_the_first_dossier(figure_id, lang):
    first = first_dossier()
    own = lang if lang in first.languages else "en"
    people = first.actors.query("kind == 'person'")[f"label_{own}"]
    text = words_of(figure(figure_id, lang))
    assert not [name for name in [*people, first.title(own)] if name in text]


@each_figure
def test_every_row_of_a_figure_rests_on_the_article_or_a_document(figure_id):
    rows = figure_rows(second(), figure_id)
    assert len(rows)
    if "passages" in rows and "date" in rows:
        assert ((rows["passages"] != "") | (rows["sources"] != "")).all()


def test_numbers_in_the_headlines_are_true():
    d = second()
    claims = d.statements["verdict"].value_counts()
    assert (len(d.statements), claims["contradicted"]) == (20, 1)  # one claim in twenty
    met = ct.meetings_table(d.events, d.actors, d.sides)
    assert met["in_person"].max() == 3  # three times
    day = d.events.set_index("event_id")["date"].map(parse_date)
    days = (day["AL20"].earliest - day["AL15"].earliest).days
    assert 360 <= days <= 375  # a year
    days = (day["AL20"].earliest - day["AL07"].latest).days
    assert 3.4 < days / 365.25 < 4  # under four years
    judged = d.events.query("channel == 'league' and status == 'held' and form == 'meeting'")
    assert not set(judged["place_id"]) & {"mariehamn", "finstrom"}  # from afar
    supports = d.positions.query("stance == 'supports'")["actor_id"].value_counts()
    assert supports.max() < len(d.topics)


LATER = {"en": "Today’s borders", "fr": "Frontières d’aujourd’hui", "de": "Heutige Grenzen"}


@each_language
def test_a_map_of_1921_says_that_it_draws_no_borders(lang):
    maps = second().figures.query("frame_id != ''")["figure_id"]
    said = [" ".join(words_of(figure(figure_id, lang)).split()) for figure_id in maps]
    own = " ".join(word("theatres.no-borders", lang).split())
    assert len(said) == 2 and all(own in words and LATER[lang] not in words for words in said)


def test_the_same_places_are_named_in_every_language():
    for figure_id in second().figures.query("frame_id != ''")["figure_id"]:
        svgs = (figure(figure_id, lang) for lang in ("en", "fr", "de"))
        first, *others = (places_named(svg) for svg in svgs)
        assert len(first) > 4 and all(names == first for names in others)


@each_language
def test_no_map_claims_a_scale_without_error(lang):
    spec, frames = Spec.of(lang), second().frames["frame_id"]
    notes = [map_note(second(), frame_id=frame_id, spec=spec)[0] for frame_id in frames]
    errors = [float(re.search(r"([\d.,]+)\s?%", note)[1].replace(",", ".")) for note in notes]
    assert min(errors) > 0 and max(errors) < 10


@pytest.mark.whole
def test_it_fits_on_one_page(tmp_path):
    """No brief ships with it: one is added to a copy."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / NAME))
    parts = ("headline", "subtitle")
    texts = {f"{part}_{lang}": f"Åland {lang}" for part in parts for lang in SHIPPED_LANGUAGES}
    row = {"figure_id": "brief", "order": 8, "kind": "brief", "window": "1917-01-01/1922-12-31"}
    ct.add_rows(folder, "figures", [row | texts])
    svg = render_figure(ct.read_dossier(folder), "brief", lang="ru", profile="brief")
    told = " ".join(words_of(svg).split())
    assert "Åland ru" in told and "Мариехамн" in told and "Плебисцит" in told


def test_the_same_figure_has_the_same_bytes():
    again = render_figure(second(), FIGURES[0], lang="fr")
    assert again == figure(FIGURES[0], "fr")


def test_the_command_draws_them_with_twins_and_a_manifest(tmp_path):
    options = ["--lang", "en", "--profile", "web", "--format", "svg", "--out", str(tmp_path)]
    result = CliRunner().invoke(app, ["figures", str(FOLDER), *options, "--only", FIGURES[0]])
    assert result.exit_code == 0, result.output
    manifest = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert NAME in json.dumps(manifest) and list(tmp_path.glob("data/*.csv"))


# --- pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("draw", "lang"), [(draw_map, "fr"), (draw_explorer, "de")])
def test_every_page_tells_every_event_and_loads_nothing(draw, lang):
    page = draw(second(), lang=lang).to_html()
    assert f'<html lang="{lang}"' in page
    told = page.replace("\\u2019", "’")
    missing = [t for t in second().events[f"title_{lang}"] if json.dumps(t)[1:-1] not in told
               and t not in told]  # fmt: skip
    assert not missing
    assert not re.search(r'(?:src|href)="https?://[^"]*\.(?:js|css|png)', page)


def test_the_web_map_says_that_it_draws_no_later_borders():
    page = draw_map(second(), lang="en").to_html().replace("\\u2019", "’")
    assert word("theatres.no-borders", "en") in page and "not those of" not in page


# --- why ---------------------------------------------------------------------------------------


@each_language
def test_every_event_answers_for_itself(lang):
    for row in second().events.to_dict("records"):
        told = str(ct.why(second(), row["event_id"], lang=lang))
        assert row[f"title_{lang}"] in told and ct.date_words(row["date"], lang) in told
        for passage in split_list(row["passages"]):
            assert passage in told


# --- notebooks ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def german_notebooks():
    return run_all(NOTEBOOKS, {"dossier": str(FOLDER), "lang": "de"})


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_takes_it_in_another_language(path, german_notebooks):
    notebook = german_notebooks[path.stem]
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    assert outputs and not any(output.output_type == "error" for output in outputs)
    shortest = 1 if path.stem == "13-the-map" else 3  # the map tells nothing but names of places
    told, untranslated = (
        names_told(notebook, second(), lang=a, other=b, shortest=shortest)
        for a, b in (("de", "en"), ("en", "de"))
    )
    assert told > 5 * untranslated


@pytest.mark.slow
def test_papermill_gives_a_notebook_another_dossier(tmp_path):
    import papermill

    path = PATHS[1]
    given = {"dossier": str(FOLDER), "lang": "fr"}
    out = str(tmp_path / "out.ipynb")
    papermill.execute_notebook(
        str(path), out, given, cwd=str(path.parent), progress_bar=False, log_output=False
    )
    notebook = nbformat.read(out, as_version=4)
    (injected,) = [c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", [])]
    assert str(FOLDER) in injected.source
    assert names_told(notebook, second(), lang="fr", other="en") >= 3
    assert names_told(notebook, second(), lang="en", other="fr") == 0
    assert names_told(notebook, first_dossier(), lang="fr", other="en") == 0


# --- a dossier with less -----------------------------------------------------------------------

SPARED = (
    "special_areas", "periods", "positions", "statements", "statement_sources", "mentions", "story",
)  # fmt: skip


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The same dossier with nothing but events, and what they name; no inset in a map."""
    folder = tmp_path_factory.mktemp("bare") / "bare"
    shutil.copytree(FOLDER, folder)
    for table in SPARED:
        keep_rows(folder, table, lambda row: False)
    keep_rows(folder, "frames", lambda row: not row.endswith("northern-europe\n"))
    kinds = (",positions,", ",claims,")
    keep_rows(folder, "figures", lambda row: not any(kind in row for kind in kinds))
    return folder


def keep_rows(folder: Path, table: str, is_kept) -> None:
    path = folder / f"{table}.csv"
    header, *rows = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(row for row in rows if is_kept(row)), "utf-8")


def test_a_dossier_with_less_is_drawn_as_well(bare):
    dossier = ct.read_dossier(bare)
    ids = ct.list_figures(dossier)["figure_id"]
    for figure_id in some_of(ids, *ids[::3]):
        assert "<svg" in render_figure(dossier, figure_id, lang="ru")
    for draw in (draw_map, draw_explorer):
        assert draw(dossier, lang="ru").to_html().startswith("<!DOCTYPE html>")


def test_a_figure_of_a_kind_with_no_rows_says_so(bare):
    columns = second().figures.columns
    row = second().figures.query("kind == 'claims'").iloc[0]
    ct.add_rows(bare, "figures", [{c: row[c] for c in columns}])
    with pytest.raises(ValueError, match="nothing to draw"):
        render_figure(ct.read_dossier(bare), row["figure_id"])


def test_no_table_of_it_is_unread():
    assert not second().unread and set(second().lines) == set(table_names())


def test_the_source_code_knows_no_name_of_it():
    people = second().actors.query("kind == 'person'")
    names = {NAME, str(second().article["title"]), *FIGURES[:4]}
    names |= {name for lang in SHIPPED_LANGUAGES for name in people[f"label_{lang}"]}
    code = [path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".csv", ".js")]
    assert len(code) > 50
    found = [(p.name, n) for p in code for n in names if n in p.read_text("utf-8")]
    assert not found
