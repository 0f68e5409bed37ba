"""The addresses of a dossier's sources: a list for a link checker, and what it found.

Nothing is fetched here unless :func:`fetch_links` is called.
"""

from __future__ import annotations

import csv
import io
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from chronotope.dossier.encoding import text_of
from chronotope.dossier.files import read_bounded, refuse
from chronotope.dossier.model import Dossier
from chronotope.dossier.placing import replacing

# LinkChecker takes a text file with this first line for a list; lychee reads any text.
LIST_HEADING = "# LinkChecker URL list"
COLUMNS = ("source_id", "title", "url", "archived_url", "accessed")
ADDRESSES = ("url", "archived_url")
_WORKERS = 8
_SECONDS = 20
_AGENT = "chronotope links (checks the addresses of a bibliography)"
# The maps of a lychee report (JSON), each from a file to its links.
_LYCHEE = {
    "success_map": "ok", "redirect_map": "moved", "error_map": "gone", "fail_map": "gone",
    "timeout_map": "unsure",
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What became of one address: ``ok``, ``moved``, ``gone`` or ``unsure``, and in which words."""

    url: str
    state: str
    detail: str = ""


def list_links(dossier: Dossier) -> pd.DataFrame:
    """Return one row a source that has an address: id, title, url, archived_url, accessed."""
    rows = dossier.sources
    return rows.loc[(rows["url"] != "") | (rows["archived_url"] != ""), list(COLUMNS)]


def addresses(dossier: Dossier) -> list[str]:
    """Return every address of the sources once, in their order."""
    links = list_links(dossier)
    pairs = zip(links["url"], links["archived_url"], strict=True)
    return list(dict.fromkeys(url for pair in pairs for url in pair if url))


def write_links(dossier: Dossier, path: Path) -> int:
    """Write the list, and return how many addresses are in it.

    A name that ends in ``.csv`` gets a table, one row a source; any other the addresses alone, one
    a line, as ``lychee`` and ``linkchecker`` read them.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    urls = addresses(dossier)
    if path.suffix.lower() == ".csv":
        text = list_links(dossier).to_csv(index=False, lineterminator="\n")
    else:
        text = "\n".join([LIST_HEADING, *urls]) + "\n"
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8")
    return len(urls)


# --- what a checker found --------------------------------------------------------------------


def read_results(path: Path) -> list[Checked]:
    """Return what a link checker wrote: the JSON of lychee, the CSV of LinkChecker or a table.

    A table of your own has the columns ``url`` and ``status``, a number of HTTP.

    Raises
    ------
    DossierError
        If it is none of them.
    """
    text = text_of(read_bounded(path), path.name)
    found = _read_lychee(text) if text.lstrip().startswith("{") else _read_table(text)
    if found is None:
        refuse(
            path.name, "not the result of a link checker",
            "lychee --format json, linkchecker -o csv, or a CSV file with url and status",
            "Let the checker write it again.",
        )  # fmt: skip
    return found


def _read_lychee(text: str) -> list[Checked] | None:
    try:
        report = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(report, dict) or not set(_LYCHEE) & set(report):
        return None
    return [
        Checked(str(link["url"]), _lychee_state(state, link), _lychee_words(link))
        for name, state in _LYCHEE.items()
        for links in _members(report.get(name))
        for link in links
        if isinstance(link, dict) and "url" in link
    ]


def _members(files: object) -> Iterator[list[Any]]:
    for links in files.values() if isinstance(files, dict) else ():
        if isinstance(links, list):
            yield links


def _lychee_state(state: str, link: Mapping[str, Any]) -> str:
    status = link.get("status")
    code = status.get("code") if isinstance(status, dict) else None
    return state if state != "gone" or code is None else state_of(code)


def _lychee_words(link: Mapping[str, Any]) -> str:
    status = link.get("status")
    return str(status.get("text", "")) if isinstance(status, dict) else str(status or "")


def _read_table(text: str) -> list[Checked] | None:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if not lines:
        return None
    separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=separator)
    names = set(rows.fieldnames or ())
    if {"urlname", "result", "valid"} <= names:
        return [_of_linkchecker(row) for row in rows]
    if {"url", "status"} <= names:
        return [
            Checked(row["url"] or "", state_of(row["status"]), row["status"] or "") for row in rows
        ]
    return None


def _of_linkchecker(row: Mapping[str, str]) -> Checked:
    code = (row["result"] or "").partition(" ")[0]
    state = "ok" if row["valid"] == "True" else state_of(code)
    if state == "ok" and (row.get("url") or row["urlname"]) != row["urlname"]:
        state = "moved"
    return Checked(row["urlname"] or "", state, row["result"] or "")


def state_of(code: object) -> str:
    """Return what a status of HTTP means for a source (RFC 9110).

    404 and 410 say that a page is gone. Another error may be the server's mood: unsure.
    """
    try:
        number = int(str(code))
    except ValueError:
        return "unsure"
    if 200 <= number < 300:
        return "ok"
    if 300 <= number < 400:
        return "moved"
    return "gone" if number in (404, 410) else "unsure"


def report_links(dossier: Dossier, results: Iterable[Checked]) -> pd.DataFrame:
    """Return one row an address of a source: what a checker found of it, or ``unchecked``.

    Columns: source_id, column, url, state, detail, archived_url.
    """
    found = {_bare(result.url): result for result in results}
    rows = []
    for row in list_links(dossier).to_dict("records"):
        for column in ADDRESSES:
            if row[column]:
                result = found.get(_bare(row[column]), Checked(row[column], "unchecked"))
                rows.append(
                    [row["source_id"], column, row[column], result.state, result.detail,
                     row["archived_url"]]
                )  # fmt: skip
    columns = ["source_id", "column", "url", "state", "detail", "archived_url"]
    return pd.DataFrame(rows, columns=columns)


def _bare(url: str) -> str:
    """Return an address as checkers tell it: without fragment, without a slash at the end."""
    return url.partition("#")[0].rstrip("/")


# --- asked to fetch ----------------------------------------------------------------------------


def fetch_links(dossier: Dossier, *, on_done: Callable[[], None] = lambda: None) -> list[Checked]:
    """Ask every address of the sources whether it is there; the pages themselves are not read.

    Parameters
    ----------
    on_done
        Called after each address.
    """
    with ThreadPoolExecutor(_WORKERS) as pool:
        asked = [pool.submit(_ask, url) for url in addresses(dossier)]
        found = []
        for future in as_completed(asked):
            on_done()
            found.append(future.result())
    return sorted(found, key=lambda result: result.url)


def _ask(url: str) -> Checked:
    """Ask for the head of a page; of a server that refuses heads, for the page."""
    checked = Checked(url, "unsure")
    for method in ("HEAD", "GET"):
        try:
            request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT})
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                state = "moved" if _bare(answer.url) != _bare(url) else "ok"
                return Checked(
                    url, state, f"{answer.status} {answer.url if state != 'ok' else ''}".strip()
                )
        except urllib.error.HTTPError as error:
            checked = Checked(url, state_of(error.code), f"{error.code} {error.reason}")
        except (OSError, ValueError) as error:
            return Checked(url, "unsure", str(getattr(error, "reason", error)))
    return checked
