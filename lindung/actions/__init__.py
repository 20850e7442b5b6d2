"""Third floor: acts that change data. One act is one transaction."""
