"""The one place where the two engines differ: opening, transactions, bulk rows, error words."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import aiosql
import duckdb
import psycopg
import pyarrow as pa
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from vawg_plans.config import is_postgresql
from vawg_plans.errors import StoreBusy, StoreError, StoreUnavailable
from vawg_plans.store.engine import Engine, Row, listed, once

__all__ = ["Row", "Rows", "open_engine"]

SQL_FOLDER = Path(__file__).parent / "sql"
_FETCHED = 500  # rows at a time
_WRITERS_LOCK = 4_101_2021  # any number, but the same for every process of this program


class Rows:
    """One open connection or cursor, and the named statements of `sql/` to run on it."""

    def __init__(self, engine: Engine, raw: Any) -> None:
        self._engine = engine
        self._raw = raw

    def all(self, statement: str, **values: Any) -> list[Row]:
        """Every row of 'noun.name', each a dict by column."""
        with self._engine.errors():
            return self._engine.rows(self._raw, statement, values)

    def each(self, statement: str, **values: Any) -> Iterator[Row]:
        """Every row of 'noun.name', a few at a time. Read nothing else meanwhile."""
        with self._engine.errors():
            yield from self._engine.each(self._raw, statement, values)

    def one(self, statement: str, **values: Any) -> Row | None:
        """The first row of 'noun.name', or None."""
        found = self.all(statement, **values)
        return found[0] if found else None

    def run(self, statement: str, **values: Any) -> None:
        """Run 'noun.name', which returns nothing."""
        with self._engine.errors():
            self._engine.run(self._raw, statement, values)

    def script(self, text: str) -> None:
        """Run a migration's statements."""
        with self._engine.errors():
            self._engine.script(self._raw, text)

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]] | pa.Table) -> None:
        """Add rows, all with the same columns; the bulk path of each engine."""
        if len(rows):
            with self._engine.errors():
                self._engine.insert(self._raw, table, rows)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self._engine.errors():
            found = self._raw.execute(f"select count(*) as n from {table}").fetchall()[0]  # noqa: S608
        return int(found["n"] if isinstance(found, dict) else found[0])

    def batches(self, table: str, size: int) -> Iterator[pa.Table]:
        """A whole table for `insert`, about `size` rows at a time. Read nothing else meanwhile."""
        with self._engine.errors():
            yield from self._engine.batches(self._raw, table, size)


def open_engine(database: str) -> Engine:
    """The engine for a path or a `postgresql://` URL."""
    return PostgreSQL(database) if is_postgresql(database) else DuckDB(database)


@cache
def _statements(driver: str) -> dict[str, str]:
    """Every statement of `sql/` by 'noun.name', its parameters in the driver's own marks."""
    found: dict[str, str] = {}
    for file in sorted(SQL_FOLDER.glob("*.sql")):
        queries = aiosql.from_path(file, driver)
        for name in queries.available_queries:
            if not name.endswith("_cursor"):
                found[f"{file.stem}.{name}"] = getattr(queries, name).sql
    return found


class DuckDB:
    """One file, opened by one process; a cursor per use; one writer at a time."""

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self._statements = _statements("duckdb")
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _said_of_opening(path, error) from error
        try:
            # Nothing is fetched at run time, and no statement may reach another file.
            self._root = duckdb.connect(
                path,
                config={
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    "enable_external_access": "false",
                    "memory_limit": "1GB",
                },
            )
        except duckdb.IOException as error:
            raise _said_of_opening(path, error) from error
        except duckdb.Error as error:
            raise StoreUnavailable(
                f"The database {path} cannot be opened: it is damaged or not a DuckDB file.",
                hint="Put back the newest backup, or name another file in VAWG_PLANS_DATABASE.",
            ) from error

    def rows(self, raw: Any, name: str, values: dict[str, Any]) -> list[Row]:
        raw.execute(self._statements[name], values)
        columns = [d[0] for d in raw.description]
        return [dict(zip(columns, row, strict=True)) for row in raw.fetchall()]

    def each(self, raw: Any, name: str, values: dict[str, Any]) -> Iterator[Row]:
        raw.execute(self._statements[name], values)
        columns = [d[0] for d in raw.description]
        while found := raw.fetchmany(_FETCHED):
            for row in found:
                yield dict(zip(columns, row, strict=True))

    def run(self, raw: Any, name: str, values: dict[str, Any]) -> None:
        raw.execute(self._statements[name], values)

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except (duckdb.ConstraintException, duckdb.TransactionException) as error:
            raise StoreBusy(
                "Somebody else saved the same thing at the same moment.",
                hint="Nothing of yours was saved. Try again.",
            ) from error
        except duckdb.ConnectionException as error:
            raise StoreUnavailable("The database has been closed.", hint="Reload.") from error
        except duckdb.Error as error:
            # A damaged block is the plainest of them all; any other kind is a fault of ours.
            if type(error) not in (duckdb.Error, duckdb.IOException, duckdb.FatalException):
                raise
            raise StoreUnavailable(
                "The database could not read or write its file: a full disk, or damage.",
                hint="Try again; then keep the file and its .wal aside, and restore a backup.",
            ) from error

    def script(self, raw: Any, text: str) -> None:
        raw.execute(text)

    def insert(self, raw: Any, table: str, rows: Any) -> None:
        whole = isinstance(rows, pa.Table)
        if not whole and len(rows) < 20:
            names = list(rows[0])
            marks = ", ".join("?" for _ in names)
            text = f"insert into {table} ({', '.join(names)}) values ({marks})"  # noqa: S608
            for row in rows:
                raw.execute(text, [listed(row[n]) for n in names])
            return
        raw.register("incoming", once(rows if whole else pa.Table.from_pylist(list(rows))))
        try:
            raw.execute(f"insert into {table} by name select * from incoming")  # noqa: S608
        finally:
            raw.unregister("incoming")

    def batches(self, raw: Any, table: str, size: int) -> Iterator[pa.Table]:
        # A relation's reader streams; the result of `execute` would be held whole.
        for batch in raw.sql(f"select * from {table}").to_arrow_reader(size):  # noqa: S608
            yield pa.table(batch)

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        # One transaction a reading, so that all of it shows one moment.
        with self._cursor() as raw:
            raw.begin()
            yield Rows(self, raw)

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        with self.errors():
            raw = self._root.cursor()
        try:
            yield raw
        finally:
            # Closing ends what was not committed.
            raw.close()

    @contextmanager
    def writing(self) -> Iterator[Rows]:
        # Each commit extends the audit chain, so writers take turns: left to conflict, most fail.
        with self._lock, self._cursor() as raw:
            raw.begin()
            try:
                yield Rows(self, raw)
                with self.errors():
                    raw.commit()
            except BaseException:
                # A commit that failed has ended the transaction, which cannot be ended twice.
                with suppress(duckdb.Error):
                    raw.rollback()
                raise

    def close(self) -> None:
        self._root.close()


