"""Names: place or government, people, body, treaty, person; and which place is meant."""

import pytest

from chronotope.draft.document import freeze
from chronotope.draft.mentions import find_mentions
from chronotope.draft.statements import find_statements


def roles(text: str, lang: str) -> dict[str, str]:
    return {m.surface: m.role for m in find_mentions(freeze(text, lang=lang))}


@pytest.mark.parametrize(
    ("lang", "text", "name", "role"),
    [
        ("en", "Vienna has confirmed that the talks will resume.", "Vienna", "government"),
        ("en", "The talks were held in Vienna.", "Vienna", "place"),
        ("en", "Relations with Austria are good.", "Austria", "government"),
        ("en", "The minister of Austria spoke.", "Austria", "government"),
        ("en", "The situation in Austria is good.", "Austria", "place"),
        ("en", "The Austrian side agreed.", "Austrian side", "government"),
        ("en", "The Austrian side agreed.", "Austrian", "demonym"),
        ("en", "Police said Jordan Miller left.", "Jordan Miller", "person"),
        ("en", "Jordan said no.", "Jordan", "government"),
        ("en", "They flew to Kyiv.", "Kyiv", "place"),
        ("en", "The Minsk agreements must be kept.", "Minsk agreements", "instrument"),
        ("en", "The 2+2 talks went on.", "2+2", "institution"),
        ("en", "Later Umberto de la Rey left.", "Umberto de la Rey", "person"),
        ("en", "On Tuesday Grace Phiri left.", "Grace Phiri", "person"),
        ("en", "On 9 September Grace Phiri left.", "Grace Phiri", "person"),
        ("en", "Grace Major left. In 1995 Mr Major left.", "Mr Major", "person"),
        ("en", "He told Bill Phiri.", "Bill Phiri", "person"),
        ("en", "The ERA declared a truce.", "ERA", "institution"),
        ("en", "He read Resolution 242 aloud.", "Resolution 242", "instrument"),
        ("en", "He telephoned from the White House.", "White House", "place"),
        ("en", "It froze. Energy Commissioner Marta Ruiz left.", "Marta Ruiz", "person"),
        ("ru", "Тихо. Премьер-министр Норвегии Эва Стёре ушла.", "Эва Стёре", "person"),
        (
            "ru",
            "Тихо. Говорит директор Института Кавказа Леван Микадзе.",
            "Леван Микадзе",
            "person",
        ),
        ("ru", "Тихо. Японский дипломат Кэндзи Мори ушёл.", "Кэндзи Мори", "person"),
        ("ru", "Никита Сергеевич Громов ушёл.", "Никита Сергеевич Громов", "person"),
        ("ru", "Так пишет газета «Утренний курьер».", "Утренний курьер", "institution"),
        ("fr", "La cour lit la résolution 64/298.", "résolution 64/298", "instrument"),
        (
            "fr",
            "Le Front Moldavio a parlé. Hier, le Moldavio se taisait.",
            "Moldavio",
            "institution",
        ),
        (
            "fr",
            "Hier, la Cour constitutionnelle siégeait.",
            "Cour constitutionnelle",
            "institution",
        ),
        ("fr", "Un diplomate européen se tait.", "diplomate européen", "person"),
        ("fr", "En mai 2012, Rabat lui retire sa confiance.", "Rabat", "government"),
        ("fr", "Hier, le Maroc le rejette.", "Maroc", "government"),
        ("fr", "Le Maroc porte à 100 % les droits.", "Maroc", "government"),
        ("fr", "Comme le demandait Rabat, il cède.", "Rabat", "government"),
        ("fr", "Rabat dort.", "Rabat", "place"),
        ("ru", "Он прочёл резолюцию 2202.", "резолюцию 2202", "instrument"),
        ("fr", "Les Russes ont quitté Alep.", "Russes", "demonym"),
        ("fr", "Vienne espère des progrès.", "Vienne", "government"),
        ("fr", "Ils sont allés à Vienne.", "Vienne", "place"),
        ("fr", "La partie autrichienne a accepté.", "partie autrichienne", "government"),
        ("fr", "Il l’a reçu au fort de Bellegarde.", "fort de Bellegarde", "place"),
        ("ru", "Вена подтвердила участие.", "Вена", "government"),
        ("ru", "Встреча прошла в Вене.", "Вене", "place"),
        ("ru", "Диалог с Веной идёт.", "Веной", "government"),
        ("ru", "Белый дом отказался.", "Белый дом", "institution"),
        # A title is an office beside the name, whom an article leads to is nobody, and who speaks
        # is somebody, whatever they are called.
        ("en", "It froze. President Ana Ruiz left.", "President", "person"),
        ("en", "It froze. Historian Ann Moe left.", "Ann Moe", "person"),
        ("en", "Later Hamid al-Rashidi left.", "Hamid al-Rashidi", "person"),
        ("en", "Then the Prime Minister left.", "Prime Minister", "person"),
        ("en", "Ministers of both sides met.", "Ministers", "person"),
        ("en", "It froze. Energy Minister Marta Ruiz left.", "Energy Minister", "person"),
        ("en", "He saw the US Treasury burn.", "US Treasury", "institution"),
        ("fr", "Il vit les chefs d’État du G5 partir.", "chefs d’État", "person"),
        ("fr", "Il dormait place de la Concorde de Lima.", "Lima", "place"),
        ("fr", "Hier, Omar el-Béchir partit.", "Omar el-Béchir", "person"),
        ("ru", "Тихо. Историк Тигран Аветисов ушёл.", "Тигран Аветисов", "person"),
        ("ru", "Посредники ушли.", "Посредники", "person"),
        ("en", "The hostages were held in Casa Verde.", "Casa Verde", "place"),
        ("fr", "Le secrétaire général des Nations unies part.", "Nations unies", "institution"),
        (
            "ru",
            "Тихо. Он покинул Исламскую Республику Иран.",
            "Исламскую Республику Иран",
            "place",
        ),
        ("ru", "Тихо. В Осло Анна Белова ушла.", "Анна Белова", "person"),
        ("ru", "Президенты Перу и Чили ушли.", "Чили", "government"),
        (
            "ru",
            "Тихо. Шведское министерство обороны ушло.",
            "Шведское министерство обороны",
            "institution",
        ),
        ("fr", "Il vit le roi Salman.", "Salman", "person"),
        ("ru", "Тихо. В Осло НАТО молчит.", "НАТО", "institution"),
        ("en", "It froze. Then a NATO envoy left.", "NATO envoy", "person"),
        ("fr", "Hier, le premier ministre danois partit.", "premier ministre danois", "person"),
        ("ru", "Тихо. Вчера Омар аль-Башир ушёл.", "Омар аль-Башир", "person"),
        ("en", "Chile, Peru and Bolivia will vote.", "Chile", "government"),
        ("ru", "Тихо. В столицу Кении приехал посол.", "Кении", "place"),
        ("ru", "Мали: мир пришёл.", "Мали", "place"),
        ("en", "Two months earlier Chad had tested it.", "Chad", "government"),
        ("en", "Nobody liked what Bolivia demolished.", "Bolivia", "government"),
        # Who acts is the subject of a verb in the active voice, and nothing that a word governs.
        ("en", "Nobody knew that Bolivia closed the pass.", "Bolivia", "government"),
        ("en", "Then Lima withdrew its envoy.", "Lima", "government"),
        ("en", "Nepal borders China.", "Nepal", "government"),
        ("en", "Mali was hit by floods.", "Mali", "place"),
        ("en", "The talks about Yemen ended.", "Yemen", "place"),
        ("en", "Envoys of Chile, Peru and Bolivia came.", "Bolivia", "government"),
        ("en", "ACCRA, May 4 - Togo says no.", "ACCRA", "place"),
        ("en", "Libyan officials hesitate.", "Libyan officials", "person"),
        ("fr", "Le sommet de Lima écarte un report.", "Lima", "place"),
        ("fr", "Il part, et Lima dépêche un médiateur.", "Lima", "government"),
        ("fr", "Il vit les troupes boliviennes.", "boliviennes", "demonym"),
        ("ru", "Он сказал, что Монголия вправе уйти.", "Монголия", "government"),
        ("ru", "Пришли послы Чили, Перу и Боливии.", "Перу", "government"),
        ("ru", "Беседа о Ливане пройдёт тут.", "Ливане", "place"),
        ("ru", "Австрийская сторона согласна.", "Австрийская сторона", "government"),
    ],
)
def test_a_name_has_the_role_that_its_words_give(lang, text, name, role):
    assert roles(text, lang)[name] == role


