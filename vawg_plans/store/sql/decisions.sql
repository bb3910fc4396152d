-- Decisions of Gold Groups.

-- name: of_plan(plan_id, upto)
-- The newest revision of each decision of a plan up to a sequence, with its meeting's number, the
-- moment it was taken, the first of the revisions that have had its state ever since, and who wrote
-- that revision and when; first decision first. What is being written has no commit yet.
select d.*, m.number as meeting_number, newest.decided_in, decided.committed_at as decided_at,
    settled.settled_in, since.committed_at as settled_at, c.committed_at,
    coalesce(p.name, 'Erased') as who
from decision_revision d
join (
    select decision_id, max(revision) as revision, min(sequence) as decided_in
    from decision_revision
    where plan_id = :plan_id and sequence <= :upto
    group by decision_id
) newest on newest.decision_id = d.decision_id and newest.revision = d.revision
join (
    select n.decision_id, n.revision, min(s.sequence) as settled_in
    from decision_revision n
    join decision_revision s on s.decision_id = n.decision_id and s.revision <= n.revision
    where n.plan_id = :plan_id and not exists (
        select 1
        from decision_revision o
        where o.decision_id = n.decision_id and o.revision > s.revision
            and o.revision <= n.revision and o.state <> n.state
    ) and s.state = n.state
    group by n.decision_id, n.revision
) settled on settled.decision_id = d.decision_id and settled.revision = d.revision
left join meeting_revision m on m.meeting_id = d.meeting_id and m.revision = 1
left join commit_log decided on decided.sequence = newest.decided_in
left join commit_log since on since.sequence = settled.settled_in
left join commit_log c on c.sequence = d.sequence
left join person p on p.person_id = c.person_id
order by d.number;

-- name: history(decision_id)
-- Every revision of one decision, newest first, read as above.
select d.*, m.number as meeting_number, first.sequence as decided_in,
    decided.committed_at as decided_at, settled.settled_in, since.committed_at as settled_at,
    c.committed_at, coalesce(p.name, 'Erased') as who
from decision_revision d
join decision_revision first on first.decision_id = d.decision_id and first.revision = 1
join (
    select n.decision_id, n.revision, min(s.sequence) as settled_in
    from decision_revision n
    join decision_revision s on s.decision_id = n.decision_id and s.revision <= n.revision
    where n.decision_id = :decision_id and not exists (
        select 1
        from decision_revision o
        where o.decision_id = n.decision_id and o.revision > s.revision
            and o.revision <= n.revision and o.state <> n.state
    ) and s.state = n.state
    group by n.decision_id, n.revision
) settled on settled.decision_id = d.decision_id and settled.revision = d.revision
left join meeting_revision m on m.meeting_id = d.meeting_id and m.revision = 1
left join commit_log decided on decided.sequence = first.sequence
left join commit_log since on since.sequence = settled.settled_in
left join commit_log c on c.sequence = d.sequence
left join person p on p.person_id = c.person_id
where d.decision_id = :decision_id
order by d.revision desc;

-- name: last_number(plan_id)^
select coalesce(max(number), 0) as number from decision_revision where plan_id = :plan_id;

-- name: all_revisions()
select * from decision_revision order by decision_id, revision;
