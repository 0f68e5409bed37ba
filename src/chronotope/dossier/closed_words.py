"""What a person calls a closed word of events: "geplant", « prévu » for planned."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from chronotope.dossier.schemas import table_fields
from chronotope.lang.languages import interface_languages
from chronotope.lang.words import word

# Columns of events, and where the interface names their words.
_STEMS = MappingProxyType({"form": "form", "status": "status", "status_then": "status"})
# How else people say it than the keys of the figures do.
_MORE = MappingProxyType({
    "stattgefunden": "held", "tenu": "held", "celebrado": "held", "состоялся": "held",
    "состоялась": "held", "відбувся": "held", "відбулась": "held", "відбулася": "held",
    "telefon": "telephone", "téléphone": "telephone", "teléfono": "telephone",
    "телефон": "telephone", "запланирован": "planned", "запланирована": "planned",
    "запланировано": "planned", "запланований": "planned", "запланована": "planned",
    "перенесён": "postponed", "перенесен": "postponed", "перенесена": "postponed",
    "отложено": "postponed", "відкладена": "postponed", "canceled": "cancelled",
    "called off": "cancelled", "ausgefallen": "cancelled", "fiel aus": "cancelled",
    "отменён": "cancelled", "отменен": "cancelled", "отменена": "cancelled",
    **dict.fromkeys((
        "conference", "summit", "session", "talks", "konferenz", "gipfel", "gipfeltreffen",
        "sitzung", "tagung", "begegnung", "gespräche", "conférence", "sommet", "réunion",
        "rencontre", "conferencia", "cumbre", "reunión", "encuentro", "sesión", "конференция",
        "саммит", "заседание", "переговоры", "конференція", "саміт", "засідання", "переговори",
        "اجتماع", "مؤتمر", "قمة", "لقاء", "محادثات",
        "negotiation", "negotiations", "round of talks", "visit", "gespräch", "gesprächsrunde",
        "verhandlung", "verhandlungen", "verhandlungsrunde", "besuch", "staatsbesuch",
        "négociation", "négociations", "pourparlers", "visite", "negociación", "negociaciones",
        "conversaciones", "visita", "визит", "раунд переговоров", "візит", "раунд переговорів",
        "مفاوضات", "زيارة",
    ), "meeting"),
    **dict.fromkeys((
        "agreement", "accord", "treaty", "abkommen", "vertrag", "vereinbarung", "traité",
        "acuerdo", "tratado", "договор", "соглашение", "договір", "угода", "اتفاق", "اتفاقية",
        "معاهدة",
    ), "document"),
    **dict.fromkeys((
        "phone call", "telephone conversation", "telefongespräch", "appel téléphonique",
        "conversation téléphonique", "conversación telefónica", "телефонные переговоры",
        "телефонні переговори", "اتصال هاتفي",
    ), "telephone"),
    **dict.fromkeys((
        "deferred", "vertagt", "aufgeschoben", "ajourné", "ajournée", "pospuesto", "pospuesta",
        "отложен", "отложена", "перенесено", "відкладений", "تأجل",
    ), "postponed"),
    "erfolgt": "held", "durchgeführt": "held",
    "скасований": "cancelled", "скасована": "cancelled", "mutmaßlich": "supposed",
    "vermutlich": "supposed", "предположительно": "supposed", "ймовірно": "supposed",
})  # fmt: skip

# What people say that no closed word says: it may be one of these, and they know which.
_PERHAPS = MappingProxyType({
    ("held", "cancelled"): (
        "abgebrochen", "broken off", "interrompu", "interrompue", "interrumpido", "прервано",
        "перервано",
        "gescheitert", "failed", "échoué", "échouée", "fracasado", "fracasada", "провалено",
        "провалились", "сорвано", "зірвано", "провалилися", "فشل",
    ),
    ("cancelled", "postponed", "planned"): (
        "nicht stattgefunden", "fand nicht statt", "did not take place", "not held",
        "n’a pas eu lieu", "no tuvo lugar", "no se celebró", "не состоялось", "не состоялась",
        "не відбулося", "не відбулася", "لم يجر",
    ),
    ("statement", "meeting"): (
        "pressekonferenz", "press conference", "conférence de presse", "rueda de prensa",
        "conferencia de prensa", "пресс-конференция", "пресконференція", "مؤتمر صحفي",
    ),
    ("supposed",): (
        "unsicher", "ungewiss", "fraglich", "uncertain", "unsure", "incertain", "incertaine",
        "incierto", "incierta", "под вопросом", "неясно", "під питанням", "непевно", "غير مؤكد",
    ),
})  # fmt: skip


@cache
def words_meant(column: str) -> dict[str, str]:
    """Return the closed word of a column of events that each word in small letters means.

    Parameters
    ----------
    column
        A column of events.

    Returns
    -------
    dict of str to str
        Words of every language of the interface, and of the format itself; empty for a column
        whose words nobody translates. A word that means two things is not among them.
    """
    found: dict[str, set[str]] = {}
    for meant in _closed(column):
        for lang in interface_languages():
            for text in _forms(word_said(column, meant, lang).casefold(), lang):
                found.setdefault(text, set()).add(meant)
    plain = {text: min(words) for text, words in found.items() if len(words) == 1}
    more = {text: meant for text, meant in _MORE.items() if meant in _closed(column)}
    return {**more, **plain, **{meant: meant for meant in _closed(column)}}


def word_said(column: str, meant: str, lang: str) -> str:
    """Return what a closed word of a column of events is called in a language."""
    return word(f"chronology.{_STEMS[column]}.{meant}", lang)


def perhaps_meant(column: str, cell: str) -> tuple[str, ...]:
    """Return the closed words that a word may mean which is none of them; most often none."""
    said = cell.casefold().replace("'", "’")
    closed = _closed(column)
    found = (meant for meant, words in _PERHAPS.items() if said in words and meant[0] in closed)
    return next(found, ())


def is_translated(table: str, column: str) -> bool:
    """Return whether the words of a column have names in every language."""
    return table == "events" and column in _STEMS


def says(column: str, cells: Iterable[str]) -> bool:
    """Return whether one of some cells is a word of a column of events."""
    words = words_meant(column)
    return any(cell.strip().casefold() in words for cell in cells)


@cache
def _closed(column: str) -> tuple[str, ...]:
    fields = {field["name"]: field for field in table_fields("events", ())}
    return tuple(fields[column]["constraints"]["enum"]) if column in _STEMS else ()


def _forms(text: str, lang: str) -> tuple[str, ...]:
    """Return a participle with its feminine form too: a meeting is « prévue »."""
    if lang == "fr" and text.endswith(("é", "u")):
        return text, f"{text}e"
    return (text, f"{text[:-1]}a") if lang == "es" and text.endswith("o") else (text,)
