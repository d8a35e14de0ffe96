ALTER TABLE "grants" DROP CONSTRAINT "grants_decided_for_a_lab";--> statement-breakpoint
ALTER TABLE "credentials" DROP CONSTRAINT "credentials_device_id_devices_id_fk";
--> statement-breakpoint
ALTER TABLE "credentials" ALTER COLUMN "token_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "credentials" ALTER COLUMN "lab" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "credentials" ALTER COLUMN "device_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ALTER COLUMN "lab" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ALTER COLUMN "hostname" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ALTER COLUMN "name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ALTER COLUMN "technician_email" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "public_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "key_fingerprint" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "administrators" ADD COLUMN "number" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "administrators_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "number" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "credentials_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "administrator_id" uuid;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "administrator_id" uuid;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "client_device_identifier" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "platform" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "client" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "client_version" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "ip_address" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "mac_address" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "sync_mode" text DEFAULT 'api' NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "sync_enabled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "sync_config" jsonb;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "last_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "updated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "dialect" text DEFAULT 'pychron' NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "client_device_identifier" text;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "requested_scopes" text[];--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_administrator_id_administrators_id_fk" FOREIGN KEY ("administrator_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credentials_administrator" ON "credentials" USING btree ("administrator_id");--> statement-breakpoint
CREATE INDEX "credentials_device" ON "credentials" USING btree ("device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "devices_administrator_client" ON "devices" USING btree ("administrator_id","client_device_identifier");--> statement-breakpoint
ALTER TABLE "administrators" ADD CONSTRAINT "administrators_number_unique" UNIQUE("number");--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_number_unique" UNIQUE("number");--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_of_a_lab_or_a_person" CHECK (("credentials"."lab" is null) <> ("credentials"."administrator_id" is null));--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_of_a_lab_or_a_person" CHECK (("devices"."lab" is null) <> ("devices"."administrator_id" is null));--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_keyed" CHECK ("grants"."dialect" <> 'pychron' or ("grants"."public_key" is not null and "grants"."key_fingerprint" is not null));--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_decided_for_a_lab" CHECK ("grants"."status" in ('pending', 'denied') or "grants"."lab" is not null or "grants"."dialect" <> 'pychron');