"""Columns under a person's own headers: opened and imported alike, in seven languages."""

import re

import pytest
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.formats import import_file

HEADERS = {
    "en": ("date", "event", "place", "phases", "state", "sources", "remarks", "retrieved on"),
    "de": ("Datum", "Ereignis", "Orte", "Phase", "Stand", "Quellen", "Anmerkung", "Abgerufen am"),
    "fr": ("Date", "Événement", "Lieux", "Groupes", "État", "Liens", "Remarques", "Consulté le"),
    "es": ("Fecha", "Evento", "Lugares", "Fases", "Estado", "Fuentes", "Notas", "Consultado el"),
    "ru": ("Дата", "Событие", "Места", "Этапы", "Состояние", "Источники", "Примечания",
           "Дата обращения"),
    "uk": ("Дата", "Подія", "Місця", "Етапи", "Стан", "Джерела", "Примітки", "Дата звернення"),
    "ar": ("التاريخ", "الحدث", "الأماكن", "المراحل", "حالة", "المصادر", "ملاحظات",
           "تاريخ الاطلاع"),
}  # fmt: skip
PLANNED = {
    "en": "planned", "de": "geplant", "fr": "prévue", "es": "previsto", "ru": "запланирована",
    "uk": "заплановано", "ar": "مخطط له",
}  # fmt: skip


def _table(tmp_path, lang):
    address = "https://example.org/a"
    rows = [
        HEADERS[lang],
        ("2020-03", "A", "Berlin", "P", PLANNED[lang], f"{address}; B", "N", "2024-05-02"),
        ("2021-04", "B", "Berlin", "P", "", address, "", "2024-05-03"),
    ]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("how", ["open", "import"])
@pytest.mark.parametrize("lang", sorted(HEADERS))
def test_plural_and_other_headers_mean_their_columns_in_every_language(tmp_path, lang, how):
    path = _table(tmp_path, lang)
    if how == "import":
        report = import_file(path, tmp_path / "d", lang=lang)
        assert [x for x in report.losses if x.reason == "not_read"] == []
        dossier = read_dossier(tmp_path / "d")
    else:
        dossier = ct.open(path, lang=lang)
        assert [gap for gap in dossier.gaps if gap.kind == "own-column"] == []
    events, sources = dossier.events, dossier.sources
    assert list(events["status"]) == ["planned", "held"]
    assert list(events[f"summary_{lang}"]) == ["N", ""]
    assert list(dossier.channels[f"label_{lang}"]) == ["P"]
    assert list(dossier.places[f"label_{lang}"]) == ["Berlin"]
    assert set(sources["url"]) == {"https://example.org/a", ""} and len(sources) == 2
    read = sources[sources["url"] != ""]
    assert set(read["accessed"]) == {"2024-05-03"}


@pytest.mark.parametrize("lang", sorted(PLANNED))
def test_an_import_keeps_every_column_of_events_that_open_reads(tmp_path, lang):
    path = tmp_path / "t.csv"
    path.write_text(
        f"date,title_en,status,form,rank,title_fr,mine\n2020-03,A,{PLANNED[lang]},meeting,1,B,x\n",
        "utf-8",
    )
    opened = ct.open(path).events.iloc[0]
    report = import_file(path, tmp_path / "d", lang="en")
    (mine,) = [x for x in report.losses if x.reason == "not_read"]
    assert mine.column == "mine"  # a column of the person's own, which nothing draws
    imported = read_dossier(tmp_path / "d").events.iloc[0]
    for column in ("date", "title_fr", "status", "form", "rank"):
        assert imported[column] == opened[column] != ""


def test_a_header_that_may_be_a_day_or_a_country_is_a_status_only_by_its_cells(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum,Titel,Stand\n2020-03,A,3. Mai 2021\n2020-04,B,\n", "utf-8")
    dossier = ct.open(path)
    assert list(dossier.events["status"]) == ["held", "held"]
    assert [gap.column for gap in dossier.gaps if gap.kind == "own-column"] == ["Stand"]


@pytest.mark.parametrize(
    ("lang", "typed", "meant"),
    [
        ("de", "nicht stattgefunden", "abgesagt or verschoben or geplant"),
        ("de", "gescheitert", "fand statt or abgesagt"),
        ("de", "unsicher", "vermutet"),
        ("en", "Uncertain", "supposed"),
        ("fr", "n'a pas eu lieu", "annulé or reporté or prévu"),
        ("es", "no tuvo lugar", "cancelado or aplazado or previsto"),
        ("ru", "не состоялась", "отменено or перенесено or намечено"),
        ("uk", "не відбулася", "скасовано or відкладено or заплановано"),
        ("ar", "غير مؤكد", "مفترض"),
    ],
)
def test_a_word_that_is_no_status_is_refused_with_what_it_may_mean(tmp_path, lang, typed, meant):
    path = tmp_path / "t.csv"
    path.write_text(f"date,title,status\n2020-03,A,{typed}\n", "utf-8")
    with pytest.raises(DossierError) as error:
        ct.open(path, lang=lang)
    (fault,) = error.value.faults
    assert fault.remedy == f"Write {meant}, if that is meant."


def test_the_gap_of_a_guessed_language_names_only_commands_that_take_one(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum,Titel\n3. Oktober 1990,Der Tag\n", "utf-8")
    (gap,) = [gap for gap in ct.open(path).gaps if gap.kind == "guessed-language"]
    assert gap.remedy.startswith("Name the column title_de")
    runner = CliRunner()
    for command in re.findall(r"open|figures|story|import", gap.remedy):
        said = runner.invoke(app, [command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
        assert "--lang" in said.output
    assert "--lang" not in runner.invoke(app, ["check", "--help"]).output
