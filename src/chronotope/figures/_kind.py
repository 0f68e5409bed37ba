"""What a kind of figure is, and how kinds are found: one class a kind, named nowhere else."""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeVar

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw.composition import Words, compose, leave_room
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import PHONE, Profile
from chronotope.lang.words import has_word, word

if TYPE_CHECKING:
    from chronotope.maps.lists import KeyEntry, VenueEntry

ENTRY_POINTS = "chronotope.kinds"  # where another package names the modules of its kinds
_KINDS: dict[str, Kind] = {}


@dataclass(frozen=True)
class Story:
    """The words of a figure that only its kind can say.

    Attributes
    ----------
    alt
        The alternative text, 25 to 60 words.
    description
        The parts of the long description.
    notes
        What stands below the drawing, before its source.
    """

    alt: str
    description: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PanelDrawing:
    """A figure as a part of a brief: its height, and what its numbers and letters mean.

    A page tries many widths before it takes one: what is dear is drawn when it is asked for.
    """

    draw: Callable[[], object]
    height: float  # in units of the profile
    venues: tuple[VenueEntry, ...] = ()
    statuses: tuple[KeyEntry, ...] = ()
    signs: tuple[str, ...] = ()  # of marks that this drawing has: what each means

    @classmethod
    def of(cls, plate: Plate, signs: tuple[str, ...] = ()) -> PanelDrawing:
        """Return a panel that is drawn already."""
        return cls(lambda: plate, plate.height, signs=signs)


class Kind(ABC):
    """One kind of figure; its docstring says what question it answers.

    A subclass names itself, takes its rows from the dossier, and draws them. What it does not
    say otherwise is that of a plain chart: it is drawn in every profile but the phone's.
    """

    name: ClassVar[str]
    is_map: ClassVar[bool] = False  # it rests on a frame, and its notes stand in every profile
    is_scaled: ClassVar[bool] = False  # it fits its page, however many rows it has
    has_point_of_view: ClassVar[bool] = False  # it shows borders; every map does
    has_event_texts: ClassVar[bool] = True  # its drawing may read them; else it is not given them
    unfit: ClassVar[tuple[str, ...]] = (PHONE.name,)  # profiles in which it is not drawn
    is_page: ClassVar[bool] = False  # it joins other figures: there is no drawing of it alone
    exceptions: ClassVar[Mapping[str, str]] = MappingProxyType(
        {}
    )  # rules it breaks, and the word that says why
    panel_order: ClassVar[int | None] = None  # its place on a brief; None: it has none
    is_close: ClassVar[bool] = False  # a map that may stand narrow on a brief, its note beside it
    is_long: ClassVar[bool] = False  # a panel that takes a column of a brief to itself

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether a dossier whose figures nobody chose has enough for one of this kind."""
        return False

    def headline(self, dossier: Dossier, figure: pd.Series, lang: str) -> str:
        """Return the headline of a figure that names none."""
        return dossier.title(lang)

    def subtitle(self, dossier: Dossier, figure: pd.Series, lang: str) -> str:
        """Return the subtitle of a figure that names no headline."""
        key = f"defaults.figure.{self.name}"
        return word(key, lang) if has_word(key, "en") else self.name

    def choose_frame(self, dossier: Dossier, figure: pd.Series) -> str:
        """Return the frame of a map that names none; the dossier has at least one."""
        return str(dossier.frames["frame_id"].iloc[0])

    def source_of(self, dossier: Dossier) -> Dossier:
        """Return the dossier as the drawing is given it: with the texts of events or without."""
        return dossier if self.has_event_texts else dossier.without_event_texts

    @abstractmethod
    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return what the figure draws, one mark a row: an id first, then ``sources``."""

    def most_rows(self, dossier: Dossier, figure: pd.Series) -> int | None:
        """Return a number that the rows which take room on the page do not exceed.

        None: count all rows. Months, cells and areas of a layer, which are a bar or a shade each,
        take none: a layer is not counted to tell how high its figure is.
        """
        return None

    @abstractmethod
    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return the words that hold for these rows of the figure."""

    @abstractmethod
    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the drawing alone: an Altair chart or a Matplotlib figure."""

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the texts of the dossier that the drawing shows, for their abbreviations."""
        names = [f"{name}_{lang}" for name in ("label", "wording", "gist", "verdict_note")]
        return [text for name in names if name in rows for text in rows[name]]

    def profiles(self, profiles: Iterable[Profile]) -> list[Profile]:
        """Return in which of the profiles the figure is drawn."""
        return [profile for profile in profiles if profile.name not in self.unfit]

    def page(self, profile: Profile) -> Profile:
        """Return the page of a profile as this kind uses it."""
        return profile

    def render(self, dossier: Dossier, figure: pd.Series, words: Words, spec: Spec) -> str:
        """Return the whole figure as SVG text."""
        spec = spec.with_profile(self.page(spec.profile))
        room = leave_room(spec.profile, words) if self.is_map else spec.profile
        return compose(
            self.draw(dossier, figure, spec.with_profile(room)),
            words,
            figure_id=figure["figure_id"],
            spec=spec,
            has_notes=self.is_map,
        )

    # --- as a part of a brief; only kinds with a `panel_order` are asked ---------------------

    def panel_rows(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
        """Return those of the figure's rows that it draws as a panel."""
        return rows

    def tell_panel(
        self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec
    ) -> Story:
        """Return the words that hold for its rows as a panel."""
        return self.tell(dossier, figure, rows, spec)

    def most_panel_rows(self, dossier: Dossier, figure: pd.Series) -> int:
        """Return a number that the rows of the figure as a panel do not exceed."""
        most = self.most_rows(dossier, figure)
        return (
            len(self.panel_rows(dossier, figure, self.rows(dossier, figure)))
            if most is None
            else most
        )

    def panel_note(self, dossier: Dossier, figure: pd.Series, lang: str, *, most: int) -> str:
        """Return what the page says of the panel, blank where that is nothing."""
        return ""

    def panel_accounts(
        self, dossier: Dossier, figure: pd.Series, lang: str, *, is_told: bool
    ) -> str:
        """Return where accounts of its events differ: one of them told in full, or all counted."""
        return ""

    def draw_panel(
        self, dossier: Dossier, figure: pd.Series, spec: Spec, *, most: int
    ) -> PanelDrawing:
        """Return the figure as a panel, of at most so many events where it shows events."""
        raise NotImplementedError(f"the kind {self.name!r} has a place on a brief and no panel")


