-- What the record says of stored rows, beside the rows: for proving one against the other.

-- name: spoken(prefix)
-- Every state that the record has of objects of one kind, oldest first.
select entry, act, object, revision, after_digest
from audit_entry
where starts_with(object, :prefix) and revision is not null
order by entry;

-- name: spoken_of_plan(plan_id)
select e.entry, e.act, e.object, e.revision, e.after_digest
from audit_entry e
join action_revision a on e.object = 'action:' || a.action_id and e.revision = a.revision
where a.plan_id = :plan_id
order by e.entry;

-- name: actions_gone()
-- Entries that speak for a revision of an action that is not there.
select min(e.entry) as entry, e.object, e.revision
from audit_entry e
left join action_revision a on a.action_id = substr(e.object, 8) and a.revision = e.revision
where starts_with(e.object, 'action:') and e.revision is not null and a.action_id is null
group by e.object, e.revision
order by 1
limit 20;

-- name: commits(after, upto)
-- Commits beside what their entries say of them. `speaks` is 0 when every entry has expired.
select coalesce(c.sequence, d.sequence) as sequence, c.sequence as found, c.committed_at,
    c.person_id, c.role, c.force_id, c.reason, c.touches, c.salt, d.low, d.high, d.entry, d.moment,
    d.speaks
from (
    select sequence, committed_at, person_id, role, force_id, reason, touches, salt
    from commit_log
    where sequence > :after and sequence <= :upto
) c
full join (
    select sequence, min(commit_digest) as low, max(commit_digest) as high, min(entry) as entry,
        min(moment) as moment,
        max(case when person_id = 'expired' and salt is null then 0 else 1 end) as speaks
    from audit_entry
    where sequence > :after and sequence <= :upto
    group by sequence
) d on d.sequence = c.sequence
order by 1;

-- name: last_sequence()^
select greatest(
    (select coalesce(max(sequence), 0) from commit_log),
    (select coalesce(max(sequence), 0) from audit_entry)
) as sequence;

-- name: version_ids()
select version_id from plan_version order by version_id;

-- name: loose_facts()
select distinct version_id from version_action
where version_id not in (select version_id from plan_version);

-- name: redactions()
select * from redaction order by redaction_id;

-- name: superseded()
select * from superseded_version order by version_id;

-- name: unknown_objects()
-- Entries that speak for a row of no table known here.
select min(entry) as entry, object, max(revision) as revision
from audit_entry
where revision is not null and object <> 'database'
    and not starts_with(object, 'action:') and not starts_with(object, 'plan:') and not starts_with(object, 'version:')
    and not starts_with(object, 'framework:') and not starts_with(object, 'person:') and not starts_with(object, 'role:')
    and not starts_with(object, 'answer:') and not starts_with(object, 'practice:')
    and not starts_with(object, 'import:') and not starts_with(object, 'comment:')
    and not starts_with(object, 'review:') and not starts_with(object, 'withdrawal:')
    and not starts_with(object, 'meeting:') and not starts_with(object, 'shown:')
    and not starts_with(object, 'minute:') and not starts_with(object, 'decision:')
    and not starts_with(object, 'redaction:') and not starts_with(object, 'superseded:')
    and not starts_with(object, 'migration:') and not starts_with(object, 'commit:')
group by object
order by 1
limit 20;
