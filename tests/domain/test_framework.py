"""The framework's own rules, and the facts in its files that are easy to get wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.measures import Measure
from vawg_plans.domain.vocabulary import words_occur
from vawg_plans.errors import PlanError
from vawg_plans.store.framework_files import read_framework

ALL_PS = ("prepare", "prevent", "protect", "pursue")
ALL_AREAS = ("powers", "disclosure", "capability", "offenders", "victims", "communications")


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


def suggested(framework: Framework, kind: str, text: str) -> str | None:
    scores: Counter[str] = Counter()
    for each in framework.suggestion_words:
        if each.kind == kind and each.occur_in(text):
            scores[each.target] += each.weight
    best = scores.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


# How many of each


def test_there_are_43_forces_39_in_england_and_4_in_wales(framework: Framework) -> None:
    countries = Counter(force.code[0] for force in framework.forces.values())
    assert countries == {"E": 39, "W": 4}


def test_there_are_four_ps_six_areas_three_themes_seven_vulnerability_themes_and_three_pillars(
    framework: Framework,
) -> None:
    assert tuple(framework.ps) == ALL_PS
    assert tuple(framework.areas) == ALL_AREAS
    assert [area.code for area in framework.areas.values()] == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert list(framework.themes) == ["partnership", "culture", "improvement"]
    assert len(framework.vulnerability_themes) == 7
    assert list(framework.pillars) == ["trust", "pursuit", "spaces"]


def test_three_inspections_make_25_and_13_and_19_recommendations(framework: Framework) -> None:
    counted = Counter(each.inspection for each in framework.recommendations.values())
    assert counted == {"vawg-2021": 25, "rape-2021": 13, "duty-2021": 19}
    kinds = Counter(each.kind for each in framework.recommendations.values())
    assert kinds == {"overarching": 5, "recommendation": 48, "action": 4}


def test_there_are_23_boxes_of_notable_practice_though_the_summary_says_20(
    framework: Framework,
) -> None:
    assert [each.number for each in framework.practices.values()] == list(range(1, 24))
    chapters = [each.chapter for each in framework.practices.values()]
    assert Counter(chapters) == {"4": 6, "5": 5, "6": 2, "7": 3, "8": 2, "9": 4, "12": 1}


def test_positions_count_up_from_one(framework: Framework) -> None:
    for kind in (
        framework.ps,
        framework.areas,
        framework.themes,
        framework.vulnerability_themes,
        framework.pillars,
    ):
        assert [each.position for each in kind.values()] == list(range(1, len(kind) + 1))


# Forces


def test_no_two_forces_share_a_code_a_name_or_a_tile(framework: Framework) -> None:
    forces = framework.forces.values()
    assert len({force.code for force in forces}) == 43
    assert len({force.name for force in forces}) == 43
    assert len({(force.row, force.column) for force in forces}) == 43


def test_the_welsh_forces_have_their_welsh_names(framework: Framework) -> None:
    assert {force.id: force.name_cy for force in framework.forces.values() if force.name_cy} == {
        "north-wales": "Heddlu Gogledd Cymru",
        "gwent": "Heddlu Gwent",
        "south-wales": "Heddlu De Cymru",
        "dyfed-powys": "Heddlu Dyfed-Powys",
    }


@pytest.mark.parametrize(
    "asked",
    [
        "gloucestershire",
        "Gloucestershire",
        "E23000037",
        "e23000037",
        "Gloucestershire Constabulary",
    ],
)
def test_a_force_is_found_by_id_code_or_name_whatever_the_case(
    framework: Framework, asked: str
) -> None:
    assert framework.force(asked).id == "gloucestershire"


@pytest.mark.parametrize("asked", ["Devon & Cornwall", "devon and cornwall", "Devon-and-Cornwall"])
def test_an_ampersand_or_a_hyphen_does_not_hide_a_force(framework: Framework, asked: str) -> None:
    assert framework.force(asked).id == "devon-and-cornwall"


def test_a_force_that_is_not_there_is_refused_with_the_closest_name(framework: Framework) -> None:
    with pytest.raises(PlanError, match="There is no force called 'glocestershire'") as refused:
        framework.force("glocestershire")
    assert "gloucestershire" in refused.value.hint


@pytest.mark.parametrize("asked", ["", "British Transport Police", "zzz"])
def test_what_is_no_territorial_force_is_refused_with_advice(
    framework: Framework, asked: str
) -> None:
    with pytest.raises(PlanError) as refused:
        framework.force(asked)
    assert refused.value.hint


def test_city_of_london_carries_its_note_about_rates(framework: Framework) -> None:
    assert "rates per resident" in framework.force("city-of-london").note


# Recommendations


def test_every_sub_recommendation_belongs_to_the_overarching_one_of_its_number(
    framework: Framework,
) -> None:
    for each in framework.recommendations.values():
        if each.inspection == "vawg-2021" and each.kind == "recommendation":
            assert each.parent == f"vawg-{each.number.split('.')[0]}"
        else:
            assert each.parent == ""


def test_recommendations_for_forces_are_those_that_ask_something_of_them(
    framework: Framework,
) -> None:
    asked = {each.id: each.asks_forces for each in framework.recommendations_for_forces()}
    wholly = {id for id, how in asked.items() if how == "yes"}
    assert wholly == {
        *("vawg-3.2", "vawg-4", "vawg-4.1", "vawg-5"),
        *(f"rape-r{n}" for n in range(1, 8)),
        *(f"duty-s{n}" for n in (1, 2, 3, 7, 11, 13, 14)),
    }
    assert set(asked) - wholly == {"vawg-1", "vawg-5.2", "rape-r12", "duty-s15"}


def test_what_asks_forces_wholly_is_to_be_acted_on_and_nothing_else_is(
    framework: Framework,
) -> None:
    for each in framework.recommendations.values():
        assert (each.asks_forces == "yes") == (each.stance == "act"), each.id


def test_4_1_covers_all_four_ps_and_all_six_areas(framework: Framework) -> None:
    plan = framework.recommendations["vawg-4.1"]
    assert plan.ps == ALL_PS
    assert plan.areas == ALL_AREAS
    assert plan.label == "VAWG 4.1"


def test_a_recommendation_is_found_by_inspection_and_number(framework: Framework) -> None:
    found = framework.recommendation_named("vawg-2021", " 4.1. ")
    assert found is framework.recommendations["vawg-4.1"]
    action = framework.recommendation_named("duty-2021", "action 2")
    assert action is framework.recommendations["duty-action-2"]
    assert framework.recommendations["duty-action-2"].label == "Duty to protect action 2"
    assert framework.recommendation_named("rape-2021", "4.1") is None


def test_4_2_has_two_dues_the_framework_and_the_assessment(framework: Framework) -> None:
    dues = framework.recommendations["vawg-4.2"].dues
    assert [due.due_on for due in dues] == [date(2021, 12, 31), date(2022, 6, 30)]
    assert framework.recommendations["vawg-4.2"].dues[0].due_on == date(2021, 12, 31)


def test_5_2_is_due_at_the_end_of_2022(framework: Framework) -> None:
    assert framework.recommendations["vawg-5.2"].dues[0].due_on == date(2022, 12, 31)


@pytest.mark.parametrize(
    "id", ["vawg-1", "vawg-1.1", "vawg-2.2", "vawg-4", "vawg-4.3", "vawg-5", "rape-r1", "rape-r11"]
)
def test_words_stay_words_and_are_no_date(framework: Framework, id: str) -> None:
    (due,) = framework.recommendations[id].dues
    assert due.due_words in {"Immediate", "Immediately", "Urgent"}
    assert due.due_on is None
    assert all(due.due_on is None for due in framework.recommendations[id].dues)


def test_a_due_by_a_month_is_its_last_day(framework: Framework) -> None:
    last = {
        "By December 2021": date(2021, 12, 31),
        "By January 2022": date(2022, 1, 31),
        "By March 2022": date(2022, 3, 31),
        "By June 2022": date(2022, 6, 30),
        "By December 2022": date(2022, 12, 31),
        "Within six months": date(2022, 2, 24),
    }
    for each in framework.recommendations.values():
        for due in each.dues:
            assert due.due_on == last.get(due.due_words), each.id


@pytest.mark.parametrize("id", ["vawg-2", "vawg-3", "rape-r2", "duty-s1", "duty-action-1"])
def test_where_no_date_is_stated_there_is_no_due(framework: Framework, id: str) -> None:
    assert framework.recommendations[id].dues == ()


def test_the_two_names_of_the_national_lead_are_explained_as_one_post(
    framework: Framework,
) -> None:
    for id in ("vawg-1.4", "vawg-2.4", "vawg-3.3"):
        each = framework.recommendations[id]
        assert "It is one post" in each.note
        assert "NPCC VAWG National Delivery Lead" in each.addressed_to


def test_3_3_says_that_the_measures_it_means_are_4_5(framework: Framework) -> None:
    assert "they are 4.5" in framework.recommendations["vawg-3.3"].note


def test_5_names_no_body_and_says_so(framework: Framework) -> None:
    each = framework.recommendations["vawg-5"]
    assert each.addressed_to == "No body is named"
    assert "stance" in each.judgement


def test_judgement_names_columns_only(framework: Framework) -> None:
    for each in framework.recommendations.values():
        assert set(each.judgement) <= {"ps", "areas", "stance"}
    for measure in framework.measures.values():
        assert set(measure.judgement) <= {"p", "areas", "denominator"}


# Practices


def test_the_welsh_review_belongs_to_all_four_welsh_forces(framework: Framework) -> None:
    welsh = {force.id for force in framework.forces.values() if force.region == "Wales"}
    assert set(framework.practices["practice-18"].forces) == welsh


def test_only_the_gwent_hub_is_said_to_be_unevaluated(framework: Framework) -> None:
    said = [each.id for each in framework.practices.values() if each.evaluated != "unknown"]
    assert said == ["practice-23"]
    assert framework.practices["practice-23"].evaluated == "no"


# Measures


def test_a_count_has_no_denominator_and_a_proportion_or_rate_has_one(framework: Framework) -> None:
    for each in framework.measures.values():
        alone = each.unit in {"count", "days", "yes or no"}
        assert (each.denominator == "none") == alone, each.id
        assert each.unit == "proportion" or each.unit.startswith("rate per ") or alone, each.id


def test_a_measure_against_a_threshold_states_it_and_only_such_a_measure(
    framework: Framework,
) -> None:
    for each in framework.measures.values():
        assert bool(each.threshold) == (each.chart == "T"), each.id


def test_a_rate_is_charted_as_a_rate(framework: Framework) -> None:
    for each in framework.measures.values():
        assert each.unit.startswith("rate per ") == (each.chart == "R"), each.id


def test_all_42_measures_of_the_list_are_there(framework: Framework) -> None:
    assert {id[:3] for id in framework.measures} == {f"M{n:02d}" for n in range(1, 43)}


def measure(framework: Framework, id: str) -> Measure:
    return framework.measures[id]


def test_disclosures_and_orders_are_neither_good_nor_bad_by_count(framework: Framework) -> None:
    for id in ("M08", "M09", "M13", "M14", "M15a", "M15b", "M21a", "M21b", "M28b", "M40"):
        assert measure(framework, id).direction == "neutral", id


def test_outcomes_15_and_16_are_investigated_not_driven_down(framework: Framework) -> None:
    assert measure(framework, "M33a").direction == "investigate"
    assert measure(framework, "M33b").direction == "investigate"


def test_known_traps_are_told_beside_the_figure(framework: Framework) -> None:
    assert "52.5%" in measure(framework, "M08").known_figure
    assert "prints 52%" in measure(framework, "M08").caution
    assert "Annex D says 40" in measure(framework, "M16").caution
    assert measure(framework, "M16").known_figure == "8 of 25"
    assert "2018/19 in its summary and 2019/20" in measure(framework, "M34a").caution
    assert "65% recorded" in measure(framework, "M01").caution
    assert "31" in measure(framework, "M27").caution
    assert measure(framework, "M27").direction == "down"


def test_measures_the_report_calls_incomparable_stay_within_a_force(framework: Framework) -> None:
    for id in ("M05", "M42a", "M42b", "M42c", "M42d"):
        assert measure(framework, id).chart == "X", id


# Parameters


def test_a_parameter_is_the_newest_that_has_started(framework: Framework) -> None:
    assert framework.parameter("dvds_limit_days", date(2021, 9, 17)) == 35
    assert framework.parameter("dvds_limit_days", date(2023, 4, 30)) == 35
    assert framework.parameter("dvds_limit_days", date(2023, 5, 1)) == 28


def test_the_definitions_have_their_numbers(framework: Framework) -> None:
    on = date(2022, 3, 31)
    assert {
        id: framework.parameter(id, on)
        for id in sorted({each.id for each in framework.parameters} - {"dvds_limit_days"})
    } == {
        "behind_points": 25,
        "plan_stale_days": 100,
        "progress_stale_days": 60,
        "retention_backups_days": 35,
        "retention_leavers_days": 365,
        "retention_minutes_years": 7,
        "retention_record_years": 7,
        "retention_sign_ins_days": 400,
        "section_55_days": 56,
        "slips_off_track": 3,
        "small_count_upper": 4,
        "small_denominator": 10,
    }


def test_a_parameter_unknown_or_not_yet_started_is_refused(framework: Framework) -> None:
    with pytest.raises(PlanError, match="no parameter called 'patience'"):
        framework.parameter("patience", date(2022, 1, 1))
    with pytest.raises(PlanError, match="no value on 2001-01-01") as refused:
        framework.parameter("slips_off_track", date(2001, 1, 1))
    assert "2021-09-17" in refused.value.hint


# Words


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("iom", "Managed by the IOM scheme.", True),
        ("iom", "An axiom of idiom.", False),
        ("perpetrator*", "Perpetrators are pursued", True),
        ("perpetrator", "Perpetrators are pursued", False),
        ("victims' code", "the Victims\N{RIGHT SINGLE QUOTATION MARK} Code", True),
        ("multi-agency tasking", "multi agency\ntasking and co-ordination", True),
        ("outcome 15", "outcome 150", False),
    ],
)
def test_words_match_whole_words_in_any_case(words: str, text: str, stands: bool) -> None:
    assert words_occur(words, text) is stands


def test_suggestion_words_are_lower_case_weighted_1_to_3(framework: Framework) -> None:
    for each in framework.suggestion_words:
        assert each.words == each.words.lower()
        assert 1 <= each.weight <= 3
        assert "*" not in each.words.removesuffix("*")


def test_a_phrase_suggests_one_p_only(framework: Framework) -> None:
    targets: dict[str, set[str]] = defaultdict(set)
    for each in framework.suggestion_words:
        if each.kind == "p":
            targets[each.words].add(each.target)
    assert {words: ps for words, ps in targets.items() if len(ps) > 1} == {}


def test_every_p_area_and_theme_has_words(framework: Framework) -> None:
    assert {each.target for each in framework.suggestion_words} == {
        *framework.ps,
        *framework.areas,
        *framework.themes,
        *framework.vulnerability_themes,
    }


@pytest.mark.parametrize(
    ("text", "p", "area"),
    [
        ("Understand the threat from force, partner and third sector data", "prepare", None),
        ("Understand the feelings and perceptions of women and girls", "prepare", "communications"),
        ("Unequivocal statements of commitment; encourage reporting", "prepare", "communications"),
        ("Record gender-based hate crime", "prepare", None),
        ("Work with partners to improve safety in public spaces", "prevent", None),
        ("Work with partners to improve safety online", "prevent", None),
        ("Work with partners to find funding", "prepare", None),
        ("Investigate, and bring perpetrators to justice", "pursue", "powers"),
        ("Healthy relationships taught with education", "prevent", "communications"),
        ("A cultural audit to understand the internal threat", "prepare", None),
        ("Pursue perpetrators internally", "pursue", "offenders"),
        ("Age, gender and ethnicity are recorded", "prepare", "victims"),
        ("A safeguarding team that gives victims updates", "pursue", "victims"),
        (
            "Offenders are managed by the Integrated Offender Management team",
            "protect",
            "offenders",
        ),
        ("Victims Code workshops, educating staff", "prepare", None),
        ("Vulnerability champions with enhanced training", "prepare", "capability"),
        ("The Domestic Abuse Disclosure Scheme is in place", "prevent", "disclosure"),
        ("Clare's Law decisions within the limit", "prevent", "disclosure"),
        ("Apply for stalking protection orders", "protect", "powers"),
        ("Inspector sign-off of outcomes 15 and 16", "pursue", "victims"),
        ("Refer high-risk victims to MARAC and an IDVA", "protect", "victims"),
        ("The car park will be resurfaced", None, None),
    ],
)
def test_an_actions_text_suggests_the_p_and_area_the_report_would_give_it(
    framework: Framework, text: str, p: str | None, area: str | None
) -> None:
    assert suggested(framework, "p", text) == p
    if area is not None or p is None:
        assert suggested(framework, "area", text) == area


def test_a_word_of_an_imported_table_has_one_meaning(framework: Framework) -> None:
    meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in framework.import_words:
        meanings[each.kind, each.words.casefold()].add(each.means)
    assert {word: means for word, means in meanings.items() if len(means) > 1} == {}


def test_import_words_mean_fields_statuses_and_ps_that_exist(framework: Framework) -> None:
    means: dict[str, set[str]] = defaultdict(set)
    for each in framework.import_words:
        means[each.kind].add(each.means)
    assert means["p"] == set(ALL_PS)
    assert means["status"] == {"not_started", "on_track", "at_risk", "off_track", "complete"}
    assert means["status_near"] == means["status"] - {"complete"}
    assert means["header"] == {
        *("reference", "recommendation", "title", "description", "owner", "partners", "start"),
        *("due", "progress", "status", "percent", "p", "area", "recommendation_links", "context"),
        *("success_measure", "local_strand", "theme", "pillar", "publishable", "sensitive"),
        *("inspectorate_status", "update"),
    }


def test_nothing_is_said_to_be_a_league_or_a_rank_of_forces(framework: Framework) -> None:
    words = " ".join(
        f"{each.name} {each.caution}" for each in framework.measures.values()
    ).casefold()
    assert [each for each in ("league", "best force", "worst") if each in words] == []
