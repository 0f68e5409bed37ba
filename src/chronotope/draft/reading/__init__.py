"""Reading of a file: what its words are, in what order, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chronotope.draft.document import Document, DraftError, freeze, with_about

LARGEST_FILE = 50_000_000  # bytes
KINDS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
Progress = Callable[[int, int], None]


def read_document(
    source: str | Path,
    *,
    lang: str | None = None,
    on_page: Progress | None = None,
) -> Document:
    """Return the text of a file, frozen, with title, author, date and address where it has them.

    Parameters
    ----------
    source
        A text, Markdown, HTML, PDF or Word (.docx) file.
    lang
        Language of the text; None finds it out.
    on_page
        Called with (pages read, pages in all) while a PDF is read.

    Raises
    ------
    DraftError
        In one sentence: no such file, too large, of another kind, scanned, locked, in two
        languages, or one line without an end.
    """
    path = Path(source)
    if not path.is_file():
        raise DraftError(f"{path.name}: there is no such file; check its name and folder.")
    if path.suffix.lower() not in KINDS:
        raise DraftError(
            f"{path.name}: a {path.suffix or 'nameless'} file cannot be read; "
            f"save it as one of {', '.join(KINDS)}."
        )
    if path.stat().st_size >= LARGEST_FILE:
        raise DraftError(
            f"{path.name}: {path.stat().st_size / 1e6:.0f} MB is more than the "
            f"{LARGEST_FILE / 1e6:.0f} MB that are read; give the article alone."
        )
    try:
        text, about = _read(path, on_page)
        document = freeze(text, lang=lang)
    except DraftError as error:
        raise DraftError(f"{path.name}: {error}") from None
    return with_about(document, about)


def _read(path: Path, on_page: Progress | None) -> tuple[str, dict[str, str]]:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from chronotope.draft.reading._pdf import read_pdf

        return read_pdf(path, on_page=on_page)
    if suffix == ".docx":
        from chronotope.draft.reading._docx import read_docx

        return read_docx(path)
    from chronotope.draft.reading import _plain

    raw = path.read_bytes()
    if suffix in (".html", ".htm"):
        from chronotope.draft.reading._html import named_charset, read_html

        return read_html(_plain.decode(raw, named=named_charset(raw)))
    text = _plain.decode(raw)
    return _plain.read_markdown(text) if suffix == ".md" else _plain.read_text(text)
