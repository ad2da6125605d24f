"""Records to articles: headers, credits, page furniture, encoding and language."""
