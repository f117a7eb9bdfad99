CREATE TABLE `device_absences` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`device_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer,
	`reason` text,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `device_absences_device` ON `device_absences` (`device_id`,`start_at`);