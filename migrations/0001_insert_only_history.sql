CREATE TRIGGER collection_events_keep_update BEFORE UPDATE ON collection_events
BEGIN
  SELECT RAISE(ABORT, 'history is insert-only');
END;
--> statement-breakpoint
CREATE TRIGGER collection_events_keep_delete BEFORE DELETE ON collection_events
BEGIN
  SELECT RAISE(ABORT, 'history is insert-only');
END;
