"""The words by which a text says that somebody speaks: verbs, their forms, pronouns, offices."""

from __future__ import annotations

import re
from functools import cache

from chronotope.draft import lexicon
from chronotope.draft.gazetteer import plain
from chronotope.draft.mentions import Mention

PLURAL = {
    "en": re.compile(r"\bthey\b", re.I),
    "fr": re.compile(r"\b(?:ils|elles)\b", re.I),
    "ru": re.compile(r"(?<!\w)они(?!\w)", re.I),
}
_WORDS_OF = (
    "словам|подсч[её]там|расч[её]там|мнению|данным|сведениям|оценк(?:е|ам)|версии|информации"
    "|утверждени[юям]+|признани[юям]+|воспоминани[юям]+|рассказ(?:у|ам)|наблюдени[юям]+|выражению"
)
HIS_WORDS = {
    "en": re.compile(
        r"\b(?:according to (?P<m>him)|according to her|in (?P<h>his) (?:view|words|opinion|telling"
        r"|account|version|judge?ment|eyes)|in her (?:view|words|opinion|telling|account|version"
        r"|judge?ment|eyes)|by (?P<b>his) own (?:account|admission|reckoning"
        r"|estimate)|by her own (?:account|admission|reckoning|estimate))\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:(?:selon|d['’]après) (?:(?P<m>lui)|elle)|à (?:son avis|ses yeux|l['’]en croire)"
        r"|(?:selon|d['’]après) ses (?:dires|calculs|propres \w+)|de son propre aveu)\b",
        re.I,
    ),
    "ru": re.compile(rf"(?<!\w)по (?:(?P<m>его)|её|ее) (?:{_WORDS_OF})(?!\w)", re.I),
}
ACCORDING = {
    "en": re.compile(
        r"\b(?:according to(?! (?:him|her|them|it|us|me)\b)"
        r"|in the (?:view|words|opinion|eyes) of"
        # "For" names who thinks it only at the head of a clause, with a name and a comma behind.
        r"|(?:(?<![^\n])|(?<=[.;:—–”] ))for(?= (?:the "
        r"|M[rs]{1,2}\.? )?(?-i:[A-Z])[^,;.:\d]{1,50},))\s+"
        r"(?:(?P<the>the\s+)|an?\s+|one\s+)?",
        re.I,
    ),
    "fr": re.compile(
        # "Pour" names who says it only at the head of a clause, before a comma: « Pour Oslo, … ».
        r"(?:\b(?:selon|d['’]après)\s+(?!(?:lui|elles?|eux|laquelle|lequel)\b)"
        r"|\bà en croire\s+"
        r"|(?:(?<![^\n])|(?<=[.,;:—–»!?] ))pour\s+"
        r"(?!(?:la|une) \w+ fois|l['’]instant|le moment)(?=[^,;.:»\d]{1,60},)"
        r"|\b(?:du point de vue|de l['’]avis|aux yeux|aux dires"
        r"|de l['’]aveu) (?=d)(?:de\s+|d['’])?)"
        r"(?:(?P<the>le\s+|la\s+|les\s+|du\s+|des\s+|l['’])|une?\s+)?",
        re.I,
    ),
    "ru": re.compile(
        rf"(?<!\w)(?:по (?:{_WORDS_OF})|(?P<the>согласно)|если верить|на взгляд|с точки зрения"
        r"|(?:(?<![^\n])|(?<=[.;:—–»] ))для(?= (?-i:[А-ЯЁ])[^,.;:]{3,60} это\b))\s+(?!\d)",
        re.I,
    ),
}
# A report by a noun: "Oslo's claim that", « la déclaration de M. Rey selon laquelle ».
_SAID = (
    "statement|claim|warning|assertion|promise|allegation|insistence|suggestion|belief|accusation"
)
NOMINAL = {
    "en": re.compile(
        rf"(?P<before>['’]s?) (?:(?:[\w-]+ )?(?:{_SAID})s? that\b"
        r"|(?:own )?(?:view|opinion|words|telling|account|estimation|judge?ment|eyes)(?=[,.;]))"
        rf"|\b(?:{_SAID})s? (?:by|from|of) (?:the )?(?=(?P<after>[A-Z]))", re.I,
    ),
    "fr": re.compile(
        r"\b(?:déclaration|affirmation|promesse|avertissement|accusation|aveu|conviction|assertion)s?"
        r" (?:de |d['’]|du |de la |de l['’])(?=(?P<after>[^,;]{2,40},? (?:selon l|que?\b|qu['’])))",
        re.I,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:заявлени|утверждени|обещани|предупреждени|признани|слов)\w{0,3}\s+"
        r"(?=(?P<after>[^,;]{2,50} о том,? что|[^,;]{2,50}, что))", re.I,
    ),
}  # fmt: skip
# Verbs of other things as well, which say something only with "that".
_WITH_THAT = frozenset({
    "held", "found", "read", "observed", "indicated", "pointed", "thought", "conclu", "conclut",
    "confie", "confié", "soutient", "soutiennent", "soutenu",
})  # fmt: skip
_IS_EXPECTED = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:widely\s+)?\Z", re.I)
_QUOTED = re.compile(r"“[^”]*(?:”|\Z)|«[^»]*(?:»|\Z)|\"[^\"]*\"")
_FEMALE_WORDS = (
    "mrs|ms|madame|mme|mlle|queen|princess|spokeswoman|chairwoman|présidente|directrice"
    "|ambassadrice|chancelière|reine|représentante|conseillère|sénatrice|députée|cheffe|envoyée"
    "|г-жа|госпожа|королева"
)
_MALE_WORDS = (
    "mr|m|monsieur|king|prince|spokesman|chairman|sir|lord|président|directeur|ambassadeur"
    "|chancelier|roi|représentant|conseiller|sénateur|député|envoyé|émissaire"
    "|г-н|господин|король"
)
_MALE_IN_A = (
    "илья|никита|лука|фома|кузьма|савва|данила|гаврила|добрыня|гия|мустафа|реза|муса|иса|абдулла"
    "|хамза|гела|важа|никола|юкка|пекка|кобина|joshua|luca|nikita|ilya|mustafa|musa|issa|reza"
    "|garcia|hamza|abdullah|abdoulla|elia|ezra|juha|pekka|jukka|nicola|mika|sasha|andrea|costa"
)
_SURNAME = re.compile(
    r"(?:(?P<f>[оеё]в(?:а|ой|у)|[иы]н(?:а|ой|у)|ск(?:ая|ой|ую)|ая)|(?P<m>[оеё]в|[иы]н|[иыо]й))\Z"
)


