CREATE TABLE `footage_days` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`channel_id` integer NOT NULL,
	`day` text NOT NULL,
	`has_record` integer NOT NULL,
	`ranges_at` integer,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `footage_days_day` ON `footage_days` (`channel_id`,`day`);--> statement-breakpoint
CREATE TABLE `footage_months` (
	`channel_id` integer NOT NULL,
	`month` text NOT NULL,
	`asked_at` integer NOT NULL,
	PRIMARY KEY(`channel_id`, `month`),
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `footage_ranges` (
	`day_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`start_offset` integer NOT NULL,
	`end_offset` integer NOT NULL,
	FOREIGN KEY (`day_id`) REFERENCES `footage_days`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `footage_ranges_day` ON `footage_ranges` (`day_id`,`start_at`,`end_at`,`start_offset`,`end_offset`);--> statement-breakpoint
CREATE TABLE `sync_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`household_id` integer NOT NULL,
	`device_id` integer,
	`address` text NOT NULL,
	`at` integer NOT NULL,
	`is_success` integer NOT NULL,
	`message` text NOT NULL,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `sync_log_household` ON `sync_log` (`household_id`,`id`);--> statement-breakpoint
CREATE INDEX `sync_log_device` ON `sync_log` (`device_id`,`id`);--> statement-breakpoint
ALTER TABLE `channels` ADD `oldest_record_date` text;--> statement-breakpoint
ALTER TABLE `channels` ADD `latest_record_date` text;--> statement-breakpoint
ALTER TABLE `channels` ADD `last_footage_at` integer;