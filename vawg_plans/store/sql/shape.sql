-- What the database is made of, to be held against what the migrations make.

-- name: columns()
select t.table_name, c.column_name, c.is_nullable
from information_schema.tables t
join information_schema.columns c
    on c.table_schema = t.table_schema and c.table_name = t.table_name
where t.table_type = 'BASE TABLE' and t.table_schema in ('main', 'public')
order by t.table_name, c.column_name;

-- name: views()
-- In every schema that is not the engine's own.
select table_schema, table_name, table_type
from information_schema.tables
where table_type <> 'BASE TABLE' and table_schema not in ('information_schema', 'pg_catalog')
order by table_name;

-- name: programs_duckdb()
-- Functions and macros that somebody made.
select function_name as name from duckdb_functions() where not internal order by 1;

-- name: programs_postgresql()
-- Functions, triggers and rules that somebody made.
select p.proname as name
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema')
union all
select tgname from pg_trigger where not tgisinternal
union all
select rulename from pg_rules where schemaname not in ('pg_catalog', 'information_schema')
order by 1;
