"""Rules for what binds rows together: grounds, relations, accounts that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from chronotope.dossier.aspects import (
    ASPECTS,
    asked_aspects,
    aspects_of,
    event_accounts,
    event_relations,
    grounds_of,
)
from chronotope.dossier.checks.rows import rows_by_id
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.rules import unknown_id_fault
from chronotope.dossier.tables import Row
from chronotope.lang.dates import DateError, parse_date

# What comes later than what: a chain of these that comes back to itself is no time.
_LATER = ("replaces", "answers", "follows-from")
_CHAINS = (_LATER, ("part-of",))


def check_supports(dossier: Dossier) -> Iterator[Fault]:
    """No aspect of an event is said twice to rest on the same source or passage."""
    for table, column in (("event_sources", "source_id"), ("event_passages", "passage_id")):
        first: dict[tuple[str, str, str], int] = {}
        for line, row in dossier.numbered_rows(table):
            for aspect in aspects_of(row["supports"]):
                other = first.setdefault((row["event_id"], row[column], aspect), line)
                if other != line:
                    yield Fault(
                        f"{table}.csv", line, "supports", row["supports"],
                        f"{aspect} is said to rest on {row[column]} in row {other} already",
                        "each aspect once for a source", "Take it out of one of the rows.",
                    )  # fmt: skip


def check_relations(dossier: Dossier) -> Iterator[Fault]:
    """Each relation has a ground, and none comes back to where it began."""
    lines = {}
    for line, row in dossier.numbered_rows("relations"):
        lines[row["from"], row["relation"], row["to"]] = line
        if row["from"] and row["from"] == row["to"]:
            yield _relation_fault(line, row["to"], "an event stands in relation to itself")
        elif not (row["passage_id"] or row["source_id"]):
            yield Fault(
                "relations.csv", line, "source_id", None, "nothing says so",
                "an id of passages or of sources", "Name what says so.",
            )  # fmt: skip
    for names in _CHAINS:
        edges: dict[str, list[str]] = defaultdict(list)
        own: dict[tuple[str, str], int] = {}
        for relation in event_relations(dossier):
            if relation.relation in names and relation.start != relation.end:
                edges[relation.start].append(relation.end)
                key = (relation.start, relation.relation, relation.end)
                if key in lines:
                    own[relation.start, relation.end] = lines[key]
        for circle in _circles(edges):
            steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
            told = [(own[step], step[1]) for step in steps if step in own]
            if told:  # a circle of replaced_by alone is told of events.csv
                line, end = min(told)
                shown = " → ".join([*circle, circle[0]])
                yield _relation_fault(line, end, f"the relations go in a circle: {shown}")


def _relation_fault(line: int, value: str, problem: str) -> Fault:
    allowed = "another event, from which no chain leads back"
    return Fault("relations.csv", line, "to", value, problem, allowed, "Take one of the rows out.")


def _circles(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Yield the circles of a graph, one for each way back that a walk finds."""
    done: set[str] = set()
    for start in sorted(edges):
        stack: list[tuple[str, Iterator[str]]] = []
        on_way: list[str] = []
        if start not in done:
            stack.append((start, iter(edges.get(start, ()))))
            on_way.append(start)
        while stack:
            node, following = stack[-1]
            after = next(following, None)
            if after is None:
                stack.pop()
                on_way.pop()
                done.add(node)
            elif after in on_way:
                yield on_way[on_way.index(after) :]
            elif after not in done:
                stack.append((after, iter(edges.get(after, ()))))
                on_way.append(after)


