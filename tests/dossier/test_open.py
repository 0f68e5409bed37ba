"""Anything that holds events, opened as a dossier."""

import csv
import json
import shutil

import pandas as pd
import pytest
from openpyxl import Workbook
from test_gaps import bare

import chronotope as ct
from chronotope.dossier.checks.gaps import gap_words
from chronotope.draw.spec import Spec
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import get_figure, list_figures
from chronotope.figures.render import render_figure

TALKS = (
    "date,title,group,place,source\n"
    "2003-08-27/2003-08-29,First round,Talks,Beijing,https://example.org/one\n"
    "2007-01-16,Hill and Kim in Berlin,Bilateral,Berlin,\n"
    "2006-10-09,A test in the mountains,Tests,A place of no name at all,\n"
)


@pytest.fixture
def talks(tmp_path):
    return ct.open(bare(tmp_path, TALKS, name="talks.csv") / "talks.csv")


def test_a_table_of_events_is_opened_by_its_file(talks):
    assert (talks.folder_name, len(talks.events), len(talks.channels)) == ("talks", 3, 3)
    assert talks.gap_counts["no-source"] == 2


def test_a_frame_is_opened_as_it_is(tmp_path):
    frame = pd.DataFrame({"date": [pd.Timestamp("1919-01-18"), "1920"], "title": ["Paris", "End"]})
    found = ct.open(frame, lang="fr")
    assert found.languages == ("fr",)
    assert found.events["date"].tolist() == ["1920", "1919-01-18"]
    with pytest.raises(ct.DossierError, match=r"^events \(frame\) row 1, date '1919-18'"):
        ct.open(pd.DataFrame({"date": ["1919-18"], "title": ["x"]}))


def test_frames_are_opened_by_the_names_of_their_tables():
    events = pd.DataFrame({"date": ["1919"], "title": ["Paris"], "rank": [2], "place": ["Lutetia"]})
    places = pd.DataFrame({"label": ["Lutetia"], "longitude": [2.35], "latitude": [48.85]})
    found = ct.open({"events": events, "places": places})
    assert found.places[["place_id", "longitude"]].values.tolist() == [["lutetia", 2.35]]
    assert found.events["place_id"].tolist() == ["lutetia"]


def test_points_in_the_rows_of_events_are_those_of_their_places(tmp_path):
    table = (
        "Datum;Titel;Ort;Breite;Länge\n1909-04-06;Ankunft;North Pole;89,5;10,25\n"
        "1921-06;Rat;Genf;;\n1921-07;Treffen;;46,2;6,15\n"
    )
    found = ct.open(bare(tmp_path, table, name="talks.csv") / "talks.csv")
    points = found.places.set_index("label_de")[["longitude", "latitude"]].round(2)
    assert points.loc["North Pole"].tolist() == [10.25, 89.5]  # and not the town in Alaska
    assert points.loc["46.2, 6.2"].tolist() == [6.15, 46.2]
    assert points.loc["Genf"].tolist() == [6.15, 46.2]  # looked up
    assert "own-column" not in found.gap_counts


def test_a_place_at_two_points_is_a_fault_of_the_second_row(tmp_path):
    table = "date,title,place,lat,lon\n1921,A,X,1,2\n1922,B,X,1,3\n1923,C,Y,91,3\n"
    folder = bare(tmp_path, table, name="talks.csv")
    with pytest.raises(ct.DossierError) as caught:
        ct.open(folder / "talks.csv", lang="en")
    assert "talks.csv row 3, lon,lat '3, 1': the same place" in str(caught.value)
    assert "talks.csv row 4, lat '91': out of range" in str(caught.value)


def test_a_folder_its_package_and_nothing_at_all_are_opened(tiny_dossier):
    assert ct.open(tiny_dossier).sha256 == ct.open(tiny_dossier / "datapackage.json").sha256
    assert ct.open().folder_name == ct.shipped_folder().name


def test_a_timeline_of_another_program_is_opened(tiny_dossier, tmp_path):
    ct.export_dossier(ct.open(tiny_dossier), "timelinejs", tmp_path / "t.json")
    assert ct.open(tmp_path / "t.json").events["title_fr"].tolist()[0] == "Ouverture à Gand"


@pytest.mark.parametrize("name", ["picture.png", "nothing.csv", "letter.docx"])
def test_what_cannot_be_opened_is_named(tmp_path, name):
    if name != "nothing.csv":
        (tmp_path / name).write_bytes(b"\x89PNG what is this")
    with pytest.raises(ct.DossierError, match=name):
        ct.open(tmp_path / name)


