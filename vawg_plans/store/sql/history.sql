-- What happened to one plan, by commit.

-- name: commits(plan_id, upto, most)
-- The newest commits that changed the plan, its actions or its answers.
select c.sequence, c.committed_at, c.role, c.reason, coalesce(p.name, 'Erased') as who
from commit_log c
left join person p on p.person_id = c.person_id
join (
    select sequence from action_revision where plan_id = :plan_id and sequence <= :upto
    union
    select sequence from plan_revision where plan_id = :plan_id and sequence <= :upto
    union
    select sequence from answer_revision where plan_id = :plan_id and sequence <= :upto
) own on own.sequence = c.sequence
order by c.sequence desc
limit :most;

-- name: actions(plan_id, since, upto)
-- Revisions of actions written from one sequence to another, and each one's revision before.
select distinct a.*
from action_revision a
join (
    select action_id, revision
    from action_revision
    where plan_id = :plan_id and sequence >= :since and sequence <= :upto
) own on own.action_id = a.action_id and a.revision in (own.revision, own.revision - 1)
where a.plan_id = :plan_id
order by a.position, a.action_id, a.revision;

-- name: answers(plan_id, since, upto)
select distinct a.*, c.committed_at, coalesce(p.name, 'Erased') as who
from answer_revision a
join (
    select question, revision
    from answer_revision
    where plan_id = :plan_id and sequence >= :since and sequence <= :upto
) own on own.question = a.question and a.revision in (own.revision, own.revision - 1)
join commit_log c on c.sequence = a.sequence
left join person p on p.person_id = c.person_id
where a.plan_id = :plan_id
order by a.question, a.revision;
