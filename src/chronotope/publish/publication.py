"""The whole set of figure files: rendered, written beside and moved into place, compared."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib import metadata
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree
from lxml.html import builder

from chronotope.dossier.extras import MissingExtraError
from chronotope.dossier.placing import replacing_all, settle
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.views import view_of
from chronotope.draw.composition import Words
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.draw.style import (
    PAGE_BRIEF,
    PHONE,
    PROFILES,
    Profile,
    get_profile,
    installed_family,
)
from chronotope.figures._kind import Kind, get_kind
from chronotope.figures.captions import caption_figure
from chronotope.figures.letters import require_letters
from chronotope.figures.render import (
    compose_figure,
    figure_profiles,
    figure_rows,
    get_figure,
    list_figures,
)
from chronotope.lang.languages import direction
from chronotope.lang.words import has_word, word
from chronotope.publish.export import get_format, to_bytes
from chronotope.publish.kept import STATE, Kept, Made
from chronotope.web.fonts import font_faces

MANIFEST = "figures.json"
FEW = 24  # so many figures are drawn before two fresh processes have loaded their libraries
SUMS = "SHA256SUMS"  # as `sha256sum --check` reads it
EXTENSIONS = {"tiff": "tif"}
LIBRARIES = ("altair", "matplotlib", "vl-convert-python", "geopandas", "pikepdf", "pillow")
_ON_SCREEN = ("web", PAGE_BRIEF.name)  # profiles whose pictures a page on the screen shows


@dataclass(frozen=True)
class Job:
    """One figure in one language and profile, with the formats wanted."""

    figure_id: str
    lang: str
    profile: str
    formats: tuple[str, ...]
    point_of_view: str = "un"

    @property
    def spec(self) -> Spec:
        """How the figure is wanted."""
        return Spec.of(self.lang, self.profile, self.point_of_view)

    @property
    def page(self) -> Spec:
        """How the page and the captions tell of it: as of the picture for the screen."""
        return Spec.of(self.lang, "web", self.point_of_view)

    @property
    def told_as(self) -> tuple[str, str, str]:
        """What the words of its page hang on."""
        return self.figure_id, self.lang, self.point_of_view

    @property
    def view(self) -> str:
        """What the names of its files say of its point of view; nothing of the usual one."""
        return "" if self.point_of_view == "un" else f"-{self.point_of_view}"


@dataclass(frozen=True)
class Told:
    """What the page of a figure tells in one language: its words and its rows."""

    words: Words
    rows: pd.DataFrame


@dataclass(frozen=True)
class Drawn:
    """The files of a job by their names, and what the manifest says of each."""

    files: dict[str, bytes]
    entries: list[dict[str, object]]
    skipped: str = ""  # why there are none: the figure does not fit the page of its profile
    made: Mapping[str, Made] = field(default_factory=dict)  # how each came to be, if it was asked
    told: Told | None = None  # what its page tells, where whoever drew it knew


def plan_jobs(
    dossier: Dossier,
    *,
    profiles: Iterable[str] | None = None,
    langs: Iterable[str] | None = None,
    only: Iterable[str] | None = None,
    formats: Iterable[str] | None = None,
    point_of_view: str = "un",
) -> list[Job]:
    """Return what there is to render; None means the default set.

    Raises
    ------
    ValueError
        If a profile, language, figure, format or point of view is unknown; the message lists
        those there are.
    """
    defaults = [profile.name for profile in PROFILES.values() if profile.shipped]
    is_asked = profiles is not None
    chosen = [get_profile(name) for name in profiles or defaults]
    langs = [dossier.language(lang) for lang in langs or dossier.languages]
    ids = [get_figure(dossier, i)["figure_id"] for i in only or list_figures(dossier)["figure_id"]]
    asked = tuple(get_format(file_format) for file_format in formats or ())
    view_of(dossier, point_of_view)  # an unknown one is refused before anything is drawn

    def formats_of(profile: Profile) -> tuple[str, ...]:
        page = PAGE_BRIEF if profile.name == PAGE_BRIEF.name else profile
        return page.formats if is_asked else page.shipped

    return [
        Job(figure_id, lang, profile.name, asked or formats_of(profile), point_of_view)
        for figure_id in ids
        for lang in langs
        for profile in figure_profiles(get_figure(dossier, figure_id), chosen)
    ]


def save_figures(
    dossier: Dossier,
    out: Path,
    jobs: list[Job],
    *,
    workers: int = 1,
    on_done: Callable[[Job, str], None] | None = None,
) -> list[Path]:
    """Render the jobs and write their files, data twins, captions and manifest under `out`.

    Everything is rendered before anything is written, and all files are put into place in one
    step: an interrupted run leaves the old set whole. What has the same inputs as
    before is not drawn again (see :mod:`chronotope.publish.kept`); the bytes are those of a
    full run. A figure that does not fit
    the page of a profile, or needs an extra that is not installed, is skipped there: `on_done`
    hears why, and where there is none a warning says it.

    Raises
    ------
    NoRoomError
        If none of the figures can be drawn.
    OSError
        If the folder cannot be written to.
    """
    _require_writable(out)  # now, not after the rendering
    settle(out)
    kept = Kept.read(out, dossier)
    drawn = list(_render_all(dossier, jobs, workers, on_done or _warn_of_skipped, kept))
    if drawn and all(figure.skipped for figure in drawn):
        raise NoRoomError(drawn[0].skipped)
    files = collect_files(dossier, jobs, drawn, out=out)
    made = {name: each for figure in drawn for name, each in figure.made.items()}
    write_files(out, {**files, STATE: kept.state(made)})
    return [out / name for name in files]


def _warn_of_skipped(job: Job, skipped: str) -> None:
    if skipped:
        warnings.warn(skipped_line(job, skipped), stacklevel=2)


def skipped_line(job: Job, reason: str) -> str:
    """Return the line that says which figure is not drawn in which language, and why."""
    return f"skipped: {job.figure_id} in {job.lang}: {reason}"


def _require_writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        # The name in the error may be that of the temporary file, which says nothing to anyone.
        raise OSError(error.errno, error.strerror, str(out)) from None


def require_own(dossier: Dossier, out: Path) -> None:
    """Refuse a folder that holds the figures of another dossier.

    Raises
    ------
    ValueError
        If the folder's manifest names another dossier; nothing is then written.
    """
    try:
        owner = json.loads((out / MANIFEST).read_text("utf-8"))["dossier"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # no manifest: the folder is nobody's
    if owner != dossier.folder_name:
        raise ValueError(
            f"{out} holds the figures of {owner!r}, not of {dossier.folder_name!r}. Nothing was "
            "written. Choose another folder with --out."
        )


def write_files(out: Path, files: dict[str, bytes]) -> list[Path]:
    """Put every file in its place under `out`, all in one step; return the paths.

    A full disk leaves the old set whole, and so does a kill; one that comes when all are written
    leaves the new one to whoever looks at the folder next (:mod:`chronotope.dossier.placing`).

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    _require_writable(out)
    with replacing_all(out) as new:
        for name, data in files.items():
            if _is_stale(out / name, data):
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    return [out / name for name in files]


