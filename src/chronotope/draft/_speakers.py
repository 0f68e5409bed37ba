"""Who says it: the speaker of a verb of speech, by the words around it."""

from __future__ import annotations

import re
from dataclasses import replace

from chronotope.draft import lexicon
from chronotope.draft._sentence import Sentence, free_of, is_governed, noted
from chronotope.draft._speech import PLURAL, TEXTS, is_participle, is_plural, nouns, whole
from chronotope.draft._unnamed import CLOSED, HAVE, LINE, SET_OFF, subject_phrase, unnamed_speaker
from chronotope.draft.mentions import Mention

REACH_BACK = 17  # characters between a pronoun and its verb: « celui-ci aurait promis »
REACH = 90  # characters between a verb of speech and a speaker after it
_PRONOUN = {
    "en": re.compile(r"\b(?:he|she)\b", re.I),
    "fr": re.compile(r"\b(?:il|elle)\b|-t-(?:il|elle)\b", re.I),
    "ru": re.compile(r"(?<!\w)(?:он|она)(?!\w)", re.I),
}
_CLAUSE = re.compile(
    r"[;:]|(?:[”»]|(?<=[,.?!])\")\s*,?\s*(?:[—–-]\s*)?|\bwhile\b|\bbut\b|\bmais\b|(?<!\w)но(?!\w)|\bqui\b|\bwho\b"
)


Found = tuple[Mention | None, str, float]


def speaker_of(sentence: Sentence, verb: re.Match[str]) -> Found:
    """Return who speaks, by which rule, and how sure that is; no rule where the verb is none."""
    lang, text, offset, here = sentence.lang, sentence.text, sentence.offset, sentence.here
    start = _clause_start(text, verb.start())
    start = _after_comma(sentence, verb, start)
    before = [
        m for m in here
        if start <= m.start - offset and m.end - offset <= verb.start()
        and text[m.start - offset] != " "  # not of a relative clause
    ]  # fmt: skip
    peoples = [m for m in before if m.role == "demonym"]
    before = [m for m in before if m.role != "demonym"]
    free = free_of(lang, text, before, offset, start)
    if peoples and text[peoples[-1].end - offset : verb.start()].strip() in HAVE:
        if phrase := subject_phrase(sentence, verb, start):  # « garde-côtes albanais »
            return noted(phrase), "phrase before a verb of speech", 0.5
        return peoples[-1], "people before a verb of speech", 0.7
    for rule in (_by_leading, _by_participle, _by_one, _said_in_body, _by_relative, _by_apposed):
        if (found := rule(sentence, verb, bool(free)))[0] is not None:
            return found
    found = _by_another(sentence, verb, before, start)
    if found[0] is None:
        found = _by_pronoun_beside(sentence, verb)
    if found[0] is not None:
        return found
    is_text = verb[0].lower() == "говорится"  # «говорится в сообщении МИД»
    after = [
        m for m in here
        if m.role != "demonym" and verb.end() <= m.start - offset < verb.end() + REACH
        and (is_text or not is_governed(lang, text, m.start - offset, verb.end()))
    ]  # fmt: skip
    named_after = [m for m in after if m.role == "person" and m.name]
    is_told = CLOSED.search(text, 0, verb.start()) and verb[0].lower() not in ("told", "tells")
    of_body = after and after[0].role == "institution" and not free and is_told
    between = text[verb.end() : after[0].start - offset].split() if of_body else []
    if len(between) == 1 and lexicon.is_agent(lang, between[0]) and between[0][-2:] != "ам":
        return noted(between[0]), "noun behind a quotation", 0.6  # «сотрудник Гринпис»
    if after and not free and is_told:
        return (named_after or after)[0], "after a quotation and its verb", 0.9
    if (owned := _owned(sentence, free, verb)) is not None:
        return owned
    if free:
        return _free_subject(sentence, free, verb)
    return _without_subject(sentence, verb, start, (after, named_after))


def _clause_start(text: str, before: int) -> int:
    """Return where the clause begins that ends at an offset: behind a dateline, ";", "while"."""
    line = LINE.match(text)
    first = line.end() if line and line.end() < before else 0
    return max((m.end() for m in _CLAUSE.finditer(text, first, before)), default=first)


