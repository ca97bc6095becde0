"""Research portals and open bibliographies."""
