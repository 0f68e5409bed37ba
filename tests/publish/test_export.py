"""Files for a publisher: same bytes, embedded fonts, no alpha, and the evidence inside."""

import dataclasses
import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import rendered
from lxml import etree
from PIL import Image
from rendered import MARKS, WORDS, cheap_chart, cheap_drawing, cheap_figure

from chronotope.dossier.placing import replacing
from chronotope.draw.composition import compose
from chronotope.draw.fonts import width_in_ems
from chronotope.draw.spec import Spec
from chronotope.draw.style import MM_PER_INCH, PROFILES
from chronotope.publish.export import read_marks, read_names, to_bytes

SUFFIXES = {"svg": ".svg", "pdf": ".pdf", "png": ".png", "tiff": ".tif"}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    svg = cheap_figure(lang="fr")
    return {file_format: to_bytes(svg, file_format) for file_format in SUFFIXES}


@pytest.fixture
def saved(files, tmp_path) -> dict[str, Path]:
    paths = {name: tmp_path / f"figure{suffix}" for name, suffix in SUFFIXES.items()}
    for name, path in paths.items():
        path.write_bytes(files[name])
    return paths


def image(data: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(data))
    opened.load()
    return opened


def fonts(data: bytes) -> list[pikepdf.Object]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            (str(found["/Subtype"]), str(found.get("/BaseFont", "")), "/FontFile2" in descriptor)
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font"
            for descriptor in [found.get("/FontDescriptor", pikepdf.Dictionary())]
        ]


# --- same bytes ------------------------------------------------------------------------------


@pytest.mark.slow
def test_bytes_do_not_depend_on_hash_seed_time_zone_or_locale():
    """Of both ways to draw, in every format; test_committed_figures.py has every kind of figure."""
    elsewhere = {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LANG": "C"}
    kept = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "SOURCE_DATE_EPOCH")}
    command = [sys.executable, rendered.__file__]
    run = subprocess.run(command, env=kept | elsewhere, capture_output=True, text=True, check=True)
    here = "".join(f"{name} {value}\n" for name, value in rendered.hashes().items())
    assert run.stdout == here and here.count("\n") == 8


def test_another_word_gives_other_bytes_in_every_format(files):
    other = cheap_figure(lang="fr", marks=[*MARKS[:1], {**MARKS[1], "date": "1814-12-25"}])
    for file_format, data in files.items():
        assert to_bytes(other, file_format) != data


# --- PDF -------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [rendered.cheap_chart, cheap_drawing])
def test_every_font_of_a_pdf_is_embedded_truetype(draw):
    found = fonts(to_bytes(cheap_figure(draw()), "pdf"))
    kinds = {kind for kind, _, _ in found}
    assert kinds == {"/Type0", "/CIDFontType2"}
    assert all("Roboto" in name for _, name, _ in found)
    assert all(is_embedded for kind, _, is_embedded in found if kind == "/CIDFontType2")


def test_the_text_of_a_pdf_can_be_read_back(files):
    from pypdf import PdfReader

    text = PdfReader(io.BytesIO(files["pdf"])).pages[0].extract_text()
    assert "Генте" in text and "five" in text


def test_a_line_of_a_pdf_is_as_wide_as_it_was_measured(files):
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        page = pdf.pages[0]
        written = pikepdf.parse_content_stream(page)
        parts = next(list(operands[0]) for operands, name in written if str(name) == "TJ")
        widths = page.Resources.Font.T0.DescendantFonts[0].W[1]
        shown = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
        numbers = [line[at + 1] for line in shown for at in range(0, len(line), 2)]
        steps = sum(float(part) for part in parts if not isinstance(part, pikepdf.String))
        width = sum(float(widths[number - 1]) for number in numbers) - steps
    assert len(numbers) == len(WORDS.headline) - 1 and steps  # "fi" is one glyph
    assert width / 1000 == pytest.approx(width_in_ems(WORDS.headline, weight="bold"), abs=1e-3)


