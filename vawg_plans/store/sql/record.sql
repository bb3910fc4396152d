-- The commit log, the audit chain, people and properties.

-- name: newest_touching()^
select coalesce(max(sequence), 0) as sequence from commit_log where touches;

-- name: newest_touching_force(force_id)^
select coalesce(max(sequence), 0) as sequence
from commit_log
where touches and (force_id = :force_id or force_id is null);

-- name: sequence_before(moment)^
-- The last sequence committed before this UTC moment.
select coalesce(max(sequence), 0) as sequence from commit_log where committed_at < :moment;

-- name: head()^
-- Where the next transaction goes on: the last sequence, and the last entry with its hash.
select
    (select coalesce(max(sequence), 0) from commit_log) as sequence,
    (select max(committed_at) from commit_log) as moment,
    (select max(entry) from audit_entry) as entry,
    (
        select entry_hash from audit_entry where entry = (select max(entry) from audit_entry)
    ) as entry_hash;

-- name: entries(after, upto)
select entry, sequence, moment, person_id, role, force_id, act, object, revision,
    before_digest, after_digest, detail, commit_digest, previous_hash, entry_hash
from audit_entry
where entry > :after and entry <= :upto
order by entry;

-- name: commits()
select sequence, committed_at, person_id, role, force_id, reason, touches
from commit_log
order by sequence;

-- name: person(person_id)^
select person_id, name, created_at from person where person_id = :person_id;

-- name: add_person(person_id, name, created_at)!
insert into person (person_id, name, created_at) values (:person_id, :name, :created_at);

-- name: property(name)^
select value from database_property where name = :name;

-- name: properties()
select name, value from database_property order by name;

-- name: applied()
select name, digest from schema_migration order by name;

-- name: add_migration(name, digest, applied_at)!
insert into schema_migration (name, digest, applied_at) values (:name, :digest, :applied_at);
