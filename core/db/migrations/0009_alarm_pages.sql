DROP INDEX `alarms_device_time`;--> statement-breakpoint
DROP INDEX `alarms_place`;--> statement-breakpoint
DROP INDEX `alarms_channel`;--> statement-breakpoint
DROP INDEX `alarms_open`;--> statement-breakpoint
CREATE INDEX `alarms_device` ON `alarms` (`device_id`,`began_at`,`id`);--> statement-breakpoint
CREATE INDEX `alarms_device_kind` ON `alarms` (`device_id`,`kind`,`began_at`,`id`);--> statement-breakpoint
CREATE INDEX `alarms_place_kind` ON `alarms` (`device_id`,`channel_no`,`kind`,`began_at`,`id`,`channel_id`);--> statement-breakpoint
CREATE INDEX `alarms_place` ON `alarms` (`device_id`,`channel_no`,`began_at`,`id`,`channel_id`);--> statement-breakpoint
CREATE INDEX `alarms_channel` ON `alarms` (`channel_id`);--> statement-breakpoint
CREATE INDEX `alarms_open` ON `alarms` (`household_id`,`began_at`,`id`) WHERE "alarms"."ended_at" is null;