def _without_subject(
    sentence: Sentence, verb: re.Match[str], start: int, behind: tuple[list[Mention], list[Mention]]
) -> Found:
    """Return who speaks where no name before the verb does."""
    lang, text = sentence.lang, sentence.text
    pronoun = [
        p for p in _PRONOUN[lang].finditer(text)
        if start <= p.start() < verb.end() + 10
        and not (_is_said_of(text, p, verb) or _goes_on(sentence, p, verb))
    ]  # fmt: skip
    is_unnamed = any(unnamed_speaker(sentence, verb))
    last = pronoun[-1] if pronoun else None
    meant = sentence.antecedent(last[0], before=last.start()) if last else None
    if meant is not None and not is_unnamed:
        return meant, "pronoun for the speaker before", 0.6
    if lang == "en" and not pronoun:
        peoples = [
            m
            for m in sentence.here
            if m.role == "demonym" and m.start >= verb.end() + sentence.offset
        ]
        goes_on = peoples and _GOES_ON.match(text, peoples[0].end - sentence.offset)
        is_led = peoples and text[verb.end() : peoples[0].start - sentence.offset].strip() == "the"
        if is_led and not goes_on:
            return peoples[0], "people after a verb of speech", 0.6
    found = _inverted(sentence, verb, *behind)
    if found[0] is None and not is_unnamed and (phrase := subject_phrase(sentence, verb, start)):
        return noted(phrase), "phrase before a verb of speech", 0.4
    return found


def _by_leading(sentence: Sentence, verb: re.Match[str], _: bool) -> Found:
    """Return the subject behind a participle that a sentence begins with: "Denying it, he left"."""
    lang, text, offset = sentence.lang, sentence.text, sentence.offset
    is_first = not text[: verb.start()].strip(' «“"—–-')
    comma = text.find(",", verb.end())
    if not is_first or comma < 0 or not is_participle(lang, verb[0].lower()):
        return NOBODY
    behind = [m for m in sentence.here if m.start - offset > comma and m.role != "demonym"]
    if not behind or len(text[comma + 1 : behind[0].start - offset].split()) > _LEADING:
        return NOBODY
    named = [m for m in behind if m.role == "person" and m.name and m.start < behind[0].end + 3]
    return (named or behind)[0], "subject of a participle of speech", 0.7


def _by_one(sentence: Sentence, verb: re.Match[str], _: bool) -> Found:
    """Return the body where French « on » says it: « à Oslo, on assure », « regrette-t-on »."""
    text, offset = sentence.text, sentence.offset
    if sentence.lang != "fr" or not (
        _ON.search(text[: verb.start()]) or _ON_BEHIND.match(text, verb.end())
    ):
        return NOBODY
    bodies = [
        m for m in (*sentence.here, *sentence.seats)
        if m.role in ("institution", "government", "place")
        and _ON_AT.search(text[: m.start - offset])
    ]  # fmt: skip
    near = min(bodies, key=lambda m: abs(m.start - offset - verb.start()), default=None)
    return (near, "body in which it was said", 0.8) if near is not None else NOBODY


_ON = re.compile(r"\b(?:l['’])?on (?:ne |n['’]|se |s['’]|y |en |a |avait |\w+ment )*\Z", re.I)
_ON_BEHIND = re.compile(r"-(?:t-)?on\b")
_ON_AT = re.compile(
    r"(?:\b(?:à|au|aux|en|chez|dans|du côté d[eu]|du côté des)\s+|\bcôté\s+|\bd['’])"
    r"(?:la\s+|le\s+|les\s+|l['’])?\Z", re.I,
)  # fmt: skip


def _by_participle(sentence: Sentence, verb: re.Match[str], _: bool) -> Found:
    """Return the subject of a sentence that goes on with a participle: "they left, accusing"."""
    lang, text, offset = sentence.lang, sentence.text, sentence.offset
    comma = _LED.search(text[: verb.start()])
    if comma is None or not is_participle(lang, verb[0].lower()):
        return NOBODY
    start = _clause_start(text, comma.start())
    own = [
        m for m in sentence.here
        if start <= m.start - offset and m.end - offset <= comma.start() and m.role != "demonym"
    ]  # fmt: skip
    free = free_of(lang, text, own, offset, start)
    noun = nouns(lang).search(text, start, comma.start())
    if free and (noun is None or free[0].start - offset <= noun.start()):
        return _subject(text, offset, free)
    if noun is None:
        return NOBODY
    return noted(whole(lang, text, noun)), "subject of a participle of speech", 0.5


