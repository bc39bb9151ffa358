-- A journal as version 1 wrote it: no `noted_at`, no drafts. Number 3 was given and rolled back.
PRAGMA page_size = 4096;
PRAGMA application_id = 1131114612;
PRAGMA user_version = 1;
CREATE TABLE record (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  author TEXT NOT NULL,
  host TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE TRIGGER record_never_changes BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'what happened has happened'); END;
CREATE TRIGGER record_never_goes BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'what happened has happened'); END;
INSERT INTO record VALUES
  (1, '5f1c', '2026-01-05T08:00:00.000000Z', 'ada', 'pluto', 'step_ticked', '{"incident_id":"Q1A","step":"deploys"}'),
  (2, '5f1d', '2026-01-05T08:00:01.250000Z', 'ada', 'pluto', 'weather_changed', '{ "sky": "red" }'),
  (4, '5f20', '2026-01-05T08:02:00.000000Z', 'grace', 'mars', 'note_requested', '{"id":"n1","incident_id":"","text":"hello","effects":[]}');
