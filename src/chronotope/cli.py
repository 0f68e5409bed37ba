"""The command `chronotope`."""

from __future__ import annotations

import functools
import inspect
import itertools
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chronotope.dossier.errors import DossierError
from chronotope.dossier.extras import MissingExtraError
from chronotope.dossier.licences import licence_entry
from chronotope.formats import names_of
from chronotope.lang.languages import LAST_RESORT

if TYPE_CHECKING:
    import pandas as pd
    from rich.progress import Progress

    from chronotope.dossier.errors import Fault
    from chronotope.dossier.model import Dossier
    from chronotope.formats import LossReport

app = typer.Typer(
    help="A source-anchored chronology and atlas from a written account of a dialogue.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # Rich costs half of the time that a help text takes
)

LISTED = 20  # faults of an import that are worth a screen
WRITTEN, READ = (", ".join(names_of(use)) for use in ("writer", "reader"))


@dataclass(frozen=True)
class Asked:
    """The dossier that a command is given, and what is said of it beside.

    Attributes
    ----------
    path
        A folder, or a file that opens as a dossier; None for the shipped one.
    encoding
        How a CSV file was saved.
    title
        What the dossier is called where it does not say so itself.
    """

    path: Path | None = None
    encoding: str | None = None
    title: str | None = None

    def read(self, *, lang: str | None = None) -> Dossier:
        """Return the dossier; `lang` is the language of texts that do not say theirs."""
        from chronotope.dossier.open import titled

        if self.path is None or self.path.is_dir() or not self.path.suffix:
            from chronotope.dossier.checks import read_dossier

            return titled(read_dossier(self.path, encoding=self.encoding), self.title)
        from chronotope.door import open as open_any

        return titled(open_any(self.path, lang=lang, encoding=self.encoding), self.title)


Folder = Annotated[
    Asked,
    typer.Argument(help="A dossier folder, a table or a workbook; without it, the shipped one."),
]
Given = Annotated[Asked, typer.Argument(help="A dossier folder, a CSV file, a workbook …")]
SHIPPED = Asked()
Encoding = Annotated[
    str | None, typer.Option(help="How a CSV file was saved, such as windows-1252.")
]
Title = Annotated[
    str | None, typer.Option(help="What the dossier is called, where it does not say so itself.")
]
Languages = Annotated[
    list[str] | None, typer.Option("--lang", help="A language of the dossier; repeatable.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Where the files go; without it, `figures` in the dossier's folder."
    ),
]
View = Annotated[
    str,
    typer.Option(
        "--point-of-view",
        help="Whose borders: un, fr, ru, ua, de-facto, or one of the dossier's points_of_view.csv.",
    ),
]
AsOf = Annotated[
    str | None, typer.Option(help="The day on which the dossier stands, such as 1814-12-24.")
]
Sides = Annotated[
    str | None, typer.Option(help="The sides, ISO 3166-1 alpha-2 codes such as GB,US.")
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Draw what has not changed as well; the bytes are the same.")
]
Compare = Annotated[
    bool, typer.Option("--compare", help="Write nothing; exit 1 if a file would change.")
]


def _complain(text: str) -> None:
    typer.echo(text, err=True)


