"""What is counted: the noun, the clause and the verb around a number."""
