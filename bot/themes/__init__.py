"""Themes and competitors of sales' feedback: a comment becomes labels, each with the words that say so.

Everything here is a table or a pure function of the comment and the lists of the agreement. What is denied,
asked, supposed or said of ourselves gives no label; neither does what no cue of the lexicon covers.
"""