def _say_version(is_asked: bool) -> None:
    if is_asked:
        from importlib import metadata

        typer.echo(f"chronotope {metadata.version('chronotope')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    pass


def _clear_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what a user can get wrong into one clear message and exit status 1."""

    @functools.wraps(command)
    def run(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except DossierError as error:
            _complain(str(error))
            _complain(f"{_count(len(error.faults), 'fault')}. Nothing was written.")
            raise typer.Exit(1) from None
        except BrokenPipeError:
            raise  # whoever reads what is said has left: no fault, and typer ends quietly
        except OSError as error:
            reason = error.strerror or type(error).__name__
            _complain(f"{error.filename or 'a file'}: {reason}. Nothing was written.")
            raise typer.Exit(1) from None
        except (ValueError, MissingExtraError) as error:
            _complain(str(error))
            raise typer.Exit(1) from None

    return run


def _dossier_command(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes a dossier the options that say how it is read: one place for all.

    The command itself is called with one value, :class:`Asked`.
    """
    signature = inspect.signature(command, eval_str=True)
    name, hint = next(
        (name, p.annotation) for name, p in signature.parameters.items()
        if p.annotation in (Folder, Given)
    )  # fmt: skip
    is_needed = hint is Given
    kind: Any = Path if is_needed else Path | None
    path_hint = Annotated[kind, *hint.__metadata__]

    @functools.wraps(command)
    def run(**given: Any) -> None:
        asked = Asked(given.pop(name), given.pop("encoding"), given.pop("title"))
        command(**given, **{name: asked})

    options = {"encoding": Encoding, "title": Title}
    added = [
        inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for each, option in options.items()
    ]
    kept = [
        p.replace(annotation=path_hint, default=p.empty if is_needed else None) if n == name else p
        for n, p in signature.parameters.items()
    ]
    run.__signature__ = signature.replace(parameters=[*kept, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*kept, *added)}
    return _clear_errors(run)


def _article(path: Path) -> str:
    from chronotope.dossier.encoding import text_of
    from chronotope.dossier.files import read_bounded

    return text_of(read_bounded(path), path.name)


def _save_table(table: pd.DataFrame, out: Path) -> None:
    from chronotope.dossier.placing import replacing

    with replacing(out) as beside:
        table.to_csv(beside, index=False, lineterminator="\n")


def _list(lines: Sequence[object], rest: str) -> None:
    """Say as many lines as are worth a screen, and where the rest of them stands."""
    for line in lines[:LISTED]:
        typer.echo(f"  {line}")
    if len(lines) > LISTED:
        typer.echo(f"  … and {len(lines) - LISTED} more; {rest}.")


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


@app.command()
@_dossier_command
def check(
    dossier: Folder = SHIPPED,
    is_for_print: Annotated[
        bool, typer.Option("--publish", help="Take gaps for faults, as a publisher would.")
    ] = False,
    lang: Annotated[
        str | None, typer.Option(help="Language of texts that do not say theirs.")
    ] = None,
) -> None:
    """Check every rule; exit 1 and list what is broken if any is, and list what is missing."""
    from chronotope.dossier.checks import list_notices, package_faults
    from chronotope.dossier.checks.gaps import gap_lines
    from chronotope.dossier.read import table_names
    from chronotope.figures.fit import unfit_figures
    from chronotope.figures.letters import require_letters

    found = dossier.read(lang=lang)
    require_letters(found)
    unread = _unread_layers(found)
    wrong = [*package_faults(found), *unread] if is_for_print else []
    if is_for_print and (count := len(found.gaps) + len(wrong)):
        for line in (*gap_lines(found.gaps), *map(str, wrong)):
            _complain(line)
        _complain(f"{_count(count, 'fault')}: what is missing is one before publication.")
        raise typer.Exit(1)
    for line in gap_lines(found.gaps):
        typer.echo(line)
    for notice in list_notices(found):
        typer.echo(f"notice: {notice}")
    for sentence in (*unread, *unfit_figures(found)):
        typer.echo(f"notice: {sentence}")
    counts = ", ".join(f"{n} {name}" for name in table_names() if (n := len(found.rows(name))))
    gaps = "; ".join(f"{kind}: {n}" for kind, n in found.gap_counts.items())
    missing = f"{_count(len(found.gaps), 'gap')} ({gaps})" if gaps else "no gaps"
    typer.echo(f"{found.folder_name}: no faults, {missing}. {counts or 'No rows yet'}.")


def _unread_layers(found: Dossier) -> list[Fault]:
    """Return what is wrong with the files of layers, which few dossiers have."""
    if not found.rows("layers"):
        return []
    from chronotope.layers import unread_layers

    return unread_layers(found)


@app.command()
@_clear_errors
def migrate(
    dossier: Annotated[Path, typer.Argument(help="A dossier folder.")],
    is_dry: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be changed; write nothing.")
    ] = False,
) -> None:
    """Bring a dossier of version 1 of the format over to version 2, and keep a copy."""
    from chronotope.dossier import migrate as migration

    plan = migration.plan_migration(dossier) if is_dry else migration.migrate(dossier)
    for change in plan.changes:
        typer.echo(f"{'would change' if is_dry else 'changed'}: {change}")
    if not plan.changes:
        typer.echo(f"{dossier}: of this version already. Nothing was changed.")
    elif not is_dry:
        typer.echo(f"The file as it was: {dossier / migration.COPY_FILE}")


