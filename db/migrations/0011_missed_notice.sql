CREATE TABLE "missed_notice" (
	"person" text NOT NULL,
	"event_number" bigint NOT NULL,
	"missed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "missed_notice_once" PRIMARY KEY("person","event_number")
);

GRANT SELECT, INSERT, DELETE ON missed_notice TO postern_bot;
