"""From a text to rows of a dossier: proposals that a person decides on.

The district is its verb as well: ``chronotope.draft("article.txt", published="1814-12-27")``.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from chronotope.draft.document import Document
    from chronotope.draft.drafting import Draft


class _Verb(ModuleType):
    """A module that can be called: `chronotope.draft` is district and verb under one name."""

    def __call__(self, source: "str | Path | Document", **options: Any) -> "Draft":
        from chronotope.draft.drafting import draft

        return draft(source, **options)


sys.modules[__name__].__class__ = _Verb