@app.command()
@_dossier_command
def figures(
    dossier: Folder = SHIPPED,
    profile: Annotated[
        list[str] | None,
        typer.Option(help="nature, plos, generic, column, brief, web; repeatable."),
    ] = None,
    lang: Languages = None,
    only: Annotated[list[str] | None, typer.Option(help="A figure id; repeatable.")] = None,
    file_format: Annotated[
        list[str] | None, typer.Option("--format", help="svg, pdf, png, tiff, eps; repeatable.")
    ] = None,
    out: Out = None,
    point_of_view: View = "un",
    compare: Compare = False,
    is_fresh: Fresh = False,
) -> None:
    """Render the figures into a folder, with data twins, captions and a manifest."""
    from chronotope.publish.jobs import Job, plan_jobs
    from chronotope.publish.kept import forget_inputs
    from chronotope.publish.publication import compare_figures, save_figures, skipped_line

    skipped: list[str] = []
    found = dossier.read()
    if _is_without_figures(found):
        return
    out = _own_folder(found, dossier.path, out)
    jobs = plan_jobs(
        found,
        profiles=profile,
        langs=lang,
        only=only,
        formats=file_format,
        point_of_view=point_of_view,
    )
    _say_point_of_view(found, point_of_view)
    workers = min(os.cpu_count() or 1, 4)
    with _progress() as bar:
        task = bar.add_task("figures", total=len(jobs))

        def done(job: Job, reason: str) -> None:
            bar.advance(task)
            if reason:
                skipped.append(skipped_line(job, reason))

        if compare:
            stale = compare_figures(found, out, jobs, workers=workers, on_done=done)
        else:
            if is_fresh:
                forget_inputs(out)
            written = save_figures(found, out, jobs, workers=workers, on_done=done)
    if compare:
        _report_stale(stale, out, "make figures")
    else:
        for line in skipped:
            typer.echo(line, err=True)
        typer.echo(f"{_count(len(written), 'file')} in {out}")


@app.command()
@_dossier_command
def maps(
    dossier: Folder = SHIPPED,
    lang: Languages = None,
    out: Out = None,
    point_of_view: View = "un",
    compare: Compare = False,
) -> None:
    """Write the web maps: one HTML file a language, which needs no network."""
    from chronotope.web.pages import page_files

    found = dossier.read()
    if _is_empty(found, "events"):
        return
    out = _own_folder(found, dossier.path, out)
    files = page_files(found, langs=lang, point_of_view=point_of_view)
    _say_point_of_view(found, point_of_view)
    _put_pages(files, out, compare=compare)


@app.command()
@_dossier_command
def story(
    dossier: Folder = SHIPPED,
    lang: Languages = None,
    out: Out = None,
    point_of_view: View = "un",
    compare: Compare = False,
) -> None:
    """Write the story: one page a language, read step by step, which needs no network."""
    from chronotope.web.pages import story_files

    found = dossier.read()
    out = _own_folder(found, dossier.path, out)
    files = story_files(found, langs=lang, point_of_view=point_of_view)
    _say_point_of_view(found, point_of_view)
    _put_pages(files, out, compare=compare)


def _put_pages(files: dict[str, bytes], out: Path, *, compare: bool) -> None:
    from chronotope.publish.publication import stale_files, write_files

    if compare:
        _report_stale(stale_files(out, files), out, "make figures")
    else:
        write_files(out, files)
        typer.echo(f"{_count(len(files), 'file')} in {out}")


def _own_folder(found: Dossier, asked: Path | None, out: Path | None) -> Path:
    """Return where the files of a dossier go: never over those of another one."""
    from chronotope.publish.publication import require_own

    if out is None:
        # The shipped dossier's stand in the directory: its own folder may be an installation.
        out = Path("figures") if asked is None else found.folder / "figures"
    require_own(found, out)
    return out


def _is_empty(dossier: Dossier, table: str) -> bool:
    """Say that there is nothing to draw, if a table that the drawing needs has no row."""
    if len(dossier.table(table)):
        return False
    name = dossier.folder_name
    typer.echo(f"{name}: nothing to draw. {table}.csv has no rows yet. Nothing was written.")
    return True


def _is_without_figures(dossier: Dossier) -> bool:
    """Say so if no figure was chosen and none follows from what there is."""
    from chronotope.figures.contents import list_figures

    return list_figures(dossier).empty and _is_empty(
        dossier, "figures" if len(dossier.events) else "events"
    )


def _say_point_of_view(dossier: Dossier, point_of_view: str) -> None:
    """Say what another point of view than the default changes on the maps, if they have borders."""
    from chronotope.maps.borders import border_notes
    from chronotope.world.views import POINTS_OF_VIEW

    if point_of_view != POINTS_OF_VIEW[0]:
        typer.echo(border_notes(dossier, point_of_view=point_of_view, lang="en")[0])


def _report_stale(stale: list[str], out: Path, remedy: str) -> None:
    for name in stale:
        _complain(f"{out / name}: stale, the dossier or the code now draws another file")
    if stale:
        _complain(f"{_count(len(stale), 'stale file')}. Run `{remedy}` and commit.")
        raise typer.Exit(1)
    typer.echo("The committed files are what the dossier and the code draw.")


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
    )


