DROP INDEX `alarms_time`;--> statement-breakpoint
DROP INDEX `alarms_kind_time`;--> statement-breakpoint
DROP INDEX `alarms_device_kind`;--> statement-breakpoint
DROP INDEX `alarms_place`;--> statement-breakpoint
DROP INDEX `alarms_place_kind`;--> statement-breakpoint
ALTER TABLE `alarms` ADD `source` text DEFAULT 'device' NOT NULL;--> statement-breakpoint
ALTER TABLE `alarms` ADD `type` text;--> statement-breakpoint
ALTER TABLE `alarms` ADD `severity` text;--> statement-breakpoint
ALTER TABLE `alarms` ADD `metadata` text;--> statement-breakpoint
ALTER TABLE `alarms` ADD `acknowledged_at` integer;--> statement-breakpoint
ALTER TABLE `alarms` ADD `acknowledged_by` text;--> statement-breakpoint
ALTER TABLE `alarms` ADD `created_at` integer;--> statement-breakpoint
CREATE INDEX `events_time` ON `alarms` (`household_id`,`began_at`,`id`) WHERE "alarms"."source" <> 'device';--> statement-breakpoint
CREATE INDEX `events_type` ON `alarms` (`household_id`,`type`,`began_at`,`id`) WHERE "alarms"."source" <> 'device';--> statement-breakpoint
CREATE INDEX `events_channel` ON `alarms` (`channel_id`,`began_at`,`id`) WHERE "alarms"."source" <> 'device';--> statement-breakpoint
CREATE INDEX `events_severity` ON `alarms` (`household_id`,`severity`,`began_at`,`id`) WHERE "alarms"."severity" is not null;--> statement-breakpoint
CREATE INDEX `events_acknowledged` ON `alarms` (`household_id`,`began_at`,`id`) WHERE "alarms"."acknowledged_at" is not null;--> statement-breakpoint
CREATE INDEX `alarms_time` ON `alarms` (`household_id`,`began_at`,`id`) WHERE "alarms"."source" = 'device';--> statement-breakpoint
CREATE INDEX `alarms_kind_time` ON `alarms` (`household_id`,`kind`,`began_at`,`id`) WHERE "alarms"."source" = 'device';--> statement-breakpoint
CREATE INDEX `alarms_device_kind` ON `alarms` (`device_id`,`kind`,`began_at`,`id`) WHERE "alarms"."source" = 'device';--> statement-breakpoint
CREATE INDEX `alarms_place` ON `alarms` (`device_id`,`channel_no`,`began_at`,`id`,`channel_id`) WHERE "alarms"."source" = 'device';--> statement-breakpoint
CREATE INDEX `alarms_place_kind` ON `alarms` (`device_id`,`channel_no`,`kind`,`began_at`,`id`,`channel_id`) WHERE "alarms"."source" = 'device';