CREATE INDEX `alarms_place` ON `alarms` (`device_id`,`channel_no`,`began_at`,`id`);--> statement-breakpoint
CREATE INDEX `channels_household` ON `channels` (`household_id`,`device_id`,`channel_no`);