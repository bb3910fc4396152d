"""The recipe's files hold together, name nobody, and cover the whole framework."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.demonstration import Recipe
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.practices import practice_problems
from vawg_plans.errors import UnreadableFile
from vawg_plans.store.demo_files import DEFAULT_FOLDER, STAGES, read_recipe
from vawg_plans.store.framework_files import read_framework

RANK_AND_NAME = re.compile(
    r"\b(?:ACC|DCC|CC|DCS|CI|DCI|DI|DS|DC|PC|PS|PCSO|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|[Cc]onstable|"
    r"[Ss]ergeant|[Ii]nspector|[Ss]uperintendent|[Cc]ommander|[Cc]ommissioner)\.? [A-Z][a-z]+"
)
OPERATION = re.compile(r"\b(?:Operation|Op|Project) [A-Z]")
THICK = {
    ("capability", "prepare"): 12,
    ("victims", "pursue"): 12,
    ("offenders", "protect"): 11,
    ("communications", "prevent"): 11,
}


@cache
def recipe() -> Recipe:
    return read_recipe()


@cache
def framework() -> Framework:
    return read_framework()


def every_text() -> list[tuple[str, str]]:
    return [
        (f"{path.name}:{line}", text)
        for path in sorted(DEFAULT_FOLDER.glob("*.csv"))
        for line, row in enumerate(csv.reader(path.read_text("utf-8").splitlines()), 1)
        for text in row
    ]


def test_there_are_at_least_190_different_actions() -> None:
    actions = recipe().actions
    assert len(actions) >= 190
    for name in ("id", "title", "description"):
        assert len({getattr(each, name).casefold() for each in actions}) == len(actions), name


def test_every_cell_is_thick_enough_and_some_are_thick_as_in_real_plans() -> None:
    cells = Counter((each.area, each.p) for each in recipe().actions)
    for area in framework().areas:
        for p in framework().ps:
            assert cells[area, p] >= THICK.get((area, p), 5), (area, p)


def test_every_code_is_one_of_the_frameworks() -> None:
    held = framework()
    for each in recipe().actions:
        assert {each.p, *each.supporting_ps} <= set(held.ps), each.id
        assert {each.area, *each.other_areas} <= set(held.areas), each.id
        assert set(each.themes) <= set(held.themes), each.id
        assert set(each.vulnerability) <= set(held.vulnerability_themes), each.id
        assert each.pillar in held.pillars, each.id
        assert set(each.recommendations) <= set(held.recommendations), each.id
        assert each.recommendations, each.id
        assert each.p not in each.supporting_ps, each.id
        assert each.area not in each.other_areas, each.id
    for row in recipe().forces.values():
        for area, p in row.empty_cells:
            assert area in held.areas, row.force
            assert p in held.ps, row.force


def test_every_theme_and_pillar_and_recommendation_asked_of_forces_is_answered_by_some_action() -> (
    None
):
    actions, held = recipe().actions, framework()
    assert {code for each in actions for code in each.themes} == set(held.themes)
    assert {code for each in actions for code in each.vulnerability} == set(
        held.vulnerability_themes
    )
    assert {each.pillar for each in actions} == set(held.pillars)
    answered = {code for each in actions for code in each.recommendations}
    asked = {each.id for each in held.recommendations.values() if each.asks_forces == "yes"}
    assert asked <= answered


def test_titles_are_long_enough_to_say_something_and_short_enough_to_read() -> None:
    for each in recipe().actions:
        assert 40 <= len(each.title) <= 140, each.title
        assert not each.title.endswith("."), each.title


def test_every_action_has_all_its_words_and_a_post_for_an_owner() -> None:
    for each in recipe().actions:
        assert all((each.description, each.success_measure, each.owner_post, each.evidence))


def test_only_known_placeholders_are_used() -> None:
    for place, text in every_text():
        assert set(re.findall(r"\{.*?\}", text)) <= {"{force}", "{short}", "{partner_council}"}, (
            place
        )


def test_no_text_names_a_person_after_a_rank_or_an_operation() -> None:
    for place, text in every_text():
        assert not RANK_AND_NAME.search(text), (place, text)
        assert not OPERATION.search(text), (place, text)


def test_the_rank_rule_would_see_a_name() -> None:
    assert RANK_AND_NAME.search("ACC Example will chair it")
    assert RANK_AND_NAME.search("led by Detective Inspector Example")
    assert not RANK_AND_NAME.search("Detective inspector, offender management")


def test_no_text_starts_like_a_formula() -> None:
    for place, text in every_text():
        assert not text.startswith(("=", "+", "-", "@")), place


def test_the_forces_are_those_of_the_framework() -> None:
    assert set(recipe().forces) == set(framework().forces)


def test_stages_are_spread_and_gloucestershire_is_empty() -> None:
    rows = recipe().forces
    stages = Counter(row.stage for row in rows.values())
    assert stages == {"not_started": 4, "draft": 5, "shared": 14, "published": 18, "stale": 2}
    assert rows["gloucestershire"].stage == "not_started"
    for row in rows.values():
        if row.stage == "not_started":
            assert row.actions == 0, row.force
        else:
            assert 120 <= row.actions <= 175, row.force
        assert 0 <= row.pace <= 1, row.force
        assert 0 <= row.candour <= 1, row.force
        assert len(row.empty_cells) <= 8, row.force
        assert row.partner_council, row.force
        assert row.strand_set in {"", *recipe().local_strands}, row.force


def test_no_force_asks_for_more_actions_than_its_cells_hold() -> None:
    for row in recipe().forces.values():
        available = sum((each.area, each.p) not in row.empty_cells for each in recipe().actions)
        assert row.actions <= available, row.force


def test_there_are_words_enough() -> None:
    words = recipe().words
    assert len(words.notes) >= 60
    assert len(words.slip_reasons) >= 15
    assert len(words.context) >= 20
    assert len(words.shaped_by) >= 20
    assert [len(names) for names in recipe().local_strands.values()] == [5, 4, 5]
    for status in DeliveryStatus:
        assert sum(note.status is status and not note.suits for note in words.notes) >= 5, status
    for note in words.notes:
        assert all(re.fullmatch(r"[a-z'-]+", word) for word in note.suits), note.text


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "demo"))


def test_a_recipe_can_be_read_from_another_folder(copy: Path) -> None:
    assert read_recipe(copy) == recipe()


def test_a_missing_file_is_said_by_its_name(copy: Path) -> None:
    (copy / "slip_reasons.csv").unlink()
    with pytest.raises(UnreadableFile, match=r"slip_reasons\.csv"):
        read_recipe(copy)


def test_a_missing_column_is_said_by_its_name(copy: Path) -> None:
    (copy / "context.csv").write_text("words\nSomething\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"context\.csv has no column text"):
        read_recipe(copy)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",published,", ",finished,", "no stage 'finished'"),
        (",shared,", ",shared,many", "many"),
        ("capability:prevent", "capability-prevent", "area:p"),
    ],
)
def test_a_wrong_value_is_said_with_its_force(copy: Path, old: str, new: str, said: str) -> None:
    path = copy / "forces.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(UnreadableFile, match=said):
        read_recipe(copy)


def test_a_status_without_a_note_for_every_action_is_refused(copy: Path) -> None:
    (copy / "progress_notes.csv").write_text(
        "status,note,suits\non_track,Going well.,\n", encoding="utf-8"
    )
    with pytest.raises(UnreadableFile, match="not_started"):
        read_recipe(copy)


def test_stages_are_those_the_recipe_may_use() -> None:
    assert {row.stage for row in recipe().forces.values()} == set(STAGES)


def test_an_offer_in_no_known_state_is_refused(copy: Path) -> None:
    path = copy / "practices.csv"
    path.write_text(path.read_text("utf-8").replace(",declined,", ",forgotten,"), "utf-8")
    with pytest.raises(UnreadableFile, match=r"practices\.csv, Second look at every voluntary"):
        read_recipe(copy)


def test_every_practice_offered_is_sound_and_of_a_force() -> None:
    offers = recipe().offers
    assert {o.practice.state for o in offers} == {"offered", "accepted", "declined"}
    assert [p for o in offers for p in practice_problems(o.practice, framework())] == []
    assert {o.practice.force_id for o in offers} <= set(framework().forces)
    assert all(0 < o.offered < 1 for o in offers)


def test_a_step_that_no_review_takes_is_refused(copy: Path) -> None:
    path = copy / "reviews.csv"
    path.write_text(path.read_text("utf-8").replace(",sent_back,", ",lost,"), "utf-8")
    with pytest.raises(UnreadableFile, match=r"reviews\.csv, lincolnshire"):
        read_recipe(copy)
    seeds = recipe().reviews
    assert {s.force for s in seeds} <= set(recipe().forces)
