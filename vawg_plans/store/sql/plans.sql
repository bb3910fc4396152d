-- name: newest(force_id, upto)^
select p.plan_id, p.revision, p.sequence, p.force_id, p.title, p.summary, p.lead_post,
    p.local_strands, p.details, p.salt
from plan_revision p
where p.force_id = :force_id and p.sequence <= :upto
order by p.revision desc
limit 1;

-- name: all_revisions()
select plan_id, revision, sequence, force_id, title, summary, lead_post, local_strands,
    details, salt
from plan_revision
order by plan_id, revision;

-- name: revisions(force_id)
select plan_id, revision, sequence, force_id, title, summary, lead_post, local_strands,
    details, salt
from plan_revision
where force_id = :force_id
order by revision;