def stale_files(out: Path, files: dict[str, bytes]) -> list[str]:
    """Return the names of the files under `out` that differ from `files` or are missing."""
    settle(out)
    return [name for name, data in files.items() if _is_stale(out / name, data)]


def compare_figures(
    dossier: Dossier,
    out: Path,
    jobs: list[Job],
    *,
    workers: int = 1,
    on_done: Callable[[Job, str], None] | None = None,
) -> list[str]:
    """Return the names of the files under `out` that a new rendering would change.

    A file that the jobs do not render is stale if it is not the one that the manifest names, or
    if the dossier has changed since it was drawn.
    """
    return find_stale(
        dossier, out, jobs, _render_all(dossier, jobs, workers, on_done or _warn_of_skipped)
    )


def find_stale(dossier: Dossier, out: Path, jobs: list[Job], drawn: Iterable[Drawn]) -> list[str]:
    """Return what :func:`compare_figures` does, of jobs that are drawn already."""
    settle(out)
    files = collect_files(dossier, jobs, drawn, out=out)
    others = [
        entry["file"]
        for entry in _kept_entries(out)
        if entry["file"] not in files and not _is_current(out, entry, dossier)
    ]
    return stale_files(out, files) + others


def _is_current(out: Path, entry: dict[str, Any], dossier: Dossier) -> bool:
    data = (out / entry["file"]).read_bytes()
    is_same = _sha256(data) == entry.get("sha256")
    return is_same and entry.get("dossier_sha256") == dossier.sha256