def test_places_are_looked_up_by_name_and_the_gaps_say_so(talks):
    places = talks.places.set_index("label_en")
    assert places.loc["Beijing", ["country", "kind"]].tolist() == ["CN", "city"]
    assert abs(places.loc["Berlin", "latitude"] - 52.52) < 0.01
    assert places["longitude"].isna().tolist() == [True, False, False]
    assert (talks.gap_counts["looked-up"], talks.gap_counts["no-point"]) == (2, 1)


def test_figures_are_chosen_from_what_there_is(talks, tiny_dossier):
    figures = list_figures(talks)
    assert figures["kind"].tolist() == ["chronology", "area-map"]
    assert figures["headline_en"].tolist() == ["talks", "talks"]
    assert figures["frame_id"].tolist() == ["", "places"]
    assert list_figures(ct.open(tiny_dossier))["figure_id"].tolist() == ["talks"]


def test_a_figure_of_a_kind_that_nobody_knows_is_left_out(tiny_dossier):
    path = tiny_dossier / "figures.csv"
    path.write_text(path.read_text("utf-8").replace(",chronology,", ",weather,"), "utf-8")
    assert list_figures(ct.open(tiny_dossier)).empty


def test_the_note_of_a_figure_says_what_is_missing(talks):
    from chronotope.draw.spec import Spec

    words = caption_figure(talks, get_figure(talks, "chronology"), Spec.of(talks.language()))
    assert words.notes[-1] == "2 events rest on no source yet."
    assert gap_words(talks, ["a-test-in-the-mountains"], "ru") == [
        "1 событие пока не опирается ни на один источник."
    ]
    assert gap_words(talks, [], "en") == []


def test_a_bare_table_is_drawn(talks):
    svg = ct.render_figure(talks, "chronology")
    assert "Hill and Kim in Berlin" in svg


def test_the_licence_of_a_figure_is_the_dossiers_own_or_none(talks, tiny_dossier):
    from chronotope.draw.spec import Spec

    tiny, spec = ct.open(tiny_dossier), Spec.of("en")
    assert caption_figure(tiny, get_figure(tiny, "talks"), spec).licence == "Figure: CC0-1.0"
    assert caption_figure(talks, get_figure(talks, "chronology"), spec).licence == ""


def test_the_figures_of_a_bare_table_are_published_with_their_gaps_in_the_manifest(talks, tmp_path):

    from chronotope.publish.jobs import plan_jobs
    from chronotope.publish.publication import save_figures

    jobs = plan_jobs(talks, profiles=["web"], only=["chronology"], formats=["svg", "png", "pdf"])
    save_figures(talks, tmp_path / "out", jobs)
    manifest = json.loads((tmp_path / "out" / "figures.json").read_text("utf-8"))
    assert manifest["gaps"] == talks.gap_counts
    assert manifest["licence"]["figures"] == ""


# --- an older version of the format --------------------------------------------------------------


def as_version_1(folder):
    """Make a folder what it was in version 1: three languages that nothing names."""

    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    for key in ("version", "languages"):
        del package["chronotope"][key]
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            if field["name"] == "kind" and resource["name"] == "figures":
                field["constraints"] = {"required": True, "enum": ["chronology", "theatres"]}
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), "utf-8")
    return path.read_bytes()


def test_a_folder_of_version_1_is_read_and_the_gap_says_so(tiny_dossier):
    as_version_1(tiny_dossier)
    found = ct.open(tiny_dossier)
    assert found.languages == ("en", "fr", "ru")
    assert found.gap_counts == {"old-version": 1}


def test_a_folder_of_version_1_is_brought_over_and_a_copy_kept(tiny_dossier):
    from chronotope.dossier.migrate import COPY_FILE, migrate, plan_migration

    before = {p.name: p.read_bytes() for p in tiny_dossier.iterdir()}
    as_it_was = as_version_1(tiny_dossier)
    assert len(plan_migration(tiny_dossier).changes) == 3
    assert (tiny_dossier / "datapackage.json").read_bytes() == as_it_was
    migrate(tiny_dossier)
    assert (tiny_dossier / COPY_FILE).read_bytes() == as_it_was
    for name in before.keys() - {"datapackage.json"}:
        assert (tiny_dossier / name).read_bytes() == before[name]
    assert ct.open(tiny_dossier).gaps == ()
    assert migrate(tiny_dossier).changes == ()


