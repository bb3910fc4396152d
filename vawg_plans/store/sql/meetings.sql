-- Meetings of Gold Groups: what each is, what was on the screen, and what was minuted.

-- name: of_plan(plan_id)
-- The newest revision of each meeting, without what it froze, with who wrote it and when; newest
-- meeting first. What is being written has no commit yet.
select m.meeting_id, m.revision, m.sequence, m.plan_id, m.force_id, m.number, m.state, m.held_on,
    m.title, m.place, m.attended, m.apologies, m.since, m.arranged, m.agenda, m.moment, m.judged_on,
    m.digest, m.salt, c.committed_at, coalesce(p.name, 'Erased') as who
from meeting_revision m
join (
    select meeting_id, max(revision) as revision
    from meeting_revision
    where plan_id = :plan_id
    group by meeting_id
) newest on newest.meeting_id = m.meeting_id and newest.revision = m.revision
left join commit_log c on c.sequence = m.sequence
left join person p on p.person_id = c.person_id
order by m.held_on desc, m.number desc;

-- name: one(meeting_id)^
select m.meeting_id, m.revision, m.sequence, m.plan_id, m.force_id, m.number, m.state, m.held_on,
    m.title, m.place, m.attended, m.apologies, m.since, m.arranged, m.agenda, m.moment, m.judged_on,
    m.digest, m.salt, c.committed_at, coalesce(p.name, 'Erased') as who
from meeting_revision m
left join commit_log c on c.sequence = m.sequence
left join person p on p.person_id = c.person_id
where m.meeting_id = :meeting_id
order by m.revision desc
limit 1;

-- name: at_revision(meeting_id, revision)^
select m.meeting_id, m.revision, m.sequence, m.plan_id, m.force_id, m.number, m.state, m.held_on,
    m.title, m.place, m.attended, m.apologies, m.since, m.arranged, m.agenda, m.moment, m.judged_on,
    m.digest, m.salt, c.committed_at, coalesce(p.name, 'Erased') as who
from meeting_revision m
left join commit_log c on c.sequence = m.sequence
left join person p on p.person_id = c.person_id
where m.meeting_id = :meeting_id and m.revision = :revision;

-- name: last_number(plan_id)^
select coalesce(max(number), 0) as number from meeting_revision where plan_id = :plan_id;

-- name: began(meeting_id)^
-- The commit with which a meeting began.
select min(m.sequence) as sequence, min(c.committed_at) as committed_at
from meeting_revision m
join commit_log c on c.sequence = m.sequence
where m.meeting_id = :meeting_id and m.state = 'open';

-- name: content(meeting_id)^
-- What a meeting froze.
select content, digest
from meeting_revision
where meeting_id = :meeting_id and content is not null
order by revision desc
limit 1;

-- name: following(meeting_id)^
-- Where a meeting is, for those who follow it: its state, the item on the screen, and the last
-- commit that changed anything about it.
select m.force_id, m.state, m.revision, coalesce(s.step, 0) as step,
    coalesce(s.item_key, '') as item_key,
    greatest(
        m.sequence,
        coalesce((select max(sequence) from minute_revision where meeting_id = :meeting_id), 0),
        coalesce((select max(sequence) from decision_revision where meeting_id = :meeting_id), 0)
    ) as latest
from meeting_revision m
left join meeting_shown s on s.meeting_id = m.meeting_id
where m.meeting_id = :meeting_id
order by m.revision desc, s.step desc
limit 1;

-- name: shown(meeting_id)
-- What was on the screen, oldest first.
select s.*, c.committed_at
from meeting_shown s
left join commit_log c on c.sequence = s.sequence
where s.meeting_id = :meeting_id
order by s.step;

-- name: notes(meeting_id)
-- The words minuted on each item, as they are now.
select n.*, coalesce(p.name, 'Erased') as who
from minute_revision n
join (
    select item_key, max(revision) as revision
    from minute_revision
    where meeting_id = :meeting_id
    group by item_key
) newest on newest.item_key = n.item_key and newest.revision = n.revision
left join commit_log c on c.sequence = n.sequence
left join person p on p.person_id = c.person_id
where n.meeting_id = :meeting_id
order by n.item_key;

-- name: ids()
select distinct meeting_id from meeting_revision order by meeting_id;

-- name: revisions(meeting_id)
-- Every revision of one meeting, with what it froze.
select * from meeting_revision where meeting_id = :meeting_id order by revision;

-- name: every_shown()
select * from meeting_shown order by meeting_id, step;

-- name: every_note()
select * from minute_revision order by meeting_id, item_key, revision;
