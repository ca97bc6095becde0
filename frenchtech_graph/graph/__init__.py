"""Records as quads: claims, the consolidated view, rules, shapes, the store.

Invariant: the same records give the same bytes, and each snapshot keeps its own named graph
unchanged. The default graph is the only one that measures and maps read. The room computes no
measures.
"""
