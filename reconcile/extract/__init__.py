"""Reading figures out of prose: find numbers, read each in its clause, say who is counted, where, when and by whom."""