@app.command()
@_dossier_command
def verify(
    dossier: Folder = SHIPPED,
    *,
    text: Annotated[Path, typer.Option(help="The article as a UTF-8 text file.")],
) -> None:
    """Check every locator of the dossier against the article."""
    from chronotope.dossier.evidence import verify_article

    found = dossier.read()
    verify_article(found, _article(text))
    typer.echo(
        f"{_count(len(found.sentences), 'sentence')}, {_count(len(found.passages), 'passage')} and "
        f"{_count(len(found.mentions), 'mention')} stand in the article where the dossier says."
    )


@app.command()
@_dossier_command
def why(
    row_id: Annotated[str, typer.Argument(help="The id of an event, place, statement …")],
    dossier: Folder = SHIPPED,
    *,
    lang: Annotated[str | None, typer.Option(help="A language of the dossier.")] = None,
) -> None:
    """Say what a mark rests on: status, date, passages, sources."""
    from chronotope.dossier.trace import why as explain

    found = dossier.read()
    typer.echo(str(explain(found, row_id, lang=found.language(lang))))


def _read_both(first: Path, second: Path, encoding: str | None) -> list[Dossier]:
    """Return two dossiers; a fault says in which of them it stands."""
    found = []
    for path in (first, second):
        try:
            found.append(Asked(path, encoding).read())
        except DossierError as error:
            inside = path.is_dir()
            raise DossierError(
                replace(fault, file=str(path / fault.file if inside else path))
                for fault in error.faults
            ) from None
    return found


@app.command()
@_clear_errors
def agree(
    first: Annotated[Path, typer.Argument(help="The dossier of one reader of an article.")],
    second: Annotated[Path, typer.Argument(help="That of another reader of the same article.")],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A CSV file for the rows that differ.")
    ] = None,
    merged: Annotated[
        Path | None,
        typer.Option(help="A new folder for one draft of both, to decide on in the desk."),
    ] = None,
    encoding: Encoding = None,
) -> None:
    """Compare two dossiers made from one article: agreement by column, and what differs."""
    from chronotope.edit.agreement import agree as compare

    found = compare(*_read_both(first, second, encoding))
    typer.echo(str(found))
    if out is not None:
        _save_table(found.differences, out)
    if merged is not None:
        found.write_merged(merged)
        typer.echo(f"A draft with {_count(len(found.differences), 'open decision')}: {merged}")


@app.command()
@_dossier_command
def links(
    dossier: Folder = SHIPPED,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="A file: the list (.txt, .csv), or what was found of it (CSV)."
        ),
    ] = None,
    result: Annotated[
        Path | None, typer.Option(help="What lychee (JSON) or linkchecker (CSV) made of the list.")
    ] = None,
    is_fetching: Annotated[
        bool, typer.Option("--fetch", help="Ask the addresses now; without it, nothing is fetched.")
    ] = False,
) -> None:
    """Write the addresses of the sources for a link checker, or read what it found."""
    from chronotope.publish import links as of_links

    found = dossier.read()
    if result is not None and is_fetching:
        raise ValueError("give --result or --fetch, not both")
    if result is not None:
        _report_links(of_links.report_links(found, of_links.read_results(result)), out)
    elif is_fetching:
        with _progress() as bar:
            task = bar.add_task("links", total=len(of_links.addresses(found)))
            results = of_links.fetch_links(found, on_done=lambda: bar.advance(task))
        _report_links(of_links.report_links(found, results), out)
    elif out is not None:
        typer.echo(f"{_count(of_links.write_links(found, out), 'link')} in {out}")
    else:
        for url in of_links.addresses(found):
            typer.echo(url)


def _report_links(report: pd.DataFrame, out: Path | None) -> None:
    """Say how many addresses are there, moved, gone, unsure, unchecked; name all but the first."""
    if out is not None:
        _save_table(report, out)
    counts = report["state"].value_counts()
    typer.echo("; ".join(f"{state}: {count}" for state, count in counts.items()) or "No addresses.")
    lines = []
    for row in report[report["state"] != "ok"].to_dict("records"):
        kept = f" Kept at {row['archived_url']}" if row["archived_url"] else ""
        said = f"{row['source_id']}: {row['state']}: {row['url']} {row['detail']}{kept}"
        lines.append(said.rstrip())
    _list(lines, "--out writes them all")


