DROP INDEX `hook_deliveries_event`;--> statement-breakpoint
CREATE INDEX `hook_deliveries_event` ON `hook_deliveries` (`organization_id`,`source`,`event_id`,`received_at`);