def test_the_command_says_what_it_would_change(tiny_dossier):
    from typer.testing import CliRunner

    from chronotope.cli import app

    as_version_1(tiny_dossier)
    said = CliRunner().invoke(app, ["migrate", str(tiny_dossier), "--dry-run"]).output
    assert "would change: datapackage.json, chronotope.languages: en, fr, ru" in said
    checked = CliRunner().invoke(app, ["check", str(tiny_dossier)])
    assert checked.exit_code == 0 and "1 gap (old-version: 1)" in checked.output
    assert CliRunner().invoke(app, ["check", str(tiny_dossier), "--publish"]).exit_code == 1


def test_a_folder_that_is_no_dossier_is_not_brought_over(tiny_dossier):
    from chronotope.dossier.migrate import migrate

    (tiny_dossier / "datapackage.json").write_text("{}")
    with pytest.raises(ct.DossierError, match="it describes no dossier"):
        migrate(tiny_dossier)
    shutil.rmtree(tiny_dossier)
    with pytest.raises(ct.DossierError, match="there is no such file"):
        migrate(tiny_dossier)


def test_a_folder_of_version_1_that_lacks_newer_files_and_columns_passes_once_brought_over(
    tiny_dossier,
):
    from chronotope.dossier.migrate import migrate

    as_version_1(tiny_dossier)
    (tiny_dossier / "story.csv").unlink(missing_ok=True)
    (tiny_dossier / "topics.csv").unlink()
    table = tiny_dossier / "events.csv"
    rows = list(csv.reader(table.read_text("utf-8").splitlines()))
    at = rows[0].index("calendar")
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*row[:at], *row[at + 1 :]] for row in rows)
    path = tiny_dossier / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        resource["schema"]["fields"] = [f for f in fields if f["name"] != "calendar"]
    path.write_text(json.dumps(package), "utf-8")
    assert "topics.csv" in migrate(tiny_dossier).changes[-1]
    assert "old-version" not in ct.open(tiny_dossier).gap_counts


def test_a_dossier_without_events_has_no_figures_and_says_so(tmp_path):
    from typer.testing import CliRunner

    from chronotope.cli import app

    folder = bare(tmp_path, "date,title\n")
    assert list_figures(ct.open(folder)).empty
    opened = CliRunner().invoke(app, ["open", str(folder), "--out", str(tmp_path / "out")])
    assert opened.exit_code in (0, 1) and not isinstance(opened.exception, KeyError)


def test_a_dossier_of_no_source_has_no_empty_source_line_and_no_minus_year(tmp_path):
    text = "date,title\n-0043-03-15,Ides\n-0100,A year\n0005,Year five\n"
    dossier = ct.open(bare(tmp_path, text))
    words = caption_figure(dossier, get_figure(dossier, "chronology"), Spec.of("en"))
    assert words.source == "" and "From 44 BC on" in " ".join(words.notes)


def test_a_map_is_drawn_in_a_language_that_names_nothing_of_the_base_map(tmp_path):
    text = "date,title_ar,place\n2019-09-09,\u0644\u0642\u0627\u0621,Cairo\n"
    dossier = ct.open(bare(tmp_path, text))
    assert "<svg" in render_figure(dossier, "area-map", lang="ar")


def test_a_dossier_of_no_source_is_published_with_its_words_on_the_page(tmp_path):
    dossier = ct.open(bare(tmp_path, "date,title\n2019-09-09,A\n2019-10,B\n"))
    written = dossier.publish(tmp_path / "out", only=["chronology"], profiles=["web"])
    assert any(path.suffix == ".pdf" for path in written)


