"""The shipped figures against the figure rules; figure_rules.csv says where each is tested."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from figure_set import drawn, drawn_jobs, list_cases, rendered, shipped, words_of
from lxml import etree
from tiny import SHIPPED_LANGUAGES
from verdicts import Rules

from chronotope.draw import style
from chronotope.draw.composition import MARKS, spell_out
from chronotope.draw.plate import SVG
from chronotope.draw.style import MM_PER_INCH, PAGE_BRIEF, PROFILES, get_profile
from chronotope.figures._kind import get_kind
from chronotope.figures.render import figure_rows, get_figure, list_figures
from chronotope.lang.words import word, word_keys
from chronotope.publish.export import to_bytes

TESTS = Path(__file__).parents[1]
TABLE = TESTS / "figure_rules.csv"
COUNTS = {"A": 21, "B": 12, "C": 11, "D": 16, "E": 17, "F": 14, "G": 6, "H": 9}
every_picture = Rules()
# Text sizes in points that each profile's publishers ask for (A12 to A15).
SIZES = {
    "nature": (5, 7), "plos": (8, 12), "generic": (7, 9), "column": (7, 9), "single": (7, 9),
    "brief": (9, 18), "web": (9, 16), "phone": (9, 16),
}  # fmt: skip
PRINT_LINES = (0.3, 1.5)
PALETTE = {
    value.upper() for value in vars(style).values() if isinstance(value, str) and value[:1] == "#"
} | {shade.upper() for shade in style.SHADES}
HUES = {style.FIRST, style.SECOND, style.MULTILATERAL, style.OTHER, *style.SHADES[1:]}
# Capital letters that need no explanation: states and the United Nations, as every newspaper
# writes them; names of a licence, of standards, of news agencies, and of resolutions (S/RES/497).
# Names of a data set and of a licence, under which they are known.
MADE_OF = {"GSHHG", "LGPL", "GED"}
COMMON = {
    "en": {"US", "UN", "CC", "BY", "BGN", "PCGN", "RES", "TASS", "RT", *MADE_OF},
    "fr": {"ONU", "CC", "BY", "RES", "TASS", "RT", *MADE_OF},
    "ru": {"США", "РФ", "ООН", "CC", "BY", "RES", "ТАСС", "RT", "COVID", *MADE_OF},
}


def page_of(case):
    figure_id, profile, *_ = case
    kind = get_kind(get_figure(shipped(), figure_id)["kind"])
    return kind.page(PAGE_BRIEF if figure_id == "brief" else get_profile(profile))


@pytest.fixture(scope="module")
def verdicts():
    cases = {"-".join(case): case for case in list_cases()}
    return every_picture.judge(cases, lambda case: etree.fromstring(rendered(case).encode()))


def styles_of(element):
    pairs = [part.split(":", 1) for part in (element.get("style") or "").split(";") if ":" in part]
    found = {name.strip(): value.strip() for name, value in pairs}
    return {**dict(element.attrib), **found}


def points_of(element, case):
    """Return how many points a unit of this element is: Matplotlib's parts are in points."""
    page, scale = page_of(case), 1.0
    while element is not None:
        if (
            element.tag == f"{{{SVG}}}svg"
            and element.get("viewBox")
            and element.getparent() is not None
        ):
            box = element.get("viewBox").split()
            scale *= float(element.get("width").rstrip("ptx")) / float(box[2])
        element = element.getparent()
    return scale * page.pt_per_unit


def drawn_text(root):
    return "\n".join("".join(text.itertext()) for text in root.iter(f"{{{SVG}}}text"))


# --- the table of rules ------------------------------------------------------------------------


def read_rules():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_rule_of_the_specification_has_a_line():
    ids = [rule["id"] for rule in read_rules()]
    assert ids == [f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)]


def test_a_rule_names_a_test_or_the_reason_why_there_is_none():
    paths = [*TESTS.glob("test_*.py"), *TESTS.glob("*/test_*.py")]
    texts = {path.relative_to(TESTS): path.read_text("utf-8") for path in paths}
    for rule in read_rules():
        assert rule["state"] in ("met", "not met", "partly"), rule["id"]
        if rule["state"] != "met" or not rule["tests"]:
            assert len(rule["reason"].split()) >= 4, rule["id"]
        for name in rule["tests"].split():
            file, _, test = name.partition("::")
            (text,) = (text for path, text in texts.items() if path.match(file))
            assert f"def {test}(" in text, name


