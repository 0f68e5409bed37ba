"""What there is to render: one job a figure, language and profile, and the names of its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.dossier.views import view_of
from chronotope.draw.composition import Words
from chronotope.draw.spec import Spec
from chronotope.draw.style import PAGE_BRIEF, PROFILES, Profile, get_profile
from chronotope.figures.render import figure_profiles, get_figure, list_figures
from chronotope.publish.export import get_format

EXTENSIONS = {"tiff": "tif"}


@dataclass(frozen=True)
class Job:
    """One figure in one language and profile, with the formats wanted."""

    figure_id: str
    lang: str
    profile: str
    formats: tuple[str, ...]
    point_of_view: str = "un"

    @property
    def spec(self) -> Spec:
        """How the figure is wanted."""
        return Spec.of(self.lang, self.profile, self.point_of_view)

    @property
    def page(self) -> Spec:
        """How the page and the captions tell of it: as of the picture for the screen."""
        return Spec.of(self.lang, "web", self.point_of_view)

    @property
    def told_as(self) -> tuple[str, str, str]:
        """What the words of its page hang on."""
        return self.figure_id, self.lang, self.point_of_view

    @property
    def view(self) -> str:
        """What the names of its files say of its point of view; nothing of the usual one."""
        return "" if self.point_of_view == "un" else f"-{self.point_of_view}"


@dataclass(frozen=True)
class Told:
    """What the page of a figure tells in one language: its words and its rows."""

    words: Words
    rows: pd.DataFrame


def plan_jobs(
    dossier: Dossier,
    *,
    profiles: Iterable[str] | None = None,
    langs: Iterable[str] | None = None,
    only: Iterable[str] | None = None,
    formats: Iterable[str] | None = None,
    point_of_view: str = "un",
) -> list[Job]:
    """Return what there is to render; None means the default set.

    Raises
    ------
    ValueError
        If a profile, language, figure, format or point of view is unknown; the message lists
        those there are.
    """
    defaults = [profile.name for profile in PROFILES.values() if profile.shipped]
    is_asked = profiles is not None
    chosen = [get_profile(name) for name in profiles or defaults]
    langs = [dossier.language(lang) for lang in langs or dossier.languages]
    ids = [get_figure(dossier, i)["figure_id"] for i in only or list_figures(dossier)["figure_id"]]
    asked = tuple(get_format(file_format) for file_format in formats or ())
    view_of(dossier, point_of_view)  # an unknown one is refused before anything is drawn

    def formats_of(profile: Profile) -> tuple[str, ...]:
        page = PAGE_BRIEF if profile.name == PAGE_BRIEF.name else profile
        return page.formats if is_asked else page.shipped

    return [
        Job(figure_id, lang, profile.name, asked or formats_of(profile), point_of_view)
        for figure_id in ids
        for lang in langs
        for profile in figure_profiles(get_figure(dossier, figure_id), chosen)
    ]


def file_name(dossier: Dossier, job: Job, file_format: str) -> str:
    """Return the name under the figures folder: dossier, language, number, profile (A19)."""
    number = get_figure(dossier, job.figure_id)["number"]
    extension = EXTENSIONS.get(file_format, file_format)
    stem = f"{dossier.slug}-{job.lang}{job.view}"
    return f"{job.lang}/{stem}_fig{number}_{job.profile}.{extension}"


def twin_name(dossier: Dossier, figure_id: str) -> str:
    """Return the name of the rows of a figure as CSV, under the figures folder."""
    return f"data/{dossier.slug}_fig{get_figure(dossier, figure_id)['number']}.csv"