def check_accounts(dossier: Dossier) -> Iterator[Fault]:
    """Accounts that differ have a ground each, a value one can read, and one choice at most."""
    lines = {}
    for line, row in dossier.numbered_rows("accounts"):
        lines[row["account_id"]] = line
        for column, *words in _account_findings(dossier, row):
            yield Fault("accounts.csv", line, column, row[column] or None, *words)
        if row["value"]:
            yield from _value_faults(dossier, line, row)
    for rows in event_accounts(dossier).values():
        chosen = [row for row in rows if row["chosen"]]
        for row in chosen[1:]:
            yield Fault(
                "accounts.csv", lines[row["account_id"]], "chosen", row["chosen"],
                f"{chosen[0]['account_id']} is followed already",
                "one account of an aspect at most", "Blank it in all rows but one.",
            )  # fmt: skip
        if len(rows) == 1:
            yield Fault(
                "accounts.csv", lines[rows[0]["account_id"]], "aspect", rows[0]["aspect"],
                "the only account of it: nothing differs", "two accounts or more",
                "Add the other account, or put this one into the row of the event.",
            )  # fmt: skip


def _account_findings(dossier: Dossier, row: Row) -> Iterator[tuple[str, str, str, str]]:
    """Yield the column, the problem, what is allowed and the remedy of one account."""
    if not (row["passage_id"] or row["source_id"]):
        allowed = "an id of sources or of passages"
        yield "source_id", "nobody gives this account", allowed, "Name who gives it."
    if not row["value"] and not any(row[name] for name in dossier.text_columns("label")):
        yield "value", "it says nothing", "a value, or a label", "Write what it says."
    reasons = dossier.text_columns("reason")
    if row["chosen"] and not any(row[name] for name in reasons):
        problem = "the account is followed without a reason"
        yield reasons[0], problem, "why the editor follows it", "Write it, or blank chosen."


def _value_faults(dossier: Dossier, line: int, row: Row) -> Iterator[Fault]:
    value, aspect = row["value"], row["aspect"]
    if aspect == "date":
        try:
            parse_date(value)
        except DateError as error:
            yield Fault(
                "accounts.csv", line, "value", value, error.problem, error.allowed, error.remedy
            )
    tables = {"place": ("places", "place_id"), "actors": ("actors", "actor_id")}
    if aspect in tables and tables[aspect][0] not in dossier.unread:
        table, key = tables[aspect]
        known = [row[key] for row in dossier.rows(table)]
        for member in split_list(value):
            if member not in known:
                yield unknown_id_fault(("accounts.csv", line, "value"), member, table, known)


# --- what is counted, and stands in nobody's way --------------------------------------------------


def _notice(table: str, column: str, value: str, words: tuple[str, str, str]) -> Fault:
    return Fault(f"{table}.csv", None, column, value or None, *words)


def _listed(ids: Iterable[str], most: int = 6) -> str:
    """Return the first ids of a list, and that there are more."""
    found = list(ids)
    return ", ".join(found[:most]) + (" …" if len(found) > most else "")


# What each aspect asks, in the words of the pages.
_ASKED = {"fact": "the fact itself", "date": "when it was", "place": "where it was",
          "actors": "who took part", "reading": "how it is read"}  # fmt: skip


def note_aspects(dossier: Dossier) -> Iterator[Fault]:
    """Yield for each aspect a notice of the events that state it and name no ground."""
    if {"event_sources", "event_passages", "sources", "passages"} & dossier.unread:
        return
    if not (dossier.lines["event_sources"] or dossier.lines["event_passages"]):
        return  # a dossier of dates and titles: that it has no source is a gap of each event
    bare: dict[str, list[str]] = defaultdict(list)
    for event in dossier.rows("events"):
        grounds = grounds_of(dossier, event["event_id"])
        for aspect in asked_aspects(event):
            if not grounds.get(aspect):
                bare[aspect].append(event["event_id"])
    total = len(dossier.lines["events"])
    for aspect in ASPECTS:
        if ids := bare[aspect]:
            yield _notice(
                "event_sources", "supports", aspect,
                (f"{_ASKED[aspect]} rests on nothing that is named, in {len(ids)} of {total} "
                 f"events ({_listed(ids)})",
                 f"rows of sources or passages that say in supports that they bear out {aspect}",
                 "Name one where there is one; else leave it so."),
            )  # fmt: skip


