"""Who took part: what nobody has said of actors and of what they did, and what is taken for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chronotope.dossier.about import About
from chronotope.dossier.errors import Gap
from chronotope.dossier.grid import Grid, relocated
from chronotope.dossier.schemas import PACKAGE_FILE

IN_PERSON = "meeting"
REMOTE = ("telephone", "video")
FORMS = (IN_PERSON, *REMOTE)  # of a contact: who takes part in one meets the others
_SHOWN_NAMES = 12  # of actors, in the line that names them


def unsaid_of_actors(
    grids: Mapping[str, Grid], typed: Mapping[int, Mapping[str, str]], about: About
) -> Iterator[Gap]:
    """Name what the actors are, whether they met and for which side, where nobody has said it.

    Parameters
    ----------
    grids
        Every table, completed.
    typed
        The rows as the person wrote them, by the identity of each.
    about
        What the dossier says of itself: its sides.
    """
    yield from _unsaid_kinds(grids["actors"])
    yield from _unsaid_forms(grids["events"], typed)
    if not about.sides:
        yield from _taken_sides(grids["events"], grids["actors"], is_folder=about.is_stated)


def _unsaid_kinds(actors: Grid) -> Iterator[Gap]:
    """Name the actors of which nobody has said what they are, in one gap."""
    unsaid = [row for row in actors.rows if not row["kind"]]
    labels = [column for column in actors.columns if column.startswith("label_")]
    names = [next(filter(None, map(row.get, labels)), row["actor_id"]) for row in unsaid]
    if names and "kind" not in actors.lost:
        shown = ", ".join(names[:_SHOWN_NAMES]) + (" …" if len(names) > _SHOWN_NAMES else "")
        yield relocated(
            Gap(
                "no-kind", "actors.csv", None, "kind", None,
                f"nobody has said what {'this is' if len(names) == 1 else 'these are'}: {shown}",
                "Write it in a table of actors; of a state of today its country too.",
            ),
            {"actors": actors.origin},
        )  # fmt: skip


def _unsaid_forms(events: Grid, typed: Mapping[int, Mapping[str, str]]) -> Iterator[Gap]:
    """Say in one gap that no event is known as a meeting, where events name several actors."""
    several = [line for line, row in events.items() if ";" in row["actors"]]
    if several and not any(typed.get(id(row), {}).get("form") for row in events.rows):
        yield relocated(
            Gap(
                "no-form", "events.csv", several[0], "form", None,
                "no row says whether it was a meeting: who met whom is not counted",
                "Write meeting, telephone, video, document or another word in a column form.",
            ),
            {"events": events.origin},
        )  # fmt: skip


def _taken_sides(events: Grid, actors: Grid, *, is_folder: bool) -> Iterator[Gap]:
    """Name the states that are taken for the sides of a dialogue whose sides nobody stated."""
    country = {row["actor_id"]: row["country"] for row in actors.rows}
    found = {
        country.get(actor, "")
        for row in events.rows
        if row["status"] == "held" and row["form"] in FORMS and ";" in row["actors"]
        for actor in row["actors"].split(";")
    } - {""}
    if len(found) > 1:
        codes = ",".join(sorted(found))
        option = f"`chronotope import TABLE -o FOLDER --sides {codes}`"
        how = "" if is_folder else f" {option} makes a folder with that file."
        yield Gap(
            "no-sides", PACKAGE_FILE, None, "sides", None,
            f"no sides are stated: each state that took part in a meeting is one ({codes})",
            f"Confirm it: write them in {PACKAGE_FILE}." + how,
        )  # fmt: skip
