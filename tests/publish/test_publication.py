"""The set of files: names, manifest, twins, stale files, and runs that go wrong."""

import csv
import errno
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html
from shares import some_of
from tiny import SHIPPED_LANGUAGES, write_tiny_dossier

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.read import Dossier
from chronotope.draw.style import PAGE_BRIEF, PHONE, PROFILES
from chronotope.figures._kind import get_kind
from chronotope.figures.render import figure_rows, list_figures
from chronotope.lang.words import word
from chronotope.publish import publication
from chronotope.publish.export import read_marks
from chronotope.publish.jobs import Job, file_name, plan_jobs
from chronotope.publish.kept import STATE
from chronotope.publish.publication import compare_figures, save_figures, stale_files, write_files
from chronotope.publish.twins import (
    _cell_words,
    _column_words,
    _in_language,
    _other_captions,
    _page_of,
)
from chronotope.world.basemap import describe_point_of_view

NAMES = "|".join([*PROFILES, PHONE.name])
A19 = re.compile(rf"[a-z0-9-]+_fig[0-9]{{1,2}}[a-z]?_({NAMES})\.(pdf|svg|tif|png)")
THREE = ("en", "fr", "ru")


def add_figures(folder) -> None:
    """Give the small dossier a matrix and a table beside its chronology."""
    path = folder / "figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames
    for order, (figure_id, kind) in enumerate([("stances", "positions"), ("verdicts", "claims")]):
        row = {"figure_id": figure_id, "order": str(order + 2), "kind": kind}
        row |= {f"headline_{lang}": f"Headline {kind} {lang}" for lang in THREE}
        row |= {f"subtitle_{lang}": f"Subtitle {kind} {lang}, 1814" for lang in THREE}
        rows.append(dict.fromkeys(columns, "") | row)
    rows.sort(key=lambda row: row["figure_id"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_tiny_dossier(tmp_path_factory.mktemp("dossier") / "tiny")
    add_figures(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(folder) -> Dossier:
    return read_dossier(folder)


@pytest.fixture(scope="module")
def jobs(tiny) -> list[Job]:
    """One job for each figure, so that a slice of them is some of the figures."""
    planned = plan_jobs(tiny, profiles=["web"], langs=["en"], formats=["svg"])
    return [job for job in planned if job.profile == "web"]


@pytest.fixture(scope="module")
def rendered_once(tiny, jobs, tmp_path_factory):
    out = tmp_path_factory.mktemp("rendered")
    save_figures(tiny, out, jobs)
    return out


@pytest.fixture
def saved(rendered_once, tmp_path):
    """A folder of figures of its own for each test."""
    return Path(shutil.copytree(rendered_once, tmp_path / "figures"))


@pytest.fixture(scope="module")
def every_language(tiny, tmp_path_factory):
    """The set in every language, with what is drawn for small screens."""
    out = tmp_path_factory.mktemp("spoken")
    save_figures(tiny, out, plan_jobs(tiny, profiles=["web"], formats=["svg"]))
    return out


@pytest.fixture
def changed(folder, tmp_path) -> Dossier:
    """The same dossier with one day of one event changed."""
    copy = Path(shutil.copytree(folder, tmp_path / "tiny"))
    path = copy / "events.csv"
    text = path.read_text("utf-8")
    assert text.count("1814-12-24") == 1
    path.write_text(text.replace("1814-12-24", "1814-12-25"), "utf-8")
    return read_dossier(copy)


def contents(folder) -> dict[str, bytes]:
    """Return the files of a set, without what says from what they were made."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != STATE)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def manifest(folder) -> dict:
    return json.loads((folder / "figures.json").read_text("utf-8"))


# --- plans and names ---------------------------------------------------------------------------


def test_the_default_set_is_every_figure_in_every_language_and_default_profile(dossier):
    jobs = plan_jobs(dossier)
    defaults = {name for name, profile in PROFILES.items() if profile.shipped}
    kinds = dossier.figures.set_index("figure_id")["kind"]
    expected = {
        (figure_id, lang, profile)
        for figure_id in kinds.index
        for lang in SHIPPED_LANGUAGES
        for profile in ({"brief"} if kinds[figure_id] == "brief" else defaults)
    } | {
        (figure_id, lang, "phone")
        for figure_id in kinds.index[kinds.str.startswith("chronology")]
        for lang in SHIPPED_LANGUAGES
    }
    assert {(job.figure_id, job.lang, job.profile) for job in jobs} == expected
    assert len(jobs) == len(expected)
    shipped = {name: profile.shipped for name, profile in PROFILES.items()}
    shipped |= {"brief": PAGE_BRIEF.shipped, "phone": PHONE.shipped}
    assert all(job.formats == shipped[job.profile] for job in jobs)


def test_a_profile_asked_for_comes_in_all_its_formats(dossier):
    jobs = plan_jobs(dossier, profiles=["generic"], langs=["en"])
    assert {job.formats for job in jobs if job.profile == "generic"} == {
        PROFILES["generic"].formats
    }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"profiles": ["web", "a4"]}, "unknown profile 'a4'; choose one of: web, generic"),
        ({"langs": ["de"]}, "unknown language 'de'; choose one of: en, fr, ru"),
        ({"only": ["map"]}, "unknown figure 'map'; choose one of: talks, stances, verdicts"),
        ({"formats": ["gif"]}, "unknown format 'gif'; choose one of: svg, pdf, png, tiff"),
        ({"point_of_view": "mars"}, "unknown point of view 'mars'; choose one of: un, fr"),
    ],
)
def test_a_plan_with_something_unknown_is_refused(tiny, wrong, message):
    with pytest.raises(ValueError, match=message):
        plan_jobs(tiny, **wrong)


def test_every_file_name_follows_the_rule(dossier):
    names = [
        file_name(dossier, job, file_format)
        for job in plan_jobs(dossier, profiles=list(PROFILES), point_of_view="de-facto")
        for file_format in job.formats
    ]
    assert len(names) == len(set(names)) > 250
    assert [name for name in names if not A19.fullmatch(name.split("/")[1])] == []


def test_a_folder_with_capitals_and_spaces_gives_plain_names(tiny_dossier, tmp_path):
    odd = tiny_dossier.rename(tmp_path / "My Dossier (2)")
    name = file_name(read_dossier(odd), Job("talks", "en", "web", ("svg",)), "svg")
    assert name == "en/my-dossier-2-en_fig1_web.svg"


# --- what is written ---------------------------------------------------------------------------


def test_a_run_writes_figures_twins_captions_and_manifest(saved):
    assert set(contents(saved)) == {
        "figures.json",
        "SHA256SUMS",
        "en/captions.md",
        *(f"en/tiny-en_fig{n}_web.svg" for n in (1, 2, 3)),
        *(f"en/tiny-en_fig{n}.html" for n in (1, 2, 3)),
        *(f"data/tiny_fig{n}.csv" for n in (1, 2, 3)),
    }


def test_the_hashes_and_sizes_of_the_manifest_are_true(saved, tiny):
    found = manifest(saved)
    assert len(found["figures"]) == 3 and found["dossier_sha256"] == tiny.sha256
    for entry in found["figures"]:
        data = (saved / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["bytes"] == len(data)
        twin = (saved / entry["data"]).read_bytes()
        assert entry["data_sha256"] == hashlib.sha256(twin).hexdigest()
        svg = html.fromstring(data)
        assert svg.get("width") == f"{entry['width_mm']:g}mm"
        assert float(svg.get("height").removesuffix("mm")) == entry["height_mm"]


def test_the_manifest_says_what_a_picture_needs(tiny, tmp_path):
    out = tmp_path / "figures"
    jobs = plan_jobs(tiny, profiles=["nature"], langs=["fr"], only=["talks"], formats=["png"])
    save_figures(tiny, out, jobs)
    (entry,) = manifest(out)["figures"]
    assert entry["dpi"] == PROFILES["nature"].dpi and entry["format"] == "png"
    assert entry["font_substituted"] == "Roboto for Arial" and entry["fonts"] == ["Roboto"]
    assert entry["sources"] == ["treaty"] and entry["language"] == "fr"
    assert entry["alt"] and entry["caption"] and entry["licence"].startswith("Figure")


def test_the_manifest_says_which_rules_a_figure_breaks_and_why(saved):
    said = {entry["kind"]: entry["exceptions"] for entry in manifest(saved)["figures"]}
    assert set(said["chronology"]) == {"F6"} and said["positions"] == said["claims"] == {}
    nature, web = PROFILES["nature"], PROFILES["web"]
    for lang in SHIPPED_LANGUAGES:
        words = publication._exceptions(get_kind("theatres"), nature, lang)
        assert list(words) == ["A18", "B6", "B7"]
        assert all(len(why.split()) >= 8 and why.endswith(".") for why in words.values())
        assert "A18" not in publication._exceptions(get_kind("theatres"), web, lang)


def test_the_twin_has_the_rows_of_the_figure_in_their_order(saved, tiny):
    for number, figure_id in enumerate(("talks", "stances", "verdicts"), 1):
        with (saved / f"data/tiny_fig{number}.csv").open(encoding="utf-8", newline="") as file:
            ids = [row[0] for row in list(csv.reader(file))[1:]]
        marks = read_marks(saved / f"en/tiny-en_fig{number}_web.svg")
        assert (
            ids == [mark["id"] for mark in marks] == list(figure_rows(tiny, figure_id).iloc[:, 0])
        )


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_the_twin_page_is_a_table_that_can_be_heard(every_language, tiny, lang):
    saved = every_language
    root = html.parse(saved / f"{lang}/tiny-{lang}_fig1.html").getroot()
    (table,) = root.iter("table")
    assert root.get("lang") == lang and table[0].tag == "caption" and table[0].text
    assert {th.get("scope") for th in table.iter("th")} == {"col", "row"}
    assert len(table.findall("tbody/tr")) == len(figure_rows(tiny, "talks"))
    (image,) = root.iter("img")
    described = root.get_element_by_id(image.get("aria-describedby"))
    assert len(image.get("alt").split()) > 20 and len(described.text.split()) > 40
    assert A19.fullmatch(image.get("src"))
    (link,) = root.iter("a")
    assert (saved / lang / link.get("href")).resolve() == (saved / "data/tiny_fig1.csv").resolve()


def test_a_twin_page_says_headline_and_notes_once_and_names_columns_in_words(every_language):
    page = html.fromstring((every_language / "fr/tiny-fr_fig1.html").read_text(encoding="utf-8"))
    assert page.get("dir") == "ltr"
    # The picture holds the words: the page keeps them for who does not see it.
    (h1,) = page.iter("h1")
    assert h1.get("class") == "unseen"
    names = [th.text for th in page.iter("th") if th.get("scope") == "col"]
    assert names[:2] == ["Événement", "Date (EDTF)"] and "Titre" in names
    assert not [name for name in names if "_" in name]
    # A word of the codebook is said in the language of the page, and stays a code in the CSV.
    held = word("evidence.status.held", "fr")
    assert held in {cell.text for cell in page.iter("td")}
    assert "held" not in {cell.text for cell in page.iter("td")}


def test_the_table_of_every_kind_of_figure_has_its_heads_and_coded_cells_in_words(dossier):
    """English heads and "held" stood on German and French pages."""
    coded = ("role", "told", "outcome", "status", "form", "mode", "verdict", "stance")
    unsaid = set()
    for figure in list_figures(dossier)["figure_id"]:
        rows = figure_rows(dossier, figure)
        for head, name in _in_language(rows, dossier, "fr"):
            base = name.removesuffix("_fr")
            other = _column_words(base, "ru")
            unsaid |= {name} if other in (head, _column_words(base, "en")) else set()
            for value in set(rows[name].astype(str)) - {""} if name in coded else ():
                said = [_cell_words(name, value, lang) for lang in ("ru", "ar")]
                unsaid |= {(name, value)} if value in said else set()
    assert unsaid == set()


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_a_small_screen_is_given_a_chronology_of_its_own_and_scrolls_the_rest(every_language, lang):
    saved = every_language
    root = html.parse(saved / f"{lang}/tiny-{lang}_fig1.html").getroot()
    (source,) = root.iterfind(".//picture/source")
    assert source.get("srcset") == f"tiny-{lang}_fig1_phone.svg"
    assert re.fullmatch(r"screen and \(max-width: \d+rem\)", source.get("media"))
    matrix = html.parse(saved / f"{lang}/tiny-{lang}_fig2.html").getroot()
    assert not list(matrix.iter("picture"))
    (image,) = matrix.iter("img")
    box = image.getparent()
    assert (box.get("tabindex"), box.get("role")) == ("0", "group") and box.get("aria-label")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"profiles": ["web", "generic"], "formats": ["svg", "png"]}, "web.svg"),
        ({"profiles": ["plos", "nature"], "formats": ["svg"]}, "nature.svg"),
        ({"profiles": ["nature"], "formats": ["pdf", "png"]}, "nature.png"),
        ({"profiles": ["nature"], "formats": ["pdf"]}, None),
    ],
)
def test_a_twin_page_shows_a_picture_of_its_language_that_is_there(tiny, tmp_path, asked, shown):
    save_figures(tiny, tmp_path, plan_jobs(tiny, langs=["fr"], only=["stances"], **asked))
    (page,) = tmp_path.rglob("*.html")
    images = list(html.parse(page).getroot().iter("img"))
    assert [image.get("src").split("_")[-1] for image in images] == ([shown] if shown else [])
    assert all((page.parent / image.get("src")).is_file() for image in images)
    assert page.parent.name == "fr" and b"</source>" not in page.read_bytes()


def test_a_chronology_for_the_web_is_planned_for_small_screens_as_well(tiny):
    planned = plan_jobs(tiny, profiles=["web"], langs=["en"])
    assert [(job.figure_id, job.profile) for job in planned][:2] == [
        ("talks", "web"),
        ("talks", "phone"),
    ]
    assert {job.figure_id for job in plan_jobs(tiny, profiles=["phone"])} == {"talks"}
    assert "phone" not in {job.profile for job in plan_jobs(tiny, profiles=["nature"])}


def test_the_sums_are_those_of_every_file_as_coreutils_reads_them(saved, tiny, jobs):
    def check():
        lines = (saved / "SHA256SUMS").read_text("utf-8").splitlines()
        found = dict(reversed(line.split("  ")) for line in lines)
        assert found == {
            name: hashlib.sha256(data).hexdigest()
            for name, data in contents(saved).items()
            if name != "SHA256SUMS"
        }
        assert list(found) == sorted(found)

    check()
    (saved / "en/tiny-en_fig3_web.svg").unlink()
    save_figures(tiny, saved, jobs[:1])
    check()


def test_the_captions_file_holds_caption_alt_and_description_of_every_figure(saved):
    text = (saved / "en/captions.md").read_text("utf-8")
    for entry in manifest(saved)["figures"]:
        for name in ("caption", "alt", "description"):
            assert entry[name] in text
    assert re.findall(r"^## (.*)$", text, re.M) == ["Figure 1", "Figure 2", "Figure 3"]
    bold = re.findall(r"^\*\*(.*?)\*\*", text, re.M)
    assert len(bold) == 6 and all(words.endswith(":") for words in bold)


def test_a_picture_of_which_a_caption_is_not_true_has_its_own(jobs):
    """A folder of one journal had the captions of the web: 28 were named, and 32 drawn so."""
    drawn = [
        {"caption": c, "profile": p} for c, p in (("A", "web"), ("B", "nature"), ("B", "column"))
    ]
    said = _other_captions(drawn, "A", "en")
    assert said == ["**Caption where drawn in column, nature:** B", ""]
    assert _page_of(jobs[0], drawn[1]).profile.name == "nature"
    assert _page_of(jobs[0], drawn[0]).profile.name == _page_of(jobs[0], None).profile.name == "web"


def test_captions_of_their_own_stand_in_one_order_whatever_was_in_the_folder_before():
    entries = [{"caption": f"told of {name}", "profile": name} for name in ("phone", "generic")]
    lines, others = (
        _other_captions(each, "told of web", "en") for each in (entries, entries[::-1])
    )
    assert lines == others and "generic" in lines[0]


def test_a_second_run_gives_the_same_bytes(saved, tiny, jobs):
    before = contents(saved)
    save_figures(tiny, saved, jobs)
    assert contents(saved) == before


def test_entries_of_files_not_rendered_this_time_are_kept(saved, tiny):
    first = manifest(saved)["figures"]
    jobs = plan_jobs(tiny, profiles=["web"], langs=["ru"], only=["talks"], formats=["svg"])
    save_figures(tiny, saved, jobs)
    after = manifest(saved)["figures"]
    assert [entry for entry in after if entry["language"] == "en"] == first
    new = [entry["file"] for entry in after if entry not in first]
    assert new == ["ru/tiny-ru_fig1_phone.svg", "ru/tiny-ru_fig1_web.svg"]


def test_the_entry_of_a_file_that_is_gone_is_dropped(saved, tiny, jobs):
    (saved / "en/tiny-en_fig3_web.svg").unlink()
    save_figures(tiny, saved, jobs[:1])
    assert [entry["number"] for entry in manifest(saved)["figures"]] == [1, 2]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"figures": 7}', '{"figures": [{}]}'])
def test_a_broken_manifest_is_written_anew(saved, tiny, jobs, text):
    before = contents(saved)
    (saved / "figures.json").write_text(text)
    save_figures(tiny, saved, jobs[:1])
    after = contents(saved)
    assert [entry["number"] for entry in manifest(saved)["figures"]] == [1]
    changed = {name for name in after if after[name] != before.get(name)}
    # What the manifest does not know has no caption either.
    assert after["en/captions.md"].count(b"\n## ") == 1 < before["en/captions.md"].count(b"\n## ")
    assert changed == {"figures.json", "SHA256SUMS", "en/captions.md"} and set(after) == set(before)


@pytest.mark.slow
def test_two_processes_give_the_bytes_of_one(tiny, saved, jobs):
    told = []
    before = contents(saved)
    save_figures(tiny, saved, jobs, workers=2, on_done=lambda job, _: told.append(job))
    assert told == jobs
    assert contents(saved) == before


# --- stale files -------------------------------------------------------------------------------


def test_nothing_is_stale_after_a_run(saved, tiny, jobs):
    assert compare_figures(tiny, saved, jobs) == []


def test_one_changed_byte_makes_the_file_stale(saved, tiny, jobs):
    path = saved / "en/tiny-en_fig2_web.svg"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b" ")
    before = contents(saved)
    assert compare_figures(tiny, saved, jobs[1:2]) == ["en/tiny-en_fig2_web.svg"]
    assert contents(saved) == before


def test_a_missing_file_is_stale(saved, tiny, jobs):
    (saved / "data/tiny_fig3.csv").unlink()
    assert compare_figures(tiny, saved, jobs[2:]) == ["data/tiny_fig3.csv"]


def test_one_changed_date_makes_figure_twin_and_manifest_stale(saved, changed, jobs):
    stale = compare_figures(changed, saved, jobs[:2])
    assert {"en/tiny-en_fig1_web.svg", "data/tiny_fig1.csv", "figures.json"} <= set(stale)
    assert "en/tiny-en_fig2_web.svg" not in stale


def test_a_file_outside_the_jobs_is_stale_when_the_dossier_or_its_bytes_changed(
    saved, changed, tiny, jobs
):
    only = jobs[1:2]
    assert compare_figures(tiny, saved, only) == []
    path = saved / "en/tiny-en_fig3_web.svg"
    path.write_bytes(path.read_bytes() + b"\n")
    assert compare_figures(tiny, saved, only) == ["en/tiny-en_fig3_web.svg"]
    assert "en/tiny-en_fig1_web.svg" in compare_figures(changed, saved, only)


# --- runs that go wrong ------------------------------------------------------------------------


def test_an_interrupted_rendering_leaves_every_old_file_whole(saved, changed, jobs):
    before = contents(saved)

    def interrupt(job, skipped):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_figures(changed, saved, jobs, on_done=interrupt)
    assert contents(saved) == before


def test_an_interrupted_writing_leaves_every_old_file_whole(saved, monkeypatch):
    before = contents(saved)
    new = {name: b"new " + data for name, data in before.items()}
    real, written = Path.write_bytes, []

    def fails_at_the_third(path, data):
        written.append(path)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", fails_at_the_third)
    with pytest.raises(OSError, match="No space left"):
        write_files(saved, new)
    assert contents(saved) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from chronotope.publish.publication import write_files
out, method, at, calls = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), []
real = getattr(Path, method)
def killed(self, *rest):
    calls.append(self)
    if len(calls) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, *rest)
setattr(Path, method, killed)
write_files(out, {f"{n}.svg": b"new" for n in range(4)})
"""


@pytest.mark.parametrize(
    ("method", "at", "is_new"),
    [("write_bytes", 3, False), ("rename", 1, False), ("replace", 1, True), ("replace", 3, True)],
    ids=["writing", "all written", "before the first move", "between two moves"],
)
def test_a_killed_process_leaves_the_old_set_or_the_new_one(tmp_path, method, at, is_new):
    old = {f"{n}.svg": b"old" for n in range(4)}
    write_files(tmp_path, old)
    command = [sys.executable, "-c", KILLED, str(tmp_path), method, str(at)]
    done = subprocess.run(command, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    stale = stale_files(tmp_path, old)  # whoever looks at the folder completes the set
    assert stale == (list(old) if is_new else [])
    write_files(tmp_path, {"other.svg": b"x"})
    assert sorted(p.name for p in tmp_path.iterdir()) == [*old, "other.svg"]  # nothing beside


def test_a_folder_that_cannot_be_written_to_is_named_before_anything_is_drawn(tiny, jobs, tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way")
    for out in (file, file / "figures"):
        with pytest.raises(OSError) as caught:
            save_figures(tiny, out, jobs, on_done=lambda job, _: pytest.fail("it was drawn"))
        assert caught.value.filename == str(out) and caught.value.strerror
    assert file.read_text() == "in the way"


# --- web maps ----------------------------------------------------------------------------------


def test_a_changed_web_map_is_stale(tmp_path):
    write_files(tmp_path, {"en/x_map.html": b"map"})
    assert stale_files(tmp_path, {"en/x_map.html": b"map"}) == []
    assert stale_files(tmp_path, {"en/x_map.html": b"other"}) == ["en/x_map.html"]


@pytest.mark.parametrize("view", some_of(["ru", "de-facto"], "ru"))
def test_page_captions_and_manifest_name_the_point_of_view_of_their_picture(
    dossier, tmp_path, view
):
    """J6: a map under one view was published over the sentence of another."""
    kinds = list_figures(dossier).set_index("kind")["figure_id"]
    jobs = plan_jobs(
        dossier,
        only=[kinds["area-map"]],
        langs=["en"],
        profiles=["nature"],
        formats=["svg"],
        point_of_view=view,
    )
    save_figures(dossier, tmp_path, jobs)
    said = describe_point_of_view(view, "en", as_of=dossier.as_of).split(".")[0]
    usual = describe_point_of_view("un", "en", as_of=dossier.as_of).split(".")[0]
    pages = [p.name for p in (tmp_path / "en").glob("*.html")]
    assert [f"-en-{view}_fig" in name for name in pages] == [True]
    (entry,) = json.loads((tmp_path / "figures.json").read_text("utf-8"))["figures"]
    texts = [
        re.sub(r"<[^>]+>", " ", (tmp_path / "en" / pages[0]).read_text("utf-8")),
        (tmp_path / f"en/captions-{view}.md").read_text("utf-8"),
        entry["caption"],
        entry["description"],
    ]
    for text in texts:
        assert said in text and usual not in text
    assert entry["point_of_view"] == view


def test_a_figure_goes_to_one_worker_unless_another_would_be_idle():
    jobs = [Job(i, lang, "web", ("svg",)) for i in ("a", "b", "c") for lang in ("en", "fr")]
    by_figure = publication._share_out(jobs, 2)
    assert [[job.figure_id for job in share] for share in by_figure] == [[i, i] for i in "abc"]
    by_language = publication._share_out(jobs[:2], 2)
    assert [[job.lang for job in share] for share in by_language] == [["en"], ["fr"]]
