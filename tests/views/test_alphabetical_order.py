"""Lists of names on pages stand in the order of an alphabet, in every view that sorts names."""

from frenchtech_graph.findings.labels_held import labels_held
from frenchtech_graph.model.names import alphabetical, fold


def test_names_that_fold_alike_keep_one_order() -> None:
    both = ["ECOLE", "École", "Ecole"]
    assert sorted(both, key=alphabetical) == ["ECOLE", "Ecole", "École"]
    assert len({fold(name) for name in both}) == 1


def test_holders_of_a_label_stand_by_the_name_of_their_ecosystem() -> None:
    rows = labels_held(on="2023-06-01").dropna(subset=["ecosystem"])
    for _, held in rows[rows["ecosystem"] != ""].groupby("label"):
        assert list(held["ecosystem"]) == sorted(held["ecosystem"], key=alphabetical)