# --- A: geometry and files ---------------------------------------------------------------------


@every_picture
def test_the_page_has_its_width_and_leaves_room_for_the_caption(root, case):
    page = page_of(case)
    width, height = (float(root.get(name).removesuffix("mm")) for name in ("width", "height"))
    assert width == pytest.approx(page.width_mm, abs=0.2)
    assert height <= page.max_height_mm + 0.2
    box = [float(part) for part in root.get("viewBox").split()]
    assert box[2] / width == pytest.approx(page.units_per_mm, rel=1e-3)


@every_picture
def test_nothing_is_transparent_shaded_or_patterned(root, _case):
    tags = {
        etree.QName(element).localname for element in root.iter() if isinstance(element.tag, str)
    }
    assert not tags & {"filter", "pattern", "linearGradient", "radialGradient", "image", "mask"}
    names = ("opacity", "fill-opacity", "stroke-opacity")
    seen = [(n, styles_of(e)[n]) for e in root.iter() for n in names if n in styles_of(e)]
    assert {value for _, value in seen} <= {"1"}


@every_picture
def test_text_keeps_to_the_sizes_of_the_publisher(root, case):
    sizes = set()
    for element in root.iter(f"{{{SVG}}}text"):
        size = styles_of(element).get("font-size") or re.search(
            r"([\d.]+)px", styles_of(element).get("font", "")
        )
        number = size[1] if isinstance(size, re.Match) else size.removesuffix("px")
        sizes.add(round(float(number) * points_of(element, case), 2))
    least, most = SIZES[case[1]]
    assert least - 0.01 <= min(sizes) and max(sizes) <= most + 0.01
    assert len(sizes) <= 3


@every_picture
def test_print_lines_are_neither_hairlines_nor_bars(root, case):
    if case[1] in ("web", "phone"):
        return
    widths = set()
    for element in root.iter(f"{{{SVG}}}path", f"{{{SVG}}}line"):
        look = styles_of(element)
        names = [element.get("id", ""), (element.getparent().get("id") or "")]
        if look.get("stroke", "none") == "none" or any("halo" in name for name in names):
            continue  # a halo is white paper round letters, not a line
        if float(look.get("stroke-width", 1)) == 0:
            continue  # an area without an outline
        widths.add(round(float(look.get("stroke-width", 1)) * points_of(element, case), 3))
    assert min(widths) >= PRINT_LINES[0] - 0.001
    assert max(widths) <= PRINT_LINES[1] + 0.001


@every_picture
def test_at_most_four_hues_and_no_colour_from_elsewhere(root, _case):
    used = {
        value.upper()
        for element in root.iter()
        if isinstance(element.tag, str)
        for name in ("fill", "stroke")
        if (value := styles_of(element).get(name, "none")).startswith("#")
    }
    assert used <= PALETTE
    shades = {shade.upper() for shade in style.SHADES[1:]}
    assert len((used & HUES) - shades) + bool(used & shades) <= 4


@every_picture
def test_an_svg_stays_under_a_megabyte(_root, case):
    assert len(rendered(case).encode()) <= 1_000_000


@every_picture
def test_captions_are_drawn_only_where_the_profile_has_room_for_words(root, case):
    figure = list_figures(shipped()).set_index("figure_id").loc[case[0]]
    headline = figure[f"headline_{case[2]}"]
    is_drawn = headline.split()[0] in drawn_text(root) and headline[:20] in drawn_text(root)
    if not page_of(case).has_words and case[0] != "brief":
        assert not is_drawn
    else:
        assert is_drawn


@pytest.mark.parametrize("profile", ["nature", "plos"])
def test_a_publishers_file_is_small_and_in_rgb(profile):
    case = case_of(profile, "theatres", "area-map", "hosting")
    if profile == "plos":
        assert len(to_bytes(rendered(case), "tiff", profile=profile)) < 10_000_000
        return
    pdf = to_bytes(rendered(case), "pdf", profile=profile)
    assert len(pdf) <= 2_000_000
    assert not re.search(rb"DeviceCMYK|/ca 0|/CA 0", pdf)


