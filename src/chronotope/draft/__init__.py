"""From a text to rows of a dossier: proposals that a person decides on.

The district is its verb as well: ``chronotope.draft("article.txt", published="1814-12-27")``.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chronotope.draft.drafting import Draft


class _Verb(ModuleType):
    """A module that can be called: `chronotope.draft` is district and verb under one name."""

    def __call__(self, source: object, **options: object) -> "Draft":
        from chronotope.draft.drafting import draft

        return draft(source, **options)  # type: ignore[arg-type]


sys.modules[__name__].__class__ = _Verb
