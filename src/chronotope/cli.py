"""The command `chronotope`."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from chronotope.errors import DossierError

app = typer.Typer(
    help="A source-anchored chronology and atlas from a written account of a dialogue.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
_errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Folder = Annotated[
    Path | None, typer.Argument(help="A dossier folder; without it, the shipped one.")
]
Languages = Annotated[list[str] | None, typer.Option("--lang", help="en, fr, ru; repeatable.")]
Out = Annotated[Path, typer.Option("--out", help="Where the files go.")]
View = Annotated[
    str, typer.Option("--point-of-view", help="Whose borders: un, fr, ru, ua or de-facto.")
]
Compare = Annotated[
    bool, typer.Option("--compare", help="Write nothing; exit 1 if a file would change.")
]


def _clear_errors(command: Callable) -> Callable:
    """Turn what a user can get wrong into one clear message and exit status 1."""

    @functools.wraps(command)
    def run(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except DossierError as error:
            _errors.print(str(error))
            _errors.print(f"{_count(len(error.faults), 'fault')}. Nothing was written.")
            raise typer.Exit(1) from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            _errors.print(f"{error.filename or 'a file'}: {reason}. Nothing was written.")
            raise typer.Exit(1) from None
        except ValueError as error:
            _errors.print(str(error))
            raise typer.Exit(1) from None

    return run


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _read(folder: Path | None) -> object:
    from chronotope.checks import read_dossier

    return read_dossier(folder)


@app.command()
@_clear_errors
def check(dossier: Folder = None) -> None:
    """Check every rule; exit 1 and list what is broken if any is."""
    from chronotope.dossier import table_names

    found = _read(dossier)
    counts = ", ".join(f"{len(getattr(found, name))} {name}" for name in table_names())
    typer.echo(f"{found.folder_name}: no faults. {counts}.")


@app.command()
@_clear_errors
def figures(
    dossier: Folder = None,
    profile: Annotated[
        list[str] | None,
        typer.Option(help="nature, plos, generic, column, brief, web; repeatable."),
    ] = None,
    lang: Languages = None,
    only: Annotated[list[str] | None, typer.Option(help="A figure id; repeatable.")] = None,
    file_format: Annotated[
        list[str] | None, typer.Option("--format", help="svg, pdf, png, tiff; repeatable.")
    ] = None,
    out: Out = Path("figures"),
    point_of_view: View = "un",
    compare: Compare = False,
) -> None:
    """Render the figures into a folder, with data twins, captions and a manifest."""
    from chronotope.publication import compare_figures, plan_jobs, save_figures

    found = _read(dossier)
    jobs = plan_jobs(
        found,
        profiles=profile,
        langs=lang,
        only=only,
        formats=file_format,
        point_of_view=point_of_view,
    )
    workers = min(os.cpu_count() or 1, 4)
    with _progress() as bar:
        task = bar.add_task("figures", total=len(jobs))

        def done(job: object) -> None:
            bar.advance(task)

        if compare:
            stale = compare_figures(found, out, jobs, workers=workers, on_done=done)
        else:
            written = save_figures(found, out, jobs, workers=workers, on_done=done)
    if compare:
        _report_stale(stale, out, "make figures")
    else:
        typer.echo(f"{len(written)} files in {out}")


@app.command()
@_clear_errors
def maps(
    dossier: Folder = None,
    lang: Languages = None,
    out: Out = Path("figures"),
    point_of_view: View = "un",
    compare: Compare = False,
) -> None:
    """Write the web maps: one HTML file a language, which needs no network."""
    from chronotope.publication import map_files, stale_files, write_files

    found = _read(dossier)
    files = map_files(found, langs=lang, point_of_view=point_of_view)
    if compare:
        _report_stale(stale_files(out, files), out, "make figures")
    else:
        write_files(out, files)
        typer.echo(f"{len(files)} files in {out}")


def _report_stale(stale: list[str], out: Path, remedy: str) -> None:
    for name in stale:
        _errors.print(f"{out / name}: stale, the dossier or the code now draws another file")
    if stale:
        _errors.print(f"{_count(len(stale), 'stale file')}. Run `{remedy}` and commit.")
        raise typer.Exit(1)
    typer.echo("The committed files are what the dossier and the code draw.")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
    )


@app.command()
@_clear_errors
def verify(
    dossier: Annotated[Path, typer.Argument(help="A dossier folder.")],
    text: Annotated[Path, typer.Option(help="The article as a UTF-8 text file.")],
) -> None:
    """Check every locator of the dossier against the article."""
    from chronotope.evidence import verify_article

    found = _read(dossier)
    try:
        article = text.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{text}: not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    verify_article(found, article)
    typer.echo(
        f"{len(found.sentences)} sentences, {len(found.passages)} passages and "
        f"{len(found.mentions)} mentions stand in the article where the dossier says."
    )


@app.command()
@_clear_errors
def why(
    row_id: Annotated[str, typer.Argument(help="The id of an event, place, statement …")],
    dossier: Annotated[Path | None, typer.Option(help="A dossier folder.")] = None,
    lang: Annotated[str, typer.Option(help="en, fr or ru.")] = "en",
) -> None:
    """Say what a mark rests on: status, date, passages, sources."""
    from chronotope.style import get_language
    from chronotope.trace import why as explain

    lang = get_language(lang)
    typer.echo(str(explain(_read(dossier), row_id, lang=lang)))


@app.command()
@_clear_errors
def evidence(
    figure: Annotated[Path, typer.Argument(help="An SVG, PDF, PNG or TIFF of this suite.")],
) -> None:
    """Read the mark table back out of a figure, as JSON."""
    from chronotope.export import read_marks

    typer.echo(json.dumps(read_marks(figure), ensure_ascii=False, indent=1))


@app.command()
@_clear_errors
def card(
    folder: Annotated[Path, typer.Argument(help="The data folder.")] = Path("data"),
    compare: Compare = False,
) -> None:
    """Write data/README.md: one row a file, with rows, source, licence and hash."""
    from chronotope.inventory import write_card

    if not write_card(folder, is_comparing=compare):
        _report_stale(["README.md"], folder, "chronotope card")


if __name__ == "__main__":
    app()
