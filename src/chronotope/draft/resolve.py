"""Which of the places of a name is meant: the larger, the near, the one in a country spoken of."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from chronotope.draft.document import Document
from chronotope.draft.gazetteer import Place, gazetteer, plain
from chronotope.draft.mentions import Mention
from chronotope.world.sphere import KM_PER_DEGREE, distance_km

NEAR = 400.0  # kilometres within which a place speaks for another
FAR = 8  # a place so many times smaller is not meant for its country alone
SURE = 6.3  # weight from which a place speaks for its country


def resolved(document: Document, found: list[Mention]) -> list[Mention]:
    """Return the mentions with their candidate places in order, and why each won or lost.

    The same name is the same place in the whole text, unless its country is named beside it.
    """
    evidence = _evidence(found)
    units = _units_by_paragraph(document, found)
    chosen: dict[str, tuple[tuple[Place, ...], tuple[str, ...]]] = {}
    named = [m for m in found if m.candidates]
    following = _containers(document, found)
    for mention in named:
        if mention.start in following:
            ranked = _ranked(mention, evidence, following[mention.start])
            chosen[plain(mention.surface)] = ranked
    changed = []
    for mention in found:
        if not mention.candidates:
            changed.append(mention)
            continue
        key = plain(mention.surface)
        if key not in chosen:
            spoken = units.get(document.paragraph_of(mention.start), frozenset())
            chosen[key] = _ranked(mention, evidence, None, spoken)
        places, reasons = chosen[key]
        changed.append(replace(mention, candidates=places, reasons=reasons))
    return changed


@dataclass(frozen=True)
class _Evidence:
    """Countries spoken of, places that are sure, and how many states of the USA are."""

    counts: Counter[str]
    points: list[Place]
    states: int
    own: dict[str, Counter[str]]

    def apart_from(self, name: str) -> _Evidence:
        """Return what the other names say: a name is no witness for itself."""
        counts = self.counts - self.own.get(name, Counter())
        return replace(self, counts=counts)


def _evidence(found: list[Mention]) -> _Evidence:
    counts: Counter[str] = Counter()
    points: dict[str, Place] = {}
    states: set[str] = set()
    own: dict[str, Counter[str]] = {}
    for mention in found:
        if mention.country and not mention.candidates:
            counts[mention.country] += 1
        place = mention.place
        if place is None:
            continue
        second = mention.candidates[1].weight if len(mention.candidates) > 1 else 0
        if (place.kind == "unit" and place.country == "US") or _has_state(mention):
            states.add(plain(mention.surface))
        if place.weight >= SURE and place.weight - second > 0.8 and place.country:
            counts[place.country] += 1
            own.setdefault(plain(mention.surface), Counter())[place.country] += 1
            if place.kind == "city":
                points[place.place_id] = place
    return _Evidence(counts, list(points.values()), len(states), own)


def _units_by_paragraph(document: Document, found: list[Mention]) -> dict[int, frozenset[str]]:
    """Return for each paragraph the states and provinces that it names for certain."""
    units: dict[int, set[str]] = {}
    for mention in found:
        place = mention.place
        is_alone = len({p.kind for p in mention.candidates}) == 1
        if place is not None and place.kind == "unit" and (is_alone or place.country == "US"):
            units.setdefault(document.paragraph_of(mention.start), set()).add(place.unit)
    return {number: frozenset(codes) for number, codes in units.items()}


def _has_state(mention: Mention) -> bool:
    return any(p.kind == "unit" and p.country == "US" for p in mention.candidates[:2])


def _containers(document: Document, found: list[Mention]) -> dict[int, Place]:
    """Return for each name before a comma the country or state that follows it."""
    holders = {}
    rows = [m for m in found if m.candidates]
    for mention, after in pairwise(rows):
        between = document.text[mention.end : after.start]
        if _CONTAINED.fullmatch(between) is None:
            continue
        for holder in after.candidates:
            inside = holder.kind in ("country", "unit") and any(
                _is_inside(place, holder) for place in mention.candidates
            )
            is_listed = mention.candidates[0].kind == "country" and holder.kind == "country"
            if inside and not is_listed:
                holders[mention.start] = holder
                break
    return holders


_CONTAINED = re.compile(  # "Lebanon, Ohio", « Valence, en Drôme », «в Валенсии, на востоке Испании»
    r" \(|,\s(?:(?:in|au|aux|en|à|dans|в|во|на|штат)\s(?:[a-zà-ÿа-яё]+\s){0,2})?(?:l['’])?"
)


def _is_inside(place: Place, holder: Place) -> bool:
    if place == holder:
        return False
    if holder.kind == "country":
        return place.country == holder.country
    if place.kind != "city" or place.country != holder.country:
        return False
    return place.unit == holder.unit or (_distance(place, holder) < NEAR and holder.country != "US")


def _ranked(
    mention: Mention,
    evidence: _Evidence,
    holder: Place | None,
    units: frozenset[str] = frozenset(),
) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    rows = []
    candidates = sorted(
        gazetteer().places(mention.surface) or mention.candidates, key=lambda p: -p.weight
    )
    best = candidates[0].weight
    most = max((p.population for p in candidates if p.kind == "city"), default=0)
    if best < 9:
        evidence = evidence.apart_from(plain(mention.surface))
    for place in candidates[:40]:
        score, why = place.weight, "larger" if place.weight == best else "smaller"
        if holder is not None and _is_inside(place, holder):
            score, why = score + 6, f"{holder.name} stands beside it"
        elif holder is None:
            score, why = _weighed(place, evidence, score, why)
            if place.population * FAR < most:  # one of its namesakes overseas
                score = min(score, place.weight + 0.5)
        if holder is None and place.kind == "city" and place.unit in units:
            score, why = score + 2.6, "in a state that the paragraph names"
        if place.kind == "unit" and any(
            p.kind == "city" and p.country == place.country for p in candidates
        ):
            score -= 1.5
        if _is_accented(mention.surface) and place.name.isascii():
            score -= 1.5  # "San José" is spelled as its own people do
        rows.append((-score, place.place_id, place, why))
    rows.sort(key=lambda row: row[:2])
    kept = rows[:8]
    return tuple(r[2] for r in kept), tuple(r[3] for r in kept)


def _is_accented(surface: str) -> bool:
    """Return whether a name in Latin letters has one with a sign."""
    return not surface.isascii() and re.search("[А-яёЁ’]", surface) is None


def _weighed(place: Place, evidence: _Evidence, score: float, why: str) -> tuple[float, str]:
    """Return the weight of a place among the others that the text names, and the reason."""
    own, counts = plain(place.name), evidence.counts
    spoken = counts.get(place.country, 0) - (place.kind == "country")
    if spoken > 0 and place.kind != "country":
        is_told = spoken >= 2 and place.weight >= 5  # of size, in a country spoken of throughout
        score, why = (
            score + min(2.6, 0.6 + 0.4 * spoken + is_told),
            "in a country that the text speaks of",
        )
    if place.kind == "city" and any(
        abs(p.latitude - place.latitude) < NEAR / KM_PER_DEGREE
        and p.place_id != place.place_id
        and _distance(p, place) < NEAR
        for p in evidence.points
    ):
        score, why = score + 0.5, "near another place of the text"
    is_state = place.kind == "unit" and place.country == "US"
    if is_state and evidence.states >= 2 and counts.get("US", 0) >= 1:
        score, why = score + 3.5, "among other states of the same country"
    if not own:
        why = "without a name"
    return score, why


def _distance(a: Place, b: Place) -> float:
    """Return kilometres between two places along a great circle; infinite without a point."""
    if math.isnan(a.latitude) or math.isnan(b.latitude):
        return math.inf
    return distance_km((a.longitude, a.latitude), (b.longitude, b.latitude))
