ALTER TABLE "credentials" ADD COLUMN "acknowledge_by" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "acknowledged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "acknowledges" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "sealed_answer" text;--> statement-breakpoint
CREATE INDEX "credentials_unacknowledged" ON "credentials" USING btree ("acknowledge_by") WHERE "credentials"."acknowledge_by" is not null and "credentials"."acknowledged_at" is null and "credentials"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "grants_sealed_answers" ON "grants" USING btree ("consumed_at") WHERE "grants"."sealed_answer" is not null;