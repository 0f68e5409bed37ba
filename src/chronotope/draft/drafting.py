"""One text in, one draft out: everything that the rules found, and nothing decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from chronotope.dossier.beside import ARTICLE_FILE
from chronotope.dossier.files import json_bytes, write_folder
from chronotope.draft.document import Document, DraftError, freeze
from chronotope.draft.events import Event, find_events
from chronotope.draft.mentions import Mention, find_mentions
from chronotope.draft.proposals import PROPOSALS_FILE, Proposal, proposals_bytes, propose
from chronotope.draft.reading import read_document
from chronotope.draft.spans import Spans
from chronotope.draft.statements import Statement, find_statements, with_speakers
from chronotope.draft.times import TimeExpression, find_times

if TYPE_CHECKING:
    import pandas as pd

    from chronotope.draft.models import Recogniser

ABOUT_FILE = "draft.json"


@dataclass(frozen=True)
class Draft:
    """A text and what the rules propose of it.

    Attributes
    ----------
    document
        The frozen text.
    mentions, times, events, statements
        What was found, in the order of the text.
    model
        Name and version of the model that helped, or blank.
    proposals
        The same as rows of ``proposals.csv``.
    """

    document: Document
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    model: str = ""
    proposals: tuple[Proposal, ...] = field(default=(), repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """The proposals as a table: columns as in ``proposals.csv``."""
        import pandas as pd

        from chronotope.draft.proposals import COLUMNS

        rows = [{c: getattr(p, c) for c in COLUMNS} for p in self.proposals]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    @property
    def places(self) -> pd.DataFrame:
        """The places and governments found.

        Returns
        -------
        pandas.DataFrame
            start, end, surface, role, place_id, geonames_id (0 where there is none), name, kind,
            country, longitude, latitude, score.
        """
        import pandas as pd

        columns = ["start", "end", "surface", "role", "place_id", "geonames_id", "name", "kind",
                   "country", "longitude", "latitude", "score"]  # fmt: skip
        rows = [
            (m.start, m.end, m.surface, m.role, p.place_id, p.geonames_id, p.name, p.kind,
             p.country, p.longitude, p.latitude, m.score)
            for m in self.mentions
            if m.role in ("place", "government") and (p := m.place) is not None
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @property
    def dates(self) -> pd.DataFrame:
        """The expressions of time.

        Returns
        -------
        pandas.DataFrame
            start, end, surface, edtf, timex (the value of a TIMEX3), kind, rule, ground, hint,
            modifier.
        """
        import pandas as pd

        columns = ["start", "end", "surface", "edtf", "timex", "kind", "rule", "ground", "hint",
                   "modifier"]  # fmt: skip
        return pd.DataFrame(
            [{c: getattr(t, c) for c in columns} for t in self.times], columns=columns
        )

    def save(self, folder: str | Path) -> Path:
        """Write the text, the proposals and what is known of the text into a new folder."""
        folder = Path(folder)
        write_folder(
            folder,
            {
                ARTICLE_FILE: (self.document.text + "\n").encode("utf-8"),
                PROPOSALS_FILE: proposals_bytes(self.proposals),
                ABOUT_FILE: json_bytes(_about(self.document, self.model)),
            },
        )
        return folder

    def __repr__(self) -> str:
        counts = f"{len(self.mentions)} mentions, {len(self.times)} times, "
        counts += f"{len(self.events)} events, {len(self.statements)} statements"
        return f"Draft({self.document.title or 'untitled'!r}, {self.document.lang}, {counts})"


def draft(
    source: str | Path | Document,
    *,
    published: str = "",
    lang: str | None = None,
    model: bool | Recogniser = False,
    on_page: Callable[[int, int], None] | None = None,
) -> Draft:
    """Return what the rules propose of a text: names, times, events, statements.

    Parameters
    ----------
    source
        A file (.txt, .md, .html, .pdf, .docx), or a document that :func:`freeze` made of a text.
    published
        Day on which it was published; without it, what the file's metadata say. Relative times
        are counted from it; where it is not known they have no value.
    lang
        ``en``, ``fr`` or ``ru``; None finds it out.
    model
        True asks the pinned model of the language as well, if the extra ``models`` is installed;
        a recogniser is asked as it is.
    on_page
        Called with (pages read, pages in all) while a PDF is read.

    Raises
    ------
    DraftError
        In one sentence, if the text cannot be read, the day is no day, or the model is not there.
    """
    if isinstance(source, Document):
        document = source
    else:
        document = read_document(source, lang=lang, on_page=on_page)
    document = replace(document, published=_day(published or document.published))
    helper = _helper(document.lang, model)
    mentions = find_mentions(document, helper=helper)
    times = find_times(document, published=document.published)
    mentions = _without_times(mentions, times)
    events = find_events(document, mentions, times)
    statements = find_statements(document, mentions)
    mentions = with_speakers(document, mentions, statements)
    return Draft(
        document=document, mentions=tuple(mentions), times=tuple(times), events=tuple(events),
        statements=tuple(statements), model=helper.name if helper else "",
        proposals=tuple(propose(document, mentions, times, events, statements)),
    )  # fmt: skip


def _helper(lang: str, model: bool | Recogniser) -> Recogniser | None:
    if model is True:
        from chronotope.draft.models import recogniser

        return recogniser(lang)
    return model or None


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise DraftError(
            f"{text!r} is no day; write the day of publication as 1814-12-24."
        ) from None


def _without_times(mentions: list[Mention], times: list[TimeExpression]) -> list[Mention]:
    """Return the mentions without persons that are the name of a day, and towns that are months."""
    named = {(t.start, t.end): t.kind for t in times if t.kind != "vague"}
    spans = Spans(named)

    def is_time(m: Mention) -> bool:
        return any(
            named[a, b] != "event" or m.end - m.start > 0.6 * (b - a)
            for a, b in spans.over(m.start, m.end)
        )

    return [m for m in mentions if not is_time(m)]


def _about(document: Document, model: str) -> dict[str, object]:
    return {
        "title": document.title, "author": document.author, "published": document.published,
        "address": document.address, "language": document.lang, "model": model,
        "characters": len(document.text), "sha256": document.sha256,
    }  # fmt: skip


def open_draft(folder: str | Path) -> tuple[Document, list[Proposal]]:
    """Return the text and the proposals of a folder that :meth:`Draft.save` wrote.

    Raises
    ------
    DraftError
        If a file is missing, or the text is another than the one that was drafted.
    """
    from chronotope.draft.proposals import read_proposals

    folder = Path(folder)
    try:
        about = json.loads((folder / ABOUT_FILE).read_text("utf-8"))
        text = (folder / ARTICLE_FILE).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise DraftError(
            f"{folder.name}: no draft is there ({error}); draft a text first."
        ) from None
    keys = ("title", "author", "published", "address")
    document = freeze(text, lang=about["language"], **{k: about[k] for k in keys})
    if document.sha256 != about["sha256"]:
        raise DraftError(
            f"{ARTICLE_FILE}: the text is another than the one that was drafted; restore it."
        )
    return document, read_proposals(folder / PROPOSALS_FILE)
