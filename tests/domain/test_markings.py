from vawg_plans.domain.markings import OFFICIAL, OFFICIAL_SENSITIVE, marking_of


def test_only_what_is_all_public_is_official() -> None:
    assert marking_of(["public", "public"]) == OFFICIAL
    assert marking_of(["public", "national"]) == OFFICIAL_SENSITIVE
    assert marking_of(["national"]) == OFFICIAL_SENSITIVE
