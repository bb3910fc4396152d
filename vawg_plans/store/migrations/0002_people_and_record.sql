-- Who signs in, who may do what, what was removed; and a record that holds though its content may
-- have to go. From here on a digest of what may be removed carries a salt, which goes with it, so
-- that nothing can be guessed back. Rows written before have none.
alter table person add column revision integer;
alter table person add column email varchar;
alter table person add column post varchar;
alter table person add column issuer varchar;
alter table person add column subject varchar;
alter table person add column erased_at timestamp;
alter table person add column salt varchar;

alter table commit_log add column salt varchar;
alter table plan_revision add column salt varchar;
alter table action_revision add column salt varchar;
alter table plan_version add column salt varchar;

-- `fields_digest` is what the chain hashes of an entry's other fields: so an entry can outlive them
-- when its retention ends. Without it (before this migration) the fields are hashed themselves.
alter table audit_entry add column salt varchar;
alter table audit_entry add column fields_digest varchar;

-- Grain: one row a revision of a role that a person holds (in a force, or nationally).
create table role_grant (
    grant_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    person_id varchar not null,
    role varchar not null,
    force_id varchar,
    held boolean not null,
    primary key (grant_id, revision)
);

-- Words removed from every revision and version: asked for by one person, decided by another.
-- `words` is empty once it is decided; `salt` goes with it. `inside` says whether the words are
-- looked for in the middle of longer words too; `places` counts what was found, as JSON.
create table redaction (
    redaction_id varchar not null primary key,
    revision integer not null,
    force_id varchar not null,
    state varchar not null check (state in ('asked', 'removed', 'declined')),
    words varchar not null,
    inside boolean not null,
    reason varchar not null,
    asked_by varchar not null,
    asked_role varchar not null,
    asked_at timestamp not null,
    decided_by varchar,
    decided_role varchar,
    decided_at timestamp,
    places varchar not null,
    salt varchar
);

-- A version from which words had to be removed, and the version that took its place. There is none
-- unless it was the newest public one.
create table superseded_version (
    version_id varchar not null primary key,
    by_version_id varchar,
    sequence bigint not null,
    reason varchar not null
);

create index person_subject on person (subject);
create index role_grant_person on role_grant (person_id);
create index audit_entry_sequence on audit_entry (sequence);
create index audit_entry_person on audit_entry (person_id);
