CREATE TABLE `recorder_rules` (
	`channel_id` integer PRIMARY KEY NOT NULL,
	`household_id` integer NOT NULL,
	`mode` text NOT NULL,
	`schedule` text DEFAULT '[]' NOT NULL,
	`kinds` text,
	`segment_seconds` integer NOT NULL,
	`pre_seconds` integer NOT NULL,
	`post_seconds` integer NOT NULL,
	`retention_days` integer,
	`quota_bytes` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade
);
