-- Bringing files in: what a force's people said its own headings and words mean, so that they are
-- asked once, and which file that was, so that what was decided about it is not asked again.

-- Grain: one row an import. `digest` is the SHA-256 of the file's bytes; `read_as` is canonical JSON
-- of everything decided about this force's files up to then.
create table import_revision (
    plan_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    force_id varchar not null,
    source varchar not null,
    digest varchar not null,
    read_as varchar not null,
    salt varchar,
    primary key (plan_id, revision)
);