def _said_of_opening(path: str, error: Exception) -> StoreError:
    holder = re.search(r"\(PID (\d+)\)", str(error))
    if holder:
        return StoreBusy(
            f"The database {path} is open in another process (number {holder.group(1)}).",
            hint="Stop that process first, or use PostgreSQL to let several share one database.",
        )
    hint = "Check that its folder exists, that you may write there, and that it is DuckDB's."
    return StoreUnavailable(f"The database {path} cannot be opened.", hint=hint)


class PostgreSQL:
    """A server that several processes share. The advisory lock takes the place of the file's."""

    def __init__(self, url: str) -> None:
        self._statements = _statements("psycopg")
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url,
            min_size=1,
            max_size=10,
            open=False,
            timeout=10,
            kwargs={"row_factory": dict_row, "autocommit": True},
        )
        try:
            self._pool.open(wait=True, timeout=10)
        except PoolTimeout as error:
            self._pool.close()
            raise StoreUnavailable(
                "The PostgreSQL server named in VAWG_PLANS_DATABASE does not answer.",
                hint="Check its address, database, user and password, and that it is running.",
            ) from error

    def rows(self, raw: Any, name: str, values: dict[str, Any]) -> list[Row]:
        found: list[Row] = raw.execute(self._statements[name], values).fetchall()
        return found

    def each(self, raw: Any, name: str, values: dict[str, Any]) -> Iterator[Row]:
        yield from raw.execute(self._statements[name], values)

    def run(self, raw: Any, name: str, values: dict[str, Any]) -> None:
        raw.execute(self._statements[name], values)

    @contextmanager
    def errors(self) -> Iterator[None]:
        try:
            yield
        except (
            psycopg.errors.UniqueViolation,
            psycopg.errors.SerializationFailure,
            psycopg.errors.DeadlockDetected,
        ) as error:
            raise StoreBusy(
                "Somebody else saved the same thing at the same moment.",
                hint="Nothing of yours was saved. Try again.",
            ) from error
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise StoreUnavailable(
                "The database does not answer.", hint="Nothing was saved. Try again in a minute."
            ) from error

    def script(self, raw: Any, text: str) -> None:
        raw.execute(text)

    def insert(self, raw: Any, table: str, rows: Any) -> None:
        rows = rows.to_pylist() if isinstance(rows, pa.Table) else rows
        names = list(rows[0])
        with (
            raw.cursor() as cursor,
            cursor.copy(f"copy {table} ({', '.join(names)}) from stdin") as copy,
        ):
            for row in rows:
                copy.write_row([listed(row[n]) for n in names])

    def batches(self, raw: Any, table: str, size: int) -> Iterator[pa.Table]:
        # A cursor with a name stays on the server.
        with raw.cursor(name="batches") as cursor:
            cursor.execute(f"select * from {table}")  # noqa: S608
            while found := cursor.fetchmany(size):
                yield pa.Table.from_pylist(found)

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        with self.errors(), self._pool.connection() as raw:
            # One snapshot a reading, so that all of it shows one moment.
            raw.execute("begin isolation level repeatable read read only")
            try:
                yield Rows(self, raw)
            finally:
                raw.execute("rollback")

    @contextmanager
    def writing(self) -> Iterator[Rows]:
        with self.errors(), self._pool.connection() as raw, raw.transaction():
            raw.execute("select pg_advisory_xact_lock(%s)", [_WRITERS_LOCK])
            yield Rows(self, raw)

    def close(self) -> None:
        self._pool.close()
