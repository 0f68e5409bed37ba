"""Files to text: what is kept, in what order, and what each bad file is told."""

import io
import textwrap
import zipfile

import docx
import pikepdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from chronotope.draft.document import DraftError, freeze
from chronotope.draft.drafting import draft
from chronotope.draft.reading import read_document

PARAGRAPH = "The ministers met in Ghent on 24 December 1814 and signed a treaty of peace. "


def pdf(path, pages, *, password=""):
    """Write a PDF whose pages are lists of (x, y, text), and of a size of type where not of 10."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                              BaseFont=pikepdf.Name.Helvetica,
                              Encoding=pikepdf.Name.WinAnsiEncoding)  # fmt: skip
    for lines in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = "".join(
            f"BT /F1 {size[0] if size else 10} Tf {x} {y} Td ({text}) Tj ET\n"
            for x, y, text, *size in lines
        )
        page.Contents = document.make_stream(shown.encode("latin-1"))
    options = {"encryption": pikepdf.Encryption(owner="o", user=password)} if password else {}
    document.save(path, **options)
    return path


def test_a_plain_text_keeps_its_words_and_says_title_and_author(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"The peace\nBy Anna Austen\n\n{PARAGRAPH}\n", "utf-8")
    found = read_document(path)
    assert (found.title, found.author, found.lang) == ("The peace", "Anna Austen", "en")
    span = found.sentences[-1]
    assert found.text[span.start : span.end] == PARAGRAPH.strip()


HEADINGS = {
    "en": ("The peace", "By Anna Austen, analyst", "Published on Saturday, December 24, 2016"),
    "fr": ("La paix", "Par Anna Austen, analyste", "Publié le samedi 24 décembre 2016"),
    "ru": ("Мир", "Автор: Anna Austen, аналитик", "Опубликовано 24 декабря 2016 года"),
}


FORMS = (".txt", ".md", ".docx", ".html", ".pdf")  # the letters of the PDF are Latin


@pytest.mark.parametrize(
    ("lang", "form"), [(x, f) for x in HEADINGS for f in FORMS if (x, f) != ("ru", ".pdf")]
)
def test_the_first_three_lines_say_title_author_and_day_in_every_form(tmp_path, lang, form):
    path = tmp_path / f"a{form}"
    body = {"en": "They left.", "fr": "Ils partent.", "ru": "Они ушли."}[lang]
    lines = [*HEADINGS[lang], body]
    if form == ".docx":
        word = docx.Document()
        for line in lines:
            word.add_paragraph(line)
        word.save(str(path))
    elif form == ".html":
        marked = [f"<h1>{lines[0]}</h1>", *(f"<p>{line}</p>" for line in lines[1:])]
        path.write_text(f"<html><body><article>{''.join(marked)}</article></body></html>", "utf-8")
    elif form == ".pdf":
        rows = [(50, 700 - 14 * n, line) for n, line in enumerate(lines[:3])]
        pdf(path, [[*rows, (50, 640, body), (50, 626, body)]])
    else:
        path.write_text("\n\n".join(lines), "utf-8")
    found = read_document(path, lang=lang)
    about = (found.title, found.author, found.published)
    assert about == (HEADINGS[lang][0], "Anna Austen", "2016-12-24")
    assert not draft(found).events


def test_a_title_of_a_pdf_is_what_it_begins_with_in_larger_type(tmp_path):
    title = [(50, 700, "The peace", 18), (50, 680, "of the two states", 18)]
    body = [(50, 650 - 12 * n, line) for n, line in enumerate(textwrap.wrap(PARAGRAPH * 3, 70))]
    found = read_document(pdf(tmp_path / "a.pdf", [[*title, *body]]), lang="en")
    assert found.title == "The peace of the two states"
    assert found.text.startswith("The peace of the two states\nThe")
    plain = read_document(pdf(tmp_path / "b.pdf", [body]), lang="en")
    assert (plain.title, plain.text.count("\n")) == ("", 0)


def test_a_day_under_a_title_alone_may_be_what_the_text_is_about(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The peace\n24 December 1814\nThey signed it.", "utf-8")
    assert read_document(path, lang="en").published == ""
    path.write_text("The peace\nBy Anna Austen\n24 December 2016\nThey signed.", "utf-8")
    assert read_document(path, lang="en").published == "2016-12-24"


def test_markdown_gives_words_without_marks_and_its_front_matter(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: Peace\nauthor: A. Austen\ndate: 1814-12-27\n---\n# Peace\n\n"
        "They met in **Ghent**, [see](http://x.org).\n",
        "utf-8",
    )
    found = read_document(path, lang="en")
    assert (found.title, found.published) == ("Peace", "1814-12-27")
    assert found.text == "Peace\nThey met in Ghent, see."


def test_a_page_gives_its_main_text_and_the_date_of_its_head_alone(tmp_path):
    path = tmp_path / "a.html"
    body = (
        f"<nav>Home</nav><article><h1>Peace</h1><p>Published 09/10/2019.</p><p>{PARAGRAPH * 4}</p>"
    )
    path.write_text(
        f"<html><head><title>x</title></head><body>{body}</article></body></html>", "utf-8"
    )
    found = read_document(path)
    assert found.published == "" and found.title == "Peace" and "Home" not in found.text
    head = '<meta property="article:published_time" content="1814-12-27T10:00:00Z">'
    path.write_text(path.read_text("utf-8").replace("<head>", f"<head>{head}"), "utf-8")
    assert read_document(path).published == "1814-12-27"


def test_a_line_of_a_page_keeps_its_words_whatever_they_are_marked_with(tmp_path):
    line = (
        "They met on <time datetime='1814-12-24'>24 December</time> in <cite>Ghent</cite>,"
        "<sup><a href='#n1'>1</a></sup> <data value=2>two</data> of <del>three</del> <q>powers</q>."
    )
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><article><p>{PARAGRAPH * 4}</p><p>{line}</p></article></body></html>", "utf-8"
    )
    words = " ".join(read_document(path, lang="en").text.split())
    assert "They met on 24 December in Ghent, two of " in words
    assert "powers" in words and "three" not in words


def test_a_very_short_page_is_not_dropped(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body><p>They met in Ghent on 24 December 1814.</p></body></html>", "utf-8"
    )
    assert read_document(path, lang="en").text == "They met in Ghent on 24 December 1814."


def test_a_pdf_loses_running_heads_and_hyphens(tmp_path):
    towns = ("Ghent", "Vienna", "Basel", "Tilsit")
    pages = [
        [
            (50, 800, "Review of Peace"),
            (50, 760, f"In {town} the ministers of both states met again for nego-"),
            (50, 746, f"tiations in the old town of {town} and stayed there."),
            (290, 30, f"{number}"),
        ]
        for number, town in enumerate(towns, 1)
    ]
    text = read_document(pdf(tmp_path / "a.pdf", pages), lang="en").text
    assert "Review" not in text and "4" not in text
    assert all(f"negotiations in the old town of {town}" in text for town in towns)


def test_a_heading_within_a_pdf_is_no_part_of_a_sentence(tmp_path):
    line = "The ministers of both states met in Basel and parted at noon without"
    rows, y = [], 780
    for text, gap in (
        (line, 14), ("a word.", 30), ("A road to nowhere", 30), (line, 14), ("a word.", 30),
        ("2. Those who wait", 14), ("and those who go", 30), (line, 14), ("a vote.", 14),
        ("Who pays", 14), (line, 14), ("Basel. And Oslo was", 30),
        ("silent as well, said all.", 14),
    ):  # fmt: skip
        rows.append((50, y, text))
        y -= gap
    text = read_document(pdf(tmp_path / "a.pdf", [rows]), lang="en").text
    assert text.split("\n") == [
        f"{line} a word.", "A road to nowhere", f"{line} a word.",
        "2. Those who wait and those who go", f"{line} a vote.", "Who pays",
        f"{line} Basel. And Oslo was silent as well, said all.",
    ]  # fmt: skip


def test_a_long_pdf_without_a_blank_line_is_cut_at_sentences(tmp_path):
    line = "The ministers of both states met again and then they parted in peace."
    pages = [[(50, 790 - 14 * n, line) for n in range(50)] for _ in range(8)]
    found = read_document(pdf(tmp_path / "a.pdf", pages), lang="en")
    assert len(found.paragraphs) > 5 and max(p.end - p.start for p in found.paragraphs) < 3200


def test_the_left_column_of_a_pdf_comes_before_the_right(tmp_path):
    rows = [
        (x, 700 - 14 * n, f"{side} line number {n} of the column")
        for n in range(8)
        for x, side in ((50, "left"), (320, "right"))
    ]
    text = read_document(pdf(tmp_path / "a.pdf", [rows]), lang="en").text
    assert text.index("left line number 7") < text.index("right line number 0")


def test_three_columns_of_a_pdf_come_one_after_the_other(tmp_path):
    rows = [
        (x, 700 - 14 * n, f"{side} row {n} of it") for n in range(9) for x, side in
        ((40, "first"), (220, "second"), (400, "third"))
    ]  # fmt: skip
    text = read_document(pdf(tmp_path / "a.pdf", [rows]), lang="en").text
    places = [text.index(f"{side} row {n}") for side in ("first", "second", "third")
              for n in range(9)]  # fmt: skip
    assert places == sorted(places)


def test_lines_of_one_page_that_look_alike_are_no_running_heads(tmp_path):
    rows = [(50, 700 - 14 * n, f"Article {n} of the treaty of peace") for n in range(9)]
    text = read_document(pdf(tmp_path / "a.pdf", [rows]), lang="en").text
    assert [f"Article {n}" in text for n in range(9)] == [True] * 9


def test_a_compound_keeps_its_hyphen_at_the_end_of_a_line_of_a_pdf(tmp_path):
    lines = ["Le vice-", "ministre est venu de Boulogne-sur-", "Mer vers Saint-", "Germain ven-",
             "dredi."]  # fmt: skip
    rows = [(50, 700 - 14 * n, line) for n, line in enumerate(lines)]
    text = read_document(pdf(tmp_path / "a.pdf", [rows]), lang="fr").text
    assert text == "Le vice-ministre est venu de Boulogne-sur-Mer vers Saint-Germain vendredi."


@pytest.mark.parametrize(
    ("named", "encoding", "words"),
    [
        ("windows-1251", "cp1251", "Министр был в Осло и сказал, что договор готов."),
        ("iso-8859-1", "cp1252", "L’accord a été signé à Oslo « hier »."),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(tmp_path, named, encoding, words):
    page = f"<html><head><meta charset='{named}'></head><body><p>{words}</p></body></html>"
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    assert read_document(tmp_path / "a.html").text == words


def test_a_language_without_rules_is_read_where_it_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("Der Minister sagte, dass es der Vertrag ist.", "utf-8")
    assert read_document(tmp_path / "a.txt", lang="en").lang == "en"


def test_a_word_file_keeps_insertions_fields_and_controls_and_drops_deletions(tmp_path):
    document = docx.Document()
    node = document.add_paragraph("On ")._p
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    for xml in (
        "<w:del {0}><w:r><w:delText>8</w:delText></w:r></w:del>",
        "<w:ins {0}><w:r><w:t>24</w:t></w:r></w:ins>",
        f"<w:sdt {{0}}><w:sdtContent>{run.format(' December')}</w:sdtContent></w:sdt>",
        f"<w:fldSimple {{0}} w:instr='DATE'>{run.format(' 1814')}</w:fldSimple>",
    ):
        node.append(parse_xml(xml.format(nsdecls("w"))))
    document.add_paragraph("they met in Ghent.")
    document.core_properties.author = "Anna Austen"
    document.save(tmp_path / "a.docx")
    found = read_document(tmp_path / "a.docx", lang="en")
    assert found.text == "On 24 December 1814\nthey met in Ghent." and found.author == "Anna Austen"


def bad_files(folder):
    scan = pdf(folder / "scan.pdf", [[]])
    locked = pdf(folder / "locked.pdf", [[(50, 700, PARAGRAPH)]], password="x")
    (folder / "long.txt").write_text("word " * 20_001, "utf-8")
    mixed = (
        PARAGRAPH * 6 + "\n" + "Les ministres de la paix se sont vus à Gand et ils ont signé. " * 7
    )
    (folder / "mixed.txt").write_text(mixed, "utf-8")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    (folder / "latin.txt").write_bytes("paix signée".encode("latin-1"))
    (folder / "empty.txt").write_text(" \n", "utf-8")
    (folder / "x.odt").write_text("x", "utf-8")
    (folder / "x.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a", "b")
    (folder / "y.docx").write_bytes(raw.getvalue())
    document = docx.Document()
    document.add_paragraph(PARAGRAPH * 40)
    document.save(folder / "whole.docx")
    whole = (folder / "whole.docx").read_bytes()
    (folder / "half.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "text.docx").write_text(PARAGRAPH, "utf-8")
    with (
        zipfile.ZipFile(folder / "whole.docx") as archive,
        zipfile.ZipFile(folder / "xml.docx", "w") as spoilt,
    ):
        for name in archive.namelist():
            is_body = name == "word/document.xml"
            spoilt.writestr(name, archive.read(name)[: 200 if is_body else None])
    at = whole.index(b"word/document.xml") + 60
    (folder / "bytes.docx").write_bytes(whole[:at] + b"\xff" * 40 + whole[at + 40 :])
    page = pdf(folder / "whole.pdf", [[(50, 700, PARAGRAPH)]]).read_bytes()
    (folder / "filter.pdf").write_bytes(page.replace(b"/FlateDecode", b"/FlagsDecode"))
    (folder / "text.pdf").write_text(PARAGRAPH, "utf-8")
    (folder / "comment.html").write_text("<!-- a -->", "utf-8")
    (folder / "script.html").write_text("<body><script>var a = 1</script></body>", "utf-8")
    by_turns = (PARAGRAPH + "Les ministres de la paix ont signé à Gand et sont partis. ") * 8
    (folder / "by-turns.txt").write_text(by_turns, "utf-8")
    foreign = {
        "German": "Der Minister sagte, dass der Vertrag in Gent unterzeichnet wird.",
        "Spanish": "El ministro dijo que el tratado de la paz se firmará en la ciudad.",
        "Ukrainian": "Міністр заявив, що договір буде підписано у Києві, і це не все.",
        "another script": "部长星期一说条约将签署。",
    }
    for name, text in foreign.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return {
        "half.docx": "no Word", "text.docx": "no Word", "xml.docx": "no Word",
        "bytes.docx": "no Word", "filter.pdf": "cannot be read", "text.pdf": "broken",
        "comment.html": "no text", "script.html": "no article", "by-turns.txt": "Two languages",
        **{f"{name}.txt": name for name in foreign},
        scan.name: "scan", locked.name: "password", "long.txt": "100,004 characters",
        "mixed.txt": "Two languages", "huge.txt": "50 MB", "latin.txt": "UTF-8",
        "empty.txt": "no text", "x.odt": "cannot be read", "x.docx": "password",
        "y.docx": "no Word document", "none.txt": "no such file",
    }  # fmt: skip


def test_each_bad_file_is_told_in_one_sentence_what_to_do(tmp_path):
    for name, words in bad_files(tmp_path).items():
        with pytest.raises(DraftError, match=words) as raised:
            read_document(tmp_path / name)
        text = str(raised.value)
        assert text.startswith(f"{name}: ") and "\n" not in text and text.endswith("."), text


def test_the_same_text_has_the_same_hash_and_offsets_count_in_it():
    first, second = freeze("A b.\r\n\r\nC  d."), freeze("A b.\nC d.")
    assert first.sha256 == second.sha256
    assert [first.text[s.start : s.end] for s in first.sentences] == ["A b.", "C d."]


def test_a_sentence_does_not_end_at_an_abbreviation():
    text = "Mr. Austen met Gen. Ross in the U.S. capital. They spoke."
    assert len(freeze(text, lang="en").sentences) == 2
    assert len(freeze("В 1814 г. они встретились. Потом уехали.", lang="ru").sentences) == 2