def test_a_surname_is_a_person_once_the_name_was_given_in_full():
    found = find_mentions(freeze("Anna Austen spoke. Later Austen left Vienna.", lang="en"))
    people = [m for m in found if m.role == "person"]
    assert [(m.surface, m.name) for m in people] == [
        ("Anna Austen", "Anna Austen"), ("Austen", "Anna Austen"),
    ]  # fmt: skip


def test_an_office_is_kept_as_the_text_gives_it():
    found = find_mentions(freeze("The foreign minister, Anna Austen, spoke.", lang="en"))
    assert next(m.office for m in found if m.surface == "Anna Austen") == "foreign minister"


def test_a_town_named_with_its_state_is_that_one_and_the_losers_are_named():
    found = find_mentions(freeze("Police in Paris, Texas, said so.", lang="en"))
    paris = next(m for m in found if m.surface == "Paris")
    assert (paris.place.country, paris.reasons[0]) == ("US", "Texas stands beside it")
    assert "FR" in {p.country for p in paris.candidates[1:]}


def test_a_word_of_the_language_is_no_town():
    assert roles("March was cold. Of all towns, Reading was cold. Nice talks.", "en") == {}


def test_a_name_without_a_place_has_no_coordinates():
    found = find_mentions(freeze("They met in Qwertyville.", lang="en"))
    assert [(m.surface, m.place) for m in found] == [("Qwertyville", None)]


