CREATE TABLE `clips` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`household_id` integer NOT NULL,
	`device_id` integer NOT NULL,
	`channel_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`utc_offset_minutes` integer NOT NULL,
	`record_type` text NOT NULL,
	`bytes` integer,
	`is_locked` integer,
	`token` text NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `clips_uuid_unique` ON `clips` (`uuid`);--> statement-breakpoint
CREATE INDEX `clips_time` ON `clips` (`household_id`,`start_at`,`id`);--> statement-breakpoint
CREATE INDEX `clips_channel_time` ON `clips` (`channel_id`,`start_at`,`id`);--> statement-breakpoint
CREATE TABLE `recordings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`household_id` integer NOT NULL,
	`channel_id` integer,
	`channel_name` text NOT NULL,
	`kind` text NOT NULL,
	`origin` text NOT NULL,
	`file` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`duration` real NOT NULL,
	`utc_offset_minutes` integer DEFAULT 0 NOT NULL,
	`codec` text,
	`width` integer,
	`height` integer,
	`frame_rate` real,
	`record_type` text,
	`clip_key` text,
	`is_protected` integer DEFAULT false NOT NULL,
	`missing_since` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recordings_uuid_unique` ON `recordings` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `recordings_file_unique` ON `recordings` (`file`);--> statement-breakpoint
CREATE INDEX `recordings_time` ON `recordings` (`household_id`,`start_at`,`id`);--> statement-breakpoint
CREATE INDEX `recordings_channel_time` ON `recordings` (`channel_id`,`start_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `recordings_clip` ON `recordings` (`channel_id`,`clip_key`) WHERE "recordings"."clip_key" is not null;--> statement-breakpoint
ALTER TABLE `jobs` ADD `priority` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `lane` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `not_before` integer;