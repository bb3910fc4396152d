-- What the database is: whether it is a demonstration, when it was made, its own id.
create table database_property (
    name varchar not null primary key,
    value varchar not null
);

-- People by an opaque id. Everything else names the id, so that a name can be erased.
create table person (
    person_id varchar not null primary key,
    name varchar not null,
    created_at timestamp not null
);

-- One row a transaction. `sequence` is allocated while the write lock is held: it is what a moment
-- is. `touches` is false for what changes no plan (a refusal, an export).
create table commit_log (
    sequence bigint not null primary key,
    committed_at timestamp not null,
    person_id varchar not null,
    role varchar not null,
    force_id varchar,
    reason varchar not null,
    touches boolean not null
);

-- One row a revision, refusal or export, each hashed over the one before. `commit_digest` is of its
-- row of `commit_log`, so that who, when and why are proved too.
create table audit_entry (
    entry bigint not null primary key,
    sequence bigint not null,
    moment timestamp not null,
    person_id varchar not null,
    role varchar not null,
    force_id varchar,
    act varchar not null,
    object varchar not null,
    revision integer,
    before_digest varchar,
    after_digest varchar,
    detail varchar not null,
    commit_digest varchar not null,
    previous_hash varchar not null,
    entry_hash varchar not null
);

-- The framework as it was loaded, one row a revision of each of its rows, as canonical JSON.
create table framework_row (
    kind varchar not null,
    row_id varchar not null,
    revision integer not null,
    sequence bigint not null,
    content varchar not null,
    digest varchar not null,
    primary key (kind, row_id, revision)
);

create table plan_revision (
    plan_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    force_id varchar not null,
    title varchar not null,
    summary varchar not null,
    lead_post varchar not null,
    local_strands varchar[] not null,
    primary key (plan_id, revision)
);

-- Grain: one row a revision of an action. `tags` and `imported` are canonical JSON.
create table action_revision (
    action_id varchar not null,
    revision integer not null check (revision >= 1),
    sequence bigint not null,
    plan_id varchar not null,
    force_id varchar not null,
    position integer not null,
    reference varchar not null,
    title varchar not null,
    description varchar not null,
    tags varchar not null,
    local_strand varchar not null,
    owner_posts varchar[] not null,
    partners varchar[] not null,
    start_on date,
    due_on date,
    due_words varchar not null,
    status varchar not null check (
        status in ('not_started', 'on_track', 'at_risk', 'off_track', 'complete')
    ),
    percent integer check (percent between 0 and 100),
    success_measure varchar not null,
    evidence varchar not null,
    context varchar not null,
    shaped_by varchar not null,
    equality_impact varchar not null,
    publishable boolean not null,
    sensitive boolean not null,
    inspectorate_status varchar not null,
    withdrawn boolean not null,
    progress_note varchar,
    imported varchar,
    primary key (action_id, revision)
);

-- A named moment of a plan. `content` is what was frozen, as canonical JSON; `digest` its SHA-256.
create table plan_version (
    version_id varchar not null primary key,
    force_id varchar not null,
    plan_id varchar not null,
    number integer not null check (number >= 1),
    audience varchar not null check (audience in ('national', 'public')),
    sequence bigint not null,
    made_in bigint not null,
    judged_on date not null,
    note varchar not null,
    content varchar not null,
    digest varchar not null,
    unique (force_id, number)
);

-- What comparison reads of a version: one row an action, without its words. `areas` are the
-- accepted ones, in order.
create table version_action (
    version_id varchar not null,
    action_id varchar not null,
    lead_p varchar,
    areas varchar[] not null,
    status varchar not null,
    calculated varchar not null,
    late boolean not null,
    stale boolean not null,
    slips integer not null,
    in_words boolean not null,
    primary key (version_id, action_id)
);

create index action_revision_plan on action_revision (plan_id);
create index audit_entry_object on audit_entry (object);
create index commit_log_force on commit_log (force_id);
