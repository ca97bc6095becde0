"""Tables that answer a question about the network, with their uncertainty.

Invariant: a finding is a function of a network and its parameters, declared once. It knows neither
RDF nor pages, so that it also runs on any networkx graph. Random steps use a seed, so every
result is reproducible.
"""
