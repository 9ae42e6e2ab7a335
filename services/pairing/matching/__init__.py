"""The algorithm: who suits whom, and why; pure, without tables or clocks.

`given` is what a round is solved from. `score_parts` are the kinds of parts a score is made of, `scoring` the parts of
this product, `rules` what forbids a pair, `common_time` when two are free; `blocks` runs them in threads, `score_table`
keeps the result small. `assignment` pairs: `edges` that were tried, the `largest` matching, the best `total`.
`solution` brings both together, `explain` says it in words (`reasons`, `second_looks`, what is `missing`, `advice`),
`rescue` finds somebody else, `editing` is what organizers change in a preview.
"""