_LED = re.compile(
    rf"(?:,|\b(?:{TEXTS}))\s+"
    r"(?:(?:but|while|and|tout en|en|et|и|l[ae]|les|лишь|не|тем самым|при этом) |l['’])?\Z", re.I,
)  # fmt: skip


def _said_in_body(sentence: Sentence, verb: re.Match[str], has_subject: bool) -> Found:
    """Return the body or state in which a Russian verb in the plural is said: «в Осло заявили»."""
    is_text = verb[0].lower() == "говорится"
    if sentence.lang != "ru" or not (is_text or _MANY.search(verb[0].lower())):
        return NOBODY
    text, offset = sentence.text, sentence.offset
    bodies = [m for m in sentence.here if m.role in ("institution", "government", "place")]
    is_past = verb[0].lower().endswith(("ли", "лись")) and not has_subject
    told = _IN_NOUN.match(text, verb.end()) if is_past else None
    if is_text:
        told = _IN_TEXT_OF.match(text, verb.end())
    if told is None and is_past:
        told = _IN_FIRST.fullmatch(text, 0, verb.start())
    if told is not None:
        return noted(told["who"]), "body in which it was said", 0.6
    if is_text:
        return NOBODY
    beside = [m for m in bodies if text[verb.end() : m.start - offset].strip() in ("в", "во")]
    begins = max(text.rfind(mark, 0, verb.start()) for mark in ";:»")
    inside = [
        m for m in bodies if m.start - offset > begins and _IN.search(text, 0, m.start - offset)
    ]
    own = nouns("ru").search(text, max(begins, 0), verb.start())
    is_many = own is not None and is_plural("ru", own[0])
    if is_many or PLURAL["ru"].search(text, max(begins, 0), verb.start()):
        inside = []
    nearest = [m for m in inside if m.end - offset <= verb.start()]
    found = beside or ([] if has_subject else nearest[-1:])
    return (found[0], "body in which it was said", 0.8) if found else NOBODY


_MANY = re.compile(r"(?:ли|лись|(?:ют|ут|ят|ат)(?:ся)?)\b")
_NO_BODY = (
    r"(?!(?:интервью|эфире|письме|статье|ответ\w*|начале|конце|середине|ходе|эти|это\w*|беседе"
    r"|разговоре|рамках|докладе|\w*(?:заявлени|сообщени|обращени|выступлени)и"
    r"|\w*(?:брь|бр|мент|врал|март|апрел|ма|июн|июл|август|год)[еяу])(?!\w))"
)
_IN_TEXT_OF = re.compile(
    r"\s+во?\s+[а-яё]+(?:ии|е)\s+(?:(?:их|его|её) )?(?P<who>[а-яё]{4,}[иыая])(?!\w)"
)
_IN_FIRST = re.compile(
    rf"Во?\s+{_NO_BODY}(?P<who>(?:[а-яё]+(?:ом|ем|ой|ей) )?[а-яё-]{{4,}}(?:е|и))"
    r"(?: [А-ЯЁ][\w-]+){1,2} (?:(?:также|позже|не) )?"
)
_IN_NOUN = re.compile(
    rf"\s+во?\s+{_NO_BODY}"
    r"(?P<who>(?:[а-яё-]+(?:ом|ем|ой|ей) )?[А-ЯЁа-яё][а-яё-]{3,}(?:е|и)"
    r"(?: [А-ЯЁ]{2,}(?!\w)| [А-ЯЁ][а-яё]+)?)(?=[ ,.])"
)
_IN = re.compile(r"(?<!\w)(?:в|во)\s+(?:[а-яё]+(?:ом|ем|ой|ей)\s+)?\Z", re.I)


