"""What people call the columns of their own tables, in each language of the interface."""

from __future__ import annotations

from types import MappingProxyType

# Written without case, spaces, hyphens and underscores; the word for a column of each language.
HEADERS = MappingProxyType({
    "date": ("datum", "wann", "quand", "fecha", "cuándo", "дата", "когда", "коли", "التاريخ",
             "تاريخ"),
    "title": ("titel", "titre", "título", "название", "назва", "العنوان", "ereignis", "événement",
              "evento", "событие", "подія", "الحدث", "bezeichnung", "überschrift", "intitulé",
              "заголовок", "was", "quoi", "qué", "что", "що"),
    "summary": ("beschreibung", "bemerkung", "texte", "descripción", "texto", "описание", "опис",
                "текст", "الوصف"),
    "place": ("ort", "stadt", "lieu", "ville", "lugar", "ciudad", "место", "город", "місце",
              "місто", "المكان", "wo", "où", "dónde", "где", "де"),
    "actors": ("akteure", "akteur", "beteiligte", "teilnehmer", "teilnehmende", "personen", "wer",
               "acteurs", "participants", "qui", "actores", "participantes", "quién", "участники",
               "кто", "учасники", "хто", "المشاركون"),
    "group": ("gruppe", "kanal", "groupe", "canal", "grupo", "группа", "канал", "група",
              "المجموعة"),
    "status": ("statut", "статус", "الحالة"),
    "form": ("forme", "forma", "форма", "الشكل"),
    "source": ("quelle", "lien", "enlace", "fuente", "источник", "ссылка", "джерело", "посилання",
               "المصدر"),
    "longitude": ("lon", "lng", "long", "länge", "längengrad", "longitud", "долгота", "довгота",
                  "خطالطول"),
    "latitude": ("lat", "breite", "breitengrad", "latitud", "широта", "خطالعرض", "دائرةالعرض"),
})  # fmt: skip
_COLUMN_OF = {name: column for column, names in HEADERS.items() for name in names}


def called(header: str) -> str:
    """Return the English name of the column that a header of another language means, or a blank."""
    return _COLUMN_OF.get("".join(c for c in header.casefold() if c.isalnum()), "")
