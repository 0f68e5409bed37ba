"""Who says what: the speaker of a text without a title, sentence by sentence."""

import pytest

from chronotope.draft.document import freeze
from chronotope.draft.mentions import find_mentions
from chronotope.draft.statements import find_statements, with_speakers


def speakers(lang: str, text: str) -> list[str]:
    document = freeze(text, lang=lang)
    return [s.speaker for s in find_statements(document, find_mentions(document))]


KINDS = {
    "an office means the last person who holds it": [
        ("en", "Foreign Minister Anna Kask left. The minister hoped for peace.", ["Anna Kask"]),
        ("fr", "Le ministre Luc Morel part. Le ministre, lui, refuse.", ["Luc Morel"]),
        ("ru", "Приехал посол Иван Белов. «Мир», — вздохнул посол.", ["Иван Белов"]),
    ],
    "who is spoken of is not who speaks": [
        ("en", "Anna Kask left. Luc Morel came and said that he was glad.", ["Luc Morel"]),
        ("fr", "Anna Kask part. L’opposition a dit qu’elle reste.", ["opposition"]),
        ("ru", "Анна Белова ушла. Иван Громов, по его словам, рад.", ["Иван Громов"]),
    ],
    "what stands between commas behind a name": [
        ("en", "Luc Morel, the Danish judge who chaired it, believes that it will.", ["Luc Morel"]),
        ("en", "It failed after Luc Morel, the foreign minister, objected.", ["Luc Morel"]),
        ("fr", "L’Algérie, dont la rue défile contre Anna Kask, répète son refus.", ["Algérie"]),
    ],
    "one of several, and they of the same sentence": [
        ("en", "The envoy said no. Leila Moe warns against haste: it rains, she points out.",
         ["envoy", "Leila Moe"]),
        ("en", "Lima blamed Chile, which denied it.", ["Lima", "Chile"]),
        ("en", "It rained. Their commanders in Lima reject the text.", ["commanders"]),
        ("fr", "« Non », dit un ancien combattant.", ["ancien combattant"]),
        ("ru", "Гости отметили успех. Они призвали к миру.", ["Гости", "Гости"]),
        ("ru", "«Тихо», — вспоминает сотрудник ООН.", ["сотрудник"]),
        ("ru", "Согласно документу, он обязан уйти.", []),
        ("fr", "Les colonels se disent prêts.", ["colonels"]),
        ("ru", "Как рассказал один из датских дипломатов, было трудно.",
         ["один из датских дипломатов"]),
        ("fr", "Rien ne change, a dit l’un des diplomates.", ["l’un des diplomates"]),
        ("ru", "В Осло собрались министры; они призвали прекратить огонь.", ["министры"]),
    ],
    "the two ministers are those named last": [
        ("fr", "Le ministre Luc Morel voit le ministre Jan Moe. Les deux ministres ont confirmé.",
         ["Luc Morel", "Jan Moe"]),
    ],
    "nobody expects, concludes or says": [
        ("en", "The Security Council is expected to vote.", []),
        ("fr", "Anna Kask lit le traité conclu en mai.", []),
    ],
    "an office of another than the one named is nobody's name": [
        ("en", "Foreign Minister Anna Kask left. The mayor hoped for peace.", ["mayor"]),
        ("en", "Foreign Minister Anna Kask left. A minister hoped for peace.", ["minister"]),
    ],
    "the head of a phrase speaks, not the body that it serves": [
        ("en", "The roads are shut, a spokesman for the Dutch tax ministry said.", ["spokesman"]),
        ("en", "All is calm, the U.N. envoy said on Monday.", ["U.N. envoy"]),
        ("ru", "Об этом сообщил представитель ООН.", ["представитель ООН"]),
    ],
    "they are those of the sentence before": [
        ("en", "Nurses near Leeds are tired. They say that pay is low.", ["Nurses"]),
    ],
    "a pronoun passes over whom its gender excludes": [
        ("ru", "Вчера Анна Белова и Пётр Громов ушли. Она заявила, что рада.", ["Анна Белова"]),
        ("fr", "Mme Rey croise M. Adam. « Bien », a-t-elle dit.", ["Rey"]),
    ],
    "according to, in other words": [
        ("en", "In the view of one diplomat, it failed.", ["diplomat"]),
        ("fr", "De l’avis d’un diplomate, tout va bien.", ["diplomate"]),
        ("ru", "По оценке экспертов, всё хорошо.", ["экспертов"]),
        ("ru", "Иван Белов ушёл. По его мнению, мир близок.", ["Иван Белов"]),
    ],
    "« Pour » only at the head of a clause, before a comma": [
        ("fr", "Pour Anna Kask, tout va bien.", ["Anna Kask"]),
        ("fr", "Tout va bien ; pour le ministre Luc Morel, il pleut.", ["Luc Morel"]),
        ("fr", "Ils se voient pour la première fois sous l’égide de Mme Kask.", []),
        ("fr", "Hier, pour la première fois avec Mme Kask, ils dansent.", []),
        ("fr", "Un plan est attendu pour le 26 avril à Oslo.", []),
        ("fr", "Un pont pour Anna Kask, en somme.", []),
    ],
    "after « L’ » as after any article": [
        ("fr", "L’Italie a salué le texte.", ["Italie"]),
        ("fr", "« Rien n’est fait », avoue l’amiral Luc Morel.", ["Luc Morel"]),
    ],
    "an office and its name after the verb": [
        ("ru", "Мост закрыт, пообещал вчера министр транспорта Иван Белов.", ["Иван Белов"]),
        ("fr", "C’est fini, a avoué hier la ministre du Travail, Léa Roux.", ["Léa Roux"]),
    ],
    "set off by commas": [
        ("en", "Norway, for its part, declined.", ["Norway"]),
        ("fr", "La Suède, de son côté, exige un vote.", ["Suède"]),
        ("ru", "Губернатор Иван Белов, в свою очередь, возразил.", ["Иван Белов"]),
    ],
    "a verb that is quoted is nobody's here": [
        ("ru", "«Губернатор считает плохо», — возразил Иван Белов.", ["Иван Белов"]),
    ],
    "a verb of other things as well": [
        ("en", "A truce was held by Norway. Norway held a vote.", []),
        ("en", "Anna Kask held that the vote was void.", ["Anna Kask"]),
        ("en", "Norway agreed to leave. Sweden agreed with Norway.", ["Sweden"]),
    ],
    "a phrase that nobody lists, right before its verb": [
        ("fr", "Les chaudronniers jurent le contraire.", ["chaudronniers"]),
        ("en", "Experts in Oslo call it naive.", ["Experts"]),
        ("en", "Anna Kask left. Kask's advisers hope it ends.", ["advisers"]),
        ("en", "The treaty demands a vote.", []),
        ("en", "It was the claim of a few, said to be void.", []),
    ],
    "a noun for anybody means the last person": [
        ("fr", "« Assez », dit Luc Morel. « Trop », a déclaré le diplomate à la sortie.",
         ["Luc Morel", "Luc Morel"]),
        ("fr", "Luc Morel et Anna Kask partent. Et la ministre d’ajouter que tout va.",
         ["Anna Kask"]),
        ("ru", "Так говорит Иван Белов. «Поздно», — вздохнул учёный.", ["Иван Белов"] * 2),
    ],
    "a name between commas, and one before who": [
        ("en", "It ends, the Danish minister, Luc Morel, said.", ["Luc Morel"]),
        ("en", 'It is the line of Luc Morel, who told reporters that it was "odd, at best".',
         ["Luc Morel"]),
    ],
    "a verb tells a woman from a man": [
        ("ru", "Об этом сказала Гюнель Рзаджан. Спорил Иван Белов. Она добавила, что рада.",
         ["Гюнель Рзаджан", "Гюнель Рзаджан"]),
    ],
    "in a ministry or capital they said": [
        ("ru", "В министерстве от комментариев отказались.", ["министерстве"]),
        ("ru", "В Астане объясняют это занятостью.", ["Астане"]),
    ],
    "who says it in the midst of a quotation": [
        ("ru", "Иван Белов ушёл. «Карты были, — утверждает он, — а он их терял».", ["Иван Белов"]),
    ],
    "by whom it is said, and a newspaper by its word": [
        ("fr", "L’information a été démentie par Téhéran.", ["Téhéran"]),
        ("fr", "Selon le quotidien Al-Watan, tout va.", ["Al-Watan"]),
        ("ru", "Об этом пишет газета «Утренний курьер».", ["Утренний курьер"]),
    ],
    "the head of a phrase of several words": [
        ("en", "Philippine coast guard officers insist that they fired.", ["officers"]),
        ("en", "A foreign ministry spokeswoman in Oslo said no.", ["foreign ministry spokeswoman"]),
        ("fr", "Un mineur, rencontré dans un café, résume le sentiment général.", ["mineur"]),
        ("ru", "Спецпредставитель МИД РФ считает, что срок близок.", ["Спецпредставитель МИД РФ"]),
        ("ru", "Торговцы на рынке, впрочем, верят в лучшее.", ["Торговцы"]),
    ],
    "a participle goes on with the subject of its sentence": [
        ("fr", "Les rebelles sont partis jeudi, accusant le gouvernement de ruse.", ["rebelles"]),
        ("en", "Anna Kask left, insisting that she was ill.", ["Anna Kask"]),
    ],
    "who speaks for a state": [
        ("fr", "Le grand-duché, par la bouche de Luc Bech, assure qu’il paiera.", ["Luc Bech"]),
        ("ru", "Об этом сообщили в миссии ОБСЕ.", ["миссии ОБСЕ"]),
        ("ru", "По данным миссии, стороны спорят.", ["миссии"]),
        ("fr", "Selon une source diplomatique, Luc Morel s’est tu.", ["source"]),
        ("fr", "D’après les calculs de M. Morel, tout va.", ["Morel"]),
    ],
    "a quotation by itself goes on with who spoke before it": [
        ("en", '"It is over," Anna Kask said. "Nobody will come back again."', ["Anna Kask"] * 2),
        ("ru", "«Ждать некуда, — заметил Иван Белов. — Море не денется».", ["Иван Белов"] * 2),
        ("en", 'Anna Kask left. "It is over," said the sign.', ["Anna Kask"]),
    ],
    "behind a quotation, a noun that nobody lists": [
        ("en", '"All come late," insisted one member of the club.', ["member"]),
        ("fr", "Léa Roux part. « Tout était perdu », se souvient la juriste.", ["Léa Roux"]),
        ("en", "According to an aide to Mr Kask, it rained.", ["aide"]),
        ("fr", "Le président de séance menaça de partir.", ["président de séance"]),
        ("en", "A scholar who was in Oslo in May says that it rained.", ["scholar"]),
    ],
    "one, another, they": [
        ("en", "One added that it rained.", ["One"]),
        ("en", "Luc Morel met Jan Moe. Both men agree. Oslo, they say, did nothing.",
         ["Luc Morel", "Jan Moe"]),
        ("en", "Luc Morel left. His friend thinks he was tired.", ["friend"]),
        ("fr", "Luc Morel défend un texte qu’il qualifie de bon.", ["Luc Morel"]),
        ("fr", "Léa Roux voit Luc Morel. Celui-ci aurait promis un vote.", ["Luc Morel"]),
    ],
    "a question and a name that looks like a verb say nothing": [
        ("en", "What do they say?", []),
        ("en", "The United States has a plan.", []),
        ("ru", "Что думают в Осло?", []),
    ],
    "whose claim it is": [
        ("en", "Anna Kask's claim that it rained was met by a shrug.", ["Anna Kask"]),
        ("fr", "La déclaration de Mme Kask selon laquelle il pleut surprend.", ["Kask"]),
    ],
    "who has not answered says nothing": [
        ("en", "Norway has not replied.", []),
        ("fr", "La Suède n’a pas réagi.", []),
        ("fr", "L’accord conclu hier engage la Suède.", []),
    ],
    "every form of a verb": [
        ("ru", "Министерство возразило. Эстония пожаловалась.", ["Министерство", "Эстония"]),
        ("fr", "Madrid exigeait un vote. Rome suggère un report.", ["Madrid", "Rome"]),
    ],
    "a colon, and the head of a sentence": [
        ("en", "Anna Kask: “We will not move.”", ["Anna Kask"]),
        ("en", "For Anna Kask, it is dead. For Norway, it is a win.", ["Anna Kask"]),
        ("ru", "Вчера ушёл Иван Белов. На взгляд Белова, всё кончено.", ["Иван Белов"]),
        ("fr", "Mme Kask part. À l’en croire, tout va.", ["Kask"]),
    ],
    "a participle before its subject, or behind it": [
        ("en", "Denying a crisis, Luc Morel left.", ["Luc Morel"]),
        ("en", "Luc Morel was brief, telling them that he was ill.", ["Luc Morel"]),
        ("ru", "Иван Белов ушёл, заявив, что болен.", ["Иван Белов"]),
        ("fr", "Mme Kask est allée plus loin, la qualifiant de « notaire ».", ["Kask"]),
        ("en", "Talks on a warning system drag on.", []),
    ],
    "who says it in the midst of French marks": [
        ("fr", "Mme Kask part. « Presque, a-t-elle dit. Il reste un point. »", ["Kask"] * 2),
        ("fr", "« Il y avait un nom, se souvient Mme Rey, et je l’ai lu. »", ["Rey"]),
    ],
    "a verb that nobody lists, behind a quotation": [
        ("fr", "« On l’a déjà entendu », marmonne Peeter Kask.", ["Peeter Kask"]),
        ("en", '"It is odd," sniffed a diplomat.', ["diplomat"]),
        ("ru", "«Слышали», — бормочет Пеэтер Каск.", ["Пеэтер Каск"]),
    ],
    "« on » is the body in which it is said": [
        ("fr", "À Oslo, on assure que rien n’a changé.", ["Oslo"]),
        ("fr", "« Rien n’a changé », regrette-t-on à Oslo.", ["Oslo"]),
    ],
    "joined on either side": [
        ("en", "Neither Anna Kask nor Luc Morel would confirm it.", ["Luc Morel", "Anna Kask"]),
        ("ru", "И в Осло, и в Стокгольме опровергли это.", ["Осло", "Стокгольме"]),
    ],
    "of several names before a verb": [
        ("en", "Anna Kask, Luc Morel wrote later, was right.", ["Luc Morel"]),
        ("en", "The envoy, Luc Morel, met the Council and told it so.", ["Luc Morel"]),
        ("en", "As for Luc Morel, he believes that it is over.", ["Luc Morel"]),
        ("fr", "Le négociateur, un ancien maire du nom de Luc Rey, accuse Oslo.", ["Luc Rey"]),
        ("en", "Her critics, among them Anna Kask, say no.", ["critics"]),
        ("ru", "На вопрос о мире Иван Белов ответил.", ["Иван Белов"]),
        ("ru", "Чиновники в Осло и Риме сообщили об этом.", ["Чиновники"]),
    ],
    "who is said to, and what is recognised": [
        ("en", "Luc Morel was said to be glad.", []),
        ("en", "They were told by Luc Morel to go.", ["Luc Morel"]),
        ("fr", "La Suède a reconnu le Kosovo.", []),
        ("ru", "Министров не спросил никто.", []),
        ("en", "In Oslo the press praised the Danish king.", ["press"]),
    ],
    "one of them, and both sides": [
        ("fr", "« Bien », répète l’un d’eux.", ["l’un d’eux"]),
        ("ru", "Переговоры, как выразился один из их участников, уснули.",
         ["один из их участников"]),
        ("en", "Luc Morel met Anna Kask. The two sides praised it.", ["two sides"]),
        ("fr", "La Suède hésite. La Norvège a salué un pas ; elle exige plus.", ["Norvège"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [pytest.param(*case, id=f"{kind}-{n}") for kind in KINDS for n, case in enumerate(KINDS[kind])],
)
def test_the_speaker_is_found_where(lang, text, wanted):
    assert speakers(lang, text) == wanted


def test_who_speaks_without_a_name_is_a_person_and_a_body_is_none():
    for lang, text, who in (
        ("en", "It rained. Traders in Lima complained of it.", ["Traders"]),
        ("en", "It rained. The union insisted on it.", []),
        ("en", "It rained. The two sides noted it.", []),
        ("fr", "Il pleut. L’armateur a démenti.", ["armateur"]),
        ("fr", "Il pleut. Le syndicat a démenti.", []),
        ("ru", "Шёл дождь. Как признался репортёр столичной газеты, он рад.", ["репортёр"]),
        ("ru", "Шёл дождь. Профсоюз потребовал отставки.", []),
    ):
        document = freeze(text, lang=lang)
        mentions = find_mentions(document)
        found = with_speakers(document, mentions, find_statements(document, mentions))
        assert [m.surface for m in found if m.role == "person"] == who, text
