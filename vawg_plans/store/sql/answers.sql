-- name: of_plan(plan_id, upto)
-- The newest revision of each answer about a plan, up to a sequence; those taken back too.
select a.*, c.committed_at, coalesce(p.name, 'Erased') as who
from answer_revision a
join (
    select question, max(revision) as revision
    from answer_revision
    where plan_id = :plan_id and sequence <= :upto
    group by question
) newest on newest.question = a.question and newest.revision = a.revision
join commit_log c on c.sequence = a.sequence
left join person p on p.person_id = c.person_id
where a.plan_id = :plan_id
order by a.question;

-- name: history(plan_id, question)
-- Every revision of one answer, newest first.
select a.*, c.committed_at, coalesce(p.name, 'Erased') as who
from answer_revision a
join commit_log c on c.sequence = a.sequence
left join person p on p.person_id = c.person_id
where a.plan_id = :plan_id and a.question = :question
order by a.revision desc;

-- name: all_revisions()
select * from answer_revision order by plan_id, question, revision;

-- name: histories(plan_id, pattern)
-- Every revision of the answers whose questions are like this, newest first.
select a.*, c.committed_at, coalesce(p.name, 'Erased') as who
from answer_revision a
join commit_log c on c.sequence = a.sequence
left join person p on p.person_id = c.person_id
where a.plan_id = :plan_id and a.question like :pattern
order by a.question, a.revision desc;
