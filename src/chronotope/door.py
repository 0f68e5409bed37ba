"""The public door: a dossier with the few verbs that people use, each one call deep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from chronotope.dossier import model

if TYPE_CHECKING:
    from chronotope.dossier.trace import Explanation
    from chronotope.formats import LossReport
    from chronotope.layers import Layer
    from chronotope.notebook import Bundle
    from chronotope.publish.changes import Changes


class Dossier(model.Dossier):
    """A dossier as ``ct.open`` returns it: its tables are attributes, its verbs are methods.

    Every verb reads the dossier and changes nothing of it. ``lang`` is one of its languages; None
    is the first.
    """

    def check(self, *, publish: bool = False) -> pd.DataFrame:
        """Return what is missing: one row a gap, with kind, table, row, column and problem.

        Parameters
        ----------
        publish
            Refuse gaps, as a dossier that is published must have none.

        Raises
        ------
        DossierError
            If gaps are refused and there are any.
        """
        if publish:
            from chronotope.dossier.checks import publishing_faults, require_sound

            require_sound(self, publishing_faults(self))
        columns = ["kind", "file", "row", "column", "problem"]
        return pd.DataFrame(
            [[getattr(gap, c) for c in columns] for gap in self.gaps], columns=columns
        )

    def why(self, row_id: str, *, lang: str | None = None) -> Explanation:
        """Return what a row of any table says and rests on, by its id.

        Raises
        ------
        ValueError
            If no row has the id; the message names some that there are.
        """
        from chronotope.dossier.trace import why

        return why(self, row_id, lang=self.language(lang))

    def show(
        self,
        figure_id: str | None = None,
        *,
        lang: str | None = None,
        profile: str = "web",
        point_of_view: str = "un",
    ) -> Bundle:
        """Return a figure as a notebook shows it; without an id, the first of the dossier.

        Raises
        ------
        ValueError
            If the dossier has no such figure, language or profile.
        """
        from chronotope.figures.contents import list_figures
        from chronotope.notebook import show

        wanted = figure_id or next(iter(list_figures(self)["figure_id"]), "")
        return show(self, wanted, lang=lang, profile=profile, point_of_view=point_of_view)

    def show_all(self, kind: str, *, lang: str | None = None) -> list[Bundle]:
        """Return every figure of one kind, in the order of citation; none if there are none."""
        from chronotope.notebook import show_all

        return show_all(self, kind, lang=lang)

    def map(self, *, lang: str | None = None, point_of_view: str = "un") -> Bundle:
        """Return the web map in a frame, with a picture for where no frame is shown."""
        from chronotope.notebook import show_map

        return show_map(self, lang=lang, point_of_view=point_of_view)

    def explore(self, *, lang: str | None = None, point_of_view: str = "un") -> Bundle:
        """Return the linked map, chronology and list in a frame."""
        from chronotope.notebook import show_explorer

        return show_explorer(self, lang=lang, point_of_view=point_of_view)

    def story(self, *, lang: str | None = None, point_of_view: str = "un") -> Bundle:
        """Return the story in a frame; its table is ``dossier.table("story")``."""
        from chronotope.notebook import show_story

        return show_story(self, lang=lang, point_of_view=point_of_view)

    def edit(self, *, lang: str | None = None) -> object:
        """Return the desk on the dossier's tables, which a notebook cell shows."""
        from chronotope.edit.desk import dossier_path, open_desk

        return open_desk(dossier_path(self), lang=self.language(lang))

    def layer(self, layer_id: str) -> Layer:
        """Return one of the dossier's layers of event data.

        Raises
        ------
        ValueError
            If there is no such layer; the message lists those there are.
        """
        from chronotope.layers import get_layer

        return get_layer(self, layer_id)

    def publish(
        self,
        out: str | Path | None = None,
        *,
        profiles: Iterable[str] | None = None,
        langs: Iterable[str] | None = None,
        only: Iterable[str] | None = None,
    ) -> list[Path]:
        """Write figures with twins, captions and manifest; return the paths written.

        Parameters
        ----------
        out
            A folder; None is ``figures`` in the dossier's own.
        profiles
            Names of profiles, as `ct.list_profiles()` has them; None is each figure's default set.
        langs
            Languages of the dossier; None is all of them.
        only
            Ids of figures; None is all of them.

        Raises
        ------
        ValueError
            If a name is unknown; the message lists those there are.
        OSError
            If the folder cannot be written to.
        """
        from chronotope.publish.jobs import plan_jobs
        from chronotope.publish.publication import save_figures

        jobs = plan_jobs(self, profiles=profiles, langs=langs, only=only)
        return save_figures(self, Path(out) if out else self.folder / "figures", jobs)

    def diff(self, older: model.Dossier | str | Path) -> Changes:
        """Return what was added, corrected and withdrawn since an older version of the dossier.

        Parameters
        ----------
        older
            The older version, or its folder.

        Raises
        ------
        ValueError
            If the two share no event.
        """
        from chronotope.publish.changes import compare_dossiers

        return compare_dossiers(older if isinstance(older, model.Dossier) else open(older), self)

    def export(self, to: str, path: str | Path, **options: Any) -> LossReport:
        """Write the dossier in another format; return what the format could not hold.

        Raises
        ------
        ValueError
            If there is no such format; the message lists those there are.
        """
        from chronotope.formats import export_dossier

        return export_dossier(self, to, path, **options)

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the card that a notebook shows: what it holds, its gaps, its first picture."""
        from chronotope.notebook import card

        return card(self)._repr_mimebundle_(include, exclude)


def open(thing: object = None, *, lang: str | None = None, encoding: str | None = None) -> Dossier:
    """Return the dossier in a folder, a table of events, a workbook or another program's file.

    Parameters
    ----------
    thing
        Path, frame of events, or frames by the names of their tables; None opens the dossier
        that ships.
    lang
        Language of texts that do not say theirs; None takes the one that they seem to be in,
        with a gap that names it, else English.
    encoding
        How a CSV file was saved, such as ``windows-1252``; None reads UTF-8 and UTF-16.

    Raises
    ------
    DossierError
        With every fault of what was opened.
    """
    from chronotope.dossier.open import open_dossier
    from chronotope.formats import FILE_READERS

    found = open_dossier(thing, lang=lang, encoding=encoding, readers=FILE_READERS)
    return Dossier(**{field.name: getattr(found, field.name) for field in fields(found)})
