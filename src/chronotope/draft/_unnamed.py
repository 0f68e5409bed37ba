"""Those who speak without a name: "police said", "the minister", « un conseiller »."""

from __future__ import annotations

import re

from chronotope.draft import lexicon
from chronotope.draft._sentence import Sentence, is_governed
from chronotope.draft._speech import (
    is_epithet,
    is_holder,
    is_somebody,
    noun_after,
    nouns,
    verbs,
    whole,
)
from chronotope.draft.mentions import Mention

# A quotation that ends: with a straight mark, the second one.
CLOSED = re.compile(r"[”»]|\"[^\"]*\"|[,.?!]\"")
HAVE = ("", "have", "had", "ont", "avaient")


def unnamed_speaker(sentence: Sentence, verb: re.Match[str]) -> tuple[Mention | None, str]:
    """Return those who are named by what they are, beside the verb: "police said".

    "The minister" is the last person who was named with that office, if there is one.
    """
    lang, text = sentence.lang, sentence.text
    if (one := _ONE_OF[lang].match(text, verb.end())) is not None:
        return None, one["who"]
    if (one := _ONE_BEFORE[lang].search(text, 0, verb.start())) is not None:
        return None, next(filter(None, one.groups()))
    found = _noun_before(sentence, verb)
    if found is not None:
        return found
    body = (
        _IN_BODY.match(text) if lang == "ru" and verb[0].lower().endswith(("ли", "лись")) else None
    )
    if body and (word := noun_after(lang, text[body.end() :])):
        return None, word
    return _noun_behind(sentence, verb)


def _noun_before(sentence: Sentence, verb: re.Match[str]) -> tuple[Mention | None, str] | None:
    """Return who is named by a noun before a verb, or None."""
    lang, text = sentence.lang, sentence.text
    near = text[max(0, verb.start() - 70) : verb.start()]
    for noun in reversed(list(nouns(lang).finditer(near))):
        between = near[noun.end() :]
        if tail := _SET_OFF_TAIL[lang].search(between):
            between = between[: tail.start()]
        if _is_adjective(near, noun):
            continue
        is_set_off = SET_OFF[lang].fullmatch(between) is not None
        if re.search("[,;:.”»]", between) and not is_set_off:
            return None
        governed = is_governed(lang, near, noun.start(), 0)
        is_clause = _WHEN.search(near, 0, noun.start()) and between.strip() in HAVE
        if is_clause and between.strip():
            governed = False
        elif lang == "en" and (beside := re.search(r"[\w-]+\s+\Z", near[: noun.start()])):
            governed = governed or is_governed(lang, near, beside.start(), 0)
        if lang == "ru" and _NOUN_BEFORE.search(near, 0, noun.start()):
            continue  # «пресс-служба президента»
        if len(between.split()) > 7 or governed:
            continue
        words = whole(lang, near, noun)
        rest = between.removeprefix(words[len(noun[0]) :]) if lang != "en" else between
        is_bare = not rest.strip() or is_set_off or rest.strip() in HAVE
        is_bare = is_bare or _ADVERB[lang].fullmatch(rest.strip()) is not None
        is_known = is_definite(lang, near[: noun.start()])
        told = _told_by_article(lang, near[: noun.start()])
        holder = _held(sentence, noun[0], words, told) if is_bare and is_known else None
        return holder, words
    return None


_WHEN = re.compile(r"\b(?:after|before|since|as)\s+(?:the |his |her |its |an? )?(?:[\w-]+ )?\Z")
_NOUN_BEFORE = re.compile(
    r"(?<!\w)(?:[а-яё]+-)?[а-яё]+(?:ба|ия|ие|тор|тель|арь|ник|ист|ство|ет)\s+\Z", re.I
)


def _is_adjective(near: str, noun: re.Match[str]) -> bool:
    """Return whether « général » stands behind a noun: « le sentiment général »."""
    if noun[0].lower() != "général":
        return False
    return re.search(r"(?:\A|\b(?:le|un|ce|du|au|secrétaire))\s+\Z", near[: noun.start()]) is None


def is_definite(lang: str, before: str) -> bool:
    """Return whether what follows is somebody known: "the minister", and no "a minister"."""
    return _DEFINITE[lang].search(before) is not None


def _told_by_article(lang: str, before: str) -> str:
    found = _ARTICLE.search(before) if lang == "fr" else None
    return "" if found is None else "f" if found["f"] else "m"


