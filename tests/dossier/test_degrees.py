"""Coordinates as a person copies them from a map, in a table and in an import alike."""

import pytest

import chronotope as ct
from chronotope.dossier.degrees import decimal_degrees
from chronotope.dossier.errors import DossierError
from chronotope.formats import import_file

WRITTEN = [
    ("37° 34′ N", "latitude", "de", "37.5667"),
    ("N 37°34'12\"", "latitude", "en", "37.57"),
    ("48,85° S", "latitude", "de", "-48.85"),
    ("0° 30′ W", "longitude", "en", "-0.5"),
    ("126° 59′ O", "longitude", "de", "126.9833"),  # Ost
    ("126° 59′ O", "longitude", "fr", "-126.9833"),  # ouest
    ("126° 59′ O", "longitude", "ru", "126° 59′ O"),  # it may be either
    ("126° 59′ N", "longitude", "en", "126° 59′ N"),  # no longitude
    ("37° 74′ N", "latitude", "en", "37° 74′ N"),  # no minute
    ("48.85", "latitude", "en", "48.85"),
    ("somewhere", "latitude", "en", "somewhere"),
]


@pytest.mark.parametrize(("text", "axis", "lang", "expected"), WRITTEN)
def test_degrees_and_minutes_are_decimals_where_they_can_mean_one_thing(text, axis, lang, expected):
    assert decimal_degrees(text, axis, (lang,)) == expected


def test_a_point_is_read_alike_by_opening_and_by_importing_and_never_looked_up_instead(tmp_path):
    table = tmp_path / "talks.csv"
    head = "Datum;Ereignis;Ort;Breite;Länge\n"
    table.write_text(f"{head}17.10.2003;Gespräche;Seoul;37° 34′ N;126° 59′ O\n", "utf-8")
    points = [ct.open(table).places[["longitude", "latitude"]].values.tolist()]
    import_file(table, tmp_path / "sound")
    points += [ct.open(tmp_path / "sound").places[["longitude", "latitude"]].values.tolist()]
    assert points == [[[126.9833, 37.5667]]] * 2

    table.write_text(f"{head}17.10.2003;Gespräche;Seoul;37 x;126 y\n", "utf-8")
    with pytest.raises(DossierError, match=r"row 2, Länge '126 y': not a number"):
        ct.open(table)
    report = import_file(table, tmp_path / "spoiled")
    reasons = {(x.reason, x.value) for x in report.losses}
    assert {("bad_position", "126 y, 37 x"), ("unread_point", "Seoul")} <= reasons
    assert ct.open(tmp_path / "spoiled").places.empty
