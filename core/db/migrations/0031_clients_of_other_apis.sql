CREATE TABLE `client_fields` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`client` text NOT NULL,
	`household_id` integer NOT NULL,
	`channel_id` integer,
	`user_id` integer,
	`fields` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `client_fields_channel` ON `client_fields` (`channel_id`,`client`) WHERE "client_fields"."channel_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `client_fields_user` ON `client_fields` (`user_id`,`client`) WHERE "client_fields"."user_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `client_fields_household` ON `client_fields` (`household_id`,`client`) WHERE "client_fields"."channel_id" is null and "client_fields"."user_id" is null;--> statement-breakpoint
CREATE TABLE `zones` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`channel_id` integer NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`color` text NOT NULL,
	`polygon` text NOT NULL,
	`targets` text DEFAULT '[]' NOT NULL,
	`min_confidence` real DEFAULT 0 NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `zones_key` ON `zones` (`channel_id`,`key`);--> statement-breakpoint
CREATE TABLE `trusted_browsers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`hash` text NOT NULL,
	`address` text,
	`agent` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trusted_browsers_hash_unique` ON `trusted_browsers` (`hash`);--> statement-breakpoint
CREATE INDEX `trusted_browsers_user` ON `trusted_browsers` (`user_id`);--> statement-breakpoint
CREATE INDEX `trusted_browsers_expires` ON `trusted_browsers` (`expires_at`);--> statement-breakpoint
CREATE TABLE `recording_tags` (
	`recording_id` integer NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`recording_id`, `tag`),
	FOREIGN KEY (`recording_id`) REFERENCES `recordings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `recording_tags_tag` ON `recording_tags` (`tag`);--> statement-breakpoint
ALTER TABLE `alarms` ADD `area` text;--> statement-breakpoint
ALTER TABLE `channels` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `sees` text;--> statement-breakpoint
ALTER TABLE `users` ADD `allowed_networks` text;--> statement-breakpoint
ALTER TABLE `users` ADD `is_password_locked` integer DEFAULT false NOT NULL;