CREATE TABLE `alarms` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`household_id` integer NOT NULL,
	`device_id` integer,
	`channel_id` integer,
	`channel_no` integer,
	`channel_name` text,
	`device_address` text,
	`kind` text NOT NULL,
	`raw_type` text NOT NULL,
	`message` text NOT NULL,
	`region` integer,
	`target` text,
	`device_time` integer,
	`began_at` integer NOT NULL,
	`ended_at` integer,
	`end_reason` text,
	`picture` text,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alarms_uuid_unique` ON `alarms` (`uuid`);--> statement-breakpoint
CREATE INDEX `alarms_time` ON `alarms` (`household_id`,`began_at`,`id`);--> statement-breakpoint
CREATE INDEX `alarms_device_time` ON `alarms` (`household_id`,`device_id`,`began_at`,`id`);--> statement-breakpoint
CREATE INDEX `alarms_kind_time` ON `alarms` (`household_id`,`kind`,`began_at`,`id`);--> statement-breakpoint
CREATE INDEX `alarms_channel` ON `alarms` (`channel_id`,`began_at`);--> statement-breakpoint
CREATE INDEX `alarms_open` ON `alarms` (`id`) WHERE "alarms"."ended_at" is null;--> statement-breakpoint
CREATE TABLE `facts` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`household_id` integer NOT NULL,
	`user_id` integer,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`progress` real DEFAULT 0 NOT NULL,
	`step` text,
	`items_done` integer DEFAULT 0 NOT NULL,
	`items_total` integer,
	`bytes_done` integer DEFAULT 0 NOT NULL,
	`bytes_total` integer,
	`eta_seconds` integer,
	`error` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`input` text NOT NULL,
	`result` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_uuid_unique` ON `jobs` (`uuid`);--> statement-breakpoint
CREATE INDEX `jobs_household` ON `jobs` (`household_id`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_state` ON `jobs` (`state`,`id`);--> statement-breakpoint
CREATE TABLE `published` (
	`topic` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`is_config` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `published_owner` ON `published` (`owner`);--> statement-breakpoint
CREATE TABLE `settings` (
	`household_id` integer NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`household_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`household_id` integer NOT NULL,
	`device_id` integer NOT NULL,
	`source_key` text NOT NULL,
	`channel_no` integer NOT NULL,
	`slug` text NOT NULL,
	`device_name` text NOT NULL,
	`name` text,
	`connection` text NOT NULL,
	`can` text NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`is_online` integer,
	`trouble` text,
	`last_sync_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_uuid_unique` ON `channels` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `channels_source` ON `channels` (`device_id`,`source_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `channels_number` ON `channels` (`device_id`,`channel_no`);--> statement-breakpoint
CREATE UNIQUE INDEX `channels_slug` ON `channels` (`household_id`,`slug`);--> statement-breakpoint
CREATE TABLE `devices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`household_id` integer NOT NULL,
	`hub_key` text NOT NULL,
	`brand` text NOT NULL,
	`brand_as_given` text NOT NULL,
	`name` text,
	`address` text NOT NULL,
	`address_key` text NOT NULL,
	`stream_host` text NOT NULL,
	`username` text NOT NULL,
	`password` text NOT NULL,
	`verify_tls` integer DEFAULT false NOT NULL,
	`pinned_certificate` text,
	`is_checked` integer DEFAULT true NOT NULL,
	`info` text,
	`offers` text DEFAULT '[]' NOT NULL,
	`last_seen_at` integer,
	`refused` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `devices_uuid_unique` ON `devices` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `devices_hub_key_unique` ON `devices` (`hub_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `devices_household_address` ON `devices` (`household_id`,`address_key`);--> statement-breakpoint
CREATE INDEX `devices_household` ON `devices` (`household_id`,`id`);--> statement-breakpoint
CREATE TABLE `activity` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`household_id` integer,
	`user_id` integer,
	`username` text,
	`caller_kind` text NOT NULL,
	`action` text NOT NULL,
	`resource_type` text,
	`resource_id` text,
	`address` text,
	`agent` text,
	`metadata` text,
	`success` integer NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `activity_household_time` ON `activity` (`household_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `activity_user_time` ON `activity` (`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`read_only` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_uuid_unique` ON `api_keys` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_user` ON `api_keys` (`user_id`);--> statement-breakpoint
CREATE TABLE `grants` (
	`user_id` integer NOT NULL,
	`channel_id` integer NOT NULL,
	`view` integer NOT NULL,
	`playback` integer NOT NULL,
	`export` integer NOT NULL,
	`ptz` integer NOT NULL,
	PRIMARY KEY(`user_id`, `channel_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `households` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `households_uuid_unique` ON `households` (`uuid`);--> statement-breakpoint
CREATE TABLE `sign_ins` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`refresh_hash` text NOT NULL,
	`previous_hash` text,
	`previous_until` integer,
	`address` text,
	`agent` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_ins_refresh_hash_unique` ON `sign_ins` (`refresh_hash`);--> statement-breakpoint
CREATE INDEX `sign_ins_user` ON `sign_ins` (`user_id`);--> statement-breakpoint
CREATE INDEX `sign_ins_previous` ON `sign_ins` (`previous_hash`);--> statement-breakpoint
CREATE INDEX `sign_ins_expires` ON `sign_ins` (`expires_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`household_id` integer NOT NULL,
	`username` text NOT NULL,
	`email` text,
	`full_name` text,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`is_founder` integer DEFAULT false NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_login_at` integer,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_uuid_unique` ON `users` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (lower("username"));--> statement-breakpoint
CREATE INDEX `users_household` ON `users` (`household_id`,`id`);