DROP INDEX `sign_ins_user`;--> statement-breakpoint
CREATE INDEX `sign_ins_user` ON `sign_ins` (`user_id`,`last_used_at`);--> statement-breakpoint
UPDATE `activity` SET `action` = 'create_device' WHERE `action` = 'add_device';--> statement-breakpoint
UPDATE `activity` SET `action` = 'delete_device' WHERE `action` = 'remove_device';--> statement-breakpoint
UPDATE `activity` SET `action` = 'update_recording_mode' WHERE `action` = 'update_schedule';--> statement-breakpoint
UPDATE `activity` SET `action` = 'update_device_user_permissions' WHERE `action` = 'update_device_user_rights';--> statement-breakpoint
UPDATE `activity` SET `action` = 'create_export' WHERE `action` = 'export';