def _by_relative(sentence: Sentence, verb: re.Match[str], has_subject: bool) -> Found:
    """Return the person of whom a clause with "who" goes on: "Ms Kask, who told reporters"."""
    text, offset = sentence.text, sentence.offset
    who = _WHO.search(text, 0, verb.start())
    is_own = who is not None and len(re.findall(r"\w+", who[0])) == 1  # "blamed Peru, which denied"
    if who is None or (has_subject and not is_own):
        return NOBODY
    behind = [m for m in sentence.here if 0 <= who.start() - (m.end - offset) <= 1]
    named = [m for m in behind if m.name] or [m for m in behind if m.role != "demonym"]
    if named:
        return named[-1], "name before a relative clause", 0.75
    own = [n for n in nouns(sentence.lang).finditer(text, 0, who.start()) if n.end() == who.start()]
    return (noted(own[-1][0]), "noun before a relative clause", 0.5) if own else NOBODY


_WHO = re.compile(
    r",?\s*(?:\b(?:who|which|qui)|(?<!\w)котор(?:ый|ая|ое|ые))\s+(?:[\w'’-]+\s+){0,12}?"
    r"(?:[sn]['’])?\Z"
)


def _by_apposed(sentence: Sentence, verb: re.Match[str], _: bool) -> Found:
    """Return the name between commas right before a verb: "the minister, Anna Kask, said"."""
    text, offset = sentence.text, sentence.offset
    comma = re.search(
        r",\s+(?:[ln]['’])?(?:a |ont |avait |has |had |s['’]est |se )?\Z", text[: verb.start()]
    )
    if comma is None:
        return NOBODY
    for m in sentence.here:
        is_named = m.role == "person" and m.name and text[m.start - offset] != " "
        is_set_off = is_named and m.end - offset == comma.start()
        if is_set_off and _opens_apposition(sentence, m):
            return m, "name between commas before a verb of speech", 0.85
    return NOBODY


def _opens_apposition(sentence: Sentence, mention: Mention) -> bool:
    """Return whether a comma, and at most words of what somebody is, stand before a name."""
    before = sentence.text[: mention.start - sentence.offset].rstrip()
    comma = before.rfind(",")
    words = before[comma + 1 :].strip()
    if comma < 0 or re.search("[;:»”]", words):
        return False
    return not words or _WHAT_HE_IS.fullmatch(words) is not None


_WHAT_HE_IS = re.compile(
    r"(?:an?|the|une?|le|la|l['’]\w+|анци\w+|(?:бывш|нынешн|стар)\w+|[а-яё]+(?:ый|ий|ая))\b"
    r"(?: [\w’'-]+){0,4}?(?: (?:named|called|du nom de|nommée?|по имени))?", re.I,
)  # fmt: skip


def _owned(sentence: Sentence, free: list[Mention], verb: re.Match[str]) -> Found | None:
    """Return those who belong to a name before a verb: "Kask's advisers hope"."""
    text = sentence.text
    if sentence.lang != "en" or not free:
        return None
    owned = _OWNED.fullmatch(text, free[-1].end - sentence.offset, verb.start())
    if owned is None or nouns("en").search(owned["who"]) is None:
        return None
    return noted(owned["who"]), "those of a name before a verb of speech", 0.6


_OWNED = re.compile(
    r"['’]s?\s+(?P<who>[\w-]+(?: [\w-]+)?),? (?:(?:have|has|had|also|later|\w+ly) )*"
)


def _free_subject(sentence: Sentence, free: list[Mention], verb: re.Match[str]) -> Found:
    """Return who speaks of those before a verb: a head, a name whose office stands behind it."""
    for headed in (_headed(sentence, free[-1], verb), _headed_before(sentence, free[-1])):
        if headed[0] is not None:
            return headed
    subject, rule, score = _subject(sentence.text, sentence.offset, free)
    named = _beside_name(sentence, subject) if subject else None
    if named is not None:
        return named, "name beside an office before a verb of speech", 0.85
    return subject, rule, score


