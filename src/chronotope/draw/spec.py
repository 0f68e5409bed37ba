"""What varies from one drawing of the same rows to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chronotope.draw.style import PROFILES, Profile, get_profile
from chronotope.lang.languages import get_locale


@dataclass(frozen=True)
class Spec:
    """How a figure is wanted; it travels whole to everything that draws or words it.

    Attributes
    ----------
    lang
        Language of every word, one of the dossier's own.
    profile
        Size of the page, of the text and of the marks.
    point_of_view
        Whose borders the maps draw.
    """

    lang: str = "en"
    profile: Profile = PROFILES["web"]
    point_of_view: str = "un"

    @classmethod
    def of(
        cls, lang: str = "en", profile: str | Profile = "web", point_of_view: str = "un"
    ) -> Spec:
        """Return the wish that a person words: the profile by its name.

        Raises
        ------
        ValueError
            If the language or the profile is unknown.
        """
        get_locale(lang)  # refuses what CLDR does not know
        return cls(lang, get_profile(profile), point_of_view)

    def with_profile(self, profile: Profile | str) -> Spec:
        """Return the same wish on another page."""
        return replace(self, profile=get_profile(profile))
