"""What states are called beside their names in CLDR, which is where all others are from."""

# Names that CLDR does not have, in the languages of the interface: short ones, and what a state
# calls itself (UNTERM, the terminology of the United Nations). A part of a state, such as England,
# is none of them, nor is a state of the past that ISO 3166-1 has no code for.
STATE_NAMES = {
    "US": ("usa", "us", "u.s.", "u.s.a.", "сша", "ee. uu.", "ee.uu.", "eeuu", "united states of "
           "america", "vereinigte staaten von amerika", "états-unis d’amérique",
           "estados unidos de américa", "соединённые штаты", "сполучені штати америки"),
    "GB": ("uk", "u.k.", "great britain", "großbritannien", "grande-bretagne", "gran bretaña",
           "велика британія", "بريطانيا", "united kingdom", "vereinigtes königreich",
           "royaume-uni", "reino unido", "соединённое королевство", "сполучене королівство"),
    "TR": ("turkey", "türkiye"),
    "RU": ("russian federation", "russische föderation", "fédération de russie",
           "federación de rusia", "российская федерация", "рф", "російська федерація",
           "الاتحاد الروسي"),
    "CN": ("prc", "rpc", "vr china", "кнр", "people’s republic of china",
           "volksrepublik china", "république populaire de chine", "república popular china",
           "китайская народная республика", "китайська народна республіка",
           "جمهورية الصين الشعبية"),
    "IR": ("islamic republic of iran", "islamische republik iran", "république islamique d’iran",
           "república islámica del irán", "исламская республика иран",
           "ісламська республіка іран", "جمهورية إيران الإسلامية"),
    "KP": ("dprk", "dvrk", "rpdc", "кндр", "democratic people’s republic of korea",
           "demokratische volksrepublik korea", "république populaire démocratique de corée",
           "república popular democrática de corea",
           "корейская народно-демократическая республика",
           "корейська народно-демократична республіка", "جمهورية كوريا الشعبية الديمقراطية"),
    "KR": ("rok", "republic of korea", "republik korea", "république de corée",
           "república de corea", "республика корея", "республіка корея", "جمهورية كوريا"),
    "DE": ("federal republic of germany", "bundesrepublik deutschland", "brd",
           "république fédérale d’allemagne", "república federal de alemania",
           "федеративная республика германия", "фрг", "федеративна республіка німеччина", "фрн"),
    "BY": ("weißrussland", "белоруссия"),
}  # fmt: skip
