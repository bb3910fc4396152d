-- name: of_force(force_id)
select v.version_id, v.force_id, v.plan_id, v.number, v.audience, v.sequence, v.judged_on, v.note,
    v.digest, c.committed_at, coalesce(p.name, 'Erased') as who
from plan_version v
join commit_log c on c.sequence = v.made_in
left join person p on p.person_id = c.person_id
where v.force_id = :force_id
order by v.number desc;

-- name: all_of_them()
select v.version_id, v.force_id, v.plan_id, v.number, v.audience, v.sequence, v.judged_on, v.note,
    v.digest, c.committed_at, coalesce(p.name, 'Erased') as who
from plan_version v
join commit_log c on c.sequence = v.made_in
left join person p on p.person_id = c.person_id
order by v.force_id, v.number desc;

-- name: content(version_id)^
select content, digest from plan_version where version_id = :version_id;

-- name: newest_counts()
-- For each force's newest version: how many actions share a lead P, areas and statuses.
select v.force_id, a.lead_p, a.areas, a.status, a.calculated, a.late, a.stale,
    count(*) as actions
from version_action a
join plan_version v on v.version_id = a.version_id
join (
    select force_id, max(number) as number
    from plan_version
    group by force_id
) newest on newest.force_id = v.force_id and newest.number = v.number
group by v.force_id, a.lead_p, a.areas, a.status, a.calculated, a.late, a.stale;

-- name: facts(version_id)
select version_id, action_id, lead_p, areas, status, calculated, late, stale, slips, in_words
from version_action
where version_id = :version_id
order by action_id;

-- name: whole(version_id)^
select version_id, force_id, plan_id, number, audience, sequence, made_in, judged_on, note, content,
    digest
from plan_version
where version_id = :version_id;
