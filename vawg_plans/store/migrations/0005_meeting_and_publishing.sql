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

-- Who approved a public version, as a post, and on which day.
alter table plan_version add column approved_by varchar;
alter table plan_version add column approved_on date;

-- Grain: one row a step of a review on a plan's way to publication. `moment` is the commit under
-- review, fixed when it was submitted, and `judged_on` the day at which it is judged; `note` goes
-- out with the version, `words` were said with this step; `digest` is of what would have gone out
-- when it was approved; `version` is the number of what was published.
create table review_revision (
    review_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    number integer not null check (number >= 1),
    state varchar not null check (
        state in ('submitted', 'sent_back', 'taken_back', 'approved', 'published')
    ),
    moment bigint not null,
    judged_on date not null,
    note varchar not null,
    words varchar not null,
    post varchar not null,
    approved_on date,
    digest varchar not null,
    version integer,
    salt varchar,
    primary key (review_id, revision)
);

-- A version that counts no more, and why. It is never erased; it has one revision.
create table version_withdrawal (
    version_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    why varchar not null,
    salt varchar,
    primary key (version_id, revision)
);

create index review_revision_force on review_revision (force_id);

-- Grain: one row a revision of a meeting of a force's Gold Group. `since` is the moment of the last
-- meeting closed before it began. `arranged` and `agenda` are canonical JSON, `agenda` null until it
-- begins. `moment`, `judged_on`, `content` (canonical JSON of everything the minutes need) and
-- `digest` (its SHA-256) are null until it is closed, and again when its retention has ended.
create table meeting_revision (
    meeting_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    number integer not null check (number >= 1),
    state varchar not null,
    held_on date not null,
    title varchar not null,
    place varchar not null,
    attended varchar[] not null,
    apologies varchar[] not null,
    since bigint not null,
    arranged varchar not null,
    agenda varchar,
    moment bigint,
    judged_on date,
    content varchar,
    digest varchar,
    salt varchar,
    primary key (meeting_id, revision)
);

create index meeting_revision_plan on meeting_revision (plan_id);

-- Grain: one row an item of an agenda that came on the screen. The newest is on it.
create table meeting_shown (
    meeting_id varchar not null,
    step integer not null check (step >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    item_key varchar not null,
    salt varchar,
    primary key (meeting_id, step)
);

-- Grain: one row a revision of the words minuted on an item of a meeting's agenda.
create table minute_revision (
    meeting_id varchar not null,
    item_key varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    words varchar not null,
    salt varchar,
    primary key (meeting_id, item_key, revision)
);

-- Grain: one row a revision of a decision taken at a meeting, on an item of its agenda and perhaps
-- about an action. `number` runs through the decisions of the plan.
create table decision_revision (
    decision_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    meeting_id varchar not null,
    number integer not null check (number >= 1),
    item_key varchar not null,
    action_id varchar,
    words varchar not null,
    owner_post varchar not null,
    due_on date,
    state varchar not null,
    outcome varchar not null,
    why varchar not null,
    salt varchar,
    primary key (decision_id, revision)
);

create index decision_revision_plan on decision_revision (plan_id);