HEADS = [
    ("de", "Datum;Titel;Ort;Beteiligte;Quelle", "9. September 2019;Treffen der Minister;Moskau"),
    ("fr", "Date;Titre;Lieu;Acteurs;Source", "9 septembre 2019;Réunion à Moscou;Moscou"),
    ("es", "Fecha;Título;Lugar;Actores;Fuente", "9 de septiembre de 2019;Reunión en Moscú;Moscú"),
    ("ru", "Дата;Название;Место;Участники;Источник", "9 сентября 2019;Встреча в Москве;Москва"),
    ("uk", "Дата;Назва;Місце;Учасники;Джерело", "9 вересня 2019;Зустріч у Москві;Москва"),
    ("ar", "التاريخ;العنوان;المكان;المشاركون;المصدر", "9 سبتمبر 2019;اجتماع في موسكو;موسكو"),
]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize(("lang", "head", "row"), HEADS)
def test_headers_are_read_in_the_language_of_the_table(tmp_path, lang, head, row, ending):
    rows = [head.split(";"), [*row.split(";"), "A;B", "https://example.org/a"]]
    path = tmp_path / f"t{ending}"
    if ending == ".csv":
        quoted = [";".join(f'"{cell}"' for cell in cells) for cells in rows]
        path.write_text("\n".join(quoted) + "\n", "utf-8")
    else:
        book = Workbook()
        for cells in rows:
            book.active.append(cells)
        book.save(path)
    dossier = ct.open(path)
    assert dossier.languages == (lang,)
    assert list(dossier.events["date"]) == ["2019-09-09"]
    assert dossier.places["longitude"].between(37, 38).all()
    assert len(dossier.actors) == 2 and len(dossier.event_sources) == 1


