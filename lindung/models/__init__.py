"""First floor: tables, columns, keys and constraints. No decisions."""