_ARTICLE = re.compile(r"\b(?:(?P<f>la|une|sa|cette)|le|un|ce)\s+(?:[\w-]+\s+)?\Z", re.I)


def _held(sentence: Sentence, noun: str, words: str, told: str) -> Mention | None:
    """Return the person whose office a phrase names: all of it, or the noun that stands alone."""
    if not is_somebody(sentence.lang, noun):
        return None
    if words == noun or words.lower() == noun.lower():
        return sentence.holder(noun, told)
    return next((m for m in sentence.people if is_holder(m, words)), None)


_ADVERB = {
    "en": re.compile(
        r"(?:(?:also|later|then|now|still|again|himself|herself|has|had|never|\w+ly) ?)+"
    ),
    "fr": re.compile(
        r"(?:(?:a|ont|avait|s['’]est|n['’]a|n['’]ont|ne|pas|jamais|aussi|également|ensuite|encore"
        r"|toutefois|cependant|ainsi|pourtant|déjà|\w+ment) ?)+"
    ),
    "ru": re.compile(r"(?:также|тоже|позже|потом|затем|снова|вновь|ранее|однако|не|лишь)"),
}


def _noun_behind(sentence: Sentence, verb: re.Match[str]) -> tuple[Mention | None, str]:
    """Return who is named by a noun behind a quotation and its verb."""
    lang, text = sentence.lang, sentence.text
    after = nouns(lang).search(text, verb.end(), verb.end() + 40)
    is_far = after is not None and len(text[verb.end() : after.start()].split()) > 2
    is_told = CLOSED.search(text, 0, verb.start()) is not None
    is_told = is_told or (lang != "en" and _TOLD_BEFORE.search(text[: verb.start()]) is not None)
    if not is_told:
        return None, ""
    if after is None or is_far or _is_adjective(text, after):
        is_told = _IS_TOLD.search(text[: verb.start()]) is not None or lang == "ru"
        is_told = is_told or CLOSED.search(text, 0, verb.start()) is not None
        return _phrase_behind(sentence, verb) if is_told else (None, "")
    is_bare = _ALONE[lang].match(text, after.end()) is not None
    if lang == "ru" and is_epithet(lang, after[0]) and text[after.end() :].lstrip()[:1].isalpha():
        is_bare = False  # «собеседник в посольстве» is somebody new
    is_known = is_definite(lang, text[: after.start()])
    words = whole(lang, text, after)
    told = _told_by_article(lang, text[: after.start()])
    held = after[0] if is_bare else words
    holder = _held(sentence, after[0], held, told) if is_known else None
    return holder, words


def _phrase_behind(sentence: Sentence, verb: re.Match[str]) -> tuple[Mention | None, str]:
    """Return who is named behind a quotation and its verb by a noun that nobody lists.

    « …, se souvient la juriste » is whoever spoke last, if it may be; "one member" is another.
    """
    lang = sentence.lang
    found = _BEHIND[lang].match(sentence.text, verb.end())
    named = [m for m in sentence.here if m.role == "person" and m.name]
    ahead = [m for m in named if verb.end() <= m.start - sentence.offset < verb.end() + _REACH]
    if found is None or ahead or _TEXT[lang].search(found["who"]):
        return None, ""
    article = found["article"].strip().lower()
    told = "f" if article == "la" else "m" if article == "le" else ""
    spoke = [m for m in sentence.people if m.name and not {told, sentence.gender(m)} >= {"f", "m"}]
    is_known = lang != "ru" and article in ("the", "le", "la", "l'", "l’")
    return (spoke[0] if is_known and spoke else None), found["who"]