def note_choices(dossier: Dossier) -> Iterator[Fault]:
    """Yield notices of events whose date is one of several accounts that nobody has chosen."""
    events = rows_by_id(dossier, "events") if "events" not in dossier.unread else {}
    columns = {"date": "date", "place": "place_id", "actors": "actors"}
    for (event_id, aspect), rows in event_accounts(dossier).items():
        own = events.get(event_id, {}).get(columns.get(aspect, ""), "")
        if own and not any(row["chosen"] for row in rows) and own in {r["value"] for r in rows}:
            yield _notice(
                "accounts", "chosen", event_id,
                (f"the {aspect} of the event is one of its accounts, and no row says why",
                 "a row with yes and a reason, or a date that covers all accounts",
                 "Mark the account that is followed."),
            )  # fmt: skip


def unused_rows(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """Return the rows that a reader would miss, in the order of their tables.

    Returns
    -------
    dict
        ``places`` with no event, ``events`` with no place, ``sources`` that nothing uses,
        ``actors`` never met: ids of each.
    """
    events = dossier.rows("events")
    visited = {row["place_id"] for row in events}
    visited |= {place for row in events for place in split_list(row["theatres"])}
    cited = {
        row["source_id"]
        for table in ("event_sources", "statement_sources", "relations", "accounts")
        for row in dossier.rows(table)
    }
    for decision in dossier.rows("decisions"):
        cited |= set(split_list(decision["sources"]))
    met = {actor for row in events for actor in split_list(row["actors"])}
    met |= {row["speaker"] for row in dossier.rows("statements")}

    def without(table: str, key: str, used: set[str]) -> tuple[str, ...]:
        return tuple(row[key] for row in dossier.rows(table) if row[key] not in used)

    return {
        "places": without("places", "place_id", visited),
        "events": tuple(row["event_id"] for row in events if not row["place_id"]),
        "sources": without("sources", "source_id", cited),
        "actors": without("actors", "actor_id", met),
    }


_UNUSED = {
    "places": ("place_id", "no event takes place there or is about it"),
    "events": ("place_id", "no place: no map shows the event"),
    "sources": ("source_id", "nothing rests on the source"),
    "actors": ("actor_id", "the actor takes part in no event and says nothing"),
}


def note_unused(dossier: Dossier) -> Iterator[Fault]:
    """Yield a notice for each kind of row that stands alone."""
    if dossier.unread or not dossier.lines["places"]:
        return  # a dossier that has not come to places yet
    for table, ids in unused_rows(dossier).items():
        if ids:
            column, problem = _UNUSED[table]
            yield _notice(
                table, column, "",
                (f"{problem}: {len(ids)} of {len(dossier.lines[table])} ({_listed(ids)})", "",
                 "Use them, or leave them: they are counted, not dropped."),
            )  # fmt: skip


def note_not_found(dossier: Dossier) -> Iterator[Fault]:
    """Yield notices of what was looked for and not found: copies in archives, ids of authorities.

    Only in a dossier that has begun to say when its sources were read, or who has an id.
    """
    sources = [] if "sources" in dossier.unread else dossier.rows("sources")
    online = [row for row in sources if row["url"]]
    bare = [row["source_id"] for row in online if not row["archived_url"]]
    if bare and any(row["accessed"] or row["archived_url"] for row in sources):
        yield _notice(
            "sources", "archived_url", "",
            (f"no copy in an archive is named: {len(bare)} of {len(online)} ({_listed(bare)})", "",
             "Name one where there is one; else leave it so: a page may be gone tomorrow."),
        )  # fmt: skip
    for table in ("places", "actors"):
        rows = [] if table in dossier.unread else dossier.rows(table)
        reasons = Counter(row["no_authority"] for row in rows if row["no_authority"])
        if reasons:
            told = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
            yield _notice(
                table, "no_authority", "",
                (f"no id of an authority, for a reason: {reasons.total()} of {len(rows)} ({told})",
                 "", "Write the id once a source shows it."),
            )  # fmt: skip
