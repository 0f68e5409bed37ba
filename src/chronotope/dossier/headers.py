"""What people call the columns of their own tables, in each language of the interface.

The one home of these names: a table that is opened and one that is imported are read by them.
"""

from __future__ import annotations

from types import MappingProxyType

# Written without case, spaces, hyphens and underscores; the word for a column of each language,
# in the singular and the plural.
HEADERS = MappingProxyType({
    "date": ("datum", "wann", "quand", "fecha", "cuándo", "дата", "когда", "коли", "التاريخ",
             "تاريخ", "start", "startdate", "begin", "from", "datefrom", "beginn", "anfang",
             "startdatum", "von", "début", "datedebut", "datededébut", "desde", "inicio",
             "fechadeinicio", "fechainicio", "начало", "датаначала", "початок", "датапочатку",
             "البداية",
             "تاريخالبداية"),
    "end": ("enddate", "dateend", "dateto", "until", "ende", "enddatum", "bis", "fin", "datefin",
            "datedefin", "hasta", "fechadefin", "fechafin", "fechafinal", "конец", "окончание",
            "датаокончания", "кінець", "закінчення", "датазакінчення", "النهاية",
            "تاريخالنهاية"),
    "title": ("name", "headline", "event", "events", "what", "titel", "titre", "título",
              "название", "назва", "العنوان", "ereignis", "événement",
              "evento", "событие", "подія", "الحدث", "bezeichnung", "überschrift", "intitulé",
              "заголовок", "was", "quoi", "qué", "что", "що", "ereignisse", "événements",
              "eventos", "события", "події", "الأحداث"),
    "summary": ("description", "text", "notes", "note", "comment", "comments", "remark", "remarks",
                "beschreibung", "bemerkung", "bemerkungen", "anmerkung", "anmerkungen", "notiz",
                "notizen", "kommentar", "kommentare", "texte", "remarque", "remarques",
                "commentaire", "commentaires", "descripción", "texto", "nota", "notas",
                "observación", "observaciones", "comentario", "comentarios", "описание", "опис",
                "текст", "примечание", "примечания", "комментарий", "комментарии", "примітка",
                "примітки", "коментар", "коментарі", "الوصف", "وصف", "ملاحظة", "ملاحظات",
                "الملاحظات", "تعليق"),
    "place": ("places", "location", "venue", "city", "ort", "orte", "stadt", "städte", "lieu",
              "lieux", "ville", "villes", "lugar", "lugares", "ciudad", "ciudades", "место",
              "места", "город", "города", "місце", "місця", "місто", "міста", "المكان", "مكان",
              "الأماكن", "المدينة", "wo", "où", "dónde", "где", "де"),
    "actors": ("participant", "participants", "people", "persons", "who", "akteure", "akteur",
               "beteiligte", "teilnehmer", "teilnehmerin", "teilnehmerinnen", "teilnehmende",
               "person", "personen", "wer", "acteur", "acteurs", "personne", "personnes", "qui",
               "actores", "participante", "participantes", "persona", "personas", "quién",
               "quiénes", "участник", "участники", "кто", "учасник", "учасники", "хто",
               "المشاركون", "المشاركين", "مشاركون"),
    "group": ("groups", "phase", "phases", "track", "gruppe", "gruppen", "kanal", "kanäle",
              "phasen", "groupe", "groupes", "canal", "canaux", "grupo", "grupos", "canales",
              "fase", "fases", "группа", "группы", "канал", "каналы", "фаза", "фазы", "этап",
              "этапы", "група", "групи", "канали", "фази", "етап", "етапи", "المجموعة", "مجموعة",
              "المجموعات", "القناة", "المرحلة", "مرحلة", "المراحل"),
    "status": ("statut", "статус", "الحالة", "stand", "state", "état", "estado", "состояние",
               "стан", "حالة"),
    "form": ("forme", "forma", "форма", "الشكل", "art", "typ", "nature", "tipo", "тип", "вид",
             "النوع", "نوع"),
    "source": ("sources", "url", "link", "links", "quelle", "quellen", "beleg", "belege", "lien",
               "liens", "enlace", "enlaces", "fuente", "fuentes", "источник", "источники",
               "ссылка", "ссылки", "джерело", "джерела", "посилання", "المصدر", "مصدر", "المصادر",
               "مصادر", "الرابط", "روابط"),
    "accessed": ("accessedon", "dateaccessed", "accessdate", "retrieved", "retrievedon",
                 "abgerufen", "abgerufenam", "abrufdatum", "zugriff", "zugriffam", "consultéle",
                 "datedeconsultation", "consultado", "consultadoel", "fechadeconsulta",
                 "датаобращения", "датазвернення", "تاريخالاطلاع", "تاريخالوصول"),
    "longitude": ("lon", "lng", "long", "länge", "längengrad", "longitud", "долгота", "довгота",
                  "خطالطول"),
    "latitude": ("lat", "breite", "breitengrad", "latitud", "широта", "خطالعرض", "دائرةالعرض"),
})  # fmt: skip
# The same for the tables beside events; what holds of dates and degrees there holds here.
OTHERS = MappingProxyType({
    "label": ("name", "names", "nom", "nombre", "имя", "название", "ім’я", "імя", "назва",
              "الاسم", "اسم"),
    "country": ("land", "staat", "pays", "país", "страна", "государство", "країна", "держава",
                "البلد", "الدولة"),
    "kind": ("art", "typ", "type", "tipo", "вид", "тип", "النوع", "نوع"),
    **{column: HEADERS[column] for column in ("date", "title", "longitude", "latitude")},
})  # fmt: skip
_COLUMN_OF = {name: column for column, names in HEADERS.items() for name in names}
# Names that a day or a country may stand under too: a column so called is one of these only by
# its cells.
_WEAK = frozenset({
    "stand", "state", "état", "estado", "состояние", "стан", "حالة",
    "art", "typ", "nature", "tipo", "тип", "вид", "النوع", "نوع",
})  # fmt: skip
# Names of a date that say so only where no other column does: "from" may name a sender.
_LATE = frozenset(HEADERS["date"][HEADERS["date"].index("start"):])  # fmt: skip


def called(header: str, table: str = "events") -> tuple[str, ...]:
    """Return the English names of the columns that a header of another language may mean."""
    plain = plain_header(header)
    if table == "events":
        return (_COLUMN_OF[plain],) if plain in _COLUMN_OF else ()
    return tuple(column for column, names in OTHERS.items() if plain in names)


def is_weak(header: str) -> bool:
    """Return whether a header means a column only where the cells under it are words of it."""
    return plain_header(header) in _WEAK


def is_late(header: str) -> bool:
    """Return whether a header means its column only where no other header does."""
    return plain_header(header) in _LATE


def plain_header(header: str) -> str:
    """Return a header without what its writers differ in: case, spaces, hyphens, underscores."""
    return "".join(c for c in header.casefold() if c.isalnum())
