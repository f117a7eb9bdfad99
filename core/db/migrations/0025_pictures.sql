ALTER TABLE `alarms` ADD `recording_id` integer REFERENCES recordings(id) ON DELETE set null;--> statement-breakpoint
CREATE INDEX `alarms_recording` ON `alarms` (`recording_id`) WHERE "alarms"."recording_id" is not null;--> statement-breakpoint
CREATE INDEX `alarms_loose_picture` ON `alarms` (`id`) WHERE "alarms"."picture" is not null;--> statement-breakpoint
CREATE INDEX `recordings_kind_time` ON `recordings` (`household_id`,`kind`,`start_at`,`id`);--> statement-breakpoint
CREATE INDEX `recordings_channel_kind_time` ON `recordings` (`channel_id`,`kind`,`start_at`,`id`);