def _inverted(
    sentence: Sentence, verb: re.Match[str], after: list[Mention], named_after: list[Mention]
) -> Found:
    """Return who speaks of those after a verb."""
    lang, text, offset = sentence.lang, sentence.text, sentence.offset
    between = text[verb.end() : after[0].start - offset] if after else ""
    is_office = after and after[0].role != "person" and nouns(lang).search(between)
    if is_office and not named_after:
        words = sentence.document.text[offset + verb.end() : after[0].end].strip()
        words = re.sub(r"\A(?:le |la |les |l['’]|un |une )", "", words)
        head = replace(after[0], surface=words, role="person", name="", country="")
        return head, "office of a body after a verb of speech", 0.6
    if verb[0].lower() in _TRANSITIVE:
        return NOBODY
    if after and not named_after and (headed := _headed_before(sentence, after[0]))[0] is not None:
        return headed
    if after and between.strip(" ,") in _LEADS:
        return after[0], "subject after a verb of speech", 0.7
    if named_after and lang != "en":
        to_name = text[verb.end() : named_after[0].start - offset]
        office = nouns(lang).search(f"{to_name}{named_after[0].surface}")
        if office and _is_inverted(to_name.rstrip(", "), 9):
            return named_after[0], "office and name after a verb of speech", 0.75
    if any(unnamed_speaker(sentence, verb)):
        return NOBODY
    if after and lang != "en" and _is_inverted(between.removesuffix("«")):
        return (named_after or after)[0], "subject after a verb of speech", 0.65
    return NOBODY


def _headed_before(sentence: Sentence, mention: Mention) -> Found:
    """Return the Russian office before the body it is of: «Спецпредставитель МИД РФ считает»."""
    goes_on = sentence.text[mention.end - sentence.offset :][:2].strip().istitle()
    if sentence.lang != "ru" or mention.role == "person" or goes_on:
        return NOBODY
    head = _HEAD.search(sentence.text, 0, mention.start - sentence.offset)
    if head is None or is_governed("ru", sentence.text, head.start("who"), 0):
        return NOBODY
    return (
        noted(f"{head['who']} {mention.surface}"),
        "office of a body before a verb of speech",
        0.6,
    )


_HEAD = re.compile(
    r"(?<!\w)(?!вторник|понедельник)(?P<who>[А-ЯЁа-яё-]+(?:тель|ник|арь|тор|ист|нт|глава|пред))\s+\Z",
    re.I,
)


def _headed(sentence: Sentence, mention: Mention, verb: re.Match[str]) -> Found:
    """Return the office whose body or state stands before it: "the U.N. envoy said"."""
    between = sentence.text[mention.end - sentence.offset : verb.start()].strip()
    between = re.sub(r"\s+(?:in|for|at|from) [A-Z]\w+(?: [A-Z]\w+)?\Z", "", between)
    if sentence.lang != "en" or mention.role == "person" or not 0 < len(between.split()) <= 2:
        return NOBODY
    if nouns("en").fullmatch(between.split()[-1]) is None:
        return NOBODY
    head = replace(mention, surface=f"{mention.surface} {between}", role="person", name="")
    return head, "office of a body before a verb of speech", 0.7


def _is_inverted(between: str, most: int = 5) -> bool:
    """Return whether only a date, place or office stands between a verb and its subject after."""
    return len(between.split()) <= most and not re.search(r"[,;:«“\"]|\bqu[e'’]", between)


def _after_comma(sentence: Sentence, verb: re.Match[str], start: int) -> int:
    """Return where the clause of a verb of speech begins that follows what was said.

    "A cable will be laid, ministers said": who speaks stands between the comma and the verb. With
    nothing between, as in « …, a annoncé le ministre », French and Russian have the speaker after.
    """
    text, offset = sentence.text, sentence.offset
    comma = text.rfind(",", start, verb.start())
    if comma < 0:
        return start
    words = text[comma + 1 : verb.start()].strip()
    if SET_OFF[sentence.lang].search(text[: comma + 2]):
        return start
    if not words or words in ("a", "ont", "avait", "avaient", "как"):
        is_told = sentence.lang != "en" and text.find(",", start, comma) < 0
        return comma + 1 if is_told and not _VERBLESS.match(text[comma + 1 :]) else start
    inside = [m for m in sentence.here if comma < m.start - offset < verb.start()]
    set_off = [m for m in sentence.here if m.name and m.end - offset == comma]
    if any(m.role == "person" and _opens_apposition(sentence, m) for m in set_off):
        return start
    if inside and len(text[comma + 1 : inside[0].start - offset].split()) > _LEADING:
        return start  # "the envoy, Luc Morel, met the Council and told it"
    is_crowd = lexicon.finder(sentence.lang, "crowd").search(words) is not None
    return comma + 1 if len(words.split()) <= 7 and (inside or is_crowd) else start


