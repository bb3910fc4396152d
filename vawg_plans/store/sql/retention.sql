-- Entries of the record whose time has ended, and people who have left.

-- name: entries_due(act, upto)^
-- How many entries of an act can be emptied; and how many cannot, because their hash is over their
-- fields themselves (they are older than migration 0002).
select
    coalesce(sum(case when fields_digest is not null and salt is not null then 1 else 0 end), 0)
        as due,
    coalesce(sum(case when fields_digest is null then 1 else 0 end), 0) as too_old
from audit_entry
where act = :act and sequence <= :upto and revision is null;

-- name: empty_entries(act, upto)!
-- They hold their place: what is hashed of them in the chain is a digest of what goes here.
update audit_entry
set person_id = 'expired', role = '', force_id = null, object = '', before_digest = null,
    after_digest = null, detail = '', salt = null
where act = :act and sequence <= :upto and revision is null
    and fields_digest is not null and salt is not null;

-- name: empty_commits(upto)!
-- Commits of which every entry is empty.
update commit_log
set person_id = 'expired', role = '', force_id = null, reason = '', salt = null
where sequence <= :upto and salt is not null
    and sequence in (select sequence from audit_entry where person_id = 'expired' and salt is null)
    and sequence not in (
        select sequence from audit_entry
        where sequence <= :upto and (person_id <> 'expired' or salt is not null)
    );

-- name: leavers(moment)
-- People who had roles, have none now, and whose last one ended before this UTC moment.
select p.person_id, max(c.committed_at) as ended_at
from person p
join role_grant g on g.person_id = p.person_id
join (
    select grant_id, max(revision) as revision from role_grant group by grant_id
) newest on newest.grant_id = g.grant_id and newest.revision = g.revision
join commit_log c on c.sequence = g.sequence
where p.erased_at is null
group by p.person_id
having max(case when g.held then 1 else 0 end) = 0 and max(c.committed_at) < :moment
order by p.person_id;

-- name: newest_of(act, object)^
-- The newest entry of an act on an object.
select entry, sequence, moment, person_id, detail
from audit_entry
where act = :act and object = :object
order by entry desc
limit 1;

-- name: meetings_due(day)
-- Meetings up to a day, but one that is under way, whose words are still kept.
select m.meeting_id
from meeting_revision m
join (
    select meeting_id, max(revision) as revision from meeting_revision group by meeting_id
) newest on newest.meeting_id = m.meeting_id and newest.revision = m.revision
where m.held_on <= :day and m.state <> 'open' and m.title <> ''
order by m.meeting_id;

-- name: decisions_due(day)
-- Every revision of the decisions of those meetings that are settled and whose words are still kept.
select d.*
from decision_revision d
join (
    select decision_id, max(revision) as revision from decision_revision group by decision_id
) newest on newest.decision_id = d.decision_id
join decision_revision now
    on now.decision_id = d.decision_id and now.revision = newest.revision
join (
    select meeting_id, max(held_on) as held_on from meeting_revision group by meeting_id
) m on m.meeting_id = d.meeting_id
where m.held_on <= :day and now.state <> 'open' and now.words <> ''
order by d.decision_id, d.revision;

-- name: notes_of(meeting_id)
select * from minute_revision where meeting_id = :meeting_id order by item_key, revision;
