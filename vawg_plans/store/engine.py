"""What a database engine gives, and how rows are handed to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

import pyarrow as pa

Row = dict[str, Any]


class Engine(Protocol):
    """What each engine gives: see `connection`."""

    def rows(self, raw: Any, name: str, values: dict[str, Any]) -> list[Row]: ...
    def each(self, raw: Any, name: str, values: dict[str, Any]) -> Iterator[Row]: ...
    def run(self, raw: Any, name: str, values: dict[str, Any]) -> None: ...
    def errors(self) -> Any: ...
    def script(self, raw: Any, text: str) -> None: ...
    def insert(self, raw: Any, table: str, rows: Any) -> None: ...
    def batches(self, raw: Any, table: str, size: int) -> Iterator[pa.Table]: ...
    def reading(self) -> Any: ...
    def writing(self) -> Any: ...
    def close(self) -> None: ...


def once(rows: pa.Table) -> pa.RecordBatchReader:
    """A table to be read once: what was registered lives on to the end of the transaction."""
    schema, batches = rows.schema, deque(rows.to_batches())

    def given() -> Iterator[pa.RecordBatch]:
        while batches:
            yield batches.popleft()

    return pa.RecordBatchReader.from_batches(schema, given())


def listed(value: Any) -> Any:
    """A value as both drivers take it: an array is a list."""
    return list(value) if isinstance(value, tuple) else value
