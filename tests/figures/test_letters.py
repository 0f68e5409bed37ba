"""Letters beyond the pinned fonts are a fault with its cell, before anything is drawn."""

import pandas as pd
import pytest

import chronotope as ct
from chronotope.figures.letters import letter_faults


def opened(title):
    return ct.open(pd.DataFrame({"date": ["2019-09-09", "2019-10"], "title": ["Talks", title]}))


@pytest.mark.parametrize("title", ["北京会谈", "Talks 🕊", "वार्ता"])
def test_a_letter_that_no_font_holds_is_named_with_its_cell(title):
    talks = opened(title)
    fault, *_ = letter_faults(talks)
    assert "row 2" in str(fault) and "no font here has the letter" in str(fault)
    with pytest.raises(ct.DossierError, match="no font here"):
        talks.show()


def test_only_the_letters_that_are_in_no_font_are_named():
    """Hebrew was named, which is drawn everywhere else, because a Chinese word stood beside it."""
    (fault, *_) = letter_faults(opened("שיחות in 北京"))
    assert fault.problem == "no font here has the letter 京 北"


@pytest.mark.parametrize(
    "title", ["Zélande, Ўсё", "محادثات", "שיחות", "საუბრები", "Γενεύη → Παρίσι"]
)
def test_letters_of_the_chain_are_no_fault(title):
    assert letter_faults(opened(title)) == ()


def test_the_shipped_dossiers_can_be_drawn_in_every_language():
    for name in ("2plus2-2019", "aland-1917-1921"):
        assert letter_faults(ct.open(ct.shipped_folder(name))) == ()
