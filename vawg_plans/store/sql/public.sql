-- What everybody may read, without signing in: public versions, and nothing else of this database.

-- name: versions()
-- Every public version, newest moment first, the withdrawn too: when and why is said, no content.
select v.version_id, v.force_id, v.plan_id, v.number, v.judged_on, v.digest, v.approved_by,
    v.approved_on, c.committed_at, r.committed_at as words_removed_at,
    wc.committed_at as withdrawn_at, w.why as withdrawn_why
from plan_version v
join commit_log c on c.sequence = v.made_in
left join superseded_version s on s.version_id = v.version_id
left join commit_log r on r.sequence = s.sequence
left join version_withdrawal w on w.version_id = v.version_id
left join commit_log wc on wc.sequence = w.sequence
where v.audience = 'public'
order by v.force_id, v.sequence desc, v.number desc;

-- name: of_force(force_id)
select v.version_id, v.force_id, v.plan_id, v.number, v.judged_on, v.digest, v.approved_by,
    v.approved_on, c.committed_at, r.committed_at as words_removed_at,
    wc.committed_at as withdrawn_at, w.why as withdrawn_why
from plan_version v
join commit_log c on c.sequence = v.made_in
left join superseded_version s on s.version_id = v.version_id
left join commit_log r on r.sequence = s.sequence
left join version_withdrawal w on w.version_id = v.version_id
left join commit_log wc on wc.sequence = w.sequence
where v.audience = 'public' and v.force_id = :force_id
order by v.sequence desc, v.number desc;

-- name: content(force_id, number)^
-- What a public version froze, unless it was withdrawn.
select v.content, v.digest
from plan_version v
left join version_withdrawal w on w.version_id = v.version_id
where v.audience = 'public' and v.force_id = :force_id and v.number = :number
    and w.version_id is null;
