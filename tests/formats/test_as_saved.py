"""Files as people save them: their encoding, their language, places and persons by name alone."""

import pytest
from test_field_files import take_in
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.checks import read_dossier
from chronotope.formats import import_file

GERMAN = (
    "Datum;Titel;Ort;Wer;Quelle\n"
    "9. September 2019;Außenminister in Moskau;Moskau;Le Drian;https://example.org/a\n"
    "Mai 2017;Präsidenten in Versailles;Versailles;Macron;Le Monde\n"
)
KML = (
    '<?xml version="1.0" encoding="ISO-8859-1"?><kml><Placemark><name>Traité</name>'
    "<TimeStamp><when>1919</when></TimeStamp></Placemark></kml>"
)


@pytest.mark.parametrize(
    ("encoding", "named", "said"),
    [
        ("utf-8", None, ""), ("utf-8-sig", None, ""),
        ("utf-16", None, "utf-16"), ("utf-16-le", None, "utf-16-le"),
        ("utf-16-be", None, "utf-16-be"), ("cp1252", "windows-1252", "windows-1252"),
    ],
)  # fmt: skip
def test_a_file_is_read_in_the_encoding_that_it_shows_or_that_is_named(
    tmp_path, encoding, named, said
):
    path = tmp_path / "t.csv"
    path.write_bytes(GERMAN.encode(encoding))
    report = import_file(path, tmp_path / "d", encoding=named)
    assert [x.value for x in report.losses if x.reason == "encoding_read"] == ([said] * bool(said))
    events = read_dossier(tmp_path / "d").events
    assert list(events["title_de"]) == ["Außenminister in Moskau", "Präsidenten in Versailles"]


def test_a_code_page_that_nobody_names_is_refused_with_its_readings(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(GERMAN.encode("cp1252"))
    result = CliRunner().invoke(app, ["import", str(path), "-o", str(tmp_path / "d")])
    assert result.exit_code == 1 and "Außenminister in windows-1252" in result.output
    assert not (tmp_path / "d").exists()
    given = ["import", str(path), "-o", str(tmp_path / "d"), "--encoding", "cp1252"]
    assert CliRunner().invoke(app, given).exit_code == 0


def test_a_table_of_a_folder_that_an_old_program_saved_is_read_in_the_encoding_named(tmp_path):
    path, folder = tmp_path / "t.csv", tmp_path / "d"
    path.write_text(GERMAN, "utf-8")
    import_file(path, folder)
    before = ct.open(folder).events
    saved = (folder / "events.csv").read_text("utf-8").encode("cp1252")
    (folder / "events.csv").write_bytes(saved)  # the others stay as they are
    refused = CliRunner().invoke(app, ["check", str(folder)])
    assert refused.exit_code == 1 and "--encoding windows-1252" in refused.output
    told = CliRunner().invoke(app, ["check", str(folder), "--encoding", "windows-1252"])
    assert told.exit_code == 0, told.output
    assert ct.open(folder, encoding="windows-1252").events.equals(before)


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding):
    raw = KML.replace("ISO-8859-1", encoding).encode(encoding)
    tables, _ = take_in("kml", raw)
    assert tables["events"][0]["title_en"] == "Traité"


def test_a_table_in_german_is_german_and_the_report_says_so(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(GERMAN, "utf-8")
    report = import_file(path, tmp_path / "d")
    assert [x.value for x in report.losses if x.reason == "language_guessed"] == ["de"]
    dossier = read_dossier(tmp_path / "d")
    assert dossier.languages == ("de",)
    assert list(dossier.events["date"]) == ["2019-09-09", "2017-05"]


def test_places_persons_and_sources_known_by_name_alone_are_kept(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(GERMAN, "utf-8")
    report = import_file(path, tmp_path / "d")
    assert [x for x in report.losses if x.reason == "not_read"] == []
    dossier = read_dossier(tmp_path / "d")
    assert set(dossier.places["label_de"]) == {"Moskau", "Versailles"}
    assert dossier.places["longitude"].notna().all()  # looked up, which a gap says
    assert set(dossier.actors["label_de"]) == {"Le Drian", "Macron"}
    assert "Le Monde" in set(dossier.sources["title"])


def test_open_says_what_the_reader_of_another_programs_table_did(tmp_path):
    path = tmp_path / "t.csv"
    text = "Jahr;Monat;Titel;Dauer\n2019;September;Außenminister in Moskau;ein Tag\n"
    path.write_bytes(text.encode("utf-16"))
    said = "\n".join(str(gap) for gap in ct.open(path).gaps)
    assert "taken for German" in said and "encoding" in said and "events Dauer" in said


MONTHS = [
    ("de", "Mai 2017", "Treffen", "2017-05"), ("fr", "mai 2017", "Rencontre à Paris", "2017-05"),
    ("es", "mayo de 2017", "Reunión en París", "2017-05"), ("ru", "май 2017", "Встреча", "2017-05"),
    ("uk", "травень 2017", "Зустріч у Києві", "2017-05"), ("ar", "مايو 2017", "اجتماع", "2017-05"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "written", "title", "edtf"), MONTHS)
def test_a_bare_table_is_in_the_language_of_its_months_and_words(
    tmp_path, lang, written, title, edtf
):
    path = tmp_path / "t.csv"
    path.write_text(f"date,title\n{written},{title}\n", "utf-8")
    dossier = ct.open(path)
    assert dossier.languages == (lang,) and list(dossier.events["date"]) == [edtf]
    assert "guessed-language" in {gap.kind for gap in dossier.gaps}
    assert ct.open(path, lang="en").languages == ("en",)
    # A month is read in whatever language it stands.
    assert list(ct.open(path, lang="en").events["date"]) == [edtf]


@pytest.mark.parametrize("title", ["Meeting in Moscow", "Ghent", "Le Drian meets de Gaulle"])
def test_an_english_table_is_not_taken_for_another(tmp_path, title):
    path = tmp_path / "t.csv"
    path.write_text(f"date,title\nMay 2017,{title}\n", "utf-8")
    assert ct.open(path).languages == ("en",)
