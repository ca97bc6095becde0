"""Records into quads: claims, the consolidated view, rules, shapes, the store. Computes no measure."""
