"""The pairing algorithm: who suits whom, and why; pure, without tables or clocks.

`score_parts` has the kinds of parts of a score, `scoring` the parts and rules of this product, `blocks` runs them in
threads, `score_table` stores the result compactly. `assignment` pairs, `explain` explains the result in words (reasons
and advice), `rescue` finds somebody else, `editing` handles organizers' edits of a preview.
"""