@cache
def verbs(lang: str) -> re.Pattern[str]:
    """Return a pattern of every verb of speech."""
    forms = lexicon.alternatives(lexicon.modes(lang))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w])", re.IGNORECASE)


def says(lang: str, text: str, verb: re.Match[str]) -> bool:
    """Return whether a word is a verb of speech here: "held" is one before "that"."""
    word, before = verb[0].lower(), text[: verb.start()]
    after = text[verb.end() : verb.end() + 50]
    if verb[0][:1].isupper() and before.strip(' «“"—–-'):
        return False  # part of a name, as in a federation of "States"
    if _ASKED.search(text) is not None and not re.search("[”»]", text):
        return False  # "What do they say?"
    if _SILENT[lang].search(before) is not None and _REPLY[lang].fullmatch(word):
        return False
    if lang == "en" and _TOLD.fullmatch(word) and _WAS.search(before):
        return word != "quoted" and after.startswith(" by ")
    if lang == "ru" and after.startswith(" никто"):
        return False
    if _SAYS.fullmatch(word) and _NOTHING[lang].match(after):
        return False
    if lang == "en" and word in lexicon.bases("en") and not _is_of_many(word, before, after):
        return False
    if lang == "fr" and not _is_french_verb(word, before, after):
        return False
    if word == "expected" and _IS_EXPECTED.search(before):
        return False  # nobody says it
    if is_participle(lang, word) and not _GOES_ON.search(before):
        return False  # "talks on a warning"
    if word == "went on":
        return re.search('[”»"]', before) is not None
    if word not in _WITH_THAT:
        return True
    if re.search(r"[”»\"]\s*,?\s*\Z", before) or (lang == "fr" and before.endswith(", ")):
        return True
    return re.search(r"\bthat\b|\bout\b|\bqu[e'’]|\A\s*[:«,]", after) is not None


def is_participle(lang: str, word: str) -> bool:
    """Return whether a word goes on with the subject of a sentence: "telling", «заявив»."""
    return word.endswith(_ENDINGS[lang]) and " " not in word and word != "saying"


_ENDINGS = {"en": ("ing",), "fr": ("ant",), "ru": ("в", "вшись")}


