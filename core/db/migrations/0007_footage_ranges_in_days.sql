DROP TABLE `footage_ranges`;--> statement-breakpoint
ALTER TABLE `footage_days` ADD `ranges` text DEFAULT '[]' NOT NULL;