-- name: all_revisions()
select * from practice_revision order by practice_id, revision;