def test_a_header_that_says_it_twice_is_a_column_of_ones_own(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum;Titel;Ereignis\n2019;A;B\n", "utf-8")
    dossier = ct.open(path, lang="de")
    assert list(dossier.events["title_de"]) == ["A"] and list(dossier.events["Ereignis"]) == ["B"]


def test_a_date_that_is_none_is_named_by_the_header_of_the_table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum;Titel\nbald;A\n", "utf-8")
    with pytest.raises(ct.DossierError, match=r"t\.csv row 2, Datum 'bald'"):
        ct.open(path)


def test_a_deleted_column_of_titles_is_one_clear_sentence(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("date,place\n2019,Paris\n2020,Kyiv\n", "utf-8")
    with pytest.raises(ct.DossierError) as raised:
        ct.open(path)
    assert [(f.row, f.column, f.problem) for f in raised.value.faults] == [
        (1, "title_en", "the column is missing")
    ]


@pytest.mark.parametrize(("sign", "named"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_a_row_of_too_many_cells_is_mended_with_the_separator_of_its_file(tmp_path, sign, named):
    path = tmp_path / "t.csv"
    rows = [["Datum", "Titel", "Wer"], ["2019", "A", "Iran", "USA"], ["2019", "B", "EU"]]
    path.write_text("".join(sign.join(row) + "\n" for row in rows), "utf-8")
    with pytest.raises(ct.DossierError) as raised:
        ct.open(path)
    said = f'Add or remove {named}s; put a text with a {named} in "…".'
    assert [(f.row, f.remedy) for f in raised.value.faults] == [(2, said)]
    path.write_text(sign.join(rows[0]) + "\n2019" + sign + '"A" B\n', "utf-8")
    with pytest.raises(ct.DossierError, match=f"cells with {named}s between.*a {named} or quote"):
        ct.open(path)


@pytest.mark.parametrize(
    ("title", "page"),
    [("Der Präsident", "windows-1252"), ("à l’Élysée", "windows-1252"), ("Встреча", "windows-1251"),
     ("اجتماع", "windows-1256"), ("Συνάντηση", "windows-1253"), ("Łódź", "windows-1250")],
)  # fmt: skip
def test_the_refusal_of_an_encoding_names_the_option_that_reads_it(tmp_path, title, page):
    path = tmp_path / "t.csv"
    path.write_bytes(f"date;title\n2019;{title}\n".encode(page))
    with pytest.raises(
        ct.DossierError, match=rf"--encoding {page} \(in Python: encoding='{page}'\)\.$"
    ):
        ct.open(path)
    assert ct.open(path, encoding=page, lang="en").events["title_en"].tolist() == [title]


COMMAS = [
    (["Iran, USA, EU", "EU, Iran", "China"], ["iran;usa;eu", "eu;iran", "china"], "separate"),
    (["Iran، USA", "Iran"], ["iran;usa", "iran"], "separate"),
    (["Iran, USA", "EU, China"], ["iran-usa", "eu-china"], "part of a name"),
    (["Iran, USA", "Iran, USA"], ["iran-usa", "iran-usa"], "part of a name"),
    (["A, B", "Iran", "iran"], ["a-b", "iran", "iran"], "part of a name"),
    (["Ministry, Iran;USA", "Iran"], ["ministry-iran;usa", "iran"], ""),
    (["Ministry, Iran;", "Iran"], ["ministry-iran", "iran"], ""),
    (["Iran und USA", "Iran/USA", "Iran"], ["iran-und-usa", "iran-usa", "iran"], ""),
]


@pytest.mark.parametrize("header", ["Beteiligte", "Wer", "actors"])
@pytest.mark.parametrize(("cells", "ids", "said"), COMMAS)
def test_commas_separate_actors_who_recur_and_the_gaps_say_so(tmp_path, header, cells, ids, said):
    path = tmp_path / "t.csv"
    rows = [f'{2001 + k};Treffen {k};"{cell}"' for k, cell in enumerate(cells)]
    path.write_text("\n".join([f"Datum;Titel;{header}", *rows]) + "\n", "utf-8")
    dossier = ct.open(path, lang="de")
    assert dossier.events.sort_values("date")["actors"].tolist() == ids
    gaps = [str(gap) for gap in dossier.gaps if gap.kind == "commas"]
    assert len(gaps) == bool(said)
    for gap in gaps:
        assert gap.startswith(f"t.csv row 2, {header} '{cells[0]}': ") and said in gap
        assert "Put ; between" in gap


def test_the_fault_of_a_date_is_told_by_the_language_of_the_table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum;Titel\nMrz 14;Treffen in Wien\n8.-9.9.2019;Gespräche\n", "utf-8")
    with pytest.raises(ct.DossierError) as raised:
        ct.open(path, lang="de")
    assert [(f.row, f.problem) for f in raised.value.faults] == [
        (2, "ambiguous: March 2014, or 14 March with no year")
    ]


def test_status_and_form_are_read_in_every_language_of_the_interface(tmp_path):
    said = {"status": ["Geplant", "angekündigt", "prévu", "Prévue", "cancelado", "намечено",
                       "заплановано", "مخطط له", "HELD", "hoped for"],
            "form": ["Telefonat", "Treffen", "rencontre", "rencontre prévue", "reunión",
                     "встреча", "зустріч", "لقاء", "Telephone", "planned meeting"]}  # fmt: skip
    frame = pd.DataFrame({"Datum": [str(2001 + k) for k in range(10)], "Titel": list("abcdefghij")})
    frame = frame.assign(**said)
    frame.to_csv(tmp_path / "t.csv", index=False)
    with pd.ExcelWriter(tmp_path / "t.xlsx") as book:
        frame.to_excel(book, sheet_name="events", index=False)
    for file in ("t.csv", "t.xlsx"):
        events = ct.open(tmp_path / file, lang="de").events.sort_values("date")
        assert events["status"].tolist() == [
            "planned", "announced", "planned", "planned", "cancelled", "planned", "planned",
            "planned", "held", "hoped"]  # fmt: skip
        assert events["form"].tolist() == [
            "telephone", "meeting", "meeting", "planned-meeting", "meeting", "meeting", "meeting",
            "meeting", "telephone", "planned-meeting"]  # fmt: skip


def test_the_fault_of_a_status_lists_the_words_of_the_tables_language(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum;Titel;Status\n2001;Treffen;geplannt\n", "utf-8")
    with pytest.raises(ct.DossierError) as raised:
        ct.open(path, lang="de")
    (fault,) = raised.value.faults
    assert fault.allowed.startswith("held (fand statt), announced (angekündigt), hoped (erhofft)")
    assert fault.remedy == "Write geplant?"


@pytest.mark.parametrize(
    ("head", "row"),
    [("Date;Titre;Statut;Forme", "2001;Réunion;prévu;rencontre"),
     ("Дата;Название;Статус;Форма", "2001;Встреча;намечено;встреча"),
     ("التاريخ;العنوان;الحالة;الشكل", "2001;اجتماع;مخطط له;لقاء")],
)  # fmt: skip
def test_status_and_form_may_be_called_in_the_language_of_the_table(tmp_path, head, row):
    path = tmp_path / "t.csv"
    path.write_text(f"{head}\n{row}\n", "utf-8")
    event = ct.open(path).events.iloc[0]
    assert (event["status"], event["form"]) == ("planned", "meeting")


def test_what_a_date_says_beyond_its_year_is_kept_as_written(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum;Titel\nAnfang 2003;Eins\n3. Mai 2004;Zwei\n", "utf-8")
    events = ct.open(path, lang="de").events.sort_values("date")
    assert events[["date", "date_written"]].values.tolist() == [
        ["2003", "Anfang 2003"], ["2004-05-03", ""]]  # fmt: skip