@app.command()
@_clear_errors
def diff(
    old: Annotated[Path, typer.Argument(help="The older version: a dossier folder.")],
    new: Annotated[Path, typer.Argument(help="The newer version.")],
    *,
    lang: Languages = None,
    changelog: Annotated[
        Path | None, typer.Option(help="Put it on top of this CHANGELOG as well, in Markdown.")
    ] = None,
    encoding: Encoding = None,
) -> None:
    """Say in words what was added, corrected and withdrawn, and which figures show it."""
    from chronotope.publish.changes import compare_dossiers, write_changelog

    changes = compare_dossiers(*_read_both(old, new, encoding))
    for code in lang or [str(changes.new.languages[0])]:
        typer.echo(changes.words(code))
    if changelog is not None:
        write_changelog(changelog, changes, lang)


@app.command()
@_clear_errors
def new(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder, or a new .xlsx file.")],
    title: Annotated[
        str | None, typer.Option(help="Name of the dossier; without it, that of the folder.")
    ] = None,
    as_of: AsOf = None,
    sides: Sides = None,
    languages: Annotated[
        str | None,
        typer.Option("--languages", help="Codes with , between, such as de,en; else yours (LANG)."),
    ] = None,
    licence: Annotated[
        str | None, typer.Option(help="Licence of the dossier; without it, you are asked once.")
    ] = None,
    level: Annotated[
        int, typer.Option(help="Sheets of a workbook: 1 events, 2 places, 3 actors … 6 all.")
    ] = 2,
    is_example: Annotated[
        bool, typer.Option("--example", help="A small, complete, invented dossier.")
    ] = False,
) -> None:
    """Write a dossier to fill in: a folder with a README on each table, or an .xlsx workbook."""
    from chronotope.edit import template
    from chronotope.edit.starter import new_example, new_workbook

    if is_example and (languages or title or as_of or sides):
        raise ValueError("the example is as it is: give --licence alone, or leave --example away")
    if licence is None:
        licence = _ask_licence() if _is_asked() else ""
    spoken = (languages or _spoken_here()).split(",")
    if is_example:
        typer.echo(f"{new_example(folder, licence=licence)}: a small, invented dossier.")
        return
    if folder.suffix.lower() == ".xlsx":
        new_workbook(folder, level=level, title=title or "", languages=spoken, licence=licence)
        typer.echo(f"{folder}: a workbook to fill in. Open it with: chronotope open {folder}")
        return
    codes = sides.split(",") if sides else ()
    template.new_dossier(
        folder, title=title, as_of=as_of, sides=codes, languages=spoken, licence=licence
    )
    typer.echo(f"{folder}: an empty dossier. {template.README_FILE} in it says what goes where.")


def _spoken_here() -> str:
    """Return the language that the person's own machine speaks, where the interface does too."""
    from chronotope.lang.languages import interface_languages

    said = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = re.split(r"[_.@-]", said)[0].lower()
    return code if code in interface_languages() else LAST_RESORT


def _is_asked() -> bool:
    """Return whether somebody is there to answer."""
    return sys.stdin.isatty()


def _ask_licence() -> str:
    """Return the licence of a new dossier, which nobody but its author can know."""
    return str(
        typer.prompt("licence of the dossier, such as CC-BY-4.0 (blank: none)", default="",
                     show_default=False)
    ).strip()  # fmt: skip


@app.command()
@_clear_errors
def place(
    name: Annotated[str, typer.Argument(help="A name in any language, of today or older.")],
    country: Annotated[
        str | None, typer.Option(help="ISO 3166-1 alpha-2 code: only places there.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the answer, such as de.")] = "en",
) -> None:
    """List the places that a name may mean, with country, coordinates and GeoNames id."""
    from chronotope.world.gazetteer import certain_place, describe_candidate, find_places

    found = find_places(name, country=country)
    if not found:
        raise ValueError(f"{name!r}: no place of that name is known. Write its coordinates.")
    sure = certain_place(name, country=country)
    for candidate in found:
        typer.echo(f"{'*' if candidate == sure else ' '} {describe_candidate(candidate, lang)}")
    if sure:
        typer.echo("* is what a table of places takes for this name.")
    else:
        is_said = country or len({candidate.country for candidate in found}) == 1
        what = "its longitude and latitude" if is_said else "its country, or its coordinates"
        typer.echo(f"No one of them is certain. For the one you mean write {what}.")