_K = TypeVar("_K", bound=type[Kind])


def register(kind: _K) -> _K:
    """Make a kind known by its name; for use as a decorator of its class.

    Raises
    ------
    ValueError
        If another class has taken the name.
    """
    known = _KINDS.get(kind.name)
    if known is not None and type(known).__qualname__ != kind.__qualname__:
        raise ValueError(f"there is a kind of figure named {kind.name!r} already")
    _KINDS[kind.name] = kind()
    return kind


def get_kind(name: str) -> Kind:
    """Return the kind of that name; its module is imported when first asked for.

    A kind of this package stands in the module of its name, with ``_`` for ``-``. Others are
    registered by the modules that the entry points ``chronotope.kinds`` of installed packages
    name, or by whoever imports them.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    if name not in _KINDS and name in list_kinds():
        importlib.import_module(f"chronotope.figures.kinds.{name.replace('-', '_')}")
    if name not in _KINDS:
        for entry in metadata.entry_points(group=ENTRY_POINTS):
            entry.load()
    if name not in _KINDS:
        known = ", ".join(list_kinds())
        raise ValueError(f"unknown kind of figure {name!r}; choose one of: {known}")
    return _KINDS[name]


def list_kinds() -> list[str]:
    """Return the names of all kinds that are known, sorted."""
    from chronotope.figures import kinds

    own = (module.name.replace("_", "-") for module in pkgutil.iter_modules(kinds.__path__))
    return sorted({*own, *_KINDS})


def panel_kinds() -> list[Kind]:
    """Return the kinds that a brief is made of, in the order of its panels."""
    kinds = [get_kind(name) for name in list_kinds()]
    return sorted((k for k in kinds if k.panel_order is not None), key=lambda k: k.panel_order or 0)