# What says something itself: "a letter warning that".
TEXTS = "statement|letter|note|message|speech|interview|communiqué|lettre|déclaration"
_GOES_ON = re.compile(
    r"(?:\A\W*|,\s+|\b(?:and|but|while|et|tout en|en|и)\s+"
    rf"|\b(?:{TEXTS})\s+)"
    r"(?:\w+ly\s+|also\s+|l[ae]\s+|les\s+|l['’]|лишь\s+|не\s+|тем самым\s+|при этом\s+)?\Z", re.I,
)  # fmt: skip
_ASKED = re.compile(r"\?\s*\Z")
# Who has not answered says nothing; who is told or asked is another.
_SILENT = {
    "en": re.compile(r"\b(?:not|never|neither|nobody|none)\b[^,;]{0,30}\Z|n['’]t\s+\Z", re.I),
    "fr": re.compile(r"\b(?:pas|jamais|ni|aucun\w*|personne)\s[^,;]{0,30}\Z", re.I),
    "ru": re.compile(r"(?<!\w)(?:не|никто|ни)\s[^,;]{0,30}\Z", re.I),
}
_REPLY = {
    "en": re.compile(r"answered|replied|responded|commented|apologi[sz]ed"),
    "fr": re.compile(r"répondu|réagi|commenté"),
    "ru": re.compile(r"ответил[аои]?|отреагировал[аои]?"),
}
_SAYS = re.compile(r"sa(?:id|ys?)|told|dit|disent|сказал[аои]?|говор(?:ит|ят)")
_NOTHING = {
    "en": re.compile(r"\s+nothing\b"),
    "fr": re.compile(r"\s+rien\b"),
    "ru": re.compile(r"\s+ничего(?!\w)"),
}
_TOLD = re.compile(
    r"said|reported|thought|believed|feared|told|informed|asked|urged|invited|warned|assured|advised|reminded|quoted"
)
_WAS = re.compile(r"\b(?:when|if|is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\Z", re.I)
# What a verb in the plural stands behind: "officials", "they", a quotation, a name ("in Oslo").
_PLURAL_BEFORE = re.compile(
    r"(?:\b(?:they|both|people|some|many|others|police|few|most|ones)|[a-zé-](?<!['’])(?<!\bi)s"
    r"(?<!\bthis)(?<!\bhis)(?<!\bits)(?<!\bwas)(?<!\bhas)(?<!\bas)(?<!\bdoes)|[,”\"])"
    r"\s*(?:\b(?:\w+ly|also|still|now|both|all|even|each)\s+)?\Z", re.I,
)  # fmt: skip
_NAME_BEFORE = re.compile(
    r"\b(?:\w+s|people|police) (?:in|from|of|at"
    r"|near) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)* (?:\w+ly |also |still )?\Z"
)
_NOUN_AFTER = re.compile(r"\s+(?:was|is|has|had|were|said|says|by|of)\b")


def _is_of_many(word: str, before: str, after: str) -> bool:
    """Return whether a verb that is an infinitive or a noun as well has a subject in the plural."""
    if _NOUN_AFTER.match(after):
        return False
    return (_PLURAL_BEFORE.search(before) or _NAME_BEFORE.search(before)) is not None


_ONLY_SELF = frozenset({
    "engagé", "dits", "dite", "dites", "alarmé", "indigné", "interrogé", "emporté", "impatienté",
    "émeut", "agace",
})  # fmt: skip
_SELF = re.compile(
    r"\b(?:s['’](?:est|était|étaient|en)|se (?:sont|serait|seraient)|s['’]être|s['’]|se)\s*"
    r"(?:\w+\s+)?\Z", re.I,
)  # fmt: skip
_ADMITS = re.compile(
    r"\A[^.;]{0,30}\b(?:que\b|qu['’]|avoir|être|s(?:a|on|es)\b|une?\b|des\b)|\A\s*[:«,]"
    r"|\A\s*(?:M\.|Mme|l[ae]\s[a-zé]+\s(?:[A-Z]|du|de)|-t-|le\s[a-zé]+(?:,|\s»|\s[A-Z]))"
)
_IS = re.compile(
    r"(?<!['’])\b(?:est|était|fut|sera|serait|été|être)\s+(?:\w+ment\s+|aussi\s+|déjà\s+)?\Z", re.I
)
_PAR = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}?par\b")
_AND_WHO = re.compile(r"\bet\s[^,;«»]{2,60}\Z", re.I)


