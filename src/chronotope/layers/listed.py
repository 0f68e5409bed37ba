"""The layers that a dossier names in its table ``layers``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from chronotope.dossier.errors import DossierError, Fault
from chronotope.layers._engines import EngineError
from chronotope.layers.kinds import get_kind
from chronotope.layers.layer import Layer

if TYPE_CHECKING:
    from chronotope.dossier.read import Dossier


def list_layers(dossier: Dossier) -> list[Layer]:
    """Return the layers of a dossier, in the order of their table; none if it has none.

    Raises
    ------
    DossierError
        If a kind or a mapping cannot be understood; all of them in one report.
    """
    layers, faults = [], []
    lines = dossier.lines.get("layers", ())
    for i, row in enumerate(dossier.layers.to_dict("records")):
        try:
            layers.append(_layer(row, dossier.folder))
        except ValueError as error:
            line = lines[i] if i < len(lines) else None
            faults.append(Fault("layers.csv", line, "kind, mapping", row["kind"], str(error), "",
                                "See docs/layers.md for kinds and mappings."))  # fmt: skip
    if faults:
        raise DossierError(faults)
    return layers


def unread_layers(dossier: Dossier) -> list[Fault]:
    """Return what is wrong with the files of a dossier's layers, as far as their headers show.

    A file that is not there may be on the machine of whoever made the dossier; one of Parquet is
    passed over where the extra that reads it is missing.

    Raises
    ------
    DossierError
        As :func:`list_layers`.
    """
    faults: list[Fault] = []
    for layer in list_layers(dossier):
        try:
            layer.files()
        except DossierError as error:
            faults += error.faults
        except EngineError:
            continue
    return faults


def get_layer(dossier: Dossier, layer_id: str = "") -> Layer:
    """Return one layer of a dossier by its id; without one, its first.

    Raises
    ------
    ValueError
        If there is none of that id; the message lists those there are.
    """
    layers = list_layers(dossier)
    found = [layer for layer in layers if layer.layer_id == layer_id or not layer_id]
    if not found:
        known = ", ".join(layer.layer_id for layer in layers) or "none: write layers.csv"
        raise ValueError(f"unknown layer {layer_id!r}; the dossier has: {known}")
    return found[0]


def _layer(row: dict[str, str], folder: Path) -> Layer:
    def texts(stem: str) -> dict[str, str]:
        return {k.removeprefix(stem): text for k, text in row.items() if k.startswith(stem)}

    return Layer(
        layer_id=row["layer_id"],
        kind=get_kind(row["kind"], row["mapping"]),
        address=row["address"],
        folder=folder,
        conditions=row["filter"],
        labels=texts("label_"),
        notes=texts("note_"),
        theatre=row["theatre"],
        source=row["source"],
        release=row["release"],
        licence=row["licence"],
    )


def unit_codes(units: pd.Series, country: str) -> dict[str, str]:
    """Return the ISO 3166-2 code of first-order units, by the name in the file.

    A unit is left out where no name of the base map is close to the file's.

    Parameters
    ----------
    units
        Names as the file codes them, such as ``Deir ez Zor Governorate``.
    country
        Code of their country.
    """
    from difflib import get_close_matches

    from chronotope.world.basemap import load_units

    known = load_units(country)
    by_name = dict(zip(known["name_en"].map(_bare), known["code"], strict=True))
    close = {
        unit: get_close_matches(_bare(unit), list(by_name), n=1, cutoff=0.75)
        for unit in dict.fromkeys(units)
    }
    return {unit: by_name[names[0]] for unit, names in close.items() if names}


def unit_names(units: pd.Series, country: str, lang: str) -> dict[str, str]:
    """Return what first-order units are called in a language, by the name in the file.

    The base map's name is taken where the file's is close to its English one; where two units
    would be called the same, the file's own name stands beside it.

    Parameters
    ----------
    units, country
        As of :func:`unit_codes`.
    lang
        Language of the names.
    """
    from chronotope.world.basemap import area_names, load_units

    called, codes = area_names(lang), unit_codes(units, country)
    found = {unit: called[codes[unit]] if unit in codes else unit for unit in dict.fromkeys(units)}
    names = [called[code] for code in load_units(country)["code"]]
    shared = {name for name in names if names.count(name) > 1}
    return {u: f"{name} ({_plain(u)})" if name in shared else name for u, name in found.items()}


_SORTS = ("governorate", "province", "oblast", "region", "district", "state", "wilayah")


def _plain(name: str) -> str:
    words = [word for word in name.split() if word.lower() not in _SORTS]
    return " ".join(words) or name


def _bare(name: str) -> str:
    """Return a name as it is compared: small letters, no hyphens, no word for what it is."""
    return _plain(name.replace("-", " ")).lower()
