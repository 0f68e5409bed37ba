import pickle

from chronotope.dossier.errors import DossierError, Fault

MONTH_13 = Fault(
    "events.csv", 17, "date", "2019-13-01", "not EDTF (month 13)", "EDTF",
    "Write 2019-12-01, 2019-12 or 2019.",
)  # fmt: skip
NO_TABLE = Fault("actors.csv", None, None, None, "the file is missing", "a file", "Put it back.")


def test_a_fault_names_file_row_column_value_rule_and_remedy():
    assert str(MONTH_13) == (
        "events.csv row 17, date '2019-13-01': not EDTF (month 13). Allowed: EDTF. "
        "Write 2019-12-01, 2019-12 or 2019."
    )


def test_a_fault_of_a_whole_file_names_neither_row_nor_column():
    assert str(NO_TABLE).startswith("actors.csv: the file is missing. Allowed: a file.")


def test_the_error_lists_every_fault_on_a_line_sorted_by_place():
    lines = str(DossierError([MONTH_13, NO_TABLE])).splitlines()
    assert lines == [str(NO_TABLE), str(MONTH_13)]


def test_a_fault_found_twice_is_listed_once():
    assert DossierError([NO_TABLE, NO_TABLE]).faults == [NO_TABLE]


def test_a_line_break_in_a_value_does_not_break_the_list():
    fault = Fault("a.csv", 2, "b", "one\ntwo", "a line break", "one line", "Remove it.")
    assert len(str(DossierError([fault])).splitlines()) == 1


def test_a_long_value_is_cut_in_the_middle():
    fault = Fault("a.csv", 2, "b", "x" * 5000, "long", "short", "Cut it.")
    assert len(str(fault)) < 200
    assert "…" in str(fault)


def test_the_error_survives_pickling_with_its_faults():
    error = pickle.loads(pickle.dumps(DossierError([MONTH_13])))
    assert error.faults == [MONTH_13]
