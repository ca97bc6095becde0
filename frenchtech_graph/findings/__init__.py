"""Tables that answer a question about the network, with their doubt.

Must not know RDF or pages.
"""
