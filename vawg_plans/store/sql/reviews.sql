-- A plan's way to publication, and versions withdrawn from it.

-- name: of_force(force_id, upto)
-- Each review of a force's plan as its newest revision up to a sequence has it, newest first: who
-- submitted it, and who took the last step.
select r.*, c.committed_at, coalesce(p.name, 'Erased') as who,
    f.person_id as submitter, f.role as submitted_role, f.committed_at as submitted_at,
    coalesce(s.name, 'Erased') as submitted_by
from review_revision r
join (
    select review_id, max(revision) as revision
    from review_revision
    where force_id = :force_id and sequence <= :upto
    group by review_id
) newest on newest.review_id = r.review_id and newest.revision = r.revision
join commit_log c on c.sequence = r.sequence
left join person p on p.person_id = c.person_id
join review_revision first on first.review_id = r.review_id and first.revision = 1
join commit_log f on f.sequence = first.sequence
left join person s on s.person_id = f.person_id
order by r.number desc;

-- name: steps(review_id)
-- Every step of one review, oldest first.
select r.*, c.committed_at, coalesce(p.name, 'Erased') as who,
    f.person_id as submitter, f.role as submitted_role, f.committed_at as submitted_at,
    coalesce(s.name, 'Erased') as submitted_by
from review_revision r
join commit_log c on c.sequence = r.sequence
left join person p on p.person_id = c.person_id
join review_revision first on first.review_id = r.review_id and first.revision = 1
join commit_log f on f.sequence = first.sequence
left join person s on s.person_id = f.person_id
where r.review_id = :review_id
order by r.revision;

-- name: force_of(review_id)^
select force_id from review_revision where review_id = :review_id and revision = 1;

-- name: states()
-- The state of every force's last review.
select r.force_id, r.state
from review_revision r
join (
    select force_id, max(sequence) as sequence from review_revision group by force_id
) newest on newest.force_id = r.force_id and newest.sequence = r.sequence;

-- name: all_revisions()
select * from review_revision order by review_id, revision;

-- name: withdrawal(version_id)^
select version_id from version_withdrawal where version_id = :version_id;

-- name: withdrawals()
select * from version_withdrawal order by version_id;
