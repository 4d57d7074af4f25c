DROP INDEX `collections_unresolved`;--> statement-breakpoint
DROP INDEX `collections_invoice`;--> statement-breakpoint
CREATE INDEX `collections_of_invoice` ON `collections` (`organization_id`,`invoice_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `collections_open` ON `collections` (`organization_id`,`terminal_id`) WHERE remind_at is not null;--> statement-breakpoint
CREATE INDEX `collections_attention` ON `collections` (`organization_id`,`created_at`,`id`) WHERE attention is not null or status = 'unresolved';--> statement-breakpoint
CREATE INDEX `collections_invoice` ON `collections` (`organization_id`,`invoice_number`,`created_at`,`id`);