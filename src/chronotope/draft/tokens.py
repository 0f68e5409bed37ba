"""Words of a sentence with their offsets, and whether they look like names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chronotope.draft.document import Document, Span
from chronotope.draft.gazetteer import plain

_WORD = (
    r"(?:[A-ZА-Я]\.){2,}|(?:Cmdr|Capt|Maj|Adm|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep|Gov|Sgt"
    r"|MM|St|Inc|Corp|Ltd|Co)\.|M\.(?= [A-ZÀ-Ý])|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Ill"
    r"|Kan|Ky|Mich|Minn|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Wis|Wyo|Mass|Ind|Del|Md|Ga|Va|Vt"
    r"|La|Mo)\.(?=[ ,;)]|$)|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d(?:[.,:]?\d)*|[^\w\s]"
)
_ELISION = r"(?:[ldjnsmctLDJNSMCT]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=\w)"
_TOKENS = {"fr": re.compile(f"{_ELISION}|{_WORD}")}
_ANY = re.compile(_WORD)
_ARTICLED = re.compile(
    r"(?:a[dlnrst]|ash|el|es|а[днрст]|[аэ]ль)-[A-ZÀ-ÝА-ЯЁ]"
)  # al-Sisi, el-Béchir
_OWNER = re.compile(r"['’]s$")


@dataclass(slots=True, eq=False)
class Token:
    """One word or mark of a text.

    Attributes
    ----------
    text
        Without the English ending of the owner.
    start, end
        Offsets in the text.
    key
        As it is looked up.
    low
        In small letters.
    is_name
        It begins with a capital letter, or with one behind an Arabic article.
    owns
        It stood with ``'s``.
    """

    text: str
    start: int
    end: int
    key: str
    low: str
    is_name: bool
    owns: bool = False


def tokens(document: Document, sentence: Span) -> list[Token]:
    """Return the words and marks of a sentence."""
    pattern = _TOKENS.get(document.lang, _ANY)
    found = []
    for match in pattern.finditer(document.text, sentence.start, sentence.end):
        text, start, end = match[0], match.start(), match.end()
        owns = document.lang == "en" and _OWNER.search(text) is not None
        if owns:
            text, end = text[:-2], end - 2
        elif document.lang == "en" and text.endswith(("'", "’")) and len(text) > 1:
            text, end = text[:-1], end - 1
        is_word = text[0].isalpha()
        found.append(
            Token(
                text, start, end, plain(text) if is_word else text, text.lower(),
                is_word and (text[0].isupper() or _ARTICLED.match(text) is not None), owns,
            )
        )  # fmt: skip
    return found
