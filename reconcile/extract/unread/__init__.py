"""Lists what no rule read: numbers beside words of harm or people, and persons beside words of harm.

`candidates` finds them, `traits` describes each by what stands around it, `likelihood` weighs the traits, and `list`
makes the rows of the table. It proposes and counts nothing: only a ruling of the desk makes a claim of a row.
"""