_IS_TOLD = re.compile(r",\s(?:a|ont|avait|avaient)\s\Z")
_REACH = 90  # characters in which the name of whom a phrase names may follow
_BEHIND = {
    "en": re.compile(
        r"\s+(?P<article>the|an?|one|another|his|her|its|their)\s+"
        r"(?P<who>[a-z][\w’'-]*(?: [a-z][\w’'-]*)?)"
        r"(?=[,.;]|\s+(?:of|for|in|at|from|who|with|to)\b|\Z)"
    ),
    "fr": re.compile(
        r"(?:\s+(?:hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))?\s+"
        r"(?P<article>le |la |l['’]|un |une |les |des |son |sa |ses "
        r"|leurs? )(?P<who>(?:ancien(?:ne)? |jeune |vieux |vieille |haute? )?[a-zà-ÿ][\w-]+)"
    ),
    "ru": re.compile(
        r"\s+(?:мне |нам |журналистам )?(?P<article>один |одна |)"
        r"(?P<who>(?:[а-яё]+(?:ый|ий|ой|ая) )?[а-яё]{4,}"
        r"(?:тель|ник|ница|тор|ист|ент|лог|ец|ер|ка|ок|ач"
        r"|тели|ники|торы|исты|енты|логи|цы|еры|ки|ане|яне))(?!\w)"
    ),
}
# What follows an office that stands alone: a mark, or a word of when, where and to whom.
_ALONE = {
    "en": re.compile(r"\s*(?:[,.;:]|\Z)|\s+(?:in|on|at|after|before|during|to|later|when|as)\b"),
    "fr": re.compile(
        r"\s*(?:[,.;:]|\Z)|\s+(?:à|au|aux|dans|devant|lors|après|avant|en|sur|hier|avec|lundi|mardi"
        r"|mercredi|jeudi|vendredi|samedi|dimanche)\b"
    ),
    "ru": re.compile(r"\s*(?:[,.;:]|\Z)|\s+(?:в|во|на|после|перед|журналистам|агентству)(?!\w)"),
}
_ONE_BEFORE = {
    "en": re.compile(
        r"(?:\A|[,;“”\"] )\W*(?:But |And )?(?P<who>(?:one|some|many|most|both) of "
        r"(?:the \w+|his \w+|her \w+|their \w+|them|its \w+)"
        r"|one|another|others|some|many|(?:a|the) (?:second|third))"
        r"(?:, [^,]{3,50},)?\s+(?:\w+ly\s+)?\Z", re.I,
    ),
    "fr": re.compile(
        r"(?:\A|[,;»] )\W*(?P<who>(?:l['’])?une? d(?:es \w+|e ses \w+|e leurs \w+|['’]eux"
        r"|['’]elles)|une? proche d(?:e|u|es) (?:M\. |Mme |la |l['’])?\w+|un autre|une autre"
        r"|d['’]autres|certain(?:e)?s|beaucoup)(?:, [^,]{3,50},)?\s+(?:\w+\s+)?\Z", re.I,
    ),
    "ru": re.compile(
        r"(?:\A|[,;»] )\W*(?:(?:два|две|двое|трое|несколько) (?:\w+(?:ых|их) )?"
        r"(?P<few>[а-яё]{4,}(?:а|и|ы|ов|ев|ей))(?= |,)|(?P<who>(?:один"
        r"|одна) из (?:(?:\w*(?:ых|их) )?\w+(?:ов|ев|ей|иц|ок)|них)"
        r"|другие|некоторые|многие|другой|третий))(?:, [^,]{3,50},)?\s+(?:\w+\s+)?\Z", re.I,
    ),
}  # fmt: skip


def is_text(lang: str, words: str) -> bool:
    """Return whether words name what is written or done, and nobody: "the treaty", « le vote »."""
    return _TEXT[lang].search(words) is not None


def persons_in(lang: str, words: str) -> tuple[int, int] | None:
    """Return where the noun for persons stands in the words for who speaks, None for a body.

    "White House aide", « conseiller », «репортёр»: with what is before it, and nothing behind.
    """
    found = _PERSONS[lang].match(words)
    if found is None:
        return None
    head = found["who"].split()[-1 if lang == "en" else 0].lower()
    is_listed = is_somebody(lang, found["who"]) or head in lexicon.words(lang, "role_noun")
    is_body = head in lexicon.words(lang, "inst_noun") or _TEXT[lang].search(head) is not None
    is_agent = lexicon.is_agent(lang, head) and not is_body
    return found.span("who") if is_listed or is_agent else None


_PERSONS = {
    "en": re.compile(r"(?P<who>[\w’'-]+(?: (?!(?:of|in|from|for|at|on|to)\b)[\w’'-]+)*)"),
    "fr": re.compile(
        r"(?:l['’])?(?P<who>[\w-]+(?: (?!(?:de|du|des|en|à|au|aux|sur|qui|d['’]\w+)\b)[\w-]+)*)"
    ),
    "ru": re.compile(
        r"(?:(?:мне|нам|один|одна|одного|из|их) )*"
        r"(?P<who>[\w-]+?(?:(?<=[иы]й)|(?<=ой)|(?<=ая)|(?<=[иы]е)|(?<=[иы]х)|(?<=[оеё]го)) "
        r"[\w-]+|[\w-]+)"
    ),
}


