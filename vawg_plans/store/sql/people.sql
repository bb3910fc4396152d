-- People, and the roles they hold.

-- name: one(person_id)^
select person_id, name, created_at, revision, email, post, issuer, subject, erased_at, salt
from person
where person_id = :person_id;

-- name: by_email(email)^
select person_id, name, created_at, revision, email, post, issuer, subject, erased_at, salt
from person
where email = :email;

-- name: by_subject(issuer, subject)^
select person_id, name, created_at, revision, email, post, issuer, subject, erased_at, salt
from person
where subject = :subject and issuer = :issuer;

-- name: every()
select person_id, name, created_at, revision, email, post, issuer, subject, erased_at, salt
from person
order by name, person_id;

-- name: names(ids)
select person_id, name
from person
where person_id in (select unnest(cast(:ids as varchar[])));

-- name: unspoken()
-- People kept before the record spoke for them.
select person_id, name, created_at, revision, email, post, issuer, subject, erased_at, salt
from person
where revision is null
order by person_id;

-- name: replace(person_id, name, revision, email, post, issuer, subject, erased_at, salt)!
update person
set name = :name, revision = :revision, email = :email, post = :post, issuer = :issuer,
    subject = :subject, erased_at = :erased_at, salt = :salt
where person_id = :person_id;

-- name: every_role()
select g.grant_id, g.revision, g.sequence, g.person_id, g.role, g.force_id, g.held
from role_grant g
join (
    select grant_id, max(revision) as revision from role_grant group by grant_id
) newest on newest.grant_id = g.grant_id and newest.revision = g.revision
order by g.sequence;

-- name: role(grant_id)^
select grant_id, revision, sequence, person_id, role, force_id, held
from role_grant
where grant_id = :grant_id
order by revision desc
limit 1;

-- name: role_revisions()
select grant_id, revision, sequence, person_id, role, force_id, held
from role_grant
order by grant_id, revision;

-- name: role_history()
-- Every grant and revocation, newest first, with who did it.
select g.person_id, g.role, g.force_id, g.held, c.committed_at, c.reason, c.person_id as by_id
from role_grant g
join commit_log c on c.sequence = g.sequence
order by g.sequence desc;

-- name: acting(person_id)
-- A person beside every grant and revocation of theirs, oldest first. Which of them stand is found
-- out from these few rows: the engine takes longer to plan that than to read them.
select p.person_id, p.name, p.created_at, p.revision, p.email, p.post, p.issuer, p.subject,
    p.erased_at, p.salt, g.grant_id, g.role, g.force_id, g.held
from person p
left join role_grant g on g.person_id = p.person_id
where p.person_id = :person_id
order by g.sequence, g.revision;
