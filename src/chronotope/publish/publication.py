"""The whole set of figure files: rendered, written beside and moved into place, compared."""

from __future__ import annotations

import hashlib
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

from chronotope.dossier.extras import MissingExtraError
from chronotope.dossier.placing import replacing_all, settle
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw.composition import Words
from chronotope.draw.room import NoRoomError, NoRowsError
from chronotope.draw.spec import Spec
from chronotope.draw.style import Profile, get_profile, installed_family
from chronotope.figures._kind import Kind, get_kind
from chronotope.figures.captions import caption_figure
from chronotope.figures.letters import require_letters
from chronotope.figures.render import compose_figure, figure_rows, get_figure
from chronotope.lang.words import word
from chronotope.publish.export import to_bytes
from chronotope.publish.jobs import Job, Told, file_name, twin_name
from chronotope.publish.kept import STATE, Kept, Made
from chronotope.publish.twins import captions_of, rows_csv, twin_files

MANIFEST = "figures.json"
FEW = 24  # so many figures are drawn before two fresh processes have loaded their libraries
SUMS = "SHA256SUMS"  # as `sha256sum --check` reads it
LIBRARIES = ("altair", "matplotlib", "vl-convert-python", "geopandas", "pikepdf", "pillow")


@dataclass(frozen=True)
class Drawn:
    """The files of a job by their names, and what the manifest says of each."""

    files: dict[str, bytes]
    entries: list[dict[str, object]]
    skipped: str = ""  # why there are none: the figure does not fit the page of its profile
    made: Mapping[str, Made] = field(default_factory=dict)  # how each came to be, if it was asked
    told: Told | None = None  # what its page tells, where whoever drew it knew


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
        # What it was to stand beside is not drawn either.
        with suppress(MissingExtraError, NoRowsError):
            here = told.get(job.told_as) or _tell(dossier, job)
            files |= twin_files(dossier, job, list(entries.values()), here)
    for job in {(job.lang, job.point_of_view): job for job in jobs}.values():
        captions = captions_of(dossier, job, told, list(entries.values()))
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


def _entry(dossier: Dossier, job: Job, words: Words) -> dict[str, object]:
    """Return what the manifest says of a figure; what differs by file is left blank."""
    figure = get_figure(dossier, job.figure_id)
    kind = get_kind(figure["kind"])
    rows = figure_rows(dossier, job.figure_id)
    profile = get_profile(job.profile)
    twin = rows_csv(rows)
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
        "data": twin_name(dossier, job.figure_id),
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