def case_of(profile, *kinds):
    """Return the first case of a profile that shows a figure of one of these kinds."""
    figures = list_figures(shipped()).set_index("figure_id")["kind"]
    return next(case for case in list_cases() if case[1] == profile and figures[case[0]] in kinds)


def paint_of(data):
    """Return the operators of a PDF that set a colour, and how many parts its colours have."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        content = page.Contents.read_bytes()
        spaces = page.Resources.ColorSpace
        parts = {int(spaces[name][1].N) for name in spaces.keys()}  # noqa: SIM118
        assert {str(spaces[name][0]) for name in spaces.keys()} == {"/ICCBased"}  # noqa: SIM118
        assert "/XObject" not in page.Resources and "/Pattern" not in page.Resources
    found = re.findall(rb"[\d.] (rg|RG|g|G|k|K|sc|SC|scn|SCN)(?=\s)", content)
    return {operator.decode() for operator in found}, parts


@pytest.mark.parametrize("figure_id", list_figures(shipped())["figure_id"])
def test_every_colour_of_a_published_file_is_rgb(figure_id):
    import io

    from PIL import Image

    jobs = (job for job in drawn_jobs() if job.figure_id == figure_id)
    job = max(jobs, key=lambda job: len(job.formats))
    files = drawn((figure_id, job.profile, job.lang)).files
    operators, parts = paint_of(next(data for name, data in files.items() if name[-3:] == "pdf"))
    assert operators <= {"rg", "RG", "scn", "SCN", "sc", "SC"} and operators
    assert parts == {3}
    pictures = [data for name, data in files.items() if name[-3:] == "png"]
    shown = [Image.open(io.BytesIO(data)) for data in pictures]
    # A picture of few colours numbers them, and its palette has what they are.
    assert {image.palette.mode if image.mode == "P" else image.mode for image in shown} <= {"RGB"}
    assert pictures or "png" not in job.formats


def test_a_cmyk_colour_would_be_found():
    import io

    import pikepdf

    job = drawn_jobs()[0]
    files = drawn((job.figure_id, job.profile, job.lang)).files
    data = next(data for name, data in files.items() if name[-3:] == "pdf")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n0 0 0 1 k\n")
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert "k" in paint_of(buffer.getvalue())[0]


def test_eps_keeps_text_as_truetype_and_its_marks(tmp_path):
    from chronotope.publish.export import read_marks

    case = case_of("nature", "conflict", "theatres-by-year")
    data = to_bytes(rendered(case), "eps", profile="nature")
    assert data == to_bytes(rendered(case), "eps", profile="nature")
    assert data.count(b"/FontType 42 def") >= 2 and b"/FontType 3 def" not in data
    path = tmp_path / "figure.eps"
    path.write_bytes(data)
    assert len(read_marks(path)) == len(figure_rows(shipped(), case[0]))


def test_eps_without_its_program_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    case = list_cases()[0]
    with pytest.raises(ValueError, match="poppler"):
        to_bytes(rendered(case), "eps")


def test_another_family_is_measured_and_drawn_where_it_is_installed():
    from chronotope.draw.labels import text_width

    plain = text_width("Vladimir", 10)
    with style.drawing_in("DejaVu Sans"):  # comes with Matplotlib
        assert style.register_fonts() == "DejaVu Sans"
        assert "DejaVu" in style.font_path().name
        assert text_width("Vladimir", 10) > plain * 1.05
    assert text_width("Vladimir", 10) == plain and style.font_family() == "Roboto"


def test_a_family_that_is_not_installed_leaves_the_suites_own():
    from dataclasses import replace

    nowhere = replace(PROFILES["nature"], families=("No Such Family",))
    assert style.installed_family(nowhere) == "Roboto"


def test_no_code_cuts_a_figure_to_its_ink():
    sources = Path(style.__file__).parents[1].rglob("*.py")
    used = [
        p.name for p in sources if re.search(r"bbox_inches\s*=\s*['\"]tight", p.read_text("utf-8"))
    ]
    assert used == []


# --- B and E: words ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_headlines_are_short_messages_and_subtitles_say_where_and_when(lang):
    for _, figure in list_figures(shipped()).iterrows():
        headline, subtitle = figure[f"headline_{lang}"], figure[f"subtitle_{lang}"]
        # A sign between spaces is no word, and counts in brackets stand apart.
        words = re.findall(r"\S*\w\S*", re.sub(r"\(\d+\)", "", headline))
        assert len(words) <= 10 and not headline.endswith(".")
        assert re.search(r"(19|20)\d\d", subtitle), subtitle
        assert headline != headline.upper() and not headline[0].islower()


@cache
def read_banned(lang):
    """Return the names and words that no text of a language may hold (B12, E13, E14)."""
    with (TESTS / "banned_words.csv").open(encoding="utf-8", newline="") as file:
        return [re.compile(row["pattern"]) for row in csv.DictReader(file) if row["lang"] == lang]


def find_banned(text, lang):
    plain = re.sub(r"[\u00a0\u202f\n]", " ", text)
    return [match[0] for pattern in read_banned(lang) for match in pattern.finditer(plain)]


def texts_of_table(path):
    """Return (language, text) of each cell of a table that is in one language."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if path.parents[1].name == "lang":  # the words of the suite: their folder is their language
        return [(path.parent.name, row["text"]) for row in rows]
    return [
        (column[-2:], value)
        for row in rows
        for column, value in row.items()
        if column in SHIPPED_LANGUAGES
        or (column[:-2].endswith("_") and column[-2:] in SHIPPED_LANGUAGES)
    ]


