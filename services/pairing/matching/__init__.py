"""The algorithm: who suits whom, and why; pure, without tables or clocks.

`score_parts` are the kinds of parts a score is made of, `scoring` the parts and rules of this product, `blocks` runs
them in threads, `score_table` keeps the result small. `assignment` pairs, `explain` says it in words (its reasons and
its advice), `rescue` finds somebody else, `editing` is what organizers change in a preview.
"""
