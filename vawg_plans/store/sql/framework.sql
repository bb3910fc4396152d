-- name: newest()
select f.kind, f.row_id, f.revision, f.digest, f.content
from framework_row f
join (
    select kind, row_id, max(revision) as revision from framework_row group by kind, row_id
) newest on newest.kind = f.kind and newest.row_id = f.row_id and newest.revision = f.revision;

-- name: all_revisions()
select kind, row_id, revision, sequence, content, digest
from framework_row
order by kind, row_id, revision;
