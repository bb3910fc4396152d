-- Words asked to be removed, and everything of a force in which words may stand.

-- name: one(redaction_id)^
select * from redaction where redaction_id = :redaction_id;

-- name: of_force(force_id)
select * from redaction where force_id = :force_id order by asked_at desc, redaction_id;

-- name: plans(force_id)
select plan_id, revision, sequence, force_id, title, summary, lead_post, local_strands, details,
    salt
from plan_revision
where force_id = :force_id
order by revision;

-- name: actions(force_id)
select * from action_revision where force_id = :force_id order by action_id, revision;

-- name: answers(force_id)
select * from answer_revision where force_id = :force_id order by question, revision;

-- name: meetings(force_id)
select * from meeting_revision where force_id = :force_id order by meeting_id, revision;

-- name: minutes(force_id)
select * from minute_revision where force_id = :force_id order by meeting_id, item_key, revision;

-- name: decisions(force_id)
select * from decision_revision where force_id = :force_id order by decision_id, revision;

-- name: practices(force_id)
select * from practice_revision where force_id = :force_id order by practice_id, revision;

-- name: imports(force_id)
select * from import_revision where force_id = :force_id order by revision;

-- name: comments(force_id)
select * from comment_revision where force_id = :force_id order by comment_id, revision;

-- name: reviews(force_id)
select * from review_revision where force_id = :force_id order by number, revision;

-- name: withdrawals(force_id)
select * from version_withdrawal where force_id = :force_id order by version_id;

-- name: versions(force_id)
select version_id, force_id, plan_id, number, audience, sequence, made_in, judged_on, note, content,
    digest, salt, approved_by, approved_on
from plan_version
where force_id = :force_id
order by number;

-- name: commits(force_id)
select sequence, committed_at, person_id, role, force_id, reason, touches, salt
from commit_log
where force_id = :force_id
order by sequence;

-- name: superseded(version_id)^
select version_id from superseded_version where version_id = :version_id;

-- name: decide(redaction_id, revision, state, words, reason, decided_by, decided_role, decided_at, places, salt)!
update redaction
set revision = :revision, state = :state, words = :words, reason = :reason,
    decided_by = :decided_by, decided_role = :decided_role, decided_at = :decided_at,
    places = :places, salt = :salt
where redaction_id = :redaction_id;

-- name: change_plan(plan_id, revision, title, summary, lead_post, local_strands, details, salt)!
update plan_revision
set title = :title, summary = :summary, lead_post = :lead_post, local_strands = :local_strands,
    details = :details, salt = :salt
where plan_id = :plan_id and revision = :revision;

-- name: change_actions(action_ids, revisions, reference, title, description, tags, local_strand, due_words, success_measure, evidence, context, shaped_by, equality_impact, progress_note, imported, details, owner_posts, partners, salt)!
-- Many revisions at once: each value is a list in the order of the ids. What is a list itself comes
-- as one text, parted by a sign that nobody can type; an empty one has no words to lose.
update action_revision
set reference = n.reference, title = n.title, description = n.description, tags = n.tags,
    local_strand = n.local_strand, due_words = n.due_words, success_measure = n.success_measure,
    evidence = n.evidence, context = n.context, shaped_by = n.shaped_by,
    equality_impact = n.equality_impact, progress_note = n.progress_note, imported = n.imported,
    details = n.details,
    owner_posts = case
        when n.owner_posts = '' then action_revision.owner_posts
        else cast(string_to_array(n.owner_posts, chr(31)) as varchar[])
    end,
    partners = case
        when n.partners = '' then action_revision.partners
        else cast(string_to_array(n.partners, chr(31)) as varchar[])
    end,
    salt = n.salt
from (
    select unnest(cast(:action_ids as varchar[])) as action_id,
        unnest(cast(:revisions as integer[])) as revision,
        unnest(cast(:reference as varchar[])) as reference,
        unnest(cast(:title as varchar[])) as title,
        unnest(cast(:description as varchar[])) as description,
        unnest(cast(:tags as varchar[])) as tags,
        unnest(cast(:local_strand as varchar[])) as local_strand,
        unnest(cast(:due_words as varchar[])) as due_words,
        unnest(cast(:success_measure as varchar[])) as success_measure,
        unnest(cast(:evidence as varchar[])) as evidence,
        unnest(cast(:context as varchar[])) as context,
        unnest(cast(:shaped_by as varchar[])) as shaped_by,
        unnest(cast(:equality_impact as varchar[])) as equality_impact,
        unnest(cast(:progress_note as varchar[])) as progress_note,
        unnest(cast(:imported as varchar[])) as imported,
        unnest(cast(:details as varchar[])) as details,
        unnest(cast(:owner_posts as varchar[])) as owner_posts,
        unnest(cast(:partners as varchar[])) as partners,
        unnest(cast(:salt as varchar[])) as salt
) n
where action_revision.action_id = n.action_id and action_revision.revision = n.revision;

-- name: change_version(version_id, note, content, digest, approved_by, salt)!
update plan_version
set note = :note, content = :content, digest = :digest, approved_by = :approved_by, salt = :salt
where version_id = :version_id;

-- name: change_commit(sequence, reason, salt)!
update commit_log set reason = :reason, salt = :salt where sequence = :sequence;

-- name: change_answer(plan_id, question, revision, words, evidence, salt)!
update answer_revision
set words = :words, evidence = :evidence, salt = :salt
where plan_id = :plan_id and question = :question and revision = :revision;

-- name: change_practice(practice_id, revision, title, words, partners, salt)!
update practice_revision
set title = :title, words = :words, partners = :partners, salt = :salt
where practice_id = :practice_id and revision = :revision;

-- name: change_import(plan_id, revision, source, read_as, digest, salt)!
update import_revision
set source = :source, read_as = :read_as, digest = :digest, salt = :salt
where plan_id = :plan_id and revision = :revision;

-- name: change_comment(comment_id, revision, words, salt)!
update comment_revision
set words = :words, salt = :salt
where comment_id = :comment_id and revision = :revision;

-- name: change_review(review_id, revision, note, words, post, digest, salt)!
update review_revision
set note = :note, words = :words, post = :post, digest = :digest, salt = :salt
where review_id = :review_id and revision = :revision;

-- name: change_withdrawal(version_id, revision, why, salt)!
update version_withdrawal
set why = :why, salt = :salt
where version_id = :version_id and revision = :revision;

-- name: change_meeting(meeting_id, revision, title, place, attended, apologies, arranged, agenda, content, digest, salt)!
update meeting_revision
set title = :title, place = :place, attended = :attended, apologies = :apologies,
    arranged = :arranged, agenda = :agenda, content = :content, digest = :digest, salt = :salt
where meeting_id = :meeting_id and revision = :revision;

-- name: change_minute(meeting_id, item_key, revision, words, salt)!
update minute_revision
set words = :words, salt = :salt
where meeting_id = :meeting_id and item_key = :item_key and revision = :revision;

-- name: change_decision(decision_id, revision, words, owner_post, outcome, why, salt)!
update decision_revision
set words = :words, owner_post = :owner_post, outcome = :outcome, why = :why, salt = :salt
where decision_id = :decision_id and revision = :revision;
