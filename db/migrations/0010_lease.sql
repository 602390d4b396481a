CREATE TABLE "lease" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON lease TO postern_bot;
