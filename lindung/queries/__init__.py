"""Second floor: questions that read data. Viewer first, small typed rows out."""