def _is_french_verb(word: str, before: str, after: str) -> bool:
    """Return whether a French word tells what somebody says: « démentie par », « s’est engagé »."""
    if word.startswith(("d'", "d’", "de ")):
        return _AND_WHO.search(before) is not None  # « et la ministre d’ajouter »
    is_agreed = word.endswith(("ée", "és", "ées")) or word in _agreed()
    is_agreed = is_agreed or (word.endswith("é") and _IS.search(before) is not None)
    stem = re.sub(r"(?<=é)e?s?\Z", "", word)
    if word in _ONLY_SELF or stem in _ONLY_SELF:
        return _SELF.search(before) is not None
    is_told = re.search(r"[»,]\s*(?:a |ont |l['’]a )?\Z", before) is not None
    if word.startswith("reconn") and not is_told and _ADMITS.search(after) is None:
        return False  # « a reconnu l’indépendance »
    if word in ("veut", "veulent") and re.search(r"\bse \Z", before):
        return False
    return not is_agreed or (_SELF.search(before) or _PAR.match(after)) is not None


@cache
def _agreed() -> frozenset[str]:
    """Return the French participles that agree with a thing: « démenties »."""
    known = lexicon.PARTICIPLES
    return frozenset(word + ending for word in known for ending in lexicon.AGREEING)


def without_quoted(lang: str, text: str, *, is_open: bool) -> str:
    """Return a sentence with the words in its quotation marks blanked, every offset as it was.

    A verb that is quoted is another's. Names in quotation marks, of one or two words, stay.

    Parameters
    ----------
    lang, text
        The sentence.
    is_open
        Whether a quotation of an earlier sentence goes on in it.
    """
    if is_open and (end := re.search("[”»]", text)):
        text = _blank_quoted(lang, text[: end.start()]) + text[end.start() :]
    elif is_open:
        text = _blank_quoted(lang, text)
    return _QUOTED.sub(lambda m: m[0] if len(m[0].split()) < 3 else _blank_quoted(lang, m[0]), text)


def _blank_quoted(lang: str, text: str) -> str:
    """Return a quotation blanked, but for who says it in its midst: «…, — сказал он, — …»."""
    kept = list((_inserted_in_french() if lang == "fr" else _INSERTED).finditer(text))
    if not kept:
        return _blank(text)
    begins = [0, *(m.end() for m in kept)]
    ends = [*(m.start() for m in kept), len(text)]
    parts = [_blank(text[a:b]) for a, b in zip(begins, ends, strict=True)]
    return "".join(a + b for a, b in zip(parts, [*(_closing(m[0]) for m in kept), ""], strict=True))


def _closing(inserted: str) -> str:
    """Return what is inserted with a mark of quotation where it begins: what was said is over."""
    return "»" + inserted[1:]


_INSERTED = re.compile(r"(?<=[,?!…]) [—–] [^—–«»“”]{3,80}?[,.](?: [—–](?= )|\Z)")


@cache
def _inserted_in_french() -> re.Pattern[str]:
    """Return a pattern of who says it inside French marks: «…, a-t-elle dit, …», «…, note M. X»."""
    forms, pronoun = verbs("fr").pattern, r"-(?:t-)?(?:ils?|elles?|on)\b"
    return re.compile(
        rf"(?<=[,?!…]) (?:(?:a|ont|avait|avaient){pronoun} {forms}|{forms}{pronoun}"
        rf"|(?:a|ont|avait) {forms}(?= \w)|(?:se |s['’])?{forms}(?= (?:M\. |MM\. |Mme "
        rf"|(?-i:[A-ZÀ-Ý]))))"
        r"[^,«»“”]{0,60}?(?:[,.]|(?=\s*»)|\Z)",
        re.IGNORECASE,
    )


def _blank(text: str) -> str:
    return re.sub(r"\w", " ", text)


_KINDS = ("crowd", "gov_person", "role_noun", "office", "epithet")


@cache
def nouns(lang: str) -> re.Pattern[str]:
    """Return a pattern of those who may speak without a name: "police", "envoy", « conseiller »."""
    forms = {w for k in _KINDS for w in lexicon.words(lang, k)}
    forms |= {
        lexicon.plural(lang, w)
        for k in ("gov_person", "epithet", "office")
        for w in lexicon.words(lang, k)
    }
    forms = {w for w in forms if lang != "ru" or not w.endswith(("ам", "ям", "ов"))}  # to whom
    words = lexicon.alternatives(forms)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


@cache
def _noun_keys(lang: str) -> frozenset[str]:
    return frozenset(plain(w) for kind in _KINDS for w in lexicon.words(lang, kind))


_WHOLE = {
    "en": re.compile(r"(?:the|a|an|its|his|her)\s+(?P<left>(?:[\w.-]+\s+){0,2})\Z", re.I),
    "fr": re.compile(r"(?P<right>\s+(?:de la |de l['’]|des |du |de |d['’])[\w’'-]+)", re.I),
    "ru": re.compile(
        r"(?P<right>(?:\s+(?!на\s|за\s)[а-яё]+(?:[оеы]го|[оеы]й|[иы]х|ов|ев|ия|ии|ы|а)(?!\w)){1,2})"
    ),
}


