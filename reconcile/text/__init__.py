"""The text of an article as all later stages use it: sentences, tokens, quotations, words and patterns."""
