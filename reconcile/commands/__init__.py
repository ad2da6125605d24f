"""The commands, grouped in modules by subject; large modules are imported inside the functions that need them."""