def subject_phrase(sentence: Sentence, verb: re.Match[str], start: int) -> str:
    """Return the phrase that a clause begins with, where a verb of speech follows it at once.

    « Les propriétaires jurent »: whoever they are, they say it. What only names a text is nobody.

    Parameters
    ----------
    sentence, verb
        Where somebody speaks.
    start
        Where the clause of the verb begins.
    """
    found = _PHRASE[sentence.lang].fullmatch(sentence.text, start, verb.start())
    if found is None or verbs(sentence.lang).search(found["who"]) is not None:
        return ""
    words = found["who"].strip()
    if _TEXT[sentence.lang].search(words) or not _agrees(sentence.lang, words, verb[0].lower()):
        return ""
    return words


def _agrees(lang: str, words: str, verb: str) -> bool:
    """Return whether the head of a Russian phrase may be the subject of a verb, by its ending."""
    if lang != "ru":
        return True
    if verb.endswith(("ли", "лись", "ют", "ут", "ят", "ат", "тся", "ны")) and words[-1:] in "ыиея":
        return True
    is_single = verb.endswith(("ла", "л", "ло", "лся", "лась", "лось", "ет", "ит", "ёт", "ется"))
    return is_single and re.search(r"(?:ами|ями|ого|ему|ому|ым|им|ых|их|ом|ем)\Z", words) is None


_ASIDE = r"(?:, [^,;:«»“”\"]{3,60},)?"
_LINE = r"\W*(?:[A-ZÀ-ÝА-ЯЁ][A-ZÀ-ÝА-ЯЁ ]+(?: \([^)]+\))?(?:, [^—–-]{3,25})?\.? ?[—–-] )?"
LINE = re.compile(_LINE.removesuffix("?"))
_PHRASE = {
    "en": re.compile(
        rf"(?-i:{_LINE})(?:(?:In|At|On) [^,]{{2,40}}, |(?:In|At) [A-Z][\w-]+ "
        rf"|(?:Privately|Officially|Meanwhile|Later|But"
        r"|And|Yet),? )?(?:the |a |an |his |her |its |their |some |many |most |several |other |two "
        r"|three )?"
        r"(?P<who>[A-Za-z][\w’'-]*(?: [\w’'-]+){0,3}?)(?: (?:in|from|of|at|near|on|for|close to"
        rf"|familiar with) (?:the |both )?[\w’'-]+(?: [\w’'-]+)?)?{_ASIDE},? "
        r"(?:(?:have|has|had|also|later|now|still|then|even|both|\w+ly) )*", re.I,
    ),
    "fr": re.compile(
        rf"(?-i:{_LINE})(?:(?:À|En|Au|Dans|Sur|Hier|Côté|De) ?[^,]{{0,40}}, )?"
        r"(?:les |des |le |la |l['’]|un |une |ses |leurs |son |sa |leur |plusieurs |certains "
        r"|quelques |d['’]autres |deux |trois )"
        r"(?P<who>[\w-]+(?: [\w-]+){0,2}?(?: (?:de la |de l['’]|des |du |de |d['’])[\w’'-]+"
        r"(?: [a-zà-ÿ-]+)?)?)"
        rf"{_ASIDE},? (?:(?:eux|elles|lui|elle), )?(?:(?:a|ont|avait|avaient|se|s['’]est|se sont|ne"
        r"|n['’]a|n['’]ont|y|en|pas|aussi|également|\w+ment) ?)*(?:l[ae] |les |lui |leur "
        r"|[slnm]['’])?(?:a |ont )?", re.I,
    ),
    "ru": re.compile(
        rf"(?-i:{_LINE})(?:(?:В|На) [^,]{{2,30}}, |,? ?(?:и|а"
        rf"|но) )?(?P<who>(?:[а-яё-]+(?:ие|ые|ий|ый|ой|ая|ое) )?"
        r"(?!(?:это|этому|об|по|за|при|на|из|как|что|сам|сама|они|он|она|его|её|их|так|там"
        r"|ещё|еще|никак\w*|уже|также|однако|позже|ранее|никто|все|оба|обе|мы|но|и|а)(?!\w))[а-яё-]{3,})"
        r"(?: [а-яё-]+(?:ов|ев|ей|ого|его|ых|их|ия|ии|а|я|ы|и)| [А-ЯЁ][\w-]+)?"
        rf"(?: (?:с|от|об?|на|в) [а-яё]+(?: [а-яё]+)?)?{_ASIDE}"
        r" (?:(?:также|тоже|позже|затем|снова|ранее|уже|не|вновь|же|однако) )*", re.I,
    ),
}  # fmt: skip
# What says something and is nobody, or is an act: a treaty, a plan, a vote.
_TEXT = {
    "en": re.compile(
        r"\b(?:treaty|accord|agreement|deal|plan|text|article|law|resolution|talks|vote|summit|it|this"
        r"|that|which|what|there|he|she|they|we|i|you|who|one|draft|document|constitution|charter"
        r"|clause|conflict|crisis|case|history|move|decision|step|neither|nobody|none|no|not|meeting|session|visit|figures|war|years?|days?|months?|weeks?|time|last|next)\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:traité|accord|texte|plan|article|loi|résolution|négociations|pourparlers|vote|sommet"
        r"|document|constitution|charte|clause|réunion|séance|visite|conflit|crise|situation|affaire|histoire|aucune?|chiffres|guerre|ans?|années?"
        r"|jours?|mois|semaines?|fois|veille|lendemain|projet|rencontre|offre|proposition)\b", re.I,
    ),
    "ru": re.compile(
        r"(?:договор|соглашени|текст|план|стать|закон|резолюци|переговор|голосовани|саммит|документ"
        r"|встреч|визит|цифр|войн|год|месяц|недел|день|дни|дня|проект|решени|вопрос|срок"
        r"|вчера|сегодня|накануне)", re.I,
    ),
}  # fmt: skip


