-- Until now nobody asked whether an address was another account's already: it stays with the oldest.
UPDATE `users` SET `email` = NULL WHERE `email` IS NOT NULL AND EXISTS (SELECT 1 FROM `users` AS `older` WHERE lower(`older`.`email`) = lower(`users`.`email`) AND `older`.`id` < `users`.`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (lower("email"));
