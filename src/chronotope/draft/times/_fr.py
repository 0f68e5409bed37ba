"""French: words and rules of time."""

from chronotope.draft.lexicon import alternatives
from chronotope.draft.times._readers import Readers, Tables

MONTHS = {
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "août": 8, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12,
    "janv": 1, "févr": 2, "sept": 9, "oct": 10, "nov": 11, "déc": 12,
}  # fmt: skip
WEEKDAYS = {
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6,
}  # fmt: skip
UNITS = {
    "jour": "day", "jours": "day", "journée": "day", "journées": "day", "nuit": "day",
    "semaine": "week", "semaines": "week", "mois": "month", "trimestre": "quarter",
    "trimestres": "quarter", "an": "year", "ans": "year", "année": "year", "années": "year",
    "décennie": "decade", "décennies": "decade", "siècle": "century", "siècles": "century",
    "heure": "hour", "heures": "hour", "minute": "minute", "minutes": "minute",
    "seconde": "second", "secondes": "second", "week-end": "weekend", "week-ends": "weekend",
    "soirée": "day", "quinzaine": "week", "semestre": "half",
}  # fmt: skip
NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "soixante-dix": 70, "quatre-vingts": 80, "quatre-vingt": 80,
    "quatre-vingt-dix": 90, "cent": 100, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19,
    "une dizaine de": 10, "une dizaine d'": 10,
}  # fmt: skip
SEASONS = {"printemps": 21, "été": 22, "automne": 23, "hiver": 24}
ORDINALS = {"premier": 1, "première": 1, "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3,
            "quatrième": 4, "1er": 1, "1ᵉʳ": 1, "1ère": 1}  # fmt: skip
DIRECTIONS = {
    "dernier": -1, "dernière": -1, "passé": -1, "passée": -1, "derniers": -1, "dernières": -1,
    "ce": 0, "cet": 0, "cette": 0, "prochain": 1, "prochaine": 1, "à venir": 1,
    "précédent": 2, "précédente": 2, "d'avant": 2, "suivant": 3, "suivante": 3, "d'après": 3,
    "en cours": 0,
}  # fmt: skip
PARTS = {
    **dict.fromkeys(("début", "au début de", "au début du", "au début d'", "le début de",
                     "le début du", "début de", "tout début"), "start"),
    **dict.fromkeys(("mi", "mi-", "à la mi", "à la mi-", "au milieu de", "au milieu du",
                     "milieu de"), "mid"),
    **dict.fromkeys(("fin", "la fin", "à la fin",
                     "à la fin de", "à la fin du", "à la fin d'", "la fin de",
                     "fin de", "la fin du"), "end"),
    "vers": "approx", "environ": "approx", "aux alentours de": "approx",
}  # fmt: skip

r = Readers(Tables(MONTHS, WEEKDAYS, UNITS, NUMBERS, SEASONS, ORDINALS, DIRECTIONS, PARTS))
_LONG = alternatives(
    {k: v for k, v in MONTHS.items() if k not in ("sept", "oct", "nov", "janv", "févr", "déc")}
)
M = rf"(?P<m>(?:{_LONG})\b|(?:janv|févr|sept|oct|nov|déc)\.)"
M2 = M.replace("?P<m>", "?P<m2>")
W = rf"(?P<w>{alternatives(WEEKDAYS)})"
WD = rf"(?:(?:{alternatives(WEEKDAYS)})\s+)?"
D = r"(?P<d>1er|1ᵉʳ|[0-3]?\d)(?!\d|[.,]\d|%)"
D2 = r"(?P<d2>1er|1ᵉʳ|[0-3]?\d)(?!\d)"
Y = r"(?P<y>[12]\d{3})(?!\d)"
Y1 = r"(?P<y1>[12]\d{3})"
U = rf"(?P<u>{alternatives(UNITS)})\b"
N = (
    r"(?P<n>\d{1,3}(?!\d)|une dizaine d(?:e |['’])|quatre-vingts?(?:-dix)?|dix-(?:sept|huit"
    r"|neuf)|soixante-dix|une?|deux|trois|quatre|cinq|"
    r"six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cent)"
)
FEW = r"(?:quelques|plusieurs|nombreux|nombreuses)"
PART = (
    r"(?P<part>(?:au |tout |le |dès le )?début(?: du| de| d['’])?|(?:à la )?mi-?|(?:à la "
    r"|la )?fin(?: du| de| d['’])?|au milieu (?:du|de|d['’]))"
)
MOIS = r"(?:(?:du |de |le )?mois d(?:e |['’]))?"
MEETING = (
    r"(?:négociations|pourparlers|entretiens?|rencontres?|réunions?|sessions?|sommets?|élections?|"
    r"scrutins?|visites?|guerres?|conférences?|signature|cessez-le-feu|référendum)"
)

