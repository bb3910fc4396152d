"""What is past its time on a day."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
from pathlib import Path

import pytest

import vawg_plans
from tests.conftest import REPOSITORY
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.retention import (
    ENDED,
    KEPT,
    RULES,
    Kind,
    backups_due,
    ended_before,
    last_day,
    period,
)
from vawg_plans.store.framework_files import read_framework

RULE = {rule.kind: rule for rule in RULES}


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


@pytest.mark.parametrize(
    ("kind", "length", "unit"),
    [
        (Kind.SIGN_INS, 400, "days"),
        (Kind.RECORD, 7, "years"),
        (Kind.LEAVERS, 365, "days"),
        (Kind.MINUTES, 7, "years"),
        (Kind.BACKUPS, 35, "days"),
    ],
)
def test_each_kind_is_kept_as_long_as_its_parameter_says(
    framework: Framework, kind: Kind, length: int, unit: str
) -> None:
    rule = RULE[kind]
    assert (period(rule, framework, dt.date(2026, 11, 21)), rule.unit) == (length, unit)
    [parameter] = [p for p in framework.parameters if p.id == rule.parameter]
    assert parameter.unit == unit


@pytest.mark.parametrize(
    ("kind", "on", "last"),
    [
        (Kind.BACKUPS, dt.date(2026, 3, 8), dt.date(2026, 1, 31)),
        (Kind.SIGN_INS, dt.date(2026, 11, 21), dt.date(2025, 10, 16)),
        (Kind.RECORD, dt.date(2029, 3, 1), dt.date(2022, 2, 28)),
        # Seven years before 29 February begins on 1 March.
        (Kind.RECORD, dt.date(2028, 2, 29), dt.date(2021, 2, 28)),
        (Kind.RECORD, dt.date(2028, 3, 1), dt.date(2021, 2, 28)),
    ],
)
def test_the_last_day_that_goes_is_the_one_before_the_period_began(
    framework: Framework, kind: Kind, on: dt.date, last: dt.date
) -> None:
    assert last_day(RULE[kind], framework, on) == last


def test_a_day_ends_at_midnight_in_london_summer_and_winter(framework: Framework) -> None:
    summer = ended_before(RULE[Kind.BACKUPS], framework, dt.date(2026, 8, 15))
    winter = ended_before(RULE[Kind.BACKUPS], framework, dt.date(2026, 2, 15))
    assert summer == dt.datetime(2026, 7, 10, 23)
    assert winter == dt.datetime(2026, 1, 11)


def test_no_act_has_two_retentions_and_what_proves_the_record_has_none() -> None:
    acts = [act for rule in RULES for act in rule.acts]
    assert len(acts) == len(set(acts))
    assert not KEPT & set(acts)
    assert ENDED in KEPT


MOMENT = dt.datetime(2026, 3, 1)


@pytest.mark.parametrize(
    ("days", "newest", "due"),
    [
        ({}, None, []),
        ({"a": 1}, "a", []),
        ({"a": 50}, "a", []),
        ({"a": 50, "b": 40, "c": 1}, "c", ["a", "b"]),
        ({"a": 50, "b": 40}, "b", ["a"]),
        ({"a": 35, "b": 1}, "b", []),
    ],
)
def test_old_backups_are_due_but_never_the_newest(
    days: dict[str, int], newest: str | None, due: list[str]
) -> None:
    moments = {name: MOMENT - dt.timedelta(days=age) for name, age in days.items()}
    assert backups_due(moments, MOMENT - dt.timedelta(days=35), newest=newest) == due


def acts_without_a_row() -> dict[str, str]:
    """Every act in the program that is recorded of no stored row, and where."""
    found = {}
    for path in sorted(Path(vawg_plans.__file__).parent.rglob("*.py")):
        name = ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Act"):
                continue
            if len(node.args) > 2 or {"revision", "after"} & {k.arg for k in node.keywords}:
                continue
            said = node.args[0]
            constant = isinstance(said, ast.Constant)
            act = said.value if constant else getattr(importlib.import_module(name), said.id, None)
            found[str(act)] = f"{name}:{node.lineno}"
    return found


def test_every_act_that_speaks_for_no_row_has_a_retention_or_is_kept_on_purpose() -> None:
    known = KEPT | {act for rule in RULES for act in rule.acts}
    found = acts_without_a_row()
    assert {"refused", "exported", "signed in", "backed up", ENDED} <= set(found)
    assert {act: where for act, where in found.items() if act not in known} == {}
