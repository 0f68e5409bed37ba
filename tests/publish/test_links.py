import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pandas as pd
import pytest
from made import changed
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.dossier.errors import DossierError
from chronotope.dossier.read import load_dossier
from chronotope.publish.links import (
    LIST_HEADING,
    Checked,
    addresses,
    fetch_links,
    read_results,
    report_links,
    write_links,
)

HERE, GONE = "https://example.org/here", "https://example.org/gone"
# As LinkChecker 10.6.0 wrote it, of two pages of a server on the same machine.
LINKCHECKER = f"""# created by LinkChecker at 2026-11-27 14:44:37+000
urlname;parentname;base;result;warningstring;infostring;valid;url;line;column;name;dltime;size
{HERE};;;200 OK;;;True;{HERE};;-1;3;0.005;0
{GONE};;;404 File not found;;;False;{GONE};;-1;335;0.12;0
# Stopped checking at 2026-11-27 14:44:39+000 (1 seconds)
"""
LYCHEE = json.dumps({
    "total": 2,
    "success_map": {"links.txt": [{"url": HERE, "status": {"text": "200 OK", "code": 200}}]},
    "error_map": {"links.txt": [{"url": GONE, "status": {"text": "404 Not Found", "code": 404}}]},
})  # fmt: skip
OWN = f"url,status\n{HERE},200\n{GONE},404\n"


def with_sources(*urls, kept="https://archive.example/1"):
    """A dossier with one event and a source for each address."""
    return ct.open({
        "events": pd.DataFrame({"date": ["1900"], "title": ["A fair"]}),
        "sources": pd.DataFrame({
            "source_id": [f"s{n}" for n in range(len(urls))], "title": ["A page"] * len(urls),
            "url": urls, "archived_url": [kept, *[""] * (len(urls) - 1)],
        }),
    })  # fmt: skip


@pytest.mark.parametrize("text", [LINKCHECKER, LYCHEE, OWN], ids=["linkchecker", "lychee", "own"])
def test_what_a_link_checker_found_is_told_of_each_source(text, tmp_path):
    (tmp_path / "result").write_text(text, encoding="utf-8")
    report = report_links(with_sources(HERE, GONE), read_results(tmp_path / "result"))
    assert list(report["state"]) == ["ok", "unchecked", "gone"]
    assert list(report["column"]) == ["url", "archived_url", "url"]


def test_a_result_that_is_none_is_one_sentence(tmp_path):
    (tmp_path / "result").write_text("a diary", encoding="utf-8")
    with pytest.raises(DossierError) as error:
        read_results(tmp_path / "result")
    assert len(error.value.faults) == 1


def test_a_hundred_thousand_links_are_a_list_with_each_address_once(tiny_dossier, tmp_path):
    few = load_dossier(tiny_dossier)
    many = few.sources.iloc[[0] * 100_000]
    many = many.assign(url=[f"https://example.org/{n}" for n in range(100_000)])
    made = changed(few, sources=many)
    assert write_links(made, tmp_path / "links.txt") == 100_000
    lines = (tmp_path / "links.txt").read_text("utf-8").splitlines()
    assert lines[0] == LIST_HEADING and len(lines) == 100_001
    found = [Checked(url, "ok") for url in addresses(made)]
    assert set(report_links(made, found)["state"]) == {"ok"}


class _Pages(BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 (the name that the library calls)

    def log_message(self, *args):
        pass


def test_asked_to_it_asks_each_address_once_and_says_how_far_it_is():
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}"
    made = with_sources(f"{home}/here", f"{home}/gone", kept="")
    done = []
    try:
        found = {c.url: c.state for c in fetch_links(made, on_done=lambda: done.append(1))}
    finally:
        server.shutdown()
    assert found == {f"{home}/here": "ok", f"{home}/gone": "gone"}
    assert len(done) == 2


def test_without_being_asked_nothing_is_fetched(tiny_dossier, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    said = CliRunner().invoke(app, ["links", str(tiny_dossier)])
    assert (said.exit_code, said.stdout) == (0, "https://example.org/treaty\n")


def test_a_source_of_no_known_day_of_access_is_a_gap():
    kinds = with_sources(HERE, GONE).gap_counts
    assert kinds["no-access"] == 2
