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
    before_digest, after_digest, detail, commit_digest, previous_hash, entry_hash, salt,
    fields_digest
from audit_entry
where entry > :after and entry <= :upto
order by entry;

-- name: commits()
select sequence, committed_at, person_id, role, force_id, reason, touches, salt
from commit_log
order by sequence;

-- name: hash_of(entry)^
select entry_hash from audit_entry where entry = :entry;

-- name: retention_ended()
-- Up to which commit the entries of an act may have lost what they said.
select substr(object, 11) as act, max(cast(detail as bigint)) as upto
from audit_entry
where act = 'retention ended'
group by object;

-- name: property(name)^
select value from database_property where name = :name;

-- name: properties()
select name, value from database_property order by name;

-- name: applied()
select name, digest, applied_at from schema_migration order by name;

-- name: unspoken_migrations()
select m.name, m.digest, m.applied_at
from schema_migration m
left join audit_entry e on e.object = 'migration:' || m.name
where e.entry is null
order by m.name;

-- name: add_migration(name, digest, applied_at)!
insert into schema_migration (name, digest, applied_at) values (:name, :digest, :applied_at);

-- name: said_since(object, act, person_id, moment)^
-- Whether the record has this act on this object by this person since a moment.
select entry, moment from audit_entry
where object = :object and act = :act and person_id = :person_id and moment >= :moment
limit 1;

-- name: said_of(object)
-- What the record says of an object, in order.
select entry, moment, act, person_id, detail from audit_entry
where object = :object
order by entry;
