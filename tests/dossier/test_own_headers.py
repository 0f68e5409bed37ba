"""Columns under a person's own headers: opened and imported alike, in seven languages."""

import json
import re

import pytest
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.checks import read_dossier
from chronotope.dossier.checks.gaps import gap_lines, gap_words
from chronotope.dossier.closed_words import words_meant
from chronotope.dossier.errors import AskedError, DossierError
from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.read import read_tables
from chronotope.figures.captions import span_words
from chronotope.formats import import_file
from chronotope.lang.dates import date_words
from chronotope.lang.words import word
from chronotope.web.pages import page_files

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


@pytest.mark.parametrize(
    ("lang", "state"), [("de", "Türkei"), ("fr", "Turquie"), ("uk", "Туреччина")]
)
def test_what_nobody_has_said_of_actors_and_sources_stays_unsaid(tmp_path, lang, state):
    path = tmp_path / "t.csv"
    text = f"date,title,actors,source\n2020-03,A,{state};USA;Moskal,https://example.org/a\n"
    path.write_text(text, "utf-8")
    opened = ct.open(path, lang=lang)
    for to, name in (("workbook", "t.xlsx"), ("csl", "t.json"), ("bibtex", "t.bib")):
        opened.export(to, tmp_path / name)
    import_file(path, tmp_path / "d", lang=lang)
    for dossier in (opened, ct.open(tmp_path / "t.xlsx"), ct.open(tmp_path / "d")):
        actors = dossier.actors.set_index(f"label_{lang}")
        assert list(actors.loc["Moskal", ["kind", "country"]]) == ["", ""]
        assert list(actors.loc[state, ["kind", "country"]]) == ["government", "TR"]
        assert list(actors.loc["USA", ["kind", "country"]]) == ["government", "US"]
        assert (dossier.sources["kind"][0], dossier.event_sources["confidence"][0]) == ("", "")
        (event,) = dossier.events["event_id"]
        assert word("evidence.confidence.unstated", lang) in str(dossier.why(event, lang=lang))
    pages = page_files(opened, langs=[lang]).values()
    assert all(word("webmap.confidence_unstated", lang) in page.decode("utf-8") for page in pages)
    for name in ("t.json", "t.bib"):  # a kind that is not said is not made on the way back either
        import_file(tmp_path / name, tmp_path / f"{name}-d")
        assert list(read_tables(tmp_path / f"{name}-d")[0].sources["kind"]) == [""]


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
        ("ru", "не состоялись", "отменено or перенесено or намечено"),
        ("uk", "не відбулися", "скасовано or відкладено or заплановано"),
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


def test_a_status_agrees_with_what_it_is_said_of():
    """A meeting is « tenue » and *celebrada*; переговоры and перемовини stand in the plural."""
    said = {
        "held": ("tenue", "conclue", "celebrada", "состоялись", "відбулися", "عُقدت"),
        "planned": ("запланированы", "заплановані", "مقررة"),
        "postponed": ("перенесены", "відкладені", "تأجلت"),
        "cancelled": ("отменены", "скасовані", "ألغيت"),
    }
    meant = words_meant("status")
    assert {w: meant.get(w) for words in said.values() for w in words} == {
        w: key for key, words in said.items() for w in words
    }


