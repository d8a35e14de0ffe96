CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unsealed audit_events;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    unsealed := NEW;
    unsealed.chain_position := NULL;
    unsealed.chain_hash := NULL;
    -- Sealing, once: a row that has no place in the chain yet gets one, and nothing else changes.
    IF NEW.chain_position IS NOT NULL AND unsealed IS NOT DISTINCT FROM OLD THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'audit_events can only be appended to' USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
--> statement-breakpoint
CREATE TRIGGER audit_events_not_emptied BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
