CREATE TABLE `footage_rules` (
	`channel_id` integer PRIMARY KEY NOT NULL,
	`household_id` integer NOT NULL,
	`mode` text NOT NULL,
	`hours` integer NOT NULL,
	`before_seconds` integer NOT NULL,
	`after_seconds` integer NOT NULL,
	`kinds` text,
	`schedule` text DEFAULT '[]' NOT NULL,
	`keep_hours` integer,
	`quota_bytes` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`household_id`) REFERENCES `households`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `clips` ADD `fetched_key` text;--> statement-breakpoint
CREATE INDEX `clips_token` ON `clips` (`device_id`,`token`);--> statement-breakpoint
ALTER TABLE `recordings` ADD `is_automatic` integer DEFAULT false NOT NULL;