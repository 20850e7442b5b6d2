"""The demo: an invented regency at its real size with a year of history that always ends today."""
