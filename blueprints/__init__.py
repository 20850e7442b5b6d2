"""Fifth floor: the screens, one folder a noun; neighbours never import each other."""