@app.command()
@_clear_errors
def anchor(
    dossier: Annotated[Path, typer.Argument(help="A dossier folder.")],
    text: Annotated[Path, typer.Option(help="The article as a UTF-8 text file.")],
    lang: Annotated[str | None, typer.Option(help="Its language; without it, found out.")] = None,
    title: Annotated[str, typer.Option(help="As printed; without it, the first line.")] = "",
    author: Annotated[str, typer.Option(help="As printed.")] = "",
) -> None:
    """Fill offsets and hashes of passages from their first and last words; split sentences."""
    from chronotope.edit.anchor import anchor_dossier

    done = anchor_dossier(dossier, _article(text), lang=lang, title=title, author=author)
    typer.echo(", ".join(_count(n, table.removesuffix("s")) for table, n in done.rows.items()))
    for sentence in done.alike:
        typer.echo(f"not told apart by five words at either end, no row: {sentence}")


@app.command()
@_dossier_command
def watch(
    dossier: Given,
    out: Annotated[
        Path | None, typer.Option(help="Where the pictures go; without it, `preview` beside.")
    ] = None,
) -> None:
    """Draw chronology, map and explorer again whenever the dossier is saved; Ctrl+C ends it."""
    from chronotope.edit.preview import draw_preview, preview_folder
    from chronotope.edit.watch import changes

    path = dossier.path or Path()
    out = out or preview_folder(path)
    for changed in itertools.chain([[path.name]], changes(path)):
        try:
            drawn = draw_preview(dossier.read(), out)
        except (DossierError, ValueError) as error:
            _complain(f"{', '.join(changed)}: {error}")
            _complain("The pictures are those of the last sound state.")
        else:
            typer.echo(f"{', '.join(changed)}: {_count(len(drawn.files), 'file')} in {out}")


