-- Drafting a plan: what else is said of an action, answers to the questions a plan is asked, and
-- practices that forces offer.

-- `details` is canonical JSON of what an action has beside its own columns: milestones, evidence,
-- risks, dependencies, its measure, the practice it was taken from, why a status stands. Null when
-- it has none of them, and in rows written before.
alter table action_revision add column details varchar;

-- `details` of a plan: which P each of its local strands mostly belongs to, as canonical JSON.
alter table plan_revision add column details varchar;

-- The practice that an action was taken from, as the version says.
alter table version_action add column practice_id varchar;

-- Grain: one row a revision of a force's answer to one question about its plan: that a cell of the
-- matrix is not applicable, how it responds to a recommendation, one of the four tests of an area.
-- `choice` is empty when the answer was taken back.
create table answer_revision (
    plan_id varchar not null,
    question varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    force_id varchar not null,
    choice varchar not null,
    words varchar not null,
    evidence varchar not null,
    salt varchar,
    primary key (plan_id, question, revision)
);

-- Grain: one row a revision of a practice that a force offers to the others.
create table practice_revision (
    practice_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    force_id varchar not null,
    title varchar not null,
    partners varchar not null,
    words varchar not null,
    ps varchar[] not null,
    areas varchar[] not null,
    evaluated varchar not null check (evaluated in ('yes', 'no', 'unknown')),
    state varchar not null check (state in ('offered', 'accepted', 'declined', 'withdrawn')),
    salt varchar,
    primary key (practice_id, revision)
);

create index answer_revision_force on answer_revision (force_id);
