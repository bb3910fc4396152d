-- Comments on plans and their actions.

-- name: of_plan(plan_id, upto)
-- The newest revision of each comment on a plan up to a sequence, with who said it and when, and
-- who wrote that revision; oldest comment first. What is being written has no commit yet.
select n.*, said.committed_at as said_at, coalesce(sayer.name, 'Erased') as said_by,
    c.committed_at as settled_at, coalesce(p.name, 'Erased') as settled_by
from comment_revision n
join (
    select comment_id, max(revision) as revision, min(sequence) as first_sequence
    from comment_revision
    where plan_id = :plan_id and sequence <= :upto
    group by comment_id
) newest on newest.comment_id = n.comment_id and newest.revision = n.revision
left join commit_log said on said.sequence = newest.first_sequence
left join person sayer on sayer.person_id = said.person_id
left join commit_log c on c.sequence = n.sequence
left join person p on p.person_id = c.person_id
order by newest.first_sequence, n.comment_id;

-- name: one(comment_id)^
-- A comment as it is now, read as above.
select n.*, said.committed_at as said_at, coalesce(sayer.name, 'Erased') as said_by,
    c.committed_at as settled_at, coalesce(p.name, 'Erased') as settled_by
from comment_revision n
join (
    select max(revision) as revision, min(sequence) as first_sequence
    from comment_revision
    where comment_id = :comment_id
) newest on newest.revision = n.revision
left join commit_log said on said.sequence = newest.first_sequence
left join person sayer on sayer.person_id = said.person_id
left join commit_log c on c.sequence = n.sequence
left join person p on p.person_id = c.person_id
where n.comment_id = :comment_id;

-- name: all_revisions()
select * from comment_revision order by comment_id, revision;