_LEADING = 3  # words between a comma and the name of who speaks
_VERBLESS = re.compile(r"\s*(?:\w+\s+){1,3}(?:qu[e'’]|что\b)")
NOBODY: Found = (None, "", 0.0)


def _by_another(
    sentence: Sentence, verb: re.Match[str], before: list[Mention], start: int
) -> Found:
    """Return the agent of a passive verb, or whose position or statement it is."""
    lang, text, offset = sentence.lang, sentence.text, sentence.offset
    by = _BY[lang].match(text, verb.end())
    agents = [m for m in sentence.here if by and by.end() <= m.start - offset < by.end() + REACH]
    if agents:
        people = [m for m in agents if m.role == "person" and m.name]
        return (people or agents)[0], "agent of a verb of speech in the passive", 0.8
    owner = _OWNER[lang].search(text, start, verb.start())
    owners = [m for m in before if owner and abs(m.start - offset - owner.end()) <= 3]
    return (owners[0], "whose position or statement it is", 0.75) if owners else NOBODY


def _by_pronoun_beside(sentence: Sentence, verb: re.Match[str]) -> Found:
    """Return who was named before, where "he", "she" or "they" stands right at the verb."""
    if _is_name_beside(sentence.here, sentence.offset, verb):
        return NOBODY
    lang, text = sentence.lang, sentence.text
    if pronoun := _beside(PLURAL[lang], text, verb):
        own = list(nouns(lang).finditer(text, 0, pronoun.start()))
        named = whole(lang, text, own[-1]) if own and is_plural(lang, own[-1][0]) else ""
        many = Mention(0, 0, named or sentence.many, "person", "", 0.5)
        return (many, "pronoun for those named before", 0.5) if many.surface else NOBODY
    if lang == "en" and (it := _IT.search(text[: verb.start()])):
        states = [m for m in sentence.here if m.role in ("government", "institution")]
        inside = [m for m in states if m.end - sentence.offset <= it.start()]
        if body := inside[0] if inside else sentence.body:
            return body, "body of the sentence before", 0.5
    found = _beside(_BESIDE[lang], text, verb)
    topic = _AS_FOR.match(text)
    if found and topic and topic.end() < found.start():
        meant = sentence.antecedent(found[0], before=found.start())
        return (meant, "pronoun for whom the sentence is about", 0.7) if meant else NOBODY
    if found and _goes_on(sentence, found, verb):
        return NOBODY
    inserted = max(text.rfind(":", 0, verb.start()), text.rfind(";", 0, verb.start()), 0)
    if found and _RELATED.search(text, 0, found.start()):
        inserted = found.start()  # « un texte qu’il qualifie de »
        if not any(m.name and m.end - sentence.offset <= inserted for m in sentence.here):
            return NOBODY  # « le gouvernement a fait savoir qu’il n’a rien promis »
    if found and lang == "fr" and inserted and (body := _body_before(sentence, inserted)):
        return body, "body of the clause before", 0.6
    if found and lang == "ru" and _MANY.search(verb[0].lower()):
        return NOBODY  # «рассказывают, он спорил»: people say so
    meant = sentence.antecedent(found[0], before=inserted) if found else None
    return (meant, "pronoun beside the verb", 0.7) if meant is not None else NOBODY


def _body_before(sentence: Sentence, at: int) -> Mention | None:
    """Return the body or state that a sentence begins with, and nobody behind it: « elle »."""
    before = [m for m in sentence.here if m.end - sentence.offset <= at and m.role != "demonym"]
    is_body = bool(before) and before[0].role in ("institution", "government")
    is_body = is_body and all(m.role != "person" for m in before)
    return before[0] if is_body and before[0].start - sentence.offset < _OPENING else None


_OPENING = 8  # characters before the first name of a sentence: « En effet, », an article


def _goes_on(sentence: Sentence, pronoun: re.Match[str], verb: re.Match[str]) -> bool:
    """Return whether "he" behind a verb has a verb of its own: "his friend thinks he was ill"."""
    is_behind = sentence.lang == "en" and pronoun.start() >= verb.end()
    return is_behind and _GOES_ON.match(sentence.text, pronoun.end()) is not None