def whole(lang: str, text: str, noun: re.Match[str]) -> str:
    """Return a noun with what stands beside it: "transport ministry", «министерство финансов»."""
    if lang == "en":
        found = _WHOLE["en"].search(text[: noun.start()])
        return (found["left"] if found else "") + noun[0]
    found = _WHOLE[lang].match(text, noun.end())
    return noun[0] + (found["right"] if found else "")


def noun_after(lang: str, after: str) -> str:
    """Return the first of those without a name that a text begins with, an adjective before it."""
    words = re.split(r"[,.;:()«»“”]", after, maxsplit=1)[0].split()[:3]
    if lang != "ru":
        found = nouns(lang).search(" ".join(words))
        return found[0] if found else ""
    return next((w for w in words[:2] if plain(w) in _noun_keys(lang) and w.islower()), "")


def is_plural(lang: str, noun: str) -> bool:
    """Return whether a noun means more than one, by its ending."""
    return noun.endswith(("ы", "и", "е") if lang == "ru" else ("s", "x", "people"))


@cache
def _known_as(lang: str, kind: str) -> frozenset[str]:
    return frozenset(word.lower() for word in lexicon.words(lang, kind))


def gender(lang: str, mention: Mention) -> str:
    """Return ``f`` or ``m`` where the words of a person tell it, else blank."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", f"{mention.office} {mention.surface}".lower())
    for told, listed in (("f", _FEMALE_WORDS), ("m", _MALE_WORDS)):
        if not set(listed.split("|")).isdisjoint(words):
            return told
    names = mention.name.lower().split()
    if lang == "ru" and names and (found := _SURNAME.search(names[-1])):
        return found.lastgroup or ""
    if len(names) < 2:
        is_man = lang == "ru" and not names and words and words[0][-1] not in "аеёиоуыэюяь"
        return "m" if is_man else ""
    if names[0] in _known_as(lang, "female"):
        return "f"
    if names[0] in _MALE_IN_A.split("|"):
        return "m"
    is_female = names[0].endswith(("а", "я") if lang == "ru" else ("a", "ette", "ine"))
    return "f" if is_female else "m" if names[0] in _known_as(lang, "first") else ""


# Offices that are one and the same, whatever the text calls them.
_SAME = tuple(
    frozenset(plain(word) for word in same.split("|"))
    for same in (
        "prime minister|premier|head of government", "premier ministre|chef du gouvernement"
        "|première ministre|cheffe du gouvernement", "премьер-министр|премьер|глава правительства",
        "president|head of state", "président|présidente|chef de l’état|cheffe de l’état",
        "президент|глава государства", "foreign minister|foreign secretary|chief diplomat",
        "ministre des affaires étrangères|chef de la diplomatie|cheffe de la diplomatie",
        "министр иностранных дел|глава мид|глава дипломатии", "замминистра|заместитель министра",
    )
)  # fmt: skip


def is_holder(mention: Mention, noun: str) -> bool:
    """Return whether a person holds the office that a noun or a phrase names: "the minister"."""
    office, wanted = plain(mention.office), plain(noun)
    if any(wanted in same and any(office.startswith(s) for s in same) for same in _SAME):
        return True
    held = set(f"{office} {plain(mention.surface)}".replace("-", " ").split())
    words = {w for w in wanted.replace("-", " ").split() if len(w) > 2}
    return wanted == office or (bool(words) and words <= held)


def is_somebody(lang: str, words: str) -> bool:
    """Return whether words name a person and no body: "a diplomat", and not "the ministry"."""
    return _persons(lang).search(words) is not None


@cache
def _persons(lang: str) -> re.Pattern[str]:
    kinds = ("gov_person", "office", "epithet")
    forms = lexicon.alternatives(w for kind in kinds for w in lexicon.words(lang, kind))
    return re.compile(
        rf"(?<![\w-])(?:{forms}|[\w-]*porte-parole|spokes\w+|пресс-секретарь)(?![\w-])", re.I
    )


def is_epithet(lang: str, noun: str) -> bool:
    """Return whether a noun names anybody, whatever the office: "the diplomat", «учёный»."""
    return plain(noun) in _epithets(lang)


@cache
def _epithets(lang: str) -> frozenset[str]:
    return frozenset(plain(word) for word in lexicon.words(lang, "epithet"))
