ALTER TABLE `activity` ADD `undone_at` integer;--> statement-breakpoint
CREATE INDEX `activity_action_time` ON `activity` (`household_id`,`action`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `activity_type_time` ON `activity` (`household_id`,`resource_type`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `activity_failed_time` ON `activity` (`household_id`,`created_at`,`id`) WHERE "activity"."success" = 0;