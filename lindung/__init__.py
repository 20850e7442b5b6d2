"""The rules of the field in plain Python, up to the way we speak HTTP: five floors, each knowing only those beneath."""