RULES = [
    ("jour, mois et année", rf"\b{WD}(?:le\s+)?{WD}{D}\s+{M}\s+{Y}", r.full),
    (
        "jour et mois",
        rf"\b(?:le\s+)?{WD}{D}\s+{M}(?:\s+(?P<dir>dernier|prochain|passé|précédent|suivant))?",
        r.full,
    ),
    ("date en chiffres", r"\b(?P<d>[0-3]?\d)[/.](?P<m>[01]?\d)[/.](?P<y>\d{4}|\d\d)\b", r.iso),
    ("date en chiffres", r"\b(?P<y>[12]\d{3})-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b", r.iso),
    (
        "suite de jours",
        rf"\b(?:du|entre le|les|de)\s+{D}\s*(?:au|-|–|(?P<and>et(?: le)?))\s*{D2}\s+{M}(?:\s+{Y})?",
        r.days,
    ),
    ("suite de jours", rf"\b{D}\s*[-–]\s*{D2}\s+{M}(?:\s+{Y})?", r.days),
    (
        "suite de jours sur deux mois",
        rf"\b(?:du|entre le|les?)\s+{D}\s+{M}(?:\s+{Y1})?\s+(?:au"
        rf"|(?P<and>et le))\s+{D2}\s+{M2}(?:\s+{Y})?",
        r.days,
    ),
    ("mois et année", rf"\b(?:{PART}\s*)?{MOIS}{M}\s+(?:de\s+)?{Y}", r.month),
    ("suite de mois", rf"\b(?:de|entre|d['’])\s*{M}(?:\s+{Y1})?\s+(?:à|et)\s+{M2}\s+{Y}", r.months),
    ("mois", rf"\b(?:{PART}\s*){MOIS}{M}(?:\s+(?P<dir>dernier|prochain))?", r.month),
    (
        "mois",
        rf"\b(?:en|depuis|dès|jusqu['’]en|d['’]ici|pour|de|d['’]|fin|au mois d['’e]\s*"
        rf"|à partir de|avant|après|courant)\s*(?P<x>{M})(?:\s+(?P<dir>dernier"
        rf"|prochain)\b)?",
        r.month,
    ),
    (
        "mois et direction",
        rf"\b(?:(?:le|au)\s+)?{MOIS}{M}\s+(?P<dir>dernier|prochain|précédent|suivant)\b",
        r.month,
    ),
    (
        "mois d’une année voisine",
        rf"\b{M}\s+(?:de\s+)?(?:l['’]an(?:née)?)\s+(?P<dir>derni(?:er|ère)|prochaine?|passée?"
        r"|précédente?|suivante?|d['’]avant|d['’]après)\b",
        r.month_of_year,
    ),
    (
        "saison et année",
        rf"\b(?:{PART}\s*)?(?:l['’]|le |au |à l['’]|du |de l['’]|d['’])?(?P<s>printemps|été"
        rf"|automne|hiver)\s+(?:de\s+)?{Y}(?:[-–/]\d\d+)?",
        r.season,
    ),
    (
        "saison",
        r"\b(?:l['’]|le |au |à l['’])(?P<x>(?P<s>printemps|été|automne"
        r"|hiver)\s+(?P<dir>dernier|prochain|passé|suivant))\b",
        r.season,
    ),
    ("saison", r"\b(?P<dir>cet|ce)\s+(?P<s>printemps|été|automne|hiver)\b", r.season),
    (
        "saison",
        r"\b(?:au |à l['’]|en )(?P<x>(?P<s>printemps|été|automne|hiver))\b"
        r"(?!\s+(?:dernier|prochain|passé|suivant|de\s+l['’]an|de\s+\d|\d))",
        r.season,
    ),
    (
        "saison",
        r"\b(?:(?P<to>avant|jusqu['’]à|jusqu['’](?=au)|d['’]ici(?: à)?|dès|pour)|après|depuis"
        r"|pendant)\s*(?P<x>(?:l['’]|le |au )(?P<s>printemps|été|automne|hiver))\b",
        r.season,
    ),
    (
        "jour du mois",
        rf"\b(?:le\s+)?{D}\s+(?:d[ue]\s+(?:ce\s+|même\s+)?mois(?:-là)?|courant)(?:\s+(?P<dir>dernier|prochain))?\b",
        r.day_of_month,
    ),
    (
        "nuit entre deux jours",
        rf"\b(?:dans la |la )?nuit (?:de |du ){W}(?: \d+)? (?:à|au) "
        rf"{W.replace('?P<w>', '?P<w2>')}\b",
        r.night,
    ),
    (
        "partie de cette année",
        r"\ben\s+(?P<part>début|milieu|fin)\s+d(?:e\s+|['’])(?P<u>année|mois|semaine)\b(?!\s+(?:\d|derni|proch|pass|précéd))",
        r.relative,
    ),
    (
        "partie de cette année",
        r"\b(?P<part>(?:au |le |dès le )?début|(?:à la |la )?fin"
        r"|milieu)\s+de\s+l['’](?P<u>année)\b(?!\s+(?:\d|derni|proch|pass|précéd))",
        r.relative,
    ),
    (
        "partie de ce mois",
        r"\b(?P<part>(?:au |le )?début|(?:à la |la )?fin|milieu)\s+(?:du"
        r"|de la)\s+(?P<u>mois|semaine)\b(?!\s+(?:d|proch))",
        r.relative,
    ),
    (
        "saison d’une année voisine",
        r"\b(?P<s>printemps|été|automne|hiver)\s+de\s+l['’]an(?:née)?\s+"
        r"(?P<dir>derni(?:er|ère)|prochaine?|passée?)\b",
        r.season_of_year,
    ),
    (
        "trimestre d’une année",
        rf"\b(?:le |au |du )?(?P<o>premier|deuxième|troisième|quatrième|[1-4](?:er|e"
        rf"|ème))\s+trimestre(?:\s+(?:de\s+)?{Y})?",
        r.quarter,
    ),
    ("trimestre d’une année", rf"\bT(?P<o>[1-4])\s+{Y}", r.quarter),
    (
        "semestre d’une année",
        rf"\b(?:le |au |du )?(?P<o>premier|deuxième|second|1er"
        rf"|2e)\s+(?P<half>semestre)(?:\s+(?:de\s+)?{Y}|\s+(?:de\s+)?l['’]an(?:née)?\s+"
        r"(?P<dir>derni(?:er|ère)|prochaine?|passée?))?",
        r.quarter,
    ),
    (
        "suite d’années",
        r"\b(?:de |entre )?(?P<y>1[5-9]\d\d|20\d\d)\s*(?:-|–|à|(?<=entre \d{4} )et)"
        r"\s*(?P<y2>(?:1[5-9]|20)\d\d)\b",
        r.years,
    ),
    (
        "décennie",
        r"\b(?:les |des |aux |dans les )?(?P<x>(?:(?P<part>début|fin|mi"
        r"|milieu) (?:des )?)?années\s+(?P<y>(?:1[5-9]|20)?\d0))\b",
        r.decade,
    ),
    (
        "décennie",
        r"\b(?P<x>(?:(?P<part>début|fin|mi|milieu) (?:des )?)?années\s+(?P<n>vingt|trente|quarante"
        r"|cinquante|soixante-dix|soixante|quatre-vingt-dix|quatre-vingts?))\b",
        r.decade,
    ),
    (
        "siècle",
        r"\b(?:au |le |du |début du |fin du )?(?P<x>(?P<o>[XVI]+|\d\d?)\s?(?:e|ème|ᵉ)\s+siècle)\b",
        r.century,
    ),
    (
        "année",
        r"\b(?:(?P<part>(?:au )?début|(?:à la )?mi-?|(?:à la )?fin)(?: de| d['’]"
        r"|) ?)?(?P<y>1[0-9]\d\d|20\d\d)\b(?![.,]?\d|\s*(?:%|euros|dollars|soldats|hommes"
        r"|personnes|morts|kilom|km|troupes|habitants|tonnes|roubles|militaires|prisonniers"
        r"|réfugiés))",
        r.year,
    ),
    (
        "mot du jour",
        r"\baujourd['’]hui\b|\bce (?:matin|soir)\b|\bcet après-midi\b|\bcette nuit\b",
        r.offset(0),
    ),
    ("mot du jour", r"\bla nuit dernière\b", r.offset(-1)),
    ("mot du jour", r"\bavant-hier\b", r.offset(-2)),
    ("mot du jour", r"(?<!avant-)\bhier(?: (?:matin|soir|après-midi))?\b", r.offset(-1)),
    ("mot du jour", r"\baprès-demain\b", r.offset(2)),
    ("mot du jour", r"(?<!après-)\bdemain(?: (?:matin|soir))?\b", r.offset(1)),
    (
        "lendemain de la dernière date",
        r"\ble (?:lendemain|jour suivant|jour d['’]après)\b(?!\s+d)",
        r.offset(1, then=True),
    ),
    (
        "veille d’un événement",
        r"\b(?:à )?la veille (?:de (?:la|l['’]|son|sa|ses|cette|ce|cet)|du|des|d['’]une?)\b",
        r.blank("event"),
    ),
    (
        "veille de la dernière date",
        r"\b(?:à )?la veille\b(?!\s+(?:du|des|de (?:la|l['’]|son|sa|ses|cette|ce))\b)"
        r"|\ble jour (?:précédent|d['’]avant)\b",
        r.offset(-1, then=True),
    ),
    (
        "dernière date nommée",
        r"\b(?:le même jour|ce jour-là|ce même jour)\b",
        r.offset(0, then=True),
    ),
    (
        "semaine, mois ou année de la dernière date nommée",
        r"(?<!\bde )\b(?:la|le|cette|ce) même (?:semaine|mois|année)\b",
        r.blank("vague"),
    ),
    (
        "semaine, mois ou année voisins",
        r"\b(?:(?P<part>(?:au )?début|(?:à la )?fin|en fin|en début)(?: de la| du| de"
        r"| d['’]|)\s*)?(?:la |le |l['’])?(?P<u>semaine|mois|an|année|trimestre|décennie"
        r"|siècle|week-end)\s+(?P<dir>derni(?:er|ère)|prochaine?|passée?|précédente?"
        r"|suivante?|en cours|à venir)\b",
        r.relative,
    ),
    (
        "semaine, mois ou année voisins",
        r"\b(?:(?P<part>(?:au )?début(?: de)?|(?:à la )?fin(?: de)?|plus tôt"
        r"|plus tard)\s+)?(?P<dir>cette|ce|cet)\s+(?P<u>semaine|mois|année|trimestre"
        r"|semestre|week-end)(?:-ci)?\b(?!-là)",
        r.relative,
    ),
    (
        "il y a",
        rf"\b(?:il y a|voilà|voici)\s+(?:tout juste\s+|exactement\s+|déjà\s+"
        rf"|maintenant\s+|environ\s+"
        rf"|près de\s+|presque\s+|à peine\s+)?{N}\s*{U}",
        r.ago(-1),
    ),
    (
        "il y a plus longtemps",
        r"\b(?:il y a|voilà|voici)\s+"
        rf"(?:(?:plus d(?:e\s|['’])|au moins\s|bien\s)\s*{N}\s*{U}|un demi-siècle)",
        r.vague("past"),
    ),
    (
        "jour nommé",
        r"\b(?:plus tard dans la journée|le même soir|le soir même|le jour même)\b",
        r.offset(0, then=True),
    ),
    (
        "jour du mois nommé",
        r"\ble\s+(?P<d>[0-3]?\d)(?:\s+au (?:soir|matin))?(?=[,;:.)]|\s+(?:et|puis)\b|\Z)",
        r.day_alone,
    ),
    ("nuit", r"\b(?:dans|pendant) la (?P<x>nuit)\b(?! (?:d|derni|pass))", r.vague("past")),
    (
        "il y a",
        rf"\bil y a\s+(?:quelques|plusieurs)\s+{U}|\bil y a (?:longtemps|peu)\b",
        r.vague("past"),
    ),
    (
        "plus tôt ou plus tard",
        rf"\b{N}\s*{U}\s+(?:plus tôt|auparavant|avant\b(?!\s+(?:la|le|les|l['’]|son|sa)\b))\b",
        r.ago(-1, then=True),
    ),
    (
        "plus tôt ou plus tard",
        rf"\b{N}\s*{U}\s+(?:plus tard|après\b(?!\s+(?:la|le|les|l['’]|son|sa)\b))\b",
        r.ago(1, then=True),
    ),
    ("d’ici", rf"\b(?:dans|d['’]ici)\s+(?P<x>{N}\s*{U})(?!\s+(?:prochain|dernier))", r.ago(1)),
    (
        "période passée",
        rf"\b(?:ces|les|aux|des|au cours des|depuis les)\s+(?P<x>(?:{N}\s+"
        rf"|{FEW}\s+)?(?:derniers|dernières)\s+{U})",
        r.span(-1),
    ),
    (
        "période à venir",
        rf"\b(?:les|des|ces|aux|dans les|d['’]ici)\s+(?P<x>(?:toutes?\s+)?(?:{N}\s+"
        rf"|{FEW}\s+)?(?:prochains|prochaines)\s+{U})",
        r.span(1),
    ),
    (
        "période à venir",
        r"\b(?:les|des|ces|aux)\s+(?P<x>(?P<u>jours|semaines|mois|années)\s+(?:à venir"
        r"|qui viennent|prochain(?:e?)s))\b",
        r.span(1),
    ),
    (
        "jour de la semaine",
        rf"\b(?:(?:le|ce|de|dès|(?P<since>depuis)|à partir de)\s+)?{W}(?:\s+(?P<dir>dernier"
        rf"|prochain|suivant|précédent))?\b(?P<x2>\s+(?:matin|soir|après-midi))?(?!\s+\d)",
        r.weekday,
    ),
    ("jour qui a un nom", rf"\b(?-i:[Vv]endredi saint)(?: {Y})?\b", r.feast(-2, r)),
    ("jour qui a un nom", rf"\b(?-i:[Ll]undi de Pâques)(?: {Y})?\b", r.feast(1, r)),
    ("jour qui a un nom", rf"(?<!lundi de )\b(?-i:Pâques)(?: {Y})?\b", r.feast(0, r)),
    ("durée", r"\b(?:un quart d['’]heure|une demi-heure)\b", r.part_of_hour),
    ("jour qui a un nom", rf"\bNoël(?: {Y})?\b", r.fixed(12, 25, r)),
    ("jour qui a un nom", rf"\b(?:le )?14-Juillet(?: {Y})?\b", r.fixed(7, 14, r)),
    (
        "jour qui a un nom",
        r"\b(?:jour|fête) (?:de la Victoire|nationale|de l['’]Indépendance|de l['’]Armistice)\b",
        r.blank("event"),
    ),
    (
        "anniversaire",
        r"\b(?:\d+(?:e|ème)|premier|dixième|[a-z]+ième) anniversaire\b",
        r.blank("event"),
    ),
    (
        "avant la fin de l’année",
        r"\b(?:avant|d['’]ici(?: à)?|jusqu['’]à) la fin de l['’]année\b(?!\s+(?:derni|proch|\d))",
        r.within("year-end"),
    ),
    (
        "avant la fin du mois",
        r"\b(?:avant|d['’]ici(?: à)?|jusqu['’]à) la fin du mois\b(?!\s+(?:d|proch))",
        r.within("month-end"),
    ),
    (
        "durée",
        rf"\b{N}\s*(?:premiers |premières )?{U}(?!\s+(?:plus t|auparavant|dernier|prochain))",
        r.duration,
    ),
    (
        "durée",
        rf"\b{FEW}\s+(?P<u>jours|semaines|mois|années|heures|minutes|décennies|siècles)\b",
        r.duration,
    ),
    (
        "durée",
        r"\b(?:pendant|depuis|durant)\s+des\s+(?P<x>(?P<u>jours|semaines|mois|années|heures|décennies|siècles))\b",
        r.duration,
    ),
    (
        "retour régulier",
        rf"\b(?:chaque|tous les|toutes les)\s+(?:(?P<u>jours?|semaines?|mois|ans?|années?"
        rf"|trimestres?|heures?)\b|(?P<s>printemps|étés?|automnes?|hivers?)\b|{W}s?\b)",
        r.every,
    ),
    (
        "retour régulier",
        r"\bannuel(?:le)?s?\b|\bannuellement\b",
        lambda m, ref: r.every_unit("year"),
    ),
    ("retour régulier", rf"\b{N} fois\b(?!\s+(?:plus|moins|sur))", r.blank("set")),
    ("retour régulier", r"\bmensuel(?:le)?s?\b", lambda m, ref: r.every_unit("month")),
    ("retour régulier", r"\bhebdomadaires?\b", lambda m, ref: r.every_unit("week")),
    ("retour régulier", r"\bquotidien(?:ne)?(?:ment)?\b", lambda m, ref: r.every_unit("day")),
    (
        "mot du passé",
        r"\b(?:récemment|dernièrement|naguère|jadis|autrefois|précédemment|par le passé"
        r"|auparavant)\b",
        r.vague("past"),
    ),
    (
        "mot du présent",
        r"\b(?:actuellement|maintenant|à l['’]heure actuelle|désormais|en ce moment"
        r"|dans l['’]immédiat|pour l['’]instant|dans le même temps|en parallèle|parallèlement"
        r"|au même moment)\b",
        r.vague("present"),
    ),
    (
        "mot du futur",
        r"\b(?:bientôt|prochainement|sous peu|à l['’]avenir|dans un proche avenir"
        r"|dans un avenir proche|prochain avenir)\b",
        r.vague("future"),
    ),
    (
        "depuis un événement",
        rf"\b(?:avant|après|depuis)\s+(?:le |la |les |l['’])?{MEETING}\b"
        r"|\ble (?:premier|deuxième|dernier) jour\b",
        r.blank("event"),
    ),
]

