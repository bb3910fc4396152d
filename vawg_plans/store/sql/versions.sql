-- name: of_force(force_id)
-- Newest moment first. A version that took the place of another shows that one's moment.
select v.version_id, v.force_id, v.plan_id, v.number, v.audience, v.sequence, v.judged_on, v.note,
    v.digest, v.made_in, c.committed_at, coalesce(p.name, 'Erased') as who,
    r.committed_at as words_removed_at, n.number as replaced_by, v.approved_by, v.approved_on,
    w.sequence as withdrawn_in, w.why as withdrawn_why, d.committed_at as withdrawn_at
from plan_version v
join commit_log c on c.sequence = v.made_in
left join person p on p.person_id = c.person_id
left join superseded_version s on s.version_id = v.version_id
left join commit_log r on r.sequence = s.sequence
left join plan_version n on n.version_id = s.by_version_id
left join version_withdrawal w on w.version_id = v.version_id
left join commit_log d on d.sequence = w.sequence
where v.force_id = :force_id
order by v.sequence desc, v.number desc;

-- name: all_of_them()
select v.version_id, v.force_id, v.plan_id, v.number, v.audience, v.sequence, v.judged_on, v.note,
    v.digest, v.made_in, c.committed_at, coalesce(p.name, 'Erased') as who,
    r.committed_at as words_removed_at, n.number as replaced_by, v.approved_by, v.approved_on,
    w.sequence as withdrawn_in, w.why as withdrawn_why, d.committed_at as withdrawn_at
from plan_version v
join commit_log c on c.sequence = v.made_in
left join person p on p.person_id = c.person_id
left join superseded_version s on s.version_id = v.version_id
left join commit_log r on r.sequence = s.sequence
left join plan_version n on n.version_id = s.by_version_id
left join version_withdrawal w on w.version_id = v.version_id
left join commit_log d on d.sequence = w.sequence
order by v.force_id, v.sequence desc, v.number desc;

-- name: content(version_id)^
select content, digest from plan_version where version_id = :version_id;

-- name: newest_counts()
-- For each force's newest version that was not withdrawn: how many actions share a lead P, areas
-- and statuses.
select v.force_id, a.lead_p, a.areas, a.status, a.calculated, a.late, a.stale,
    count(*) as actions
from version_action a
join (
    select force_id, version_id,
        row_number() over (partition by force_id order by sequence desc, number desc) as place
    from plan_version
    where version_id not in (select version_id from version_withdrawal)
) v on v.version_id = a.version_id and v.place = 1
group by v.force_id, a.lead_p, a.areas, a.status, a.calculated, a.late, a.stale;

-- name: facts(version_id)
select version_id, action_id, lead_p, areas, status, calculated, late, stale, slips, in_words,
    practice_id
from version_action
where version_id = :version_id
order by action_id;

-- name: whole(version_id)^
select version_id, force_id, plan_id, number, audience, sequence, made_in, judged_on, note, content,
    digest, salt, approved_by, approved_on
from plan_version
where version_id = :version_id;
