ALTER TABLE `channels` ADD `location` text;--> statement-breakpoint
ALTER TABLE `devices` ADD `stream_address` text;