_AS_FOR = re.compile(r"\W*(?:As for|Quant (?:à|aux?)|Что (?:же )?касается)\b", re.I)
_GOES_ON = re.compile(r"\s+\w")
_RELATED = re.compile(r"(?:\bqu['’]|\bque |\bthat |\bwhich )\Z")
_IT = re.compile(r"\bit (?:\w+ly |has |had |also )?\Z", re.I)


def _beside(pattern: re.Pattern[str], text: str, verb: re.Match[str]) -> re.Match[str] | None:
    """Return a pronoun right at a verb, but not of what is said: "said that he"."""
    found = pattern.finditer(text, max(0, verb.start() - REACH_BACK), verb.end() + 17)
    return next((p for p in found if not _is_said_of(text, p, verb)), None)


def _is_said_of(text: str, pronoun: re.Match[str], verb: re.Match[str]) -> bool:
    between = text[verb.end() : pronoun.start()]
    return pronoun.start() >= verb.end() and _THAT.search(between) is not None


_THAT = re.compile(
    r"\b(?:that|if|whether|how|why)\s|\bqu['’]|\bs['’]|(?<!\w)(?:что|чтобы|ли)\s", re.I
)


def _subject(text: str, offset: int, free: list[Mention]) -> Found:
    """Return the subject among the mentions before a verb that nothing governs."""
    people = [
        m for m in free if m.role == "person" and m.name and m.rule != "persons without a name"
    ]
    if free[0].role == "person":
        return (people or free)[0], "subject before a verb of speech", 0.85
    if people and _is_apposed(text, free[0], people[0], offset):
        return people[0], "name beside an office before a verb of speech", 0.85
    return free[0], "subject before a verb of speech", 0.8


_BESIDE = {
    "en": re.compile(r"\b(?:he|she)\b", re.I),
    "fr": re.compile(
        r"\bce dernier|\bcelui-ci(?: aurait)?|\bcelle-ci(?: aurait)?|\bcette dernière"
        r"|-t-(?:il|elle)\b"
        r"|-(?:il|elle)\b|\b(?:il|elle) (?:a ||s['’]est )?",
        re.I,
    ),
    "ru": re.compile(r"(?<!\w)(?:он|она)(?!\w)", re.I),
}


def _is_name_beside(here: list[Mention], offset: int, verb: re.Match[str]) -> bool:
    return any(0 <= verb.start() - (m.end - offset) <= 3 for m in here)


# What follows these is whom they are addressed to.
_BY = {
    "en": re.compile(r"\s+by\s+(?:the\s+)?"),
    "fr": re.compile(r"e?s?\s+(?:\w+\s+){0,2}?par\s+(?:le\s+|la\s+|les\s+|l['’])?"),
    "ru": re.compile(r"(?!)"),
}
_OWNER = {
    "en": re.compile(r"\b(?:position|statement|view|stance)\s+of\s+(?:the\s+)?"),
    "fr": re.compile(
        r"\b(?:position|déclaration|point de vue|par la (?:voix|bouche))\s+"
        r"(?:de la\s+|du\s+|de\s+|d['’])"
    ),
    "ru": re.compile(r"(?!)"),
}
_TRANSITIVE = frozenset(
    [
        "told",
        "asked",
        "urged",
        "invited",
        "accused",
        "warned",
        "praised",
        "condemned",
        "assured",
        "tells",
        "accuse",
        "accusent",
        "invité",
        "appellent",
        "salué",
    ]
)
_LEADS = {"", "the", "le", "la", "les", "l'", "l’", "en"}


def _beside_name(sentence: Sentence, office: Mention) -> Mention | None:
    """Return the person whose office stands behind the name: "X, the minister, objected"."""
    own = office.name.split()[-1:] == office.surface.split()[-1:]
    if office.role != "person" or own or (office.name and office.name in office.surface):
        return None
    for person in sentence.here:
        between = sentence.document.text[person.end : office.start]
        if person.role == "person" and person.name and re.fullmatch(_APPOSED, between, re.I):
            return person
    return None


_APPOSED = r",\s+(?:(?:the|a|an|le|la|un|une)\s+|l['’])?"


def _is_apposed(text: str, office: Mention, person: Mention, offset: int) -> bool:
    between = text[office.end - offset : person.start - offset]
    return len(between) < 50 and not re.search(
        r"\band\b|\bet\b|(?<!\w)и(?!\w)|\bwith\b|\bavec\b", between
    )
