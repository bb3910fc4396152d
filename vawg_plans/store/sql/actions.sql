-- name: of_plan(plan_id, upto)
-- The newest revision of each of a plan's actions, up to a sequence; withdrawn ones too.
select a.*
from action_revision a
join (
    select action_id, max(revision) as revision
    from action_revision
    where plan_id = :plan_id and sequence <= :upto
    group by action_id
) newest on newest.action_id = a.action_id and newest.revision = a.revision
where a.plan_id = :plan_id
order by a.position, a.reference, a.action_id;

-- name: places(plan_id)
-- The live actions of a plan in their order, with the revision that says so.
select a.action_id, a.position, a.revision
from action_revision a
join (
    select action_id, max(revision) as revision
    from action_revision
    where plan_id = :plan_id
    group by action_id
) newest on newest.action_id = a.action_id and newest.revision = a.revision
where a.plan_id = :plan_id and not a.withdrawn
order by a.position, a.reference, a.action_id;

-- name: last_place(plan_id)^
-- The highest position that any revision of the plan's actions has had.
select coalesce(max(position), 0) as position from action_revision where plan_id = :plan_id;

-- name: dependents(plan_id)
-- Of each of a plan's actions, what says which waits for which.
select a.action_id, a.reference, a.title, a.withdrawn, a.details
from action_revision a
join (
    select action_id, max(revision) as revision
    from action_revision
    where plan_id = :plan_id
    group by action_id
) newest on newest.action_id = a.action_id and newest.revision = a.revision
where a.plan_id = :plan_id;

-- name: one(action_id)^
select a.*
from action_revision a
where a.action_id = :action_id and a.revision = (
    select max(revision) from action_revision where action_id = :action_id
);

-- name: force_of(action_id)^
-- An action never leaves its force, so its first revision says which.
select force_id from action_revision where action_id = :action_id and revision = 1;

-- name: at_revision(action_id, revision)^
select a.* from action_revision a where a.action_id = :action_id and a.revision = :revision;

-- name: history(action_id)
select a.*, c.committed_at, c.role, c.reason, coalesce(p.name, 'Erased') as who
from action_revision a
join commit_log c on c.sequence = a.sequence
left join person p on p.person_id = c.person_id
where a.action_id = :action_id
order by a.revision desc;

-- name: histories(plan_id)
-- Every revision of every action of a plan, with its commit.
select a.*, c.committed_at, c.role, c.reason, coalesce(p.name, 'Erased') as who
from action_revision a
join commit_log c on c.sequence = a.sequence
left join person p on p.person_id = c.person_id
where a.plan_id = :plan_id
order by a.action_id, a.revision desc;

-- name: created_and_progress(plan_id, upto)
-- For each action: when it was first written, and the last progress update.
select a.action_id, min(c.committed_at) as created_at,
    max(case when a.progress_note is not null then c.committed_at end) as progress_at
from action_revision a
join commit_log c on c.sequence = a.sequence
where a.plan_id = :plan_id and a.sequence <= :upto
group by a.action_id;

-- name: due_changes(plan_id, upto)
-- Each revision that changed one due date to another, oldest first. Revisions without a date are
-- passed over, so that clearing a date and giving a later one is the slip it is.
select s.action_id, s.due_before, s.due_on, c.committed_at
from (
    select action_id, revision, sequence, due_on,
        lag(due_on) over (partition by action_id order by revision) as due_before
    from action_revision
    where plan_id = :plan_id and sequence <= :upto and due_on is not null
) s
join commit_log c on c.sequence = s.sequence
where s.due_before <> s.due_on
order by s.action_id, s.revision;

-- name: standings(plan_id, upto)
-- Each revision that changed an action's status, due date or withdrawal, or began it, in the order
-- in which they were saved.
select s.action_id, s.status, s.due_on, s.withdrawn, c.committed_at
from (
    select action_id, revision, sequence, status, due_on, withdrawn,
        lag(status) over before as status_before,
        lag(due_on) over before as due_before,
        lag(withdrawn) over before as withdrawn_before
    from action_revision
    where plan_id = :plan_id and sequence <= :upto
    window before as (partition by action_id order by revision)
) s
join commit_log c on c.sequence = s.sequence
where s.revision = 1 or s.status <> s.status_before or s.withdrawn <> s.withdrawn_before
    or s.due_on is distinct from s.due_before
order by s.sequence, s.action_id, s.revision;

-- name: latest_updates(plan_id, upto, most)
-- The newest progress updates of a plan.
select a.action_id, a.reference, a.title, a.status, a.percent, a.progress_note, c.committed_at,
    coalesce(p.name, 'Erased') as who
from action_revision a
join commit_log c on c.sequence = a.sequence
left join person p on p.person_id = c.person_id
where a.plan_id = :plan_id and a.sequence <= :upto and a.progress_note is not null
order by a.sequence desc
limit :most;

-- name: sensitive(plan_id)
-- The actions of a plan whose newest revision is marked sensitive.
select a.action_id
from action_revision a
join (
    select action_id, max(revision) as revision
    from action_revision
    where plan_id = :plan_id
    group by action_id
) newest on newest.action_id = a.action_id and newest.revision = a.revision
where a.sensitive;

-- name: with_practice(plan_id)
-- The live actions of a plan whose newest revision may name a practice (its details say which).
select a.*
from action_revision a
join (
    select action_id, max(revision) as revision
    from action_revision
    where plan_id = :plan_id
    group by action_id
) newest on newest.action_id = a.action_id and newest.revision = a.revision
where a.plan_id = :plan_id and not a.withdrawn and strpos(a.details, '"practice_id":') > 0
order by a.position, a.reference, a.action_id;

-- name: drafts()
-- Forces that have written at least one action.
select distinct force_id from action_revision;

-- name: revisions_of(plan_id)
select a.* from action_revision a where a.plan_id = :plan_id order by a.action_id, a.revision;

-- name: plan_ids()
select distinct plan_id from action_revision order by plan_id;

-- name: has_any(force_id)^
select 1 as found from action_revision where force_id = :force_id limit 1;

-- name: last_notes(plan_id, upto)
-- The last progress update of each of a plan's actions up to a sequence.
select a.action_id, a.progress_note, c.committed_at
from action_revision a
join (
    select action_id, max(revision) as revision
    from action_revision
    where plan_id = :plan_id and sequence <= :upto and progress_note is not null
    group by action_id
) newest on newest.action_id = a.action_id and newest.revision = a.revision
join commit_log c on c.sequence = a.sequence
where a.plan_id = :plan_id;