@app.command(name="open")
@_dossier_command
def open_command(
    dossier: Given,
    out: Annotated[
        Path | None, typer.Option(help="Where the pictures go; without it, `preview` beside.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="Language of texts that do not say theirs.")
    ] = None,
) -> None:
    """Open a table of events or a dossier: its pictures, and a list of what is missing."""
    from chronotope.dossier.checks.gaps import gap_lines
    from chronotope.edit.preview import draw_preview, preview_folder

    out = out or preview_folder(dossier.path or Path())
    drawn = draw_preview(dossier.read(lang=lang), out)
    for file in drawn.files:
        typer.echo(file)
    gaps, has_drawn = drawn.dossier.gaps, bool(drawn.files)
    if not has_drawn:
        typer.echo("nothing to draw: there is no event yet")
    rest = ": all is drawn without it." if has_drawn else "."
    typer.echo(f"{_count(len(gaps), 'gap')}{rest}" if gaps else "No gaps.")
    _list(gap_lines(gaps), "`chronotope check` lists them all")


@app.command()
@_clear_errors
def notebooks(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    *,
    dossier: Annotated[
        Path | None,
        typer.Option(
            help="A dossier or a table of your own, which the copies read; what is said of the "
            "shipped dossier alone is left out."
        ),
    ] = None,
) -> None:
    """Copy the notebooks out of the installed package, to run and to change."""
    from chronotope.edit.notebooks import copy_notebooks

    names = copy_notebooks(folder, dossier=dossier)
    typer.echo(f"{_count(len(names), 'notebook')} in {folder}; open {names[0]} first.")


@app.command(name="export")
@_dossier_command
def export_command(
    dossier: Folder = SHIPPED,
    *,
    to: Annotated[str, typer.Option("--to", help=f"One of: {WRITTEN}.")],
    path: Annotated[
        Path, typer.Option("--out", "-o", help="A file, or a new folder for ro-crate.")
    ],
    lang: Annotated[
        str | None, typer.Option(help="A language of the dossier, where the format holds one.")
    ] = None,
    include: Annotated[
        list[Path] | None,
        typer.Option(
            help="ro-crate: a folder to put beside the data; repeatable. Without it, `notebooks` "
            "and `figures` of this directory, if the figures were made from the dossier."
        ),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(help="ro-crate: address of the licence, where the dossier names none."),
    ] = None,
    article_url: Annotated[
        str | None,
        typer.Option(help="web-annotation: address of the article; without it, its hash."),
    ] = None,
    point_of_view: Annotated[
        str | None,
        typer.Option(
            help="geojson, linked-places, kml: whose borders the areas have, un (without it), "
            "fr, ru, ua, de-facto or one of the dossier's own."
        ),
    ] = None,
    is_full: Annotated[
        bool, typer.Option("--all", help="Name every loss, not only how many of each kind.")
    ] = False,
) -> None:
    """Write the dossier in another format, and say what the format could not hold."""
    from chronotope.dossier.read import PACKAGE_FILE
    from chronotope.formats import export_dossier

    found = dossier.read()
    given = {
        "include": include,
        "licence": licence,
        "article_url": article_url,
        "point_of_view": point_of_view,
    }
    options: dict[str, Any] = {name: value for name, value in given.items() if value}
    if to == "ro-crate":
        # A table's own folder may hold anything: only that of a dossier is taken as it is.
        is_whole = dossier.path is None or (dossier.path / PACKAGE_FILE).is_file()
        folder = found.folder if is_whole else None
        options = {"folder": folder, "include": _made_from(found), **options}
    lang = found.language(lang)
    report = export_dossier(found, to, path, lang=lang, **options)
    typer.echo(f"{_count(len(report.files), 'file')} in {path}")
    if folders := options.get("include"):
        typer.echo(f"with the folders: {', '.join(str(folder) for folder in folders)}")
    _print_report(report, is_full=is_full)


def _made_from(dossier: Dossier) -> list[Path]:
    """Return the figures of this directory that were made from the dossier, and the notebooks."""
    manifest = Path("figures/figures.json")
    try:
        made_from = json.loads(manifest.read_text("utf-8")).get("dossier")
    except (OSError, ValueError, AttributeError):
        return []
    if made_from != dossier.folder_name:
        return []
    return [folder for folder in (manifest.parent, Path("notebooks")) if folder.is_dir()]


@app.command(name="import")
@_clear_errors
def import_command(
    file: Annotated[Path, typer.Argument(help="A file of another format.")],
    folder: Annotated[Path, typer.Option("--out", "-o", help="A new or empty folder.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--from", help=f"Its format; without it, taken from the file. One of: {READ}."
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(help="Language of texts that do not say theirs; without it, as they seem."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="How the text was saved, such as windows-1252.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Name of the dossier, where the file gives none.")
    ] = None,
    as_of: AsOf = None,
    sides: Sides = None,
    licence: Annotated[
        str | None, typer.Option(help="Licence of the dossier, such as CC-BY-4.0.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(help="table: what its columns are, as date=When,title=What; else guessed."),
    ] = None,
    is_full: Annotated[
        bool, typer.Option("--all", help="Name every loss, not only how many of each kind.")
    ] = False,
) -> None:
    """Read a file into a new dossier folder, and say what was not taken and what is missing.

    What is given here stands above what the file says.
    """
    from chronotope.formats import import_file

    report = import_file(
        file, folder, form=form, lang=lang, encoding=encoding,
        about=_about(title, as_of, sides, licence),
        columns=_columns(columns),
    )  # fmt: skip
    if report.columns:
        typer.echo("columns: " + ", ".join(f"{k}={v}" for k, v in report.columns.items()))
    if report.files:
        typer.echo(f"{_count(len(report.files), 'file')} in {folder}")
    _print_report(report, is_full=is_full)
    if not report.files:
        typer.echo(f"{file}: nothing in it belongs in a dossier, so nothing was written.", err=True)
        raise typer.Exit(1)


def _columns(given: str | None) -> dict[str, str]:
    """Return what a user says of the columns of a table: ``date=When,title=What``.

    Raises
    ------
    ValueError
        If a part of it is not a thing, an equals sign and a column.
    """
    pairs = [part.partition("=") for part in (given or "").split(",") if part.strip()]
    if not all(thing.strip() and sign and name.strip() for thing, sign, name in pairs):
        raise ValueError(f"--columns {given!r} is not such as date=When,title=What")
    return {thing.strip(): name.strip() for thing, _, name in pairs}


def _about(
    title: object, as_of: str | None, sides: str | None, licence: str | None
) -> dict[str, object]:
    """Return what a user says of a dossier as a whole.

    Raises
    ------
    ValueError
        If the day is no day, or the sides are no codes of countries.
    """
    from chronotope.dates.days import read_day

    about: dict[str, object] = {}
    if title:
        about["title"] = title
    if licence:
        about["licenses"] = [licence_entry(licence)]
    if as_of:
        if read_day(as_of) is None:
            raise ValueError(f"--as-of {as_of!r} is not a day such as 1814-12-24")
        about["as_of"] = as_of
    if sides:
        codes = sides.split(",")
        if len(set(codes)) != len(codes) or not all(re.fullmatch("[A-Z]{2}", c) for c in codes):
            raise ValueError(f"--sides {sides!r} are not ISO 3166-1 codes such as GB,US")
        about["sides"] = codes
    return about


def _print_report(report: LossReport, *, is_full: bool) -> None:
    """Print what a format could not hold: each loss, or how many of each kind.

    In English, as all that the command says of its own: faults and gaps stand beside it.
    """
    if is_full:
        typer.echo(report.words(LAST_RESORT))
        return
    typer.echo(report.words(LAST_RESORT).splitlines()[0])
    for line in report.summary_words(LAST_RESORT):
        typer.echo(f"  {line}")
    faults = report.faults or []
    if faults:
        typer.echo(f"{_count(len(faults), 'fault')} to correct before the dossier passes `check`:")
        _list(faults, "`chronotope check` lists them all")


@app.command()
@_dossier_command
def layers(
    dossier: Folder = SHIPPED,
    *,
    layer: Annotated[
        str | None, typer.Option(help="Id of a layer; without it, the first of the dossier.")
    ] = None,
    area: Annotated[
        str,
        typer.Option(
            help="country, unit, prio-grid, equal-area, or territory as the map draws it."
        ),
    ] = "unit",
    time: Annotated[str, typer.Option(help="day, month, quarter or year.")] = "month",
    engine: Annotated[str, typer.Option(help="duckdb or spark.")] = "duckdb",
    address: Annotated[
        str,
        typer.Option(help="DuckDB: a database file. Spark: local[2] or spark://host:port."),
    ] = "",
    point_of_view: View = "un",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A CSV file for the counts by area and time.")
    ] = None,
) -> None:
    """Report what the layers of a dossier hold, how precisely, and what is wrong with them.

    With --out, write one layer's counts by area and time as well.
    """
    from chronotope.layers import check_layer, connect, get_layer, list_layers

    found = dossier.read()
    chosen = [get_layer(found, layer)] if layer else list_layers(found)
    if not chosen:
        typer.echo(f"{found.folder_name}: no layers. docs/layers.md says how to name one.")
        return
    con = connect(engine, address)
    for one in chosen:
        typer.echo(str(check_layer(one, con)))
    if out is None:
        return
    from chronotope.dossier.views import view_of

    table = chosen[0].aggregate(
        con, area=area, time=time, point_of_view=view_of(found, point_of_view)
    )
    _save_table(table, out)
    typer.echo(f"{_count(len(table), 'row')} of {chosen[0].layer_id} by {area} and {time} in {out}")


@app.command()
@_clear_errors
def evidence(
    figure: Annotated[Path, typer.Argument(help="An SVG, PDF, PNG, TIFF or EPS of this suite.")],
) -> None:
    """Read the mark table back out of a figure, as JSON."""
    from chronotope.publish.export import read_marks

    typer.echo(json.dumps(read_marks(figure), ensure_ascii=False, indent=1))


@app.command()
@_clear_errors
def card(
    folder: Annotated[Path, typer.Argument(help="The data folder.")] = Path("data"),
    compare: Compare = False,
) -> None:
    """Write data/README.md: one row a file, with rows, source, licence and hash."""
    from chronotope.publish.inventory import write_card

    if not write_card(folder, is_comparing=compare):
        _report_stale(["README.md"], folder, "chronotope card")


@app.command(name="draft")
@_clear_errors
def draft_command(
    file: Annotated[Path, typer.Argument(help="The article: .txt, .md, .html, .pdf or .docx.")],
    folder: Annotated[Path, typer.Option("--out", "-o", help="A new or empty folder.")],
    published: Annotated[
        str | None,
        typer.Option(help="Day of publication, such as 1814-12-27; without it, the file's own."),
    ] = None,
    lang: Annotated[str | None, typer.Option(help="en, fr or ru; without it, found out.")] = None,
    model: Annotated[
        bool, typer.Option("--model", help="Ask the language model of the extra `models` as well.")
    ] = False,
) -> None:
    """Read an article and propose names, dates, events and statements; you decide on each.

    Then decide in a notebook, ct.open_review(FOLDER, reviewer="A. Reader"), which also writes the
    dossier of what you took up; `chronotope check` and `chronotope figures` go on from there.
    """
    from chronotope.draft.drafting import draft

    with _progress() as bar:
        task = bar.add_task(file.name, total=None)

        def on_page(read: int, total: int) -> None:
            bar.update(task, completed=read, total=total)

        found = draft(file, published=published or "", lang=lang, model=model, on_page=on_page)
        found.save(folder)
        bar.update(task, completed=1, total=1)
    proposed = _count(len(found.proposals), "proposal")
    typer.echo(f"{folder}: {proposed} in proposals.csv, none accepted yet.")
    about = found.document
    for name, value, option in (
        ("title", about.title, ""),
        ("author", about.author, ""),
        ("day of publication", about.published, " Relative dates stay blank: give --published."),
    ):
        if not value:
            typer.echo(f"The file names no {name}.{option}")


if __name__ == "__main__":
    app()