@pytest.mark.parametrize(
    ("lang", "text", "name", "country"),
    [
        ("ru", "Он живёт в Амстердаме.", "Амстердаме", "NL"),
        ("ru", "Войска ушли из Южной Кореи в мае.", "Южной Кореи", "KR"),
        ("ru", "Это было в Южной Корее.", "Южной Корее", "KR"),
        ("ru", "Он родился в Риме.", "Риме", "IT"),
        ("ru", "Он родился в Кито.", "Кито", "EC"),
        ("ru", "Жители Гамбурга протестуют.", "Гамбурга", "DE"),
        ("fr", "Le cacao vient de la Côte d’Ivoire.", "Côte d’Ivoire", "CI"),
        ("fr", "Il vit à N’Djamena.", "N’Djamena", "TD"),
        ("en", "GENEVA - The talks ended.", "GENEVA", "CH"),
        ("en", "The quake struck the town of Simav.", "Simav", "TR"),
        (
            "en",
            "In Washington and Chicago it rained. The United States and American envoys met in "
            "San José.",
            "San José",
            "CR",
        ),
        ("fr", "À Tripoli, au Liban, il pleut.", "Tripoli", "LB"),
        ("ru", "Тихо. В Триполи, на севере Ливана, дождь.", "Триполи", "LB"),
        ("ru", "Тихо. Полиция Бирмингема молчит.", "Бирмингема", "GB"),
        ("fr", "Au Liban, Beyrouth dort. Le Liban attend. On l’a vu à Tripoli.", "Tripoli", "LB"),
    ],
)
def test_a_place_is_found_in_the_forms_that_news_write(lang, text, name, country):
    found = {m.surface: m.place for m in find_mentions(freeze(text, lang=lang))}
    assert found[name].country == country


@pytest.mark.parametrize(
    ("lang", "text", "speakers"),
    [
        ("en", "The road is closed, officials said.", ["officials"]),
        ("en", '"We are late," said Anna Austen.', ["Anna Austen"]),
        ("en", "According to a diplomat, it failed.", ["diplomat"]),
        ("fr", "Le pont est fermé, a annoncé jeudi le ministre, Paul Aubry.", ["Paul Aubry"]),
        ("fr", "D’après un diplomate autrichien, tout va bien.", ["diplomate autrichien"]),
        ("ru", "Порт закрыт, сообщил во вторник МИД.", ["МИД"]),
        ("ru", "Президент Сербии Милан Станкович обещал помощь.", ["Милан Станкович"]),
    ],
)
def test_the_speaker_is_found_before_or_after_the_verb_of_a_text_without_a_title(
    lang, text, speakers
):
    document = freeze(text, lang=lang)
    found = find_statements(document, find_mentions(document))
    assert [s.speaker for s in found] == speakers


def test_a_place_many_times_smaller_is_not_meant_for_its_country_alone():
    text = (
        "America and the American president were in Geneva. American envoys met. Washington left."
    )
    found = find_mentions(freeze(text, lang="en"))
    geneva = next(m for m in found if m.surface == "Geneva")
    assert geneva.place.country == "CH" and geneva.candidates[1].country == "US"


def test_a_body_goes_on_under_its_short_name():
    text = "Le Front Moldavio a parlé. Hier, le Moldavio et le Conseil de sécurité se taisaient."
    bodies = [(m.surface, m.name) for m in find_mentions(freeze(text, lang="fr"))]
    assert bodies == [
        ("Front Moldavio", ""), ("Moldavio", "Front Moldavio"), ("Conseil de sécurité", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Bruxelles a promis une aide.", ""),
        ("La Belgique hésite. Bruxelles a promis une aide.", "BE"),
        ("Les Belges hésitent. Bruxelles a promis une aide.", "BE"),
        ("Berne a promis une aide.", "CH"),
    ],
)
def test_the_seat_of_the_union_acts_for_its_country_only_where_the_text_names_it(text, country):
    found = find_mentions(freeze(text, lang="fr"))[-1]
    assert (found.role, found.country) == ("government", country)


def test_an_office_counts_without_its_holder_and_a_name_begins_with_its_particle():
    def people(lang, text):
        found = find_mentions(freeze(text, lang=lang))
        return [m.surface for m in found if m.role == "person"]

    assert people("en", "The foreign ministers met the ambassador of Norway after the war.") == [
        "foreign ministers", "ambassador",
    ]  # fmt: skip
    assert people("fr", "L’ambassadeur de Norvège voit le général de Gaulle.") == [
        "ambassadeur", "général", "de Gaulle",
    ]  # fmt: skip
    assert people("ru", "После войны послы ушли к послу Норвегии.") == ["послы", "послу"]
    assert people("en", "Mr del Valle left.") == ["del Valle"]
    assert people("fr", "Valéry Giscard d’Estaing voit Mme Anna Kask d’Oslo.") == [
        "Valéry Giscard d’Estaing", "Mme Anna Kask",
    ]  # fmt: skip