TRIGGER = (
    r"\d|jour|nuit|semaine|mois|trimestre|semestre|\ban\b|\bans\b|année|décenni|siècle|heure|minute|matin|soir|"
    r"hier|demain|lendemain|veille|week-end|printemps|été|automne|hiver|noël|pâques|anniversaire|récemment|avenir|"
    r"di\b|dimanche|actuel|maintenant|bientôt|prochain|dernière|auparavant|désormais|moment|parallèle|temps|avant|après|depuis|"
    r"annuel|mensuel|hebdo|quotidien|naguère|jadis|autrefois|précédemment|passé|"
    r"janv|févr|mars|avril|\bmai\b|juin|juil|août|aout|sept|oct|nov|déc|peu\b"
)
FUTURE = (
    r"\b(?:(?-i:[a-zà-ÿ])\w*(?:era|eront|ira|iront|dra|dront|ura|uront|tra|tront|fera|feront|(?:vr|rr)(?:a|ont))|sera|seront|aura|auront|"
    r"prévue?s?|doit|doivent|devrait|devraient|attendue?s?|exclu(?:t|ent) pas|"
    r"\w{2,}erai(?:t|ent)|(?:pour|dev|viend|reviend|tiend|reprend|rend|i|fe|parti|sorti|recev|réuni"
    r"|abouti|fini)rai(?:t|ent)|espèr(?:e|ent)|souhait(?:e|ent)|prochaine?s?|entend|compte)\b"
)
PAST = (
    r"\b(?:ai|as|ont|avait|avaient|eut|eurent|était|étaient|fut|furent|a(?!-t)|a été|"
    r"est (?:arriv|all|part|pass|mort|tomb|entr|né|devenu|resté|rentr|sort)\w*|s['’]est|se sont|"
    r"sont (?:arriv|all|part|mort|ven)\w*)\b"
)
DUE = (
    r"\b(?:d['’]ici(?: à| au)?|jusqu['’](?:à|au|en)|à partir d[eu]|à compter d[eu]|avant)\s+"
    r"(?:le\s+|la\s+|l['’])?(?:fin\s+|début\s+)?(?:\Z|(?=\d))"
)
# The present of what is done on a day: with a weekday and no past beside it, the coming one.
AGENDA = (
    r"\b(?:se (?:réuni(?:t|ssent)|rend(?:ent)?|retrouve(?:nt)?|rencontrent|tien(?:t|nent))|"
    r"s['’](?:ouvre(?:nt)?|achève(?:nt)?|envole(?:nt)?)|reçoi(?:t|vent)|accueille(?:nt)?|"
    r"(?<!un )(?<!le )vote(?:nt)?|"
    r"expire(?:nt)?|pren(?:d|nent) (?:fin|effet)|entre(?:nt)? en vigueur"
    r"|commence(?:nt)?|débute(?:nt)?|reprennent|arrive(?:nt)?|siège(?:nt)?|examine(?:nt)?)\b"
)
# What says which thing is meant, and moves no story back: « le traité de 1972 », « conclu en ».
SINCE = r"\b(?:du|de|des|depuis)\s+(?:le\s+)?\Z|\bd['’]\Z"
_PARTICIPLE = (
    r"\b(?!\w*(?:it|aut|ret|iert|bert|ant|cret)és?\b|avenue|inconnu)(?:\w{3,}(?:ée?s?|clue?s?)"
    r"|\w{2,}[dnç]ue?s?|\w*(?:pr|m)ise?s?|réunie?s?|(?:fa|écr|constru|détru)ite?s?)\b"
)
BACKGROUND = (
    rf"{SINCE}|(?:\A|[,;:—–«»\"]|\bqu[ie'’]\b)(?![^,;:—–«»\"]*\b(?:a|ai|ont|avait|avaient|est|sont"
    r"|était|étaient|fut|furent|été|s['’]est|sera|seront|aura|auront)\b)"
    rf"[^,;:—–«»\"]*{_PARTICIPLE}[^,;:—–«»\"]*\Z"
)
# A past of these looks ahead to the day that follows: « a promis une réponse d’ici au 15 mai ».
PROMISE = (
    r"\b(?:promi|engag|demand|exig|ordonn|conven|accept|réclam|impos|doi|dev|annonc|fix"
    r"|convoqu|invit|propos|report|repouss|ajourn|programm)\w*|\b\w{2,}(?:er|ir|re)\b"
)
APPROX = r"\b(?:vers|autour (?:du|de)|aux alentours (?:du|de)|aux environs (?:du|de))\s+\Z"
PASSIVE = r"\bêtre\s+\Z"
# A verb in the past or to come, by its form.
VERB = (
    r"\b(?:a|ont|avait|avaient|est|sont|s['’]est|se sont|fut|furent|était|étaient)\s+"
    r"(?:\w+\s+){0,2}?\w{2,}(?:é|i|u|is|it|ert)e?s?\b|\b\w{2,}(?:era|eront|ira|iront|dra|dront|èrent|irent)\b"
)
# A future in which French tells of the past.
NARRATIVE = r"\w+(?:ra|ront)"
# What ends a clause: the tense of one says nothing of a date in the other.
JOINT = r"[,;:—–«»\"]|\bqu[e'’]\s?|\b(?:qui|dont|mais|tandis)\b"
