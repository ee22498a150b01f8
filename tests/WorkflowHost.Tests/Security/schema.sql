IF OBJECT_ID(N'[__SecurityMigrations]') IS NULL
BEGIN
    CREATE TABLE [__SecurityMigrations] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___SecurityMigrations] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE TABLE [security_accounts] (
        [Id] nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [MustChangePassword] bit NOT NULL,
        [UserName] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [NormalizedUserName] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [Email] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [NormalizedEmail] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [EmailConfirmed] bit NOT NULL,
        [PasswordHash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [SecurityStamp] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [ConcurrencyStamp] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [PhoneNumber] nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
        [PhoneNumberConfirmed] bit NOT NULL,
        [TwoFactorEnabled] bit NOT NULL,
        [LockoutEnd] datetimeoffset NULL,
        [LockoutEnabled] bit NOT NULL,
        [AccessFailedCount] int NOT NULL,
        CONSTRAINT [PK_security_accounts] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE TABLE [security_api_keys] (
        [Id] nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [StaffId] nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [SecretHash] varbinary(max) NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NULL,
        [RevokedAt] datetimeoffset NULL,
        CONSTRAINT [PK_security_api_keys] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE TABLE [security_protection_keys] (
        [Id] int NOT NULL IDENTITY,
        [FriendlyName] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [Xml] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_security_protection_keys] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE TABLE [security_account_claims] (
        [Id] int NOT NULL IDENTITY,
        [UserId] nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ClaimType] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [ClaimValue] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_security_account_claims] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_security_account_claims_security_accounts_UserId] FOREIGN KEY ([UserId]) REFERENCES [security_accounts] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE TABLE [security_account_logins] (
        [LoginProvider] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ProviderKey] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [ProviderDisplayName] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [UserId] nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_security_account_logins] PRIMARY KEY ([LoginProvider], [ProviderKey]),
        CONSTRAINT [FK_security_account_logins_security_accounts_UserId] FOREIGN KEY ([UserId]) REFERENCES [security_accounts] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE TABLE [security_account_tokens] (
        [UserId] nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [LoginProvider] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Name] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [Value] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_security_account_tokens] PRIMARY KEY ([UserId], [LoginProvider], [Name]),
        CONSTRAINT [FK_security_account_tokens_security_accounts_UserId] FOREIGN KEY ([UserId]) REFERENCES [security_accounts] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE INDEX [IX_security_account_claims_UserId] ON [security_account_claims] ([UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE INDEX [IX_security_account_logins_UserId] ON [security_account_logins] ([UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE INDEX [EmailIndex] ON [security_accounts] ([NormalizedEmail]);
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [UserNameIndex] ON [security_accounts] ([NormalizedUserName]) WHERE [NormalizedUserName] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    CREATE INDEX [IX_security_api_keys_StaffId] ON [security_api_keys] ([StaffId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__SecurityMigrations]
    WHERE [MigrationId] = N'20261123160603_Initial'
)
BEGIN
    INSERT INTO [__SecurityMigrations] ([MigrationId], [ProductVersion])
    VALUES (N'20261123160603_Initial', N'10.0.14');
END;

COMMIT;
GO

