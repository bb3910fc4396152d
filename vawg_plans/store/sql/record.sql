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
-- Up to which commit (`detail`) the entries of an act may have lost what they said.
select entry, sequence, moment, object, detail
from audit_entry
where act = 'retention ended'
order by entry;

-- name: extent()^
-- The chain has its entries from 1, and its commits from 1.
select min(entry) as first_entry, least(
    (select min(sequence) from audit_entry), (select min(sequence) from commit_log)
) as first_sequence
from audit_entry;

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

-- name: found(force_id, person_id, act, thing, since, until, before, most)
-- The newest entries that match; a parameter that is null matches all.
select e.entry, e.sequence, e.moment, e.person_id, coalesce(p.name, '') as who, e.role, e.force_id,
    e.act, e.object, e.revision, e.detail, e.before_digest, e.after_digest, e.entry_hash
from audit_entry e
left join person p on p.person_id = e.person_id
where (cast(:force_id as varchar) is null or e.force_id = :force_id)
    and (cast(:person_id as varchar) is null or e.person_id = :person_id)
    and (cast(:act as varchar) is null or e.act = :act)
    and (cast(:thing as varchar) is null or strpos(e.object, :thing) > 0)
    and (cast(:since as timestamp) is null or e.moment >= :since)
    and (cast(:until as timestamp) is null or e.moment < :until)
    and (cast(:before as bigint) is null or e.entry < :before)
order by e.entry desc
limit :most;

-- name: found_count(force_id, person_id, act, thing, since, until)^
select count(*) as entries
from audit_entry e
where (cast(:force_id as varchar) is null or e.force_id = :force_id)
    and (cast(:person_id as varchar) is null or e.person_id = :person_id)
    and (cast(:act as varchar) is null or e.act = :act)
    and (cast(:thing as varchar) is null or strpos(e.object, :thing) > 0)
    and (cast(:since as timestamp) is null or e.moment >= :since)
    and (cast(:until as timestamp) is null or e.moment < :until);

-- name: acts(force_id)
-- Every act there is in the record (of a force).
select distinct act from audit_entry
where cast(:force_id as varchar) is null or force_id = :force_id
order by act;
