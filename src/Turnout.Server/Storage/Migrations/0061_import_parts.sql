-- What turnout import has brought in so far: it goes on here when it was cut short.
CREATE TABLE import_parts (
    name TEXT NOT NULL PRIMARY KEY
);
