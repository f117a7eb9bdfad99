CREATE TABLE `system_stats` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`cpu_usage` real,
	`gpu_usage` real,
	`disk_usage` integer,
	`disk_total` integer,
	`memory_usage` integer,
	`memory_total` integer,
	`active_cameras` integer NOT NULL,
	`active_streams` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idx_system_stats_created_at` ON `system_stats` (`created_at`);