def test_no_word_is_taken_for_another_that_only_looks_like_it(tmp_path):
    """No hint makes "Verhandlungsphase" an action; what people say of talks is known."""
    said = {
        "de": {"Verhandlungen": "meeting", "Gespräch": "meeting", "Besuch": "meeting",
               "Abkommen": "document", "Vertrag": "document", "Telefongespräch": "telephone"},
        "fr": {"négociations": "meeting", "traité": "document"},
        "es": {"negociaciones": "meeting", "acuerdo": "document"},
        "ru": {"визит": "meeting", "договор": "document"},
        "uk": {"перемовини": "meeting", "угода": "document"},
        "ar": {"مفاوضات": "meeting", "معاهدة": "document"},
        "en": {"negotiations": "meeting", "treaty": "document"},
    }  # fmt: skip
    path = tmp_path / "t.csv"
    for lang, words in said.items():
        rows = "".join(f"201{n},A {n},{typed}\n" for n, typed in enumerate(words))
        path.write_text(f"date,title,form\n{rows}", "utf-8")
        assert list(ct.open(path, lang=lang).events.sort_values("date")["form"]) == [
            *words.values()
        ]
    path.write_text("Datum,Titel,Art,Status\n2019,A,Vertrag,vertagt\n", "utf-8")
    assert list(ct.open(path).events[["form", "status"]].iloc[0]) == ["document", "postponed"]
    wrong = {"Verhandlungsphase": "Choose one.", "Erklarung": "Write Erklärung?",
             "Pressekonferenz": "Write Erklärung or Treffen, if that is meant."}  # fmt: skip
    for typed, remedy in wrong.items():
        path.write_text(f"date,title,form\n2019,A,{typed}\n", "utf-8")
        with pytest.raises(DossierError) as error:
            ct.open(path, lang="de")
        assert [fault.remedy for fault in error.value.faults] == [remedy]


