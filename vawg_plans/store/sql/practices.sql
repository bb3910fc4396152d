-- name: all_revisions()
select * from practice_revision order by practice_id, revision;

-- name: standing()
-- What everybody sees: of each practice the newest revision that was accepted, unless its force
-- withdrew the practice since.
select r.*, c.committed_at, c.reason
from practice_revision r
join (
    select practice_id,
        max(case when state = 'accepted' then revision end) as accepted,
        max(case when state = 'withdrawn' then revision else 0 end) as withdrawn
    from practice_revision
    group by practice_id
) n on n.practice_id = r.practice_id and n.accepted = r.revision
join commit_log c on c.sequence = r.sequence
where n.accepted > n.withdrawn
order by r.sequence, r.practice_id;

-- name: of_force(force_id)
-- What a force sees of its own: every revision, newest first.
select r.*, c.committed_at, c.reason
from practice_revision r
join commit_log c on c.sequence = r.sequence
where r.force_id = :force_id
order by r.sequence desc, r.practice_id, r.revision desc;

-- name: waiting()
-- What waits for the national lead: every revision of the practices offered now, newest first.
select r.*, c.committed_at, c.reason
from practice_revision r
join (
    select practice_id, max(revision) as revision
    from practice_revision
    group by practice_id
) newest on newest.practice_id = r.practice_id
join practice_revision o on o.practice_id = r.practice_id and o.revision = newest.revision
    and o.state = 'offered'
join commit_log c on c.sequence = r.sequence
order by r.sequence desc, r.practice_id, r.revision desc;

-- name: history(practice_id)
-- Every revision of one practice, newest first.
select r.*, c.committed_at, c.reason
from practice_revision r
join commit_log c on c.sequence = r.sequence
where r.practice_id = :practice_id
order by r.revision desc;

-- name: ids()
select distinct practice_id from practice_revision;

-- name: taken_in_versions()
-- Each force's newest version that stands, and the practices that its actions were taken from, as far as these
-- are in it in words: what is sensitive is said of no practice. A force that has taken none has one
-- row without.
select distinct v.force_id, v.judged_on, a.practice_id
from (
    select force_id, version_id, judged_on,
        row_number() over (partition by force_id order by sequence desc, number desc) as place
    from plan_version
    where version_id not in (select version_id from version_withdrawal)
) v
left join version_action a on a.version_id = v.version_id and a.practice_id is not null
    and a.in_words
where v.place = 1
order by v.force_id, a.practice_id;