@every_picture
def test_no_text_uses_a_name_or_word_that_is_not_the_suites(root, case):
    words = [drawn_text(root), root.findtext(f"{{{SVG}}}desc")]
    assert find_banned("\n".join(words), case[2]) == []


def test_no_table_holds_a_name_or_word_that_is_not_the_suites():
    words = (Path(style.__file__).parents[1] / "lang").glob("*/*.csv")
    data = (TESTS.parent / "data").glob("[!b]*/*.csv")
    tables = [*words, *data]
    found = [
        (f"{path.parent.name}/{path.name}", text, banned)
        for path in tables
        for lang, text in texts_of_table(path)
        if (banned := find_banned(text, lang))
    ]
    assert len(tables) > 100 and found == []


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_no_caption_or_description_holds_a_word_that_is_not_the_suites(lang):
    for words in all_words(lang):
        assert find_banned("\n".join([words.alt, words.caption, words.description]), lang) == []


@pytest.mark.parametrize(
    ("lang", "wrong", "right"),
    [
        ("en", "The Republic of Crimea", "Autonomous Republic of Crimea"),
        ("en", "recognises the DPR", "recognises the “DPR”"),
        ("en", "the border of Donbas", "the contact line in Donbas"),
        ("en", "Kiev", "Kyiv"),
        ("fr", "la RPD", "la «\u00a0RPD\u00a0»"),
        ("fr", "Luhansk", "Lougansk"),
        ("ru", "признал ДНР", "признал «ДНР»"),
        ("ru", "воссоединение с Крымом", "аннексия Крыма"),
        ("ru", "конфликт в Украине", "конфликт на Украине"),
    ],
)
def test_a_banned_word_would_be_found(lang, wrong, right):
    assert find_banned(wrong, lang) and not find_banned(right, lang)


@cache
def all_words(lang):
    """Return the words of every figure in a language."""
    dossier = shipped()
    return [words_of(figure["figure_id"], lang) for _, figure in list_figures(dossier).iterrows()]


@every_picture
def test_a_map_says_how_its_names_are_romanised(root, case):
    kind = list_figures(shipped()).set_index("figure_id")["kind"][case[0]]
    if not get_kind(kind).is_map or (kind in ("theatres", "hosting") and case[2] == "ru"):
        return  # the wide map names places of Russia alone, and Russian needs no system for them
    if kind.startswith("density"):
        return  # it names places of Syria and its neighbours alone, for which no system is declared
    systems = [word(key, case[2]) for key in word_keys("basemap") if ".romanised." in key]
    plain = re.sub(r"\W", "", drawn_text(root))
    assert len(systems) >= 2
    assert any(re.sub(r"\W", "", system) in plain for system in systems)


