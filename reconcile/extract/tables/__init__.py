"""Tables inside documents: their labels, their cells, and the claims that these make."""
