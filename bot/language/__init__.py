"""Questions in plain words: text becomes a typed query, a refusal with its reason, or a question back.

Everything here is a table or a pure function of the question, the day, the names that exist and the query
before it. Nothing is guessed: what is not understood is said.
"""
