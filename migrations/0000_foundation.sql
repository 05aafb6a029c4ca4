CREATE TABLE "assignments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"incident_id" uuid NOT NULL,
	"brigade_id" text NOT NULL,
	"offered_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"fate" text,
	CONSTRAINT "assignments_fate_known" CHECK ("assignments"."fate" in ('declined', 'noAnswer', 'cancelled', 'completed')),
	CONSTRAINT "assignments_ended_at" CHECK (("assignments"."fate" is null) = ("assignments"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "brigades" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"municipality" text NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"incident_id" uuid,
	"clear_by" timestamp (3) with time zone,
	CONSTRAINT "brigades_incident_id_unique" UNIQUE("incident_id"),
	CONSTRAINT "brigades_state_known" CHECK ("brigades"."state" in
        ('available', 'assigned', 'enRoute', 'onScene', 'clearing', 'outOfService')),
	CONSTRAINT "brigades_engaged_has_incident" CHECK (("brigades"."state" in ('assigned', 'enRoute', 'onScene')) = ("brigades"."incident_id" is not null)),
	CONSTRAINT "brigades_clearing_ends" CHECK (("brigades"."state" = 'clearing') = ("brigades"."clear_by" is not null))
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone,
	CONSTRAINT "deadlines_kind_known" CHECK ("deadlines"."kind" in ('acceptBy', 'warn', 'late', 'clearBy'))
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"signal_id" uuid NOT NULL,
	"signal_number" text NOT NULL,
	"municipality" text NOT NULL,
	"priority" integer NOT NULL,
	"phase" text NOT NULL,
	"clock" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"warn_at" timestamp (3) with time zone NOT NULL,
	"leave_by" timestamp (3) with time zone NOT NULL,
	"assignment_id" uuid,
	"brigade_id" text,
	"offered_at" timestamp (3) with time zone,
	"accept_by" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"left_at" timestamp (3) with time zone,
	"arrived_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"cancel_reason" text,
	"cancelled_by" text,
	"refused_by" text[] NOT NULL,
	"asked" text[] NOT NULL,
	CONSTRAINT "incidents_phase_known" CHECK ("incidents"."phase" in
        ('queued', 'offered', 'accepted', 'enRoute', 'onScene', 'finished', 'cancelled')),
	CONSTRAINT "incidents_clock_known" CHECK ("incidents"."clock" in ('ok', 'warned', 'late')),
	CONSTRAINT "incidents_brigade_follows_phase" CHECK ("incidents"."phase" = 'cancelled'
        or ("incidents"."phase" = 'queued') = ("incidents"."brigade_id" is null)),
	CONSTRAINT "incidents_moments_follow_phase" CHECK (("incidents"."phase" = 'offered') = ("incidents"."accept_by" is not null)
        and ("incidents"."phase" = 'finished') = ("incidents"."finished_at" is not null)
        and ("incidents"."phase" = 'cancelled') = ("incidents"."cancelled_at" is not null)
        and ("incidents"."phase" = 'cancelled') = ("incidents"."cancel_reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "agent_states" (
	"agent_id" text PRIMARY KEY NOT NULL,
	"availability" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"position" bigint NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"skills" text[] NOT NULL,
	CONSTRAINT "agents_skills_known" CHECK ("agents"."skills" <@ array['operator', 'consultant', 'lawyer']::text[])
);
--> statement-breakpoint
CREATE TABLE "phone_accounts" (
	"agent_id" text PRIMARY KEY NOT NULL,
	"sip_user" text NOT NULL,
	"sip_password" text NOT NULL,
	CONSTRAINT "phone_accounts_sip_user_unique" UNIQUE("sip_user")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"agent_id" text,
	"brigade_id" text,
	CONSTRAINT "users_login_unique" UNIQUE("login"),
	CONSTRAINT "users_role_known" CHECK ("users"."role" in ('operator', 'consultant', 'supervisor', 'brigade', 'administrator')),
	CONSTRAINT "users_brigade_has_brigade" CHECK (("users"."role" = 'brigade') = ("users"."brigade_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "lines" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"name" text NOT NULL,
	"region" text NOT NULL,
	"ladder" jsonb NOT NULL,
	"priority" integer NOT NULL,
	"max_wait_ms" integer NOT NULL,
	CONSTRAINT "lines_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "municipalities" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"region" text NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "regions" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_events" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"call_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"event" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" text PRIMARY KEY NOT NULL,
	"signal_id" uuid NOT NULL,
	"line_id" text NOT NULL,
	"phase" text NOT NULL,
	"arrived_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"waited_ms" integer,
	"talked_ms" integer,
	"agent_id" text,
	"missed_by" text[] NOT NULL,
	"keys" text NOT NULL,
	"outcome" text,
	"outcome_reason" text,
	"quality" jsonb,
	"position" bigint NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "calls_signal_id_unique" UNIQUE("signal_id"),
	CONSTRAINT "calls_ended_has_outcome" CHECK (("calls"."phase" = 'ended') = ("calls"."outcome" is not null)),
	CONSTRAINT "calls_ended_at" CHECK (("calls"."phase" = 'ended') = ("calls"."ended_at" is not null)),
	CONSTRAINT "calls_outcome_known" CHECK ("calls"."outcome" in
        ('answered', 'callbackPromised', 'handedTo112', 'voicemail', 'abandoned', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "refused_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"stream" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"region" text NOT NULL,
	"year" integer NOT NULL,
	"serial" integer NOT NULL,
	"source" text NOT NULL,
	"line_id" text NOT NULL,
	"line_title" text NOT NULL,
	"priority" integer NOT NULL,
	"caller" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"card" jsonb NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"municipality" text,
	"triage" text,
	"triaged_at" timestamp (3) with time zone,
	"triaged_by" text,
	"note" text,
	CONSTRAINT "signals_number_unique" UNIQUE("number"),
	CONSTRAINT "signals_serial" UNIQUE("region","year","serial"),
	CONSTRAINT "signals_source_known" CHECK ("signals"."source" in ('call', 'fallback')),
	CONSTRAINT "signals_triage_known" CHECK ("signals"."triage" in ('emergency', 'planned')),
	CONSTRAINT "signals_triaged_at" CHECK (("signals"."triage" is null) = ("signals"."triaged_at" is null)),
	CONSTRAINT "signals_emergency_somewhere" CHECK ("signals"."triage" is distinct from 'emergency' or "signals"."municipality" is not null)
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_brigade_id_brigades_id_fk" FOREIGN KEY ("brigade_id") REFERENCES "public"."brigades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brigades" ADD CONSTRAINT "brigades_municipality_municipalities_code_fk" FOREIGN KEY ("municipality") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_signal_id_signals_id_fk" FOREIGN KEY ("signal_id") REFERENCES "public"."signals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_municipality_municipalities_code_fk" FOREIGN KEY ("municipality") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_brigade_id_brigades_id_fk" FOREIGN KEY ("brigade_id") REFERENCES "public"."brigades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_accounts" ADD CONSTRAINT "phone_accounts_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_brigade_id_brigades_id_fk" FOREIGN KEY ("brigade_id") REFERENCES "public"."brigades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lines" ADD CONSTRAINT "lines_region_regions_code_fk" FOREIGN KEY ("region") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "municipalities" ADD CONSTRAINT "municipalities_region_regions_code_fk" FOREIGN KEY ("region") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_events" ADD CONSTRAINT "call_events_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_signal_id_signals_id_fk" FOREIGN KEY ("signal_id") REFERENCES "public"."signals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_municipality_municipalities_code_fk" FOREIGN KEY ("municipality") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_one_live_per_incident" ON "assignments" USING btree ("incident_id") WHERE "assignments"."fate" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_one_live_per_brigade" ON "assignments" USING btree ("brigade_id") WHERE "assignments"."fate" is null;--> statement-breakpoint
CREATE INDEX "assignments_of_incident" ON "assignments" USING btree ("incident_id","offered_at");--> statement-breakpoint
CREATE UNIQUE INDEX "deadlines_one_pending" ON "deadlines" USING btree ("kind","subject") WHERE "deadlines"."fired_at" is null;--> statement-breakpoint
CREATE INDEX "deadlines_due" ON "deadlines" USING btree ("due_at") WHERE "deadlines"."fired_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_one_live_per_signal" ON "incidents" USING btree ("signal_id") WHERE "incidents"."phase" not in ('finished', 'cancelled');--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_one_live_per_brigade" ON "incidents" USING btree ("brigade_id") WHERE "incidents"."phase" not in ('finished', 'cancelled');--> statement-breakpoint
CREATE INDEX "incidents_of_signal" ON "incidents" USING btree ("signal_id","created_at");--> statement-breakpoint
CREATE INDEX "sessions_expires_at" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "call_events_of_call" ON "call_events" USING btree ("call_id","position");--> statement-breakpoint
CREATE INDEX "calls_arrived_at" ON "calls" USING btree ("arrived_at");--> statement-breakpoint
CREATE INDEX "signals_created_at" ON "signals" USING btree ("created_at" DESC NULLS LAST,"id");