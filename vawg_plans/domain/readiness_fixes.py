"""Where what inspection readiness finds is put right: pages, and what their addresses ask."""

from __future__ import annotations

from dataclasses import dataclass

from vawg_plans.domain.answers import Test
from vawg_plans.domain.framework import Framework


@dataclass(frozen=True, slots=True)
class Fix:
    """What puts it right, as an order, and where: a page of a section of the menu, and what its
    address asks.
    """

    label: str
    page: str
    query: tuple[tuple[str, str], ...] = ()
    section: str = "force"

    @property
    def path(self) -> str:
        """The page's file."""
        return f"pages/{self.section}/{self.page}.py"


def cell_query(area: str, p: str) -> tuple[str, str]:
    """What the matrix's address asks, to open a cell."""
    return "cell", f"{area}.{p}"


def assessment_query(area: str, test: Test, framework: Framework) -> tuple[tuple[str, str], ...]:
    """What the address of the four tests asks, as it reads on screen, to open one."""
    return ("in_area", framework.areas[area].name), ("test", test.label)