# Behind a verb, one of several: «рассказал один из европейских дипломатов».
_ONE_OF = {
    "en": re.compile(r"\s+(?P<who>one of (?:the |his |her |their )?(?:[\w-]+ ){0,2}\w+s)\b"),
    "fr": re.compile(
        r"\s+(?:hier )?(?P<who>(?:l['’])?une? d(?:(?:es|e ses|e leurs) \w+s(?: \w+s)?"
        r"|['’]eux|['’]elles))\b"
    ),
    "ru": re.compile(
        r"\s+(?P<who>одн?(?:ин|на|а) из (?:(?:\w*(?:ых|их) )?\w+(?:ов|ев|ей|иц|ок)|них))(?!\w)"
    ),
}
_IN_BODY = re.compile(r"В[о]?\s+")
_SET_OFF_TAIL = {
    "en": re.compile(r",\s+(?:however|though|meanwhile|by contrast),\s+\Z", re.I),
    "fr": re.compile(r",\s+(?:toutefois|cependant|pourtant|quant à (?:lui|elle|eux)),\s+\Z", re.I),
    "ru": re.compile(r",\s+(?:впрочем|однако|напротив|в свою очередь),\s+\Z", re.I),
}
SET_OFF = {
    "en": re.compile(r",\s+(?:for (?:his|her|its|their) part|in turn|however|too),\s+", re.I),
    "fr": re.compile(
        r",\s+(?:lui|elle|eux|elles|pour sa part|de son côté|à son tour|en revanche),\s+"
        r"(?:a |ont )?",
        re.I,
    ),
    "ru": re.compile(r",\s+(?:в свою очередь|со своей стороны|однако),\s+", re.I),
}
_DEFINITE = {
    "en": re.compile(r"\b(?:the|his|her)\s+\Z", re.I),
    "fr": re.compile(
        r"\b(?:le|la)\s+(?:même |jeune |vieux |futur[e]? )?\Z|\bl['’](?:anci(?:en|enne) )?\Z", re.I
    ),
    "ru": re.compile(r"(?:\A|[^\w\s]|\w)\s*\Z"),
}
_TOLD_BEFORE = re.compile(
    r"(?:,|\A(?:Как|Comme l['’](?:a|ont))|\bce que|\bcomme)\s*(?:a\s+|ont\s+|avait\s+|как\s+)?\Z"
    r"|\A(?:Об этом|О том|Это) (?:[а-яё]+ ){0,3}\Z"
)
