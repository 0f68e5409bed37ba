"""Every rule that the tables of a dossier must obey, and one report of all that is broken."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from chronotope.dossier.checks.article import (
    LOCATOR_WORDS,
    check_locators,
    check_mentions,
    check_positions,
)
from chronotope.dossier.checks.events import (
    check_status,
    note_several_days,
    note_skipped_days,
)
from chronotope.dossier.checks.frames import check_frames, check_maps
from chronotope.dossier.checks.links import (
    check_accounts,
    check_relations,
    check_supports,
    note_aspects,
    note_choices,
    note_not_found,
    note_unused,
)
from chronotope.dossier.checks.places import (
    check_marks,
    check_places,
    check_small_places,
    check_units,
)
from chronotope.dossier.checks.story import check_story
from chronotope.dossier.checks.tables import check_dates, check_lists
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.evidence import held_article_faults
from chronotope.dossier.grid import relocated
from chronotope.dossier.read import PACKAGE_FILE, Dossier, drop_echoes, read_tables
from chronotope.dossier.views import check_views

__all__ = [
    "LOCATOR_WORDS",
    "SHIPPED",
    "check_dossier",
    "list_notices",
    "package_faults",
    "publishing_faults",
    "read_dossier",
    "require_sound",
    "shipped_folder",
]

_HERE = Path(__file__).resolve()
# The shipped dossiers lie beside src/, or inside an installed package; this file names the one
# to read by default.
_PLACES = [folder / "data" / "datasets.json" for folder in (_HERE.parents[4], _HERE.parents[2])]
SHIPPED = next((place for place in _PLACES if place.is_file()), _PLACES[0])


def read_dossier(folder: str | Path | None = None, *, encoding: str | None = None) -> Dossier:
    """Return a dossier that obeys every rule.

    Parameters
    ----------
    folder
        Folder of the dossier; None for the shipped one.
    encoding
        How those of its tables were saved that are not UTF-8.

    Raises
    ------
    DossierError
        With every fault of form and sense at once.
    """
    path = shipped_folder() if folder is None else folder
    return require_sound(*read_tables(path, encoding=encoding))


def require_sound(dossier: Dossier, faults: list[Fault]) -> Dossier:
    """Return a dossier that was read, once it obeys every rule.

    Parameters
    ----------
    dossier, faults
        What reading it gave.

    Raises
    ------
    DossierError
        With every fault of form and sense at once.
    """
    faults = drop_echoes([*faults, *check_dossier(dossier)])
    if faults:
        raise DossierError(faults)
    return dossier


def publishing_faults(dossier: Dossier) -> list[Fault]:
    """Return what keeps a sound dossier from being published: its gaps, and the standard's say."""
    return [*(gap.as_fault() for gap in dossier.gaps), *package_faults(dossier)]


def package_faults(dossier: Dossier) -> list[Fault]:
    """Return what the standard (frictionless) says of a folder; it is asked of nothing else."""
    from chronotope.dossier.standard import standard_faults

    is_folder = (dossier.folder / PACKAGE_FILE).is_file()
    return list(standard_faults(dossier.folder)) if is_folder else []


def shipped_folder(name: str | None = None) -> Path:
    """Return the folder of a shipped dossier.

    Parameters
    ----------
    name
        Name of its folder; None for the one that is read by default.

    Raises
    ------
    DossierError
        If it does not lie beside this installation.
    """
    if name is not None:
        return _named_folder(name)
    try:
        name = json.loads(SHIPPED.read_text(encoding="utf-8"))["default"]
        return SHIPPED.parent / str(name)
    except (OSError, ValueError, KeyError, TypeError):
        fault = Fault(
            SHIPPED.name,
            None,
            "default",
            None,
            "no dossier is shipped with this installation",
            "the data folder of the repository",
            "Name the folder of a dossier.",
        )
        raise DossierError([fault]) from None


def _named_folder(name: str) -> Path:
    known = sorted(path.parent.name for path in SHIPPED.parent.glob("*/events.csv"))
    if name not in known:
        allowed, remedy = ", ".join(known), "Name one of them, or read a folder of your own."
        fault = Fault(SHIPPED.name, None, None, name, "no such dossier is shipped", allowed, remedy)
        raise DossierError([fault])
    return SHIPPED.parent / name


def check_dossier(dossier: Dossier) -> list[Fault]:
    """Return every fault in what the tables say; none for a good dossier.

    Parameters
    ----------
    dossier
        Tables that have their form, as :func:`chronotope.dossier.load_dossier` returns them.
    """
    return [relocated(fault, dossier.origins) for rule in RULES for fault in rule(dossier)]


def list_notices(dossier: Dossier) -> list[Fault]:
    """Return what may be right but deserves a second look; a notice is never a fault.

    Parameters
    ----------
    dossier
        As in :func:`check_dossier`.
    """
    return [relocated(note, dossier.origins) for rule in NOTICES for note in rule(dossier)]


Rule = Callable[[Dossier], Iterable[Fault]]
RULES: tuple[Rule, ...] = (
    check_dates,
    check_lists,
    check_status,
    check_places,
    check_marks,
    check_frames,
    check_maps,
    check_units,
    check_views,
    check_locators,
    check_mentions,
    check_positions,
    check_story,
    held_article_faults,
    check_supports,
    check_relations,
    check_accounts,
)
NOTICES: tuple[Rule, ...] = (
    check_small_places,
    note_skipped_days,
    note_several_days,
    note_aspects,
    note_choices,
    note_not_found,
    note_unused,
)
