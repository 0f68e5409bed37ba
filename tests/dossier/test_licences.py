"""A licence is stated with the address of its text where that is known, and with none else."""

import pytest

from chronotope.dossier.licences import licence_entry

BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("name", "url", "path"),
    [
        ("CC-BY-4.0", "", BY),
        ("CC BY-NC-SA 3.0", "", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0-1.0", "", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-BY-9.0", "", None),  # there is none
        ("MIT", "", None),
        ("CC-BY-4.0", "https://example.org/l", "https://example.org/l"),
    ],
)
def test_an_address_is_given_or_known_or_left_out(name, url, path):
    assert licence_entry(name, url).get("path") == path
    assert licence_entry(name, url)["name"] == name
