CREATE TABLE `channel_configs` (
	`channel_id` integer PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`read_at` integer NOT NULL,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `channel_schedules` (
	`channel_id` integer PRIMARY KEY NOT NULL,
	`schedule` text NOT NULL,
	`read_at` integer NOT NULL,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `device_reports` (
	`device_id` integer NOT NULL,
	`kind` text NOT NULL,
	`items` text NOT NULL,
	`read_at` integer NOT NULL,
	PRIMARY KEY(`device_id`, `kind`),
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `device_users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`device_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`is_inherent` integer DEFAULT false NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`rights` text,
	`rights_read_at` integer,
	`read_at` integer NOT NULL,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `device_users_user` ON `device_users` (`device_id`,`user_id`);