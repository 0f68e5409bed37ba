"""A small file of every format that is read, as other programs write it; made for the tests."""

import io
import json

from openpyxl import Workbook


def workbook(**sheets):
    """Return a workbook of sheets, each a list of rows, as bytes."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


JSON = {
    "timelinejs": {
        "title": {"text": {"headline": "A strike", "text": "Of 1936"}},
        "scale": "human",
        "events": [
            {"start_date": {"year": "1936", "month": "5", "day": "11", "hour": "9",
                            "minute": "30"},
             "end_date": {"year": "1936", "month": "6"}, "display_date": "In May",
             "group": "Streets",
             "text": {"headline": "Sit-in", "text": "<p>It <i>begins</i>.</p>"},
             "unique_id": "sit-in", "background": {"color": "#fff"},
             "media": {"url": "https://example.org/a.jpg", "credit": "A. P.", "caption": "Yard",
                       "thumbnail": "https://example.org/t.jpg", "alt": "a yard"},
             "location": {"lat": 49.5, "lon": 0.1, "name": "Le Havre"}},
            {"start_date": {"year": "-44"}, "text": {"headline": "Old"},
             "display_date": "c. 44 BC"},
        ],
        "eras": [{"start_date": {"year": 1936}, "end_date": {"year": 1936},
                  "text": {"headline": "Front", "text": "An era"}}],
    },
    "timelinejs-2": {"timeline": {
        "headline": "A strike", "type": "default", "text": "Intro",
        "date": [{"startDate": "1936,5,11", "endDate": "1936,6,7", "headline": "Sit-in",
                  "text": "It begins.", "tag": "Streets",
                  "asset": {"media": "https://example.org/a.jpg", "credit": "A", "caption": "B"}}],
        "era": [{"startDate": "1936", "endDate": "1938", "headline": "Front", "tag": "x"}],
    }},
    "storymapjs": {"storymap": {"language": "en", "slides": [
        {"type": "overview", "text": {"headline": "A road", "text": "On it"}},
        {"date": "May 1936", "text": {"headline": "Sit-in", "text": "It begins."},
         "location": {"lat": 49.5, "lon": 0.1, "name": "Le Havre", "zoom": 9},
         "media": {"url": "https://example.org/a.jpg", "caption": "Yard", "credit": "A. P."}},
        {"text": {"headline": "Undated"}, "location": {"lat": 48.1, "lon": 1.5}},
    ]}},
    "geojson": {"type": "FeatureCollection", "name": "layer", "features": [
        {"type": "Feature", "id": "f1", "bbox": [1, 2, 3, 4],
         "properties": {"Name": "Talks", "Date": "1919-01-18", "END": "1919-06", "city": "Paris",
                        "deaths": 3, "is_open": True},
         "geometry": {"type": "Point", "coordinates": [2.35, 48.85, 35]}},
        {"type": "Feature", "properties": {"title": "T"},
         "when": {"timespans": [{"start": {"earliest": "1832", "latest": "1834"}}],
                  "label": "thirties"},
         "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}},
    ]},
    "linked-places": {"type": "FeatureCollection", "features": [
        {"@id": "https://example.org/p/ves", "type": "Feature",
         "properties": {"title": "Vesontio", "ccodes": ["FR", "CH"], "fclasses": ["P"]},
         "names": [{"toponym": "Vesontio", "lang": "la", "citations": [{"label": "X"}]},
                   {"toponym": "Besançon", "lang": "fr"}],
         "types": [{"identifier": "aat:300008347", "label": "inhabited place"}],
         "links": [{"type": "closeMatch", "identifier": "gn:3033123"},
                   {"type": "exactMatch", "identifier": "wd:Q37776"}],
         "relations": [{"relationType": "gvp:broaderPartitive", "relationTo": "x:1"}],
         "descriptions": [{"value": "A town", "lang": "en"}],
         "depictions": [{"@id": "https://example.org/i.jpg"}],
         "geometry": {"type": "Point", "coordinates": [6.03, 47.24], "certainty": "uncertain"},
         "when": {"timespans": [{"start": {"in": "0100"}}]}},
    ]},
    "web-annotation": [
        {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://example.org/annotation/a1",
         "type": "Annotation", "creator": "me", "created": "2019-10-21",
         "body": [{"type": "SpecificResource", "purpose": "identifying",
                   "value": "https://www.geonames.org/2988507"},
                  {"type": "TextualBody", "purpose": "commenting", "value": "the venue"},
                  {"type": "TextualBody", "purpose": "tagging", "value": "venue"}],
         "target": {"source": "https://example.org/part/7",
                    "selector": [{"type": "TextQuoteSelector", "exact": "Paris", "prefix": "in "},
                                 {"type": "TextPositionSelector", "start": 10, "end": 15}]}},
    ],
    "periodo": {"@context": {"x": "y"}, "authorities": {"p0abc": {
        "id": "p0abc", "type": "Authority", "source": {"title": "A book"},
        "periods": {"p0abc1": {
            "id": "p0abc1", "type": "Period", "label": "Iron Age", "languageTag": "en",
            "localizedLabels": {"en": ["Iron Age"], "fr": ["Âge du fer"]},
            "spatialCoverage": [{"id": "wd:Q38", "label": "Italy"}], "note": "as given",
            "start": {"label": "900 BC", "in": {"year": "-0899"}},
            "stop": {"label": "about 500 BC",
                     "in": {"earliestYear": "-0510", "latestYear": "-0489"}}}},
    }}},
    "wikidata": {"head": {"vars": ["item", "date"]}, "results": {"bindings": [
        {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q6534"},
         "itemLabel": {"type": "literal", "xml:lang": "en", "value": "Revolution"},
         "date": {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#dateTime",
                  "value": "1789-07-14T00:00:00Z"},
         "datePrecision": {"type": "literal", "value": "11"},
         "coord": {"type": "literal", "value": "Point(2.36 48.85)"},
         "dead": {"type": "literal", "value": "98"}},
    ]}},
    "csl": [
        {"id": "http://zotero.org/users/1/items/ABC", "type": "article-newspaper", "title": "T",
         "container-title": "Le Temps", "volume": 3, "DOI": "10.1/x", "publisher-place": "Paris",
         "author": [{"family": "Gogh", "given": "Vincent", "dropping-particle": "van",
                     "suffix": "Jr."}], "editor": [{"family": "E"}],
         "issued": {"date-parts": [[2019]], "season": "3"}, "language": "fr"},
        {"id": "b", "type": "book", "title": "U", "issued": {"date-parts": [["1984"], [0]]}},
    ],
}  # fmt: skip

TEXTS = {
    "timelinejs-csv": (
        "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,"
        "Media Credit,Media Caption,Media Thumbnail,Type,Group,Background,Tags\n"
        "1936,May,11,9:30,1936,6,7,,In May,Sit-in,Begins,https://example.org/a.jpg,A,Yard,"
        "https://example.org/t.jpg,,Streets,#fff,t\n"
        "1936,,,,1938,,,,,Front,,,,,,era,,,\n"
    ),
    "lp-tsv": (
        "id\ttitle\ttitle_source\tfclasses\taat_types\tattestation_year\tstart\tend\tccodes\t"
        "matches\tvariants\tlon\tlat\tgeowkt\tdescription\n"
        "ves\tVesontio\tA book\tP\t300008347\t\t0100\t0450\tFR\twd:Q37776\tBesançon\t6.03\t"
        "47.24\t\tA town\n"
        "gal\tGaul\tA book\tA\t300000774\t1900\t\t\tFR;BE\t\t\t\t\tPOINT(3 47)\t\n"
    ),
    "kml": (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        "<name>Roads</name><Style id='s'><LineStyle><width>3</width></LineStyle></Style>"
        "<Folder><name>North</name><Placemark id='pm1'><name>Sit-in</name>"
        "<description>It &lt;b&gt;begins&lt;/b&gt;.</description><styleUrl>#s</styleUrl>"
        "<TimeSpan><begin>1936-05-11</begin><end>1936-06-07</end></TimeSpan>"
        "<ExtendedData><Data name='dead'><value>3</value></Data></ExtendedData>"
        "<Point><coordinates>0.1,49.5,12</coordinates></Point></Placemark>"
        "<Placemark><name>Stamp</name><TimeStamp><when>1997-07-16T07:30:15Z</when></TimeStamp>"
        "</Placemark><Placemark><name>No date</name>"
        "<Point><coordinates>1.5,48.1</coordinates></Point></Placemark></Folder>"
        "</Document></kml>"
    ),
    "tei": (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><title>An edition</title></teiHeader>'
        "<standOff><listEvent><event xml:id='ev1' when='1814-12-24' dur='P3D' where='#ghent' "
        "who='#adams' type='treaty'><head>Peace</head><desc>It is <hi rend='i'>signed</hi>.</desc>"
        "</event><event notBefore='1814-08' notAfter='1814-10'><label>Talks</label></event>"
        "</listEvent><listPlace><place xml:id='ghent'><placeName>Ghent</placeName>"
        "<location><geo>51.05 3.72</geo></location><country key='BE'>Belgium</country>"
        "<idno type='gn'>https://www.geonames.org/2797656</idno></place></listPlace>"
        "<listPerson><person xml:id='adams' sex='M'><persName>J. Q. Adams</persName>"
        "<birth when='1767'/></person></listPerson></standOff><text><body><p>Words.</p></body>"
        "</text></TEI>"
    ),
    "icalendar": (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Talks\r\nX-WR-TIMEZONE:Europe/P"
        "aris\r\nBEGIN:VEVENT\r\nUID:ev1@example.org\r\nDTSTAMP:20190101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20190909\r\nDTEND;VALUE=DATE:20190911\r\nSUMMARY;LANGUAGE=fr:Rencontre"
        "\r\nDESCRIPTION:Two days\r\nLOCATION:Moscow\r\nGEO:55.75;37.62\r\nCATEGORIES:talks\r\n"
        "URL:https://example.org/e\r\nRRULE:FREQ=YEARLY\r\nSTATUS:CONFIRMED\r\nPRIORITY:5\r\n"
        "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:ev2\r\nDTSTART;TZID=Europe/Paris:20190910T093000\r\nDURATION:PT2H\r\n"
        "SUMMARY:Lunch\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nUID:t1\r\nSUMMARY:Buy bread\r\nEND:VTODO\r\n"
        "END:VCALENDAR\r\n"
    ),
    "bibtex": (
        "@comment{a remark}\n@article{k1, author = {M{\\\"u}ller, Jr., Hans and others}, "
        "title = {A {Title}}, journal = {J}, year = 2019, month = {sep 9}, doi = {10.1/x}, "
        "note = {n}}\n@online{k2, author = {{NATO}}, title = {T}, url = {\\url{https://x.org/a}}, "
        "date = {196X}, urldate = {2020-01-01}}\n"
    ),
    "ris": (
        "TY  - NEWS\r\nID  - r1\r\nTI  - A title\r\nAU  - Curie, Marie, Jr.\r\nT2  - Le Temps\r\n"
        "PY  - 1911\r\nDA  - 1911/11/04/\r\nDO  - 10.1/x\r\nLA  - fr\r\nKW  - radium\r\n"
        "N2  - A long\r\n  abstract\r\nER  - \r\n"
    ),
    "acled": (
        "event_id_cnty,event_date,year,time_precision,event_type,actor1,country,location,latitude,"
        "longitude,geo_precision,source,notes\n"
        "UKR1,16 May 2025,2025,2,Battles,A,Ukraine,Town,48.1,37.5,1,Paper,Notes here\n"
    ),
    "ucdp": (
        "id,year,conflict_name,side_a,source_headline,where_prec,where_coordinates,latitude,"
        "longitude,country,date_prec,date_start,date_end,best\n"
        "7,2019,A war,G,A headline,1,Town,48.1,37.5,Ukraine,4,2019-09-01 00:00:00.000,"
        "2019-09-30 00:00:00.000,2\n"
    ),
    "table": (
        "When;What;Where;Lat;Lon;Title;Date;Link;Deaths\n"
        "x;y;z;48,85;2,35;Meeting;9 Sept 2019;https://example.org/a;3\n"
    ),
}  # fmt: skip

BOOKS = {
    "workbook": {
        "events": [["event_id", "date", "Title_EN", "rank", "my notes"],
                   ["E1", "1936-05", "Sit-in", 1, "n"]],
        "about": [["key", "value"], ["title.en", "A strike"], ["article.author", "A. P."],
                  ["colour", "red"]],
        "Sheet2": [["a"], ["b"]],
    },
}  # fmt: skip

ENDINGS = {
    "kml": ".kml", "tei": ".xml", "icalendar": ".ics", "bibtex": ".bib", "ris": ".ris",
    "lp-tsv": ".tsv", "workbook": ".xlsx", "geojson": ".geojson", "web-annotation": ".jsonld",
    **dict.fromkeys(("timelinejs-csv", "acled", "ucdp", "table"), ".csv"),
}  # fmt: skip


def sample(name):
    """Return the bytes of the sample of a format."""
    if name in BOOKS:
        return workbook(**BOOKS[name])
    if name in JSON:
        return json.dumps(JSON[name], ensure_ascii=False).encode("utf-8")
    return TEXTS[name].encode("utf-8")


def file_name(name):
    """Return the name that a file of a format would have."""
    return f"in{ENDINGS.get(name, '.json')}"
