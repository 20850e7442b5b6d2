"""Fourth floor: how we speak HTTP and HTML, shared by all screens."""
