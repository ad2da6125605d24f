"""The text of an article as every reader sees it: sentences, tokens, quotations, words and patterns."""