def test_the_gap_of_a_guessed_language_names_only_commands_that_take_one(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Datum,Titel\n3. Oktober 1990,Der Tag\n", "utf-8")
    (gap,) = [gap for gap in ct.open(path).gaps if gap.kind == "guessed-language"]
    assert gap.remedy.startswith("Name the column title_de")
    runner = CliRunner()
    commands = re.findall(r"open|check|figures|story|import", gap.remedy)
    assert len(commands) == 5
    for command in commands:
        said = runner.invoke(app, [command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
        assert "--lang" in said.output
    said = runner.invoke(app, ["check", str(path), "--lang", "de"]).output
    assert "no faults" in said and "guessed-language" not in said
    arguments = ["import", str(path), "-o", str(tmp_path / "d"), "--licence", "CC-BY-4.0"]
    assert runner.invoke(app, arguments).exit_code == 0
    assert read_dossier(tmp_path / "d").licence == "CC-BY-4.0"


SPANS = {
    "en": ("from", "end date", "Greece and Turkey"),
    "de": ("Von", "Bis", "Griechenland und Türkei"),
    "fr": ("Début", "Date de fin", "Grèce et Turquie"),
    "es": ("Desde", "Hasta", "Grecia y Turquía"),
    "ru": ("Начало", "Окончание", "Греция и Турция"),
    "uk": ("Початок", "Кінець", "Греція та Туреччина"),
    "ar": ("البداية", "النهاية", "الأمين العام والمبعوث"),
}  # fmt: skip


@pytest.mark.parametrize("lang", sorted(SPANS))
def test_an_end_is_part_of_the_date_and_two_names_in_one_are_asked_about(tmp_path, lang):
    start, end, pair = SPANS[lang]
    path = tmp_path / "t.csv"
    rows = (
        f"2017-06-28,2017-07-07,A,{pair};Moskal\n2018,,B,{pair}\n2019-05-01,2019-05-01,C,Moskal\n"
    )
    path.write_text(f"{start},{end},title,actors\n{rows}", "utf-8")
    opened = ct.open(path, lang=lang)
    (gap,) = [gap for gap in opened.gaps if gap.kind == "one-name"]
    assert (gap.row, gap.value, gap.column) == (2, pair, "actors")
    assert [g for g in opened.gaps if g.kind == "own-column"] == []
    report = import_file(path, tmp_path / "d", lang=lang)
    (told,) = [x for x in report.losses if x.reason == "one_name"]
    assert (told.row, told.value) == ("2", pair)
    opened.export("workbook", tmp_path / "t.xlsx")
    for dossier in (opened, ct.open(tmp_path / "d"), ct.open(tmp_path / "t.xlsx")):
        dates = dossier.events.set_index(f"title_{lang}")["date"]
        assert dates.to_dict() == {"A": "2017-06-28/2017-07-07", "B": "2018", "C": "2019-05-01"}
        assert set(dossier.actors[f"label_{lang}"]) == {pair, "Moskal"}  # nothing is parted


def test_states_are_known_by_the_names_they_have_and_two_with_a_stroke_are_asked_about(tmp_path):
    names = {
        "Großbritannien": "GB", "Royaume-Uni": "GB", "Russische Föderation": "RU", "die USA": "US",
        "Volksrepublik China": "CN", "die Schweiz": "CH", "Sowjetunion": "", "England": "",
        "USA/Iran": "", "Kim, Yong-nam": "", "Ada Muster, Bo Beispiel": "",
        "DVRK": "KP", "VR China": "CN", "Republik Korea": "KR",
    }  # fmt: skip
    path = tmp_path / "t.csv"
    path.write_text(f'Datum,Titel,Akteure,Quelle\n2019,A,"{";".join(names)}",Ein Buch\n', "utf-8")
    opened = ct.open(path, lang="de")
    actors = opened.actors.set_index("label_de")
    assert actors["country"].to_dict() == names
    assert set(actors["kind"][actors["country"] == ""]) == {""}
    assert [gap.value for gap in opened.gaps if gap.kind == "one-name"] == [
        "Ada Muster, Bo Beispiel", "USA/Iran",
    ]  # fmt: skip
    (unsaid,) = [line for line in gap_lines(opened.gaps) if "nobody has said" in line]
    assert "what these are: Ada Muster, Bo Beispiel, England, Kim, Yong-nam, Sow" in unsaid
    # The book is no address, and a source: the note of a figure does not say that there is none.
    assert opened.gap_counts["no-address"] == 1 and "no-source" not in opened.gap_counts
    assert gap_words(opened, opened.events["event_id"], "de") == []


def test_an_end_before_its_start_is_one_fault_and_a_state_of_two_words_is_one(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "An;Datum;Bis;Titel;Akteure\nBonn;2019-05;;A;Bosnien und Herzegowina\n", "utf-8"
    )
    assert "one-name" not in ct.open(path, lang="de").gap_counts
    path.write_text("Von;Datum;Bis;Titel\nBonn;2019-05-02;2018;A\n", "utf-8")
    with pytest.raises(DossierError) as error:
        ct.open(path)
    (fault,) = error.value.faults
    assert (fault.column, fault.row, fault.value) == ("Datum,Bis", 2, "2019-05-02, 2018")


def test_an_import_parts_actors_at_commas_where_open_does(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('date,title,actors\n2019,A,"Norway, Sweden"\n2020,B,Sweden\n', "utf-8")
    report = import_file(path, tmp_path / "d")
    assert [x.row for x in report.losses if x.reason == "commas_read"] == ["2"]
    for dossier in (ct.open(path), ct.open(tmp_path / "d")):
        assert set(dossier.actors["label_en"]) == {"Norway", "Sweden"}


@pytest.mark.parametrize("lang", sorted(HEADERS))
def test_no_bound_and_no_day_is_told_that_nobody_gave(tmp_path, lang):
    path = tmp_path / "t.csv"
    path.write_text("date,title\n[..2001],A\n2003-04-23,B\n[2021-03..],C\n", "utf-8")
    dossier = ct.open(path, lang=lang)
    first, last = (date_words(date, lang) for date in ("[..2001]", "[2021-03..]"))
    told = span_words(dossier.events["date"], lang)
    assert told.startswith(first) and told.endswith(last)
    assert span_words(dossier.events["date"][:1], lang) == first
    day = date_words("2021-03", lang)
    assert as_of_words(dossier, lang) == word("dates.unsaid_day", lang, date=day) != day
    # A plan for a day to come is no day on which the dossier can stand.
    path.write_text("date,title,status\n2025-06-14,A,\n2031-06-15,B,planned\n", "utf-8")
    assert ct.open(path, lang=lang).as_of.isoformat() == "2025-06-14"
    path = tmp_path / "t.json"
    dossier.export("timelinejs", path, lang=lang)
    slides = json.loads(path.read_text("utf-8"))["events"]
    starts = {slide["display_date"]: slide["start_date"] for slide in slides}
    assert (starts[first], starts[last]) == ({"year": 2001}, {"year": 2021, "month": 3})
    dossier.export("workbook", tmp_path / "t.xlsx")
    assert "no-day" in ct.open(tmp_path / "t.xlsx").gap_counts  # no day is made on the way


def test_a_mark_is_found_by_its_title_and_a_place_that_nobody_knows_is_told_apart(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "date,title,place,latitude,longitude\n2017,Talks on the lake,Lugano,,\n"
        "2018,Talks again,Nowherestead,,\n2019,Talks,Springfield,,\n2020,Talks,Here,1,2\n"
        "2021,Visit,Tripoli,,\n",
        "utf-8",
    )
    dossier = ct.open(path)
    by_id = dossier.why("talks-on-the-lake").text
    assert dossier.why("TALKS ON THE LAKE").text == by_id != dossier.why("Lugano").text
    assert dossier.why("the lake").text == by_id  # a part that one title alone has
    for asked, said in (("Talks", "is the name of talks, talks-2020"), ("lak", "Ids look like"),
                        ("Luganno", r"Near it: lugano \(lugano\)")):  # fmt: skip
        with pytest.raises(AskedError, match=said) as told:
            dossier.why(asked)
        assert told.value._render_traceback_() == [str(told.value)]  # what a notebook shows
    told = {gap.row: gap.remedy for gap in dossier.gaps if gap.kind == "no-point"}
    assert told[3].startswith("Write them down") and told[6].startswith("Name its country")
    assert told[4].startswith("Write them down")  # of several in one country, the name is no help
    assert "Springfield (US) has longitude and latitude -9" in told[4]
    assert "no-authority" not in dossier.gap_counts  # looked up: nobody has begun


def test_a_notebook_shows_what_is_wrong_and_how_python_mends_it(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("date,title\n2017,Türkei\n".encode("windows-1252"))
    with pytest.raises(DossierError) as error:
        ct.open(path)
    shown = error.value._render_traceback_()
    assert len(shown) == 1 and "encoding='windows-1252'" in shown[0]
    assert ct.open(path, encoding="windows-1252").events["title_en"][0] == "Türkei"


def test_two_peoples_versions_in_one_file_are_one_sentence(tmp_path):
    path = tmp_path / "t.csv"
    rows = ["date,title,place", "2019-05-01,A,Lugano", "2020,B,", "2019-05-01,A,Bern", "2020,C,"]
    path.write_text("\n".join(rows), "utf-8")
    (gap,) = [gap for gap in ct.open(path).gaps if gap.kind == "same-row"]
    assert (gap.file, gap.row) == ("t.csv", 4) and "of row 2" in gap.problem
    path.write_text(
        "\n".join([rows[0], "<<<<<<< mine", rows[1], "=======", rows[3], ">>>>>>> theirs"]), "utf-8"
    )
    with pytest.raises(DossierError, match=r"two versions stand there.*rows 2 to 6"):
        ct.open(path)


def test_what_a_bare_table_cannot_say_has_its_option_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("date,title\n2019-05-01,A\n", "utf-8")
    for gap in ct.open(path).gaps:
        if gap.kind in ("no-title", "no-day", "no-licence"):
            option = re.search(r"FOLDER (--[a-z-]+) (\S+)`", gap.remedy)
            arguments = ["import", str(path), "-o", str(tmp_path / gap.kind), *option.groups()]
            assert CliRunner().invoke(app, arguments).exit_code == 0
            assert gap.kind not in ct.open(tmp_path / gap.kind).gap_counts
