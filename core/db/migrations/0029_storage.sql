CREATE TABLE `storage_folders` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`name` text NOT NULL,
	`path` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `storage_folders_uuid_unique` ON `storage_folders` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `storage_folders_path_unique` ON `storage_folders` (`path`);--> statement-breakpoint
ALTER TABLE `recorder_rules` ADD `folder_id` integer REFERENCES storage_folders(id);--> statement-breakpoint
ALTER TABLE `recordings` ADD `folder_id` integer REFERENCES storage_folders(id);--> statement-breakpoint
ALTER TABLE `recordings` ADD `keep_until` integer;--> statement-breakpoint
CREATE INDEX `recordings_storage` ON `recordings` (`household_id`,`folder_id`,`channel_id`,`kind`,`origin`,`is_automatic`,`is_protected`,`start_at`,`end_at`,`bytes`) WHERE "recordings"."missing_since" is null;--> statement-breakpoint
CREATE INDEX `recordings_keep_until` ON `recordings` (`keep_until`) WHERE "recordings"."keep_until" is not null;