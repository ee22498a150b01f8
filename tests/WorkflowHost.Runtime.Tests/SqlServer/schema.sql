IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [audit] (
        [sequence] bigint NOT NULL IDENTITY,
        [at] bigint NOT NULL,
        [actor_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [actor_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [action] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [subject] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [detail] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_audit] PRIMARY KEY ([sequence])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [cases] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [definition_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [definition_version] int NOT NULL,
        [version] bigint NOT NULL,
        [status] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [stage] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [title] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [customer_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [customer_contact] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [policy_no] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [category] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [severity] int NULL,
        [channel] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [product_line] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [branch] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [handler_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [opened_at] bigint NOT NULL,
        [closed_at] bigint NULL,
        [next_due_at] bigint NULL,
        [next_due_clock] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [next_due_started_at] bigint NULL,
        [is_provisional] bit NOT NULL,
        [incident_count] int NOT NULL,
        [updated_at] bigint NOT NULL,
        [is_plain] bit NOT NULL,
        [sub_status] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [correlation_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [parent_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [finished_at] bigint NULL,
        [state] varbinary(max) NOT NULL,
        CONSTRAINT [PK_cases] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [commands] (
        [key] nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [actor_id] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [request_hash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_version] bigint NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_commands] PRIMARY KEY ([key], [actor_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [definition_files] (
        [definition_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [file_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [hash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [agreed_revision] int NULL,
        CONSTRAINT [PK_definition_files] PRIMARY KEY ([definition_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [definition_saves] (
        [sequence] bigint NOT NULL IDENTITY,
        [definition_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [revision] int NOT NULL,
        [kind] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] bigint NOT NULL,
        [by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [content] varbinary(max) NOT NULL,
        CONSTRAINT [PK_definition_saves] PRIMARY KEY ([sequence])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [definitions] (
        [definition_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [description] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [json] varbinary(max) NOT NULL,
        [state] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [origin] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [revision] int NOT NULL,
        [file_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [created_at] bigint NOT NULL,
        [changed_at] bigint NOT NULL,
        [changed_by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [changed_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [published_at] bigint NULL,
        CONSTRAINT [PK_definitions] PRIMARY KEY ([definition_id], [version])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [publication_requests] (
        [sequence] bigint NOT NULL IDENTITY,
        [definition_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [revision] int NOT NULL,
        [state] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [requested_at] bigint NOT NULL,
        [requested_by_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [requested_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [edited_by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [decided_at] bigint NULL,
        [decided_by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [decided_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [seen_at] bigint NULL,
        CONSTRAINT [PK_publication_requests] PRIMARY KEY ([sequence])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [schedules] (
        [definition_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [activity_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [hash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [due_at] bigint NOT NULL,
        [claimable_at] bigint NOT NULL,
        [failures] int NOT NULL,
        [last_error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [last_fired_at] bigint NULL,
        CONSTRAINT [PK_schedules] PRIMARY KEY ([definition_id], [activity_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [staff] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [user_name] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [display_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [staff_no] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [roles] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [branch] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [skills] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [is_active] bit NOT NULL,
        [absent_until] bigint NULL,
        CONSTRAINT [PK_staff] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [triggers] (
        [definition_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [activity_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [hash] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [route] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [payload] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_triggers] PRIMARY KEY NONCLUSTERED ([definition_id], [activity_id], [hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [bookmarks] (
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [bookmark_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [hash] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [correlation_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [key] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [route] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [payload] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_bookmarks] PRIMARY KEY ([case_id], [bookmark_id]),
        CONSTRAINT [FK_bookmarks_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [clocks] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [policy_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [started_at] bigint NOT NULL,
        [due_at] bigint NOT NULL,
        [target_at] bigint NOT NULL,
        [is_provisional] bit NOT NULL,
        [stopped_at] bigint NULL,
        [detail] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_clocks] PRIMARY KEY ([id]),
        CONSTRAINT [FK_clocks_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [journal] (
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] bigint NOT NULL,
        [at] bigint NOT NULL,
        [entries] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_journal] PRIMARY KEY ([case_id], [version]),
        CONSTRAINT [FK_journal_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [notifications] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [audience] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [args] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [fired_at] bigint NOT NULL,
        [deliver_at] bigint NOT NULL,
        [clock_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [step_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_notifications] PRIMARY KEY ([id]),
        CONSTRAINT [FK_notifications_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [outbox] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [target] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [template] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [payload] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [idempotency_key] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [claimable_at] bigint NOT NULL,
        [created_at] bigint NOT NULL,
        [fence] bigint NOT NULL,
        [failures] int NOT NULL,
        [last_error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [settled_at] bigint NULL,
        [reference] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [place] bigint NOT NULL IDENTITY,
        CONSTRAINT [PK_outbox] PRIMARY KEY ([id]),
        CONSTRAINT [FK_outbox_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [revisits] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [type] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [policy_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [due_from] bigint NOT NULL,
        [due_at] bigint NOT NULL,
        [next_attempt_at] bigint NULL,
        [next_channel] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [attempt_count] int NOT NULL,
        [is_provisional] bit NOT NULL,
        [detail] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_revisits] PRIMARY KEY ([id]),
        CONSTRAINT [FK_revisits_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [tasks] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [activity_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [stage] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [form_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [role] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [assignee_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [assignee_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [excluded_staff] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [clock_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [due_at] bigint NULL,
        [created_at] bigint NOT NULL,
        [claimed_at] bigint NULL,
        [completed_at] bigint NULL,
        [completed_by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [outcome] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [version] bigint NOT NULL,
        CONSTRAINT [PK_tasks] PRIMARY KEY ([id]),
        CONSTRAINT [FK_tasks_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [timeline] (
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [sequence] bigint NOT NULL,
        [at] bigint NOT NULL,
        [actor_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [actor_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [args] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_timeline] PRIMARY KEY ([case_id], [sequence]),
        CONSTRAINT [FK_timeline_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [timers] (
        [case_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [timer_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [due_at] bigint NOT NULL,
        [kind] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ref] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [claimable_at] bigint NOT NULL,
        [fence] bigint NOT NULL,
        [failures] int NOT NULL,
        [last_error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_timers] PRIMARY KEY ([case_id], [timer_id]),
        CONSTRAINT [FK_timers_cases_case_id] FOREIGN KEY ([case_id]) REFERENCES [cases] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE [notification_reads] (
        [notification_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [staff_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [read_at] bigint NOT NULL,
        CONSTRAINT [PK_notification_reads] PRIMARY KEY ([notification_id], [staff_id]),
        CONSTRAINT [FK_notification_reads_notifications_notification_id] FOREIGN KEY ([notification_id]) REFERENCES [notifications] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_audit_at] ON [audit] ([at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_bookmarks_hash_correlation_id] ON [bookmarks] ([hash], [correlation_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_bookmarks_key] ON [bookmarks] ([key]) WHERE [key] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_bookmarks_route] ON [bookmarks] ([route]) WHERE route IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_correlation_id] ON [cases] ([correlation_id]) WHERE correlation_id IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_customer_contact] ON [cases] ([customer_contact]) WHERE customer_contact IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_definition_id_definition_version] ON [cases] ([definition_id], [definition_version]) WHERE status <> N''Ended''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_handler_id_status] ON [cases] ([handler_id], [status]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_incident_count] ON [cases] ([incident_count]) WHERE incident_count > 0');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_next_due_at] ON [cases] ([next_due_at]) WHERE next_due_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_cases_number] ON [cases] ([number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_opened_at_id] ON [cases] ([opened_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_parent_id] ON [cases] ([parent_id]) WHERE parent_id IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_policy_no] ON [cases] ([policy_no]) WHERE policy_no IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_status_opened_at_id] ON [cases] ([status], [opened_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_clocks_case_id] ON [clocks] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_clocks_target_at] ON [clocks] ([target_at]) WHERE status = N''Running''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_commands_created_at] ON [commands] ([created_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_definition_saves_definition_id_sequence] ON [definition_saves] ([definition_id], [sequence]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_definitions_id] ON [definitions] ([id]) WHERE [id] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_definitions_published] ON [definitions] ([definition_id]) WHERE state = N''Published''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_notifications_audience_deliver_at] ON [notifications] ([audience], [deliver_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_notifications_case_id] ON [notifications] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_outbox_case_id] ON [outbox] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_outbox_claimable_at] ON [outbox] ([claimable_at]) WHERE status = N''Pending''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_outbox_created_at_id] ON [outbox] ([created_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_publication_requests_definition_id_sequence] ON [publication_requests] ([definition_id], [sequence]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [ix_publication_requests_pending] ON [publication_requests] ([definition_id]) WHERE state = N''Pending''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_publication_requests_requested_by_id] ON [publication_requests] ([requested_by_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_revisits_case_id] ON [revisits] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_revisits_next_attempt_at] ON [revisits] ([next_attempt_at]) WHERE status = N''Planned''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_schedules_claimable_at] ON [schedules] ([claimable_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_staff_user_name] ON [staff] ([user_name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_tasks_assignee_id] ON [tasks] ([assignee_id]) WHERE status = N''Open''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_tasks_case_id] ON [tasks] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_tasks_role] ON [tasks] ([role]) WHERE status = N''Open'' AND assignee_id IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_timers_claimable_at] ON [timers] ([claimable_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_timers_due_at] ON [timers] ([due_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_timers_failures] ON [timers] ([failures]) WHERE failures > 0');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE INDEX [IX_triggers_hash] ON [triggers] ([hash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_triggers_route] ON [triggers] ([route]) WHERE route IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    CREATE TABLE changes (
        host nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        ticket bigint NOT NULL,
        part bigint NOT NULL,
        kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        body nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        at bigint NOT NULL CONSTRAINT DF_changes_at DEFAULT (DATEDIFF_BIG(millisecond, '19700101', SYSUTCDATETIME())),
        xid rowversion NOT NULL,
        CONSTRAINT PK_changes PRIMARY KEY (host, ticket, part));
    CREATE INDEX IX_changes_xid ON changes (xid);
    CREATE TABLE counters (
        name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        value bigint NOT NULL,
        CONSTRAINT PK_counters PRIMARY KEY (name));
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123160722_Initial'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123160722_Initial', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    CREATE TABLE [archived_cases] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [archived_at] bigint NOT NULL,
        [broken_off] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [content] varbinary(max) NOT NULL,
        [number] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [definition_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [definition_version] int NOT NULL,
        [version] bigint NOT NULL,
        [status] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [stage] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [title] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [customer_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [customer_contact] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [policy_no] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [category] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [severity] int NULL,
        [channel] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [product_line] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [branch] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [handler_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [opened_at] bigint NOT NULL,
        [closed_at] bigint NULL,
        [next_due_at] bigint NULL,
        [next_due_clock] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [next_due_started_at] bigint NULL,
        [is_provisional] bit NOT NULL,
        [incident_count] int NOT NULL,
        [updated_at] bigint NOT NULL,
        [is_plain] bit NOT NULL,
        [sub_status] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [correlation_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [parent_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [finished_at] bigint NULL,
        CONSTRAINT [PK_archived_cases] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_finished_at_id] ON [cases] ([finished_at], [id]) WHERE status = N''Ended''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_archived_cases_customer_contact] ON [archived_cases] ([customer_contact]) WHERE customer_contact IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    CREATE INDEX [IX_archived_cases_definition_id_definition_version] ON [archived_cases] ([definition_id], [definition_version]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    CREATE UNIQUE INDEX [IX_archived_cases_number] ON [archived_cases] ([number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    CREATE INDEX [IX_archived_cases_opened_at_id] ON [archived_cases] ([opened_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_archived_cases_policy_no] ON [archived_cases] ([policy_no]) WHERE policy_no IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123163742_Archive'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123163742_Archive', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123172423_Rules'
)
BEGIN
    CREATE TABLE [rules] (
        [kind] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [rule_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [state] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [is_removed] bit NOT NULL,
        [json] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [text] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [origin] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [revision] int NOT NULL,
        [file_digest] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [changed_at] bigint NOT NULL,
        [changed_by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [changed_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [published_at] bigint NULL,
        [published_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [requested_at] bigint NULL,
        [requested_by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [requested_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [sequence] bigint NULL,
        CONSTRAINT [PK_rules] PRIMARY KEY ([kind], [rule_id], [version])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123172423_Rules'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_rules_sequence] ON [rules] ([sequence]) WHERE [sequence] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123172423_Rules'
)
BEGIN
    CREATE INDEX [IX_rules_state] ON [rules] ([state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123172423_Rules'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123172423_Rules', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123194211_CustomerLinks'
)
BEGIN
    CREATE TABLE [customer_links] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_number] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [purpose] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [notice_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [form_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [event_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [sent_at] bigint NOT NULL,
        [expires_at] bigint NOT NULL,
        [opened_at] bigint NULL,
        [answered_at] bigint NULL,
        [revoked_at] bigint NULL,
        [revoked_by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [code_hash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [earlier_code_hash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [code_until] bigint NULL,
        [code_tries] int NOT NULL,
        [wrong_tries] int NOT NULL,
        [code_asked_at] bigint NULL,
        [codes_asked] int NOT NULL,
        [codes_since] bigint NULL,
        CONSTRAINT [PK_customer_links] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123194211_CustomerLinks'
)
BEGIN
    CREATE TABLE [customer_tokens] (
        [hash] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [link_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_customer_tokens] PRIMARY KEY ([hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123194211_CustomerLinks'
)
BEGIN
    CREATE INDEX [IX_customer_links_case_id] ON [customer_links] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123194211_CustomerLinks'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123194211_CustomerLinks', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    DROP INDEX [IX_cases_customer_contact] ON [cases];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    DROP INDEX [IX_cases_policy_no] ON [cases];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    DROP INDEX [IX_archived_cases_customer_contact] ON [archived_cases];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    DROP INDEX [IX_archived_cases_policy_no] ON [archived_cases];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_customer_contact_opened_at_id] ON [cases] ([customer_contact], [opened_at], [id]) WHERE customer_contact IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_policy_no_opened_at_id] ON [cases] ([policy_no], [opened_at], [id]) WHERE policy_no IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_archived_cases_customer_contact_opened_at_id] ON [archived_cases] ([customer_contact], [opened_at], [id]) WHERE customer_contact IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_archived_cases_policy_no_opened_at_id] ON [archived_cases] ([policy_no], [opened_at], [id]) WHERE policy_no IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123202622_CustomerByTime'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123202622_CustomerByTime', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204611_CaseReaders'
)
BEGIN
    ALTER TABLE [cases] ADD [barred] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204611_CaseReaders'
)
BEGIN
    ALTER TABLE [cases] ADD [persons] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204611_CaseReaders'
)
BEGIN
    ALTER TABLE [archived_cases] ADD [barred] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204611_CaseReaders'
)
BEGIN
    ALTER TABLE [archived_cases] ADD [persons] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204611_CaseReaders'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123204611_CaseReaders', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204711_ContactBlocks'
)
BEGIN
    ALTER TABLE [tasks] ADD [skill] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204711_ContactBlocks'
)
BEGIN
    ALTER TABLE [staff] ADD [substitute_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204711_ContactBlocks'
)
BEGIN
    CREATE TABLE [contact_blocks] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [until] bigint NULL,
        [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [case_number] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [at] bigint NOT NULL,
        [by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ended_at] bigint NULL,
        [ended_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [end_reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_contact_blocks] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204711_ContactBlocks'
)
BEGIN
    CREATE INDEX [IX_contact_blocks_at_id] ON [contact_blocks] ([at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204711_ContactBlocks'
)
BEGIN
    CREATE INDEX [IX_contact_blocks_number] ON [contact_blocks] ([number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123204711_ContactBlocks'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123204711_ContactBlocks', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123234809_Stalled'
)
BEGIN
    ALTER TABLE [cases] ADD [stalled_since] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123234809_Stalled'
)
BEGIN
    UPDATE cases SET stalled_since = updated_at
    WHERE status <> 'Ended' AND sub_status = 'Suspended' AND incident_count = 0
        AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.case_id = cases.id)
        AND NOT EXISTS (SELECT 1 FROM bookmarks WHERE bookmarks.case_id = cases.id)
        AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.case_id = cases.id AND tasks.status = 'Open')
        AND NOT EXISTS (SELECT 1 FROM revisits WHERE revisits.case_id = cases.id AND revisits.detail IS NULL)
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.case_id = cases.id AND outbox.status = 'Pending')
        AND NOT EXISTS (SELECT 1 FROM cases AS child WHERE child.parent_id = cases.id AND child.status <> 'Ended');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123234809_Stalled'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_stalled_since_id] ON [cases] ([stalled_since], [id]) WHERE stalled_since IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123234809_Stalled'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123234809_Stalled', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    DROP INDEX [IX_tasks_assignee_id] ON [tasks];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    DROP INDEX [IX_tasks_role] ON [tasks];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    ALTER TABLE [tasks] ADD [case_due_at] bigint NOT NULL DEFAULT CAST(253402300799999 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    UPDATE tasks SET case_due_at = (SELECT c.next_due_at FROM cases c WHERE c.id = tasks.case_id)
    WHERE status = 'Open' AND EXISTS (SELECT 1 FROM cases c WHERE c.id = tasks.case_id AND c.next_due_at IS NOT NULL)
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    DECLARE @var nvarchar(max);
    SELECT @var = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[cases]') AND [c].[name] = N'customer_name');
    IF @var IS NOT NULL EXEC(N'ALTER TABLE [cases] DROP CONSTRAINT ' + @var + ';');
    ALTER TABLE [cases] ALTER COLUMN [customer_name] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    DECLARE @var1 nvarchar(max);
    SELECT @var1 = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[archived_cases]') AND [c].[name] = N'customer_name');
    IF @var1 IS NOT NULL EXEC(N'ALTER TABLE [archived_cases] DROP CONSTRAINT ' + @var1 + ';');
    ALTER TABLE [archived_cases] ALTER COLUMN [customer_name] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_tasks_claimable] ON [tasks] ([role], [case_due_at], [created_at], [id]) WHERE status = N''Open'' AND assignee_id IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    EXEC(N'CREATE INDEX [ix_tasks_mine] ON [tasks] ([assignee_id], [case_due_at], [created_at], [id]) WHERE status = N''Open''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_cases_customer_name_opened_at_id] ON [cases] ([customer_name], [opened_at], [id]) WHERE customer_name IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_archived_cases_customer_name_opened_at_id] ON [archived_cases] ([customer_name], [opened_at], [id]) WHERE customer_name IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124002207_Inboxes'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261124002207_Inboxes', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124011601_IncidentJobs'
)
BEGIN
    CREATE TABLE [incident_jobs] (
        [id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [act] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [by_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [by_staff_no] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [by_roles] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [fields] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [started_at] bigint NOT NULL,
        [ended_at] bigint NULL,
        [state] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [is_stopping] bit NOT NULL,
        [claimable_at] bigint NOT NULL,
        [fence] bigint NOT NULL,
        CONSTRAINT [PK_incident_jobs] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124011601_IncidentJobs'
)
BEGIN
    CREATE TABLE [incident_job_items] (
        [job_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [place] int NOT NULL,
        [case_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [activity_instance_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [case_number] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [state] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [refusal] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_incident_job_items] PRIMARY KEY ([job_id], [place]),
        CONSTRAINT [FK_incident_job_items_incident_jobs_job_id] FOREIGN KEY ([job_id]) REFERENCES [incident_jobs] ([id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124011601_IncidentJobs'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_incident_jobs_claimable_at] ON [incident_jobs] ([claimable_at]) WHERE state = N''Running''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124011601_IncidentJobs'
)
BEGIN
    CREATE INDEX [IX_incident_jobs_started_at_id] ON [incident_jobs] ([started_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124011601_IncidentJobs'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261124011601_IncidentJobs', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124024147_RuleRejections'
)
BEGIN
    ALTER TABLE [rules] ADD [rejected_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124024147_RuleRejections'
)
BEGIN
    ALTER TABLE [rules] ADD [rejected_by_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124024147_RuleRejections'
)
BEGIN
    ALTER TABLE [rules] ADD [rejected_reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124024147_RuleRejections'
)
BEGIN
    UPDATE rules SET rejected_at = (
        SELECT max(a.at) FROM audit a WHERE a.action = 'rule_publication_rejected' AND a.subject = 'rule:' + lower(rules.kind) + '/' + rules.rule_id AND a.at >= rules.changed_at)
    WHERE version = 0 AND state = 'Draft';
    UPDATE rules SET
        rejected_by_name = (
            SELECT max(a.actor_name) FROM audit a WHERE a.action = 'rule_publication_rejected' AND a.subject = 'rule:' + lower(rules.kind) + '/' + rules.rule_id AND a.at = rules.rejected_at),
        rejected_reason = (
            SELECT max(a.detail) FROM audit a WHERE a.action = 'rule_publication_rejected' AND a.subject = 'rule:' + lower(rules.kind) + '/' + rules.rule_id AND a.at = rules.rejected_at)
    WHERE rejected_at IS NOT NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124024147_RuleRejections'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261124024147_RuleRejections', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124031214_NoticesSeen'
)
BEGIN
    CREATE TABLE [notices_seen] (
        [staff_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [notice_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [seen_at] bigint NOT NULL,
        CONSTRAINT [PK_notices_seen] PRIMARY KEY ([staff_id], [notice_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261124031214_NoticesSeen'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261124031214_NoticesSeen', N'10.0.14');
END;

COMMIT;
GO

