"""Make `data/identity/words_in_use.bloom`: which words are said in French or English, in a megabyte.

    pip install wordfreq && python -m benchmarks.identity_words_in_use

The words met once in a hundred million of French or English (Speer, wordfreq, CC BY-SA 4.0), folded, of five
letters or more: only whether a word is there is kept, as a filter (Bloom, 1970) that holds about one made-up
word in 100,000 to be in use. The package reads the filter and needs no list of words.
"""

import math

from wordfreq import get_frequency_dict

from frenchtech_graph.identity.words_in_use import HASHES, SHORTEST, positions, table
from frenchtech_graph.model.names import fold

BITS_EACH = 24


def main() -> None:
    """Write the filter."""
    listed = (get_frequency_dict(language) for language in ("fr", "en"))
    spelt = {form for found in listed for word in found for form in (word, fold(word))}
    words = sorted(w for w in spelt if w.isalpha() and w.isascii() and len(w) >= SHORTEST)
    size = math.ceil(len(words) * BITS_EACH / 8)
    bits = bytearray(size)
    for word in words:
        for at in positions(word, size * 8):
            bits[at // 8] |= 1 << at % 8
    table().write_bytes(bytes(bits))
    print(f"{len(words)} words, {size} bytes, {HASHES} hashes")


if __name__ == "__main__":
    main()