def _is_stale(path: Path, data: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != data


def _kept_entries(out: Path) -> list[dict[str, Any]]:
    """Return the manifest entries of files that are still there."""
    try:
        entries = json.loads((out / MANIFEST).read_text("utf-8"))["figures"]
        return [entry for entry in entries if (out / entry["file"]).is_file()]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # no manifest, or a broken one: it is written anew


def collect_files(
    dossier: Dossier, jobs: list[Job], drawn: Iterable[Drawn], *, out: Path
) -> dict[str, bytes]:
    """Return every file of the set by its name: figures, twins, captions, manifest, hashes.

    Parameters
    ----------
    drawn
        What :func:`draw_job` returns of each of the jobs.
    out
        Folder of the set: what it holds and is not drawn this time stays in the manifest.
    """
    files: dict[str, bytes] = {}
    entries = {entry["file"]: entry for entry in _kept_entries(out)}
    told: dict[tuple[str, str, str], Told] = {}
    for job, figure in zip(jobs, drawn, strict=True):
        files |= figure.files
        entries |= {entry["file"]: entry for entry in figure.entries}
        told |= {job.told_as: figure.told} if figure.told else {}
    # One page for each figure, language and point of view: its words are those of its pictures.
    for job in {job.told_as: job for job in jobs}.values():
        with suppress(MissingExtraError):  # what it was to stand beside is not drawn either
            here = told.get(job.told_as) or _tell(dossier, job)
            files |= _twins(dossier, job, list(entries.values()), here)
    for job in {(job.lang, job.point_of_view): job for job in jobs}.values():
        captions = _captions(dossier, job, told, list(entries.values()))
        files[f"{job.lang}/captions{job.view}.md"] = captions.encode()
    files[MANIFEST] = _manifest(dossier, entries.values())
    sums = _kept_sums(out) | {name: _sha256(data) for name, data in files.items()}
    files[SUMS] = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()
    return files


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _kept_sums(out: Path) -> dict[str, str]:
    """Return the hashes of files that are still there, by their names."""
    try:
        lines = (out / SUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    found = (re.fullmatch(r"([0-9a-f]{64})  ([\w./-]+)", line) for line in lines)
    return {match[2]: match[1] for match in found if match and (out / match[2]).is_file()}


def _render_all(
    dossier: Dossier,
    jobs: list[Job],
    workers: int,
    on_done: Callable[[Job, str], None],
    kept: Kept | None = None,
) -> Iterator[Drawn]:
    """Yield what each job gives, in their order; without `kept` everything is drawn."""
    found = _find_kept(dossier, jobs, kept) if kept and kept.made else {}
    rest = [job for job in jobs if job not in found]
    drawn = _draw_all(dossier, rest, workers if len(rest) > (FEW if found else 0) else 1, kept)
    for job in jobs:
        figure = found[job] if job in found else next(drawn)
        on_done(job, figure.skipped)
        yield figure


def _draw_all(
    dossier: Dossier, jobs: list[Job], workers: int, kept: Kept | None
) -> Iterator[Drawn]:
    if workers > 1 and len(jobs) > workers:
        # Fresh processes: vl-convert runs threads, which do not survive a fork.
        # The dossier goes with them: it may come from a table or a workbook, not from a folder.
        with ProcessPoolExecutor(
            workers, get_context("spawn"), initializer=_start_worker, initargs=(dossier, kept)
        ) as pool:
            for drawn in pool.map(_draw_in_worker, _share_out(jobs, workers)):
                yield from drawn
    else:
        for job in jobs:
            yield draw_job(dossier, job, kept)


_WORKER: list[tuple[Dossier, Kept | None]] = []  # in a worker: what it draws, and what there is


def _start_worker(dossier: Dossier, kept: Kept | None) -> None:
    _WORKER.append((dossier, kept))


def _draw_in_worker(jobs: list[Job]) -> list[Drawn]:
    dossier, kept = _WORKER[0]
    return [draw_job(dossier, job, kept) for job in jobs]


def _share_out(jobs: list[Job], workers: int) -> list[list[Job]]:
    """Return the jobs in shares: a figure to one worker, which makes rows and ground once.

    Where that would leave a worker idle, each language of it is a share.
    """
    by_figure = [list(own) for _, own in groupby(jobs, lambda job: job.figure_id)]
    if len(by_figure) > workers:
        return by_figure
    return [list(own) for _, own in groupby(jobs, lambda job: (job.figure_id, job.lang))]


def _find_kept(dossier: Dossier, jobs: list[Job], kept: Kept) -> dict[Job, Drawn]:
    """Return what is in the folder already, of the jobs with the same inputs as then."""
    found = {}
    for job in jobs:
        with suppress(NoRoomError, MissingExtraError):  # who draws it hears of it
            figure, words, spec = _told(dossier, job)
            inputs = kept.hash_inputs(dossier, figure, words, spec)
            files = kept.files_from(inputs, _file_names(dossier, job))
            if files:
                made = {name: kept.made[name] for name in files}
                found[job] = _drawn(dossier, job, words, files, made)
    return found


def _told(dossier: Dossier, job: Job) -> tuple[pd.Series, Words, Spec]:
    """Return the figure of a job, what is said of it, and how it is wanted."""
    require_letters(dossier)
    figure = get_figure(dossier, job.figure_id)
    spec = Spec.of(dossier.language(job.lang), job.profile, job.point_of_view)
    return figure, caption_figure(dossier, figure, spec), spec


def draw_job(dossier: Dossier, job: Job, kept: Kept | None = None) -> Drawn:
    """Return the files of one job and the manifest entry of each.

    None, and the reason, where it has no room or an extra that it needs is not installed. A file
    that was made of the same picture is taken from `kept`.
    """
    try:
        figure, words, spec = _told(dossier, job)
        svg = compose_figure(dossier, figure, words, spec)
        told = _tell(dossier, job)
    except (NoRoomError, MissingExtraError) as error:
        return Drawn({}, [], skipped=str(error))
    picture, profile = _sha256(svg.encode()), get_profile(job.profile)
    files = {
        name: (kept and kept.file_of(picture, name)) or to_bytes(svg, file_format, profile=profile)
        for name, file_format in zip(_file_names(dossier, job), job.formats, strict=True)
    }
    inputs = kept.hash_inputs(dossier, figure, words, spec) if kept else ""
    size = _size_mm(svg)
    made = {name: Made(inputs, picture, *size, _sha256(data)) for name, data in files.items()}
    return replace(_drawn(dossier, job, words, files, made), told=told)


def _tell(dossier: Dossier, job: Job) -> Told:
    """Return what the page of a job tells."""
    words = caption_figure(dossier, get_figure(dossier, job.figure_id), job.page)
    return Told(words, figure_rows(dossier, job.figure_id))


def _size_mm(svg: str) -> tuple[float, float]:
    root = etree.fromstring(svg.encode())
    width, height = (float(root.get(side).removesuffix("mm")) for side in ("width", "height"))
    return width, height


def _drawn(
    dossier: Dossier,
    job: Job,
    words: Words,
    files: dict[str, bytes],
    made: dict[str, Made],
) -> Drawn:
    """Return the files of a job with the manifest entry of each."""
    profile = get_profile(job.profile)
    entry = _entry(dossier, job, words)
    entries = [
        entry
        | {
            "file": name,
            "format": file_format,
            "sha256": made[name].sha256,
            "bytes": len(data),
            "width_mm": made[name].width_mm,
            "height_mm": made[name].height_mm,
            "dpi": profile.dpi if file_format in ("png", "tiff") else None,
        }
        for (name, data), file_format in zip(files.items(), job.formats, strict=True)
    ]
    return Drawn(files, entries, made=made)


def _file_names(dossier: Dossier, job: Job) -> list[str]:
    return [file_name(dossier, job, file_format) for file_format in job.formats]


def file_name(dossier: Dossier, job: Job, file_format: str) -> str:
    """Return the name under the figures folder: dossier, language, number, profile (A19)."""
    number = get_figure(dossier, job.figure_id)["number"]
    extension = EXTENSIONS.get(file_format, file_format)
    stem = f"{dossier.slug}-{job.lang}{job.view}"
    return f"{job.lang}/{stem}_fig{number}_{job.profile}.{extension}"


def _twin_name(dossier: Dossier, figure_id: str) -> str:
    return f"data/{dossier.slug}_fig{get_figure(dossier, figure_id)['number']}.csv"


def _entry(dossier: Dossier, job: Job, words: Words) -> dict[str, object]:
    """Return what the manifest says of a figure; what differs by file is left blank."""
    figure = get_figure(dossier, job.figure_id)
    kind = get_kind(figure["kind"])
    rows = figure_rows(dossier, job.figure_id)
    profile = get_profile(job.profile)
    twin = _csv(rows)
    entry = {
        "file": "",
        "figure_id": job.figure_id,
        "number": int(figure["number"]),
        "kind": figure["kind"],
        "language": job.lang,
        "profile": job.profile,
        "format": "",
        "sha256": "",
        "bytes": 0,
        "width_mm": 0.0,
        "height_mm": 0.0,
        "dpi": None,
        "fonts": [installed_family(profile)],
        "font_substituted": _substitution(profile),
        "headline": words.headline,
        "subtitle": words.subtitle,
        "alt": words.alt,
        "description": words.description,
        "caption": words.caption,
        "source": words.source,
        "sources": sorted({s for ids in rows["sources"] for s in split_list(ids)}),
        "licence": words.licence,
        "data": _twin_name(dossier, job.figure_id),
        "data_sha256": _sha256(twin),
        "dossier_sha256": dossier.sha256,
        "dossier_version": dossier.version,
        "crs": None,
        "point_of_view": None,
        "exceptions": _exceptions(kind, profile, job.lang),
    }
    if kind.is_map:
        from chronotope.maps.cartography import read_frame

        entry["crs"] = read_frame(dossier.frames, figure["frame_id"], lang=job.lang).crs
    if kind.has_point_of_view:
        entry["point_of_view"] = job.point_of_view
    return entry


def _exceptions(kind: Kind, profile: Profile, lang: str) -> dict[str, str]:
    """Return the rules that a clear picture of this kind breaks, each with the reason why.

    A rule is one of docs/figure-rules.md; publication.csv has the reason under the key's end.
    """
    rules = dict(kind.exceptions)
    if kind.is_map and not profile.has_words:
        rules["A18"] = "notes"
    return {rule: word(f"publication.why_{reason}", lang) for rule, reason in sorted(rules.items())}


def _substitution(profile: Profile) -> str | None:
    """Return what stands in for the profile's own font family, or None if nothing does."""
    family = installed_family(profile)
    if not profile.families or family == profile.families[0]:
        return None
    return f"{family} for {profile.families[0]}"


def _manifest(dossier: Dossier, entries: Iterable[dict[str, Any]]) -> bytes:
    ordered = sorted(entries, key=lambda entry: entry["file"])
    content = {
        "dossier": dossier.folder_name,
        "dossier_sha256": dossier.sha256,
        "software": {"chronotope": metadata.version("chronotope")}
        | {name: metadata.version(name) for name in LIBRARIES},
        "palette": "docs/figure-rules.md C8",
        "gaps": dossier.gap_counts,
        "licence": {"figures": dossier.licence, "base map": "public domain (Natural Earth)"},
        "figures": ordered,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


# --- data twins and captions ----------------------------------------------------------------


def _csv(rows: pd.DataFrame) -> bytes:
    buffer = io.StringIO()
    rows.to_csv(buffer, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return buffer.getvalue().encode()


def _twins(
    dossier: Dossier, job: Job, entries: list[dict[str, Any]], told: Told
) -> dict[str, bytes]:
    """Return the data twin as CSV, and as an accessible page with the job's words (D4, D5)."""
    name = _twin_name(dossier, job.figure_id)
    number = get_figure(dossier, job.figure_id)["number"]
    stem = f"{job.lang}/{dossier.slug}-{job.lang}{job.view}_fig{number}"
    pictures = [
        entry
        for entry in entries
        if entry["file"].startswith(f"{stem}_")
        and (entry["figure_id"], entry["data"]) == (job.figure_id, name)
        and entry["format"] in ("svg", "png")
    ]
    twin = _csv(told.rows)
    return {name: twin, f"{stem}.html": _twin_page(dossier, job, pictures, told, len(twin))}


def _twin_page(
    dossier: Dossier, job: Job, pictures: list[dict[str, Any]], told: Told, size: int
) -> bytes:
    """Return the page of a figure: its picture, what is said of it, and its rows as a table.

    `size` is that of the rows as CSV, in bytes.
    """
    rows, words, lang = told.rows, told.words, job.lang
    spec = _page_of(job, _wide_picture(pictures))
    if spec != job.page:
        words = caption_figure(dossier, get_figure(dossier, job.figure_id), spec)
    link = f"../{_twin_name(dossier, job.figure_id)}"
    head = builder.HEAD(
        builder.META(charset="utf-8"),
        builder.META(name="viewport", content="width=device-width, initial-scale=1"),
        # Before any text of the dossier, which may not stand where the letters go.
        builder.STYLE("@fonts@", _TWIN_CSS),
        builder.TITLE(words.headline),
    )
    shown = _in_language(rows, dossier, lang)
    names = [name for _, name in shown]
    cells = rows[names].itertuples(index=False)
    table = builder.TABLE(
        builder.CAPTION(word("publication.rows", lang, title=words.subtitle)),
        builder.THEAD(builder.TR(*(builder.TH(name, scope="col") for name, _ in shown))),
        builder.TBODY(*(_twin_row(names, row, lang) for row in cells)),
    )
    # A picture that holds headline and notes itself shows them once; a reader of text has both.
    look = {"class": "unseen"} if _has_words(pictures) else {}
    body = builder.BODY(
        builder.MAIN(
            builder.H1(words.headline, **look),
            builder.P(words.subtitle, **look),
            *_twin_picture(pictures, words),
            *(builder.P(n, **look) for n in (*words.notes, words.source, words.licence) if n),
            builder.H2(word("publication.description", lang)),
            builder.P(words.description, id="description"),
            builder.H2(word("publication.data", lang)),
            builder.P(
                builder.A(word("publication.csv", lang, size=size // 1024 + 1), href=link),
            ),
            builder.DIV(table, tabindex="0", role="group", **{"aria-label": words.headline}),
        )
    )
    page = builder.HTML(head, body, lang=lang, dir=direction(lang))
    text: str = etree.tostring(page, method="html", doctype="<!DOCTYPE html>", encoding="unicode")
    # libxml2 does not know that HTML 5 closes no <source>.
    text = text.replace("></source>", ">")
    return (text.replace("@fonts@", font_faces(text), 1) + "\n").encode()


def _in_language(rows: pd.DataFrame, dossier: Dossier, lang: str) -> list[tuple[str, str]]:
    """Return the columns that a page of that language shows, with what they are called there.

    Texts in other languages are in the CSV file only.
    """
    ends = {f"_{each}" for each in dossier.languages if each != lang}
    shown = [name for name in map(str, rows.columns) if not any(map(name.endswith, ends))]
    return [(_column_words(name.removesuffix(f"_{lang}"), lang), name) for name in shown]


def _column_words(name: str, lang: str) -> str:
    key = f"columns.{name}"
    return word(key, lang) if has_word(key, "en") else name.replace("_", " ")


def _page_of(job: Job, picture: Mapping[str, Any] | None) -> Spec:
    """Return the page that the words are true of: that of the picture, the screen's if it can."""
    if picture is None or picture["profile"] in _ON_SCREEN:
        return job.page
    return Spec.of(job.lang, picture["profile"], job.point_of_view)


def _has_words(pictures: list[dict[str, Any]]) -> bool:
    """Return whether the picture of a twin page holds headline, notes and source itself."""
    wide = _wide_picture(pictures)
    return wide is not None and get_profile(wide["profile"]).has_words


def _wide_picture(pictures: list[dict[str, Any]]) -> dict[str, Any] | None:
    wide = (entry for entry in pictures if entry["profile"] != PHONE.name)
    return min(wide, key=_by_fitness, default=None)


def _twin_picture(pictures: list[dict[str, Any]], words: Words) -> list[etree._Element]:
    """Return the picture of a twin page, legible on a screen of 320 px (D16), if there is one.

    A chronology has another picture there; any other figure keeps its size and is scrolled.
    """
    narrow = [entry for entry in pictures if entry["profile"] == PHONE.name]
    wide = _wide_picture(pictures)
    if wide is None:
        return []
    image = builder.IMG(
        src=Path(wide["file"]).name, alt=words.alt, **{"aria-describedby": "description"}
    )
    if narrow:
        media = f"screen and (max-width: {_NARROW})"
        source = builder.E.source(media=media, srcset=Path(narrow[0]["file"]).name)
        return [builder.E.picture(source, image)]
    look = {"class": "wide", "tabindex": "0", "role": "group", "aria-label": words.headline}
    return [builder.DIV(image, **look)]


def _by_fitness(entry: dict[str, Any]) -> tuple[bool, bool, str]:
    """Return how far a picture is from what a page on the screen wants: its own, sharp, usual."""
    return entry["profile"] not in _ON_SCREEN, entry["format"] != "svg", entry["file"]


# Columns whose cells are words of the codebook, and the group that says them.
_CODED = {"told": "status", "outcome": "status"} | {
    name: name for name in ("status", "form", "mode", "verdict", "stance")
}


def _cell_words(name: str, value: object, lang: str) -> str:
    """Return what a cell says in words; ids, dates and texts stay as they are (the CSV has all)."""
    text = "" if pd.isna(value) else str(value)
    for key in (f"columns.{name}.{text}", f"evidence.{_CODED.get(name)}.{text}"):
        if has_word(key, "en"):
            return word(key, lang)
    return text


def _twin_row(names: list[str], row: tuple[object, ...], lang: str) -> etree._Element:
    first, *rest = (_cell_words(name, cell, lang) for name, cell in zip(names, row, strict=True))
    return builder.TR(builder.TH(first, scope="row"), *(builder.TD(value) for value in rest))


_NARROW = "50rem"  # a narrower window has no room for a figure of 200 mm
_TWIN_CSS = (
    "body{font:16px/1.5 Roboto,Arial,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}"
    "p{overflow-wrap:anywhere}"
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}"
    f"@media screen and (max-width:{_NARROW})"
    "{picture img{width:100%;max-width:30rem;height:auto}}"
    "div[role=group]{overflow-x:auto}"
    "table{border-collapse:collapse;font-size:.8rem}caption{text-align:left;font-weight:700}"
    "th,td{border-bottom:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:top}"
    # The table lies on its side: a dozen columns have no room on an upright sheet.
    "@media print{@page{size:A4;margin:15mm}@page table{size:A4 landscape}"
    "body{max-width:none;padding:0}tr{break-inside:avoid}"
    "img{max-width:100%;height:auto;break-inside:avoid}"
    "div[role=group]{overflow:visible}div[role=group]:has(table){page:table}"
    "table{width:100%;font-size:6.5pt;line-height:1.25;overflow-wrap:break-word}"
    "th,td{padding:.2em .35em}}"
)


def _other_captions(drawn: list[dict[str, Any]], caption: str, lang: str) -> list[str]:
    """Return the captions of pictures of which another is not true, each with their profiles."""
    found: dict[str, list[str]] = {}
    for entry in drawn:
        profiles = found.setdefault(entry["caption"], [])
        profiles += [entry["profile"]] if entry["profile"] not in profiles else []
    return [
        line
        # In the order of their profiles: that of the entries tells what was in the folder before.
        for told, profiles in sorted(found.items(), key=lambda item: sorted(item[1]))
        if told != caption
        for profile in [", ".join(sorted(profiles))]
        for line in (f"**{word('publication.drawn', lang, profiles=profile)}** {told}", "")
    ]


def _captions(
    dossier: Dossier,
    page: Job,
    told: Mapping[tuple[str, str, str], Told],
    entries: list[dict[str, Any]],
) -> str:
    """Return the captions, alt texts and long descriptions of one language as Markdown.

    A page that is wider or narrower names more or fewer of the events: where a caption is not
    true of a picture that is drawn, that picture has its own.
    """
    lang = page.page.lang
    lines = [f"# {dossier.title(lang)}", ""]
    for _, figure in list_figures(dossier).iterrows():
        job = replace(page, figure_id=figure["figure_id"])
        drawn = [
            entry
            for entry in entries
            if (entry["figure_id"], entry["language"]) == (figure["figure_id"], lang)
            and entry["point_of_view"] in (None, page.point_of_view)
        ]
        spec = _page_of(page, _wide_picture(drawn))
        try:
            here = told.get(job.told_as) if spec == page.page else None
            words = here.words if here else caption_figure(dossier, figure, spec)
        except MissingExtraError:
            continue  # where it was to be drawn, `on_done` heard why it is not
        label = word("publication.figure", lang, number=figure["number"])
        lines += [
            f"## {label}",
            "",
            words.caption,
            "",
            *_other_captions(drawn, words.caption, lang),
            f"**{word('publication.alt', lang)}** {words.alt}",
            "",
            f"**{word('publication.described', lang)}** {words.description}",
            "",
        ]
    return "\n".join(lines)