def test_a_pdf_says_its_language_title_and_licence(files):
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        about = {key: str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_metadata() as xmp:
            assert (xmp["dc:title"], xmp["dc:rights"]) == (WORDS.headline, WORDS.licence)
    assert about["/Title"] == WORDS.headline and about["/Author"] == WORDS.creator
    assert about["/Subject"] == WORDS.alt and about["/Keywords"] == WORDS.source
    assert not {"/ModDate", "/Producer"} & set(about)


def test_every_file_says_when_the_dossier_was_made_and_nothing_of_the_clock(files):
    day = WORDS.created
    assert image(files["png"]).text["Creation Time"] == day
    for packet in (image(files["png"]).info["xmp"], image(files["tiff"]).tag_v2[700]):
        root = etree.fromstring(packet)
        assert root.findtext(".//{http://ns.adobe.com/xap/1.0/}CreateDate") == day
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:18150218000000Z"
        with pdf.open_metadata() as xmp:
            assert xmp["xmp:CreateDate"] == day
    assert b":date>" + day.encode() in files["svg"]


def test_a_dossier_that_does_not_say_when_it_was_made_has_no_time_in_its_files():
    undated = cheap_figure().replace(WORDS.created, "")
    assert "Creation Time" not in image(to_bytes(undated, "png")).text
    with pikepdf.open(io.BytesIO(to_bytes(undated, "pdf"))) as pdf:
        assert "/CreationDate" not in pdf.docinfo


# --- a PDF for those who hear it ---------------------------------------------------------------


def structure(data):
    """Return (tag, alternative text, text of its marks) of the elements, in reading order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        assert pdf.Root.MarkInfo.Marked and page.obj.Tabs == "/S"
        said, current, depth, is_marked = {}, None, 0, False
        for operands, operator in pikepdf.parse_content_stream(page):
            is_marked = str(operator) in ("BDC", "BMC") or (is_marked and str(operator) != "EMC")
            assert is_marked or str(operator) not in ("Tj", "TJ", "f", "f*", "S", "B", "Do")
            if str(operator) == "BDC":
                current = int(operands[1].MCID)
                said[current] = (str(operands[0]), 0)
            elif str(operator) in ("Tj", "TJ") and current is not None:
                parts = operands[0] if str(operator) == "TJ" else operands
                count = sum(
                    len(bytes(part)) // 2 for part in parts if isinstance(part, pikepdf.String)
                )
                said[current] = (said[current][0], said[current][1] + count)
            elif str(operator) == "EMC":
                current = None
            elif str(operator) in ("q", "Q"):
                depth += 1 if str(operator) == "q" else -1
        assert depth == 0
        tree = pdf.Root.StructTreeRoot
        assert tree.K.S == "/Document" and tree == tree.K.P
        owners = list(tree.ParentTree.Nums[1])
        assert tree.ParentTree.Nums[0] == page.obj.StructParents == 0
        found = []
        for element in tree.K.K:
            kids = [int(kid) for kid in element.K]
            assert all(owners[kid] == element for kid in kids)
            assert {said[kid][0] for kid in kids} == {str(element.S)}
            found.append((str(element.S)[1:], str(element.get("/Alt", "")), kids))
        assert [kid for _, _, kids in found for kid in kids] == sorted(said) == [*range(len(said))]
        return found, [said[n][1] for n in sorted(said)]


def test_a_pdf_is_read_as_heading_text_figure_and_notes(files):
    found, letters = structure(files["pdf"])
    tags = [(tag, alt) for tag, alt, _ in found]
    notes = [("P", "")] * len([*WORDS.notes, WORDS.source])
    assert tags == [("H1", ""), ("P", ""), ("Figure", WORDS.alt), *notes]
    assert letters[1] == len(WORDS.subtitle)


def test_lines_of_one_paragraph_are_one_element():
    words = dataclasses.replace(WORDS, source=" ".join(["Source: a long list of clerks."] * 12))
    svg = compose(cheap_chart(), words, figure_id="x", spec=Spec())
    found, _ = structure(to_bytes(svg, "pdf"))
    assert len(found[-1][2]) >= 3 and found[-1][0] == "P"


def test_a_figure_without_words_is_one_figure_with_its_alternative_text():
    found, _ = structure(to_bytes(cheap_figure(profile="nature"), "pdf", profile="nature"))
    assert [(tag, alt) for tag, alt, _ in found] == [("Figure", WORDS.alt)]


@pytest.mark.parametrize("profile", ["web", "generic", "nature"])
def test_a_pdf_page_has_the_millimetres_of_the_profile(profile):
    svg = cheap_figure(profile=profile)
    height = float(etree.fromstring(svg.encode()).get("height").removesuffix("mm"))
    with pikepdf.open(io.BytesIO(to_bytes(svg, "pdf", profile=profile))) as pdf:
        left, bottom, right, top = (float(value) for value in pdf.pages[0].MediaBox)
    assert (right - left) / 72 * MM_PER_INCH == pytest.approx(PROFILES[profile].width_mm, abs=0.1)
    assert (top - bottom) / 72 * MM_PER_INCH == pytest.approx(height, abs=0.1)


# --- PNG and TIFF ----------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["png", "tiff"])
@pytest.mark.parametrize("profile", ["web", "column"])
def test_pictures_are_rgb_at_the_resolution_asked_for(file_format, profile):
    page = PROFILES[profile]
    svg = cheap_figure(profile=profile)
    found = image(to_bytes(svg, file_format, profile=profile))
    # A PNG of few colours numbers them: they are those of RGB all the same.
    assert found.mode == "RGB" or (file_format, found.palette.mode) == ("png", "RGB")
    assert found.info["dpi"] == pytest.approx((page.dpi, page.dpi), abs=0.02)
    root = etree.fromstring(svg.encode())
    for pixels, name in zip(found.size, ("width", "height"), strict=True):
        asked = float(root.get(name).removesuffix("mm")) / MM_PER_INCH * page.dpi
        assert abs(pixels - asked) <= 1


def test_a_tiff_is_one_page_packed_with_lzw(files):
    found = image(files["tiff"])
    assert found.info["compression"] == "tiff_lzw"
    assert getattr(found, "n_frames", 1) == 1


def test_the_paper_is_white_and_something_is_drawn_on_it(files):
    colours = image(files["png"]).convert("RGB").getcolors(1 << 24)
    assert max(colours)[1] == (255, 255, 255) and len(colours) > 10


def test_a_png_carries_title_author_licence_and_source(files):
    text = image(files["png"]).text
    assert text["Title"] == WORDS.headline and text["Author"] == WORDS.creator
    assert text["Copyright"] == WORDS.licence and text["Source"] == WORDS.source
    assert text["Description"] == WORDS.alt and text["Software"] == "chronotope"


@pytest.mark.parametrize("file_format", ["png", "tiff"])
def test_the_xmp_packet_holds_title_rights_and_alternative_text(files, file_format):
    found = image(files[file_format])
    packet = found.info["xmp"] if file_format == "png" else found.tag_v2[700]
    root = etree.fromstring(packet)
    texts = {
        alternative.getparent().tag.split("}")[1]: "".join(alternative.itertext())
        for alternative in root.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Alt")
    }
    assert texts == {
        "title": WORDS.headline,
        "rights": WORDS.licence,
        "AltTextAccessibility": WORDS.alt,
    }
    statement = root.findtext(".//{http://ns.adobe.com/xap/1.0/rights/}WebStatement")
    assert statement == "https://creativecommons.org/licenses/by/4.0/"


def test_an_unknown_format_is_refused_and_the_known_ones_are_named():
    with pytest.raises(ValueError, match=r"unknown format 'eps9'; choose one of: svg, pdf, png"):
        to_bytes(cheap_figure(), "eps9")


# --- the evidence ----------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", SUFFIXES)
def test_the_mark_table_comes_back_out_of_every_format(saved, file_format):
    assert read_marks(saved[file_format]) == MARKS


def test_marks_hidden_in_markup_come_back_as_they_were(tmp_path):
    marks = [{"id": "E<1>&", "date": "]]>", "sources": '"quoted" “мир” \\'}]
    svg = cheap_figure(marks=marks)
    for file_format, suffix in SUFFIXES.items():
        path = tmp_path / f"figure{suffix}"
        path.write_bytes(to_bytes(svg, file_format))
        assert read_marks(path) == marks


def other_svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def other_pdf() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


def other_image(file_format: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, file_format)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.svg", other_svg(), "not a figure of this suite"),
        ("a.svg", b"<svg", "a.svg: "),
        ("a.svg", b"\xff\xfe\x00", "a.svg: "),
        ("a.pdf", other_pdf(), "it holds no mark table"),
        ("a.pdf", b"%PDF-1.7 and no more", "not a readable PDF"),
        ("a.png", other_image("PNG"), "it holds no mark table"),
        ("a.tif", other_image("TIFF"), "it holds no mark table"),
        ("a.png", b"no picture", "not a readable image"),
        ("a.png", other_image("JPEG"), "it holds no mark table"),
        ("a.tif", other_image("PNG"), "it holds no mark table"),
        ("a.txt", b"text", r"not a \.svg, \.pdf, \.png or \.tif file"),
    ],
)
def test_a_file_that_is_no_figure_of_the_suite_is_refused(tmp_path, name, data, problem):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ValueError, match=problem) as caught:
        read_marks(path)
    assert str(caught.value).startswith(f"{name}: ") and "\n" not in str(caught.value)


def test_names_of_a_foreign_svg_are_refused():
    with pytest.raises(ValueError, match="it holds no mark table"):
        read_names(other_svg().decode())


# --- files put in place ----------------------------------------------------------------------


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_writer_leaves_the_old_file_whole(tmp_path, error):
    path = tmp_path / "figure.svg"
    path.write_text("old")
    with pytest.raises(error), replacing(path) as beside:
        beside.write_text("half of the ne")
        raise error
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["figure.svg"]


def test_a_finished_writer_replaces_the_file_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "figure.svg"
    path.write_text("old")
    with replacing(path) as beside:
        beside.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new" and path.stat().st_mode & 0o777 == 0o644
    assert [found.name for found in tmp_path.iterdir()] == ["figure.svg"]


def test_a_png_of_few_colours_keeps_every_pixel_and_one_of_many_for_a_screen_its_own_colours():
    from chronotope.publish.export import _to_image, _with_palette

    svg = cheap_figure(profile="web")
    whole = _to_image(svg, PROFILES["web"])
    numbered = _with_palette(whole, is_screen=False)
    assert numbered.mode == "P" and numbered.convert("RGB").tobytes() == whole.tobytes()
    many = Image.radial_gradient("L").convert("RGB").resize((64, 64))
    many.putdata([(n % 256, n // 256, 0) for n in range(64 * 64)])
    assert _with_palette(many, is_screen=False).mode == "RGB"
    many.paste((160, 96, 32), (0, 0, 64, 32))  # the colour of a mark
    near = _with_palette(many, is_screen=True)
    assert near.mode == "P" and near.convert("RGB").getpixel((5, 5)) == (160, 96, 32)
