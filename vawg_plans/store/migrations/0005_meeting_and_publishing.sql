-- The Gold Group meeting, and publishing the plan.

-- Grain: one row a revision of a comment on a plan or on one of its actions (`action_id` null: the
-- plan as a whole). `answers` is the comment that it replies to; `asks` is 'decision' where the
-- Gold Group is asked for one, else empty.
create table comment_revision (
    comment_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    action_id varchar,
    answers varchar,
    asks varchar not null,
    words varchar not null,
    state varchar not null,
    salt varchar,
    primary key (comment_id, revision)
);

create index comment_revision_plan on comment_revision (plan_id);