def height_of(element):
    """Return how far down the page a text stands, in units of its drawing."""
    y = float(element.get("y", 0))
    while element is not None:
        moved = re.search(r"translate\([-\d.]+[, ]([-\d.]+)\)", element.get("transform", ""))
        y += float(moved[1]) if moved else 0.0
        element = element.getparent()
    return y


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("chronology", "chronology.status.held"),
        ("meetings", "dialogue.key_in_person"),
    ],
)
def test_a_matrix_has_its_key_above_its_cells(kind, key):
    figures = list_figures(shipped())
    figure_id = figures.loc[figures["kind"] == kind, "figure_id"].iloc[0]
    root = etree.fromstring(rendered((figure_id, "generic", "en")).encode())
    texts = [
        ("".join(text.itertext()).strip(), height_of(text)) for text in root.iter(f"{{{SVG}}}text")
    ]
    lines = [y for said, y in texts if said.startswith(word(key, "en").split("{")[0].strip())]
    assert lines, key
    assert min(lines) <= min(y for _, y in texts) + 1


def find_abbreviations(text):
    """Return the words of which two letters or more are capitals: USA, JCPoA; no numeral (IV)."""
    words = re.findall(r"\b(?![IVX]+\b)[^\W\d_]{2,}", text)
    return {
        w for w in words if sum(letter.isupper() for letter in w) >= 2 and w[1:] != w[1:].lower()
    }


@every_picture
def test_abbreviations_are_spelled_out_in_the_words_of_the_figure(root, case):
    figure_id, profile, lang = case
    words, dossier = words_of(figure_id, lang, profile), shipped()
    explained = dossier.abbreviations[lang]
    used = find_abbreviations("\n".join([drawn_text(root), words.alt, words.caption]))
    assert used - set(explained) - COMMON[lang] == set()
    assert [short for short in used & set(explained) if explained[short] not in words.caption] == []
    kind = get_kind(get_figure(dossier, figure_id)["kind"])
    if not (kind.is_map or kind.is_page):  # of which only the drawing knows what found room
        others = words.caption.replace(spell_out(words.abbreviations, lang), "")
        seen = find_abbreviations("\n".join([drawn_text(root), words.alt, others]))
        assert {short for short, _ in words.abbreviations} <= seen
    told = find_abbreviations(words.description) - COMMON[lang]
    assert [short for short in told if explained[short] not in words.description] == []


@every_picture
def test_no_date_is_written_in_figures_alone(root, _case):
    assert (
        re.findall(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b", drawn_text(root)) == []
    )


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_every_caption_has_its_source_line(lang):
    for figure_id in list_figures(shipped())["figure_id"]:
        words = words_of(figure_id, lang)
        assert re.match(r"(Source|Источник)\s?: .*\.$", words.source)
        assert words.licence.startswith(("Figure", "Рисунок")) and "CC BY 4.0" in words.licence


@every_picture
def test_each_figure_holds_the_table_of_its_marks(root, case):
    import json

    marks = json.loads(root.findtext(f".//{{{MARKS}}}table"))
    rows = figure_rows(shipped(), case[0])
    assert [mark["id"] for mark in marks] == list(rows.iloc[:, 0])


@every_picture
def test_every_id_of_a_figure_starts_with_the_figures_own(root, case):
    ids = [e.get("id") for e in root.iter() if isinstance(e.tag, str) and e.get("id")]
    assert all(name.startswith(f"{case[0]}-") for name in ids)
    assert len(ids) == len(set(ids))


def test_pixels_are_millimetres_at_the_resolution():
    import io

    from PIL import Image

    case = next(c for c in list_cases() if c[:2] == ("thaw-2019", "generic"))
    image = Image.open(io.BytesIO(to_bytes(rendered(case), "png", profile="generic")))
    assert abs(image.width - 178 / MM_PER_INCH * 600) <= 1.5
    assert image.mode == "RGB" and image.info["dpi"][0] > 599.5


def test_every_rule_that_is_cited_has_its_text():
    root = TESTS.parent
    known = set(re.findall(r"^\| ([A-J]\d+) \|", (root / "docs/figure-rules.md").read_text(), re.M))
    assert len(known) == sum(COUNTS.values()) + 14
    cited = {
        rule
        for path in (root / "src").rglob("*.py")
        for group in re.findall(r"figure-rules\.md ([A-J]\d+(?:,? ?(?:and|to)? ?[A-J]\d+)*)",
                                path.read_text("utf-8"))
        for rule in re.findall(r"[A-J]\d+", group)
    }  # fmt: skip
    assert cited and cited <= known
