-- name: newest(plan_id)^
-- The last import into a plan: what is remembered of how its files are read.
select i.*, c.committed_at
from import_revision i
join commit_log c on c.sequence = i.sequence
where i.plan_id = :plan_id and i.revision = (
    select max(revision) from import_revision where plan_id = :plan_id
);

-- name: decided_at(plan_id, digest)^
-- The last commit that took this very file; null if none did.
select max(sequence) as sequence from import_revision where plan_id = :plan_id and digest = :digest;

-- name: all_revisions()
select * from import_revision order by plan_id, revision;
